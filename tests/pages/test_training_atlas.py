import json
import struct

from neuron_core.atlas import AtlasRun, State
from neuron_core.atlas.words import compared_words, seed_words, sentence
from neuron_core.training import Settings, drawn_table, gate, prepare
from tests.app import open_page, texts

SAMPLES = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
SHORT = {"training_epochs": "30", "training_rate": "0.3"}


def atlas_of(**settings):
    run = AtlasRun(Settings(**{"epochs": 30, "rate": 0.3} | settings), SAMPLES)
    run.advance()
    return run.atlas()


ATLAS = atlas_of()


def opened(**query):
    app = open_page("training", training_atlas="true", **SHORT | query)
    assert not app.exception
    return app


def trained(app):
    """Press the button, and run as the browser does until it is done."""
    app.button(key="training_atlas_begin").click().run()
    return finish(app)


def finish(app):
    while "training_atlas_job" in app.session_state:
        app.run()
    assert not app.exception
    return app


def seen(app):
    """Train and skip the question."""
    trained(app).button(key="training_atlas_2_predict_skip").click().run()
    return app


def parts(app, name: str) -> list:
    return [part.proto for part in app.get("bidi_component") if name in part.proto.id]


def spoken(app) -> str:
    data = parts(app, "live_rows_training_atlas")[0].bytes
    (length,) = struct.unpack("<I", data[:4])
    return json.loads(data[4 : 4 + length])["spoken"]


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def test_a_closed_panel_computes_nothing(monkeypatch):
    monkeypatch.setattr("pages.panels.training_atlas.AtlasRun", None)
    app = open_page("training")
    assert not app.exception
    assert "training_atlas_begin" not in keys(app)


def test_the_atlas_is_what_torch_computes_and_is_covered_until_the_question_is_answered():
    app = trained(opened())
    assert "how many will 2-2-1 solve?" in app.radio(key="training_atlas_2_predict_talk_0").label
    assert not parts(app, "live_rows_training_atlas")
    app.radio(key="training_atlas_2_predict_talk_0").set_value("21 to 40").run()
    app.button(key="training_atlas_2_predict").click().run()
    solved = int((ATLAS.states[-1, :100] == State.SOLVED).sum())
    assert f"{solved} are solved" in texts(app)
    assert spoken(app) == sentence(ATLAS, 0)
    app.button(key="training_atlas_2_predict_next").click().run()
    assert spoken(app) == sentence(ATLAS, 0)
    assert "training_atlas_2_predict" not in keys(app)


def test_the_question_of_a_network_is_asked_once():
    app = seen(opened())
    app.selectbox(key="training_rate").set_value(0.1).run()
    trained(app)
    assert spoken(app) == sentence(atlas_of(rate=0.1), 0)


def test_it_follows_the_epoch():
    app = seen(opened(training_epoch="17"))
    assert spoken(app) == sentence(ATLAS, 17)
    (film,) = parts(app, "live_film_training_atlas")
    assert len(film.bytes) < 60_000
    app.slider(key="training_epoch").set_value(999).run()
    assert spoken(app) == sentence(ATLAS, 30)


def test_a_seed_opens_above():
    app = seen(opened(training_seed="5"))
    assert app.slider(key="training_atlas_seed").value == 5
    assert seed_words(ATLAS, 5) in texts(app)
    app.slider(key="training_atlas_seed").set_value(17).run()
    assert seed_words(ATLAS, 17) in texts(app)
    assert app.session_state["training_seed"] == 17
    assert spoken(app) == sentence(ATLAS, 0)  # the atlas stays: it has all seeds
    for state in State:
        seed = ATLAS.next(state, app.session_state["training_seed"])
        app.button(key=f"training_atlas_open_{state.name}").click().run()
        assert app.session_state["training_seed"] == seed
        assert ATLAS.state(seed) == state
        assert seed_words(ATLAS, seed) in texts(app)


def test_what_there_is_none_of_cannot_be_opened():
    app = trained(opened(training_epochs="1", training_rate="0.001"))
    app.button(key="training_atlas_2_predict_skip").click().run()
    none = atlas_of(epochs=1, rate=0.001)
    for state, count in none.counts.items():
        assert app.button(key=f"training_atlas_open_{state.name}").disabled == (count == 0)
    assert not all(none.counts.values())


def test_two_settings_are_compared_seed_by_seed():
    app = seen(opened())
    app.button(key="training_atlas_keep").click().run()
    assert "This is A" in texts(app)
    app.selectbox(key="training_optimiser").set_value("adam").run()
    trained(app)
    other = atlas_of(optimiser="adam")
    assert compared_words(ATLAS, other) in texts(app)
    assert f"| in B | {' | '.join(map(str, other.counts.values()))} | 256 |" in texts(app)


def test_all_four_widths_stand_side_by_side():
    app = seen(opened(training_epochs="10"))
    assert not app.get("plotly_chart")
    app.button(key="training_atlas_all").click().run()
    finish(app)
    for hidden in (2, 3, 4, 8):
        counts = atlas_of(hidden=hidden, epochs=10).counts
        assert f"| 2-{hidden}-1 | {' | '.join(map(str, counts.values()))} |" in texts(app)
    assert len(app.get("plotly_chart")) == 2
    assert "training_atlas_all" not in keys(app)


def test_stop_keeps_what_was_seen():
    app = opened(training_epochs="1000", training_batch="10")
    app.button(key="training_stop").click().run()  # the run above is a long one too
    app.button(key="training_atlas_begin").click().run()
    app.button(key="training_atlas_stop").click().run()
    atlas = app.session_state["training_atlas_now"]
    assert atlas.stopped
    app.button(key="training_atlas_2_predict_skip").click().run()
    assert f"Stopped after epoch {atlas.epochs[-1]} of 1,000" in texts(app)
    assert {"training_atlas_begin", "training_atlas_keep"} <= keys(app)
    assert "training_atlas_all" not in keys(app)


def test_other_settings_are_offered_anew():
    app = seen(opened())
    app.selectbox(key="training_rate").set_value(0.01).run()
    assert "training_atlas_begin" in keys(app)
    assert not parts(app, "live_rows_training_atlas")
    app.selectbox(key="training_rate").set_value(0.3).run()
    assert spoken(app) == sentence(ATLAS, 0)


def test_a_busy_server_says_so():
    app = opened()
    with gate.turn() as lasts:
        assert lasts
        app.button(key="training_atlas_begin").click().run()
        assert "busy" in texts(app)
        assert app.session_state["training_atlas_job"].run.taken == 0
    finish(app)
    assert "training_atlas_2_predict" in keys(app)


def test_too_many_rows_get_one_sentence(monkeypatch):
    monkeypatch.setattr("neuron_core.atlas.atlas.MOST_TOGETHER", 100)
    app = opened()
    assert app.error[0].value == (
        "256 starts at once take at most 100 training rows, and these are 160: keep more for the test."
    )
    assert "training_atlas_begin" not in keys(app)
