"""Rows that are not drawn: the iris flowers and a person's own file; and what is done to rows before a network gets them."""

from dataclasses import dataclass

import streamlit as st

from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.typed_input import InputError
from neuron_core.training import Samples, Table, drawn_table, standardising
from neuron_core.training.samples import Standardising
from neuron_core.training.table_csv import File, as_code, read_csv, suggestion, table_of
from neuron_core.training.table_iris import example_csv, iris_table
from pages.knobs import training as knobs
from pages.shared.panel import panel
from pages.shared.say import say
from pages.shared.tables import markdown_table
from pages.shared.upload import upload

_UPLOAD = "training_upload"
_MOST_MEGABYTES = 5  # more than a file may have: what is somewhat too large gets the core's own sentence
_IN_USE = "training_in_use"


@dataclass(frozen=True)
class InUse:
    """The rows that this session learns from, and what they are called, as Markdown."""

    name: str
    table: Table


def keep(name: str, table: Table) -> Table:
    """Keep the table for when what is chosen next cannot be had; return it."""
    st.session_state[_IN_USE] = InUse(name, table)
    return table


def outside_table(data: str) -> Table | None:
    """Show what there is to choose of rows from outside, and return them; `None` where `data` is drawn.

    Where they cannot be had, a sentence says why, and the rows that were last in use stay in use.
    """
    if data not in (knobs.IRIS, knobs.OWN):
        return None
    try:
        return _iris() if data == knobs.IRIS else _own()
    except InputError as complaint:
        st.error(str(complaint))
    return _say(_last())


def _say(rows: InUse) -> Table:
    st.caption(f"In use: {rows.name}, {count_text(len(rows.table.x), 'row')}.")
    return rows.table


def _last() -> InUse:
    if _IN_USE not in st.session_state:
        name, rows, seed = knobs.DATA.default, int(knobs.ROWS.now), int(knobs.DATA_SEED.now)
        keep(name, drawn_table(name, rows, knobs.NOISE.now, seed))
    last: InUse = st.session_state[_IN_USE]
    return last


def _iris() -> Table:
    with st.grid(2, min_column_width=110):
        first, second = knobs.IRIS_FIRST.show(), knobs.IRIS_SECOND.show()
    pair = knobs.IRIS_SPECIES.show()
    return keep(knobs.IRIS, iris_table(first, second, pair))


def _own() -> Table:
    chosen = upload(
        _UPLOAD, "A CSV file of your own", read_csv, kinds=["csv", "txt"], megabytes=_MOST_MEGABYTES,
        about="Its first row names the columns. Two columns of numbers become the inputs, and one becomes the answer: "
        "two classes, or a number. The file stays in this session, and no link carries it.",
    )  # fmt: skip
    if chosen.kept:
        keep(as_code(chosen.kept.name), _chosen(chosen.kept.content))
        return _say(_last())
    last = _last()
    if not chosen.refused:
        st.info(
            f"No file is here (a link carries none), so {last.name} is shown. "
            "Choose a CSV file: two columns of numbers, and one for the answer."
        )
    st.download_button(
        "Download an example file", example_csv(), file_name="iris.csv", mime="text/csv", on_click="ignore"
    )
    return _say(last)


def _chosen(file: File) -> Table:
    """Show which columns are used, and return them as a table. Raises `InputError`."""
    numbers = [place for place, numeric in enumerate(file.numeric) if numeric]
    offered = {"First input": numbers, "Second input": numbers, "Answer": list(range(len(file.names)))}
    with st.grid(2, min_column_width=110):
        chosen = [
            st.selectbox(
                label, places, index=places.index(start), format_func=file.names.__getitem__,
                key=f"training_own_{label[0]}_{file.key[:12]}", persist_state="session",
            )
            for (label, places), start in zip(offered.items(), suggestion(file), strict=True)
        ]  # fmt: skip
    return table_of(file, *chosen)


def rows_panel(samples: Samples) -> None:
    """Show how the rows are parted, and what standardising does to them, whether or not it is on."""

    def show() -> None:
        found, names = standardising(samples), [as_code(name) for name in samples.table.names[:2]]
        train, test = (count_text(len(part), "row") for part in (samples.x_train, samples.x_test))
        say(f"For training: {train}. For the test: {test}. Both inputs of the training rows, as they come:", "rows")
        spread = zip(names, map(number_text, found.mean), map(number_text, found.std), strict=True)
        st.markdown(markdown_table(["input", "mean", "standard deviation"], list(spread)))
        now = "It is on: the network gets these numbers." if samples.standardised else "It is off now."
        say(
            f"Standardising subtracts the mean and divides by the standard deviation. {now} The first training rows:",
            "scaled",
        )
        st.markdown(markdown_table(["row", "input", "(x − mean) / std = standardised"], _arithmetic(names, found)))
        if found.test_mean:
            one, two = map(number_text, found.test_mean)
            say(
                "The test rows are standardised by the training rows' mean and deviation. They stand for rows that nobody has seen "
                f"yet: nothing may be learnt from them. So their own means become {one} and {two}, and need not be 0.",
                "test rows",
            )

    panel(knobs.ROWS_PANEL, show)


def _arithmetic(names: list[str], found: Standardising) -> list[tuple[str, str, str]]:
    """Write for the first training rows how each input is standardised."""
    lines = []
    for number, (before, after) in enumerate(zip(found.before, found.after, strict=True), 1):
        for name, x, mean, std, z in zip(names, before, found.mean, found.divisor, after, strict=True):
            less = f"({number_text(mean)})" if mean < 0 else number_text(mean)
            lines.append((str(number), name, f"({number_text(x)} − {less}) / {number_text(std)} = {number_text(z)}"))
    return lines
