"""A room: a class answers the same question, each for herself, and the teacher opens the tally when she wants."""

from neuron_core.room.ballot import Ballot, Tally, ballot_of
from neuron_core.room.store import Rooms, Stage, open_rooms

__all__ = ["Ballot", "Rooms", "Stage", "Tally", "ballot_of", "open_rooms"]
