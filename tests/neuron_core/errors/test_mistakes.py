"""Every mistake does what it claims on this torch, each of its cures cures it, and a silent one has its tell."""

import pytest

from neuron_core.errors.marks import letters, marked
from neuron_core.errors.mistake import Mistake
from neuron_core.errors.recognise import recognise
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.wordings import spans
from neuron_core.shared.exhibit import Outcome
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError
from pages.knobs import KNOBS
from tests.neuron_core.test_exhibits import at_home, does

ALL = [pytest.param(mistake, id=key) for key, mistake in MISTAKES.items()]
SAYS = (Outcome.RAISES, Outcome.WARNS)
SILENT = [param for param in ALL if param.values[0].shows.outcome is Outcome.SILENT]


@pytest.mark.parametrize("mistake", ALL)
def test_it_does_what_it_claims(mistake: Mistake):
    claimed = mistake.shows.outcome
    run = mistake.run(mistake.defaults)
    assert does(run) is (Outcome.PRINTS if claimed is Outcome.SILENT else claimed)
    assert (mistake.tell is not None) >= (claimed is Outcome.SILENT), "a silent mistake has a tell"
    cause = mistake.cause(mistake.defaults)
    assert cause.endswith(".")
    assert cause.count(". ") <= 2, "a cause is two sentences, three at most"


@pytest.mark.parametrize("mistake", ALL)
def test_its_cures_run_without_a_word(mistake: Mistake):
    cures = mistake.cures(mistake.defaults)
    assert cures or mistake.shows.outcome is Outcome.PRINTS, "what is wrong has a cure"
    for cure in cures:
        assert does(cure.run()) is Outcome.PRINTS
        assert cure.run().written == cure.written
        assert cure.written.code != mistake.write(mistake.defaults).code


@pytest.mark.parametrize("mistake", ALL)
def test_its_script_does_the_same_at_home(mistake: Mistake):
    for run in [mistake.run(mistake.defaults), *(cure.run() for cure in mistake.cures(mistake.defaults))]:
        if run.refusal:
            with pytest.raises(Exception) as raised:  # noqa: PT011 (compared word for word below)
                at_home(run.script)
            assert Refusal.of(raised.value) == run.refusal
            assert run.guilty is not None
            assert run.code.splitlines()[run.guilty].strip()
        else:
            assert at_home(run.script) == run.output


@pytest.mark.parametrize("mistake", ALL)
def test_the_learners_numbers_stand_in_the_code(mistake: Mistake):
    known = letters([number.name for number in mistake.numbers])
    run = mistake.run(mistake.defaults)
    pieces = [piece for line in marked(run.code, run.written.given, known) for piece in line]
    seen = {letter for piece in pieces for letter in piece.letter.split(" × ") if letter}
    assert seen == set(known.values())
    assert run.written == mistake.write(mistake.defaults)


@pytest.mark.parametrize("key", [key for key, mistake in MISTAKES.items() if mistake.shows.outcome in SAYS])
def test_what_it_raises_is_recognised_as_itself_with_its_numbers(key: str):
    mistake = MISTAKES[key]
    run = mistake.run(mistake.defaults)
    said = run.refusal or run.warned[0]
    found = recognise(str(said))
    assert found
    assert found.key == key
    assert found.numbers.items() <= mistake.defaults.items()
    seen = {name for _, _, name in spans(key, str(said))}
    assert seen >= found.numbers.keys() - {name for names in mistake.products.values() for name in names}
    assert seen <= mistake.defaults.keys() | mistake.products.keys()


@pytest.mark.parametrize("mistake", ALL)
def test_it_survives_the_bounds_of_its_numbers(mistake: Mistake):
    for bound in ("minimum", "maximum"):
        numbers = {number.name: getattr(number, bound) for number in mistake.numbers}
        assert mistake.cause(numbers)
        try:
            mistake.write(numbers)
        except InputError:  # together they would be too large: said before anything is allocated
            assert bound == "maximum"
            continue
        does(mistake.run(numbers))
        mistake.cures(numbers)


@pytest.mark.parametrize("mistake", ALL)
def test_where_to_touch_it_is_a_page_of_this_app(mistake: Mistake):
    knobs = {knob.key for knob in KNOBS[mistake.place.page]}
    assert mistake.place.settings(**mistake.defaults).keys() <= knobs


@pytest.mark.parametrize("mistake", SILENT)
def test_a_tell_is_measured_under_several_seeds(mistake: Mistake):
    assert mistake.tell
    measured = mistake.tell.measured([mistake.tell.measure(seed, mistake.defaults) for seed in range(2)])
    assert len(measured.wrong) == len(measured.right) == 2
    assert all(isinstance(value, float) for values in (*measured.wrong, *measured.right) for value in values)
    assert mistake.tell.says(measured).endswith(".")


def test_titles_differ_and_do_not_tell_what_comes_of_it():
    titles = [mistake.title for mistake in MISTAKES.values()]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if "error" in title.lower() or "silent" in title.lower()]
