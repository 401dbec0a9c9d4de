import re

import pytest
import torch
from playwright.sync_api import expect
from torch import nn

from tests.browser.hands import FOLLOW, RECORD_WEBSOCKET, grab, in_view, number, output, settled, slider


def row(page, title):
    cells = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=title)).get_by_role("cell")
    return [number(text) for text in cells.locator("b").all_text_contents()]


def uncovered(page):
    """Skip the first question, whose answer is covered in the picture."""
    page.get_by_role("button", name="Skip").click()
    settled(page)


def trained(p, seed=1429):
    torch.manual_seed(seed)
    return nn.Dropout(p)(torch.tensor([10.0, 20.0, 30.0, 40.0])).tolist()


def test_units_are_dropped_and_the_others_scaled_as_torch_has_it(open_page):
    page = open_page("/dropout", init=RECORD_WEBSOCKET)
    uncovered(page)
    expect(output(page, "Units kept")).to_have_text("2")
    assert row(page, "input × mask") == [10, 0, 30, 0]
    assert row(page, "train()") == [20, 0, 60, 0]
    assert row(page, "eval()") == [10, 20, 30, 40]
    settled(page)
    x, y = grab(page, "p")
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, ["p", ["Units kept", "Mean output"]])
    for step in range(40):
        page.mouse.move(x + 190 - 9.5 * step, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    assert page.evaluate("window.sent.length") == 0
    page.mouse.up()
    for position, kept, mean in seen:
        truth = trained(float(position))
        assert number(kept) == sum(value != 0 for value in truth)
        assert number(mean) == pytest.approx(sum(truth) / 4, abs=6e-4)
    assert len({position for position, *_ in seen}) > 12


def test_the_toggle_acts_at_once_with_both_rows_in_view(open_page):
    page = open_page("/dropout")
    uncovered(page)
    expect(output(page, "Mean output")).to_have_text("20.0")
    page.get_by_test_id("stCheckbox").get_by_text("Training", exact=True).click()
    expect(output(page, "Mean output")).to_have_text("25.0")
    expect(page.get_by_role("rowheader", name="▶ torch, eval()")).to_be_visible()
    assert row(page, "train()") == [20, 0, 60, 0]


def test_a_deep_link_carries_the_vector_and_the_seed(open_page, new_server):
    page = open_page("/dropout?dropout_vector=1;%202,5;%20-4&seed=3&p=0.3&training=false", base=new_server().url)
    expect(output(page, "Mean output")).to_have_text("−0.1667", timeout=20_000)
    assert row(page, re.compile("^input$")) == [1, 2.5, -4]
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_scaled_is_covered_until_torch_has_answered(open_page):
    page = open_page("/dropout")
    expect(output(page, "Units kept")).to_have_text("2")
    settled(page)
    hidden = page.locator("[data-cover=scaled]")
    assert hidden.count() == 5
    visibility = "elements => elements.map((e) => getComputedStyle(e).visibility)"
    assert set(hidden.evaluate_all(visibility)) == {"hidden"}
    assert "× 2" not in page.locator("table.units").inner_text()
    assert "20, 0, 60" not in page.locator(".spoken").first.text_content()
    page.get_by_text("They are scaled up").click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(page.get_by_text("Unit 1 is kept: its 10 becomes 20.")).to_be_visible()
    expect(hidden.last).to_be_visible()
    assert set(hidden.evaluate_all(visibility)) == {"visible"}
    assert "× 2" in page.locator("table.units").inner_text()


def border(page):
    box = page.locator("rect.handle").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_p_is_dragged_in_the_picture(open_page):
    page = open_page("/dropout", init=RECORD_WEBSOCKET)
    uncovered(page)
    x, y = border(page)
    bar = page.locator("svg.chance").bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("window.sent.length = 0")
    page.mouse.move(bar["x"] + 0.8 * bar["width"], y, steps=6)
    assert page.evaluate("window.sent.length") == 0
    expect(slider(page, "p")).to_have_value("0.8")
    assert border(page)[0] == pytest.approx(bar["x"] + 0.8 * bar["width"], abs=0.03 * bar["width"])
    assert row(page, "train()") == pytest.approx(trained(0.8), abs=1e-2)
    page.mouse.up()
    settled(page)
    assert "p=0.8" in page.url
    assert row(page, "train()") == pytest.approx(trained(0.8), abs=1e-2)


def test_p_is_moved_by_the_keys_of_its_handle(open_page):
    page = open_page("/dropout")
    expect(output(page, "Units kept")).to_have_text("2")
    settled(page)
    page.locator("rect.handle").focus()
    page.keyboard.press("ArrowRight")
    expect(slider(page, "p")).to_have_value("0.55")
    settled(page)
    page.keyboard.press("ArrowLeft")
    expect(slider(page, "p")).to_have_value("0.5")


def test_a_unit_lights_up_in_all_its_rows(open_page):
    page = open_page("/dropout")
    uncovered(page)
    page.locator("td[data-part=u3]").first.hover()
    assert {cell.get_attribute("data-part") for cell in page.locator(".lit").all()} == {"u3"}
    assert page.locator(".lit").count() == 4


def test_a_thousand_passes_follow_p(open_page):
    page = open_page("/dropout?dropout_trial_table=true", height=1300)
    uncovered(page)
    chart = page.locator("svg.trial")
    expect(chart).to_be_visible()
    settled(page)
    assert page.locator(".stPlotlyChart").count() == 0
    whisker = chart.locator(".whisker").last
    before = float(whisker.get_attribute("y1")) - float(whisker.get_attribute("y2"))
    x, y = grab(page, "p")
    page.mouse.move(x - 90, y)
    after = float(whisker.get_attribute("y1")) - float(whisker.get_attribute("y2"))
    page.mouse.up()
    assert 0 < after < before, "a smaller p spreads less"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_what_is_dragged_what_answers_and_the_question_are_in_view_together(open_page, width, height):
    page = open_page("/dropout", width=width, height=height)
    expect(output(page, "Units kept")).to_have_text("2")
    settled(page)
    parts = [
        page.locator(".st-key-p"), page.locator("svg.chance"), page.locator("table.units"), output(page, "Units kept"),
        page.get_by_text("They are scaled down"), page.get_by_role("button", name="Let torch answer"),
    ]  # fmt: skip
    in_view(page, *parts)


def test_a_commit_is_small(open_page):
    """Of what the browser knows already, Streamlit sends only the hash."""
    page = open_page("/dropout")
    uncovered(page)
    page.goto("about:blank")
    sizes = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    page.go_back()
    expect(output(page, "Units kept")).to_have_text("2")
    settled(page)
    slider(page, "p").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    sizes.clear()
    page.keyboard.press("ArrowRight")
    expect(slider(page, "p")).to_have_value("0.6")
    settled(page)
    assert 0 < sum(sizes) < 32_000


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_nothing_overflows_and_the_numbers_stay_in_sight_of_p(open_page, theme, width):
    page = open_page("/dropout", width=width, height=844, theme=theme)
    expect(output(page, "Units kept")).to_have_text("2")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    grab(page, "p")
    page.mouse.up()
    thumb = slider(page, "p").locator("xpath=../..").bounding_box()
    box = output(page, "Units kept").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= 844
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert not thumb["y"] < box["y"] < thumb["y"] + thumb["height"]


def test_a_hidden_unit_of_simple_ann_is_dropped_on_this_pass(open_page):
    page = open_page("/dropout?dropout_network=true", height=1400)
    uncovered(page)
    expect(output(page, "Network output")).not_to_be_empty()
    expect(page.get_by_text("✕ dropped", exact=True)).to_have_count(1)
    without = output(page, "Without dropout").text_content()
    assert output(page, "Network output").text_content() != without
    expect(
        page.locator(".stMarkdown", has_text="Hidden unit 2 is dropped on this pass. Hidden unit 1 is scaled by 2.")
    ).to_be_visible()
    expect(page.get_by_text("off for this input")).to_have_count(0)
    page.get_by_test_id("stCheckbox").get_by_text("Training", exact=True).click()
    expect(page.get_by_text("✕ dropped", exact=True)).to_have_count(0)
    expect(output(page, "Network output")).to_have_text(without)
