"""Rooms and votes: one vote a voter, whatever is sent, and however the disk, the clock and other processes behave."""

import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from neuron_core.room import Ballot, Rooms, Stage, Tally, ballot_of, open_rooms
from neuron_core.room import store as module
from neuron_core.room.store import DAY, MOST_OF_ONE, SteadyClock
from neuron_core.shared.question import Question, Truth
from tests.app import ROOT

BALLOT = Ballot("Raise b by 1. How far does z move?", ("By 1", "By the sum of the weights", "It depends"), 0)
TWIN = replace(BALLOT, prompt="Raise b by 0.5. How far does z move?")


@pytest.fixture
def rooms(tmp_path) -> Rooms:
    return Rooms(tmp_path / "rooms.sqlite")


def test_a_room_has_six_digits_and_its_teacher_a_key(rooms):
    name, key = rooms.open_room()
    assert len(name) == 6
    assert name.isdigit()
    assert rooms.is_open(name)
    assert rooms.may_teach(name, key)
    assert not rooms.may_teach(name, key + "x")
    assert not rooms.may_teach(name, "")
    assert not rooms.is_open("nobody's")
    assert rooms.open_room()[0] != name


def test_votes_are_counted_by_option(rooms):
    room, _ = rooms.open_room()
    chance = random.Random(0)
    chosen = [chance.randrange(3) for _ in range(200)]
    for voter, option in enumerate(chosen):
        assert rooms.vote(room, BALLOT, f"voter {voter}", option)
    tally = rooms.tally(room, BALLOT)
    assert tally.counts == tuple(Counter(chosen)[option] for option in range(3))
    assert tally.votes == 200
    assert rooms.tally(room, TWIN) == Tally(TWIN, (0, 0, 0))


def test_the_first_vote_of_a_voter_is_the_one_that_counts(rooms):
    room, _ = rooms.open_room()
    for flood in range(2_000):
        assert rooms.vote(room, BALLOT, "one voter", 1 if flood == 0 else 2)
    assert rooms.tally(room, BALLOT).counts == (0, 1, 0)


def test_what_differs_in_words_options_or_truth_is_another_ballot():
    others = [TWIN, replace(BALLOT, options=BALLOT.options[:2]), replace(BALLOT, truth=1)]
    assert len({ballot.key for ballot in (BALLOT, *others)}) == 4
    question = Question(BALLOT.prompt, BALLOT.options, {"b": 1.0}, lambda: Truth(0, "", ""))
    assert ballot_of(question, question.ask_torch()) == BALLOT


@pytest.mark.parametrize("option", [-1, 3, 10**9])
def test_an_option_that_is_not_there_is_refused(rooms, option):
    room, _ = rooms.open_room()
    with pytest.raises(ValueError, match="no option"):
        rooms.vote(room, BALLOT, "x", option)
    assert rooms.tally(room, BALLOT).votes == 0


@pytest.mark.parametrize("room", ["000000", "", "x' OR '1'='1", "\x00", "9" * 10_000])
def test_nobody_votes_in_a_room_that_is_not_open(rooms, room):
    if not rooms.is_open(room):
        assert not rooms.vote(room, BALLOT, "x", 0)
        assert rooms.tally(room, BALLOT).votes == 0


def test_a_teacher_goes_on_and_never_back(rooms):
    room, _ = rooms.open_room()
    assert rooms.stage(room, BALLOT) is Stage.COUNTING
    for stage, now in ((1, Stage.OPEN), (2, Stage.TWIN), (1, Stage.TWIN), (3, Stage.BOTH), (0, Stage.BOTH)):
        rooms.go_on(room, BALLOT, Stage(stage))
        assert rooms.stage(room, BALLOT) is now
    assert rooms.stage(room, TWIN) is Stage.COUNTING


# --- many at once


def class_votes(place: str, room: str, first: int) -> None:
    rooms = Rooms(Path(place))
    for voter in range(first, first + 150):
        assert rooms.vote(room, BALLOT, f"voter {voter}", voter % 3)
        assert rooms.vote(room, BALLOT, f"voter {voter - 75}", 2), "half of them have voted before, or will, elsewhere"


def test_replicas_lose_no_vote_and_count_none_twice(rooms):
    room, _ = rooms.open_room()
    votes = f"from {__name__} import class_votes; class_votes({str(rooms.place)!r}, {room!r}, "
    replicas = [subprocess.Popen([sys.executable, "-c", f"{votes}{first})"], cwd=ROOT) for first in (0, 150)]
    assert [replica.wait() for replica in replicas] == [0, 0]
    assert rooms.tally(room, BALLOT).votes == 375, "voters -75 to 299"


# --- a day, and clocks


class Clock:
    def __init__(self) -> None:
        self.now = 1e9

    def __call__(self) -> float:
        return self.now


def count(place: Path, table: str) -> int:
    with sqlite3.connect(place) as line:
        return int(line.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_after_a_day_nothing_is_left(tmp_path):
    clock, place = Clock(), tmp_path / "rooms.sqlite"
    rooms = Rooms(place, now=clock)
    room, _ = rooms.open_room()
    rooms.vote(room, BALLOT, "x", 0)
    clock.now += DAY - 1
    rooms.forget_old()
    assert rooms.is_open(room)
    clock.now += 2
    assert not rooms.is_open(room)
    rooms.forget_old()
    assert [count(place, table) for table in ("room", "ballot", "vote")] == [0, 0, 0]


def test_what_is_old_goes_by_itself(tmp_path, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "_HOUR", 0.01)
    monkeypatch.setattr(module, "SteadyClock", lambda: clock)
    rooms = open_rooms(tmp_path / "rooms.sqlite")
    rooms.open_room()
    clock.now += DAY + 1
    for _ in range(500):
        if not count(rooms.place, "room"):
            break
        time.sleep(0.01)
    assert count(rooms.place, "room") == 0
    rooms.close()


def test_a_clock_set_back_ends_no_lesson_and_keeps_nothing_for_ever(tmp_path):
    clock = Clock()
    rooms = Rooms(tmp_path / "rooms.sqlite", now=clock)
    room, _ = rooms.open_room()
    clock.now -= 3_600
    rooms.forget_old()
    assert rooms.vote(room, BALLOT, "x", 0)
    clock.now -= 400 * DAY  # while the server was down, for instance
    rooms.forget_old()
    assert rooms.is_open(room)
    clock.now += DAY + 1
    rooms.forget_old()
    assert count(rooms.place, "room") == 0


def test_a_running_server_does_not_notice_that_its_clock_is_set(monkeypatch):
    steady = SteadyClock()
    before = steady()
    monkeypatch.setattr(module.time, "time", lambda: 0.0)
    assert 0 <= steady() - before < 5


# --- caps, and a disk that fails


def test_there_are_not_too_many_rooms(rooms, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROOMS", 3)
    assert all(rooms.open_room() for _ in range(3))
    assert rooms.open_room() is None


def test_a_room_takes_so_many_questions_and_votes(rooms, monkeypatch):
    room, _ = rooms.open_room()
    monkeypatch.setattr(module, "MOST_BALLOTS", 2)
    monkeypatch.setattr(module, "MOST_VOTES", 3)
    assert rooms.vote(room, BALLOT, "x", 0)
    assert rooms.vote(room, TWIN, "x", 0)
    assert not rooms.vote(room, replace(BALLOT, truth=2), "x", 0)
    assert rooms.vote(room, BALLOT, "y", 0)
    assert not rooms.vote(room, BALLOT, "z", 0)
    assert rooms.tally(room, BALLOT).votes == 2


def test_nobody_fills_a_room_alone(rooms):
    room, _ = rooms.open_room()
    for number in range(2 * MOST_OF_ONE):
        kept = rooms.vote(room, replace(BALLOT, prompt=f"Question {number}"), "one voter", 0)
        assert kept is (number < MOST_OF_ONE)
    assert rooms.vote(room, replace(BALLOT, prompt="Question 0"), "one voter", 1), "what was counted stays counted"
    assert rooms.vote(room, TWIN, "another", 0)


def test_another_programs_database_is_left_alone(tmp_path):
    place = tmp_path / "theirs.sqlite"
    with sqlite3.connect(place) as line:
        line.execute("CREATE TABLE theirs (x)")
    before = place.read_bytes()
    assert open_rooms(place).place is None
    assert place.read_bytes() == before


def test_on_a_full_disk_a_vote_is_not_kept_and_nothing_breaks(tmp_path):
    rooms = Rooms(tmp_path / "rooms.sqlite", most_bytes=80_000)
    room, _ = rooms.open_room()
    kept = sum(rooms.vote(room, BALLOT, f"voter {voter}", 0) for voter in range(3_000))
    assert 0 < kept < 3_000
    assert rooms.tally(room, BALLOT).votes == kept
    assert rooms.is_open(room)
    rooms.go_on(room, TWIN, Stage.OPEN)
    rooms.open_room()


def test_the_disk_fails_altogether(rooms):
    room, key = rooms.open_room()
    rooms.close()
    assert not rooms.vote(room, BALLOT, "x", 0)
    assert not rooms.is_open(room)
    assert not rooms.may_teach(room, key)
    assert rooms.tally(room, BALLOT).votes == 0
    assert rooms.stage(room, BALLOT) is Stage.COUNTING
    rooms.go_on(room, BALLOT, Stage.OPEN)
    assert rooms.open_room() is None


def test_where_no_file_can_be_written_rooms_are_in_memory(tmp_path):
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database" * 1_000)
    for place in (tmp_path / "no" / "such" / "folder.sqlite", tmp_path, broken):
        rooms = open_rooms(place)
        assert rooms.place is None
        room, _ = rooms.open_room()
        assert rooms.vote(room, BALLOT, "x", 0)
        assert rooms.tally(room, BALLOT).counts == (1, 0, 0)
    assert broken.read_bytes().startswith(b"this is no database"), "what is no database of ours is left alone"


def test_nothing_that_names_anybody_is_kept(rooms):
    room, key = rooms.open_room()
    rooms.vote(room, BALLOT, "the session of Ada", 0)
    kept = b"".join(path.read_bytes() for path in rooms.place.parent.iterdir())
    assert key.encode() not in kept
    assert b"Ada" not in kept
