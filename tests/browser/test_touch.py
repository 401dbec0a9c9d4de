"""With a finger, on a phone: what can be taken hold of in a picture, and what scrolls."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import settled, slider, swipe


@pytest.fixture(scope="module")
def phone(browser, server) -> Iterator[Callable[[str], Page]]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()

    def go(path: str) -> Page:
        page.goto(server.url + path)
        expect(page.locator(".stSlider").first).to_be_visible(timeout=30_000)
        settled(page)
        return page

    yield go
    context.close()


HANDLES = [  # page, handle, the sliders that follow it, the way it is dragged (to the right, upwards)
    ("/neuron", "The inputs now: x1 and x2", ("x1", "x2"), (-60, -60)),
    ("/neuron", "Weight w2", ("w2",), (50, 0)),
    ("/neuron", "Input x1", ("x1",), (40, 0)),
    ("/neuron", "Bias b", ("b",), (40, 0)),
    ("/activation", "z, on the curve of the output", ("activation_z",), (-50, 0)),
    ("/dropout", "p, the chance of a unit to be dropped", ("p",), (50, 0)),
    ("/batchnorm", "The number of row 1", ("batchnorm_move",), (50, 0)),
    ("/shapes", "The cells", ("shapes_step",), (60, -60)),
    ("/simple_ann", "The inputs now: input1 and input2", ("input1", "input2"), (-30, -30)),
    ("/simple_ann", "Input 2", ("input2",), (40, 0)),
]


@pytest.mark.parametrize(("path", "name", "keys", "way"), HANDLES)
def test_a_handle_follows_a_finger_and_commits_when_it_is_lifted(phone, path, name, keys, way):
    page = phone(path)
    handle = page.get_by_role("button", name=name, exact=True)
    handle.scroll_into_view_if_needed()
    before = [float(slider(page, key).input_value()) for key in keys]
    top = page.evaluate("document.querySelector('.stMain').scrollTop")
    box = handle.bounding_box()
    swipe(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, *way)
    settled(page)
    after = [float(slider(page, key).input_value()) for key in keys]
    for key, old, new, moved in zip(keys, before, after, way, strict=False):
        assert (new > old) if moved > 0 else (new < old), key
        assert f"{key}=" in page.url
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == top, "the page stands still meanwhile"


def test_a_swipe_over_a_slider_scrolls_and_changes_nothing(phone):
    page = phone("/neuron")
    page.locator(".st-key-x1").scroll_into_view_if_needed()
    track = page.locator(".st-key-x1 [role=group] > [data-rac]").bounding_box()
    swipe(page, track["x"] + track["width"] * 0.2, track["y"] + track["height"] / 2, 0, 210)
    settled(page)
    expect(slider(page, "x1")).to_have_value("3")
