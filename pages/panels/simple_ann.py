"""What waits below SimpleANN, each closed until asked for: running it anywhere, a batch, the class, what nn.Module does, the seed."""

import csv
import io
from dataclasses import dataclass

import streamlit as st

from neuron_core.shared.numbers import number_text
from neuron_core.shared.typed_input import RowsError, parse_rows
from neuron_core.simple_ann.devices import (
    BATCHES,
    KINDS,
    Comparison,
    Placement,
    Timing,
    compare,
    find_devices,
    run_on,
    verdict,
)
from neuron_core.simple_ann.drawing_listing import listing
from neuron_core.simple_ann.eight_steps import STEPS, class_source, lit_lines
from neuron_core.simple_ann.figure import initial_weights_figure, timings_figure
from neuron_core.simple_ann.module_lessons import MODULE_LESSONS, run_lesson
from neuron_core.simple_ann.passes import BOUND, Parameters, build, drawn, many_draws, run_batch
from pages.shared.live_code import live_code
from pages.shared.tables import markdown_table

LONGEST_PASTE = 20_000
DEFAULT_ROWS = "1, 2\n-3, 0.5\n4; 1,5\n0 0"


@dataclass(frozen=True)
class Run:
    """One press of 'Run': what it was pressed for, and what came out."""

    asked: tuple[str, Parameters, tuple[float, float]]
    placement: Placement
    comparisons: tuple[Comparison, ...]


@st.fragment
def device_panel(parameters: Parameters, inputs: tuple[float, float]) -> None:
    panel = st.expander(
        "Run it on a device: where it lies, how long it takes", key="simple_ann_device", bind="query-params"
    )
    if not panel.open:
        return
    with panel:
        found = find_devices()
        device = st.segmented_control(
            "Device", found.present, default="cpu", required=True, key="device", bind="query-params"
        )
        st.caption(
            "Not here: "
            + "; ".join(f"{kind} ({KINDS[kind]}): {reason}" for kind, reason in found.absent.items())
            + f". The CPU works with {found.threads} thread{'s' * (found.threads > 1)}, and the picture above is always its work."
        )
        asked = (device, parameters, inputs)
        if st.button("Run", key="simple_ann_run", type="primary"):
            st.session_state["simple_ann_last_run"] = run_now(asked)
        last = st.session_state.get("simple_ann_last_run")
        if last and last.asked == asked:
            show_placement(last.placement)
            show_timings(last.comparisons, device)


def run_now(asked: tuple[str, Parameters, tuple[float, float]]) -> Run:
    """Run the forward, then time it at every batch size; a device that has failed once is not asked again."""
    device, parameters, inputs = asked
    model = build(parameters)
    placement = run_on(device, model, inputs)
    comparisons: list[Comparison] = []
    progress = st.progress(0.0, "Timing")
    for index, batch in enumerate(BATCHES):
        progress.progress(index / len(BATCHES), f"Timing {batch:,} rows")
        failed = placement.failure or any(comparison.failure for comparison in comparisons)
        comparisons.append(compare(model, batch, "cpu" if failed else device))
    progress.empty()
    return Run(asked, placement, tuple(comparisons))


def show_placement(placement: Placement) -> None:
    if placement.failure:
        st.warning(placement.failure)
    rows = [[f"`{name}`", str(shape), place] for name, shape, place in placement.parameters]
    output = number_text(placement.output)
    st.markdown(
        f"{markdown_table(['parameter', 'shape', 'lies on'], rows, align=':---')}\n\n"
        f"**Output: {output}**, computed on {placement.output_device}."
    )


def show_timings(comparisons: tuple[Comparison, ...], device: str) -> None:
    failure = next((comparison.failure for comparison in comparisons if comparison.failure), "")
    if failure:
        st.warning(failure)
    both = any(comparison.other for comparison in comparisons)
    head = ["rows", "CPU", *([device, "largest difference"] if both else [])]
    rows = [
        [f"{comparison.batch:,}", timing_text(comparison.cpu)]
        + (
            [timing_text(comparison.other), number_text(comparison.difference, 9)]
            if comparison.other
            else ["–", "–"] * both
        )
        for comparison in comparisons
    ]
    calls = comparisons[0].cpu.blocks * comparisons[0].cpu.calls
    st.markdown(
        f"{markdown_table(head, rows)}\n\n{verdict(comparisons, device)}\n\n"
        f"One forward in microseconds: the median, and in brackets the range of the middle half. Warmed up first, the device's queue emptied "
        f"before each look at the clock, model and input already in place; {calls:,} forwards for one row. Other people on this server make it slower."
    )
    seconds = {"CPU": [comparison.cpu.median for comparison in comparisons]}
    if both:
        seconds[device] = [comparison.other.median for comparison in comparisons if comparison.other]
    st.plotly_chart(
        timings_figure(BATCHES, seconds), key="simple_ann_timings", config={"displayModeBar": False},
        alt="The same medians as a line for each device over the number of rows; both scales grow tenfold a step.",
    )  # fmt: skip


def timing_text(timing: Timing) -> str:
    median, low, high = (number_text(1e6 * seconds, 1, 1) for seconds in (timing.median, timing.low, timing.high))
    return f"{median} ({low} to {high})"


@st.fragment
def batch_panel(parameters: Parameters) -> None:
    panel = st.expander("A batch: many inputs at once", key="simple_ann_batch", bind="query-params")
    if not panel.open:
        return
    with panel:
        text = st.text_area(
            f"One row a line: input 1, input 2. Up to 200 rows; a paste of more than {LONGEST_PASTE:,} characters is not taken.",
            DEFAULT_ROWS,
            key="simple_ann_rows",
            bind="query-params",
            height=150,
            max_chars=LONGEST_PASTE,
        )
        try:
            rows = parse_rows(text, 2)
        except RowsError as error:
            st.error(str(error))
            return
        batch = run_batch(parameters, rows)
        st.markdown(" → ".join(f"{name} **{shape}**" for name, shape in batch.shapes.items()))
        st.dataframe(batch.columns, key="simple_ann_outputs", height="content" if len(rows) <= 10 else 400)
        st.download_button(
            "Download as CSV", as_csv(batch.columns), file_name="simple_ann.csv", mime="text/csv", on_click="ignore"
        )


def as_csv(columns: dict[str, list[float]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


@st.fragment
def seed_panel(seed: int) -> None:
    panel = st.expander("Where the seed's nine numbers come from", key="simple_ann_seed", bind="query-params")
    if not panel.open:
        return
    with panel:
        marks = drawn(seed).values
        st.markdown(
            f"`nn.Linear` draws weights and biases evenly between −1/√in and 1/√in. Both layers have two inputs, so in = 2 and the ends are "
            f"±{BOUND:.4f}. `torch.manual_seed({seed})` decides where the nine fall: the same seed, the same nine, on every computer."
        )
        draws = many_draws(seed)
        text = (
            "All nine lie between the ends: "
            + ", ".join(f"{name} = {number_text(value, 4)}" for name, value in marks.items())
            + "."
        )
        st.plotly_chart(
            initial_weights_figure(BOUND, draws, marks),
            key="simple_ann_draws",
            alt=text,
            config={"displayModeBar": False},
        )
        st.caption(text)


@st.fragment
def steps_panel() -> None:
    panel = st.expander("The class, in the lesson's eight steps", key="simple_ann_class", bind="query-params")
    if not panel.open:
        return
    with panel:
        left, right = st.columns([4, 7], gap="medium")
        with left:
            step = st.radio("Step", list(STEPS), key="simple_ann_step", bind="query-params")
        with right:
            st.markdown(STEPS[step].why)
            st.html(listing(class_source(), lit_lines(step)))


@st.fragment
def module_panel() -> None:
    panel = st.expander("What nn.Module does for you, run now", key="simple_ann_module", bind="query-params")
    if not panel.open:
        return
    with panel:
        name = st.selectbox("Try", list(MODULE_LESSONS), key="simple_ann_lesson", bind="query-params")
        live_code(run_lesson(name, st.session_state.get("device", "cpu")), MODULE_LESSONS[name].says)
