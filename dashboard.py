"""The server. Start it with `streamlit run dashboard.py`."""

import gc
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send


@asynccontextmanager
async def warm_start(_app: st.App) -> AsyncIterator[None]:
    """Load torch, Plotly and pandas before the first visitor, who would otherwise wait three seconds for them."""
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401
    import torch

    # A handful of neurons never gains from a second thread, and thirty sessions share the cores.
    torch.set_num_threads(1)
    # Whoever makes the first optimiser of a process waits a second for torch's compiler, which is loaded then and not used.
    torch.optim.SGD([torch.zeros(1)])
    # What was loaded stays: the collector need not walk through it again, in the middle of somebody's commit.
    gc.collect()
    gc.freeze()
    yield


class SendAtOnce:
    """Sends every message of a commit at once.

    Streamlit binds its socket itself, and asyncio then leaves Nagle's algorithm on (github.com/Kludex/uvicorn/issues/3149):
    each commit's small messages waited 40 ms for an acknowledgement. Where there is no such transport, nothing happens.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = getattr(receive, "__self__", None)
        if scope["type"] == "websocket" and (transport := getattr(connection, "transport", None)):
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


def say_sorry(error: Exception) -> bool:
    """Log a fault of ours with its traceback; show the person one sentence, and nothing of the inside."""
    logging.getLogger("neuron_explorer").error("A page failed", exc_info=error)
    st.error("This page ran into a fault of its own. Press Reset, or choose a page on the left: nothing is lost there.")
    return True


app = st.App("pages/navigation.py", lifespan=warm_start, middleware=[Middleware(SendAtOnce)], on_script_error=say_sorry)
