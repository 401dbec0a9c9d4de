"""A slow line: an answer comes half a second later, or a second."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands import output, settled, slider

WATCH_OUTPUT = """
window.shown = [];
setInterval(() => {
  const views = [...document.querySelectorAll('*')].map((element) => element.shadowRoot).filter(Boolean);
  const found = views.map((view) => view.querySelector('output[aria-label="Weighted sum"]')).find(Boolean);
  if (found && found.textContent !== window.shown.at(-1)) window.shown.push(found.textContent);
}, 10);"""
"""Keeps each number that the page shows as the weighted sum, however briefly."""


class SlowLine:
    """Passes everything on to a port of this machine, half of so many seconds later each way."""

    def __init__(self, port: int, seconds: float) -> None:
        self.target, self.wait, self.port = port, seconds / 2, 0
        self.opened = threading.Event()
        self.thread = threading.Thread(target=asyncio.run, args=(self._serve(),))
        self.thread.start()
        self.opened.wait(10)

    async def _serve(self) -> None:
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        listening = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        self.opened.set()
        await self.stopped.wait()
        listening.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            await asyncio.gather(self._pass(reader, there_writer), self._pass(there_reader, writer))
        finally:
            writer.close()
            there_writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            self.loop.call_later(self.wait, writer.write, data)
        await asyncio.sleep(self.wait)
        writer.close()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join(10)


@pytest.fixture
def slow_line(server) -> Iterator[Callable[[float], str]]:
    lines: list[SlowLine] = []

    def open_line(seconds: float) -> str:
        lines.append(SlowLine(server.port, seconds))
        return f"http://127.0.0.1:{lines[-1].port}"

    yield open_line
    for line in lines:
        line.stop()


@pytest.mark.parametrize("late", [0.5, 1.0])
def test_the_page_comes_up_and_never_shows_a_number_of_before(open_page, slow_line, late):
    page = open_page("/neuron", base=slow_line(late), init=WATCH_OUTPUT)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    for _ in range(6):
        slider(page, "w1").press("ArrowRight")  # each commits: the answers arrive while others are on their way
        page.wait_for_timeout(250)
    expect(output(page, "Weighted sum")).to_have_text("3.6")
    page.wait_for_timeout(2_000 * late)
    settled(page)
    shown = [float(text) for text in page.evaluate("window.shown")]
    assert shown == sorted(shown), "a late answer never puts an older number back"
    assert shown[-1] == 3.6
    expect(slider(page, "w1")).to_have_value("0.5")
    assert "w1=0.5" in page.url
