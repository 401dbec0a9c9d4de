"""The errors page as a session: guessed, run, cured; a person's own error; links there and back."""

from urllib.parse import quote

import pytest

from neuron_core.batchnorm import EXHIBITS as BATCHNORM
from neuron_core.diagnosis import EXHIBITS as DIAGNOSIS
from neuron_core.dropout import EXHIBITS as DROPOUT
from neuron_core.errors import MISTAKES, recognise
from neuron_core.errors.address import address, key_of, number_key, place_of
from neuron_core.errors.words import OPTIONS, option
from neuron_core.shared.exhibit import Outcome
from neuron_core.simple_ann import EXHIBITS as SIMPLE_ANN
from pages.knobs.errors import MISTAKE, NUMBERS, TITLES
from tests.app import open_page, texts

LONG = "a b c " * 10_000
HOSTILE = {
    "nothing": "   \n  ",
    "script": "<script>alert(1)</script>",
    "markdown": "**bold** [link](javascript:alert(1)) `code` $x$ :red[x]",
    "control characters": "\x00\x01\x1b[31mRuntimeError\x1b[0m: \x07boom",
    "a zip": "PK\x03\x04" + "\ufffd\x00" * 2_000,
    "5,000 lines": "x = 1\n" * 5_000,
    "deep nesting": "nn.Sequential(" * 3_000,
    "a 200-digit number": f"RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x{'9' * 200} and 4x3)",
    "long words": "x" * 200_000,
    "long": LONG,
}


def run_it(app, guess: int = 0):
    app.radio[0].set_value(OPTIONS[guess]).run()
    return app.button(key="errors_predict").click().run()


def paste(app, text: str):
    return app.text_area(key="errors_pasted").set_value(text).run()


@pytest.mark.parametrize("key", MISTAKES)
def test_every_mistake_is_asked_then_made_then_cured(key):
    mistake = MISTAKES[key]
    app = open_page("errors", errors_mistake=mistake.title)
    assert not app.exception
    assert app.selectbox(key=MISTAKE.key).value == mistake.title
    run = mistake.run(mistake.defaults)
    assert mistake.cause(mistake.defaults) not in texts(app)
    app = run_it(app, option(run))
    assert not app.exception
    assert mistake.cause(mistake.defaults).replace("`", "") in texts(app).replace("`", "")
    cures = mistake.cures(mistake.defaults)
    if cures:
        app.button(key="errors_run_cure").click().run()
        assert not app.exception
        assert cures[0].run().output in texts(app)


def test_the_answer_stays_covered_until_one_was_given():
    app = open_page("errors")
    title = MISTAKE.default
    assert MISTAKES[TITLES[title]].shows.says not in texts(app)
    assert "word for word" not in texts(app)
    assert not [button for button in app.button if button.key == "errors_run_cure"]
    run_it(app, 2)
    assert "Torch raises a RuntimeError" in texts(app)


def test_skip_shows_it_and_the_next_question_is_the_next_mistake():
    app = open_page("errors")
    app.button(key="errors_predict_skip").click().run()
    assert "word for word" in texts(app)
    app.button(key="errors_predict_next").click().run()
    assert app.selectbox(key=MISTAKE.key).value == MISTAKE.options[1]
    assert "word for word" not in texts(app)


def test_the_last_mistake_leads_to_the_first():
    app = open_page("errors", errors_mistake=MISTAKE.options[-1])
    app.button(key="errors_predict_skip").click().run()
    app.button(key="errors_predict_next").click().run()
    assert app.selectbox(key=MISTAKE.key).value == MISTAKE.options[0]


def test_other_numbers_close_the_answer_and_are_run_at_once():
    app = run_it(open_page("errors", errors_mistake=MISTAKES["linear"].title))
    app.number_input(key=number_key("linear", "features")).set_value(7).run()
    assert "7 features" in texts(app)
    app.number_input(key=number_key("linear", "features")).set_value(4).run()
    assert "✓ prints:" in [caption.value for caption in app.caption]
    assert "torch.Size([2, 3])" in texts(app)
    assert not [button for button in app.button if button.key == "errors_run_cure"]


def test_a_group_leads_to_its_first_mistake():
    app = open_page("errors")
    app.button_group(key="errors_group").set_value("Losses").run()
    key = TITLES[app.selectbox(key=MISTAKE.key).value]
    assert MISTAKES[key].group == "Losses"
    assert app.button_group(key="errors_group").value == "Losses"


@pytest.mark.parametrize("key", MISTAKES)
def test_every_mistake_and_its_numbers_are_in_the_address(key):
    mistake = MISTAKES[key]
    numbers = {number.name: number.default + 1 for number in mistake.numbers}
    app = open_page("errors", **{name: str(value) for name, value in address(key, numbers).items()})
    assert not app.exception
    assert app.selectbox(key=MISTAKE.key).value == mistake.title
    for name, value in numbers.items():
        assert app.number_input(key=NUMBERS[key][name].key).value == value


def test_numbers_that_are_too_large_together_get_a_sentence():
    most = {number.name: str(number.maximum) for number in MISTAKES["flatten"].numbers}
    query = {number_key("flatten", name): value for name, value in most.items()}
    app = open_page("errors", errors_mistake=MISTAKES["flatten"].title, **query)
    assert not app.exception
    [error] = app.error
    assert "at most 100,000 here" in error.value
    for name in ("samples", "channels", "classes"):
        app.number_input(key=number_key("flatten", name)).set_value(1)
    app.run()
    assert not app.error


def test_a_pasted_error_is_recognised_with_its_own_numbers_and_led_to():
    app = paste(open_page("errors"), "RuntimeError: mat1 and mat2 shapes cannot be multiplied (6x9 and 7x2)")
    assert f"This is probably: {MISTAKES['linear'].title}." in texts(app)
    assert "9 features" in texts(app)
    assert "takes 7" in texts(app)
    assert "The cure. Make the layer `nn.Linear(9, 2)`" in texts(app).replace("**", "")
    app.button(key="errors_see").click().run()
    assert app.selectbox(key=MISTAKE.key).value == MISTAKES["linear"].title
    assert app.number_input(key=number_key("linear", "features")).value == 9
    assert "Size([6, 2])" not in texts(app)
    assert "✗ raises, word for word:" in [caption.value for caption in app.caption], "who has seen it need not guess"
    assert app.text_area(key="errors_pasted").value, "what was pasted stays"


def test_numbers_too_large_to_try_are_said_and_shown_smaller():
    app = paste(open_page("errors"), "RuntimeError: mat1 and mat2 shapes cannot be multiplied (6x99999 and 7x2)")
    assert "99999 features" in texts(app) or "99,999 features" in texts(app)
    assert "too large to try here" in texts(app)
    app.button(key="errors_see").click().run()
    assert not app.exception
    assert app.number_input(key=number_key("linear", "features")).value == MISTAKES["linear"].defaults["features"]


@pytest.mark.parametrize("target", [1, 2, 3, 9])
def test_a_class_number_is_too_high_here_too(target):
    app = paste(open_page("errors"), f"IndexError: Target {target} is out of bounds.")
    app.button(key="errors_see").click().run()
    assert "nothing is wrong" not in texts(app)
    assert app.number_input(key=number_key("class_number", "target")).value == target
    assert "✗ raises, word for word:" in [caption.value for caption in app.caption]


def test_an_own_line_is_named():
    text = 'Traceback (most recent call last):\n  File "/home/me/net.py", line 12, in <module>\n    y = layer(x)\n'
    app = paste(open_page("errors"), f"{text}RuntimeError: Target 9 is out of bounds.")
    assert "line 12 of net.py" in texts(app).replace("`", "")
    assert "/home/me" not in texts(app)


def test_an_unknown_error_says_so_and_offers_what_is_near():
    app = paste(open_page("errors"), "RuntimeError: the optimizer cannot find a parameter in the moonlight")
    assert "not one of those known here" in texts(app)
    near = [button for button in app.button if str(button.key).startswith("errors_near")]
    assert near
    title = near[0].label
    near[0].click().run()
    assert app.selectbox(key=MISTAKE.key).value == title


def test_a_few_words_of_a_message_find_it():
    app = paste(open_page("errors"), "cannot be multiplied")
    assert MISTAKES["linear"].title in {button.label for button in app.button}


def test_a_pasted_network_is_checked_and_leads_to_the_stack():
    text = "nn.Sequential(\n    nn.Linear(4, 3),\n    nn.ReLU(),\n    nn.Linear(5, 1),\n)"
    app = paste(open_page("errors"), text)
    assert "A network of 3 layers" in texts(app)
    assert "3 arrives" in texts(app)
    [link] = [link for link in app.get("page_link") if "Open it in" in link.proto.label]
    assert "stack=linear-4-3" in link.proto.query_string


def test_a_pasted_network_that_cannot_be_read_gets_a_sentence_with_its_place():
    app = paste(open_page("errors"), "nn.Sequential(\n    nn.Linear(4, 3),\n    nn.Conv2d(3, 3, 3),\n)")
    [error] = app.error
    assert "line 3" in error.value


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("nn.Sequential(nn.Linear(4, 3), F.relu)", MISTAKES["function"].title),
        (
            "class Net(nn.Module):\n    def __init__(self):\n        self.fc1 = nn.Linear(4, 3)\n\n    def forward(self, x):\n        return self.fc1(x)",
            MISTAKES["super_init"].title,
        ),
        (
            "class Net(nn.Module):\n    def forward(self, x):\n        return F.dropout(x)",
            MISTAKES["functional_dropout"].title,
        ),
    ],
)
def test_a_mistake_in_a_pasted_network_is_led_to(text, title):
    app = paste(open_page("errors"), text)
    assert len(app.error) == 1
    assert "A network of" not in texts(app)
    app.button(key="errors_see").click().run()
    assert app.selectbox(key=MISTAKE.key).value == title
    assert not app.exception
    assert app.text_area(key="errors_pasted").value == text


def test_a_pasted_network_says_how_it_was_read_and_where_it_is_too_large_for_the_stack():
    app = paste(open_page("errors"), "a = nn.Sequential(nn.ReLU())\nb = nn.Sequential(nn.Linear(4096, 4096))")
    assert "A network of 1 layer.**" in texts(app)
    [remark] = app.info
    assert remark.value == "Here are 2 networks; only the last one, “b”, is read."
    assert "Linear(4096, 4096) gives (2, 4096)" in texts(app)
    assert "The Stack page cannot run it" in texts(app)
    assert not [link for link in app.get("page_link") if "Open it in" in link.proto.label]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gets_a_sentence_at_most_and_stays(text):
    app = paste(open_page("errors"), text)
    assert not app.exception
    assert app.text_area(key="errors_pasted").value == text
    assert "<script>" not in texts(app)
    assert len(app.error) <= 1


def test_a_forged_number_and_title_are_their_defaults():
    app = open_page("errors", errors_mistake="'; drop table", errors_linear_batch="1e400")
    assert not app.exception
    assert app.selectbox(key=MISTAKE.key).value == MISTAKE.default


def links(app) -> list[str]:
    return [
        link.proto.query_string
        for link in app.get("page_link")
        if link.proto.page == "errors" and link.proto.query_string
    ]


def test_an_error_on_another_page_leads_to_its_mistake_with_the_same_numbers():
    app = open_page("stack", stack="linear-6-2", stack_input="3x5")
    [link] = links(app)
    assert "errors_linear_batch=3" in link
    assert "errors_linear_features=5" in link
    assert place_of("linear") in app.session_state["errors_predict_talk"].passed


@pytest.mark.parametrize(
    ("key", "page", "query"),
    [
        ("flatten", "stack", {"stack": "linear-784-10", "stack_input": "8x1x28x28"}),
        ("batchnorm_features", "stack", {"stack": "batchnorm-3", "stack_input": "4x4"}),
        ("batchnorm_row", "stack", {"stack": "batchnorm-3", "stack_input": "3"}),
        ("batchnorm_pictures", "stack", {"stack": "batchnorm-3", "stack_input": "2x3x4x4"}),
        ("one_row", "stack", {"stack": "batchnorm-3", "stack_input": "1x3"}),
        ("layernorm_features", "stack", {"stack": "layernorm-3", "stack_input": "2x4"}),
        ("scalar", "stack", {"stack": "linear-3-1", "stack_input": "scalar"}),
        ("flatten_order", "stack", {"stack": "flatten-2-1", "stack_input": "2x3x4"}),
        ("dimension", "stack", {"stack": "flatten-3--1", "stack_input": "2x3"}),
        ("linear", "shapes", {"shapes_tool": "Linear", "shapes_input": "2x5", "shapes_in_features": "4"}),
        ("dimension", "shapes", {"shapes_tool": "Flatten", "shapes_tensor": "2x3", "shapes_start_dim": "3"}),
        ("one_row", "batchnorm", {"training": "true", "batchnorm_batch": "1, 2, 3"}),
        ("two_devices", "simple_ann", {"simple_ann_module": "true", "simple_ann_lesson": "The input has to come along"}),
        ("super_init", "simple_ann", {"simple_ann_module": "true", "simple_ann_lesson": "Without super().__init__()"}),
        ("no_derivative", "activation", {"activation": "step"}),
    ],
)  # fmt: skip
def test_every_error_that_another_page_shows_leads_here(key, page, query):
    app = open_page(page, **query)
    if not links(app):  # a question covers it
        app.button(key=f"{page}_predict_skip").click().run()
    [link] = links(app)
    assert quote(MISTAKES[key].title, safe="") in link.replace("+", "%20")


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("batchnorm", {"batchnorm_runs": "true"}),
        ("dropout", {"dropout_runs": "true"}),
        ("shapes", {"shapes_tool": "Linear", "shapes_linear_runs": "true"}),
    ],
)
def test_what_other_pages_raise_is_known_here(page, query):
    app = open_page(page, **query)
    raised = [code.value for code in app.code if "Error:" in code.value and "raise " not in code.value]
    for words in raised:
        assert recognise(words), words


SILENT_ELSEWHERE = [
    exhibit
    for registry in (DIAGNOSIS, DROPOUT, SIMPLE_ANN, BATCHNORM)
    for exhibit in registry.values()
    if exhibit.outcome is Outcome.SILENT
]


@pytest.mark.parametrize("exhibit", SILENT_ELSEWHERE, ids=lambda exhibit: exhibit.snippet.__name__)
def test_every_silent_exhibit_of_another_page_leads_here(exhibit):
    assert key_of(exhibit)


def test_from_a_silent_exhibit_to_what_gives_it_away():
    app = open_page("training", training_mistakes="true", training_mistake=next(iter(DIAGNOSIS)))
    [link] = links(app)
    assert quote(MISTAKES["zero_grad"].title, safe="") in link.replace("+", "%20")
