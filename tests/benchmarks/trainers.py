"""What long trainings do to everybody else: commits on One neuron while nobody, one and five sessions train.

    .venv/bin/python -m tests.benchmarks.trainers [--sessions 10] [--seconds 20]

Trainers ask for their next slice as a browser does, ten times a second.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.commits import Visitor
from tests.browser.conftest import Server

LONG = "training_batch=1"


class Trainer(Visitor):
    """A session in which a long training is under way."""

    def __init__(self, server: Server, query: str):
        super().__init__(server, "training", query)
        self.fragment, self.interval, self.slices = "", 0.0, 0

    def _note_any(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "auto_rerun":
            self.fragment, self.interval = message.auto_rerun.fragment_id, message.auto_rerun.interval

    async def train(self, until: float) -> None:
        await self.open()
        while time.time() < until:
            began = time.time()
            await self._rerun(self.fragment)
            self.slices += 1
            await asyncio.sleep(max(0.0, self.interval - (time.time() - began)))


async def drag(visitor: Visitor, until: float, took: list[float]) -> None:
    while time.time() < until:
        await asyncio.sleep(random.expovariate(1))
        took.append(await visitor.commit())


async def measure(sessions: int, seconds: int) -> None:
    for trainers in (0, 1, 5, 0, 5):
        server = Server(Path(tempfile.mkdtemp()))
        try:
            visitors = [Visitor(server, "neuron") for _ in range(sessions)]
            for visitor in visitors:
                await visitor.open()
            until, took = time.time() + seconds, []
            training = [Trainer(server, f"{LONG}&training_seed={i}") for i in range(trainers)]
            await asyncio.gather(
                *(drag(visitor, until, took) for visitor in visitors), *(trainer.train(until) for trainer in training)
            )
            took.sort()
            slices = sum(trainer.slices for trainer in training) / seconds
            print(
                f"{trainers} train: {len(took) / seconds:.1f} commits a second, p50 {statistics.median(took):.0f} ms, "
                f"p95 {took[int(0.95 * len(took))]:.0f} ms; {slices:.1f} slices a second"
            )
        finally:
            server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=20)
    asyncio.run(measure(**vars(parser.parse_args())))
