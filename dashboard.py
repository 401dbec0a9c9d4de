"""The server. Start it with `streamlit run dashboard.py`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def warm_start(_app: st.App) -> AsyncIterator[None]:
    """Load torch before the first visitor, who would otherwise wait two seconds for it."""
    import torch

    # A handful of neurons never gains from a second thread, and thirty sessions share the cores.
    torch.set_num_threads(1)
    yield


def say_sorry(error: Exception) -> bool:
    """Log a fault of ours with its traceback; show the person one sentence, and nothing of the inside."""
    logging.getLogger("neuron_explorer").error("A page failed", exc_info=error)
    st.error("This page ran into a fault of its own. Press Reset, or choose a page on the left: nothing is lost there.")
    return True


app = st.App("pages/navigation.py", lifespan=warm_start, on_script_error=say_sorry)
