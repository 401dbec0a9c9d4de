"""The Shapes page as a person meets it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import grab, in_view, settled, slider

SIZES = [(1440, 900), (1280, 720)]


def spoken(page: Page) -> Locator:
    return page.locator(".spoken")


def cells(page: Page) -> list[tuple[float, float]]:
    """Where each moving cell is drawn."""
    return page.locator(".cells > svg").evaluate_all(
        "cells => cells.map((cell) => [Number(cell.getAttribute('x')), Number(cell.getAttribute('y'))])"
    )


def places(page: Page, number: int) -> list[tuple[float, float]]:
    """Where the cells belong in tensor `number`."""
    return (
        page.locator("g.ghost")
        .nth(number)
        .locator("text")
        .evaluate_all(
            "texts => texts.map((text) => [Number(text.getAttribute('x')) - 18, Number(text.getAttribute('y')) - 24])"
        )
    )


def near(some: list, others: list) -> bool:
    pairs = zip(some, others, strict=True)
    return all(abs(a - b) < 0.2 for one, other in pairs for a, b in zip(one, other, strict=True))


def ready(page: Page) -> None:
    """Wait until the cells lie where the slider says."""
    expect(page.locator(".cells > svg").first).to_have_attribute("x", re.compile(r"\d"))
    settled(page)


def test_a_tensor_at_one_click_and_the_link_carries_it(open_page):
    page = open_page("/shapes")
    expect(spoken(page)).to_have_text(
        "4 cells of a tensor of shape (1, 2, 2), in the same order in a tensor of shape (1, 4)."
    )
    page.get_by_role("radio", name="2x2x3").click()
    expect(spoken(page)).to_contain_text("tensor of shape (2, 6)")
    assert page.url.endswith("?shapes_tensor=2x2x3")
    page.reload()
    expect(spoken(page)).to_contain_text("tensor of shape (2, 6)")


def test_the_bare_image_both_ways(open_page):
    page = open_page("/shapes?shapes_tensor=2x2")
    page.get_by_role("button", name="Skip").click()
    expect(spoken(page)).to_contain_text("left as it was")
    page.get_by_role("radio", name="torch.flatten(x)").click()
    expect(spoken(page)).to_contain_text("in a tensor of shape (4,)")


def test_the_slider_moves_every_cell_from_the_tensor_into_the_row(open_page):
    page = open_page("/shapes?shapes_tensor=2x2x3")
    ready(page)
    assert near(cells(page), places(page, 0))
    track = page.locator(".st-key-shapes_step .stSlider [role=group]").bounding_box()
    x, y = grab(page, "shapes_step")
    seen = set()
    for share in (0.2, 0.5, 0.8, 1.0):
        page.mouse.move(x + share * track["width"], y)
        seen.add(str(cells(page)))
    assert len(seen) == 4, "the picture follows while the pointer is down"
    assert near(cells(page), places(page, 1))
    page.mouse.up()
    settled(page)
    assert "shapes_step=100" in page.url
    assert near(cells(page), places(page, 1))


def test_the_cells_are_dragged_in_the_picture(open_page):
    page = open_page("/shapes")
    ready(page)
    handle = page.get_by_role("button", name="The cells")
    box = handle.bounding_box()
    x, y = box["x"] + 20, box["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y)
    page.mouse.move(x + 100, y)
    step = float(slider(page, "shapes_step").input_value())
    moved = handle.bounding_box()
    assert step > 0
    middle = (moved["x"] + moved["width"] / 2) - (box["x"] + box["width"] / 2)
    assert middle == pytest.approx(100, abs=25), "the cells go with the pointer"
    page.mouse.up()
    expect(page).to_have_url(f"{page.url.split('?')[0]}?shapes_step={step:g}")
    expect(slider(page, "shapes_step")).to_have_value(f"{step:g}")


def test_the_cells_are_moved_with_the_arrow_keys(open_page):
    page = open_page("/shapes")
    ready(page)
    page.get_by_role("button", name="The cells").focus()
    for step in ("5", "10"):
        page.keyboard.press("ArrowRight")
        settled(page)
        expect(slider(page, "shapes_step")).to_have_value(step)
    page.keyboard.press("ArrowLeft")
    settled(page)
    expect(slider(page, "shapes_step")).to_have_value("5")


def test_a_cell_and_its_two_places_light_up_together(open_page):
    page = open_page("/shapes")
    ready(page)
    page.locator("g.ghost text").last.hover()
    lit = page.locator(".lit")
    expect(lit).to_have_count(3)
    assert {text.strip() for text in lit.all_text_contents()} == {"4"}


def test_what_would_answer_is_covered_until_answered(open_page):
    page = open_page("/shapes?shapes_tensor=2x2")
    settled(page)
    expect(page.locator("g.ghost")).to_have_count(1)
    expect(spoken(page)).not_to_contain_text("left as it was")
    page.get_by_text("(4,)", exact=True).first.click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(page.locator("g.ghost")).to_have_count(2)
    expect(spoken(page)).to_contain_text("left as it was")


def test_the_lessons_example_fits_at_one_click_and_its_answer_is_covered(open_page):
    page = open_page("/shapes?shapes_tool=Linear")
    page.get_by_role("radio", name="4x10x8").click()
    settled(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("in_features")).to_have_value("8")
    answer = page.locator('g[data-cover="y"]')
    expect(answer).to_be_hidden()
    page.get_by_role("button", name="Skip").click()
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("y (4, 10, 2)")
    weight = page.locator('g[data-cover="weight"]').first  # the next question is about it
    expect(weight).to_be_hidden()
    page.get_by_role("button", name="Skip").click()
    expect(weight).to_be_visible()


def test_the_chosen_output_says_what_it_came_from(open_page):
    page = open_page("/shapes?shapes_tool=Linear")
    expect(spoken(page)).to_contain_text("Output 1 of vector 1: 1 × 0.38 + 2 × (−0.43) + 3 × 0.47 + (−0.39) = 0.54.")
    page.locator(".st-key-shapes_output").get_by_role("radio", name="2").click()
    expect(spoken(page)).to_contain_text("Output 2 of vector 1: 1 × 0.37")
    page.locator(".st-key-shapes_vector").get_by_role("radio", name="2").click()
    expect(spoken(page)).to_contain_text("Output 2 of vector 2: 4 × 0.37")
    page.locator('[data-part="1"]').first.hover()
    expect(page.locator(".lit")).to_have_count(3)  # a number, its weight, their product


def test_each_tool_keeps_its_values(open_page):
    page = open_page("/shapes?shapes_tensor=2x2&shapes_start_dim=0&shapes_input=2x4")
    for tool, shown in (
        ("Linear", "a last dimension of 4"),
        ("Flatten", "in a tensor of shape (4,)"),
        ("Linear", "dimension of 4"),
    ):
        page.get_by_role("radio", name=tool, exact=True).click()
        expect(spoken(page)).to_contain_text(shown)


def test_a_size_that_does_not_fit_is_mended_with_the_keyboard(open_page):
    page = open_page("/shapes?shapes_tool=Linear&shapes_input=2x4")
    expect(page.get_by_text("mat1 and mat2 shapes cannot be multiplied")).to_be_visible()
    page.get_by_label("in_features").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(spoken(page)).to_contain_text("leaves with shape (2, 2)")
    expect(page.get_by_text("mat1 and mat2")).to_have_count(0)


def test_a_size_that_does_not_fit_is_mended_at_one_click(open_page):
    page = open_page("/shapes?shapes_tool=Linear&shapes_input=4x10x8")
    cure = page.get_by_role("button", name="Use nn.Linear(8, 2)")
    in_view(page, cure)
    cure.click()
    expect(page.get_by_label("in_features")).to_have_value("8")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("tensor", ["1x2x2", "2x2x3", "2x3x2x2"])
def test_slider_cells_and_question_are_in_view_together(open_page, tensor, width, height):
    page = open_page(f"/shapes?shapes_tensor={tensor}", width=width, height=height)
    expect(page.locator("g.ghost")).to_have_count(2)
    settled(page)
    parts = [
        slider(page, "shapes_step"),
        page.locator("svg.regroup"),
        page.get_by_role("button", name="Let torch answer"),
    ]
    in_view(page, *parts)
    above = slider(page, "shapes_step").locator("xpath=../..").bounding_box()
    gap = page.locator("svg.regroup").bounding_box()["y"] - above["y"] - above["height"]
    assert gap < 60, "no hole above the picture"


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("given", ["", "&shapes_input=4x10x8&shapes_in_features=8", "&shapes_input=2x4"])
def test_choice_numbers_and_question_are_in_view_together(open_page, given, width, height):
    page = open_page(f"/shapes?shapes_tool=Linear{given}", width=width, height=height)
    expect(page.locator("svg.worked")).to_be_visible()
    settled(page)
    in_view(
        page,
        page.locator(".st-key-shapes_output"),
        page.locator("svg.worked"),
        page.get_by_role("button", name="Let torch answer"),
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tool", ["Flatten", "Linear"])
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_nothing_is_cut_off(open_page, theme, tool, width):
    page = open_page(f"/shapes?shapes_tool={tool}&shapes_tensor=2x3x2x2", width=width, height=844, theme=theme)
    drawn = page.locator("svg.regroup, svg.worked")
    expect(drawn).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    box = drawn.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_on_a_phone_the_slider_stands_right_above_the_cells(open_page):
    page = open_page("/shapes", width=390, height=844)
    expect(page.locator("g.ghost")).to_have_count(2)
    settled(page)
    _, y = grab(page, "shapes_step")
    page.mouse.up()
    picture = page.locator("svg.regroup").bounding_box()
    assert y < picture["y"] < y + 80
    assert picture["y"] + picture["height"] <= 844
