import pytest
from playwright.sync_api import expect

from neuron_core.neuron.model import Neuron, run
from neuron_core.shared.numbers import number_text
from tests.browser.hands import grab, output, settled, slider


def test_the_first_neuron_follows_the_pointer(open_page):
    page = open_page("/")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    x, y = grab(page, "w1")
    page.mouse.move(x - 120, y)
    weight = float(slider(page, "w1").input_value())
    truth = run(Neuron((3.0, 5.0), (weight, 0.4), 0.1, "relu"))
    assert truth.z < 0
    assert output(page, "Weighted sum").text_content() == number_text(truth.z, least=1)
    assert output(page, "Output").text_content() == "0.0"
    page.mouse.up()


def test_the_first_neuron_goes_along_to_its_own_page(open_page):
    page = open_page("/")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    slider(page, "x1").focus()
    page.keyboard.press("ArrowRight")
    expect(output(page, "Weighted sum")).to_have_text("2.72")
    settled(page)
    page.get_by_role("link", name="Start here: One neuron →").click()
    page.get_by_role("heading", name="One neuron").wait_for()
    expect(slider(page, "x1")).to_have_value("3.1")
    expect(output(page, "Weighted sum")).to_have_text("2.72")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fits_a_phone(open_page, theme):
    page = open_page("/", width=390, height=844, theme=theme)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert output(page, "Output").bounding_box()["y"] < 844
