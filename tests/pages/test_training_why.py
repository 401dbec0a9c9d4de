import pytest

from neuron_core.diagnosis.cures import cures_for
from neuron_core.diagnosis.findings import diagnose, ending
from neuron_core.diagnosis.overfit import compare_dropout, unseen
from neuron_core.diagnosis.questions import training_questions
from neuron_core.diagnosis.snippets import EXHIBITS
from neuron_core.diagnosis.words import comparison_words, cure_words, ending_words, finding_words, unseen_words
from neuron_core.training import Settings, drawn_table, prepare, train
from neuron_core.training.evaluate import History
from pages.panels.training_why import _SETS, ON_PURPOSE
from pages.shared.panel import COVERED
from tests.app import open_page, texts

SAMPLES = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
DEAD = Settings(seed=4)


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def skipped(**query):
    return open_page("training", **query).button(key="training_predict_skip").click().run()


def test_how_it_ends_is_asked_first_and_covered_meanwhile():
    app = open_page("training", training_seed="4")
    assert COVERED in texts(app)
    assert "dead" not in texts(app)
    assert "training_cure_look" not in keys(app)
    app.radio[0].set_value(app.radio[0].options[2]).run()
    app.button(key="training_predict").click().run()
    assert not app.exception
    assert app.session_state["training_epoch"] == 1000
    run = train(DEAD, SAMPLES)
    assert ending_words(ending(run, History(run))) in texts(app)
    assert all(finding_words(found) in texts(app) for found in diagnose(run, History(run)))
    app.button(key="training_predict_twin").click().run()
    app.radio[0].set_value(app.radio[0].options[0]).run()
    app.button(key="training_predict").click().run()
    assert app.session_state["training_seed"] == 5
    app.button(key="training_predict_back").click().run()
    assert (app.session_state["training_seed"], app.session_state["training_epoch"]) == (4, 0)


def test_every_question_can_be_answered():
    app = open_page("training")
    count = len(training_questions(train(Settings(), SAMPLES)))
    for number in range(count):
        app.radio[0].set_value(app.radio[0].options[0]).run()
        app.button(key="training_predict").click().run()
        assert not app.exception
        assert app.session_state["training_predict_talk"].answered, number
        app.button(key="training_predict_next").click().run()
    assert app.session_state["progress"]["training"] == (count, count)


def test_what_works_needs_no_cure():
    app = skipped()
    assert "**It works.**" in texts(app)
    assert "training_cure_look" not in keys(app)


def test_a_cure_is_tried_offered_and_set():
    app = skipped(training_seed="4")
    app.button(key="training_cure_look").click().run()
    assert not app.exception
    run = train(DEAD, SAMPLES)
    finding, end = diagnose(run, History(run))[0], ending(run, History(run))
    cures = [cure for _, cure in cures_for(finding, end, DEAD, SAMPLES) if cure]
    cures.sort(key=lambda cure: not cure.end.solved)
    offered = [button.label for button in app.button if button.key.startswith("training_cure_")]
    assert offered == [cure_words(cure) for cure in cures]
    assert "training_cure_look" not in keys(app)
    app.button(key="training_cure_0").click().run()
    assert not app.exception
    for name, value in cures[0].trial.changes:
        assert app.session_state[_SETS[name].key] == value
    again = train(cures[0].trial.settings, cures[0].trial.samples)
    assert ending_words(ending(again, History(again))) in texts(app)
    assert not [key for key in keys(app) if key.startswith("training_cure_") and key != "training_cure_look"]


def test_what_was_tried_is_of_that_run_alone():
    app = skipped(training_seed="4")
    app.button(key="training_cure_look").click().run()
    app.button(key="training_next_seed").click().run()
    assert "training_cure_0" not in keys(app)


@pytest.mark.parametrize("query", [
    {"training_data": "sine", "training_hidden": "2"},
    {"training_data": "spirals", "training_batch": "60", "training_epochs": "300"},
    {"training_rate": "30.0", "training_loss": "mse", "training_seed": "4"},
    {"training_activation": "identity"},
    {"training_data": "iris", "training_rate": "0.001", "training_optimiser": "sgd"},
    {"training_test": "0", "training_seed": "1", "training_epochs": "20"},
])  # fmt: skip
def test_every_kind_of_run_can_be_looked_at_and_cured(query):
    app = open_page("training", **query)
    while COVERED in texts(app):
        app.button(key="training_predict_skip").click().run()
    assert not app.exception
    if "training_cure_look" in keys(app):
        app.button(key="training_cure_look").click().run()
        assert not app.exception
        if "training_cure_0" in keys(app):
            app.button(key="training_cure_0").click().run()
            assert not app.exception


def test_overfitting_on_purpose_and_dropout():
    app = skipped(training_overfit="true")
    app.button(key="training_overfit_now").click().run()
    assert not app.exception
    samples = prepare(drawn_table("circles", 40, 1.0, 0), 0.5, False, 0)
    settings = Settings(hidden=8, optimiser="adam", rate=0.1)
    seen = unseen(History(train(settings, samples)))
    assert seen.overfits
    assert unseen_words(seen) in texts(app)
    app.button(key="training_dropout").click().run()
    assert comparison_words(compare_dropout(settings, samples, 0.5)) in texts(app)
    app.button_group(key="training_dropout_p").set_value(0.2).run()
    assert "In this run, dropout" not in texts(app), "it was trained with another p"


def test_overfitting_is_set_on_purpose_by_what_the_knobs_can_be():
    from pages.knobs import KNOBS

    known = {knob.key: knob for knob in KNOBS["training"]}
    assert set(ON_PURPOSE) <= set(known)
    assert all(value in known[key].options for key, value in ON_PURPOSE.items() if hasattr(known[key], "options"))


def test_without_test_rows_there_is_nothing_to_compare():
    app = skipped(training_overfit="true", training_test="0")
    assert "No rows are kept for the test" in texts(app)
    assert "training_dropout" not in keys(app)


def test_while_it_is_asked_overfitting_is_covered_too():
    app = open_page("training", training_overfit="true")
    assert texts(app).count(COVERED) == 2


@pytest.mark.parametrize("title", EXHIBITS)
def test_every_mistake_is_run(title):
    app = open_page("training", training_mistakes="true", training_mistake=title)
    assert not app.exception
    assert EXHIBITS[title].run(seed=0).output in texts(app)
    assert EXHIBITS[title].run_cure(seed=0).output in texts(app)


def test_an_answer_opens_the_mistake_it_is_about():
    app = open_page("training")
    while "softmax" not in app.radio[0].label:
        app.button(key="training_predict_skip").click().run()
    app.radio[0].set_value(app.radio[0].options[1]).run()
    app.button(key="training_predict").click().run()
    assert not app.exception
    assert app.session_state["training_mistake"] == "A softmax over one output"
    assert EXHIBITS["A softmax over one output"].run(seed=0).output in texts(app)
