"""What people set in their browsers: zoom to 200%, reduced motion, forced colours."""

import pytest
from playwright.sync_api import Page, expect

from pages.shared.frame import ENTRIES
from tests.browser.conftest import STYLED
from tests.browser.hands import settled

FILES = [entry.file.removeprefix("home") for entry in ENTRIES]


@pytest.fixture(scope="module")
def opened(browser, server):
    """Opens a path with what a person has set."""
    contexts = []

    def open_path(path: str, **how: object) -> Page:
        contexts.append(browser.new_context(**how))
        page = contexts[-1].new_page()
        page.goto(f"{server.url}/{path}")
        page.locator("h1").wait_for(timeout=30_000)
        page.wait_for_function(STYLED)
        settled(page)
        return page

    yield open_path
    for context in contexts:
        context.close()


CUT_OFF = """() => {
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const hides = ["hidden", "clip"].includes(getComputedStyle(element).overflowX) && element.clientWidth > 2;
      const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (hides && text && element.scrollWidth > element.clientWidth + 1 && element.checkVisibility()) found.push(element.textContent);
    }
  };
  look(document);
  return found;
}"""
"""Texts that do not fit into what holds them."""


@pytest.mark.parametrize(
    ("file", "mode"), [*((file, "") for file in FILES), ("neuron", "present=1"), ("stack", "present=1")]
)
def test_at_200_percent_nothing_is_cut_off_and_nothing_scrolls_sideways(opened, file, mode):
    """1280 by 720 pixels at 200% are 640 by 360."""
    page = opened(f"{file}?{mode}", viewport={"width": 640, "height": 360}, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.locator(".stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    assert not page.evaluate(CUT_OFF)


@pytest.mark.parametrize("file", ["neuron", "activation", "batchnorm"])
def test_at_200_percent_a_slider_in_focus_is_not_below_the_numbers_at_the_foot(opened, file):
    page = opened(file, viewport={"width": 640, "height": 360}, device_scale_factor=2)
    foot = page.locator(".readouts").bounding_box()
    assert foot
    met = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(".stSlider:has(input:focus)")
        if focused.count():
            page.wait_for_timeout(100)
            box = focused.bounding_box()
            assert box
            assert box["y"] + box["height"] / 2 < foot["y"]
            met += 1
    assert met


LIT = """element => {
  const style = getComputedStyle(element);
  return [style.forcedColorAdjust, style.backgroundColor];
}"""


HIGHLIGHT = """() => {
  const probe = document.body.appendChild(document.createElement("p"));
  probe.style = "forced-color-adjust: none; background: Highlight";
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return colour;
}"""
"""The colour on which a chosen thing's name can be read."""


def test_in_forced_colours_sliders_switches_and_choices_show_where_they_stand(opened):
    page = opened("dropout", forced_colors="active", reduced_motion="reduce")
    highlight = page.evaluate(HIGHLIGHT)
    for place in (".st-key-p [role=group] > [data-rac] > [data-rac]", ".st-key-training label > div:first-of-type"):
        assert page.locator(place).evaluate(LIT) == ["none", highlight]
    page.locator(".st-key-training label").first.click()
    settled(page)
    assert page.locator(".st-key-training label > div:first-of-type").evaluate(LIT)[1] != highlight
    page.locator(".stRadio label").nth(2).click()  # the first is the question itself
    dots = page.locator(".stRadio label > div > div:first-child > div")
    expect(dots.first).to_be_attached()
    assert [dot.evaluate(LIT)[1] == highlight for dot in dots.all()].count(True) == 1


def test_in_forced_colours_a_chosen_pill_differs_and_can_be_read(opened):
    page = opened("neuron?neuron_case=AND", forced_colors="active")
    pills = page.locator("[role=radio]")
    lit = [pill.evaluate(LIT) == ["none", page.evaluate(HIGHLIGHT)] for pill in pills.all()]
    chosen = [pill.get_attribute("aria-checked") == "true" for pill in pills.all()]
    assert lit == chosen
    assert any(chosen)


def test_in_forced_colours_the_scale_of_a_map_keeps_its_colours(opened):
    page = opened("neuron", forced_colors="active")
    scale = page.locator(".scale i").first
    assert "gradient" in scale.evaluate("element => getComputedStyle(element).backgroundImage")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_forced_colours_the_letters_in_code_can_be_read(opened, theme):
    page = opened("errors", forced_colors="active", color_scheme=theme)
    letter = page.locator("mark").first.evaluate("""mark => {
      const style = getComputedStyle(mark, "::after");
      return [style.forcedColorAdjust, style.color, style.backgroundColor];
    }""")
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert letter == ["none", *((white, black) if theme == "light" else (black, white))]


def test_with_reduced_motion_nothing_moves(opened):
    page = opened("", reduced_motion="reduce")
    for file in FILES:
        page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/{file}")
        page.locator("h1").wait_for()
        settled(page)
        running = "document.getAnimations().filter((moving) => moving.playState === 'running').length"
        assert page.evaluate(running) == 0, file
