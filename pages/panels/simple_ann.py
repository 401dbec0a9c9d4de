"""What waits below SimpleANN, each closed until asked for: the class, a surface, a batch, the seed, devices, what nn.Module does."""

from dataclasses import dataclass

import streamlit as st

from neuron_core.neuron.figure import solid_figure
from neuron_core.shared.numbers import number_text
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError
from neuron_core.simple_ann import (
    BATCHES,
    BOUND,
    EXHIBITS,
    STEPS,
    Comparison,
    Parameters,
    Placement,
    Study,
    build,
    class_source,
    compare,
    drawn,
    find_devices,
    lit_lines,
    many_draws,
    not_the_cpu,
    read_rows,
    run_batch,
    run_on,
)
from neuron_core.simple_ann.drawing_listing import listing
from neuron_core.simple_ann.figure import initial_weights_figure, timings_figure
from neuron_core.simple_ann.words import (
    measuring_words,
    missing_words,
    nine_words,
    seed_words,
    timing_text,
    verdict,
    why_it_failed,
)
from pages.knobs.simple_ann import (
    BATCH_PANEL,
    CLASS_PANEL,
    DEVICE,
    DEVICE_PANEL,
    LESSON,
    MODULE_PANEL,
    ROWS,
    SEED_PANEL,
    SOLID,
    STEP,
)
from pages.shared.exhibits import show_exhibit
from pages.shared.frame import theme
from pages.shared.live_code import torchs_words
from pages.shared.panel import panel
from pages.shared.say import say
from pages.shared.tables import markdown_table


@dataclass(frozen=True)
class Run:
    """One press of 'Run': what it was pressed for, and what came out."""

    asked: tuple[str, Parameters, tuple[float, float]]
    placement: Placement
    comparisons: tuple[Comparison, ...]


def solid_panel(study: Study) -> None:
    def show() -> None:
        turning = solid_figure(list(study.sweep.values)[:2], study.plane.surface, study.inputs, study.result.out)
        st.plotly_chart(turning, key="simple_ann_surface", alt=study.plane_words)

    panel(SOLID, show)


def device_panel(study: Study) -> None:
    def show() -> None:
        found = find_devices()
        device = DEVICE.show(found.present)
        st.caption(missing_words(found))
        asked = (device, study.parameters, study.inputs)
        if st.button("Run", key="simple_ann_run", type="primary"):
            st.session_state["simple_ann_last_run"] = run_now(asked)
        last = st.session_state.get("simple_ann_last_run")
        if last and last.asked == asked:
            show_placement(last.placement, device)
            show_timings(last.comparisons, device)

    panel(DEVICE_PANEL, show)


def run_now(asked: tuple[str, Parameters, tuple[float, float]]) -> Run:
    """Run the pass forward, then time it at every batch size; a device that has failed once is not asked again."""
    device, parameters, inputs = asked
    model = build(parameters)
    placement = run_on(device, model, inputs)
    comparisons: list[Comparison] = []
    progress = st.progress(0.0, "Timing")
    for index, batch in enumerate(BATCHES):
        progress.progress(index / len(BATCHES), f"Timing {batch:,} rows")
        failed = placement.refusal or any(comparison.refusal for comparison in comparisons)
        comparisons.append(compare(model, batch, "cpu" if failed else device))
    progress.empty()
    return Run(asked, placement, tuple(comparisons))


def show_failure(device: str, refusal: Refusal | None) -> None:
    if refusal:
        st.warning(why_it_failed(device, refusal))
        torchs_words(refusal)


def show_placement(placement: Placement, device: str) -> None:
    show_failure(device, placement.refusal)
    rows = [[f"`{name}`", str(shape), place] for name, shape, place in placement.parameters]
    st.markdown(
        f"{markdown_table(['parameter', 'shape', 'is on'], rows, align=':---')}\n\n"
        f"**Output: {number_text(placement.output)}**, computed on {placement.output_device}."
    )


def show_timings(comparisons: tuple[Comparison, ...], device: str) -> None:
    show_failure(device, next((comparison.refusal for comparison in comparisons if comparison.refusal), None))
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
    st.markdown(f"{markdown_table(head, rows)}\n\n{verdict(comparisons, device)}\n\n{measuring_words(comparisons)}")
    seconds = {"CPU": [comparison.cpu.median for comparison in comparisons]}
    if both:
        seconds[device] = [comparison.other.median for comparison in comparisons if comparison.other]
    st.plotly_chart(
        timings_figure(BATCHES, seconds, theme()), key="simple_ann_timings", config={"displayModeBar": False},
        alt="The same medians as a line for each device over the number of rows; on both axes each step is ten times the last.",
    )  # fmt: skip


def batch_panel(study: Study) -> None:
    def show() -> None:
        try:
            rows = read_rows(ROWS.show())
        except InputError as complaint:
            st.error(str(complaint))
            return
        batch = run_batch(study.parameters, rows)
        st.markdown(" → ".join(f"{name} **{shape}**" for name, shape in batch.shapes.items()))
        st.dataframe(batch.columns, key="simple_ann_outputs", height="content" if len(rows) <= 10 else 400)
        st.download_button("Download as CSV", batch.csv, file_name="simple_ann.csv", mime="text/csv", on_click="ignore")

    panel(BATCH_PANEL, show)


@st.fragment
def seed_panel(study: Study) -> None:
    def show() -> None:
        nine = drawn(study.seed)
        say(seed_words(study.seed), "seed")
        st.plotly_chart(
            initial_weights_figure(BOUND, many_draws(study.seed), nine.values, theme()),
            key="simple_ann_draws",
            alt=nine_words(nine),
            config={"displayModeBar": False},
        )
        st.caption(nine_words(nine))

    panel(SEED_PANEL, show)


@st.fragment
def steps_panel() -> None:
    def show() -> None:
        left, right = st.columns([3, 8], gap="medium")
        with left:
            step = STEP.show()
        with right:
            say(STEPS[step].why, "step")
            st.html(listing(class_source(), lit_lines(step)))

    panel(CLASS_PANEL, show)


@st.fragment
def module_panel() -> None:
    def show() -> None:
        exhibit = EXHIBITS[LESSON.show()]
        show_exhibit(exhibit, exhibit.says, device=not_the_cpu(DEVICE.now))

    panel(MODULE_PANEL, show)
