"""The Stack page as a person meets it."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled


def picture(page, words: str):
    return page.get_by_role("img", name=words)


def test_breaking_a_stack_and_curing_it(open_page):
    page = open_page("/stack")
    expect(picture(page, "Linear(3, 1) gives (2, 1). Total: 19 parameters")).to_be_visible()
    field = page.get_by_role("spinbutton", name="out_features")
    field.fill("5")
    field.press("Enter")
    expect(picture(page, "layer 4, Linear(3, 1), breaks: 5 arrives, it takes 3")).to_be_visible()
    expect(page.get_by_text("mat1 and mat2 shapes cannot be multiplied (2x5 and 3x1)")).to_be_visible()
    page.get_by_role("button", name="Change layer 4 Linear’s in_features from 3 to 5").click()
    expect(picture(page, "Linear(5, 1) gives (2, 1)")).to_be_visible()
    settled(page)
    assert page.url.endswith("?stack=linear-4-5+relu+dropout-0.5+linear-5-1")


def test_a_layer_is_added_moved_and_removed(open_page):
    page = open_page("/stack?stack=linear-4-3")
    page.get_by_role("combobox", name="New layer").click()
    page.get_by_role("option", name="Tanh", exact=True).click()
    page.get_by_role("button", name="Add after it").click()
    expect(picture(page, "Tanh() gives (2, 3)")).to_be_visible()
    page.get_by_role("button", name="Earlier").click()
    expect(picture(page, "Tanh() gives (2, 4); Linear(4, 3)")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(picture(page, "Input (2, 4); Linear(4, 3) gives (2, 3).")).to_be_visible()


def test_a_link_cut_in_half_says_so_and_leaves_a_stack_to_go_on_with(open_page):
    page = open_page("/stack?stack=linear-4-3+relu+drop")
    expect(page.get_by_text("Layer 3, “drop”, is not one of the layers known here")).to_be_visible()
    expect(page.get_by_label("The stack, as text")).to_have_value("linear-4-3 relu drop")
    page.get_by_role("radio", name="SimpleANN").click()
    expect(picture(page, "Linear(2, 1) gives (1, 1). Total: 9 parameters")).to_be_visible()
    expect(page.get_by_text("is not one of the layers")).to_have_count(0)


def test_the_stack_is_back_after_another_page(open_page):
    page = open_page("/stack?stack=linear-4-2+tanh&stack_input=3x4")
    expect(picture(page, "Tanh() gives (3, 2)")).to_be_visible()
    page.get_by_role("link", name="Shapes").first.click()
    page.get_by_role("heading", name="Shapes").wait_for()
    settled(page)
    page.get_by_role("link", name="Stack").first.click()
    expect(picture(page, "Tanh() gives (3, 2)")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(open_page, theme):
    page = open_page("/stack?stack=linear-4-3+relu+linear-5-1", width=390, height=844, theme=theme)
    expect(picture(page, "breaks")).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    box = picture(page, "breaks").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    body, ground = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert body != ground
