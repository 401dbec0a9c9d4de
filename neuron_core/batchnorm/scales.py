"""Even scales that hold all that a drag can show."""

from collections.abc import Iterable
from dataclasses import dataclass

from neuron_core.shared.axes import round_up
from neuron_core.shared.sweep import Sweep


@dataclass(frozen=True)
class Scales:
    """The ends of the two even scales: `before` for the batch and what is left of it without the mean, `after` for the outputs.

    `after` reaches as far to the left as to the right: outputs lie around 0, and a negative gamma turns them around.
    """

    before: tuple[float, float]
    after: tuple[float, float]


def scales(sweep: Sweep, rows: int, affine: float = 0.0, still: Iterable[str] = ()) -> Scales:
    """Choose ends that hold every number that the sweep's axes can bring about, but for the axes named `still`.

    `affine` is the largest gamma and beta that there can be, where they count: any of them fits, and so the scale stands still.
    """
    before = _reached(sweep, ["under", "spread", *(f"{name}{r}" for name in "xd" for r in range(1, rows + 1))], still)
    after = max(map(abs, _reached(sweep, [f"h{r}" for r in range(1, rows + 1)], still)))
    after = max(after, affine * (after + 1))
    low, high = min(0.0, *before), max(0.0, *before)
    end = max(2.0, round_up(after))
    return Scales((0.0 - round_up(-low), round_up(high)), (-end, end))


def _reached(sweep: Sweep, columns: Iterable[str], still: Iterable[str]) -> list[float]:
    wanted = set(columns)
    found = [sweep.now[name] for name in wanted]
    for key, rows in sweep.rows.items():
        if key not in still:
            found += [
                end for name in wanted & rows.keys() for end in (rows[name].min().item(), rows[name].max().item())
            ]
    return found
