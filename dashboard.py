"""The server. Start it with `streamlit run dashboard.py`."""

import base64
import gc
import hashlib
import logging
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send


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


class SafeHeaders:
    """Tells the browser what a page of ours may do: load from this server alone, and stand in frames of named sites alone."""

    def __init__(self, app: ASGIApp, frames: str) -> None:
        policy = [*POLICY, f"frame-ancestors 'self' {frames}".strip()]
        self.app = app
        self.headers = [
            (b"content-security-policy", "; ".join(policy).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self.headers]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def inline_scripts() -> list[str]:
    """Return the sources, as a policy names them, of the scripts that stand in Streamlit's own page."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in found]


POLICY = [
    "default-src 'self'",
    # From a blob: Streamlit loads its components; it colours code with WebAssembly.
    " ".join(["script-src 'self' blob: 'wasm-unsafe-eval'", *inline_scripts()]),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
]


def say_sorry(error: Exception) -> bool:
    """Log a fault of ours with its traceback; show the person one sentence, and nothing of the inside."""
    logging.getLogger("neuron_explorer").error("A page failed", exc_info=error)
    st.error("This page ran into a fault of its own. Press Reset, or choose a page on the left: nothing is lost there.")
    return True


FRAMES = os.environ.get("NEURON_FRAME_ANCESTORS", "")
"""The sites, with spaces between them, that may show the app in a frame; by default only itself."""

app = st.App(
    "pages/navigation.py",
    lifespan=warm_start,
    middleware=[Middleware(SafeHeaders, frames=FRAMES), Middleware(SendAtOnce)],
    on_script_error=say_sorry,
)
