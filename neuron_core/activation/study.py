"""All that the activation page shows at rest, computed in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

from neuron_core.activation.columns import forward
from neuron_core.activation.curves import Curve, sample_curve
from neuron_core.activation.gradient import why_no_slope
from neuron_core.activation.levels import levels
from neuron_core.activation.questions import activation_questions
from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.activation.words import notes, sentence
from neuron_core.shared.question import Question
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.sweep import Axis, Sweep, sweep

REACHES = (5.0, 10.0, 20.0)
"""How far a chart can go along z, to both sides of 0."""


@dataclass(frozen=True)
class Study:
    """The chosen activation, the first of `names`, at `z`, and the others beside it.

    `sweep` has every position of the slider `axis`. `curves` are all of them along z, far enough for `z` and some room to drag.
    `refusal` is what torch says where the chosen one has no slope.
    """

    names: tuple[str, ...]
    z: float
    axis: Axis
    sweep: Sweep
    curves: tuple[Curve, ...]
    sentence: str
    notes: list[str]
    refusal: Refusal | None
    questions: list[Question]


def study(names: Sequence[str], z: float, axis: Axis) -> Study:
    """Study the activations `names`, all different, the first of them at `z`, whose slider is `axis`."""
    chosen, first = names[0], ACTIVATIONS[names[0]]
    table = sweep([axis], {axis.key: z}, lambda values: forward(values[axis.key], names))
    refusal = why_no_slope(chosen)
    out, slope = table.now[f"out_{chosen}"], refusal or table.now[f"slope_{chosen}"]
    reach = next((reach for reach in REACHES if abs(z) <= 0.8 * reach), REACHES[-1])
    return Study(
        tuple(names),
        z,
        axis,
        table,
        tuple(sample_curve(name, reach) for name in names),
        sentence(first, z, out, slope),
        notes(first, z, slope, levels(chosen)),
        refusal,
        activation_questions(axis.key, names, z),
    )
