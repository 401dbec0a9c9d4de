"""A mistake that is a stack of layers: its code is written from the stack, and its cures are those of the Stack page."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import signature
from math import prod

from neuron_core.errors.marks import PRODUCT
from neuron_core.shapes.shape import MAX_ELEMENTS
from neuron_core.shared.arguments import taken_by
from neuron_core.shared.exhibit import Cure, Outcome
from neuron_core.shared.live_run import Argument, LiveRun, Span, Written
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.cures import cures
from neuron_core.stack.run import Stack, check_layers, check_room, run_stack
from neuron_core.stack.words import cure_words

_SEED = 0  # whether shapes fit does not depend on what is drawn
_PRIMES = (101, 103, 107, 109, 113, 127)  # a size that belongs to no other number, nor to a product of others


@dataclass(frozen=True)
class Stacked:
    """A stack of one layer, made of the learner's numbers by `stack`; see `Exhibit` for the rest."""

    says: str
    stack: Callable[..., Stack]
    outcome: Outcome = Outcome.RAISES

    def made_of(self, numbers: dict[str, Argument]) -> Stack:
        """Return the stack that these numbers make. Raises `InputError` where it would be larger than this app allocates."""
        stack = self.stack(**taken_by(self.stack, numbers))
        size = prod(stack.input)
        if size > MAX_ELEMENTS:
            raise InputError(f"The batch would hold {size:,} numbers; at most {MAX_ELEMENTS:,} here.")
        for argument, value in zip(stack.layers[0].kind.arguments, stack.layers[0].values, strict=True):
            if value > argument.maximum:
                raise InputError(f"{argument.name} would be {value:,}; at most {argument.maximum:,} here.")
        check_layers(stack.layers)
        check_room(stack.layers[0], stack.input, "The layer")
        return stack

    def write(self, *, seed: int | None = None, **arguments: Argument) -> Written:
        """Write the stack, without running it. Raises `InputError` as all that follows does."""
        return _written(self.made_of(arguments), self._names())

    def run(self, *, seed: int | None = None, **arguments: Argument) -> LiveRun[object]:
        """Run the stack now."""
        return _live(self.made_of(arguments), self._names())

    def cures(self, *, seed: int | None = None, **arguments: Argument) -> list[Cure]:
        """Return what the Stack page offers, which has been tried; none where the stack runs."""
        stack = self.made_of(arguments)
        found = cures(run_stack(stack, _SEED))
        return [Cure(cure_words(stack, cure), _written(cure.stack), partial(_live, cure.stack)) for cure in found]

    def _names(self) -> list[str]:
        """Name each size in the stack's code, in its order, by the numbers that it is the product of.

        To see where a number ends up, each gets a prime of its own.
        """
        primes = dict(zip(signature(self.stack).parameters, _PRIMES, strict=False))
        names = []
        for size in _sizes(self.stack(**primes)):
            made_of = [name for name, prime in primes.items() if size % prime == 0]
            names.append(PRODUCT.join(made_of) if prod(primes[name] for name in made_of) == size else "")
        return names


def _sizes(stack: Stack) -> list[float]:
    """Return the numbers in a stack's code that stand there without a name, in their order."""
    written = (layer for layer in stack.layers if not layer.plain and not layer.kind.by_name)
    return [*stack.input, *(value for layer in written for value in layer.values)]


def _live(stack: Stack, names: Sequence[str] = ()) -> LiveRun[object]:
    written, trace = _written(stack, names), run_stack(stack, _SEED)
    if trace.broken:
        return LiveRun(written, None, "", refusal=trace.broken.refusal, guilty=_FIRST_LAYER + trace.broken.index)
    shape = trace.tensors[-1].shape
    return LiveRun(written, shape, str(shape))


_FIRST_LAYER = 2
"""The line of the code, from 0, at which the first layer stands."""


def _written(stack: Stack, names: Sequence[str] = ()) -> Written:
    """Write the stack as a script that prints the shape of what leaves it: the input's line, then a line for each layer."""
    layers = "".join(f"    {layer.code},\n" for layer in stack.layers)
    mode = "" if stack.training else "model.eval()\n"
    size = ", ".join(map(str, stack.input)) or "()"
    code = f"x = torch.randn({size})\nmodel = nn.Sequential(\n{layers})\n{mode}print(model(x).shape)"
    return Written(code, f"import torch\nfrom torch import nn\n\n{code}\n", tuple(_places(code, names)))


def _places(code: str, names: Sequence[str]) -> Iterator[Span]:
    """Give the places in `code` of its numbers, in their order, that have a name."""
    numbers = re.finditer(r"(?<![\w.=-])-?\d+(\.\d+)?", code)
    for found, name in zip(numbers, names, strict=False):
        if name:
            yield Span(found.start(), found.end(), name)
