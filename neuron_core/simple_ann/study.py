"""All that the SimpleANN page shows at rest, computed in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from neuron_core.shared.question import Question
from neuron_core.shared.sweep import Axis, Sweep, sweep
from neuron_core.simple_ann.columns import backward_columns, forward_columns
from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import Inputs, Pass
from neuron_core.simple_ann.plane import Plane, plane
from neuron_core.simple_ann.questions import network_questions
from neuron_core.simple_ann.words import notes, plane_words, sentence


@dataclass(frozen=True)
class Study:
    """A network, the input it gets, and what there is to say about them.

    `seed` drew the parameters; some may have been edited since. `sweep` has every position of both input sliders: the columns
    of the pass forward, or of the pass back where `backward`.
    """

    seed: int
    parameters: Parameters
    inputs: Inputs
    backward: bool
    sweep: Sweep
    result: Pass
    plane: Plane
    sentence: str
    notes: list[str]
    plane_words: str
    questions: list[Question]


def study(
    seed: int,
    parameters: Parameters,
    inputs: Inputs,
    axes: tuple[Axis, Axis],
    *,
    backward: bool = False,
    show_backward: Mapping[str, str],
) -> Study:
    """Study the network of `parameters`; `axes` are the sliders of input1 and input2, evenly about 0.

    `show_backward` is the page's setting that shows the pass back: a question about gradients makes it.
    """
    columns, model = (backward_columns if backward else forward_columns), build(parameters)
    values = {axis.key: value for axis, value in zip(axes, inputs, strict=True)}
    table = sweep(axes, values, lambda rows: columns(model, rows))
    result, limit = Pass.of(table.now), axes[0].maximum
    reach = plane(parameters, limit)
    return Study(
        seed,
        parameters,
        inputs,
        backward,
        table,
        result,
        reach,
        sentence(inputs, result),
        notes(parameters, result, reach),
        plane_words(reach),
        network_questions(parameters, inputs, limit, show_backward),
    )
