import pytest
import torch
from playwright.sync_api import expect
from torch import nn

from tests.browser.hands import FOLLOW, RECORD_WEBSOCKET, grab, number, output, settled, slider

BATCH = torch.tensor([[2.0, 200.0, 4000.0], [4.0, 180.0, 1000.0], [6.0, 260.0, 2500.0], [8.0, 120.0, 3500.0]])


def layer(passes=1, gamma=1.0, beta=0.0):
    bn = nn.BatchNorm1d(3)
    with torch.no_grad():
        bn.weight[0], bn.bias[0] = gamma, beta
        for _ in range(passes):
            bn(BATCH)
    return bn


@pytest.mark.parametrize("key", ["gamma", "beta"])
def test_what_comes_after_follows_the_thumb_as_torch_has_it(open_page, key):
    page = open_page("/batchnorm", init=RECORD_WEBSOCKET)
    expect(output(page, "After")).to_have_text("−1.3416")
    settled(page)
    x, y = grab(page, f"batchnorm_{key}1")
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, [f"batchnorm_{key}1", ["Before", "After"]])
    for step in range(30):
        page.mouse.move(x + 20 - 3 * step, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    assert page.evaluate("window.sent.length") == 0
    page.mouse.up()
    for position, before, after in seen:
        truth = layer(**{key: float(position)})(BATCH)[0, 0].item()
        assert number(before) == 2
        assert number(after) == pytest.approx(truth, abs=1e-4)
    assert len({position for position, *_ in seen}) > 10


def test_running_statistics_follow_the_passes_as_torch_has_them(open_page):
    page = open_page("/batchnorm?training=false")
    expect(output(page, "After")).not_to_be_empty()
    settled(page)
    x, y = grab(page, "batchnorm_feeds")
    page.mouse.move(x + 100, y)
    passes = int(float(slider(page, "batchnorm_feeds").input_value()))
    assert passes > 5
    bn = layer(passes).eval()
    assert number(output(page, "After").text_content()) == pytest.approx(bn(BATCH)[0, 0].item(), abs=1e-4)
    cells = page.get_by_role("row", name="running mean").locator("b").all_text_contents()
    assert [number(cell) for cell in cells] == pytest.approx(bn.running_mean.tolist(), abs=1e-3)
    page.mouse.up()
    page.get_by_role("button", name="One more training pass").click()
    expect(slider(page, "batchnorm_feeds")).to_have_value(str(passes + 1))
    page.get_by_role("button", name="Reset running statistics").click()
    expect(slider(page, "batchnorm_feeds")).to_have_value("0")
    expect(page.get_by_role("row", name="running mean").locator("b").first).to_have_text("0")


def test_a_deep_link_carries_the_rows_of_a_batch(open_page, new_server):
    path = "/batchnorm?batchnorm_batch=1%3B2%2C5%3B3%0A4%3B5%3B7&batchnorm_cell=row+2%2C+feature+2&momentum=None"
    page = open_page(path, base=new_server().url)
    expect(output(page, "Before")).to_have_text("5.0", timeout=20_000)
    expect(page.get_by_role("row", name="row 2")).to_contain_text("457")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_typed_batch_is_in_the_link(open_page):
    page = open_page("/batchnorm")
    expect(output(page, "After")).not_to_be_empty()
    page.get_by_label("Batch: up to").fill("1, 2, 3\n5, 6, 7")
    page.get_by_label("Batch: up to").blur()
    expect(output(page, "Before")).to_have_text("1.0")
    settled(page)
    page.goto(page.url)
    expect(page.get_by_label("Batch: up to")).to_have_value("1, 2, 3\n5, 6, 7")
    expect(output(page, "Before")).to_have_text("1.0")


def test_the_toggle_marks_the_mode_with_both_in_view(open_page):
    page = open_page("/batchnorm")
    expect(page.get_by_role("columnheader", name="▶ after, train()")).to_be_visible()
    page.get_by_text("Training", exact=True).click()
    expect(page.get_by_role("columnheader", name="▶ after, eval()")).to_be_visible()
    expect(page.get_by_role("columnheader", name="after, train()")).to_be_visible()


def test_one_row_is_refused_and_the_rest_goes_on(open_page):
    page = open_page("/batchnorm?batchnorm_batch=2,200,4000")
    expect(page.get_by_text("Torch refuses to train on this")).to_be_visible()
    expect(output(page, "After")).to_have_text("2.0")
    expect(page.locator(".stage")).not_to_have_class("stage waiting")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_numbers_stay_in_sight_of_every_slider(open_page, theme):
    page = open_page("/batchnorm", width=390, height=844, theme=theme)
    expect(output(page, "After")).to_have_text("−1.3416")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for key in ("batchnorm_gamma1", "batchnorm_beta3", "batchnorm_feeds"):
        grab(page, key)
        thumb = slider(page, key).locator("xpath=../..").bounding_box()
        for name in ("Before", "After"):
            box = output(page, name).bounding_box()
            assert 0 <= box["y"] < box["y"] + box["height"] < thumb["y"] < 844, (key, name)
        page.mouse.up()
