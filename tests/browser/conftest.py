"""A real server and a real browser. Chromium comes from the system: on Debian, `apt-get install chromium`."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [  # what a browser does by itself would look like the app's own requests
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW_TO = "no browser found: install one, for instance with `apt-get install chromium`"

STYLED = "() => getComputedStyle(document.querySelector('.stApp')).getPropertyValue('--line')"
"""True once the page's own style sheet, which comes last, is there."""

expect.set_options(timeout=20_000)  # a machine with two cores may be busy


class Server:
    """The app, started as the README says but from another folder, on a free port."""

    def __init__(self, folder: Path, app: Path = ROOT / "dashboard.py", **environment: str):
        with socket.socket() as probe:
            probe.bind(("localhost", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        command = [sys.executable, "-m", "streamlit", "run", str(app)]
        options = [f"--server.port={self.port}", "--server.headless=true"]
        with self.log.open("w") as log:
            world = os.environ | environment
            self.process = subprocess.Popen([*command, *options], cwd=folder, env=world, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health"):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="session")
def new_server(tmp_path_factory) -> Iterator[Callable[[], Server]]:
    """Starts servers of their own, for tests that need a first visitor."""
    started: list[Server] = []

    def start() -> Server:
        started.append(Server(tmp_path_factory.mktemp("elsewhere")))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(new_server) -> Server:
    return new_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO)
        pytest.skip(HOW_TO)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


CLEAR_ONCE = """
try {
  if (!sessionStorage.getItem("opened")) localStorage.clear();
  sessionStorage.setItem("opened", "once");
} catch { /* a page without an address has neither */ }"""


@pytest.fixture(scope="session")
def profile(browser) -> BrowserContext:
    """What the browser keeps from page to page: the app's own files, which need not be loaded and compiled again; nothing else."""
    return browser.new_context()


@pytest.fixture
def open_page(profile, server) -> Iterator[Callable[..., Page]]:
    """Opens a path of the app in a window of its own and waits until its title stands; `init` runs before the app."""

    def open_path(path: str, *, width=1440, height=900, theme="light", init="", base=None) -> Page:
        page = profile.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.add_init_script(CLEAR_ONCE)
        if init:
            page.add_init_script(init)
        page.goto(f"{base or server.url}{path}")
        page.locator("h1").wait_for(timeout=30_000)
        page.wait_for_function(STYLED)  # what is measured before has other sizes and places
        return page

    yield open_path
    for page in profile.pages:
        page.close()
    profile.clear_cookies()
    profile.clear_permissions()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each browser test a second try: a drag that a busy machine cuts short is no fault of the app, and fails once only."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))
