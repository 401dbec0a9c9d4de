"""Two live views with different sliders; the second can be taken off the page."""

import streamlit as st

from neuron_core.shared.drawing.charts import readout
from neuron_core.shared.drawing.slots import Sketch
from neuron_core.shared.sweep import Axis, sweep
from pages.shared.frame import style_sheet
from pages.shared.live_view import live_view

FACTORS = {"first": 10.0, "second": 1000.0}


def view(name: str) -> None:
    value = st.slider(name, 0.0, 5.0, 1.0, 0.1, key=name)
    sketch = Sketch()
    readout(sketch, sketch.root, name, "", "out")
    table = sweep([Axis(name, 0.0, 5.0, 0.1)], {name: value}, lambda values: {"out": FACTORS[name] * values[name]})
    live_view(name, sketch.drawing(), table, f"{name} is {value}")


style_sheet([])
st.title("Two views")
both = st.toggle("both", True, key="both")
(column,) = st.columns(1)
with column:
    view("first")
    if both:
        view("second")
    st.markdown("what waits")
