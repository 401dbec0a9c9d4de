"""`deploy/serve`: replicas behind nginx. One is killed in the middle of a lesson, all are renewed, files go up and down."""

import os
import re
import shutil
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classroom import Classroom, free_ports, start
from tests.browser.hands import settled, slider

HOW_TO = "no nginx found: install one, for instance with `apt-get install nginx-light`"
BACK = 15
"""Within so many seconds everybody is back."""

WATCH = """
window.websockets = 0;
const Plain = window.WebSocket;
window.WebSocket = class extends Plain { constructor(...how) { super(...how); window.websockets += 1; } };
window.complaints = new Set();
setInterval(() => {
  for (const found of document.body?.innerText.match(/fault of its own|Traceback|Connection error|\\w*Exception/g) ?? [])
    window.complaints.add(found);
}, 50);"""
"""Counts the websockets that a page opens, and keeps each complaint that it shows, however briefly."""


@pytest.fixture(scope="module", autouse=True)
def nginx() -> None:
    if not shutil.which("nginx"):
        if os.environ.get("CI"):
            pytest.fail(HOW_TO)
        pytest.skip(HOW_TO)


@pytest.fixture(scope="module")
def served(nginx, tmp_path_factory) -> Iterator[Classroom]:
    found = Classroom(tmp_path_factory.mktemp("class"))
    yield found
    found.stop()


@pytest.fixture
def student(browser, served) -> Iterator:
    contexts = []

    def open_path(path: str, replica: int) -> Page:
        """Open a path as a student whom the door has sent to this replica."""
        context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        contexts.append(context)
        context.add_cookies([{"name": "replica", "value": str(replica), "url": served.url}])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{served.url}{path}")
        page.locator("h1").wait_for(timeout=30_000)
        settled(page)
        return page

    yield open_path
    for context in contexts:
        context.close()


def cookie(page: Page) -> str:
    return next(c["value"] for c in page.context.cookies() if c["name"] == "replica")


def moves(page: Page) -> None:
    """A slider answers, within the time that everybody may have to wait: the page is alive. While it is not, it takes no key."""
    before, until = page.url, time.monotonic() + BACK
    while page.url == before:
        assert time.monotonic() < until, "it is not back"
        slider(page, "x2").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(500)


def test_a_visitor_without_a_number_gets_one_and_keeps_it(browser, served):
    page = browser.new_page()
    page.goto(f"{served.url}/neuron")
    page.locator("h1").wait_for(timeout=30_000)
    number = cookie(page)
    assert number in ("1", "2")
    page.reload()
    page.locator("h1").wait_for(timeout=30_000)
    assert cookie(page) == number
    page.close()


def set_w1(page: Page) -> str:
    """Set a weight by a key; returns its new value, once it stands in the address."""
    slider(page, "w1").focus()
    page.keyboard.press("ArrowRight")
    value = slider(page, "w1").input_value()
    page.wait_for_url(re.compile(f"w1={re.escape(value)}"))
    return value


def until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, condition
        time.sleep(0.1)


def all_is_well(page: Page, w1: str) -> None:
    expect(slider(page, "w1")).to_have_value(w1)
    assert f"w1={w1}" in page.url
    assert page.evaluate("[...window.complaints]") == []


def answer(page: Page, option: str) -> None:
    page.get_by_text(option, exact=True).click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(page.get_by_text("Your answer is counted.")).to_be_visible()


@pytest.mark.timeout(240)
def test_a_room_counts_each_student_once_on_whichever_replica(student):
    teacher = student("/neuron", replica=1)
    teacher.get_by_role("button", name="Share").click()
    teacher.get_by_role("button", name="Open a room").click()
    expect(teacher.get_by_text("You teach room")).to_be_visible()
    address = parse_qs(urlsplit(teacher.url).query)
    room, key = address["room"][0], address["teach"][0]
    teacher.keyboard.press("Escape")
    teacher.context.grant_permissions(["clipboard-read", "clipboard-write"])
    teacher.get_by_role("button", name="Copy link").click()
    expect(teacher.get_by_role("button", name="Copied")).to_be_visible()
    copied = teacher.evaluate("navigator.clipboard.readText()")
    assert f"room={room}" in copied
    assert key not in copied, "whoever copies the teacher's link does not give her key away"

    students = [student(f"/neuron?room={room}", replica=replica) for replica in (1, 2, 2)]
    for page, option in zip(students, ("It doubles exactly", "It stays the same", "It stays the same"), strict=True):
        answer(page, option)
    expect(teacher.get_by_text("Room: 3 answers")).to_be_visible()  # by itself
    students[0].context.add_cookies([{"name": "replica", "value": "2", "url": students[0].url}])
    students[0].reload()
    answer(students[0], "It stays the same")
    teacher.get_by_role("button", name="Show the tally").click()
    expect(teacher.get_by_text("Tally: 3 answers")).to_be_visible()
    counted = {
        "It doubles exactly": 1,
        "It rises, without doubling": 0,
        "It falls, without doubling": 0,
        "It stays the same": 2,
    }
    for option, count in counted.items():
        bar = teacher.get_by_test_id("stProgress").filter(has_text=option)
        expect(bar).to_contain_text(f"{count} of 3")

    students[1].get_by_role("link", name="Dropout").click()
    expect(students[1].get_by_text("You are in room")).to_be_visible()
    assert f"room={room}" in students[1].url
    students[1].get_by_role("button", name="Leave the room").click()
    expect(students[1].get_by_text("You are in room")).to_have_count(0)
    assert "room=" not in students[1].url


def test_a_replica_is_killed_and_everybody_is_back_with_their_values(served, student):
    hers, others = (student("/neuron?w1=2.5&x1=1.5", replica) for replica in (1, 2))
    values = {page: set_w1(page) for page in (hers, others)}
    port, dead = next(iter(served.replicas().items()))
    os.kill(dead, signal.SIGKILL)
    moves(others)
    moves(hers)
    for page, value in values.items():
        all_is_well(page, value)
    assert others.evaluate("window.websockets") == 1, "the others notice nothing"
    assert cookie(hers) == "2", "the one that answers now"
    until(lambda: served.replicas().get(port) not in (None, dead), BACK)


def test_all_are_renewed_and_nobody_loses_a_value(served, student):
    """Each visitor goes on with her number's new replica, so they are spread as before; meanwhile somebody always answers."""
    students = {str(replica): student("/neuron?w1=2.5", replica) for replica in (1, 2)}
    values = {number: set_w1(page) for number, page in students.items()}
    old = served.replicas()
    os.kill(served.process.pid, signal.SIGUSR1)

    def renewed() -> bool:
        urllib.request.urlopen(f"{served.url}/neuron", timeout=5).close()
        return len(served.replicas()) == len(old) and not served.replicas().keys() & old.keys()

    until(renewed, 90)  # on a busy machine torch takes its time, twice
    for number, page in students.items():
        moves(page)
        all_is_well(page, values[number])
        assert cookie(page) == number


@pytest.mark.parametrize("replica", [1, 2])
def test_files_go_down_and_up_through_the_door(student, replica, tmp_path):
    page = student("/neuron?neuron_code=true", replica)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert "import torch" in waiting.value.path().read_text(encoding="utf-8")
    for _ in range(6):  # a page in a frame of another site has no cookie, and anybody is asked
        urllib.request.urlopen(waiting.value.url, timeout=5).close()
    page = student("/training?training_data=own", replica)
    for rows in (20, 21, 22, 23):  # drawn for each request, the replica would be the right one half of the time
        csv = tmp_path / f"rows{rows}.csv"
        csv.write_text("a,b,class\n" + "\n".join(f"{i},{i % 3},{i % 2}" for i in range(rows)), encoding="utf-8")
        page.locator("input[type=file]").first.set_input_files(csv)
        expect(page.get_by_text(f"In use: rows{rows}.csv, {rows} rows.")).to_be_visible()


def test_when_the_terminal_is_closed_nothing_stays(tmp_path):
    ended = Classroom(tmp_path)
    assert len(ended.replicas()) == 2
    ended.stop()
    assert not ended.replicas()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", ended.port))


@pytest.mark.parametrize("which", [0, 1, 4], ids=["nginx", "a replica", "a new replica"])
def test_it_says_so_when_somebody_has_the_port(tmp_path, which):
    log, port = tmp_path / "log", free_ports()
    with socket.create_server(("127.0.0.1", port + which)):
        process = start(log, port)
        try:
            assert process.wait(timeout=30) == 1
        finally:
            process.terminate()
    assert log.read_text() == f"Somebody listens at 127.0.0.1:{port + which} already.\n"
