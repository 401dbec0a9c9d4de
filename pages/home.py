"""What a neuron is, one to drag at once, and the way through the pages."""

import streamlit as st

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.drawing import neuron_drawing
from neuron_core.neuron.model import Neuron, Result, forward
from neuron_core.neuron.model import sentence as neuron_sentence
from neuron_core.shared.sweep import sweep
from pages.shared.controls import B_KNOB, DEFAULT_ACTIVATION, W_KNOBS, X_KNOBS
from pages.shared.frame import SECTIONS, header
from pages.shared.live_view import live_view
from pages.shared.tables import markdown_table

KNOBS = {
    "Signal: the number that comes in (x1)": X_KNOBS[0],
    "Strength: the weight it is multiplied by (w1)": W_KNOBS[0],
    "Bias: added, whatever comes in (b)": B_KNOB,
}

STEPS = """\
1. **Signals come in.** Each one is a number, and together they are a tensor.
2. **Each is weighed.** It is multiplied by a weight of its own: how much this neuron cares, for or against.
3. **All is added up,** and a bias on top: the weighted sum, z.
4. **An activation decides** what becomes of the sum: hold it back, or send it on as the neuron's output.
"""

BRAIN_AND_MACHINE = [
    ["receives signals", "receives numbers"],
    ["strength of a signal", "weight"],
    ["decision to fire", "activation function"],
    ["sends a signal on", "output value"],
]

STAGES = {
    "Neuron": "assemble it, and activate it",
    "Layers": "what stands between neurons",
    "Network": "the full model",
}


@st.fragment
def first_neuron() -> None:
    left, right = st.columns([4, 7], gap="medium")
    with left:
        x, w, b = (knob.slider(label) for label, knob in KNOBS.items())
    with right, st.container(key="picture"):
        neuron = Neuron((x,), (w,), b, DEFAULT_ACTIVATION)
        activation = ACTIVATIONS[neuron.activation]
        table = sweep(
            [knob.axis for knob in KNOBS.values()], neuron.values, lambda values: forward(values, neuron.activation)
        )
        drawing = neuron_drawing(1, activation.label, activation.verdict)
        live_view("home", drawing, table, neuron_sentence(neuron, Result.of(table.now)))


header(
    "Neuron Explorer",
    "Drag a slider: this is a whole neuron, and every number on it is PyTorch's own.",
    {knob.axis.key: knob.default for knob in KNOBS.values()},
)
first_neuron()

left, right = st.columns(2, gap="large")
with left:
    st.subheader("From signal to signal, in four steps", anchor=False)
    st.markdown(STEPS)
with right:
    st.subheader("The brain's neuron, and this one", anchor=False)
    st.markdown(markdown_table(["in the brain", "in the machine"], BRAIN_AND_MACHINE, align=":---"))

st.subheader("The way through", anchor=False)
for number, (column, (section, entries)) in enumerate(
    zip(st.columns(3, gap="large"), SECTIONS.items(), strict=True), 1
):
    with column:
        st.markdown(f"**{number}. {section}:** {STAGES[section]}")
        for entry in entries:
            if entry.teaser:
                st.page_link(entry.page, label=f":primary[**{entry.title}** →]")
                st.markdown(entry.teaser)
