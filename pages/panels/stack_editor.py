"""Editing a stack with buttons: every edit is written into the widgets that hold the stack as text."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from neuron_core.shapes import write_shape
from neuron_core.stack import LAYERS, MAX_LAYERS, Argument, Layer, Stack, new_layer, write_layers
from pages.knobs.common import TRAINING
from pages.knobs.stack import INPUT, STACK
from pages.shared.frame import restore

PICKED = "stack_picked"  # the index of the layer to change


def texts(stack: Stack) -> dict[str, str | bool]:
    """A stack as its widgets hold it."""
    return {
        STACK.key: write_layers(stack.layers),
        INPUT.key: write_shape(stack.input),
        TRAINING.key: stack.training,
    }


def edit(old: Stack, new: Stack, layer: int | None = None) -> None:
    """Write what is new in a stack into its widgets, and nothing else; then pick one of its layers."""
    before = texts(old)
    restore({key: value for key, value in texts(new).items() if value != before[key]})
    st.session_state[PICKED] = layer


def editor(stack: Stack) -> None:
    options = [f"{number} {layer.kind.label}" for number, layer in enumerate(stack.layers, 1)]
    picked = st.session_state.get(PICKED)
    index = picked if picked is not None and picked < len(options) else 0
    st.session_state["stack_layer"] = options[index]
    layer = stack.layers[index]
    st.pills(
        "Layer to change", options, key="stack_layer", required=True, on_change=pick, args=(options,), wrap=True,
        help=f"{layer.kind.source}: {layer.kind.hint}",
    )  # fmt: skip
    arguments(stack, index)
    with st.container(horizontal=True, gap="small"):
        above, below = index - 1, index + 1
        button("↑ Earlier", above >= 0, lambda: edit(stack, swapped(stack, index, above), above))
        button("↓ Later", below < len(options), lambda: edit(stack, swapped(stack, index, below), below))
        button("✕ Remove", len(options) > 1, lambda: edit(stack, stack.putting(index), max(0, above)))
        names = {kind.label: name for name, kind in LAYERS.items()}
        st.selectbox(
            "Add a layer after it", list(names), index=None, key="stack_new", placeholder="+ Add a layer after it",
            label_visibility="collapsed", disabled=len(options) >= MAX_LAYERS, on_change=add, args=(stack, index, names),
        )  # fmt: skip


def button(label: str, possible: bool, action: Callable[[], None]) -> None:
    st.button(label, key=f"stack_{label.split()[1].lower()}", disabled=not possible, on_click=action)


def add(stack: Stack, index: int, names: dict[str, str]) -> None:
    """Put the layer that was chosen after the one at `index`, and let the selector ask again."""
    chosen = st.session_state["stack_new"]
    if chosen:
        edit(stack, stack.putting(index, stack.layers[index], new_layer(names[chosen])), index + 1)
    st.session_state["stack_new"] = None


def pick(options: list[str]) -> None:
    st.session_state[PICKED] = options.index(st.session_state["stack_layer"])


def swapped(stack: Stack, one: int, other: int) -> Stack:
    layers = list(stack.layers)
    layers[one], layers[other] = layers[other], layers[one]
    return replace(stack, layers=tuple(layers))


def arguments(stack: Stack, index: int) -> None:
    """Show the numbers of one layer; a change is written into the stack's text."""
    layer = stack.layers[index]
    if not layer.values:
        return
    with st.grid(2, min_column_width=120, wrap=False):
        for argument, value in zip(layer.kind.arguments, layer.values, strict=True):
            key = f"stack_{layer.name}_{argument.name}"
            kind = int if argument.whole else float
            st.session_state[key] = kind(value)
            st.number_input(
                argument.name, kind(argument.minimum), kind(argument.maximum), step=kind(argument.step), key=key,
                on_change=change, args=(stack, index, layer, argument, key),
            )  # fmt: skip


def change(stack: Stack, index: int, layer: Layer, argument: Argument, key: str) -> None:
    value = st.session_state[key]
    edit(stack, stack.putting(index, layer.having(argument.name, value if argument.whole else round(value, 4))), index)
