"""The layers a stack can be built from.

Adding one is one entry in `LAYERS`: the selector, the editor, the stack's text, the drawing, the scripts and the tests follow.
Every activation of `ACTIVATIONS` is a layer by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from torch import Tensor, nn

from neuron_core.activation.registry import ACTIVATIONS, Activation
from neuron_core.shapes.shape import MAX_DIMENSIONS, MAX_FEATURES


@dataclass(frozen=True)
class Argument:
    """One number that a layer is made with, by torch's name for it, and its bounds, both included."""

    name: str
    default: float
    minimum: float
    maximum: float
    step: float = 1

    @property
    def whole(self) -> bool:
        return self.step == 1


@dataclass(frozen=True)
class LayerKind:
    """A layer to choose.

    `role` is its role in a stack, in a word, and `hint` the same in a sentence. `build` makes the module from its
    arguments; `source` names it in a script, which must first define `definition` where there is one. `door` names the
    argument that has to equal the size of a dimension of what arrives, and that dimension; `sends` the argument that sets
    the size of the last dimension of what leaves.
    """

    label: str
    role: str
    hint: str
    build: Callable[..., nn.Module]
    source: str
    arguments: tuple[Argument, ...] = ()
    door: tuple[str, int] | None = None
    sends: str = ""
    definition: str = ""
    fixed: str = ""


class Function(nn.Module):
    """A layer that applies a function, for an activation that torch has no module for."""

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(x)


def _activation(activation: Activation) -> LayerKind:
    """Make a layer of an activation: torch's own module where there is one, else a class of the script's own."""
    package, _, name = activation.source.rpartition(".")
    hint = "Bends the line: without it, stacked Linears are one Linear."
    if package == "torch.nn":
        return LayerKind(activation.label, "decide", hint, getattr(nn, name), f"nn.{name}")
    name = "".join(part.capitalize() for part in activation.label.split())
    return LayerKind(
        activation.label,
        "decide",
        hint,
        lambda: Function(activation.function),
        name,
        definition=f"class {name}(nn.Module):\n    def forward(self, z):\n        return {activation.code}\n",
    )


def _features(name: str, default: int) -> Argument:
    return Argument(name, default, 1, MAX_FEATURES)


LAYERS: dict[str, LayerKind] = {
    "linear": LayerKind(
        "Linear",
        "learn",
        "Weighs and adds what arrives: the layer that learns.",
        nn.Linear,
        "nn.Linear",
        (_features("in_features", 3), _features("out_features", 3)),
        door=("in_features", -1),
        sends="out_features",
    ),
    "flatten": LayerKind(
        "Flatten",
        "reshape",
        "Lays every example out in one line.",
        nn.Flatten,
        "nn.Flatten",
        (
            Argument("start_dim", 1, -MAX_DIMENSIONS, MAX_DIMENSIONS),
            Argument("end_dim", -1, -MAX_DIMENSIONS, MAX_DIMENSIONS),
        ),
    ),
    "batchnorm": LayerKind(
        "BatchNorm1d",
        "stabilise",
        "Rescales each feature over the batch, so that learning stays calm.",
        nn.BatchNorm1d,
        "nn.BatchNorm1d",
        (_features("num_features", 3),),
        door=("num_features", 1),
    ),
    "layernorm": LayerKind(
        "LayerNorm",
        "stabilise",
        "Rescales each example by itself.",
        nn.LayerNorm,
        "nn.LayerNorm",
        (_features("normalized_shape", 3),),
        door=("normalized_shape", -1),
    ),
    "dropout": LayerKind(
        "Dropout",
        "regularise",
        "Silences units at random in training, against overfitting.",
        nn.Dropout,
        "nn.Dropout",
        (Argument("p", 0.5, 0, 1, 0.05),),
    ),
    "softmax": LayerKind(
        "Softmax",
        "output",
        "Turns scores into shares that add up to 1.",
        lambda: nn.Softmax(dim=-1),
        "nn.Softmax",
        fixed="dim=-1",
    ),
} | {name: _activation(activation) for name, activation in ACTIVATIONS.items()}
"""Every layer, by the name that a stack's text has for it."""


@dataclass(frozen=True)
class Layer:
    """A layer as it stands in a stack: its name in `LAYERS` and a value for each of its arguments."""

    name: str
    values: tuple[float, ...] = ()

    @property
    def kind(self) -> LayerKind:
        return LAYERS[self.name]

    def module(self) -> nn.Module:
        return self.kind.build(*self.values)

    def get(self, argument: str) -> float:
        return self.values[self._index(argument)]

    def having(self, argument: str, value: float) -> "Layer":
        """Return this layer with one argument changed."""
        index = self._index(argument)
        return replace(self, values=(*self.values[:index], value, *self.values[index + 1 :]))

    @property
    def code(self) -> str:
        """The layer as a line of Python, without what torch would assume anyway."""
        defaults = tuple(argument.default for argument in self.kind.arguments)
        assumed = self.name == "flatten" and self.values == defaults
        given = "" if assumed else ", ".join(map(str, self.values))
        return f"{self.kind.source}({given or self.kind.fixed})"

    def _index(self, argument: str) -> int:
        return [known.name for known in self.kind.arguments].index(argument)


def new_layer(name: str) -> Layer:
    return Layer(name, tuple(argument.default for argument in LAYERS[name].arguments))
