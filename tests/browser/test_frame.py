"""What stands around every page: titles, the way on, the words, sizes for a projector, both themes."""

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from neuron_core.shared.drawing.palette import THEMES
from pages.shared.frame import ENTRIES
from tests.browser.hands import CONTRAST, output, settled


def size_of(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.file)
def test_every_page_has_a_title_of_its_own_and_stays_within_its_width(open_page, entry):
    path = "" if entry.file == "home" else entry.file
    page = open_page(f"/{path}", width=1440, height=844)
    settled(page)
    for width in (1440, 1024, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(250)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() == ("Neuron Explorer" if entry.file == "home" else f"{entry.title} · Neuron Explorer")


def test_the_foot_of_a_page_leads_to_the_next(open_page):
    page = open_page("/neuron")
    settled(page)
    page.get_by_role("link", name="Next: Activation").click()
    page.get_by_role("heading", name="Activation", level=1).wait_for()


def test_a_hidden_sidebar_cuts_nothing(open_page):
    page = open_page("/neuron")
    settled(page)
    page.locator(".stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
    page.wait_for_timeout(600)
    for part in (
        page.locator("h1"),
        page.get_by_role("button", name="Reset"),
        page.get_by_role("button", name="Copy link"),
    ):
        box = part.bounding_box()
        assert box
        for x, y in (
            (box["x"] + box["width"] / 2, box["y"] + 2),
            (box["x"] + box["width"] / 2, box["y"] + box["height"] - 2),
        ):
            hit = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.stAppHeader')", [x, y])
            assert hit is None
    page.get_by_role("button", name="Reset").click(trial=True)


def test_what_was_answered_shows_beside_the_page(open_page):
    page = open_page("/neuron")
    settled(page)
    page.get_by_text("It rises, without doubling").click()
    page.get_by_role("button", name="Let torch answer").click()
    settled(page)
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Neuron Explorer").wait_for()
    settled(page)
    link = page.locator('.stSidebar a[href$="/neuron"]')
    assert link.evaluate("(e) => getComputedStyle(e, '::after').content") == '"1 of 4 ✓"'


def test_a_word_is_explained_on_hover_and_focus_and_leads_nowhere(open_page):
    page = open_page("/neuron")
    settled(page)
    word = page.locator('a[href="#word"]').first
    assert word.get_attribute("title")
    word.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert word.evaluate("(e) => getComputedStyle(e, '::after').content") not in ("none", "")
    word.click()
    assert "#" not in page.url


def test_a_projector_shows_what_the_back_row_can_read(open_page):
    page = open_page("/neuron", width=1920, height=1080)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    assert size_of(page, ".stSlider label p") >= 18
    assert size_of(page, '[data-testid="stSliderThumbValue"] p') >= 24
    assert size_of(page, ".stMarkdown p") >= 24
    assert size_of(page, ".sums td") >= 24
    assert size_of(page, ".stRadio p") >= 24
    box = page.locator(".stMainBlockContainer").bounding_box()
    assert box
    assert box["width"] > 1600, "the content uses the width"


# Every text inside a live view, or a block of marked code, that is seen, with its size on the screen: a picture may be drawn smaller or larger than its units.
TEXTS = """() => [...document.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean).flatMap((root) =>
  [...root.querySelectorAll(":is(.stage, .block) *")].flatMap((element) => {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join(" ").trim();
    const style = getComputedStyle(element), matrix = element.getScreenCTM?.();
    const seen = text && element.getClientRects().length && style.visibility === "visible" && style.opacity !== "0";
    return seen ? [[text, parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1)]] : [];
  }))"""


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.title)
def test_every_number_of_a_picture_can_be_read_from_the_back(open_page, entry):
    page = open_page(f"/{entry.file.removeprefix('home')}", width=1920, height=1080)
    page.locator(":is(.stage, .block)").first.wait_for()
    expect(page.locator("html")).to_have_css("font-size", "24px")
    settled(page)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 3
    for text, size in texts:
        assert size >= (23.5 if re.fullmatch(r"−?\d[\d.e]*", text) else 17.9), (text, size)


def test_the_colours_follow_a_change_of_theme_at_once(open_page):
    page = open_page("/neuron")
    settled(page)
    line = "(e) => getComputedStyle(e).color"
    page.locator(".stMain").evaluate("(e) => { e.style.color = 'var(--line)'; }")
    for theme in ("light", "dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(300)
        shown = page.locator(".stMain").evaluate(line)
        assert shown == "rgb({}, {}, {})".format(*bytes.fromhex(THEMES[theme].neutral[1:]))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_filled_button_can_be_read(open_page, theme):
    page = open_page("/neuron", theme=theme)
    settled(page)
    page.get_by_text("It rises, without doubling").click()
    button = page.get_by_role("button", name="Let torch answer")
    expect(button).to_be_enabled()
    settled(page)
    assert button.evaluate(CONTRAST) >= 4.5
    assert button.locator("p").evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.title)
def test_the_policy_of_what_may_load_stands_in_nobodys_way(open_page, entry):
    """Scripts, pictures and connections come from this server alone; every page has what it needs, and copies its link."""
    page = open_page(f"/{entry.file.removeprefix('home')}", init=NOTE_VIOLATIONS)
    settled(page)
    for panel in page.locator("[data-testid=stExpander] summary").all()[:3]:
        panel.click()
        settled(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.evaluate("window.violations") == []


NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));"""


def test_every_answer_carries_the_headers(server):
    for path in ("/", "/neuron", "/_stcore/health"):
        with urllib.request.urlopen(f"{server.url}{path}") as answer:
            policy = answer.headers["content-security-policy"]
            assert "script-src 'self' blob: 'wasm-unsafe-eval' 'sha256-" in policy
            assert "'unsafe-eval'" not in policy
            assert "frame-ancestors 'self'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
