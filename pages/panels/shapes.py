"""What the shapes page explains below its pictures, and what waits in its closed panels."""

import streamlit as st

from neuron_core.shapes import (
    CALLS,
    FLATTEN_EXHIBITS,
    LINEAR_EXHIBITS,
    FlattenStudy,
    LinearStudy,
)
from neuron_core.shared.refusal import Refusal
from pages.shared.exhibits import exhibits
from pages.shared.tables import markdown_table


def flatten_reasons(study: FlattenStudy) -> None:
    """Compare the two calls that flatten."""
    rows = [
        [f"`{name}`", CALLS[name][0], f"refused: {shape.type}" if isinstance(shape, Refusal) else shape]
        for name, shape in study.calls.items()
    ]
    st.markdown(
        "### Two calls, two starting points\n\n"
        + markdown_table(["call", "starts at dimension", f"{study.tensor} becomes"], rows, align=":---")
        + "\n\nNothing moves: the cells keep their order, only the shape changes. `nn.Flatten()` is a layer, and a layer gets "
        "a batch, many examples at once: it keeps dimension 0, one row for each example. A 2 by 2 without a batch dimension "
        "looks to it like two examples that are flat already.",
        anchors=False,
    )


def bare() -> None:
    exhibits(FLATTEN_EXHIBITS)


def linear_reasons(study: LinearStudy) -> None:
    """Say what a Linear takes, and count its parameters."""
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
    st.markdown(
        f"### What a Linear takes, and its weight\n\nThe **last dimension** of the input has to equal in_features.\n\n{table}\n\n"
        "The weight has the shape **(out, in)**: each row belongs to one output and holds its weights for all inputs. The "
        "result is y = x Wᵀ + b. A Linear works on the last dimension only and leaves all the others as they are; they may have any "
        f"size. {study.use}",
        anchors=False,
    )


def surprises() -> None:
    columns = st.columns(len(LINEAR_EXHIBITS), gap="large")
    for column, (title, exhibit) in zip(columns, LINEAR_EXHIBITS.items(), strict=True):
        with column:
            exhibits({title: exhibit}, seed=0)
