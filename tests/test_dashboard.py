import logging
import socket
import subprocess
import sys
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from dashboard import SendAtOnce, WholeRuns, app, say_sorry
from tests.app import ROOT


def failing_page() -> None:
    from dashboard import say_sorry

    say_sorry(ValueError("a secret in /home/somebody"))


def test_a_fault_of_ours_is_one_sentence_here_and_a_traceback_in_the_log(caplog):
    with caplog.at_level(logging.ERROR, logger="neuron_explorer"):
        page = AppTest.from_function(failing_page).run()
    assert len(page.error) == 1
    assert "secret" not in page.error[0].value
    assert "a secret in /home/somebody" in caplog.text


def test_the_app_says_it_in_its_own_words():
    assert app._on_script_error is say_sorry


def finish(coroutine) -> None:
    """Run a coroutine that waits for nothing (the browser tests' event loop may be running already)."""
    with pytest.raises(StopIteration):
        coroutine.send(None)


class Connection:
    """As uvicorn's: a protocol with a transport, whose bound method is the `receive` that an application is given."""

    def __init__(self, transport):
        self.transport = transport

    async def receive(self):
        return {}


@pytest.mark.parametrize(("kind", "at_once"), [("websocket", 1), ("http", 0)])
def test_a_websocket_waits_for_no_acknowledgement(kind, at_once):
    class Transport:
        def get_extra_info(self, name):
            assert name == "socket"
            return line

    async def inner(scope, receive, send):
        pass

    with socket.socket() as line:
        finish(SendAtOnce(inner)({"type": kind}, Connection(Transport()).receive, None))
        assert bool(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) == bool(at_once)


def test_another_server_is_left_alone():
    async def inner(scope, receive, send):
        scope["reached"] = True

    async def receive():
        return {}

    scope = {"type": "websocket"}
    finish(SendAtOnce(inner)(scope, receive, None))
    assert scope["reached"]


def part(*fragments: str, **message: Any) -> bytes:
    """A message of a run: of the whole page, or of these fragments."""
    sent = ForwardMsg(**message)
    sent.metadata.run.script_run_id = "run"
    sent.metadata.run.fragment_ids.extend(fragments)
    return sent.SerializeToString()


LEFT_OVER = [
    part("f", delta={}), part("f", script_finished=0), part("f", new_session={}), part("f", delta={}), part(delta={}),
]  # fmt: skip
WHOLE = [part(new_session={}), part(delta={}), part(script_finished=0), part("f", new_session={}), part("f", delta={})]
OF_NO_RUN = ForwardMsg(session_status_changed={}).SerializeToString()


@pytest.mark.parametrize(
    ("names", "sent", "arrives"),
    [
        (["streamlit", "token", "session"], [*LEFT_OVER, OF_NO_RUN, *WHOLE], [OF_NO_RUN, *WHOLE]),
        (["streamlit", "token"], LEFT_OVER, LEFT_OVER),
        ([], LEFT_OVER, LEFT_OVER),
    ],
)
def test_who_comes_back_begins_with_a_whole_run(names, sent, arrives):
    async def inner(scope, receive, send):
        await send({"type": "websocket.accept"})
        for message in sent:
            await send({"type": "websocket.send", "bytes": message})

    async def keep(message):
        kept.append(message.get("bytes"))

    kept: list[bytes | None] = []
    finish(WholeRuns(inner)({"type": "websocket", "subprotocols": names}, None, keep))
    assert kept == [None, *arrives]


def test_what_the_first_visitor_would_wait_for_is_loaded_before():
    """In a process of its own: here other tests have loaded it."""
    code = (
        "import asyncio, sys\nfrom dashboard import app, warm_start\n"
        "async def start():\n    async with warm_start(app):\n        print(*sys.modules)\n"
        "asyncio.run(start())"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"torch", "pandas", "plotly.graph_objects", "torch._dynamo"} <= set(loaded.split())
