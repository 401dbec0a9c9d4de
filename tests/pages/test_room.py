"""A room on the pages: students are counted, and the teacher opens what they answered."""

from collections.abc import Iterator

import pytest
import streamlit as st

from neuron_core.room import Rooms
from pages.shared.room import rooms
from tests.app import open_page, texts


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Iterator[Rooms]:
    """The rooms that the pages use here: in a file of their own."""
    monkeypatch.setenv("NEURON_ROOM_FILE", str(tmp_path / "rooms.sqlite"))
    monkeypatch.setattr(type(st.context), "cookies", {})  # without a browser there are none
    rooms.clear()
    yield rooms()
    rooms.clear()


def answer(app, option: int = 0, page: str = "neuron"):
    app.radio[0].set_value(app.radio[0].options[option]).run()
    return app.button(key=f"{page}_predict").click().run()


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def bars(app) -> list[tuple[int, str]]:
    return [(element.proto.value, element.proto.text) for element in app.get("progress")]


def test_a_page_without_a_room_opens_no_file(kept, monkeypatch):
    rooms.clear()
    monkeypatch.setattr("pages.shared.room.open_rooms", lambda place: pytest.fail("opened"))
    app = answer(open_page("neuron"))
    assert not app.exception
    assert "room" not in app.query_params


def test_a_class_answers_and_the_teacher_opens_the_tally(kept):
    room, key = kept.open_room()
    students = [open_page("neuron", room=room) for _ in range(3)]
    teacher = open_page("neuron", room=room, teach=key)
    assert f"You are in room **{room}**" in texts(students[0])
    assert f"You teach room **{room}**" in texts(teacher)
    assert "**Room: 0 answers**" in texts(teacher)
    for student, option in zip(students, (0, 1, 1), strict=True):
        assert "Your answer is counted." in texts(answer(student, option))
        assert "answers**" not in texts(student), "the tally is the teacher's alone"
    teacher.run()
    assert "**Room: 3 answers**" in texts(teacher)
    assert not bars(teacher), "hidden until she wants it"

    teacher.button(key="tally_open").click().run()
    options = teacher.radio[0].options
    assert bars(teacher) == [
        (33, f"{options[0]}: **1 of 3**"), (66, f"{options[1]}: **2 of 3**"),
        (0, f"{options[2]}: **0 of 3**"), (0, f"{options[3]}: **0 of 3**"),
    ]  # fmt: skip

    waiting = students[0].button(key="neuron_predict_twin").click().run()
    assert waiting.toast[0].value == "Your teacher has not asked that yet."
    teacher.button(key="tally_twin").click().run()
    assert "**With other numbers: 0 answers**" in texts(teacher)
    assert students[0].slider(key="w2").value == 0.8
    asked = students[0].button(key="neuron_predict_twin").click().run()
    assert asked.slider(key="w2").value == 0.4, "the twin is about the numbers that the question has found"
    assert asked.radio[0].label == teacher.radio[0].label != open_page("neuron").radio[0].label
    assert "Your answer is counted." in texts(answer(asked, 2))
    teacher.run()
    assert "**With other numbers: 1 answer**" in texts(teacher)
    teacher.button(key="tally_both").click().run()
    assert [text.split(": ")[1] for _, text in bars(teacher)] == [
        "**1 of 3**", "**0 of 1**", "**2 of 3**", "**0 of 1**", "**0 of 3**", "**1 of 1**", "**0 of 3**", "**0 of 1**"
    ]  # fmt: skip
    assert not any("torch" in text for _, text in bars(teacher))
    answer(teacher)
    assert [text.endswith("✓ torch says so**") for _, text in bars(teacher)].count(True) == 2
    teacher.run()
    assert [text.split(": ")[1][:10] for _, text in bars(teacher)][1::2].count("**0 of 1**") == 3, (
        "the teacher's own answer is no vote"
    )


def test_the_key_alone_makes_a_teacher(kept):
    room, key = kept.open_room()
    _, other_key = kept.open_room()
    for forged in ("", "x", other_key, key[:-1], room):
        assert "answers**" not in texts(open_page("neuron", room=room, teach=forged))
    assert "answers**" in texts(open_page("neuron", room=room, teach=key))


@pytest.mark.parametrize("room", ["000000", "<script>", "x" * 5_000, "' OR 1=1 --", "\x00", " "])
def test_a_room_that_is_not_there_is_said_to_be_closed(kept, room):
    app = open_page("neuron", room=room)
    assert not app.exception
    assert "This room is closed" in texts(app)
    assert room == " " or room not in texts(app)
    assert "answers**" not in texts(app)
    assert "counted" not in texts(answer(app)).replace("are counted", "")
    app.button(key="room_leave").click().run()
    assert "This room is closed" not in texts(app)
    assert "room" not in app.query_params


def test_one_stays_in_the_room_from_page_to_page(kept):
    room, key = kept.open_room()
    app = open_page("neuron", room=room, teach=key)
    app.query_params.clear()
    app.switch_page("dropout.py").run()
    assert (app.query_params["room"], app.query_params["teach"]) == (room, key)
    assert f"You teach room **{room}**" in texts(app)


def test_share_opens_a_room_and_its_link_leads_there_without_the_key(kept):
    app = open_page("neuron")
    app.session_state["share"] = True
    app.run()
    app.button(key="share_room").click().run()
    room, key = app.query_params["room"], app.query_params["teach"]
    assert kept.may_teach(room, key)
    links = [code.value for code in app.code if "room=" in code.value]
    assert len([link for link in links if key in link]) == 1, "the teacher's own"
    assert sum(f"room={room}" in link for link in links) == 3


def test_a_full_room_says_so_and_the_page_goes_on(kept, monkeypatch):
    room, _ = kept.open_room()
    monkeypatch.setattr("neuron_core.room.store.MOST_VOTES", 0)
    app = answer(open_page("neuron", room=room))
    assert "could not be counted" in texts(app)
    assert "You said" not in texts(app)
    assert not app.exception


def test_votes_in_memory_are_said_to_be_so(tmp_path, monkeypatch):
    monkeypatch.setenv("NEURON_ROOM_FILE", str(tmp_path / "no" / "folder.sqlite"))
    rooms.clear()
    try:
        room, key = rooms().open_room()
        assert "in memory only" in texts(open_page("neuron", room=room, teach=key))
    finally:
        rooms.clear()


def test_a_question_without_a_twin_has_one_tally(kept):
    room, key = kept.open_room()
    teacher = open_page("errors", room=room, teach=key)
    teacher.button(key="tally_open").click().run()
    assert "Ask the same with other numbers" not in labels(teacher)
    assert not teacher.exception
