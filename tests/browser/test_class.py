"""A class in short: some join at once and work for some seconds. The long form is `tests/benchmarks/lesson.py`."""

import asyncio

from tests.benchmarks.lesson import PAGES, hold


def test_a_class_joins_and_works_without_a_fault(server):
    lesson = asyncio.run(hold(server, joins=12, within=1, sessions=len(PAGES), seconds=4))
    assert not lesson.faults
    assert len(lesson.joins) == 12
    assert len(lesson.commits) > len(PAGES)
    assert lesson.health
