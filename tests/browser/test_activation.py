import pytest
import torch
from playwright.sync_api import expect

from neuron_core.activation.gradient import slopes
from neuron_core.activation.registry import ACTIVATIONS
from pages.knobs.activation import SLEEPER
from tests.browser.hands import FOLLOW, RECORD_WEBSOCKET, grab, number, output, settled, slider

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
        assert 0 <= box["y"] < box["y"] + box["height"] < thumb["y"] < 844
    page.mouse.up()


def test_depth_waits_behind_closed_panels(open_page):
    page = open_page("/activation")
    expect(page.get_by_text("did not move")).to_have_count(0)
    page.get_by_text(SLEEPER.label).click()
    expect(page.get_by_text("did not move")).to_be_visible()
