"""Where rooms and votes are kept: one SQLite file that all replicas share, or memory where no file can be written."""

import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path

from neuron_core.room.ballot import Ballot, Tally

DAY = 86_400
"""How long a room lives, in seconds: it goes with all its votes."""
MOST_ROOMS = 1_000
MOST_BALLOTS = 1_000
"""How many questions one room may be asked."""
MOST_VOTES = 20_000
"""How many votes one room may hold: sixty students answer some forty questions in a lesson."""
MOST_OF_ONE = 100
"""How many of them one voter may give: nobody fills a room alone."""
MOST_BYTES = 64 * 1024 * 1024
_PAGE = 4096  # bytes, as SQLite writes them
_HOUR = 3_600.0
_OURS = 0x6E757231
"""What marks a file as one of rooms: another program's database is left alone."""
_PATIENCE = 10.0  # seconds that one replica waits for another to write; on a quiet machine it is a millisecond

_TABLES = """
CREATE TABLE IF NOT EXISTS room (
    name TEXT PRIMARY KEY, key TEXT NOT NULL, opened REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballot (
    room TEXT NOT NULL REFERENCES room ON DELETE CASCADE, key TEXT NOT NULL, stage INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vote (
    room TEXT NOT NULL, ballot TEXT NOT NULL, voter TEXT NOT NULL, option INTEGER NOT NULL,
    PRIMARY KEY (room, ballot, voter), FOREIGN KEY (room, ballot) REFERENCES ballot ON DELETE CASCADE
) WITHOUT ROWID;
"""


class Stage(IntEnum):
    """How far the teacher has gone with a question: it only ever goes on."""

    COUNTING = 0
    """Students answer; only their number is shown."""
    OPEN = 1
    """The tally is shown."""
    TWIN = 2
    """The same is asked with other numbers."""
    BOTH = 3
    """Both tallies are shown, side by side."""


class SteadyClock:
    """The time in seconds since 1970 as it was at the start, counted on: whoever sets the machine's clock does not move it."""

    def __init__(self) -> None:
        self._ahead = time.time() - time.monotonic()

    def __call__(self) -> float:
        return self._ahead + time.monotonic()


class Rooms:
    """Rooms, their ballots, and one vote of each voter for each ballot.

    Raises `sqlite3.Error` when it is made, where `place` is no file that can be written, or is no database. Afterwards a full or busy
    disk changes what is returned, and raises nothing: a class goes on without its tally.
    """

    def __init__(
        self, place: Path | None, *, now: Callable[[], float] = time.time, most_bytes: int = MOST_BYTES
    ) -> None:
        self.place = place
        self.closed = threading.Event()
        self._now = now
        # One connection, and one thread at a time on it: a vote takes a fraction of a millisecond.
        self._lock = threading.Lock()
        self._line = sqlite3.connect(
            place or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            if self._one("SELECT count(*) FROM sqlite_master")[0] and self._one("PRAGMA application_id")[0] != _OURS:
                raise sqlite3.DatabaseError("another program's database")
            for setting in (
                "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON",
                f"max_page_count = {most_bytes // _PAGE}", f"application_id = {_OURS}",
            ):  # fmt: skip
                self._line.execute(f"PRAGMA {setting}")
            self._line.executescript(_TABLES)
            self.forget_old()
        except sqlite3.Error:
            self._line.close()
            raise

    def close(self) -> None:
        self.closed.set()
        self._line.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._lock:
            self._line.execute("BEGIN IMMEDIATE")
            try:
                yield self._line
                self._line.execute("COMMIT")
            except BaseException:
                self._line.execute("ROLLBACK")
                raise

    def _one(self, query: str, *values: object) -> tuple[int, ...]:
        with self._lock:
            return tuple(self._line.execute(query, values).fetchone() or ())

    def forget_old(self) -> None:
        """Remove what is older than a day. What a clock that ran ahead has stamped gets a day from now."""
        with self._writing() as line:
            line.execute("UPDATE room SET opened = ?1 WHERE opened > ?1", (self._now(),))
            line.execute("DELETE FROM room WHERE opened < ?", (self._now() - DAY,))

    def open_room(self) -> tuple[str, str] | None:
        """Open a room; returns its name, six digits, and the key of its teacher. None if it cannot be kept, or there are too many."""
        key = secrets.token_urlsafe(9)
        try:
            self.forget_old()
            with self._writing() as line:
                if line.execute("SELECT count(*) FROM room").fetchone()[0] >= MOST_ROOMS:
                    return None
                taken = {name for (name,) in line.execute("SELECT name FROM room")}
                name = next(name for name in iter(_six_digits, "") if name not in taken)
                line.execute("INSERT INTO room VALUES (?, ?, ?)", (name, _hashed(key), self._now()))
        except sqlite3.Error:
            return None
        return name, key

    def is_open(self, room: str) -> bool:
        """Tell whether there is a room of this name."""
        try:
            return bool(self._one("SELECT 1 FROM room WHERE name = ? AND opened > ?", room, self._now() - DAY))
        except sqlite3.Error:
            return False

    def may_teach(self, room: str, key: str) -> bool:
        """Tell whether this is the key that was given to whoever opened the room."""
        try:
            return bool(self._one("SELECT 1 FROM room WHERE name = ? AND key = ?", room, _hashed(key)))
        except sqlite3.Error:
            return False

    def vote(self, room: str, ballot: Ballot, voter: str, option: int) -> bool:
        """Keep a voter's first answer to a ballot: an index into its options. Returns whether it is kept, now or before.

        Raises `ValueError` for an option that the ballot does not have.
        """
        if not 0 <= option < len(ballot.options):
            raise ValueError(f"no option {option} among {len(ballot.options)}")
        try:
            with self._writing() as line:
                given = "SELECT count(*) FROM vote WHERE room = ? AND voter = ? AND ballot != ?"
                if line.execute(given, (room, _hashed(voter), ballot.key)).fetchone()[0] >= MOST_OF_ONE:
                    return False
                if not self._add_ballot(line, room, ballot):
                    return False
                if line.execute("SELECT count(*) FROM vote WHERE room = ?", (room,)).fetchone()[0] >= MOST_VOTES:
                    return False
                line.execute(
                    "INSERT OR IGNORE INTO vote VALUES (?, ?, ?, ?)", (room, ballot.key, _hashed(voter), option)
                )
        except sqlite3.Error:  # no such room, no space, or another replica writes for too long
            return False
        return True

    def _add_ballot(self, line: sqlite3.Connection, room: str, ballot: Ballot) -> bool:
        """Make sure that a room has this ballot; returns False where it may have no more."""
        keys = {key for (key,) in line.execute("SELECT key FROM ballot WHERE room = ?", (room,))}
        if ballot.key not in keys and len(keys) >= MOST_BALLOTS:
            return False
        line.execute("INSERT OR IGNORE INTO ballot (room, key) VALUES (?, ?)", (room, ballot.key))
        return True

    def tally(self, room: str, ballot: Ballot) -> Tally:
        """Count the votes for each option."""
        counts = [0] * len(ballot.options)
        try:
            with self._lock:
                query = "SELECT option, count(*) FROM vote WHERE room = ? AND ballot = ? GROUP BY option"
                for option, votes in self._line.execute(query, (room, ballot.key)):
                    counts[option] = votes
        except sqlite3.Error:
            pass
        return Tally(ballot, tuple(counts))

    def stage(self, room: str, ballot: Ballot) -> Stage:
        """Return how far the teacher has gone with a question; `ballot` is its first, not its twin."""
        try:
            return Stage(*self._one("SELECT stage FROM ballot WHERE room = ? AND key = ?", room, ballot.key) or (0,))
        except sqlite3.Error:
            return Stage.COUNTING

    def go_on(self, room: str, ballot: Ballot, stage: Stage) -> None:
        """Go on to a stage of a question."""
        try:
            with self._writing() as line:
                if self._add_ballot(line, room, ballot):
                    line.execute(
                        "UPDATE ballot SET stage = ? WHERE room = ? AND key = ? AND stage < ?",
                        (stage, room, ballot.key, stage),
                    )
        except sqlite3.Error:
            return


def open_rooms(place: Path) -> Rooms:
    """Open the rooms of this file; where it cannot be written or is no database, rooms in memory: their `place` is None.

    While the process runs, what is older than a day is removed within the hour.
    """
    clock = SteadyClock()
    try:
        rooms = Rooms(place, now=clock)
    except sqlite3.Error:
        rooms = Rooms(None, now=clock)
    threading.Thread(target=_keep_tidy, args=(rooms,), daemon=True).start()
    return rooms


def _keep_tidy(rooms: Rooms) -> None:
    while not rooms.closed.wait(_HOUR):
        with suppress(sqlite3.Error):  # another replica is writing, or the disk is full: in an hour again
            rooms.forget_old()


def _six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


def _hashed(secret: str) -> str:
    """What is kept of a key or of a session's name: enough to know it again, and nothing to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
