"""In front of a class, in a frame of another page, and a page that a teacher has reduced: in a real browser."""

import http.server
import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server
from tests.browser.hands import settled, slider


def test_what_a_lesson_link_hides_is_gone_and_what_it_fixes_does_not_move(open_page):
    page = open_page("/neuron?hide=w1,neuron_code,questions&lock=x1&x1=2&w1=1.5")
    expect(page.get_by_text("Your teacher has hidden or fixed some controls.")).to_be_visible()
    for hidden in (
        slider(page, "w1"),
        page.get_by_text("Predict first."),
        page.get_by_text("The PyTorch that made this"),
    ):
        expect(hidden).to_be_hidden()
    expect(slider(page, "x1")).to_be_disabled()
    expect(slider(page, "w2")).to_be_enabled()
    page.get_by_role("button", name="Show all").click()
    settled(page)
    expect(slider(page, "w1")).to_have_value("1.5")
    expect(page.get_by_text("Predict first.")).to_be_visible()
    expect(page).not_to_have_url(re.compile("hide="))


@pytest.mark.parametrize("word", ["lock", "hide"])
def test_a_slider_that_is_fixed_or_hidden_does_not_follow_the_picture(open_page, word):
    page = open_page(f"/neuron?{word}=x1")
    settled(page)
    for name, key, value in (("Input x1", "x1", "3"), ("Input x2", "x2", "5.5")):
        handle = page.get_by_role("button", name=name, exact=True)
        handle.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(700)
        expect(slider(page, key)).to_have_value(value)
        expect(handle).to_have_attribute("aria-disabled", "true" if key == "x1" else "false")
    box = page.get_by_role("button", name="Input x1", exact=True).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2, steps=4)
    expect(slider(page, "x1")).to_have_value("3")
    page.mouse.up()
    settled(page)
    expect(slider(page, "x1")).to_have_value("3")


@pytest.mark.parametrize("word", ["lock", "hide"])
def test_a_player_whose_slider_is_fixed_or_hidden_does_not_play(open_page, word):
    page = open_page(f"/training?{word}=training_epoch")
    settled(page)
    play = page.locator("[data-play=toggle]")
    play.click()
    page.wait_for_timeout(400)
    assert play.text_content() == "▶ Play"
    expect(slider(page, "training_epoch")).to_have_value("0")


def test_share_builds_a_link_that_does_what_was_ticked(open_page):
    page = open_page("/neuron")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("combobox", name="Hide").fill("Weight w2")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    link = page.get_by_text(re.compile(r"^http\S+hide=w2$")).first
    expect(link).to_be_visible()
    expect(page.get_by_role("img", name="QR code of the link above")).to_be_visible()
    path = link.inner_text().split("/", 3)[3]
    expect(slider(open_page(f"/{path}"), "w2")).to_be_hidden()


def test_presenting_takes_the_sidebar_away_and_turns_pages_and_questions_by_keys(open_page):
    page = open_page("/neuron?present=1", width=1920, height=1080)
    settled(page)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 27
    page.wait_for_function("() => document.turnsPages")
    first = page.get_by_text("Predict first.").locator("..").inner_text()
    page.keyboard.press("n")
    expect(page.get_by_text("Predict first.").locator("..")).not_to_have_text(first)
    page.keyboard.press("p")
    expect(page.get_by_text("Predict first.").locator("..")).to_have_text(first)
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", name="Activation", level=1)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    page.keyboard.press("PageUp")
    expect(page.get_by_role("heading", name="One neuron", level=1)).to_be_visible()
    page.get_by_role("button", name="Leave presenter mode").click()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


SMALL_NUMBERS = """() => {
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
      const size = parseFloat(getComputedStyle(element).fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
      for (const text of element.childNodes) {
        if (text.nodeType !== Node.TEXT_NODE || !/\\d/.test(text.data) || element.matches("style, script, title, desc")) continue;
        const range = document.createRange();
        range.selectNode(text);
        const box = range.getBoundingClientRect();
        const seen = box.width > 2 && box.height > 2 && box.top < innerHeight && element.checkVisibility({ visibilityProperty: true });
        if (seen && size < 23.95) found.push(`${size.toFixed(1)} px: ${text.data}`);
      }
    }
  };
  look(document);
  return found;
}"""
"""The texts of the first screen with a number in them that cannot be read from the back: below 24 px."""


def test_every_page_presents_without_scrolling_sideways_and_with_numbers_to_read_from_the_back(open_page):
    page = open_page("/?present=1", width=1920, height=1080)
    seen = []
    for _ in range(20):
        settled(page)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1920
        assert not page.evaluate(SMALL_NUMBERS)
        seen.append(page.get_by_role("heading", level=1).inner_text())
        following = page.locator(".st-key-present_next a")
        if not following.count():
            break
        page.keyboard.press("PageDown")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(seen[-1])
    assert len(seen) == len(set(seen)) >= 10


@pytest.fixture
def other_site(tmp_path) -> Iterator[tuple[str, Callable[[str], None]]]:
    """A site of another origin: its address, and how to put an address into a frame of 800 by 450 on its page."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, *args):
            pass

    def put(address: str) -> None:
        frame = f'<iframe src="{address}" width="800" height="450" title="Neuron"></iframe>'
        (tmp_path / "index.html").write_text(frame, encoding="utf-8")

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}", put
        site.shutdown()


def test_in_a_frame_of_a_site_that_may_the_first_control_is_near_the_top(browser, other_site, tmp_path):
    site, put = other_site
    server = Server(tmp_path, NEURON_FRAME_ANCESTORS=site)
    page = browser.new_page(viewport={"width": 900, "height": 500})
    try:
        put(f"{server.url}/neuron?embed=true")
        page.goto(f"{site}/index.html")
        frame = page.frame_locator("iframe")
        expect(frame.locator(".st-key-x1 input[type=range]")).to_be_attached(timeout=30_000)
        page.wait_for_timeout(1_500)
        expect(frame.get_by_test_id("stSidebar")).to_have_count(0)
        top = frame.locator(".st-key-neuron_case, .stSlider").first.bounding_box()["y"]
        assert top - page.locator("iframe").bounding_box()["y"] < 200
        frame.locator(".st-key-x1 input[type=range]").focus()
        page.keyboard.press("ArrowRight")
        expect(frame.locator(".st-key-x1 input[type=range]")).to_have_value("3.1")
    finally:
        page.close()
        server.stop()


def test_a_site_that_was_not_named_may_not(browser, server, other_site):
    site, put = other_site
    put(f"{server.url}/neuron?embed=true")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}/index.html")
    page.wait_for_timeout(2_000)
    assert any("frame-ancestors" in words for words in said)
    page.close()


def test_in_front_of_a_class_the_tally_is_on_the_first_screen(open_page):
    page = open_page("/neuron", width=1920, height=1080)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Open a room").click()
    page.get_by_role("button", name="Presenter mode").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show the tally").click()
    last = page.get_by_test_id("stProgress").last
    expect(last).to_be_visible()
    box = last.bounding_box()
    assert box["y"] + box["height"] < 1080
