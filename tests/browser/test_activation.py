import math
import re

import pytest
import torch
from playwright.sync_api import expect

from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from pages.knobs.activation import COLLAPSE, LEVELS, SLEEPER, TEN
from tests.browser.hands import CONTRAST, FOLLOW, RECORD_WEBSOCKET, grab, in_view, number, output, settled, slider

Z = "activation_z"


@pytest.mark.parametrize("activation", ["relu", "gelu", "sigmoid"])
def test_output_and_slope_on_the_way_are_torchs(open_page, activation):
    page = open_page(f"/activation?activation={activation}", init=RECORD_WEBSOCKET)
    expect(output(page, "Output")).not_to_be_empty()
    settled(page)
    x, y = grab(page, Z)
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, [Z, ["Output", "Slope"]])
    for step in range(30):
        page.mouse.move(x + 45 - 3 * step, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    assert page.evaluate("window.sent.length") == 0
    page.mouse.up()
    for position, out, slope in seen:
        z = torch.tensor([float(position)])
        assert number(out) == pytest.approx(ACTIVATIONS[activation].function(z).item(), abs=6e-5, rel=1e-3)
        assert number(slope) == pytest.approx(slopes(activation, z).item(), abs=6e-5, rel=1e-3)
    assert len({position for position, *_ in seen}) > 12


def test_a_deep_link_as_the_first_request(open_page, new_server):
    page = open_page(f"/activation?activation=tanh&{Z}=-2.5&activation_compare=step", base=new_server().url)
    expect(output(page, "Output")).to_have_text("−0.9866", timeout=20_000)
    expect(page.get_by_role("rowheader", name="Step")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_step_has_an_output_and_no_slope(open_page):
    page = open_page("/activation?activation=step")
    expect(output(page, "Output")).to_have_text("1.0")
    expect(output(page, "Slope")).to_have_count(0)
    expect(page.locator(".stage")).not_to_have_class("stage waiting")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
@pytest.mark.parametrize("query", ["", "?activation_z=-2", "?activation=tanh&activation_z=4"])
def test_slider_curves_numbers_and_question_are_in_view_together(open_page, width, height, query):
    page = open_page(f"/activation{query}", width=width, height=height)
    expect(output(page, "Output")).not_to_be_empty()
    settled(page)
    parts = [
        slider(page, Z).locator("xpath=../.."),
        page.get_by_role("radiogroup").first,
        *page.locator(".curve").all(),
    ]
    parts += [output(page, "Output"), page.get_by_role("button", name="Skip"), page.locator("table.numbers")]
    assert len(page.locator(".curve").all()) == 2
    in_view(page, *parts)


@pytest.mark.parametrize("title", ["output", "slope"])
def test_the_dot_is_dragged_on_either_curve(open_page, title):
    page = open_page("/activation?activation=tanh", init=RECORD_WEBSOCKET)
    handle = page.get_by_role("button", name=f"z, on the curve of the {title}")
    expect(output(page, "Output")).to_have_text(re.compile("0.76"))
    settled(page)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("window.sent.length = 0")
    chart = page.locator(".curve").nth(0 if title == "output" else 1).bounding_box()
    goal = chart["x"] + chart["width"] * (34 + (308 - 34) * 0.3) / 320  # z = −2 on an axis from −5 to 5
    for step in range(1, 11):
        page.mouse.move(x + (goal - x) * step / 10, y)
    z = float(slider(page, Z).input_value())
    assert z == pytest.approx(-2, abs=0.11)
    assert number(output(page, "Output").text_content()) == pytest.approx(math.tanh(z), abs=6e-5)
    assert page.evaluate("window.sent.length") == 0
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"activation_z={z:g}"))
    moved = handle.bounding_box()
    assert moved["x"] + moved["width"] / 2 == pytest.approx(goal, abs=6), "the dot is under the pointer"


@pytest.mark.parametrize("title", ["output", "slope"])
def test_the_dot_is_moved_by_the_arrow_keys(open_page, title):
    page = open_page("/activation?activation=tanh")
    expect(output(page, "Output")).to_have_text(re.compile("0.76"))
    settled(page)
    page.get_by_role("button", name=f"z, on the curve of the {title}").focus()
    page.keyboard.press("ArrowRight")
    expect(slider(page, Z)).to_have_value("1.1")
    settled(page)
    page.keyboard.press("Shift+ArrowLeft")
    expect(slider(page, Z)).to_have_value("0.1")
    expect(page).to_have_url(re.compile("activation_z=0.1"))
    expect(output(page, "Slope")).to_have_text("0.9901")


def test_relus_slope_is_covered_until_the_question_was_answered(open_page):
    page = open_page("/activation")
    expect(output(page, "Output")).to_have_text("1.0")
    # Asked of its style: a level line has no height to be found by.
    seen = "lines => lines.map((line) => getComputedStyle(line).visibility)"
    lines = page.locator("[data-cover=slope_relu] polyline")
    mark = page.get_by_text("ReLU below 0: ?")
    expect(mark).to_be_visible()
    assert lines.evaluate_all(seen) == ["hidden", "visible"]
    assert page.locator("[data-cover=slope_tanh] polyline").evaluate_all(seen) == ["visible", "visible"]
    expect(output(page, "Slope")).to_be_visible()
    page.get_by_text("Not at all: the slope is 0").click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(mark).to_be_hidden()
    assert lines.evaluate_all(seen) == ["visible", "visible"]
    expect(output(page, "Slope")).to_have_text("0.0")


def test_the_numbers_are_covered_where_they_would_be_the_answer(open_page):
    page = open_page("/activation?activation_z=-3")
    expect(output(page, "Output")).to_have_text("0.0")
    expect(output(page, "Slope")).to_have_count(0)
    expect(page.get_by_text("Here the slope is exactly 0")).to_have_count(0)
    page.get_by_role("button", name="Skip").click()
    expect(output(page, "Slope")).to_have_text("0.0")
    expect(page.get_by_text("Here the slope is exactly 0")).to_be_visible()


def test_a_number_lights_up_what_it_came_from(open_page):
    page = open_page("/activation")
    expect(output(page, "Output")).to_have_text("1.0")
    settled(page)
    output(page, "Slope").hover()
    lit = page.locator(".lit")
    assert {part.get_attribute("data-part") for part in lit.all()} == {"slope_relu"}
    expect(page.locator("g.lit .tangent")).to_have_count(1)


def test_ten_layers_are_drawn_without_plotly(open_page):
    page = open_page("/activation?activation_ten=true")
    expect(page.get_by_role("img", name="with weights of gain 1")).to_be_visible()
    expect(page.get_by_role("img", name="with weights of gain √2 (He)")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(open_page, width, theme):
    panels = "&".join(f"{panel.key}=true" for panel in (TEN, SLEEPER, LEVELS, COLLAPSE))
    page = open_page(f"/activation?{panels}", width=width, height=844, theme=theme)
    expect(output(page, "Output")).not_to_be_empty()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    charts = [chart.bounding_box() for chart in page.locator(".pair .curve").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in charts)
    assert max(box["y"] + box["height"] for box in charts) - min(box["y"] for box in charts) <= 844 / 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chips_of_what_is_compared_can_be_read(open_page, theme):
    page = open_page("/activation", theme=theme)
    words = page.locator(".stMultiSelect [data-tag] *", has_text="sigmoid").last
    assert words.evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_numbers_stay_in_sight_of_the_slider(open_page, theme):
    page = open_page("/activation", width=390, height=844, theme=theme)
    expect(output(page, "Slope")).not_to_be_empty()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    grab(page, Z)
    thumb = slider(page, Z).locator("xpath=../..").bounding_box()
    for name in ("Output", "Slope"):
        box = output(page, name).bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 844
        assert box["y"] > thumb["y"] + thumb["height"] or box["y"] + box["height"] < thumb["y"]
    page.mouse.up()


def test_depth_waits_behind_closed_panels(open_page):
    page = open_page("/activation")
    expect(page.get_by_text("did not move")).to_have_count(0)
    page.get_by_text(SLEEPER.label).click()
    expect(page.get_by_text("did not move")).to_be_visible()
