import pytest

from neuron_core.training import Settings, drawn_table, loss_landscape, names, output_surface, prepare, train
from neuron_core.training.filmed import MOST_DOTS
from neuron_core.training.words_landscape import ONLY_AT_THE_MARK, landscape_words, output_words
from tests.app import open_page, texts

RUN = train(Settings(epochs=60), prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0))
OPEN = {"training_landscape": "true", "training_epochs": "60"}


def charts(app) -> int:
    return len(app.get("plotly_chart"))


def test_a_closed_panel_draws_nothing():
    assert charts(open_page("training")) == 0


def test_it_shows_the_loss_around_the_committed_epoch():
    app = open_page("training", **OPEN, training_epoch="20")
    assert charts(app) == 1
    said = landscape_words(loss_landscape(RUN, 20, "w11", "w12"))
    assert said in texts(app)
    assert ONLY_AT_THE_MARK in texts(app)


def test_an_open_panel_follows_the_epoch():
    app = open_page("training", **OPEN)
    app.slider(key="training_epoch").set_value(45).run()
    assert landscape_words(loss_landscape(RUN, 45, "w11", "w12")) in texts(app)


def test_other_weights():
    app = open_page("training", **OPEN)
    assert app.selectbox(key="training_weight_one").options == names(2)
    app.selectbox(key="training_weight_one").set_value("v1").run()
    app.selectbox(key="training_weight_two").set_value("c").run()
    assert landscape_words(loss_landscape(RUN, 0, "v1", "c")) in texts(app)


@pytest.mark.parametrize("view", ["Loss map", "Loss surface"])
def test_both_ways_to_see_the_loss_say_the_same(view):
    app = open_page("training", **OPEN, training_landscape_shows=view, training_epoch="10")
    assert landscape_words(loss_landscape(RUN, 10, "w11", "w12")) in texts(app)


def test_the_output_to_turn():
    app = open_page("training", **OPEN, training_landscape_shows="Output surface", training_epoch="10")
    assert output_words(output_surface(RUN, 10, MOST_DOTS), 10, classes=True) in texts(app)
    assert charts(app) == 1
    assert app.selectbox(key="training_weight_one").disabled


def test_one_weight_twice_gets_a_sentence():
    app = open_page("training", **OPEN, training_weight_two="w11")
    assert "Choose two different weights" in texts(app)
    assert charts(app) == 0


@pytest.mark.parametrize("name", ["w81", "x", "", "nan", "<script>"])
def test_a_weight_that_this_network_lacks_falls_back(name):
    app = open_page("training", **OPEN, training_weight_one=name, training_weight_two=name)
    assert not app.exception
    assert landscape_words(loss_landscape(RUN, 0, "w11", "w12")) in texts(app)


def test_a_smaller_network_falls_back_too():
    app = open_page("training", **OPEN, training_hidden="8", training_weight_one="w81", training_weight_two="v8")
    assert "The training loss over w81" in texts(app)
    app.selectbox(key="training_hidden").set_value(2).run()
    assert not app.exception
    assert "The training loss over w11" in texts(app)


def test_a_run_that_broke_early_is_shown_at_its_last_epoch():
    app = open_page(
        "training", **OPEN | {"training_epoch": "60"}, training_data="sine", training_rate="30.0", training_optimiser="sgd"
    )  # fmt: skip
    assert not app.exception
    assert charts(app) == 1


@pytest.mark.parametrize("data", ["sine", "blobs"])
@pytest.mark.parametrize("view", ["Loss map", "Loss surface", "Output surface"])
def test_every_view_of_numbers_and_classes(data, view):
    app = open_page("training", **OPEN, training_data=data, training_landscape_shows=view)
    assert not app.exception
    assert charts(app) == 1
