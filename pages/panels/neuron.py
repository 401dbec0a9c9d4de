"""What the neuron page says on every commit: a gate's corners, which knob matters, the output over the inputs."""

import streamlit as st

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.cases import CASES, THRESHOLD, Corner, best_score, truth_table
from neuron_core.neuron.figure import response_figure, surface_figure
from neuron_core.neuron.model import Gradients, Neuron, Result, Surface, response, surface
from neuron_core.shared.numbers import number_text
from pages.shared.controls import X_LIMIT
from pages.shared.frame import restore
from pages.shared.tables import markdown_table

GATE_WINDOW = (-1.0, 2.0)  # what the surface shows of a gate: its corners, and room for the line around them


def gate_corners(case: str | None, neuron: Neuron) -> list[Corner]:
    """Run the neuron on its corners, if the chosen case is a gate of as many inputs as the neuron has."""
    gate = CASES[case].gate if case else ()
    return truth_table(neuron, gate) if len(gate) == 2 ** len(neuron.w) else []


def case_note(name: str, corners: list[Corner], neuron: Neuron) -> None:
    case = CASES[name]
    text = f"**{name}.** {case.notice}"
    if corners:
        text += f"\n\n{corner_table(corners, neuron)}\n\n"
        text += f"{sum(corner.right for corner in corners)} of {len(corners)} corners right. "
        text += f"An output of {THRESHOLD} or more counts as 1."
    elif case.gate:
        text += f" It has {len(case.neuron.w)} inputs; this neuron has {len(neuron.w)}."
    elif neuron != case.neuron:
        text += " You have changed it since."
    if corners and name == "XOR":
        best, tried = best_score(case.gate, neuron.activation)
        text += f" Torch tried {tried:,} settings of w1, w2 and b: the best gets {best} of {len(corners)} right."
    st.info(text)
    if corners:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("Stand in a corner:", width="content")
            for corner in corners:
                label = ", ".join(number_text(x) for x in corner.x)
                inputs = {f"x{i}": x for i, x in enumerate(corner.x, 1)}
                st.button(label, key=f"neuron_corner_{label}", on_click=restore, args=(inputs,))


def corner_table(corners: list[Corner], neuron: Neuron) -> str:
    rows = [
        [
            *(number_text(x) for x in corner.x),
            corner.wanted,
            number_text(corner.out),
            f"✓ {corner.answer}, right" if corner.right else f"✗ {corner.answer}, wrong",
            "◀ the inputs now" if corner.x == neuron.x else "",
        ]
        for corner in corners
    ]
    inputs = [f"x{i}" for i in range(1, len(neuron.w) + 1)]
    return markdown_table([*inputs, "wanted", "output", "answer", " "], rows)


def which_knob(neuron: Neuron, slopes: Gradients) -> None:
    title = "### Which knob matters?\n\n"
    if slopes.slope is None:
        flat = ACTIVATIONS[neuron.activation].flat
        st.markdown(
            f"{title}{flat} Asked for a gradient, torch answers “{slopes.refusal}”. Training follows slopes, so it needs "
            "another activation.",
            anchors=False,
        )
        return
    table = markdown_table(
        ["knob", "now", "gradient"],
        [[key, number_text(value), number_text(slopes.values[key])] for key, value in neuron.values.items()],
    )
    pull = max(map(abs, slopes.values.values()))
    strongest = [key for key, slope in slopes.values.items() if abs(slope) == pull]
    note = f"Most pull: {', '.join(strongest)}." if pull else "Here no knob has any pull."
    st.markdown(
        f"{title}A gradient tells how far the output moves for each small step of a knob. {note}\n\n{table}\n\n"
        "These are ∂ output / ∂ knob from torch's autograd.",
        anchors=False,
    )


def response_view(neuron: Neuron, result: Result, corners: list[Corner]) -> None:
    low, high = GATE_WINDOW if corners else (-X_LIMIT, X_LIMIT)
    if len(neuron.x) == 1:
        x, out = response(neuron, low, high)
        figure = response_figure(x, out, (neuron.x[0], result.out))
        where, edge = "Along x1", ""
    else:
        first, second = choose_inputs(len(neuron.x))
        plane = surface(neuron, first, second, low, high)
        here = neuron.x[first - 1], neuron.x[second - 1]
        figure = surface_figure(f"x{first}", f"x{second}", plane, here, corners)
        out = [value for row in plane.out for value in row]
        where, edge = f"Over x{first} and x{second}", boundary_words(plane)
    lowest, highest = number_text(min(out)), number_text(max(out))
    reach = f"lies between {lowest} and {highest}" if lowest != highest else f"is {lowest} everywhere"
    text = f"{where} from {number_text(low)} to {number_text(high)} the output {reach}.{edge}"
    st.markdown(f"### The output, wherever the inputs are\n\n{text}", anchors=False)
    st.plotly_chart(figure, key="neuron_response", alt=text, config={"displayModeBar": False})


def boundary_words(plane: Surface) -> str:
    if plane.boundary:
        return " The dashed line is where z = 0."
    return " Here z = 0 everywhere." if plane.level else " No point of it has z = 0."


def choose_inputs(n: int) -> tuple[int, int]:
    pairs = [f"x{i} and x{j}" for i in range(1, n + 1) for j in range(i + 1, n + 1)]
    if len(pairs) == 1:
        return 1, 2
    chosen = st.segmented_control(
        "The output over",
        pairs,
        default=pairs[0],
        required=True,
        key="neuron_plane",
        bind="query-params",
    )
    return int(chosen[1]), int(chosen[-1])
