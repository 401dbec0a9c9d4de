import pytest
import torch
from playwright.sync_api import expect
from torch import nn

from tests.browser.hands import FOLLOW, RECORD_WEBSOCKET, grab, number, output, settled, slider


def row(page, title):
    cells = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=title)).get_by_role("cell")
    return [number(text) for text in cells.locator("b").all_text_contents()]


def trained(p, seed=1429):
    torch.manual_seed(seed)
    return nn.Dropout(p)(torch.tensor([10.0, 20.0, 30.0, 40.0])).tolist()


def test_units_are_dropped_and_the_others_scaled_as_torch_has_it(open_page):
    page = open_page("/dropout", init=RECORD_WEBSOCKET)
    expect(output(page, "Units kept")).to_have_text("2")
    assert row(page, "mask only") == [10, 0, 30, 0]
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
    expect(output(page, "Mean output")).to_have_text("20.0")
    page.get_by_text("Training", exact=True).click()
    expect(output(page, "Mean output")).to_have_text("25.0")
    expect(page.get_by_role("rowheader", name="▶ torch, eval()")).to_be_visible()
    assert row(page, "train()") == [20, 0, 60, 0]


def test_a_deep_link_carries_the_vector_and_the_seed(open_page, new_server):
    page = open_page("/dropout?dropout_vector=1;%202,5;%20-4&seed=3&p=0.3&training=false", base=new_server().url)
    expect(output(page, "Mean output")).to_have_text("−0.1667", timeout=20_000)
    assert row(page, "input") == [1, 2.5, -4]
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_all_rows_stay_in_sight_of_p(open_page, theme):
    page = open_page("/dropout", width=390, height=844, theme=theme)
    expect(output(page, "Units kept")).to_have_text("2")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    grab(page, "p")
    thumb = slider(page, "p").locator("xpath=../..").bounding_box()
    for part in (output(page, "Units kept"), page.get_by_role("rowheader", name="eval()")):
        box = part.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] < thumb["y"] < 844
    page.mouse.up()


def test_a_hidden_unit_of_simple_ann_is_dropped_on_this_pass(open_page):
    page = open_page("/dropout")
    expect(output(page, "Units kept")).to_have_text("2")
    page.get_by_text("In a network: SimpleANN").click()
    expect(output(page, "Network output")).not_to_be_empty()
    expect(page.get_by_text("✕ dropped")).to_have_count(1)
    without = output(page, "Without dropout").text_content()
    assert output(page, "Network output").text_content() != without
    page.get_by_text("Training", exact=True).click()
    expect(page.get_by_text("✕ dropped")).to_have_count(0)
    expect(output(page, "Network output")).to_have_text(without)
