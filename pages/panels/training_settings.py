"""What sets a training: the rows, the network, how it learns."""

import streamlit as st

from neuron_core.simple_ann import find_devices
from neuron_core.training import DATA_SETS, RATES, Samples, Settings, drawn_table, prepare
from pages.knobs import training as knobs
from pages.panels.training_data import keep, outside_table
from pages.shared.frame import restore
from pages.shared.panel import expander


def choose() -> tuple[Settings, Samples]:
    """Show the settings, those changed rarely in a closed panel. Only rows that are drawn have a number and a noise to choose."""
    with st.grid(2, min_column_width=110):
        data, hidden = knobs.DATA.show(), knobs.WIDTH.show()
        activation, optimiser = knobs.ACTIVATION.show(), knobs.OPTIMISER.show()
        rate, seed = knobs.RATE.show(), int(knobs.SEED.show())
    table = outside_table(data)
    if not table:
        st.caption(DATA_SETS[data].says)
    same_start(rate, seed)
    with expander(knobs.MORE), st.grid(2, min_column_width=110):
        loss, batch = knobs.LOSS.show(), int(knobs.BATCH.show())
        epochs, decay = int(knobs.EPOCHS.show()), knobs.DECAY.show()
        drawn = () if table else (int(knobs.ROWS.show()), knobs.NOISE.show())
        data_seed, test = int(knobs.DATA_SEED.show()), knobs.TEST.show() / 100
        standardise, device = knobs.STANDARDISE.show(), knobs.DEVICE.show(find_devices().present)
    if not table:
        table = keep(data, drawn_table(data, *drawn, data_seed))
    samples = prepare(table, test, standardise, data_seed)
    loss = loss if samples.classes else "mse"
    return Settings(hidden, activation, loss, optimiser, rate, batch, epochs, decay, seed, device), samples


def same_start(rate: float, seed: int) -> None:
    """Offer another start with all else the same, or the same start with another rate."""
    place = RATES.index(rate)
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Other start", key="training_next_seed", on_click=restore, args=({knobs.SEED.key: seed + 1},))
        for label, other in (("Rate ÷ 3", place - 1), ("Rate × 3", place + 1)):
            there = 0 <= other < len(RATES)
            values = {knobs.RATE.key: RATES[other]} if there else {}
            st.button(label, key=f"training_rate_{other > place}", on_click=restore, args=(values,), disabled=not there)
