"""A class on one process, and on two replicas behind nginx: the same sessions on One neuron, on the same cores, in turn.

    .venv/bin/python -m tests.benchmarks.replicas [--sessions 60] [--seconds 30]

Each session commits once a second on average and keeps messages as a browser does. Needs nginx, as the README says.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks.commits import Visitor
from tests.benchmarks.trainers import drag
from tests.browser.classroom import Classroom
from tests.browser.conftest import Server


async def measure(sessions: int, seconds: int) -> None:
    p50, p95 = {}, {}
    for name, serve in (("one process", Server), ("two replicas", Classroom)):
        server = serve(Path(tempfile.mkdtemp()))
        try:
            visitors = [Visitor(server, "neuron") for _ in range(sessions)]
            for visitor in visitors:
                await visitor.open()
            until, took = time.time() + seconds, []
            await asyncio.gather(*(drag(visitor, until, took) for visitor in visitors))
        finally:
            server.stop()
        took.sort()
        p50[name], p95[name] = statistics.median(took), took[int(0.95 * len(took))]
        print(f"{name}: {len(took) / seconds:.1f} commits a second, p50 {p50[name]:.0f} ms, p95 {p95[name]:.0f} ms")
    for what, figures in (("p50", p50), ("p95", p95)):
        print(
            f"{what}: two replicas take {figures['two replicas'] / figures['one process']:.2f} times as long as one process"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=30)
    asyncio.run(measure(**vars(parser.parse_args())))
