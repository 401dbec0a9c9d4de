"""What one commit costs: time, the server's processor and bytes beside an almost empty page, and memory after thousands of them.

    .venv/bin/python -m tests.benchmarks.commits [--page neuron] [--commits 300] [--memory 5000]

Both servers run at once and are asked in turn, so that a noisy machine disturbs both alike. The visitor keeps messages as a
browser does, so what has not changed is not sent to it again.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import ROOT, Server

ROUND = 30  # commits at a stretch: the processor's clock ticks every 10 ms
RUNS_KEPT = 21  # maxCachedMessageAge, and the run itself
FLOOR = Path(__file__).parent / "floor" / "serve.py"


class Visitor:
    """One session over the websocket, as a browser holds it."""

    def __init__(self, server: Server, page: str, query: str = ""):
        self.address = f"ws://localhost:{server.port}/_stcore/stream"
        self.page, self.query = page, query
        self.values: dict[str, list[float]] = {}
        self.numbers: dict[str, float] = {}
        self.grid: dict[str, tuple[float, float, float]] = {}
        self.fragments: dict[str, str] = {}
        self.bytes: Counter[str] = Counter()
        self.kept: dict[str, int] = {}  # a message's hash: for how many more runs it is kept

    async def open(self) -> None:
        self.socket = await websockets.connect(self.address, subprotocols=["streamlit"], max_size=None)
        await self._rerun("")
        self.bytes.clear()

    async def commit(self) -> float:
        """Set a random slider to a random position; returns the milliseconds until its script run has finished."""
        chosen = random.choice(list(self.values))
        low, high, step = self.grid[chosen]
        self.values[chosen] = [round(low + step * random.randrange(round((high - low) / step) + 1), 9)]
        start = time.perf_counter()
        await self._rerun(self.fragments[chosen])
        return (time.perf_counter() - start) * 1e3

    async def _rerun(self, fragment: str) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = self.query
        message.rerun_script.fragment_id = fragment
        message.rerun_script.cached_message_hashes.extend(self.kept)
        for widget, value in self.values.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            state.double_array_value.data.extend(value)
        for widget, number in self.numbers.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.double_value = widget, number
        await self.socket.send(message.SerializeToString())
        while True:
            data = await self.socket.recv()
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            self._note_any(message)
            if kind == "delta" and message.delta.HasField("new_element"):
                kind = message.delta.new_element.WhichOneof("type")
                self._note(message)
            if message.metadata.cacheable or kind == "ref_hash":
                self.kept[message.ref_hash or message.hash] = RUNS_KEPT
            self.bytes[kind] += len(data)
            if kind == "script_finished":
                self.kept = {known: runs - 1 for known, runs in self.kept.items() if runs > 1}
                return

    def _note_any(self, message: ForwardMsg) -> None:
        """Look at every message: nothing to see here."""

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.WhichOneof("type") == "slider":
            self.grid[element.slider.id] = (element.slider.min, element.slider.max, element.slider.step)
            self.values.setdefault(element.slider.id, list(element.slider.default))
            self.fragments[element.slider.id] = message.delta.fragment_id


def resident(server: Server) -> int:
    """Memory of the server in kB, as Linux tells it."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def processor(server: Server) -> float:
    """Milliseconds of processor time that the server has used, as Linux tells it."""
    after_name = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:13])) * 1000 / os.sysconf("SC_CLK_TCK")


async def measure(page: str, commits: int, memory: int) -> None:
    folder = Path(tempfile.mkdtemp())
    ours, floor = Server(folder), Server(folder, FLOOR, PYTHONPATH=str(ROOT))  # the floor builds on our dashboard.py
    try:
        visitors = {"page": Visitor(ours, page), "floor": Visitor(floor, "")}
        servers = {"page": ours, "floor": floor}
        took: dict[str, list[float]] = {"page": [], "floor": []}
        used: dict[str, list[float]] = {"page": [], "floor": []}
        for visitor in visitors.values():
            await visitor.open()
        for _ in range(commits // ROUND):
            for name, visitor in visitors.items():
                before = processor(servers[name])
                took[name] += [await visitor.commit() for _ in range(ROUND)]
                used[name].append((processor(servers[name]) - before) / ROUND)
        for what, figures in (("time", took), ("processor", used)):
            medians = {name: statistics.median(times) for name, times in figures.items()}
            print(f"{page}, {what}: {medians['page'] / medians['floor']:.1f} times the floor (milliseconds: {medians})")
        for kind, size in visitors["page"].bytes.most_common(8):
            print(f"  {kind}: {size / commits / 1000:.1f} kB a commit")
        print(f"  in all: {visitors['page'].bytes.total() / commits / 1000:.1f} kB a commit")
        if memory:
            before = resident(ours)
            for _ in range(memory):
                await visitors["page"].commit()
            print(f"memory after {memory} more commits: {resident(ours) / before:.3f} times what it was ({before} kB)")
    finally:
        ours.stop()
        floor.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", default="neuron")
    parser.add_argument("--commits", type=int, default=300)
    parser.add_argument("--memory", type=int, default=0)
    asyncio.run(measure(**vars(parser.parse_args())))
