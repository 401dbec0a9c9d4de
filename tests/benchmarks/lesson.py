"""A whole lesson on one process: a hundred join within a minute, then sixty go on, while the server's health is asked.

    .venv/bin/python -m tests.benchmarks.lesson [--joins 100] [--within 60] [--sessions 60] [--seconds 1800]

Each session commits once a second on average on one of the pages. What counts as a fault: a connection that ends, a run that does not,
an exception on the page, and a page without its title.
"""

import argparse
import asyncio
import random
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.commits import Visitor, resident
from tests.browser.conftest import Server

PAGES = ("neuron", "activation", "dropout", "batchnorm", "shapes", "simple_ann")
"""Those with sliders."""
LONGEST_RUN = 30  # seconds


@dataclass
class Lesson:
    """What was measured: milliseconds, kB of memory, and each fault in words."""

    joins: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Student(Visitor):
    """A session that keeps an eye on what it is shown."""

    def __init__(self, server: Server, page: str, lesson: Lesson):
        super().__init__(server, page)
        self.lesson, self.titled = lesson, False

    def _note_any(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        self.titled |= element.heading.tag == "h1"
        if element.HasField("exception"):
            self.lesson.faults.append(f"{self.page}: {element.exception.message}")

    async def join(self, within: float) -> None:
        await asyncio.sleep(random.uniform(0, within))
        start = time.perf_counter()
        try:
            await asyncio.wait_for(self.open(), LONGEST_RUN)
        except Exception as error:
            self.lesson.faults.append(f"{self.page} did not come up: {error!r}")
        self.lesson.joins.append((time.perf_counter() - start) * 1e3)
        if not self.titled:
            self.lesson.faults.append(f"{self.page} came up without its title")

    async def work(self, until: float) -> None:
        try:
            while time.time() < until:
                await asyncio.sleep(random.expovariate(1))
                self.lesson.commits.append(await asyncio.wait_for(self.commit(), LONGEST_RUN))
        except Exception as error:
            self.lesson.faults.append(f"{self.page} was cut off: {error!r}")


async def watch(server: Server, until: float, lesson: Lesson) -> None:
    """Ask for the server's health four times a second, as a balancer does, and for its memory once a minute."""
    while time.time() < until:
        for _ in range(min(240, max(1, round(4 * (until - time.time()))))):
            start = time.perf_counter()
            answer = await asyncio.to_thread(
                urllib.request.urlopen, f"{server.url}/_stcore/health", timeout=LONGEST_RUN
            )
            answer.close()
            lesson.health.append((time.perf_counter() - start) * 1e3)
            await asyncio.sleep(0.25)
        lesson.memory.append(resident(server))


async def hold(server: Server, *, joins: int, within: float, sessions: int, seconds: float) -> Lesson:
    """Let `joins` students join within so many seconds, `sessions` of whom then work for so many seconds."""
    lesson = Lesson()
    students = [Student(server, PAGES[number % len(PAGES)], lesson) for number in range(joins)]
    await asyncio.gather(*(student.join(within) for student in students))
    for student in students[sessions:]:
        await student.socket.close()
    until = time.time() + seconds
    await asyncio.gather(*(student.work(until) for student in students[:sessions]), watch(server, until, lesson))
    for student in students[:sessions]:
        await student.socket.close()
    return lesson


def described(name: str, took: Sequence[float]) -> str:
    p95, p99 = (quantiles(took, n=100, method="inclusive")[at - 1] for at in (95, 99))
    return f"{name}: {len(took)}, p50 {median(took):.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {max(took):.0f} ms"


def measure(joins: int, within: float, sessions: int, seconds: float) -> None:
    server = Server(Path(tempfile.mkdtemp()))
    try:
        lesson = asyncio.run(hold(server, joins=joins, within=within, sessions=sessions, seconds=seconds))
    finally:
        server.stop()
    for name in ("joins", "commits", "health"):
        print(described(name, getattr(lesson, name)))
    print(f"memory, minute by minute, in MB: {[round(kilobytes / 1e3) for kilobytes in lesson.memory]}")
    print(f"faults: {lesson.faults or 'none'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--joins", type=int, default=100)
    parser.add_argument("--within", type=float, default=60)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=1800)
    measure(**vars(parser.parse_args()))
