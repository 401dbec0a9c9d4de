"""One long training at a time in the whole process: others wait their turn, so that dragging elsewhere stays quick."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore
from time import perf_counter, sleep

SLICE = 0.05
"""How many seconds of work a turn has."""
REST = 0.02
"""How many seconds the gate stays shut after a turn, for everything else."""
PATIENCE = 0.5
"""How many seconds to wait for a turn before saying that the server is busy."""

_gate = Semaphore(1)


@contextmanager
def turn(patience: float = PATIENCE) -> Iterator[Callable[[], bool] | None]:
    """Wait for a turn; yields what tells whether it still lasts, or `None` where none came within `patience` seconds."""
    if not _gate.acquire(timeout=patience):
        yield None
        return
    try:
        end = perf_counter() + SLICE
        yield lambda: perf_counter() < end
        sleep(REST)
    finally:
        _gate.release()
