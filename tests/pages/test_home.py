from itertools import pairwise

from pages.shared.frame import ENTRIES, SECTIONS
from tests.app import open_page, texts


def test_says_what_a_neuron_is_in_four_steps_and_beside_the_brain():
    words = texts(open_page("home"))
    assert all(f"{number}. **" in words for number in (1, 2, 3, 4))
    for brain, machine in (
        ("signals", "numbers"),
        ("strength", "weight"),
        ("decision", "activation"),
        ("signal on", "output"),
    ):
        row = next(line for line in words.splitlines() if line.startswith("|") and brain in line)
        assert machine in row


def test_leads_to_every_page_with_a_sentence():
    app = open_page("home")
    others = [entry for entries in SECTIONS.values() for entry in entries if entry.file != "home"]
    assert len(app.get("page_link")) == 1 + len(others), "a start, and every page"
    assert all(entry.teaser and entry.teaser in texts(app) for entry in others)


def test_the_first_neuron_starts_from_the_lessons_numbers():
    assert {slider.key: slider.value for slider in open_page("home").slider} == {"x1": 3.0, "w1": 0.2, "b": 0.1}


def test_each_page_but_the_last_leads_to_the_next():
    for entry, following in pairwise([entry for entry in ENTRIES if entry.file != "home"]):
        (link,) = open_page(entry.file).get("page_link")
        assert f"Next: {following.title}" in link.proto.label
    assert not open_page(ENTRIES[-1].file).get("page_link")
