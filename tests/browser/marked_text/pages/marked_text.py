"""A code with a line that raised, a message that is long and hostile, and a diff."""

import streamlit as st

from neuron_core.errors.diff import diff
from neuron_core.errors.marks import marked
from neuron_core.shared.live_run import Span
from pages.shared.frame import style_sheet
from pages.shared.marked_text import diff_text, marked_text

CODE = "model = nn.Linear(4, 3)\n\nmodel(torch.randn(5))"
MESSAGE = "<img src=x onerror=\"document.title='caught'\"> shapes cannot be multiplied (224x28 and " + "9" * 200 + ")"

style_sheet([])
st.title("Marked text")
five, product = CODE.index("5"), MESSAGE.index("224")
marked_text("code", marked(CODE, [Span(five, five + 1, "features")], {"features": "a"}), label="The code", guilty=2)
marked_text(
    "message",
    marked(MESSAGE, [Span(product, product + 3, "batch × rows")], {"batch": "a", "rows": "b"}),
    label="Torch’s own words",
)
before = f"import torch\n\n{CODE}"
diff_text("diff", diff(before, before.replace("4, 3", "5, 3")), label="What changes")
