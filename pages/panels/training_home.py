"""'Take it home': the network at an epoch as a file, a file opened again, and the nine numbers on SimpleANN's page."""

import streamlit as st

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.numbers import number_text
from neuron_core.shared.typed_input import InputError
from neuron_core.training import LOSSES, Samples, SavedNetwork, Study, from_json, network_at, scores, to_json
from neuron_core.training.table_csv import as_code
from pages.knobs import training as knobs
from pages.knobs.simple_ann import LIMIT
from pages.shared.frame import ENTRIES, restore
from pages.shared.panel import panel
from pages.shared.say import say
from pages.shared.tables import markdown_table
from pages.shared.upload import upload

_UPLOAD = "training_network_file"
_DRAWN_FOR = "simple_ann_drawn_for"  # the seed that SimpleANN's page last drew its nine for


def take_home_panel(study: Study) -> None:
    """Offer the network of the epoch to save and to open elsewhere, and show one that was saved."""

    def show() -> None:
        run = study.whole.run
        network = network_at(run, study.epoch)
        say(f"**The network after epoch {study.epoch:,}**, with all its weights and biases:", "take home")
        with st.container(horizontal=True):
            _save(network)
            reason = _to_simple_ann(network, "training_to_simple_ann", "Open in SimpleANN")
        if notes := _notes(reason, network):
            say(notes, "take home notes", st.caption)
        _open(run.samples)

    panel(knobs.HOME, show)


def _save(network: SavedNetwork) -> None:
    try:
        text = to_json(network)
    except InputError as complaint:
        st.caption(str(complaint))
    else:
        st.download_button("Save as JSON", text, file_name="network.json", mime="application/json", on_click="ignore")


def _to_simple_ann(network: SavedNetwork, key: str, label: str) -> str:
    """Offer to put the nine numbers onto SimpleANN's page, or return why they cannot be put there."""
    if not network.is_simple_ann:
        return "SimpleANN has two hidden neurons with ReLU: only a network like that can be opened there."
    beyond = [name for name, value in network.values.items() if abs(value) > LIMIT]
    if beyond:
        return f"It cannot be opened in SimpleANN, whose numbers go from −{LIMIT:g} to {LIMIT:g}. Beyond that: {', '.join(beyond)}."
    if st.button(label, key=key):
        restore(network.values)
        st.session_state.pop(_DRAWN_FOR, None)  # or a seed that was changed meanwhile would draw other numbers
        page = next(entry.page for entry in ENTRIES if entry.file == "simple_ann")
        st.switch_page(page, query_params={})  # said out loud: by itself Streamlit refuses to leave a bound address
    return ""


def _notes(reason: str, network: SavedNetwork) -> str:
    """Say what a person has to know before using the network elsewhere: nothing where it is plain."""
    if not network.is_standardised:
        return reason
    parts = [
        f"(x{i} − {f'({number_text(mean)})' if mean < 0 else number_text(mean)}) / {number_text(std)}"
        for i, (mean, std) in enumerate(zip(network.mean, network.std, strict=True), 1)
    ]
    return f"Its inputs are standardised: they are {parts[0]} and {parts[1]}. {reason}".rstrip()


def _open(samples: Samples) -> None:
    """Show a network from a file, as it does on the rows of now."""
    opened = upload(
        _UPLOAD, "Open a saved network", from_json, kinds=["json"], megabytes=1,
        about="A file that was saved here. It is only read, never run; it stays in this session, and no link carries it.",
    )  # fmt: skip
    if opened.kept:
        _show(opened.kept.name, opened.kept.content, samples)


def _show(name: str, network: SavedNetwork, samples: Samples) -> None:
    learnt = f"{ACTIVATIONS[network.activation].label}, trained with {LOSSES[network.loss].label}"
    if network.classes:
        learnt += f" to tell {as_code(network.classes[0])} from {as_code(network.classes[1])}"
    say(f"**Opened:** {as_code(name)}, a 2-{network.hidden}-1 network with {learnt}.", "opened")
    st.markdown(_parameters(network))
    try:
        st.markdown(_scores(network, samples))
    except InputError as complaint:
        st.info(str(complaint))
    reason = _to_simple_ann(network, "training_opened_to_simple_ann", "Open the file in SimpleANN")
    if notes := _notes(reason, network):
        say(notes, "opened notes", st.caption)


def _parameters(network: SavedNetwork) -> str:
    """Write all parameters, a line for each neuron: a table of them is wider than a phone."""
    values = {name: f"{name} = {number_text(value)}" for name, value in network.values.items()}
    lines = [
        f"- Hidden neuron {i}: {values[f'w{i}1']}, {values[f'w{i}2']}, {values[f'b{i}']}, and {values[f'v{i}']} to the output"
        for i in range(1, network.hidden + 1)
    ]
    return "\n".join([*lines, f"- Output neuron: {values['c']}"])


def _scores(network: SavedNetwork, samples: Samples) -> str:
    """Write how the network does on the rows of now. Raises `InputError` where they are not for it."""
    parts = zip(("training", "test"), scores(network, samples), strict=True)
    rows = [
        [f"{score.rows:,} {name} rows", number_text(score.loss), _percent(score.right)]
        for name, score in parts
        if score.rows
    ]
    return markdown_table(["on the page's", "loss", "right"], rows)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{number_text(100 * share, 1)} %"
