"""The whole network of the lesson: every parameter of it can be changed."""

from dataclasses import replace

import streamlit as st

from neuron_core.simple_ann import Parameters, Study, drawn, network_script, study
from neuron_core.simple_ann.drawing import network_drawing
from neuron_core.simple_ann.figure import plane_figure
from pages.knobs.common import SEED
from pages.knobs.simple_ann import BACKWARD, INPUTS, KNOBS, LIMIT, NINE, PASS
from pages.panels.simple_ann import batch_panel, device_panel, module_panel, seed_panel, steps_panel
from pages.shared.code_panel import code_panel
from pages.shared.frame import header, restore
from pages.shared.live_view import live_view
from pages.shared.predict import predict_first

LAYERS = {
    "`fc1.weight` (2, 2), a row for each hidden neuron, and `fc1.bias` (2,)": ("w11", "w12", "b1", "w21", "w22", "b2"),
    "`fc2.weight` (1, 2), the output neuron's row, and `fc2.bias` (1,)": ("v1", "v2", "c"),
}


def choose_parameters(seed: int) -> Parameters:
    """Nine fields in the shape of the matrices they are. A new seed sets all nine; the address carries the edited ones."""
    from_seed = drawn(seed)
    if st.session_state.setdefault("simple_ann_drawn_for", seed) != seed:
        restore(from_seed.values)
        st.session_state["simple_ann_drawn_for"] = seed
    st.caption(f"Nine parameters, each from −{LIMIT:g} to {LIMIT:g}.")
    values = {}
    for caption, names in LAYERS.items():
        st.caption(caption)
        with st.grid(3, min_column_width=90, wrap=False, gap="xsmall"):
            for name in names:
                values[name] = parameter_input(name, from_seed.values[name])
    parameters = Parameters(**values)
    edited = len(parameters.edited(from_seed))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Back to the seed", key="simple_ann_back", on_click=restore, args=(from_seed.values,), disabled=not edited
        )
        st.caption(f"{edited} of 9 edited." if edited else f"All nine are as drawn by seed {seed}.")
    return parameters


def parameter_input(name: str, from_seed: float) -> float:
    label = name if current(name) in (None, from_seed) else f"{name} ✎ edited"
    return replace(NINE[name], default=from_seed).show(label)


def current(name: str) -> float | None:
    """Return a parameter's value before its field is made: in a link's first run only the address knows it."""
    try:
        value = float(st.session_state.get(name, st.query_params.get(name, "nan")))
    except ValueError:
        return None
    return value if -LIMIT <= value <= LIMIT else None


def plane_view(found: Study) -> None:
    st.subheader("The output, wherever the inputs are", anchor=False)
    st.markdown(found.plane_words)
    st.plotly_chart(
        plane_figure(found), key="simple_ann_plane", alt=found.plane_words, config={"displayModeBar": False}
    )


@st.fragment
def bench() -> None:
    left, right = st.columns([5, 8], gap="medium")
    with left:
        inputs = INPUTS[0].show(), INPUTS[1].show()
        with st.container(horizontal=True):
            backward, seed = PASS.show() == BACKWARD, int(SEED.show())
        parameters = choose_parameters(seed)
    axes = INPUTS[0].axis, INPUTS[1].axis
    found = study(seed, parameters, inputs, axes, backward=backward, show_backward={PASS.key: BACKWARD})
    with right:
        with st.container(key="picture"):
            live_view("simple_ann", network_drawing(found), found.sweep, found.sentence)
        plane_view(found)
    with left:
        for note in found.notes:
            st.info(note)
        predict_first("simple_ann", found.questions)
    device_panel(found)
    batch_panel(found)
    seed_panel(found)
    code_panel("simple_ann", lambda: network_script(seed, parameters, inputs))


header(
    "simple_ann",
    "SimpleANN",
    "Drag an input and watch how the two hidden neurons react. Then change one of the nine parameters.",
    KNOBS,
)
bench()
steps_panel()
module_panel()
