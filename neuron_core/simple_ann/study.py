"""All that the SimpleANN page shows at rest, computed in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from neuron_core.neuron.cases import Corner
from neuron_core.shared.question import Question
from neuron_core.shared.sweep import Axis, Columns, Sweep, sweep
from neuron_core.simple_ann.cases import CASES, case_of, truth_table
from neuron_core.simple_ann.columns import backward_columns, forward_columns, map_columns
from neuron_core.simple_ann.parameters import Parameters, build
from neuron_core.simple_ann.passes import Inputs, Pass, run_network
from neuron_core.simple_ann.plane import Plane, plane
from neuron_core.simple_ann.questions import network_questions
from neuron_core.simple_ann.words import case_words, corner_words, notes, plane_words, sentence, step_words

GATE_WINDOW = (-1.0, 2.0, 0.5)
"""What the maps show of a gate's inputs, and the step of their point: the corners, and room around them."""


@dataclass(frozen=True)
class Study:
    """A network, the input it gets, and what there is to say about them.

    `seed` drew the parameters, unless they were edited. `sweep` has every position of the sliders and of the map's point: the
    columns of the pass forward, or of the pass back where `backward`. `case` is the name of the case in `CASES` that it is, with
    its words; a gate has `corners`, with words on them. `plane` is what the maps show, and their point moves by `map_step`.
    """

    seed: int
    parameters: Parameters
    inputs: Inputs
    backward: bool
    case: str | None
    corners: list[Corner]
    sweep: Sweep
    result: Pass
    plane: Plane
    map_step: float
    sentence: str
    notes: list[str]
    case_words: str
    corner_words: str
    plane_words: str
    questions: list[Question]


def study(
    seed: int,
    parameters: Parameters,
    inputs: Inputs,
    axes: tuple[Axis, Axis],
    *,
    back: tuple[Axis, float] | None = None,
    show_backward: Mapping[str, str | float],
) -> Study:
    """Study the network of `parameters`; `axes` are the sliders of input1 and input2, evenly about 0.

    `back` is the slider of the steps of the pass back and where it stands, if that pass is shown. `show_backward` are the page's
    settings that show all of that pass: a question about gradients makes them.
    """
    case, limit = case_of(parameters), axes[0].maximum
    gate = CASES[case].gate if case else ()
    low, high, step = GATE_WINDOW if gate else (-limit, limit, 2.0)
    seen, model = plane(parameters, low, high), build(parameters)

    def columns(rows: Mapping[str, Tensor]) -> Columns:
        of_pass = (backward_columns if back else forward_columns)(model, rows)
        return of_pass | map_columns(model, seen, len(rows["input1"]))

    values = {axis.key: value for axis, value in zip(axes, inputs, strict=True)}
    all_axes = list(axes)
    if back:
        all_axes.append(back[0])
        values[back[0].key] = back[1]
    grid = (Axis(axes[0].key, low, high, step), Axis(axes[1].key, low, high, step))
    table = sweep(all_axes, values, columns, [grid])
    result = run_network(parameters, inputs) if back else Pass.of(table.now)
    corners = truth_table(parameters, gate) if gate else []
    told = sentence(inputs, result)
    return Study(
        seed=seed,
        parameters=parameters,
        inputs=inputs,
        backward=bool(back),
        case=case,
        corners=corners,
        sweep=table,
        result=result,
        plane=seen,
        map_step=step,
        sentence=f"{told} {step_words(int(back[1]))}" if back else told,
        notes=notes(parameters, result, plane(parameters, -limit, limit), bool(back)),
        case_words=case_words(case, parameters),
        corner_words=corner_words(corners),
        plane_words=plane_words(seen),
        questions=network_questions(parameters, inputs, limit, show_backward),
    )
