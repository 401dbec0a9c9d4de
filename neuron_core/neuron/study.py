"""All that the neuron page shows at rest, computed in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from neuron_core.activation.registry import ACTIVATIONS, Activation, curve
from neuron_core.neuron.cases import CASES, Corner, best_score, truth_table
from neuron_core.neuron.columns import forward
from neuron_core.neuron.model import Gradients, Neuron, Result, gradients, run
from neuron_core.neuron.questions import neuron_questions
from neuron_core.neuron.surface import Map, survey
from neuron_core.neuron.words import case_words, gradient_rows, gradient_words, map_words, notes, sentence
from neuron_core.shared.axes import roomy
from neuron_core.shared.question import Question
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import Axis, Sweep, sweep

GATE_WINDOW = (-1.0, 2.0, 0.5)
"""What the map shows of a gate's inputs, and its step: the corners, and room for the line around them."""


@dataclass(frozen=True)
class Study:
    """A neuron and what there is to say about it.

    `sweep` has every position of every slider; `z_axis` holds the whole sum, with room to drag; `curve` is the activation
    along z (its z and its outputs), far enough for the neuron's own. `corners` are a gate's, where the case chosen is a gate
    of as many inputs; `case_words` stand before and after them. `map` is the output over two inputs, or along the
    only one; its point moves by `map_step`.
    """

    neuron: Neuron
    activation: Activation
    result: Result
    gradients: Gradients | Refusal
    corners: list[Corner]
    gradient_words: str
    gradient_rows: list[list[str]]
    case_words: tuple[str, str]
    sentence: str
    notes: list[str]
    sweep: Sweep
    questions: list[Question]
    curve: tuple[tuple[float, ...], tuple[float, ...]]
    z_axis: tuple[float, float]
    map: Map
    map_step: float

    @property
    def map_words(self) -> str:
        """What the map shows, in a sentence."""
        return map_words(self.map)


def study(neuron: Neuron, axes: Sequence[Axis], case: str | None = None, over: tuple[int, int] = (1, 2)) -> Study:
    """Study `neuron`, whose sliders are `axes`, as the chosen `case`, a name in `CASES`.

    `over` are the numbers of the two inputs (from 1) whose whole range is computed; a neuron with one input has only that.
    """
    result, slopes = run(neuron), gradients(neuron)
    gate = CASES[case].gate if case else ()
    fits = len(gate) == 2 ** len(neuron.w)
    corners = truth_table(neuron, gate) if fits else []
    best = best_score(gate, neuron.activation) if fits else None
    low, high, step = GATE_WINDOW if fits else (axes[0].minimum, axes[0].maximum, 1.0)
    inputs = over if len(neuron.x) > 1 else (1,)
    grids = [Axis(f"x{i}", low, high, step) for i in inputs]
    limits = {axis.key: axis.maximum for axis in axes}
    pairs = [(grids[0], grids[1])] if len(grids) == 2 and limits.keys() >= {grid.key for grid in grids} else []
    return Study(
        neuron=neuron,
        activation=ACTIVATIONS[neuron.activation],
        result=result,
        gradients=slopes,
        corners=corners,
        gradient_words=gradient_words(neuron, slopes),
        gradient_rows=gradient_rows(neuron, slopes),
        case_words=case_words(case, neuron, corners, best),
        sentence=sentence(neuron, result),
        notes=notes(neuron, result, slopes),
        sweep=sweep(axes, neuron.values, partial(forward, activation=neuron.activation, over=inputs), pairs),
        questions=neuron_questions(neuron, limits["w1"], limits["b"]),
        curve=curve(neuron.activation, max(5.0, *map(abs, roomy([result.z])))),
        z_axis=roomy([*accumulate(result.contributions), result.z]),
        map=survey(neuron, inputs, low, high),
        map_step=step,
    )
