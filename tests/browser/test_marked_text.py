"""Marked text as a mechanism: a block of code, a message and a diff, in an app of their own."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, Server
from tests.browser.hands import settled

HERE = Path(__file__).parent

# The contrast of an element's text, or of what CSS adds to it, with all that is painted below, from 1 to 21 (WCAG 2.2).
CONTRAST = """
(element, added) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d");
  const paint = (colour) => { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); };
  const light = () => [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3)
    .map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const grounds = added ? [getComputedStyle(element, added).backgroundColor] : [];
  for (let e = element; e; e = e.parentElement ?? e.getRootNode().host) grounds.push(getComputedStyle(e).backgroundColor);
  for (const ground of grounds.reverse()) paint(ground);
  const below = light();
  paint(getComputedStyle(element, added || undefined).color);
  const text = light();
  return (Math.max(below, text) + 0.05) / (Math.min(below, text) + 0.05);
}"""

FONT = "(element) => parseFloat(getComputedStyle(element).fontSize)"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marked_text")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")  # the theme's colours
    server = Server(folder, HERE / "marked_text" / "serve.py")
    yield server
    server.stop()


@pytest.fixture
def open_texts(open_page, app):
    def opened(**window) -> Page:
        page = open_page("/", base=app.url, **window)
        expect(block(page, "What changes")).to_be_visible()
        settled(page)
        return page

    return opened


def block(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def test_letters_and_signs_are_seen_and_heard(open_texts):
    page = open_texts()
    code = block(page, "The code")
    mark = code.locator("mark").first
    expect(mark).to_have_text("5")
    assert mark.evaluate("(e) => getComputedStyle(e, '::after').content") in ('"a"', '"a" / ""')
    expect(code.locator("div").nth(2)).to_have_text("here: model(torch.randn(5, a, ))")
    assert gutter(code.locator("div").nth(2)) == "→"
    assert [gutter(line) for line in block(page, "What changes").locator("div").all()] == ["…", "", "−", "+", "", "…"]
    expect(block(page, "What changes")).to_contain_text("taken out: model = nn.Linear(4, 3)")


def gutter(line: Locator) -> str:
    return line.evaluate("(e) => getComputedStyle(e, '::before').content.split(' / ')[0].slice(1, -1)")


def test_hostile_text_stays_text(open_texts):
    page = open_texts()
    expect(block(page, "Torch’s own words")).to_contain_text("<img src=x onerror=\"document.title='caught'\">")
    assert page.evaluate("document.title") != "caught"
    tags = block(page, "Torch’s own words").evaluate("(e) => [...e.querySelectorAll('*')].map((part) => part.tagName)")
    assert set(tags) == {"DIV", "MARK", "SPAN"}


def test_what_is_copied_is_the_text_and_nothing_else(open_texts):
    page = open_texts()
    copied = block(page, "The code").evaluate(
        "(e) => { getSelection().selectAllChildren(e); return getSelection().toString(); }"
    )
    assert copied.strip("\n") == "model = nn.Linear(4, 3)\n\nmodel(torch.randn(5))"


@pytest.mark.parametrize("width", [320, 1280])
def test_long_lines_wrap_and_nothing_scrolls_sideways(open_texts, width):
    page = open_texts(width=width)
    for box in [
        page.locator(".stMain"),
        *(block(page, name) for name in ("The code", "Torch’s own words", "What changes")),
    ]:
        assert box.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    assert block(page, "The code").locator("div").first.evaluate(FONT) >= 14


def test_it_can_be_read_from_the_back(open_texts):
    page = open_texts(width=1920, height=1080)
    expect(page.locator("html")).to_have_css("font-size", "24px")
    assert block(page, "The code").locator("div").first.evaluate(FONT) >= 24


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_can_be_read_in_both_themes(open_texts, theme):
    page = open_texts(theme=theme)
    for line in page.locator(".block > div").all():
        assert line.evaluate(CONTRAST) >= 4.5
        assert line.evaluate(CONTRAST, "::before") >= 4.5
    for mark in page.locator("mark").all():
        assert mark.evaluate(CONTRAST) >= 4.5
        assert mark.evaluate(CONTRAST, "::after") >= 4.5
