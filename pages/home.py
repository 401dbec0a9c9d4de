"""What a neuron is, one to drag at once, and the way through the pages."""

import streamlit as st

from neuron_core.neuron import Neuron, study
from neuron_core.neuron.drawing import neuron_drawing
from pages.knobs.common import LESSON, B
from pages.knobs.home import KNOBS, W, X
from pages.shared.frame import ENTRIES, SECTIONS, header
from pages.shared.live_view import live_view
from pages.shared.say import say
from pages.shared.tables import markdown_table

STEPS = """\
1. **Signals come in.** Each one is a number. Together they are a tensor: torch's word for numbers in rows.
2. **Each is weighted.** It is multiplied by a weight of its own, which says how much this signal counts, for or against.
3. **All are added up,** and a bias on top: the weighted sum, z.
4. **An activation decides** what becomes of the sum. This one is called ReLU: it holds back what is below 0, and sends on all else.
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
        x = X.show("Signal: the number that comes in (x1)")
        w = W.show("Strength: the weight it is multiplied by (w1)")
        b = B.show("Bias: added, whatever comes in (b)")
    with right, st.container(key="picture"):
        # A sum needs something to add to: the second input of the lesson's example stands still here.
        neuron = Neuron((x, LESSON.x[1]), (w, LESSON.w[1]), b, LESSON.activation)
        found = study(neuron, [knob.axis for knob in (X, W, B)])
        live_view("home", neuron_drawing(found, charts=False), found.sweep, found.sentence)


header(
    "home",
    "Neuron Explorer",
    "Drag a slider: this is a whole neuron. Two signals come in, and here you move the first. Every number is PyTorch's own.",
    KNOBS,
)
first_neuron()
st.page_link(ENTRIES[1].page, label=f":primary[**Start here: {ENTRIES[1].title}** →]")

left, right = st.columns(2, gap="large")
with left:
    st.subheader("From signal to signal, in four steps", anchor=False)
    say(STEPS)
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
                st.markdown(f"{entry.teaser}")
                st.page_link(entry.page, label=f":primary[**{entry.title}** →]")
