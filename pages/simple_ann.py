"""The whole network of the lesson, every parameter within reach."""

import streamlit as st

from neuron_core.neuron.figure import surface_figure
from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis, sweep
from neuron_core.simple_ann.drawing import network_drawing
from neuron_core.simple_ann.eight_steps import script
from neuron_core.simple_ann.passes import Parameters, Plane, Result, backward, build, drawn, forward, notes, plane
from neuron_core.simple_ann.passes import sentence as network_sentence
from neuron_core.simple_ann.questions import network_questions
from pages.panels.simple_ann import DEFAULT_ROWS, batch_panel, device_panel, module_panel, seed_panel, steps_panel
from pages.shared.code_panel import code_panel
from pages.shared.controls import DEFAULT_SEED, Knob, choose_seed
from pages.shared.frame import header, restore
from pages.shared.live_view import live_view
from pages.shared.predict import predict_first

LIMIT = 10.0
INPUTS = [Knob(Axis(f"input{i}", -LIMIT, LIMIT, 0.1), value, 1) for i, value in enumerate((1.0, 2.0), 1)]
PASSES = ("Forward", "Backward")
DEFAULTS = {knob.axis.key: knob.default for knob in INPUTS} | {
    "seed": DEFAULT_SEED,
    "simple_ann_pass": PASSES[0],
    "device": "cpu",
    "simple_ann_rows": DEFAULT_ROWS,
}


def choose_parameters(seed: int) -> Parameters:
    """Nine inputs in the shape of the matrices they are. A new seed sets all nine; the address carries the edited ones."""
    from_seed = drawn(seed)
    if st.session_state.setdefault("simple_ann_drawn_for", seed) != seed:
        restore(from_seed.values)
        st.session_state["simple_ann_drawn_for"] = seed
    layers = {
        "`fc1.weight` (2, 2), a row for each hidden neuron, and `fc1.bias` (2,)": (
            "w11",
            "w12",
            "b1",
            "w21",
            "w22",
            "b2",
        ),
        "`fc2.weight` (1, 2), the output neuron's row, and `fc2.bias` (1,)": ("v1", "v2", "c"),
    }
    st.caption(f"Nine parameters, each from −{LIMIT:g} to {LIMIT:g}.")
    values = {}
    for caption, names in layers.items():
        st.caption(caption)
        with st.grid(3, min_column_width=90, wrap=False, gap="xsmall"):
            for name in names:
                values[name] = parameter_input(name, from_seed.values[name])
    parameters = Parameters(**values)
    edited = parameters.edited(from_seed)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Back to the seed", key="simple_ann_back", on_click=restore, args=(from_seed.values,), disabled=not edited
        )
        count = len(edited)
        st.caption(f"{count} of 9 edited." if count else f"All nine as seed {seed} drew them.")
    return parameters


def parameter_input(name: str, from_seed: float) -> float:
    label = name if standing(name) in (None, from_seed) else f"{name} ✎ edited"
    return st.number_input(label, -LIMIT, LIMIT, from_seed, 0.05, format="%.4f", key=name, bind="query-params")


def standing(name: str) -> float | None:
    """Return a parameter's value before its widget is made: in a link's first run only the address knows it."""
    try:
        value = float(st.session_state.get(name, st.query_params.get(name, "nan")))
    except ValueError:
        return None
    return value if -LIMIT <= value <= LIMIT else None


def picture(parameters: Parameters, inputs: tuple[float, float], goes_back: bool) -> Result:
    model = build(parameters)
    values = {knob.axis.key: value for knob, value in zip(INPUTS, inputs, strict=True)}
    go = backward if goes_back else forward
    table = sweep([knob.axis for knob in INPUTS], values, lambda rows: go(model, rows))
    result = Result.of(table.now)
    live_view("simple_ann", network_drawing(goes_back), table, network_sentence(inputs, result))
    return result


def plane_view(inputs: tuple[float, float], reach: Plane) -> None:
    st.subheader("The output, wherever the inputs are", anchor=False)
    lines = {f"z{i} = 0": ends for i, ends in enumerate(reach.lines, 1)}
    values = [value for row in reach.surface.out for value in row]
    missed = [name for name, ends in lines.items() if not ends]
    text = (
        f"With both inputs from −{LIMIT:g} to {LIMIT:g} the output lies between {number_text(min(values))} and {number_text(max(values))}. "
        "Each hidden neuron draws one line: on one side it is on, on the other dead. Within each region that the lines part, the output is one flat, tilted plane."
        + "".join(f" {name} lies outside." for name in missed)
    )
    st.markdown(text)
    figure = surface_figure("input1", "input2", reach.surface, inputs, lines=lines)
    st.plotly_chart(figure, key="simple_ann_plane", alt=text, config={"displayModeBar": False})


@st.fragment
def bench() -> None:
    left, right = st.columns([5, 8], gap="medium")
    with left:
        inputs = tuple(knob.slider(f"Input {i}") for i, knob in enumerate(INPUTS, 1))
        with st.container(horizontal=True):
            goes = st.segmented_control(
                "Pass", PASSES, default=PASSES[0], required=True, key="simple_ann_pass", bind="query-params"
            )
            seed = choose_seed()
        parameters = choose_parameters(seed)
    reach = plane(parameters, LIMIT)
    with right:
        with st.container(key="picture"):
            result = picture(parameters, inputs, goes == "Backward")
        plane_view(inputs, reach)
    with left:
        for note in notes(parameters, result, reach):
            st.info(note)
        predict_first("simple_ann", network_questions(parameters, inputs, LIMIT), st.session_state)
    device_panel(parameters, inputs)
    batch_panel(parameters)
    seed_panel(seed)
    code_panel("simple_ann", lambda: script(seed, parameters, inputs))


header(
    "SimpleANN",
    "Drag an input and watch two hidden neurons answer. Then change one of the nine parameters.",
    DEFAULTS | drawn(DEFAULT_SEED).values,
)
bench()
steps_panel()
module_panel()
