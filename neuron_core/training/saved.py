"""A trained network as a file to keep: JSON that anyone can read, and that is checked from end to end on its way in.

Numbers are written with as few digits as tell them from every other float32, so what is opened is what was saved, bit for bit.
"""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

import torch
from torch import Tensor, nn
from torch.nn.utils import vector_to_parameters

from neuron_core.shared.typed_input import InputError
from neuron_core.training.choices import LOSSES
from neuron_core.training.evaluate import accuracies, losses, outputs
from neuron_core.training.model import LEARNERS, WIDTHS, drawn, names
from neuron_core.training.run import Run
from neuron_core.training.samples import Samples, prepare

LARGEST_FILE = 100_000
"""How many bytes a file can have; the largest that is written here has some 3,000."""
LARGEST = 1e6
"""No parameter in a file may be further from 0."""
LARGEST_INPUT = 1e10
"""No mean and no standard deviation in a file may be larger: numbers in a person's table go up to a tenth of it."""
LONGEST_NAME = 40
"""How many characters the name of a class can have."""

_FORMAT, _VERSION = "Neuron Explorer network", 1
_FIELDS = ("format", "version", "hidden", "activation", "loss", "classes", "mean", "std", "parameters")
_PARAMETERS = ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")


@dataclass(frozen=True)
class SavedNetwork:
    """A network with all that is needed to use it.

    `loss` is what it learnt with, a name of `LOSSES`; `classes` name what y = 0 and y = 1 mean, and are empty where y is a
    number. `mean` and `std` (2 numbers each) are what its inputs are standardised by: 0 and 1 where they stay as they are.
    `parameters` are in torch's order. All numbers are float32.
    """

    hidden: int
    activation: str
    loss: str
    classes: tuple[str, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    parameters: tuple[float, ...]

    @property
    def values(self) -> dict[str, float]:
        """The parameters by their short names: w11, w12, ..., c."""
        return dict(zip(names(self.hidden), self.parameters, strict=True))

    @property
    def is_simple_ann(self) -> bool:
        return self.hidden == 2 and self.activation == "relu"

    @property
    def is_standardised(self) -> bool:
        return (self.mean, self.std) != ((0.0, 0.0), (1.0, 1.0))


def network_at(run: Run, epoch: int) -> SavedNetwork:
    """Return the network as it was after `epoch` epochs, 0 to `run.epochs`."""
    settings, samples = run.settings, run.samples
    return SavedNetwork(
        settings.hidden, settings.activation, settings.loss, samples.table.classes,
        tuple(samples.mean.tolist()), tuple(samples.std.tolist()), tuple(run.log[epoch].tolist()),
    )  # fmt: skip


def to_json(network: SavedNetwork) -> str:
    """Write a network, its parameters by torch's names. Raises `InputError` where one is too large to be opened again."""
    if max(map(abs, network.parameters)) > LARGEST:
        raise InputError(f"A parameter is further from 0 than {LARGEST:,.0f}, so this network cannot be saved.")
    model = _empty(network.hidden, network.activation)
    vector_to_parameters(torch.tensor(network.parameters), model.parameters())
    fields = {
        "format": _FORMAT,
        "version": _VERSION,
        "hidden": network.hidden,
        "activation": network.activation,
        "loss": network.loss,
        "classes": network.classes,
        "mean": _short(network.mean),
        "std": _short(network.std),
        "parameters": {name: _short(tensor.tolist()) for name, tensor in model.state_dict().items()},
    }
    return json.dumps(fields, indent=2) + "\n"


def from_json(data: bytes) -> SavedNetwork:
    """Read a file of any bytes. Raises `InputError`."""
    fields = _all_of(_parsed(data), _FIELDS, "The file")
    _one_of(fields, "format", [_FORMAT])
    _one_of(fields, "version", [_VERSION])
    hidden, activation = _one_of(fields, "hidden", WIDTHS), _one_of(fields, "activation", LEARNERS)
    loss, classes = _one_of(fields, "loss", LOSSES), _classes(fields["classes"])
    if not classes and not LOSSES[loss].numbers:
        raise InputError(f"Field `loss` cannot be `{loss}` where field `classes` is empty.")
    mean, std = (_numbers(fields[name], (2,), name, LARGEST_INPUT) for name in ("mean", "std"))
    if min(std) <= 0:
        raise InputError("Field `std` has to hold two numbers above 0.")
    model = _empty(hidden, activation)
    tensors = _all_of(fields["parameters"], _PARAMETERS, "Field `parameters`")
    parameters = [
        number
        for name, parameter in model.named_parameters()
        for number in _numbers(tensors[name], tuple(parameter.shape), name, LARGEST)
    ]
    return SavedNetwork(hidden, activation, loss, classes, mean, std, tuple(parameters))


def _empty(hidden: int, activation: str) -> nn.Module:
    """Return a network of this shape, for its parameters' names and shapes."""
    return drawn(hidden, activation, seed=0)


def shortest(value: float) -> str:
    """Write a float32 with as few digits as it needs, which are 9 at most.

    >>> shortest(torch.tensor(0.1).item())
    '0.1'
    """
    texts = (f"{value:.{digits}g}" for digits in range(6, 10))
    return next(text for text in texts if struct.unpack("f", struct.pack("f", float(text))) == (value,))


def _short(numbers: Any) -> Any:
    """Take off of nested lists of float32 the digits that say nothing."""
    return float(shortest(numbers)) if isinstance(numbers, float) else [_short(number) for number in numbers]


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST_FILE:
        raise InputError(f"The file is too large: a network has {LARGEST_FILE // 1000} kB at most.")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_not_finite)
    except InputError:
        raise
    except (ValueError, RecursionError):  # no UTF-8, no JSON, thousands of digits, thousands of brackets
        raise InputError("This is not a network that was saved here: the file is not JSON, or is damaged.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make sure that an object has only fields that there are, each once."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name not in (*_FIELDS, *_PARAMETERS):
            raise InputError("The file has a field that no network here has: choose one that was saved here.")
        if name in found:
            raise InputError(f"Field `{name}` is in the file twice.")
        found[name] = value
    return found


def _not_finite(_constant: str) -> NoReturn:
    raise InputError("The file has a number that is not finite: only ordinary numbers can be used here.")


def _all_of(value: Any, wanted: tuple[str, ...], place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{place} has to be a JSON object, in curly brackets.")
    for name in wanted:
        if name not in value:
            raise InputError(f"Field `{name}` is missing.")
    for name in value:
        if name not in wanted:
            raise InputError(f"Field `{name}` is in the wrong place.")
    return value


def _one_of(fields: dict[str, Any], name: str, allowed: Iterable[Any]) -> Any:
    value = fields[name]
    for right in allowed:
        if type(value) is type(right) and value == right:
            return right
    raise InputError(f"Field `{name}` has to be {' or '.join(f'`{json.dumps(right)}`' for right in allowed)}.")


def _classes(value: Any) -> tuple[str, ...]:
    texts = isinstance(value, list) and all(isinstance(name, str) for name in value)
    if texts and len(value) in (0, 2) and all(len(name) <= LONGEST_NAME and name.isprintable() for name in value):
        return tuple(value)
    raise InputError(
        f"Field `classes` has to be a list of two names, each of {LONGEST_NAME} characters at most, or an empty list."
    )


def _numbers(value: Any, shape: tuple[int, ...], name: str, largest: float) -> tuple[float, ...]:
    """Read nested lists of exactly this shape as float32, flattened."""
    numbers = list(_flat(value, shape))
    if None in numbers or any(abs(number) > largest for number in numbers):
        wanted = " × ".join(map(str, shape))
        raise InputError(f"Field `{name}` has to hold {wanted} numbers, none further from 0 than {largest:,.0f}.")
    return tuple(torch.tensor(numbers, dtype=torch.float32).tolist())


def _flat(value: Any, shape: tuple[int, ...]) -> Iterable[Any]:
    """Yield the numbers in nested lists; nothing but `None` in the place of what is not of this shape."""
    if not shape:
        yield value if type(value) in (int, float) else None
    elif isinstance(value, list) and len(value) == shape[0]:
        for part in value:
            yield from _flat(part, shape[1:])
    else:
        yield None


@dataclass(frozen=True)
class Score:
    """What a network makes of some rows: how many there are, the mean loss, and the share that is right (0 to 1).

    There is no share where the answer is a number.
    """

    rows: int
    loss: float
    right: float | None


def scores(network: SavedNetwork, samples: Samples) -> tuple[Score, Score]:
    """Run a network on the training rows and on the test rows, standardised as its own were; without rows the loss is nan.

    Raises `InputError` where it answers with a class and the rows with a number, or the other way round.
    """
    if bool(network.classes) != samples.classes:
        one, other = ("a class", "a number") if network.classes else ("a number", "a class")
        raise InputError(
            f"This network's answer is {one}, and the answer of the rows here is {other}: choose other rows."
        )
    plain = prepare(samples.table, samples.test_share, False, samples.seed)
    return _score(network, plain.x_train, plain.y_train), _score(network, plain.x_test, plain.y_test)


def _score(network: SavedNetwork, x: Tensor, y: Tensor) -> Score:
    x = (x - torch.tensor(network.mean)) / torch.tensor(network.std)
    out = outputs(torch.tensor([network.parameters]), network.activation, x)
    right = accuracies(out, y, network.loss).item() if network.classes else None
    return Score(len(x), losses(out, y, network.loss).item(), right)
