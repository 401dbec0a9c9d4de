"""Every control of every page through its address: nonsense, limits, valid values. The list is the pages' own."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.knobs import KNOBS
from pages.shared.knob import Choice, Knob, NumberField, Panel, Several, Slider, TextField, Toggle
from tests.app import PAGES, ROOT, open_page, texts

NONSENSE = ["<script>alert(1)</script>", "nan", "1e999", "", "−1", "\U0001f4a5", "x" * 10_000]
SEEN_WHEN = {  # what has to stand in the address for a control to be on its page
    "neuron": {"n": "4"},
    "shapes": {"shapes_tool": "Linear", "shapes_input": "4x3"},
    "simple_ann": {f"simple_ann_{name}": "true" for name in ("device", "batch", "seed", "class", "module")},
    "stack": {"stack_code": "true"},
    "batchnorm": {"batchnorm_batch": "1, 2, 3\n" * 16},
    "errors": {"errors_mistake": "A batch goes into a Linear"},
}
TEXTS_FAR_OUT = {
    "dropout_vector": ", ".join(["-1000000"] * 12), "batchnorm_batch": "1000000, -1000000, 0\n" * 16,
    "momentum": "None", "eps": "1e-12", "shapes_tensor": "5", "shapes_input": "scalar",
    "stack": "linear-1-4096", "stack_input": "1x1", "simple_ann_rows": "1e6, -1e6\n" * 200,
}  # fmt: skip
KNOWN_ELSEWHERE = {"device", "training_device"}  # what it offers depends on the machine


def limits(knob: Knob[Any]) -> tuple[Any, Any]:
    """The two ends of what a knob may hold."""
    if isinstance(knob, Slider | NumberField):
        return knob.minimum, knob.maximum
    if isinstance(knob, Toggle | Panel):
        return False, True
    if isinstance(knob, Choice):
        return knob.options[0], knob.options[-1]
    if isinstance(knob, Several):
        return list(knob.options[:1]), list(knob.options[-knob.most :])
    assert isinstance(knob, TextField)
    return knob.default, knob.default


def written(value: Any) -> Any:
    """A value as an address has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return [str(part) for part in value] if isinstance(value, list) else str(value)


def address(page: str, end: int) -> dict[str, Any]:
    return {knob.key: written(limits(knob)[end]) for knob in KNOBS[page]}


def stands(app: AppTest, knob: Knob[Any]) -> Any:
    return app.session_state.get(knob.key, None)


def test_every_page_has_its_list():
    assert sorted(KNOBS) == PAGES


def test_a_key_is_one_knob_wherever_it_stands():
    known: dict[str, Knob[Any]] = {}
    for knobs in KNOBS.values():
        for knob in knobs:
            assert known.setdefault(knob.key, knob) is knob
            assert knob.label


def test_no_widget_is_bound_to_the_address_but_by_its_knob():
    bound = {
        path.relative_to(ROOT).as_posix()
        for path in Path(ROOT / "pages").rglob("*.py")
        if 'bind="query-params"' in path.read_text(encoding="utf-8")
    }
    assert bound <= {"pages/shared/knob.py", "pages/shared/panel.py"}


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_is_the_default(page):
    plain = texts(open_page(page))
    for nonsense in NONSENSE:
        keys = [knob.key for knob in KNOBS[page] if not isinstance(knob, TextField)]
        if not nonsense:  # an empty list of things to compare with is no nonsense
            keys = [knob.key for knob in KNOBS[page] if not isinstance(knob, TextField | Several)]
        app = open_page(page, **dict.fromkeys(keys, nonsense), nobody="knows")
        assert not app.exception
        assert texts(app) == plain, nonsense
    app = open_page(page, **{key: ["1", "0"] for key in keys})
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_a_text_gets_a_sentence_and_stays(page):
    fields = [knob for knob in KNOBS[page] if isinstance(knob, TextField)]
    for nonsense in ("<script>alert(1)</script>", "1e999", "\U0001f4a5", ",", "x" * 5_000):
        app = open_page(page, **SEEN_WHEN.get(page, {}) | {knob.key: nonsense for knob in fields})
        assert not app.exception
        assert "<script>" not in texts(app)
        for knob in fields:
            assert stands(app, knob) in (nonsense, None)
        seen = [knob for knob in fields if stands(app, knob) is not None]
        assert len(app.error) >= bool(seen), nonsense


@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
@pytest.mark.parametrize("page", PAGES)
def test_the_ends_of_what_is_allowed_are_kept(page, end):
    given = address(page, end) | SEEN_WHEN.get(page, {})
    app = open_page(page, **given)
    assert not app.exception
    kept = 0
    for knob in KNOBS[page]:
        value = stands(app, knob)
        if value is not None and knob.key not in KNOWN_ELSEWHERE:
            wanted = (
                given[knob.key]
                if isinstance(knob, TextField) or knob.key in SEEN_WHEN.get(page, {})
                else limits(knob)[end]
            )
            assert value == wanted or written(value) == wanted, knob.key
            kept += 1
    assert kept >= min(3, len(KNOBS[page]))


@pytest.mark.parametrize("page", PAGES)
def test_just_outside_is_the_default(page):
    outside = {}
    for knob in KNOBS[page]:
        if isinstance(knob, Slider | NumberField):
            outside[knob.key] = str(knob.maximum + knob.step)
    app = open_page(page, **SEEN_WHEN.get(page, {}), **{key: value for key, value in outside.items() if key != "n"})
    assert not app.exception
    for knob in KNOBS[page]:
        if knob.key in outside and stands(app, knob) is not None:
            assert stands(app, knob) == knob.default, knob.key


@pytest.mark.parametrize("page", PAGES)
def test_reset_puts_every_control_back(page):
    app = open_page(page, **address(page, 1))
    app.button(key="reset").click().run()
    assert not app.exception
    for knob in KNOBS[page]:
        if not isinstance(knob, Panel) and stands(app, knob) is not None:
            assert stands(app, knob) == knob.default, knob.key


def test_all_pages_in_both_orders_with_every_value_far_out():
    """A name is one value for the whole session: what one page leaves behind must not break another."""
    for end, order in ((0, PAGES), (1, PAGES[::-1])):
        far = {key: value for page in PAGES for key, value in address(page, end).items()}
        assert far.keys() > TEXTS_FAR_OUT.keys()
        far |= TEXTS_FAR_OUT if end else {}
        app = open_page(order[0], **far)
        for page in [*order[1:], *order]:
            app.switch_page(f"{page}.py").run()
            assert not app.exception, page


@pytest.mark.parametrize("page", PAGES)
def test_every_panel_opens_by_the_address(page):
    """One of them at a time, and what it holds is there."""
    for knob in KNOBS[page]:
        if isinstance(knob, Panel):
            app = open_page(page, **SEEN_WHEN.get(page, {}) | {knob.key: "true"})
            assert not app.exception
