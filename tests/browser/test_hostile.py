"""Hostile and unlucky, on a real server: strange names, scripts in disguise, forged messages, a connection that drops."""

import http.client
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from pages.knobs import KNOBS
from pages.shared.frame import ENTRIES
from pages.shared.knob import Panel
from pages.shared.lesson import WORDS
from tests.browser.conftest import ROOT, STYLED, Server
from tests.browser.hands import output, settled, slider
from tests.hostile import MARK, PAYLOADS
from tests.pages.test_hostile import FIELDS
from tests.pages.test_knobs import SEEN_WHEN

SAMPLE = PAYLOADS[::21][:20]
"""Every vector once, each in another context."""


# --- names and headers


def status(server: Server, host: str) -> int:
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=10)) as line:
        line.request("GET", "/", headers={"Host": host})
        with line.getresponse() as answer:
            return answer.status


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("localhost", 200), ("LOCALHOST:8501", 200), ("127.0.0.1:8501", 200), ("[::1]:8501", 200), ("192.168.1.20", 200),
        ("school.test", 200), ("evil.test", 403), ("localhost.evil.test:8501", 403), ("127.0.0.1.evil.test", 403), ("", 403),
        ("[", 403),
    ],
)  # fmt: skip
def test_the_server_answers_to_its_own_names_and_to_numbers(named_server, host, answer):
    assert status(named_server, host) == answer


@pytest.fixture(scope="module")
def named_server(tmp_path_factory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("named"), NEURON_HOSTS="School.test other.test")
    yield server
    server.stop()


def dial(server: Server, **more: Any) -> AbstractContextManager[ClientConnection]:
    address = f"ws://localhost:{server.port}/_stcore/stream"
    return connect(address, subprotocols=["streamlit"], max_size=None, ping_interval=None, **more)


@pytest.mark.parametrize("origin", ["http://evil.test", "http://192.168.1.20", "null", "", "http://[", "file://"])
def test_a_page_of_another_site_opens_no_session(named_server, origin):
    with pytest.raises(InvalidStatus, match="403"), dial(named_server, additional_headers={"Origin": origin}):
        pass
    assert "checkip" not in named_server.log.read_text()
    assert "Did not auto detect external IP" not in named_server.log.read_text(), "nobody waited for the web"


def test_a_page_of_ours_and_a_program_do(named_server):
    for headers in ({"Origin": named_server.url}, {}):
        with dial(named_server, additional_headers=headers):
            pass


def test_a_chart_can_still_be_saved(open_page):
    """Plotly draws it as a picture from a blob first."""
    page = open_page("/neuron?neuron_solid=true")
    chart = page.locator(".js-plotly-plot").first
    chart.hover()
    with page.expect_download() as saved:
        page.locator("[data-title*=ownload]").first.click()
    assert saved.value.suggested_filename.endswith(".png")


# --- scripts in disguise


@pytest.fixture
def unguarded(browser, server) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    """Opens a path in a browser that passes over our policy: what is written into a page must be harmless without it."""
    contexts = []

    def open_path(path: str) -> tuple[Page, list[str]]:
        contexts.append(browser.new_context(bypass_csp=True))
        page = contexts[-1].new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(f"{server.url}{path}")
        page.locator("h1").wait_for(timeout=30_000)
        page.wait_for_function(STYLED)
        settled(page)
        return page, dialogs

    yield open_path
    for context in contexts:
        context.close()


def unharmed(page: Page, dialogs: list[str]) -> bool:
    links = page.locator('a[href^="javascript:" i]').count()
    return not dialogs and not links and page.evaluate(f"typeof window.{MARK}") == "undefined"


def address(page: str, query: dict[str, str]) -> str:
    return f"/{page.removeprefix('home')}?{urlencode(query)}"


@pytest.mark.parametrize(("number", "name"), [*enumerate(FIELDS)], ids=[*FIELDS])
def test_no_script_runs_that_is_typed(unguarded, number, name):
    """Each page gets its share of the vectors; what is sent to the browser is looked at for all of them, without one."""
    panels = {knob.key: "true" for knob in KNOBS[name] if isinstance(knob, Panel)}
    page, dialogs = unguarded(address(name, panels | SEEN_WHEN.get(name, {})))
    for payload in SAMPLE[number :: len(FIELDS)]:
        for key in FIELDS[name]:
            field = page.locator(f".st-key-{key} :is(input, textarea)").first
            field.fill(payload.replace("\x00", ""))
            field.press("Control+Enter")
        settled(page)
        assert unharmed(page, dialogs), payload
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(("number", "entry"), [*enumerate(ENTRIES)], ids=[entry.title for entry in ENTRIES])
def test_no_script_runs_that_stands_in_the_address(unguarded, number, entry):
    names = [*(knob.key for knob in KNOBS[entry.file]), *WORDS]
    dealt = islice(cycle(SAMPLE), 2 * number, None)
    page, dialogs = unguarded(address(entry.file, dict(zip(names, dealt, strict=False))))
    page.get_by_test_id("stPopoverButton").first.click()
    settled(page)
    assert unharmed(page, dialogs)


# --- forged messages


class Session:
    """A session as a browser holds it, but one that may send anything."""

    def __init__(self, line: ClientConnection, page: str) -> None:
        self.page = page
        self.line = line
        self.widgets: dict[str, str] = {}
        for message in self.run():
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind and (widget := getattr(getattr(element, kind), "id", "")):
                self.widgets[widget] = kind

    def forge(self, **fields: object) -> BackMsg:
        message = BackMsg()
        message.rerun_script.page_name = self.page
        for name, value in fields.items():
            setattr(message.rerun_script, name, value)
        return message

    def run(self, message: BackMsg | bytes | str | None = None, within: float = 20) -> list[ForwardMsg]:
        """Send a message, a plain visit by default; returns what comes until a run has ended or the server hangs up."""
        message = self.forge() if message is None else message
        came: list[ForwardMsg] = []
        with suppress(ConnectionClosed, TimeoutError):
            self.line.send(message.SerializeToString() if isinstance(message, BackMsg) else message)
            while not came or came[-1].WhichOneof("type") != "script_finished":
                came.append(ForwardMsg.FromString(self.line.recv(timeout=within)))
        return came


@pytest.fixture
def visit(server) -> Iterator[Callable[[str], Session]]:
    """Opens a session on a page."""
    with ExitStack() as lines:
        yield lambda page: Session(lines.enter_context(dial(server)), page)


@pytest.fixture
def others(open_page) -> Iterator[None]:
    """Another session beside it: nothing reaches it meanwhile, and afterwards it goes on with what it had."""
    page = open_page("/neuron?w1=2.5", init=HOLD_WEBSOCKET)
    settled(page)
    expect(output(page, "Weighted sum")).to_have_text("9.6")
    page.evaluate("window.received = 0")
    yield
    assert page.evaluate("window.received") == 0
    slider(page, "w1").press("ArrowRight")
    expect(output(page, "Weighted sum")).to_have_text("9.75")
    settled(page)
    assert "w1=2.55" in page.url


VALUES: dict[str, object] = {  # one of every type that a widget can hold
    "trigger_value": True, "bool_value": True, "int_value": 10**15, "double_value": float("inf"), "string_value": "<b>",
    "double_array_value": [1e300, float("nan")], "int_array_value": [99, -1], "string_array_value": ["nobody"],
    "json_value": "{", "json_trigger_value": "[[", "bytes_value": b"\xff\x00", "string_trigger_value": "x",
    "arrow_value": b"\xff", "file_uploader_state_value": None, "chat_input_value": "x",
}  # fmt: skip


def state(widget: str, name: str) -> WidgetState:
    found, value = WidgetState(id=widget), VALUES[name]
    if isinstance(value, list):
        getattr(found, name).data.extend(value)
    elif WidgetState.DESCRIPTOR.fields_by_name[name].message_type:
        getattr(found, name).SetInParent()
    else:
        setattr(found, name, value)
    return found


def forged_states(session: Session, *pairs: tuple[str, str]) -> BackMsg:
    message = session.forge()
    message.rerun_script.widget_states.widgets.extend(state(widget, name) for widget, name in pairs)
    return message


def test_every_widget_knows_no_other_type():
    kinds = {field.name for field in WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields}
    assert kinds == VALUES.keys()


def harmless(came: list[ForwardMsg]) -> bool:
    """Whether nothing of the inside is shown: in what Streamlit says to the browser itself, the script's path stands."""
    for message in came:
        text = message.delta.SerializeToString()
        inside = b"Traceback", b"site-packages", str(ROOT).encode()
        assert not any(word in text for word in inside), message
        assert not message.delta.new_element.HasField("exception"), message
    return True


@pytest.mark.parametrize("page", ["neuron", "stack", "training"])
def test_values_of_any_type_for_any_widget(visit, others, page):
    session = visit(page)
    shown = alerts(session.run())
    assert len(session.widgets) > 8
    for widget in session.widgets:
        for name in VALUES:
            assert harmless(session.run(forged_states(session, (widget, name))))
    assert alerts(visit(page).run()) == shown, "a new visitor sees what he would have seen before"


def alerts(came: list[ForwardMsg]) -> list[str]:
    return [message.delta.new_element.alert.body for message in came if message.delta.new_element.HasField("alert")]


def big(session: Session) -> BackMsg:
    message = forged_states(session, (next(iter(session.widgets)), "string_value"))
    message.rerun_script.widget_states.widgets[0].string_value = "9, " * 3_500_000
    return message


FORGED: dict[str, Callable[[Session], BackMsg | bytes | str]] = {
    "widgets that are on no page": lambda session: forged_states(
        session, *((f"$$ID-{'0' * 32}-{key}", name) for key in ("w1", "seed", "nobody", "") for name in VALUES)
    ),
    "a widget of no name": lambda session: forged_states(session, ("", "string_value"), ("x" * 100_000, "bool_value")),
    "a fragment that is not there": lambda session: session.forge(fragment_id="0" * 32),
    "a page that is not there": lambda session: session.forge(page_name="../../etc/passwd", page_script_hash="nobody"),
    "10 MB in a field": big,
    "10 MB in the address": lambda session: session.forge(query_string="w1=" + "9" * 10_000_000),
    "100,000 names in the address": lambda session: session.forge(
        query_string="&".join(f"x{i}=1" for i in range(100_000))
    ),
    "30 MB of nothing": lambda session: bytes(30_000_000),
    "10 MB of garbage": lambda session: random.Random(0).randbytes(10_000_000),
    "garbage": lambda session: b"\xff\x07garbage",
    "a text": lambda session: "SELECT 1",
    "half a message": lambda session: session.forge(query_string="w1=2.5" * 100).SerializeToString()[:-50],
    "nothing": lambda session: b"",
    "half a script's end": lambda session: BackMsg(stop_script=True),
    "the end of the server": lambda session: BackMsg(debug_shutdown_runtime=True),
    "the end of the connection": lambda session: BackMsg(debug_disconnect_websocket=True),
    "an emptied cache": lambda session: BackMsg(clear_cache=True),
    "a question about the repository": lambda session: BackMsg(load_git_info=True),
    "a run at each save": lambda session: BackMsg(set_run_on_save=True),
}


@pytest.mark.parametrize("names", [[*FORGED][start::3] for start in range(3)])
def test_a_forged_message_harms_nobody(server, visit, others, names):
    for what in names:
        session = visit("shapes")
        assert harmless(session.run(FORGED[what](session), within=2)), what
        again = visit("shapes")
        assert again.widgets.keys() == session.widgets.keys(), what
        assert server.process.poll() is None, what


# --- unlucky


HOLD_WEBSOCKET = """
window.received = 0;
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    window.line = this;
    window.lines = (window.lines ?? 0) + 1;
    this.addEventListener('message', () => ++window.received === window.dropAt && this.close());
  }
};"""


@pytest.mark.timeout(240)
def test_fifteen_dropped_connections_lose_nothing(open_page):
    page = open_page("/neuron?w1=2.5", init=HOLD_WEBSOCKET)
    settled(page)
    for drop in range(15):
        expect(slider(page, "w2")).to_be_enabled()
        moved = f"{0.45 + 0.05 * drop:g}"
        line = page.evaluate(f"(window.dropAt = window.received + {drop}, window.lines)")
        slider(page, "w2").press("ArrowRight")
        if drop == 0:
            page.evaluate("window.line.close()")  # on its way, or just arrived; later, so many messages came back
        page.wait_for_function(
            "(line) => window.lines > line && window.line.readyState === WebSocket.OPEN", arg=line, timeout=30_000
        )
        settled(page)
        expect(slider(page, "w1")).to_have_value("2.5")
        expect(slider(page, "w2")).to_have_value(moved)
        expect(slider(page, "w2")).to_be_focused()
        assert f"w2={moved}" in page.url
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


NOBODYS = ForwardMsg(ref_hash="0" * 32)  # what the browser has thrown away: may be met by who presses fast
NOWHERE = ForwardMsg()  # a part of a page that was left: may be met by who types, then turns two pages at once
NOWHERE.metadata.delta_path.extend([0, 99, 0])
NOWHERE.delta.new_element.text.body = "of the page before"


@pytest.mark.parametrize("message", [NOBODYS, NOWHERE], ids=["nobody's", "nowhere"])
def test_where_streamlit_gives_up_the_page_starts_again_with_its_values(open_page, message):
    page = open_page("/neuron?w1=2.5", init=HOLD_WEBSOCKET)
    settled(page)
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    page.evaluate("window.before = true")
    page.evaluate(
        "(bytes) => window.line.dispatchEvent(new MessageEvent('message', { data: new Uint8Array(bytes).buffer }))",
        list(message.SerializeToString()),
    )
    page.wait_for_function("() => !window.before", timeout=30_000)
    expect(slider(page, "w1")).to_have_value("2.5")
    slider(page, "w1").press("ArrowRight")
    expect(output(page, "Weighted sum")).to_have_text("9.75")
    assert "w1=2.55" in page.url
