"""`deploy/serve`: replicas behind nginx. One is killed in the middle of a lesson, all are restarted, files go up and down."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT
from tests.browser.hands import settled, slider

NGINX = shutil.which("nginx")
HOW_TO = "no nginx found: install one, for instance with `apt-get install nginx-light`"
BACK = 15
"""Within so many seconds everybody is back."""


def free_ports(count: int) -> int:
    """Return the first of `count` ports in a row that nobody listens at."""
    for first in range(20_000, 30_000, count):
        probes = [socket.socket() for _ in range(count)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + number))
            return first
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise RuntimeError("no free ports")


class Class:
    """Two replicas behind nginx, as the README starts them."""

    def __init__(self, log) -> None:
        self.first = free_ports(4)
        self.url = f"http://127.0.0.1:{self.first}"
        self.log = log
        world = os.environ | {"FIRST_PORT": str(self.first), "PYTHON": sys.executable}
        with log.open("w") as out:
            command = [str(ROOT / "deploy" / "serve"), "2", "127.0.0.1", str(self.first)]
            self.process = subprocess.Popen(command, env=world, stdout=out, stderr=out, start_new_session=True)
        self.wait()

    def wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def replica(self, number: int) -> int:
        """The process of a replica, found by its port."""
        wanted = f"--server.port={self.first + number}".encode()
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    with open(f"/proc/{entry}/cmdline", "rb") as line:
                        if wanted in line.read().split(b"\0"):
                            return int(entry)
                except OSError:
                    continue
        return 0

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Class]:
    if not NGINX:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO)
        pytest.skip(HOW_TO)
    found = Class(tmp_path_factory.mktemp("class") / "log")
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


def test_a_replica_is_killed_and_everybody_is_back_with_their_values(served, student):
    students = [student("/neuron?w1=2.5&x1=1.5", replica) for replica in (1, 2)]
    for page in students:
        moves(page)
    dead = served.replica(1)
    os.kill(dead, signal.SIGKILL)
    moves(students[1])
    moves(students[0])
    for page in students:
        expect(slider(page, "w1")).to_have_value("2.5")
        expect(page.get_by_text(re.compile("fault of its own|Traceback|Connection error|Exception"))).to_have_count(0)
    assert cookie(students[0]) == "2", "the one that answers now"
    for _ in range(150):
        if served.replica(1) not in (0, dead):
            return
        time.sleep(0.1)
    raise AssertionError("the dead one was not started again")


def test_a_rolling_restart_loses_nothing(served, student):
    students = [student("/neuron?w1=2.5", replica) for replica in (1, 2)]
    old = {served.replica(1), served.replica(2)}
    os.kill(served.process.pid, signal.SIGHUP)
    for _ in range(900):  # on a busy machine torch takes its time, twice
        now = {served.replica(1), served.replica(2)}
        if not now & (old | {0}):
            break
        time.sleep(0.1)
    else:
        raise AssertionError("they were not all restarted")
    for page in students:
        moves(page)
        expect(slider(page, "w1")).to_have_value("2.5")


@pytest.mark.parametrize("replica", [1, 2])
def test_files_go_down_and_up_through_the_door(student, replica, tmp_path):
    page = student("/neuron?neuron_code=true", replica)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert "import torch" in waiting.value.path().read_text(encoding="utf-8")
    page = student("/training?training_data=own", replica)
    csv = tmp_path / "rows.csv"
    csv.write_text("a,b,class\n" + "\n".join(f"{i},{i % 3},{i % 2}" for i in range(20)), encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(csv)
    expect(page.get_by_text("rows.csv").first).to_be_visible()
    expect(page.get_by_text(re.compile("20 rows|AxiosError|Network Error")).first).to_contain_text("20")
