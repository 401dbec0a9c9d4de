"""'Take it home' on the training page: the script, a network saved and opened, and its numbers on SimpleANN's page."""

import json
import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from neuron_core.shared.numbers import number_text
from neuron_core.simple_ann import drawn
from neuron_core.training import (
    Settings,
    drawn_table,
    from_json,
    names,
    network_at,
    prepare,
    to_json,
    train,
    training_script,
)
from neuron_core.training.evaluate import History
from pages.knobs import training as knobs
from pages.knobs.simple_ann import LIMIT, NINE
from tests.app import open_page, texts

XOR = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
WIDE = network_at(
    train(Settings(hidden=4, activation="tanh", epochs=30), prepare(drawn_table("moons", 60, 0.5, 0), 0.2, True, 0)), 30
)


def open_home(**query: object) -> AppTest:
    app = open_page("training", training_home="true", **query)
    assert not app.exception
    return app


def upload(app: AppTest, data: bytes, name: str = "mine.json") -> AppTest:
    app.file_uploader(key="training_network_file").upload(name, data, "application/json").run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> list[str]:
    return [button.key for button in app.button if button.label.endswith("in SimpleANN")]


def nine_on(app: AppTest) -> dict[str, float]:
    return {name: app.number_input(key=name).value for name in NINE}


def test_a_closed_panel_offers_nothing():
    app = open_page("training")
    assert not buttons(app)
    assert not app.file_uploader
    assert not [button for button in app.get("download_button") if button.label == "Save as JSON"]


def test_the_script_is_this_runs():
    app = open_page(
        "training", training_code="true", training_data="moons", training_hidden="3", training_seed="5", training_epochs="40"
    )  # fmt: skip
    run = train(Settings(hidden=3, seed=5, epochs=40), prepare(drawn_table("moons", 200, 0.5, 0), 0.2, False, 0))
    assert [block.value for block in app.code if "zero_grad" in block.value] == [training_script(run).strip()]


@pytest.mark.parametrize(("epoch", "at"), [("0", 0), ("70", 70), ("400", 100)])
def test_the_network_of_the_epoch_is_offered(epoch, at, monkeypatch):
    saved = []
    monkeypatch.setattr("pages.panels.training_home.to_json", lambda network: saved.append(network) or to_json(network))
    app = open_home(training_epoch=epoch, training_epochs="100")
    run = train(Settings(epochs=100), XOR)
    assert f"The network after epoch {at}" in texts(app)
    assert saved == [network_at(run, at)]
    (button,) = [button for button in app.get("download_button") if button.label == "Save as JSON"]
    assert button.proto.url.endswith(".json")
    app.slider(key=knobs.EPOCH.key).set_value(12).run()
    assert "The network after epoch 12" in texts(app)
    assert saved[-1] == network_at(run, 12)


def test_a_network_that_went_too_far_is_not_offered_to_save():
    app = open_home(training_loss="mse", training_rate="30.0", training_seed="4", training_epoch="1000")
    assert "this network cannot be saved" in texts(app)
    assert "cannot be opened in SimpleANN" in texts(app)
    assert not [button for button in app.get("download_button") if button.label == "Save as JSON"]


def test_its_nine_numbers_are_on_simple_anns_page_exactly():
    app = open_home(training_epoch="150")
    app.button(key="training_to_simple_ann").click().run()
    assert not app.exception
    assert app.title[0].value == "SimpleANN"
    run = train(Settings(), XOR)
    wanted = dict(zip(names(2), run.log[150].tolist(), strict=True))
    assert nine_on(app) == wanted
    app.switch_page("simple_ann.py").run()  # as the browser is there by now
    assert nine_on(app) == wanted
    app.slider(key="input1").set_value(3.0).run()
    assert nine_on(app) == wanted


def test_a_seed_that_changed_meanwhile_draws_no_others():
    app = open_page("simple_ann")
    app.number_input(key="w11").set_value(1.5).run()
    app.switch_page("dropout.py").run()
    app.number_input(key="seed").set_value(7).run()
    app.switch_page("training.py").run()
    app.session_state[knobs.HOME.key] = True
    app.run()
    app.button(key="training_to_simple_ann").click().run()
    wanted = dict(zip(names(2), train(Settings(), XOR).log[0].tolist(), strict=True))
    assert nine_on(app) == wanted
    app.switch_page("simple_ann.py").run()
    assert nine_on(app) == wanted
    seed = app.number_input(key="seed").value
    app.number_input(key="seed").set_value(seed + 1).run()
    assert nine_on(app) == drawn(seed + 1).values, "a seed that is changed there sets all nine, as ever"


@pytest.mark.parametrize("query", [{"training_hidden": "3"}, {"training_activation": "tanh"}])
def test_another_network_says_why_it_cannot_be_opened_there(query):
    app = open_home(**query)
    assert not buttons(app)
    assert texts(app).count("only a network like that can be opened there") == 1


def test_numbers_beyond_the_fields_are_named():
    network = replace(network_at(train(Settings(epochs=1), XOR), 1), parameters=(10.0, -10.0, 10.5, 0, 0, 0, 0, 0, -11))
    app = upload(open_home(), to_json(network).encode())
    assert buttons(app) == ["training_to_simple_ann"]
    assert f"from −{LIMIT:g} to {LIMIT:g}. Beyond that: w21, c." in texts(app)
    upload(app, to_json(replace(network, parameters=(10.0, -10.0, *[0.0] * 7))).encode())
    app.button(key="training_opened_to_simple_ann").click().run()
    assert list(nine_on(app).values()) == [10.0, -10.0, *[0.0] * 7]


def test_a_file_is_shown_with_its_numbers_and_what_it_does_here():
    app = upload(open_home(training_data="moons"), to_json(WIDE).encode())
    shown = texts(app)
    assert "**Opened:** `mine.json`, a 2-4-1 network with Tanh, trained with BCE with logits" in shown
    assert "to tell `class 0` from `class 1`." in shown
    for name, value in WIDE.values.items():
        assert re.search(rf"\b{name} = {re.escape(number_text(value))}(,| to the output\n|$)", shown, re.MULTILINE)
    moons = prepare(drawn_table("moons", 200, 0.5, 0), 0.2, False, 0)
    table = re.findall(r"\| (\d+) (training|test) rows \| (\S+) \| (\S+) % \|", shown)
    assert [line[:2] for line in table] == [("160", "training"), ("40", "test")]
    assert float(table[0][2]) < History(train(Settings(), moons)).loss[0].item(), "it has learnt moons"
    (mean, _), (std, _) = WIDE.mean, WIDE.std
    less = number_text(mean) if mean >= 0 else f"({number_text(mean)})"
    assert f"Its inputs are standardised: they are (x1 − {less}) / {number_text(std)} and (x2 − " in shown
    assert not buttons(app)[1:]


def test_what_was_saved_here_does_here_as_it_did():
    app = open_home(training_epoch="200", training_standardise="true")
    samples = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, True, 0)
    run = train(Settings(), samples)
    upload(app, to_json(network_at(run, 200)).encode())
    history = History(run)
    loss, right = number_text(history.loss[200].item()), number_text(100 * history.accuracy[200].item(), 1)
    assert f"| 160 training rows | {loss} | {right} % |" in texts(app)
    assert buttons(app) == ["training_to_simple_ann", "training_opened_to_simple_ann"]
    assert texts(app).count("Its inputs are standardised: they are (x1 − ") == 2


def test_classes_and_numbers_are_not_mixed():
    app = upload(open_home(training_data="plane"), to_json(WIDE).encode())
    assert [info.value for info in app.info] == [
        "This network's answer is a class, and the answer of the rows here is a number: choose other rows."
    ]
    assert "Hidden neuron 4: w41 = " in texts(app)
    sine = network_at(train(Settings(loss="mse", epochs=1), prepare(drawn_table("sine", 40, 0, 0), 0, False, 0)), 1)
    upload(app, to_json(sine).encode())
    assert not app.info
    assert re.search(r"\| 160 training rows \| \S+ \| – \|", texts(app))


@pytest.mark.parametrize(
    "bad", [b"", b"\x80\x04.", b"[" * 5000, b"{}", to_json(WIDE).encode()[:-9], b" " * 100_001, b'{"**b**": 1}']
)
def test_a_bad_file_is_one_sentence_and_what_was_open_stays(bad):
    app = upload(open_home(), bad)
    assert len(app.error) == 1
    assert re.fullmatch(r"[^\n*]+\.", app.error[0].value)
    assert "Opened:" not in texts(app)
    upload(app, to_json(WIDE).encode())
    assert not app.error
    upload(app, bad, "bad.json")
    assert len(app.error) == 1
    assert "**Opened:** `mine.json`" in texts(app)
    app.file_uploader(key="training_network_file").clear().run()
    assert not app.error
    assert "**Opened:** `mine.json`" in texts(app)


def test_nothing_in_a_file_acts_on_the_screen():
    fields = json.loads(to_json(WIDE)) | {"classes": ["**w** [x](http://a.b)", "`|<script> $p$ :material/home:"]}
    data = json.dumps(fields).encode()
    assert from_json(data).classes
    app = upload(open_home(), data, "**`a|<b>.json")
    outside_of_code = re.sub(r"`[^`\n]*`", "", texts(app))
    for active in ("**w", "[x]", "<script", "$p", ":material", "<b>"):
        assert active not in outside_of_code


def test_a_link_carries_no_file():
    app = upload(open_home(), to_json(WIDE).encode())
    assert "Opened:" in texts(app)
    assert not [key for key in app.query_params if "opened" in key or "file" in key]
