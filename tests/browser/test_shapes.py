"""The Shapes page as a person meets it."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled


def picture(page, words: str):
    return page.get_by_role("img", name=words)


def test_a_tensor_at_one_click_and_the_link_carries_it(open_page):
    page = open_page("/shapes")
    expect(
        picture(page, "4 cells of a tensor of shape (1, 2, 2), in the same order in a tensor of shape (1, 4)")
    ).to_be_visible()
    page.get_by_role("radio", name="2x2x3").click()
    expect(picture(page, "tensor of shape (2, 6)")).to_be_visible()
    assert page.url.endswith("?shapes_tensor=2x2x3")
    page.reload()
    expect(picture(page, "tensor of shape (2, 6)")).to_be_visible()


def test_the_bare_image_both_ways(open_page):
    page = open_page("/shapes?shapes_tensor=2x2")
    expect(picture(page, "left as it was")).to_be_visible()
    page.get_by_role("radio", name="torch.flatten(x)").click()
    expect(picture(page, "in a tensor of shape (4,)")).to_be_visible()


def test_each_tool_keeps_its_values(open_page):
    page = open_page("/shapes?shapes_tensor=2x2&shapes_input=2x4")
    for tool, shown in (
        ("Linear", "a last dimension of 4"),
        ("Flatten", "left as it was"),
        ("Linear", "dimension of 4"),
    ):
        page.get_by_role("radio", name=tool, exact=True).click()
        expect(picture(page, shown)).to_be_visible()


def test_a_size_that_does_not_fit_is_mended_with_the_keyboard(open_page):
    page = open_page("/shapes?shapes_tool=Linear&shapes_input=2x4")
    expect(page.get_by_text("mat1 and mat2 shapes cannot be multiplied")).to_be_visible()
    page.get_by_label("in_features").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(picture(page, "leaves with shape (2, 2)")).to_be_visible()
    expect(page.get_by_text("mat1 and mat2")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tool", ["Flatten", "Linear"])
def test_on_a_phone_nothing_is_cut_off(open_page, theme, tool):
    page = open_page(f"/shapes?shapes_tool={tool}", width=390, height=844, theme=theme)
    expect(page.get_by_role("img").first).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    box = page.get_by_role("img").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
