"""Widgets whose key is their name in the URL. A name that means the same on several pages is made here, with one range."""

from dataclasses import dataclass

import streamlit as st

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.shared.seeding import MAX_SEED
from neuron_core.shared.sweep import Axis

DEFAULT_ACTIVATION = "relu"
DEFAULT_SEED = 1429  # it draws the lesson's dropout mask, and a SimpleANN that answers every drag and holds one neuron just below its line


@dataclass(frozen=True)
class Knob:
    """A slider: the grid it moves on, where it starts, how many decimals it shows."""

    axis: Axis
    default: float
    decimals: int

    def slider(self, label: str, *, disabled: bool = False) -> float:
        axis = self.axis
        return st.slider(
            label,
            axis.minimum,
            axis.maximum,
            self.default,
            axis.step,
            format=f"%.{self.decimals}f",
            key=axis.key,
            bind="query-params",
            disabled=disabled,
        )


X_LIMIT, W_LIMIT, B_LIMIT = 10.0, 5.0, 10.0
X_KNOBS = [Knob(Axis(f"x{i}", -X_LIMIT, X_LIMIT, 0.1), value, 1) for i, value in enumerate((3.0, 5.0, 2.0, -1.0), 1)]
W_KNOBS = [Knob(Axis(f"w{i}", -W_LIMIT, W_LIMIT, 0.05), value, 2) for i, value in enumerate((0.2, 0.4, -0.3, 0.5), 1)]
B_KNOB = Knob(Axis("b", -B_LIMIT, B_LIMIT, 0.1), 0.1, 1)
"""A neuron's knobs; they mean the same on the home page and on the neuron's own. The defaults are the lesson's example."""


def choose_activation() -> str:
    return st.selectbox(
        "Activation",
        list(ACTIVATIONS),
        index=list(ACTIVATIONS).index(DEFAULT_ACTIVATION),
        key="activation",
        bind="query-params",
        width=180,
    )


def choose_seed() -> int:
    return st.number_input(
        "Seed", 0, MAX_SEED, DEFAULT_SEED, 1, key="seed", bind="query-params", width=180,
        help="Where the random draws start: the same seed gives the same numbers, here and at home.",
    )  # fmt: skip


def choose_training() -> bool:
    return st.toggle(
        "Training", True, key="training", bind="query-params",
        help="On: the layer is in train(), as while learning. Off: it is in eval(), as while being used.",
    )  # fmt: skip
