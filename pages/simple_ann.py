"""The whole network of the lesson: what two neurons can do together, and how a gradient comes back through them."""

from dataclasses import replace

import streamlit as st

from neuron_core.simple_ann import (
    CASES,
    CORNERS,
    GRADIENTS,
    WAY_BACK,
    Parameters,
    Study,
    case_of,
    drawn,
    network_script,
    study,
)
from neuron_core.simple_ann.drawing import network_drawing
from pages.knobs.common import SEED
from pages.knobs.simple_ann import (
    BACK_STEP,
    BACKWARD,
    BATCH_PANEL,
    CODE,
    DEVICE_PANEL,
    INPUTS,
    KNOBS,
    LIMIT,
    NINE,
    PASS,
    SOLID,
)
from pages.panels.simple_ann import batch_panel, device_panel, module_panel, seed_panel, solid_panel, steps_panel
from pages.shared.code_panel import code_panel
from pages.shared.frame import header, restore
from pages.shared.live_view import live_view
from pages.shared.predict import covered, predict_first

CASE = "simple_ann_case"  # the key of the pills that load a case; they hold nothing of their own
LAYERS = {
    "**Hidden neuron 1:** row 0 of fc1": ("w11", "w12", "b1"),
    "**Hidden neuron 2:** row 1 of fc1": ("w21", "w22", "b2"),
    "**Output neuron:** fc2": ("v1", "v2", "c"),
}

NO_LOSS = (
    "These are gradients of the output itself. There is no loss here yet, no number for how wrong the output is. Training needs one: it "
    "goes the same way back, from the loss."
)


def load_case(was: str | None) -> None:
    """Load the case that was chosen; choosing the one that stands there loads its numbers again."""
    name = st.session_state[CASE] or was
    if not name:
        return
    case = CASES[name]
    inputs = {knob.key: value for knob, value in zip(INPUTS, case.inputs, strict=True)}
    restore(case.parameters.values | inputs)


def choose_case(parameters: Parameters) -> None:
    """Offer the cases; which one is chosen is read from the numbers."""
    st.session_state[CASE] = case = case_of(parameters)
    st.pills("Networks to try", list(CASES), key=CASE, on_change=load_case, args=(case,), wrap=True)


def choose_parameters(seed: int) -> Parameters:
    """Nine fields in the order of torch's own. A new seed sets all nine; the address carries the edited ones."""
    from_seed = drawn(seed)
    if st.session_state.setdefault("simple_ann_drawn_for", seed) != seed:
        restore(from_seed.values)
        st.session_state["simple_ann_drawn_for"] = seed
    values = {}
    for place, (caption, names) in zip(st.columns(3, gap="medium"), LAYERS.items(), strict=True):
        with place:
            st.markdown(caption)
            with st.grid(3, min_column_width=60, wrap=False, gap="xsmall"):
                for name in names:
                    values[name] = parameter_input(name, from_seed.values[name])
    return Parameters(**values)


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


def back_to_the_seed(seed: int, parameters: Parameters) -> None:
    from_seed = drawn(seed)
    edited = len(parameters.edited(from_seed))
    st.button(
        "Back to the seed's nine",
        key="simple_ann_back",
        on_click=restore,
        args=(from_seed.values,),
        disabled=not edited,
    )
    st.markdown(
        f"{edited} of 9 edited, each from −{LIMIT:g} to {LIMIT:g}."
        if edited
        else f"All nine are as drawn by seed {seed}."
    )


def choose_step() -> float:
    step = BACK_STEP.show()
    st.markdown("∂ is a gradient: how far the output moves for each small step of a number.")
    return step


def outside() -> list[object]:
    """Return the widgets outside of the bench, as they are held: an address can leave one empty."""
    return [knob.now for knob in (PASS, *NINE.values())]


def bench(parameters: Parameters, seed: int, goes: str, stood: list[object]) -> Study:
    """Show all that follows the inputs: the sliders, the picture, the question. A question may set what stands outside of it.

    `stood` is how that stood when the page ran: if it has changed since, the whole page runs again.
    """
    if outside() != stood:
        st.rerun()
    backward = goes == BACKWARD
    left, right = st.columns([4, 11], gap="medium")
    with left:
        with st.grid(2, min_column_width=110):
            inputs = INPUTS[0].show(), INPUTS[1].show()
        step = choose_step() if backward else None
    st.session_state.setdefault(BACK_STEP.key, int(BACK_STEP.default))  # a question may set it before it is on the page
    whole_way: dict[str, str | float] = {PASS.key: BACKWARD, BACK_STEP.key: len(WAY_BACK)}
    back = (BACK_STEP.axis, step) if step else None
    found = study(seed, parameters, inputs, (INPUTS[0].axis, INPUTS[1].axis), back=back, show_backward=whole_way)
    hidden = covered("simple_ann", found.questions)
    covers = [part for part, there in ((CORNERS, found.corners), (GRADIENTS, backward)) if there and part in hidden]
    with right:
        with st.container(key="picture"):
            live_view("simple_ann", network_drawing(found), found.sweep, found.sentence, covered=covers)
        if backward:
            st.markdown(NO_LOSS)
        elif CORNERS not in covers:
            st.markdown(found.plane_words)
    with left:
        predict_first("simple_ann", found.questions)
        told = [found.case_words, "" if CORNERS in covers else found.corner_words]
        told += [] if GRADIENTS in hidden else found.notes
        if any(told):
            st.info("\n\n".join(filter(None, told)))
    return found


def page() -> None:
    with st.container(horizontal=True):
        cases = st.container(width="stretch")
        with st.container(width="content"):
            goes = PASS.show()
    above = st.container()
    buttons = st.container(horizontal=True, vertical_alignment="bottom")
    with buttons:
        seed = int(SEED.show())
    parameters = choose_parameters(seed)
    with buttons:
        back_to_the_seed(seed, parameters)
    with cases:
        choose_case(parameters)
    # What waits below follows the inputs too: while none of it is open, a dragged input runs the bench alone.
    follows = any(knob.now for knob in (CODE, SOLID, BATCH_PANEL, DEVICE_PANEL))
    with above:
        found = (bench if follows else st.fragment(bench))(parameters, seed, goes, outside())
    steps_panel()
    code_panel("simple_ann", lambda: network_script(seed, parameters, found.inputs))
    solid_panel(found)
    batch_panel(found)
    seed_panel(found)
    device_panel(found)
    module_panel()


header(
    "simple_ann",
    "SimpleANN",
    "Two neurons, each with a straight line of its own, feed a third: together they can do what one cannot. Drag an input, or the ring "
    "on a map.",
    KNOBS,
)
page()
