"""What torch accepts and what is hardly meant: found here, said in `words`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from neuron_core.stack.layers import Layer, LayerKind
from neuron_core.stack.run import Trace


@dataclass(frozen=True)
class Findings:
    """What is odd in the part of a stack that ran; each number is a layer's index.

    - `linear_rows`: the first and last of Linears in a row, without an activation between them.
    - `linear_rows_in_eval`: likewise, with layers between them that in eval() only scale and shift: one Linear once it is trained.
    - `unflattened`: a Linear that gets more than two dimensions, with no Flatten before it.
    - `mixing`: layers that flatten the batch together with the samples.
    - `off`: layers that set what is below 0 to 0, and gave nothing but 0 for what arrived.
    - `alone`: layers that compute over the batch and have one sample, each with the numbers there are for a feature.
    - `across`: layers that compute over the samples of the batch, instead of over the numbers of each.
    - `perfect_cost`: of a stack that ends in a layer which its loss repeats, what a perfect answer costs all the same.
    """

    linear_rows: tuple[tuple[int, int], ...]
    linear_rows_in_eval: tuple[tuple[int, int], ...]
    unflattened: int | None
    mixing: tuple[int, ...]
    off: tuple[int, ...]
    alone: dict[int, int]
    across: tuple[int, ...]
    perfect_cost: float | None


def find(trace: Trace) -> Findings:
    """Look for all of it in one run."""
    shapes, ran = trace.shapes, list(enumerate(trace.ran))
    over_batch = [index for index, layer in ran if layer.kind.over_batch and shapes[index][0] == 1]
    rows = tuple(linears_in_a_row(trace.ran))
    return Findings(
        rows,
        tuple(row for row in linears_in_a_row(trace.ran, lambda kind: kind.affine_in_eval) if row not in rows),
        _unflattened(trace),
        tuple(
            index
            for index, layer in ran
            if layer.kind.flattens and shapes[index] and shapes[index][0] != shapes[index + 1][0]
        ),
        tuple(
            index
            for index, layer in ran
            if layer.kind.rectifies and trace.tensors[index].any() and not trace.tensors[index + 1].any()
        ),
        {index: trace.tensors[index].numel() // shapes[index][1] for index in over_batch},
        tuple(
            index
            for index, layer in ran
            if len(shapes[index]) > 1 and shapes[index][0] > 1 and _over(layer, len(shapes[index])) == 0
        ),
        _perfect_cost(trace),
    )


def linears_in_a_row(
    layers: tuple[Layer, ...], between: Callable[[LayerKind], bool] = lambda kind: kind.passes_unchanged
) -> Iterator[tuple[int, int]]:
    """Give the first and last index of every row of Linears with nothing but `between` them: what passes all on unchanged."""
    row: list[int] = []
    for index, layer in enumerate((*layers, None)):
        if layer and layer.kind.is_linear:
            row.append(index)
        elif not layer or not between(layer.kind):
            if len(row) > 1:
                yield row[0], row[-1]
            row = []


def _unflattened(trace: Trace) -> int | None:
    for index, layer in enumerate(trace.ran):
        if layer.kind.flattens:
            return None
        if layer.kind.is_linear and len(trace.shapes[index]) > 2:
            return index
    return None


def _perfect_cost(trace: Trace) -> float | None:
    last, shape = trace.stack.layers[-1], trace.shapes[-1]
    repeated = last.kind.repeated_by
    if trace.broken or repeated is None or (repeated.together and shape[-1:] in ((), (1,))):
        return None
    if repeated.together and _over(last, len(shape)) != len(shape) - 1:
        return None  # not what the loss repeats
    return repeated.cost_of_perfect(shape[-1] if shape else 1)


def _over(layer: Layer, dimensions: int) -> int | None:
    """Return the dimension over which a layer computes, counted from the front; None where it computes over none."""
    return int(layer.get(layer.kind.over)) % dimensions if layer.kind.over and dimensions else None
