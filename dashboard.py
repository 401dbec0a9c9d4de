"""The server. Start it with `streamlit run dashboard.py`."""

import base64
import gc
import hashlib
import logging
import os
import re
import secrets
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


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


class WholeRuns:
    """Lets a browser that comes back after its connection was lost begin with a run of the whole page.

    What was sent into the dead line is lost, and Streamlit goes on with the rest: half a page, from which the browser takes the
    other half's sliders, and their values with them. So the rest is kept back; the page asks for the run (copy_link.js).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waits = True

        async def send_whole(message: Message) -> None:
            nonlocal waits
            if waits and message.get("bytes"):
                part = ForwardMsg.FromString(message["bytes"])
                waits = part.WhichOneof("type") != "new_session" or bool(part.metadata.run.fragment_ids)
                if waits and part.metadata.HasField("run"):
                    return
            await send(message)

        # Streamlit puts the session that a browser had in the third place.
        comes_back = scope["type"] == "websocket" and len(scope["subprotocols"]) > 2
        await self.app(scope, receive, send_whole if comes_back else send)


class SafeHeaders:
    """Tells the browser what a page of ours may do: load from this server alone, and stand in frames of named sites alone."""

    def __init__(self, app: ASGIApp, frames: str) -> None:
        policy = [*POLICY, f"frame-ancestors 'self' {frames}".strip()]
        self.app = app
        self.headers = [
            (b"content-security-policy", "; ".join(policy).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"permissions-policy", b"clipboard-write=(self), camera=(), geolocation=(), microphone=()"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self.headers]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class VoterCookie:
    """Gives a browser that comes by `room=` a random number to be known by: a reload, or another replica, is then no second voter.

    It goes when the browser is closed, and no script reads it.
    """

    NAME = "neuron_voter"

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{self.NAME}={secrets.token_hex(16)}; Path=/; HttpOnly; SameSite=Lax"
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
            await send(message)

        is_new = (
            scope["type"] == "http" and b"room=" in scope["query_string"] and self.NAME not in Request(scope).cookies
        )
        await self.app(scope, receive, with_cookie if is_new else send)


class KnownNames:
    """Answers to its own names and to numbers, and opens no session for a page of another site.

    A stranger can let a name of his lead to this machine (DNS rebinding), but a browser says by which name it comes. Any page can
    try to open a websocket here: to judge it, Streamlit would ask the web for this machine's address, while everybody waits.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app = app
        self.names = {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http" and not self._is_ours(Headers(scope=scope)):
            app = PlainTextResponse(STRANGE, status_code=403)
        if scope["type"] == "websocket" and not self._may_open(Headers(scope=scope)):
            app = WebSocketClose()
        await app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        host = host_in(f"//{headers.get('host', '')}")
        return host in self.names or is_number(host)

    def _may_open(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        from_here = origin is None or origin.partition("://")[2] == headers.get("host") or host_in(origin) in self.names
        return from_here and self._is_ours(headers)


def host_in(address: str) -> str:
    """Return the host that an address names; nothing where it names none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_number(host: str) -> bool:
    """Tell whether a host is an IP address."""
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


STRANGE = "This server does not answer to that name. Whoever starts it can add one: see NEURON_HOSTS in the README."


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

NAMES = [
    "localhost",
    *filter(None, [st.get_option("server.address"), st.get_option("browser.serverAddress")]),
    *os.environ.get("NEURON_HOSTS", "").split(),
]
"""The names by which browsers may come, beside IP addresses."""

app = st.App(
    "pages/navigation.py",
    lifespan=warm_start,
    middleware=[
        Middleware(SafeHeaders, frames=FRAMES),
        Middleware(KnownNames, names=NAMES),
        Middleware(VoterCookie),
        Middleware(WholeRuns),
        Middleware(SendAtOnce),
    ],
    on_script_error=say_sorry,
)
