"""What sets SimpleANN's numbers: the cases, the seed, and a field for each of the nine parameters."""

from dataclasses import replace

import streamlit as st

from neuron_core.simple_ann import CASES, Parameters, case_of, drawn
from pages.knobs.simple_ann import INPUTS, LIMIT, NINE, PASS
from pages.shared.frame import restore

CASE = "simple_ann_case"  # the key of the pills that load a case; they hold nothing of their own
LAYERS = {
    "**Hidden neuron 1:** row 0 of fc1": ("w11", "w12", "b1"),
    "**Hidden neuron 2:** row 1 of fc1": ("w21", "w22", "b2"),
    "**Output neuron:** fc2": ("v1", "v2", "c"),
}


def load_case(was: str | None) -> None:
    """Load the case that was chosen; choosing the one that stands there loads its numbers again."""
    name = st.session_state[CASE] or was
    if not name:
        return
    case = CASES[name]
    inputs = {knob.key: value for knob, value in zip(INPUTS, case.inputs, strict=True)}
    restore(case.parameters.values | inputs)


def choose_case(parameters: Parameters) -> None:
    """Offer the cases; which one is chosen is read from the numbers."""
    st.session_state[CASE] = case = case_of(parameters)
    st.pills("Networks to try", list(CASES), key=CASE, on_change=load_case, args=(case,), wrap=True)


def choose_parameters(seed: int) -> Parameters:
    """Nine fields in the order of torch's own. A new seed sets all nine; the address carries the edited ones."""
    from_seed = drawn(seed)
    if st.session_state.setdefault("simple_ann_drawn_for", seed) != seed:
        restore(from_seed.values)
        st.session_state["simple_ann_drawn_for"] = seed
    values = {}
    for place, (caption, names) in zip(st.columns(3, gap="medium"), LAYERS.items(), strict=True):
        with place:
            st.markdown(caption)
            with st.grid(3, min_column_width=60, wrap=False, gap="xsmall"):
                for name in names:
                    values[name] = parameter_input(name, from_seed.values[name])
    return Parameters(**values)


def parameter_input(name: str, from_seed: float) -> float:
    label = name if current(name) in (None, from_seed) else f"{name} ✎ edited"
    return replace(NINE[name], default=from_seed).show(label)


def current(name: str) -> float | None:
    """Return a parameter's value before its field is made: in a link's first run only the address knows it."""
    try:
        value = float(st.session_state.get(name, st.query_params.get(name, "nan")))
    except ValueError:
        return None
    return value if -LIMIT <= value <= LIMIT else None


def back_to_the_seed(seed: int, parameters: Parameters) -> None:
    from_seed = drawn(seed)
    edited = len(parameters.edited(from_seed))
    st.button(
        "Back to the seed's nine",
        key="simple_ann_back",
        on_click=restore,
        args=(from_seed.values,),
        disabled=not edited,
    )
    st.markdown(
        f"{edited} of 9 edited, each from −{LIMIT:g} to {LIMIT:g}."
        if edited
        else f"All nine are as drawn by seed {seed}."
    )


def outside() -> list[object]:
    """Return the widgets outside of the bench, as they are held: an address can leave one empty."""
    return [knob.now for knob in (PASS, *NINE.values())]
