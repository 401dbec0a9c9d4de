"""Mistakes with types and devices."""

import numpy as np
import torch
from torch import nn

from neuron_core.errors.mistake import Group, Mistake, Place
from neuron_core.shapes.snippets import LINEAR_EXHIBITS
from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.simple_ann.snippets import EXHIBITS

_ACCELERATOR = torch.accelerator.current_accelerator(check_available=True)
_OTHER = str(_ACCELERATOR or "meta")
"""A second device: an accelerator where there is one, else one that every machine has."""

RECORDED = "Expected all tensors to be on the same device, but got … is on cpu, different from other tensors on cuda:0"
"""What a GPU's torch says where two devices meet, `…` for the operand's name: recorded, for most machines cannot raise it."""
RECORDED_WITH = "2.13"

_TWO_DEVICES = "The input has to come along"
_WHOLE_NUMBERS = {
    "shapes_tool": "Linear",
    "shapes_input": "3",
    "shapes_in_features": "3",
    "shapes_out_features": "2",
    "shapes_surprises": "true",
}


def doubles():
    rows = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    x = torch.from_numpy(rows)
    return nn.Linear(3, 2)(x).shape


def doubles_cured():
    rows = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    x = torch.from_numpy(rows).float()
    return nn.Linear(3, 2)(x).shape


def no_cuda():
    model = nn.Linear(3, 2)
    model.to("cuda")
    return model.weight.device


def no_cuda_cured():
    model = nn.Linear(3, 2)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    return model.weight.device


def numpy_grad():
    x = torch.randn(4, 3)
    y = nn.Linear(3, 2)(x)
    return y.numpy().shape


def numpy_grad_cured():
    x = torch.randn(4, 3)
    y = nn.Linear(3, 2)(x)
    return y.detach().numpy().shape


def _two_devices() -> str:
    """Say why, and where `meta` stands in for a GPU, how the text differs there."""
    cause = "The model was moved, its input was not, and torch does not compute with tensors on two devices."
    if _OTHER != "meta":
        return cause
    return (
        f"{cause} `meta` is a device of shapes without numbers, which every machine has: here it stands in for a GPU. On a GPU the "
        f"text is another, recorded with torch {RECORDED_WITH}, not raised here: `{RECORDED}`."
    )


def _cuda_here() -> str:
    """Say what this torch has of CUDA."""
    if torch.cuda.is_available():
        here = "This torch finds one, so the model moves"
    elif torch.backends.cuda.is_built():
        here = "This torch is built for it, but finds no such card"
    else:
        here = "This torch is not even built for it"
    return f"`cuda` is torch’s name for an NVIDIA or AMD graphics card. {here}."


DEVICES: dict[str, Mistake] = {
    "integers": Mistake(
        "Whole numbers go into a Linear",
        Group.DEVICES,
        LINEAR_EXHIBITS["Whole numbers"],
        Place("shapes", lambda: _WHOLE_NUMBERS),
        why=lambda: (
            "Whole numbers make an integer tensor: torch calls their type Long. The Linear’s weights have decimals, of the type "
            "Float, and torch multiplies only numbers of one type."
        ),
    ),
    "doubles": Mistake(
        "Numbers from NumPy go into a Linear",
        Group.DEVICES,
        Exhibit(
            "NumPy keeps decimals in 64 bits, which torch calls Double. The Linear’s weights have 32 bits, Float, and torch "
            "multiplies only numbers of one type.",
            doubles,
            Outcome.RAISES,
            doubles_cured,
            "`.float()` makes Float of Double: 32 bits of 64.",
        ),
        Place("shapes", lambda: _WHOLE_NUMBERS),
    ),
    "two_devices": Mistake(
        "The model moves, its input stays",
        Group.DEVICES,
        EXHIBITS[_TWO_DEVICES],
        Place("simple_ann", lambda: {"simple_ann_lesson": _TWO_DEVICES, "simple_ann_module": "true"}),
        why=_two_devices,
        fixed={"device": _OTHER},
    ),
    "no_cuda": Mistake(
        "A model goes to cuda",
        Group.DEVICES,
        Exhibit(
            "`cuda` is torch’s name for an NVIDIA or AMD graphics card. Moving there works only where torch is built for it and "
            "finds such a card.",
            no_cuda,
            Outcome.PRINTS if torch.cuda.is_available() else Outcome.RAISES,
            no_cuda_cured,
            "The code asks first, and takes the CPU where there is no such card.",
        ),
        Place("simple_ann", lambda: {"simple_ann_device": "true"}),
        why=_cuda_here,
    ),
    "numpy_grad": Mistake(
        "A network’s output goes to NumPy",
        Group.DEVICES,
        Exhibit(
            "The output remembers how it was computed, so that gradients can be taken: torch says that it requires grad. A NumPy "
            "array cannot remember that.",
            numpy_grad,
            Outcome.RAISES,
            numpy_grad_cured,
            "`.detach()` gives the same numbers without that memory.",
        ),
        Place("simple_ann", lambda: {"simple_ann_pass": "Backward"}),
    ),
}
