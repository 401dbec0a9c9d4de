from playwright.sync_api import expect

from neuron_core.shared.numbers import number_text
from neuron_core.slow_step.step import checkpoint, slow_step
from neuron_core.training import Settings, drawn_table, prepare, train
from tests.browser.hands import RECORD_WEBSOCKET, grab, settled, slider

RUN = train(Settings(), prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0))
KEY = "training_step"


def text(value: float) -> str:
    return number_text(value)


def test_each_stop_uncovers_what_it_finds_while_the_slider_is_dragged(open_page):
    page = open_page("/training?training_slow=true&training_epoch=40", init=RECORD_WEBSOCKET)
    step = slow_step(checkpoint(RUN, 40))
    card = page.locator("svg.step [data-part=w11]:has(text)")
    loss, gradient, new = (
        page.locator("svg.step text", has_text="loss = "),
        card.locator("text").nth(1),
        card.locator("text").nth(2),
    )
    expect(card.locator("text").first).to_have_text(f"w11 = {text(step.before[0].item())}")
    expect(loss).to_be_hidden()
    settled(page)
    x, y = grab(page, KEY)
    page.evaluate("window.sent.length = 0")
    width = slider(page, KEY).locator("xpath=../../..").bounding_box()["width"]
    for stop, seen in ((2, (loss,)), (3, (loss, gradient)), (4, (loss, gradient, new)), (2, (loss,))):
        page.mouse.move(x + (stop - 1) * width / 3, y, steps=3)
        for part in (loss, gradient, new):
            expect(part).to_be_visible() if part in seen else expect(part).to_be_hidden()
    assert page.evaluate("window.sent.length") == 0, "nothing is sent while the pointer is down"
    page.mouse.move(x + width, y)
    page.mouse.up()
    settled(page)
    assert f"{KEY}=4" in page.url
    expect(gradient).to_have_text(f"∂ = {text(step.gradient[0].item())}")
    expect(new).to_contain_text(f"= {text(step.after[0].item())}")


def test_it_follows_the_epoch_by_the_keyboard(open_page):
    page = open_page("/training?training_slow=true&training_epoch=40&training_step=4", width=390, height=800)
    new = page.locator("svg.step [data-part=c] text").nth(2)
    for epoch in (40, 41):
        after = slow_step(checkpoint(RUN, epoch)).after[-1].item()
        expect(new).to_contain_text(f"= {text(after)}")
        settled(page)
        slider(page, "training_epoch").focus()
        page.keyboard.press("ArrowRight")
        settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
