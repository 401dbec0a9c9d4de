"""A class in short: some join at once and work for some seconds. The long form is `tests/benchmarks/lesson.py`."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.lesson import PAGES, hold


def test_a_class_joins_and_works_without_a_fault(server):
    with ThreadPoolExecutor() as threads:  # the browser's loop runs in this one
        lesson = threads.submit(asyncio.run, hold(server, joins=12, within=1, sessions=len(PAGES), seconds=4)).result()
    assert not lesson.faults
    assert len(lesson.joins) == 12
    assert len(lesson.commits) > len(PAGES)
    assert lesson.health
