import pytest
from streamlit.testing.v1 import AppTest

from neuron_core.shared.numbers import number_text
from neuron_core.simple_ann import (
    CASES,
    EXHIBITS,
    STEPS,
    WAY_BACK,
    Parameters,
    class_source,
    drawn,
    network_script,
    run_batch,
)
from neuron_core.simple_ann.devices import Devices, compare, run_on
from neuron_core.simple_ann.parameters import PLACES, build
from neuron_core.simple_ann.passes import run_network
from tests.app import open_page, texts

XOR = {key: str(value) for key, value in CASES["XOR"].parameters.values.items()} | {"input1": "1", "input2": "1"}


def parameters_on(app: AppTest) -> Parameters:
    return Parameters(**{name: app.number_input(key=name).value for name in PLACES})


def edited_on(app: AppTest) -> int:
    return sum(field.label.endswith("✎ edited") for field in app.number_input)


def test_starts_with_the_lessons_input_and_one_neuron_off():
    app = open_page("simple_ann")
    assert [slider.value for slider in app.slider] == [1.0, 2.0]
    assert parameters_on(app) == drawn(1429)
    assert "Hidden neuron 2 is off for this input" in texts(app)
    assert "dead" not in texts(app)


def test_a_neuron_that_nothing_turns_on_is_called_dead():
    app = open_page("simple_ann", b2="-10", w21="0.1", w22="-0.1")
    assert "It is dead: no inputs from −10 to 10 turn it on." in texts(app)


def test_a_new_seed_sets_all_nine():
    app = open_page("simple_ann")
    app.number_input(key="w11").set_value(3.0).run()
    assert edited_on(app) == 1
    app.number_input(key="seed").set_value(5).run()
    assert parameters_on(app) == drawn(5)
    assert edited_on(app) == 0


def test_an_edited_parameter_says_so_and_goes_back():
    app = open_page("simple_ann", seed="7")
    assert app.button(key="simple_ann_back").disabled
    app.number_input(key="b2").set_value(1.5).run()
    assert parameters_on(app) == Parameters(**drawn(7).values | {"b2": 1.5})
    assert edited_on(app) == 1
    app.button(key="simple_ann_back").click().run()
    assert parameters_on(app) == drawn(7)
    assert edited_on(app) == 0


def test_a_link_carries_the_seed_and_what_was_edited():
    app = open_page("simple_ann", seed="7", w11="0.5", c="-2")
    assert parameters_on(app) == Parameters(**drawn(7).values | {"w11": 0.5, "c": -2.0})
    assert edited_on(app) == 2


def test_a_seed_changed_on_the_way_sets_all_nine():
    app = open_page("simple_ann", w11="0.5")
    app.session_state["seed"] = 11  # as another page with the same seed would
    app.run()
    assert parameters_on(app) == drawn(11)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"seed": "99999999999999999999", "w12": "1"}, {"w12": 1.0}),
        ({"seed": "-1", "v1": "1"}, {"v1": 1.0}),
        ({"w11": "abc", "w12": "1e999", "c": "nan", "b1": "11", "b2": "0.25"}, {"b2": 0.25}),
        ({"w11": ["1", "2"]}, {"w11": 2.0}),
    ],
)
def test_what_is_valid_in_an_address_is_kept(query, kept):
    app = open_page("simple_ann", **query)
    assert not app.exception
    assert parameters_on(app) == Parameters(**drawn(1429).values | kept)
    assert edited_on(app) == len(kept)


@pytest.mark.parametrize("value", ["inf", "nan", "", "10.1", "1,5"])
def test_an_impossible_input_falls_back(value):
    app = open_page("simple_ann", input1=value, input2="-3.5")
    assert [slider.value for slider in app.slider] == [1.0, -3.5]


def test_reset_brings_everything_back():
    app = open_page("simple_ann", seed="7", w11="0.5", input1="-4", simple_ann_pass="Backward")
    app.button(key="reset").click().run()
    assert parameters_on(app) == drawn(1429)
    assert [slider.value for slider in app.slider] == [1.0, 2.0]
    assert app.button_group(key="simple_ann_pass").value == "Forward"


def test_reset_reaches_what_stands_in_an_open_panel():
    app = open_page("simple_ann", simple_ann_batch="true", simple_ann_rows="5, 6")
    assert len(app.dataframe[0].value) == 1
    app.button(key="reset").click().run()
    assert len(app.dataframe[0].value) == 4


def test_the_device_runs_and_is_timed():
    app = open_page("simple_ann", simple_ann_device="true")
    assert "Not available: " in texts(app)
    app.button(key="simple_ann_run").click().run()
    shown = texts(app)
    assert f"**Output: {number_text(run_network(drawn(1429), (1.0, 2.0)).out, 4)}**, computed on cpu" in shown
    assert "| `fc2.weight` | (1, 2) | cpu |" in shown
    assert "| 100,000 |" in shown
    app.slider(key="input1").set_value(5.0).run()
    assert "computed on cpu" not in texts(app), "an old result is not shown for new inputs"


def test_a_device_that_is_not_there_falls_back():
    app = open_page("simple_ann", simple_ann_device="true", device="cuda:7")
    assert not app.exception
    assert app.button_group(key="device").value == "cpu"


def offer(monkeypatch, device: str) -> None:
    found = Devices(("cpu", device), {}, 1)
    monkeypatch.setattr("pages.panels.simple_ann.find_devices", lambda: found)


def test_a_failing_device_gives_a_sentence_and_the_cpus_result(monkeypatch):
    offer(monkeypatch, "meta")  # takes a model, and fails when asked for its numbers
    asked = []
    monkeypatch.setattr("pages.panels.simple_ann.compare", lambda *args: asked.append(args[2]) or compare(*args))
    app = open_page("simple_ann", simple_ann_device="true", device="meta")
    app.button(key="simple_ann_run").click().run()
    assert not app.exception
    assert app.warning[0].value.startswith("meta could not run this")
    raised = run_on("meta", build(drawn(1429)), (1.0, 2.0)).refusal
    assert app.code[0].value == str(raised), "and torch's own words"
    assert "computed on cpu" in texts(app)
    assert set(asked) == {"cpu"}, "a device that failed is not asked again"


def test_two_devices_stand_side_by_side(monkeypatch):
    offer(monkeypatch, "cpu:0")  # torch's other name for the CPU stands in for a second device
    app = open_page("simple_ann", simple_ann_device="true", device="cpu:0")
    app.button(key="simple_ann_run").click().run()
    assert "| rows | CPU | cpu:0 | largest difference |" in texts(app)
    assert " is faster " in texts(app)


def test_a_batch_is_read_and_run():
    app = open_page("simple_ann", simple_ann_batch="true")
    app.text_area(key="simple_ann_rows").set_value("1; 2,5\n-3, 4").run()
    wanted = run_batch(drawn(1429), ((1.0, 2.5), (-3.0, 4.0)))
    assert {name: list(app.dataframe[0].value[name]) for name in wanted.columns} == wanted.columns
    assert "**(2, 2)**" in texts(app)
    assert "**(2, 1)**" in texts(app)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1, 2\nabc, 3", "Row 2, number 1"),
        ("1, 2\n3", "Row 2 has 1 number"),
        ("", "no number"),
        ("<script>alert(1)</script>", "Row 1"),
        ("1, 2\n" * 201, "Row 201"),
        ("__import__('os').getcwd(), 1", "Row 1, number 1"),
    ],
)
def test_a_bad_row_is_named_and_what_was_typed_stays(text, place):
    app = open_page("simple_ann", simple_ann_batch="true")
    app.text_area(key="simple_ann_rows").set_value(text).run()
    assert not app.exception
    assert place in app.error[0].value
    assert app.text_area(key="simple_ann_rows").value == text
    assert not app.dataframe
    assert parameters_on(app) == drawn(1429), "the rest of the page goes on"


@pytest.mark.parametrize("step", STEPS)
def test_the_eight_steps_explain_the_class(step):
    app = open_page("simple_ann", simple_ann_class="true", simple_ann_step=step)
    assert STEPS[step].why in texts(app)
    assert app.radio(key="simple_ann_step").value == step


@pytest.mark.parametrize("name", EXHIBITS)
def test_what_the_module_does_is_run_now(name):
    app = open_page("simple_ann", simple_ann_module="true", simple_ann_lesson=name)
    exhibit = EXHIBITS[name]
    runs = [exhibit.run(device="meta"), *([exhibit.run_cure(device="meta")] if exhibit.cure else [])]
    shown = [text for run in runs for text in (run.code, str(run.refusal) if run.refusal else run.output)]
    assert [block.value for block in app.code] == shown
    assert exhibit.says in texts(app)
    assert exhibit.cure_says in texts(app)


def test_what_the_module_moves_goes_to_the_device_that_is_chosen(monkeypatch):
    offer(monkeypatch, "cpu:0")
    app = open_page("simple_ann", simple_ann_device="true", simple_ann_module="true", device="cpu:0")
    app.selectbox(key="simple_ann_lesson").set_value(".to(device) moves them all").run()
    assert '.to("cpu:0")' in app.code[0].value


def test_the_seeds_nine_are_shown_where_they_come_from():
    app = open_page("simple_ann", simple_ann_seed="true", seed="9")
    assert f"w22 = {number_text(drawn(9).w22, 4)}" in texts(app)
    assert "0.7071" in texts(app)


def test_the_code_panel_holds_the_script_for_these_numbers():
    app = open_page("simple_ann", simple_ann_code="true", seed="9", v2="0.5", input1="-2")
    assert app.code[0].value == network_script(9, parameters_on(app), (-2.0, 2.0)).strip()
    assert class_source() in app.code[0].value


def skip_to(app: AppTest, words: str) -> AppTest:
    for _ in range(6):
        if any(words in radio.label for radio in app.radio):
            return app
        app.button(key="simple_ann_predict_skip").click().run()
    raise AssertionError(f"nothing asks about {words}")


def answer(app: AppTest, choice: str) -> None:
    next(radio for radio in app.radio if choice in radio.options).set_value(choice).run()
    app.button(key="simple_ann_predict").click().run()


def test_a_predict_talk_is_carried_out_and_taken_back():
    app = skip_to(open_page("simple_ann"), "Double both")
    answer(app, "It changes, but not to exactly twice what it was")
    assert [slider.value for slider in app.slider] == [2.0, 4.0]
    assert "The output went from 0.482 to " in texts(app)
    app.button(key="simple_ann_predict_twin").click().run()
    answer(app, "It stays exactly the same")
    assert [slider.value for slider in app.slider] == [4.0, 8.0]
    app.button(key="simple_ann_predict_back").click().run()
    assert [slider.value for slider in app.slider] == [1.0, 2.0]


def test_xor_is_asked_first_and_its_answer_sets_the_nine():
    app = open_page("simple_ann")
    assert "XOR" in app.radio[0].label
    answer(app, "All 4")
    assert parameters_on(app) == CASES["XOR"].parameters
    assert "give 0, 1, 1, 0: 4 of 4 are right" in texts(app)
    assert "**4 of 4 corners right:**" in texts(app)
    app.button(key="simple_ann_predict_twin").click().run()
    assert "corners right:" not in texts(app), "how it comes out is covered again"
    answer(app, "2 of 4")
    assert parameters_on(app) == CASES["XNOR"].parameters
    assert "give 1, 0, 0, 1: 4 of 4 are right" in texts(app)


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_one_click_away_and_known_by_its_numbers(name):
    app = open_page("simple_ann")
    assert app.button_group(key="simple_ann_case").value is None
    app.button_group(key="simple_ann_case").set_value(name).run()
    assert not app.exception
    assert parameters_on(app) == CASES[name].parameters
    assert tuple(slider.value for slider in app.slider) == CASES[name].inputs
    assert CASES[name].notice in texts(app)
    link = {key: str(value) for key, value in CASES[name].parameters.values.items()}
    assert open_page("simple_ann", **link).button_group(key="simple_ann_case").value == name


def test_how_a_gate_comes_out_is_told_only_after_the_question():
    app = open_page("simple_ann", **XOR)
    assert "corners right:" not in texts(app)
    assert "output lies between" not in texts(app)
    app.button(key="simple_ann_predict_skip").click().run()
    assert "**4 of 4 corners right:** 0 and 0 give 0 ✓, 0 and 1 give 1 ✓, 1 and 0 give 1 ✓, 1 and 1 give 0 ✓" in texts(
        app
    )
    assert "the output lies between −2 and 1" in texts(app)


def test_an_edited_case_says_so_and_comes_back_by_its_chip():
    app = open_page("simple_ann", **XOR | {"v2": "-1"})
    app.button(key="simple_ann_predict_skip").click().run()
    assert "Changed since: v2." in texts(app)
    assert "**3 of 4 corners right:**" in texts(app)
    app.button_group(key="simple_ann_case").set_value(None).run()  # a click on the chip that is chosen
    assert parameters_on(app) == CASES["XOR"].parameters
    assert app.button_group(key="simple_ann_case").value == "XOR"
    app.button(key="simple_ann_back").click().run()
    assert parameters_on(app) == drawn(1429)
    assert app.button_group(key="simple_ann_case").value is None


def test_the_question_on_gradients_covers_them_and_shows_the_whole_pass_back():
    app = skip_to(open_page("simple_ann"), "gradient of exactly 0")
    assert "is off for this input" not in texts(app), "the note would tell"
    answer(app, "One to four")
    assert app.button_group(key="simple_ann_pass").value == "Backward"
    assert app.slider(key="back_step").value == len(WAY_BACK)
    assert "Exactly 0: w21, w22, b2, v2." in texts(app)
    assert "Hidden neuron 2 is off for this input" in texts(app)


def test_the_pass_back_begins_at_the_output_and_says_what_it_is_of():
    app = open_page("simple_ann", simple_ann_pass="Backward")
    assert app.slider(key="back_step").value == 1
    assert "∂ is a gradient: how far the output moves" in texts(app)
    assert "There is no loss here yet" in texts(app)
    app.slider(key="back_step").set_value(4).run()
    assert not app.exception
    app.button_group(key="simple_ann_pass").set_value("Forward").run()
    assert not app.exception
    assert "no loss" not in texts(app)
    linked = open_page("simple_ann", simple_ann_pass="Backward", back_step="5")
    assert linked.slider(key="back_step").value == 5


def test_no_chart_is_built_until_it_is_asked_for():
    for query in ({}, XOR, {"simple_ann_pass": "Backward"}):
        assert not open_page("simple_ann", **query).get("plotly_chart")
    assert len(open_page("simple_ann", simple_ann_solid="true").get("plotly_chart")) == 1


@pytest.mark.parametrize("address", ["", "nan", "Sideways"])
def test_an_address_that_leaves_the_pass_empty_does_not_run_forever(address):
    app = open_page("simple_ann", simple_ann_pass=address, w11=address)
    assert not app.exception
    assert parameters_on(app) == drawn(1429)
