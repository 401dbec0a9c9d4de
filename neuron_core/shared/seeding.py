"""Seeded draws that are right for everyone at once.

Torch has one default generator for the whole process. Thirty sessions that seed it and draw from it would get each other's
numbers, so every seeded draw of this project goes through `seeded`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import torch

MAX_SEED = 2**31 - 1
_one_at_a_time = RLock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw inside as after `torch.manual_seed(seed)`; nobody else draws meanwhile, and the generator is put back.

    `seed` runs from 0 to `MAX_SEED`. Only the CPU's generator is touched: an accelerator's stays as it is.
    """
    with _one_at_a_time, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        yield
