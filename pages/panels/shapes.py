"""What the shapes page explains below its pictures, and what waits in its closed panels."""

import streamlit as st

from neuron_core.shapes import (
    CALLS,
    FLATTEN_EXHIBITS,
    LINEAR_EXHIBITS,
    Cure,
    FlattenStudy,
    LinearStudy,
    write_shape,
)
from neuron_core.shared.refusal import Refusal
from pages.knobs.shapes import END, IN, INPUT, START
from pages.shared.exhibits import exhibits
from pages.shared.live_code import torchs_words
from pages.shared.say import say
from pages.shared.tables import markdown_table

CALL = "shapes_call"  # the key of the pills that set start_dim and end_dim; they hold nothing of their own


def choose_call(study: FlattenStudy) -> None:
    """Offer the two calls; which one is chosen is read from the dimensions."""
    st.session_state[CALL] = study.call
    st.pills("Use the defaults of", list(CALLS), key=CALL, on_change=_use_defaults)


def _use_defaults() -> None:
    if st.session_state[CALL]:
        start, end = CALLS[st.session_state[CALL]]
        START.put(start)
        END.put(end)


def refused(study: FlattenStudy, refusal: Refusal) -> None:
    """Say which dimension is missing, offer what every tensor can do, and show torch's words."""
    if study.missing:
        st.error(study.missing)
        st.button(
            "Flatten all of it: start_dim 0, end_dim −1", key="shapes_flatten_all", type="primary", on_click=_use_all
        )
    st.markdown("✗ **Torch refuses, word for word:**")
    torchs_words(refusal)


def _use_all() -> None:
    START.put(0)
    END.put(-1)


def both_calls(study: FlattenStudy) -> None:
    """Compare the two calls that flatten, and run both."""
    rows = [
        [f"`{name}`", CALLS[name][0], f"refused: {shape.type}" if isinstance(shape, Refusal) else shape]
        for name, shape in study.calls.items()
    ]
    say(
        markdown_table(["call", "starts at dimension", f"{study.tensor} becomes"], rows, align=":---")
        + "\n\n`nn.Flatten()` is a layer, and a layer gets a batch, many examples at once: it keeps dimension 0, one row for each "
        "example. A 2 by 2 without a batch dimension looks to it like two examples that are flat already.",
        "calls",
    )
    exhibits(FLATTEN_EXHIBITS)


def mend(study: LinearStudy) -> None:
    """Say what does not fit, offer what would at one click, and show torch's words."""
    st.error(study.clash)
    with st.container(horizontal=True):
        for number, (says, cure) in enumerate(study.cures.items()):
            st.button(
                says,
                key=f"shapes_cure_{number}",
                type="secondary" if number else "primary",
                on_click=_use,
                args=(cure,),
            )
    if isinstance(study.fit.leaves, Refusal):
        torchs_words(study.fit.leaves)


def _use(cure: Cure) -> None:
    INPUT.put(write_shape(cure.arrives))
    IN.put(cure.in_features)


def parameters(study: LinearStudy) -> None:
    """Count the parameters of the Linear."""
    fit = study.fit
    weights = fit.in_features * fit.out_features
    table = markdown_table(
        ["parameter", "shape", "numbers"],
        [
            ["weight", fit.weight, f"{fit.out_features} × {fit.in_features} = {weights:,}"],
            ["bias", fit.bias, f"{fit.out_features:,}"],
            ["total", "", f"**{fit.parameters:,}**"],
        ],
    )
    say(
        f"{table}\n\nThe weight has the shape **(out, in)**: each row belongs to one output and holds its weights for all inputs. "
        f"The result is y = x Wᵀ + b. {study.use}",
        "parameters",
    )


def surprises() -> None:
    exhibits(LINEAR_EXHIBITS, seed=0)
