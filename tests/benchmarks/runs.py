"""What a run of the training page costs: bytes of a new run and of a release, time until it is sent, memory after many runs.

.venv/bin/python -m tests.benchmarks.runs [--runs 1000]
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.commits import Visitor, resident
from tests.browser.conftest import Server

EPOCHS = 1000


class Learner(Visitor):
    """A session on the training page that asks for one run after the other."""

    def __init__(self, server: Server):
        super().__init__(server, "training")
        self.seed = ""

    def _note_any(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "number_input":
            element = message.delta.new_element.number_input
            self.seed = element.id if element.label == "Seed" else self.seed

    def _note(self, message: ForwardMsg) -> None:
        if message.delta.new_element.slider.label.startswith("Epoch"):  # of all sliders only this one is let go of
            super()._note(message)

    async def train(self, seed: int) -> tuple[float, int]:
        """Ask for the run of another seed; returns the seconds and the bytes until it is there."""
        self.bytes.clear()
        self.numbers[self.seed] = seed
        began = time.perf_counter()
        await self._rerun("")
        return time.perf_counter() - began, self.bytes.total()

    async def release(self) -> tuple[float, int]:
        """Let go of the epoch's slider; returns the seconds and the bytes of the answer."""
        self.bytes.clear()
        return await self.commit() / 1e3, self.bytes.total()


async def measure(runs: int) -> None:
    server = Server(Path(tempfile.mkdtemp()))
    try:
        learner = Learner(server)
        await learner.open()
        took, sizes, released, answers, memory = [], [], [], [], 0
        for seed in range(1, runs + 1):
            seconds, size = await learner.train(seed)
            took.append(seconds)
            sizes.append(size)
            seconds, size = await learner.release()
            released.append(seconds)
            answers.append(size)
            if seed == 10:
                memory = resident(server)
        shown = statistics.median(took)
        print(f"a run: {statistics.median(sizes) / 1000:.0f} kB, at most {max(sizes) / 1000:.0f} kB")
        print(
            f"       {shown * 1000:.0f} ms until it is sent: {EPOCHS / shown:,.0f} epochs a second, {EPOCHS / shown / 60:.0f} times 60"
        )
        print(
            f"a release: {statistics.median(answers) / 1000:.1f} kB, at most {max(answers) / 1000:.1f} kB; {statistics.median(released) * 1000:.0f} ms"
        )
        print(f"memory after {runs} runs: {resident(server) / memory:.2f} times that after 10 ({memory} kB)")
    finally:
        server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    asyncio.run(measure(**vars(parser.parse_args())))
