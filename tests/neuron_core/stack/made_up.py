"""Layers that are not in `LAYERS`: adding one has to be one entry, whatever it does."""

import torch
from torch import Tensor, nn

from neuron_core.stack.layers import Argument, LayerKind, RepeatedBy, Takes


class Shifted(nn.Linear):
    """A Linear by another name."""


class Noise(nn.Module):
    """Adds noise in training, and scales."""

    def __init__(self, by: float) -> None:
        super().__init__()
        self.by = by

    def forward(self, x: Tensor) -> Tensor:
        return self.by * (x + torch.randn_like(x) if self.training else x)


class Squeezed(nn.Module):
    """Makes one dimension of the last two."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.flatten(x, -2)


class Centred(nn.Module):
    """Takes each feature's mean over the batch away, in training."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() != 2 or x.shape[1] != self.width or (self.training and len(x) < 2):
            raise ValueError(f"Centred({self.width}) cannot take {tuple(x.shape)}")
        return x - x.mean(0) if self.training else x


_FORWARD = "    def forward(self, x):\n        return "
MADE_UP = {
    "shifted": LayerKind(
        "Shifted",
        "shift",
        "Shifts.",
        Shifted,
        "Shifted",
        (Argument("inputs", 3, 1, 50), Argument("outputs", 4, 1, 50)),
        definition="class Shifted(nn.Linear):\n    pass\n",
        takes=Takes("inputs", -1),
        sends="outputs",
        is_linear=True,
    ),
    "noise": LayerKind(
        "Noise",
        "disturb",
        "Disturbs.",
        Noise,
        "Noise",
        (Argument("by", -0.5, -2, 2, 0.25),),
        definition=(
            "class Noise(nn.Module):\n    def __init__(self, by):\n        super().__init__()\n        self.by = by\n\n"
            f"{_FORWARD}self.by * (x + torch.randn_like(x) if self.training else x)\n"
        ),
        differs_in_eval=True,
    ),
    "squeezed": LayerKind(
        "Squeezed",
        "squeeze",
        "Squeezes.",
        Squeezed,
        "Squeezed",
        definition=f"class Squeezed(nn.Module):\n{_FORWARD}torch.flatten(x, -2)\n",
        flattens=True,
    ),
    "centred": LayerKind(
        "Centred",
        "centre",
        "Centres.",
        Centred,
        "Centred",
        (Argument("width", 3, 1, 50),),
        definition=(
            "class Centred(nn.Module):\n    def __init__(self, width):\n        super().__init__()\n        self.width = width\n\n"
            "    def forward(self, x):\n"
            "        if x.dim() != 2 or x.shape[1] != self.width or (self.training and len(x) < 2):\n"
            '            raise ValueError(f"Centred({self.width}) cannot take {tuple(x.shape)}")\n'
            "        return x - x.mean(0) if self.training else x\n"
        ),
        takes=Takes("width", 1, most=2),
        differs_in_eval=True,
        over_batch=True,
    ),
    "same": LayerKind("Same", "wait", "Waits.", nn.Identity, "nn.Identity", passes_unchanged=True),
    "clipped": LayerKind(
        "Clipped",
        "clip",
        "Clips.",
        nn.ReLU,
        "nn.ReLU",
        rectifies=True,
        repeated_by=RepeatedBy(nn.BCEWithLogitsLoss, "a made-up thing", together=False),
    ),
    "lossy": LayerKind(
        "Lossy",
        "lose",
        "Loses.",
        nn.Dropout,
        "nn.Dropout",
        (Argument("share", 0.5, 0, 1, 0.05),),
        arguments_optional=True,
        differs_in_eval=True,
        drops="share",
    ),
}
