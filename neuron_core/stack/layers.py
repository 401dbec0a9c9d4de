"""The layers a stack can be built from.

Adding one is one entry in `LAYERS`: the selector, the editor, the stack's text, the drawing, the cures, the notes, the scripts and
the tests follow, because none of them knows a layer by its name. Every activation of `ACTIVATIONS` is a layer by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch.nn.functional as F
from torch import Tensor, nn, tensor

from neuron_core.activation.registry import ACTIVATIONS, Activation
from neuron_core.shapes.shape import MAX_DIMENSIONS, MAX_FEATURES, Shape


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
class Takes:
    """What a layer asks of a tensor: its `dimension` has to have the size that `argument` says.

    The tensor may have up to `most` dimensions (None: any number).
    """

    argument: str
    dimension: int
    most: int | None = None

    @property
    def fewest(self) -> int:
        """How few dimensions a tensor may have, so that it has this one."""
        return self.dimension + 1 if self.dimension >= 0 else -self.dimension

    def size(self, shape: Shape) -> int | None:
        """Return the size that counts, in a tensor of `shape`; None where it has too few or too many dimensions."""
        fits = self.fewest <= len(shape) <= (self.most or len(shape))
        return shape[self.dimension] if fits else None


@dataclass(frozen=True)
class RepeatedBy:
    """A loss that applies the layer itself, so that a network trained with it must end one layer earlier.

    `reads_as` says what the layer's numbers can be read as. With `together` they are one answer over the layer's dimension,
    else each number is one answer.
    """

    loss: type[nn.Module]
    reads_as: str
    together: bool

    def cost_of_perfect(self, size: int) -> float:
        """Ask torch for the loss of a perfect answer of `size` numbers that went through the layer already: not 0."""
        perfect = F.one_hot(tensor([0]), size if self.together else 1).float()
        cost: float = self.loss()(perfect, perfect).item()
        return cost


@dataclass(frozen=True)
class LayerKind:
    """A layer to choose: how it is made, and every property of it that anything here asks for.

    - `label` is its name on the page, `role` its role in a stack in a word, `hint` the same in a sentence.
    - `build` makes the module from its `arguments`. `source` is its name in a script, which must first define `definition`
      where there is one.
    - `arguments_optional`: without its arguments, text and code mean torch's own defaults.
    - `by_name`: code always has its arguments, with their names, because torch's own defaults depend on what arrives; text may leave
      them out.
    - `takes` is what it asks of what arrives; `sends` names the argument that sets the size of the last dimension of what leaves.
      A layer with `sends` learns, and holds about takes × sends weights.
    - `is_linear`: its module is a `nn.Linear`. `passes_unchanged`: what leaves is what arrived.
    - `over` names the argument that is the dimension over which it computes, each time from all the numbers there.
    - `flattens`: it makes one dimension of several, by its defaults of all but the first.
    - `differs_in_eval`: train() and eval() do not give the same. `over_batch`: in training, each feature is computed over the batch.
    - `affine_in_eval`: in eval() it only scales and shifts each number, or passes it on: Linears around it are one Linear.
    - `drops` names the argument p that is the share of numbers set to 0 in training; the others are divided by 1 - p, and
      eval() passes all on.
    - `rectifies`: what is below 0 becomes 0, all else stays.
    - `repeated_by` is the loss that applies it once more.
    """

    label: str
    role: str
    hint: str
    build: Callable[..., nn.Module]
    source: str
    arguments: tuple[Argument, ...] = ()
    definition: str = ""
    arguments_optional: bool = False
    by_name: bool = False
    takes: Takes | None = None
    sends: str = ""
    is_linear: bool = False
    passes_unchanged: bool = False
    over: str = ""
    flattens: bool = False
    differs_in_eval: bool = False
    affine_in_eval: bool = False
    over_batch: bool = False
    drops: str = ""
    rectifies: bool = False
    repeated_by: RepeatedBy | None = None


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
    hint = "Bends the straight line of a Linear: without it, Linears in a row are one Linear."
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
        "Computes weighted sums of what arrives and adds a bias: the layer that learns.",
        nn.Linear,
        "nn.Linear",
        (_features("in_features", 3), _features("out_features", 3)),
        takes=Takes("in_features", -1),
        sends="out_features",
        is_linear=True,
    ),
    "flatten": LayerKind(
        "Flatten",
        "reshape",
        "Puts all numbers of each sample into one row.",
        nn.Flatten,
        "nn.Flatten",
        (
            Argument("start_dim", 1, -MAX_DIMENSIONS, MAX_DIMENSIONS),
            Argument("end_dim", -1, -MAX_DIMENSIONS, MAX_DIMENSIONS),
        ),
        arguments_optional=True,
        flattens=True,
    ),
    "batchnorm": LayerKind(
        "BatchNorm1d",
        "stabilise",
        "Rescales each feature over the batch, so that training stays stable.",
        nn.BatchNorm1d,
        "nn.BatchNorm1d",
        (_features("num_features", 3),),
        takes=Takes("num_features", 1, most=3),
        differs_in_eval=True,
        affine_in_eval=True,
        over_batch=True,
    ),
    "layernorm": LayerKind(
        "LayerNorm",
        "stabilise",
        "Rescales each sample by itself.",
        nn.LayerNorm,
        "nn.LayerNorm",
        (_features("normalized_shape", 3),),
        takes=Takes("normalized_shape", -1),
    ),
    "dropout": LayerKind(
        "Dropout",
        "regularise",
        "Sets numbers to 0 at random in training, against overfitting.",
        nn.Dropout,
        "nn.Dropout",
        (Argument("p", 0.5, 0, 1, 0.05),),
        differs_in_eval=True,
        affine_in_eval=True,
        drops="p",
    ),
    "softmax": LayerKind(
        "Softmax",
        "output",
        "Turns scores into shares that add up to 1.",
        nn.Softmax,
        "nn.Softmax",
        (Argument("dim", -1, -MAX_DIMENSIONS, MAX_DIMENSIONS - 1),),
        by_name=True,
        over="dim",
        repeated_by=RepeatedBy(nn.CrossEntropyLoss, "shares", together=True),
    ),
} | {name: _activation(activation) for name, activation in ACTIVATIONS.items()}
"""Every layer, by the name that a stack's text has for it."""

LAYERS |= {  # what else there is to know of four activations
    "identity": replace(
        LAYERS["identity"],
        hint="Passes on what arrives, unchanged: two Linears around it are still one Linear.",
        passes_unchanged=True,
        affine_in_eval=True,
    ),
    "relu": replace(LAYERS["relu"], rectifies=True),
    "leaky_relu": replace(
        LAYERS["leaky_relu"], arguments=(Argument("negative_slope", 0.01, 0, 1, 0.01),), arguments_optional=True
    ),
    "sigmoid": replace(
        LAYERS["sigmoid"], repeated_by=RepeatedBy(nn.BCEWithLogitsLoss, "a probability", together=False)
    ),
}


@dataclass(frozen=True)
class Layer:
    """A layer as it stands in a stack: its name in `LAYERS` and a value for each of its arguments."""

    name: str
    values: tuple[float, ...] = ()

    @property
    def kind(self) -> LayerKind:
        return LAYERS[self.name]

    @property
    def plain(self) -> bool:
        """Whether its arguments may be left out, in text and mostly in code."""
        return (self.kind.arguments_optional or self.kind.by_name) and self == new_layer(self.name)

    def module(self) -> nn.Module:
        return self.kind.build(*self.values)

    def get(self, argument: str) -> float:
        return self.values[self._index(argument)]

    def having(self, argument: str, value: float) -> "Layer":
        """Return this layer with one argument changed."""
        index = self._index(argument)
        return replace(self, values=(*self.values[:index], value, *self.values[index + 1 :]))

    @property
    def takes(self) -> int | None:
        """The size that it takes; None where it takes any."""
        return int(self.get(self.kind.takes.argument)) if self.kind.takes else None

    @property
    def sends(self) -> int | None:
        """The size of the last dimension that it sends; None where no argument says so."""
        return int(self.get(self.kind.sends)) if self.kind.sends else None

    def fitted(self, arrives: Shape) -> "Layer | None":
        """Return this layer with the size that it takes changed to what arrives; None where that is not possible."""
        size = self.kind.takes.size(arrives) if self.kind.takes else None
        if self.kind.takes is None or size is None or size > MAX_FEATURES:
            return None
        return self.having(self.kind.takes.argument, size)

    @property
    def code(self) -> str:
        """The layer as a line of Python."""
        given: list[str] = [] if self.plain else [str(value) for value in self.values]
        if self.kind.by_name:
            given = [f"{known.name}={value}" for known, value in zip(self.kind.arguments, self.values, strict=True)]
        return f"{self.kind.source}({', '.join(given)})"

    @property
    def short(self) -> str:
        """The same without `nn.`, as the page names it."""
        return self.code.removeprefix("nn.")

    def _index(self, argument: str) -> int:
        return [known.name for known in self.kind.arguments].index(argument)


def new_layer(name: str) -> Layer:
    return Layer(name, tuple(argument.default for argument in LAYERS[name].arguments))


def roles(layers: tuple[Layer, ...]) -> tuple[str, ...]:
    """Return each layer's role in a word; the last layer that learns gives the output."""
    words = [layer.kind.role for layer in layers]
    learning = [index for index, layer in enumerate(layers) if layer.kind.sends]
    if learning:
        words[learning[-1]] = "output"
    return tuple(words)
