import re

import pytest
import torch
from playwright.sync_api import Page, expect

from neuron_core.shared.levels import LEVEL_VALUES
from neuron_core.shared.numbers import number_text
from neuron_core.training import Settings, drawn_table, prepare, train
from neuron_core.training.columns import frames
from neuron_core.training.evaluate import History
from tests.browser.hands import FOLLOW, RECORD_WEBSOCKET, drag, grab, in_view, output, settled, slider
from tests.neuron_core.training.test_evaluate import network

SAMPLES = prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0)
RUN = train(Settings(), SAMPLES)
HISTORY = History(RUN)
KEY = "training_epoch"

PIXEL = """
() => {
  const view = [...document.querySelectorAll('*')].map((e) => e.shadowRoot).find((root) => root?.querySelector('canvas'));
  const canvas = view.querySelector('canvas');
  const side = canvas.width / 48;
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  return Array.from({ length: 48 * 48 }, (_, i) => {
    const at = 4 * (Math.floor((Math.floor(i / 48) + 0.5) * side) * canvas.width + Math.floor((i % 48 + 0.5) * side));
    return [pixels[at], pixels[at + 2]];
  });
}"""
"""Red and blue in the middle of every cell of the output's map."""


def loss(epoch: int) -> str:
    return number_text(HISTORY.loss[epoch].item(), least=4)


def accuracy(epoch: int) -> str:
    return number_text(100 * HISTORY.accuracy[epoch].item(), 1, 1)


def stands(page: Page) -> int:
    return int(slider(page, KEY).input_value())


def ready(page: Page, epoch: int = 0) -> None:
    expect(output(page, "Loss")).to_have_text(loss(epoch))
    settled(page)


def sent(page: Page) -> int:
    return page.evaluate("window.sent.length")


def toggle(page: Page):
    return page.locator("[data-play=toggle]")


def test_every_number_on_the_way_is_torchs_forwards_and_back(open_page):
    page = open_page(f"/training?{KEY}=500", init=RECORD_WEBSOCKET)
    ready(page, 500)
    x, y = grab(page, KEY)
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, [KEY, ["Loss", "Accuracy"]])
    for offset in (*range(0, 200, 7), *range(200, -200, -7)):
        page.mouse.move(x + offset, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    assert sent(page) == 0, "nothing is sent while the pointer is down"
    page.mouse.up()
    settled(page)
    assert sent(page) == 1, "one commit follows release"
    expect(output(page, "Loss")).to_have_text(loss(stands(page)))
    for position, shown, share in seen:
        assert shown == loss(int(position))
        assert share == accuracy(int(position))
    assert len({position for position, *_ in seen}) > 20
    assert f"{KEY}={stands(page)}" in page.url


def test_the_map_is_the_one_of_the_epoch(open_page):
    page = open_page(f"/training?{KEY}=60")
    ready(page, 60)
    x, y = grab(page, KEY)
    for offset in (0, 60, 250):
        page.mouse.move(x + offset, y)
        page.wait_for_timeout(50)
        levels = frames(RUN)[stands(page)].flatten().tolist()
        for (red, blue), level in zip(page.evaluate(PIXEL), levels, strict=True):
            value = LEVEL_VALUES[level]
            if abs(value) > 0.3:  # nearer to the border its line is drawn over the colour
                assert (blue > red) == (value > 0)
    page.mouse.up()


def test_it_plays_in_the_browser_alone_and_commits_when_it_pauses(open_page):
    page = open_page("/training", init=RECORD_WEBSOCKET)
    ready(page)
    page.evaluate("window.sent.length = 0")
    toggle(page).click()
    expect(toggle(page)).to_have_text("❚❚ Pause")
    page.wait_for_function(f"() => Number(document.querySelector('.st-key-{KEY} input[type=range]').value) > 30")
    assert sent(page) == 0
    toggle(page).click()
    expect(toggle(page)).to_have_text("▶ Play")
    settled(page)
    assert sent(page) == 1
    epoch = stands(page)
    expect(output(page, "Loss")).to_have_text(loss(epoch))
    assert f"{KEY}={epoch}" in page.url
    page.reload()
    ready(page, epoch)
    assert stands(page) == epoch


def test_it_stops_at_the_end_and_begins_anew_from_there(open_page):
    page = open_page(f"/training?{KEY}=990")
    ready(page, 990)
    page.locator("[data-play=speed]").select_option("240")
    toggle(page).click()
    expect(toggle(page)).to_have_text("▶ Play", timeout=5_000)
    settled(page)
    assert stands(page) == 1000
    toggle(page).click()
    page.wait_for_function(f"() => Number(document.querySelector('.st-key-{KEY} input[type=range]').value) < 900")
    toggle(page).click()
    settled(page)


def test_the_keyboard_does_what_a_video_player_does(open_page):
    page = open_page(f"/training?{KEY}=10")
    ready(page, 10)
    page.keyboard.press("ArrowRight")
    expect(output(page, "Loss")).to_have_text(loss(11))
    settled(page)
    page.keyboard.press("Shift+ArrowRight")
    expect(output(page, "Loss")).to_have_text(loss(21))
    settled(page)
    page.keyboard.press("ArrowLeft")
    expect(output(page, "Loss")).to_have_text(loss(20))
    settled(page)
    page.keyboard.press("Space")
    expect(toggle(page)).to_have_text("❚❚ Pause")
    page.keyboard.press("Space")
    expect(toggle(page)).to_have_text("▶ Play")
    settled(page)
    assert page.evaluate("window.scrollY") == 0
    for name, change in (("One epoch on", 1), ("One epoch back", -1)):
        before = stands(page)
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        settled(page)
        assert stands(page) == before + change
    page.get_by_role("button", name="To the start").click()
    ready(page, 0)


def test_space_in_a_field_is_a_space(open_page):
    page = open_page("/training")
    ready(page)
    page.locator(".st-key-training_seed input").focus()
    page.keyboard.press("Space")
    expect(toggle(page)).to_have_text("▶ Play")


def test_who_wants_no_motion_gets_steps(browser, server):
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{server.url}/training")
    ready(page)
    toggle(page).click()
    page.wait_for_function(f"() => Number(document.querySelector('.st-key-{KEY} input[type=range]').value) > 0")
    seen = {stands(page)}
    for _ in range(20):
        page.wait_for_timeout(60)
        seen.add(stands(page))
    assert len(seen) > 1
    assert all(position % 25 == 0 for position in seen), "a picture every half second, and none between"
    toggle(page).click()
    settled(page)
    context.close()


def test_a_new_run_needs_no_new_picture_and_goes_on_playing(open_page):
    page = open_page("/training")
    ready(page)
    toggle(page).click()
    page.get_by_role("button", name="Other start").click()
    settled(page)
    expect(toggle(page)).to_have_text("❚❚ Pause")
    toggle(page).click()
    settled(page)
    other = History(train(Settings(seed=1), SAMPLES))
    expect(output(page, "Loss")).to_have_text(number_text(other.loss[stands(page)].item(), least=4))


def test_a_taken_thumb_ends_playing(open_page):
    page = open_page("/training")
    ready(page)
    toggle(page).click()
    drag(page, KEY, 20, 50)
    expect(toggle(page)).to_have_text("▶ Play")
    settled(page)
    expect(output(page, "Loss")).to_have_text(loss(stands(page)))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_picture_is_seen_at_once(open_page, theme, width, height):
    page = open_page(f"/training?{KEY}=300", width=width, height=height, theme=theme)
    ready(page, 300)
    in_view(page, slider(page, KEY).locator("xpath=../.."), toggle(page), output(page, "Loss"), page.locator("svg.ann"))


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_page(f"/training?{KEY}=300", width=320, height=700)
    ready(page, 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(toggle(page)).to_be_visible()


def test_a_point_is_dragged_through_the_trained_network(open_page):
    page = open_page(f"/training?{KEY}=300&training_probe=true")
    ready(page, 300)
    box = page.locator("circle.here").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    arithmetic = page.get_by_role("group", name="The network in numbers")
    for across, up in ((30, 20), (60, 50), (-40, 90)):
        page.mouse.move(box["x"] + across, box["y"] + up, steps=3)
        page.wait_for_timeout(60)
        point = [float(slider(page, f"training_x{i}").input_value()) for i in (1, 2)]
        out = network(RUN, 300)(torch.tensor(point)).item()
        assert number_text(out) in arithmetic.inner_text()
    page.mouse.up()
    settled(page)
    assert number_text(out) in arithmetic.inner_text()


LONG = "/training?training_batch=1"  # 160,000 steps: far longer than a test


def epoch_of(page: Page) -> int:
    text = page.locator(".stProgress").inner_text()
    return int(re.search(r"Epoch ([\d,]+)", text)[1].replace(",", ""))


def goes_on(page: Page) -> bool:
    before = epoch_of(page)
    page.wait_for_timeout(2_500)
    return epoch_of(page) > before


def test_a_long_run_is_watched_and_stopped(open_page):
    page = open_page(LONG)
    page.locator(".stProgress").wait_for()
    assert goes_on(page)
    page.get_by_role("button", name="Stop, and keep what was learned").click()
    expect(output(page, "Loss")).to_be_visible()
    settled(page)
    drag(page, KEY, 10, 60)
    settled(page)
    expect(page.locator(".spoken").first).to_contain_text("After epoch")


def test_two_long_runs_take_turns(open_page):
    one, other = open_page(LONG), open_page(f"{LONG}&training_seed=5")
    one.locator(".stProgress").wait_for()
    other.locator(".stProgress").wait_for()
    assert goes_on(one)
    assert goes_on(other)
    for page in (one, other):
        page.get_by_role("button", name="Stop, and keep what was learned").click()
        expect(output(page, "Loss")).to_be_visible()


def test_another_page_ends_the_work(open_page):
    page = open_page(LONG, init=RECORD_WEBSOCKET)
    page.locator(".stProgress").wait_for()
    page.get_by_role("link", name="One neuron").click()
    expect(page.locator("h1")).to_have_text("One neuron")
    settled(page)
    page.wait_for_timeout(500)
    page.evaluate("window.sent.length = 0")
    page.wait_for_timeout(1_000)
    assert sent(page) == 0, "nobody asks for another slice"
