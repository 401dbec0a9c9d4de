"""The live view as a mechanism: two on one page, each with its own slider."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import COUNT_OBSERVERS, grab, output, settled, slider

HERE = Path(__file__).parent
FACTORS = {"first": 10, "second": 1000}


@pytest.fixture(scope="module")
def two_views(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("two_views"), HERE / "two_views" / "serve.py")
    yield server
    server.stop()


@pytest.fixture
def page(open_page, two_views) -> Page:
    page = open_page("/", base=two_views.url, init=COUNT_OBSERVERS)
    expect(output(page, "second")).to_have_text("1000.0")
    settled(page)
    return page


def shown(page: Page, name: str) -> float:
    return float(output(page, name).text_content() or "nan")


def waiting(page: Page) -> Locator:
    return page.locator(".stMarkdown").filter(has_text="what waits")


@pytest.mark.parametrize(("dragged", "still"), [("first", "second"), ("second", "first")])
def test_each_view_follows_its_own_slider(page, dragged, still):
    x, y = grab(page, dragged)
    for offset in (40, 90, 160):
        page.mouse.move(x + offset, y)
        position = float(slider(page, dragged).input_value())
        assert position != 1
        assert shown(page, dragged) == pytest.approx(FACTORS[dragged] * position, rel=1e-4)
        assert shown(page, still) == FACTORS[still]
    words = waiting(page)
    expect(words).to_have_css("opacity", "0.4")  # also where the view that is still painted last
    page.mouse.up()
    settled(page)
    expect(words).to_have_css("opacity", "1")
    assert shown(page, still) == FACTORS[still]


def test_a_view_that_leaves_cleans_up(page):
    x, y = grab(page, "second")
    page.mouse.move(x + 60, y)
    page.mouse.up()
    settled(page)
    page.get_by_text("both", exact=True).click()
    expect(output(page, "second")).to_have_count(0)
    settled(page)
    assert page.evaluate("window.observers.size") == 1
    assert page.evaluate("[...document.body.classList].filter((name) => name.startsWith('scrubbing'))") == []
    assert page.evaluate("'liveRows' in window") is False
    page.get_by_text("both", exact=True).click()
    expect(output(page, "second")).to_have_text("1000.0")
    x, y = grab(page, "second")
    page.mouse.move(x + 60, y)
    assert shown(page, "second") == pytest.approx(1000 * float(slider(page, "second").input_value()), rel=1e-4)
    page.mouse.up()


def test_a_view_that_leaves_in_the_middle_of_a_drag_leaves_nothing_dimmed(page):
    x, y = grab(page, "second")
    page.mouse.move(x + 60, y)
    expect(waiting(page)).to_have_css("opacity", "0.4")
    page.evaluate("document.querySelector('.st-key-both input').click()")
    expect(output(page, "second")).to_have_count(0)
    expect(waiting(page)).to_have_css("opacity", "1")
    page.mouse.up()


@pytest.mark.parametrize("path", ["/", "/neuron", "/activation", "/dropout", "/batchnorm", "/simple_ann", "/training"])
def test_what_a_commit_changes_is_announced(open_page, path):
    page = open_page(path)
    settled(page)
    spoken = page.locator(".spoken[aria-live=polite]").first
    before = spoken.text_content()
    assert before
    page.locator("input[type=range]").first.press("ArrowRight")
    expect(spoken).not_to_have_text(before)
