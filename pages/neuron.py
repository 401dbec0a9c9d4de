"""One neuron, every number of it on a slider."""

import streamlit as st

from neuron_core.neuron import CASES, Neuron, Study, neuron_script, study
from neuron_core.neuron.drawing import neuron_drawing
from pages.knobs.common import ACTIVATION, WS, XS, B
from pages.knobs.neuron import CASE, CODE, GRADIENTS, KNOBS, LEGEND, SOLID, N
from pages.panels.neuron import case_note, choose_inputs, legend, solid, which_slider
from pages.shared.code_panel import code_panel
from pages.shared.frame import header, restore
from pages.shared.live_view import numbers, picture
from pages.shared.panel import alone_unless_open, panel
from pages.shared.predict import predict_first


def load_case() -> None:
    if CASE.now:
        neuron = CASES[CASE.now].neuron
        restore(neuron.values | {N.key: len(neuron.x), ACTIVATION.key: neuron.activation})


def toolbar() -> tuple[str | None, int, str]:
    """Choose a case, the number of inputs, the activation: what is changed rarely and redraws the page."""
    with st.container(horizontal=True, gap="xsmall"):
        return CASE.show(on_change=load_case), N.show(), ACTIVATION.show()


def sliders(n: int, activation: str) -> Neuron:
    with st.grid(2, min_column_width=120, wrap=False):
        pairs = [(x.show(), w.show()) for x, w in zip(XS[:n], WS[:n], strict=True)]
    x, w = zip(*pairs, strict=True)
    return Neuron(x, w, B.show(), activation)


def bench(case: str | None, n: int, activation: str, over: tuple[int, int]) -> Study:
    """Show all that follows the sliders, but for the picture itself, which stands."""
    neuron = sliders(n, activation)
    found = study(neuron, [knob.axis for knob in (*XS[:n], *WS[:n], B)], case, over)
    numbers("neuron", neuron_drawing(found), found.sweep, found.sentence)
    case_note(found)
    predict_first("neuron", found.questions)
    for note in found.notes:
        st.warning(note)
    return found


def page() -> None:
    case, n, activation = toolbar()
    left, right = st.columns([4, 9], gap="medium")
    with right:
        above = st.container(key="picture")
        over = choose_inputs(n)
    with left:
        found = alone_unless_open(bench, GRADIENTS, SOLID, CODE)(case, n, activation, over)
    with above:
        picture("neuron", neuron_drawing(found))
    panel(GRADIENTS, lambda: which_slider(found))
    if n > 1:
        panel(SOLID, lambda: solid(found))
    code_panel("neuron", lambda: neuron_script(found.neuron))
    panel(LEGEND, legend)


header(
    "neuron",
    "One neuron",
    "Drag any slider, or take hold of the picture itself: the weighted sum follows, and the activation decides what is sent on.",
    KNOBS,
)
page()
