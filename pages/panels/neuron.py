"""What the neuron page says on every commit: a gate's corners, which slider matters, the output over the inputs."""

from collections.abc import Sequence

import streamlit as st

from neuron_core.neuron import Corner, Neuron, Study, surface
from neuron_core.neuron.figure import solid_figure
from neuron_core.shared.numbers import number_text
from pages.knobs.neuron import PLANE, pairs
from pages.shared.frame import restore
from pages.shared.say import say
from pages.shared.tables import markdown_table


def case_note(study: Study) -> None:
    """Say what to notice in the chosen case; of a gate show every corner, and go there at one click."""
    before, after = study.case_words
    if not before:
        return
    if not study.corners:
        say(before, "case", st.info)
        return
    say(f"{before}\n\n{corner_table(study.corners, study.neuron)}\n\n{after}", "case", st.info)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Set the inputs to a corner:", width="content")
        for corner in study.corners:
            label = ", ".join(number_text(x) for x in corner.x)
            inputs = {f"x{i}": x for i, x in enumerate(corner.x, 1)}
            st.button(label, key=f"neuron_corner_{label}", on_click=restore, args=(inputs,))


def corner_table(corners: Sequence[Corner], neuron: Neuron) -> str:
    rows = [
        [
            ", ".join(number_text(x) for x in corner.x) + " ◀ now" * (corner.x == neuron.x),
            corner.wanted,
            f"{corner.answer} {'✓' if corner.right else '✗ wrong'}",
        ]
        for corner in corners
    ]
    inputs = ", ".join(f"x{i}" for i in range(1, len(neuron.w) + 1))
    return markdown_table([inputs, "wanted", "answer"], rows, align=":---")


def which_slider(study: Study) -> None:
    text = study.gradient_words
    if study.gradient_rows:
        table = markdown_table(["slider", "now", "gradient"], study.gradient_rows)
        text += f"\n\n{table}\n\nEach is ∂ output / ∂ slider, from torch's autograd."
    say(text, "gradients")


def choose_inputs(n: int) -> tuple[int, int]:
    """Return the numbers of the two inputs that the map is over; a neuron with two or fewer leaves no choice."""
    chosen = PLANE.show(pairs(n)) if n > 2 else PLANE.default
    return int(chosen[1]), int(chosen[-1])


def solid(study: Study) -> None:
    """Show the map as a surface to turn, computed when it is asked for."""
    around, neuron = study.map, study.neuron
    first, second = around.over
    plane = surface(neuron, first, second, around.low, around.high, points=31)
    names, here = [f"x{i}" for i in around.over], [neuron.x[i - 1] for i in around.over]
    st.plotly_chart(solid_figure(names, plane, here, study.result.out), key="neuron_surface", alt=study.map_words)


def legend() -> None:
    st.markdown(
        "- **Colour and sign:** blue with + is positive, orange, dashed and with − is negative, grey is 0.\n"
        "- **Thickness:** the thicker a line, the larger the number that it carries.\n"
        "- **On a line:** the weight, the sign, and the contribution: the input times the weight.\n"
        "- **On the map:** the colour is the output there; on the dashed line z is 0; the ring is where the inputs are now. Drag it."
    )
