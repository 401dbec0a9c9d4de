"""The whole network of the lesson: what two neurons can do together, and how a gradient comes back through them."""

import streamlit as st

from neuron_core.simple_ann import CORNERS, GRADIENTS, NO_LOSS, WAY_BACK, Parameters, Study, network_script, study
from neuron_core.simple_ann.drawing import network_drawing
from pages.knobs.common import SEED
from pages.knobs.simple_ann import BACK_STEP, BACKWARD, BATCH_PANEL, CODE, DEVICE_PANEL, INPUTS, KNOBS, PASS, SOLID
from pages.panels.simple_ann import batch_panel, device_panel, module_panel, seed_panel, solid_panel, steps_panel
from pages.panels.simple_ann_controls import back_to_the_seed, choose_case, choose_parameters, outside
from pages.shared.code_panel import code_panel
from pages.shared.frame import header
from pages.shared.live_view import live_view
from pages.shared.panel import alone_unless_open
from pages.shared.predict import covered, predict_first
from pages.shared.say import say


def choose_step() -> float:
    step = BACK_STEP.show()
    say("∂ is a gradient: how far the output moves for each small step of a number.")
    return step


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
            say(NO_LOSS)
        elif CORNERS not in covers:
            say(found.plane_words, "plane")
    with left:
        predict_first("simple_ann", found.questions)
        told = [found.case_words, "" if CORNERS in covers else found.corner_words]
        told += [] if GRADIENTS in hidden else found.notes
        if any(told):
            say("\n\n".join(filter(None, told)), "told", st.info)
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
    with above:
        alone = alone_unless_open(bench, CODE, SOLID, BATCH_PANEL, DEVICE_PANEL)
        found = alone(parameters, seed, goes, outside())
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
    "Each of two hidden neurons draws a line: there its sum is 0. With a third neuron they do what one cannot. Drag an input.",
    KNOBS,
)
page()
