import pytest
import torch
from playwright.sync_api import expect
from torch import nn

from tests.browser.hands import FOLLOW, RECORD_WEBSOCKET, grab, in_view, number, output, settled, slider

BATCH = torch.tensor([[2.0, 200.0, 4000.0], [4.0, 180.0, 1000.0], [6.0, 260.0, 2500.0], [8.0, 120.0, 3500.0]])
SEEN = "(() => { const seen = window.seen; window.seen = null; return seen; })()"


def layer(passes=1, gamma=1.0, beta=0.0):
    bn = nn.BatchNorm1d(3)
    with torch.no_grad():
        bn.weight[0], bn.bias[0] = gamma, beta
        for _ in range(passes):
            bn(BATCH)
    return bn


def moved(steps: float, step: float = 0.5) -> torch.Tensor:
    batch = BATCH.clone()
    batch[0, 0] += steps * step
    return batch


def ready(page):
    expect(output(page, "After")).not_to_be_empty()
    settled(page)


def numbers(page, name):
    """The numbers in a line of the table of steps."""
    line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return [number(text) for text in line.get_by_role("cell").all_text_contents()]


def assert_torch(seen):
    """Every (steps, before, after) that was on the screen is torch's; returns how many positions were seen."""
    for steps, before, after in seen:
        batch = moved(float(steps))
        assert number(before) == pytest.approx(batch[0, 0].item())
        assert number(after) == pytest.approx(layer()(batch)[0, 0].item(), abs=1e-4)
    return len({steps for steps, *_ in seen})


@pytest.mark.parametrize("by", ["slider", "dot"])
def test_the_picture_follows_the_moved_number_as_torch_has_it(open_page, by):
    page = open_page("/batchnorm", init=RECORD_WEBSOCKET)
    expect(output(page, "After")).to_have_text("−1.3416")
    settled(page)
    if by == "slider":
        x, y = grab(page, "batchnorm_move")
    else:
        box = page.locator("circle.handle").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, ["batchnorm_move", ["Before", "After"]])
    for step in range(50):
        page.mouse.move(x - 50 + 3 * step, y)
    seen = page.evaluate(SEEN)
    assert page.evaluate("window.sent.length") == 0, "nothing is sent while the pointer is down"
    steps = float(slider(page, "batchnorm_move").input_value())
    out = layer()(moved(steps))[:, 0].tolist()
    assert numbers(page, "÷ spread") == pytest.approx(out, abs=6e-4), "all rows follow"
    shown = output(page, "After").text_content()
    page.mouse.up()
    settled(page)
    assert output(page, "After").text_content() == shown, "nothing jumps on release"
    assert assert_torch(seen) > 6
    assert f"batchnorm_move={steps:.0f}" in page.url


def test_the_dot_lies_under_the_pointer(open_page):
    page = open_page("/batchnorm")
    ready(page)
    dot = page.locator("circle.handle")
    box = dot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 61, y, steps=4)
    now = dot.bounding_box()
    assert now["x"] + now["width"] / 2 == pytest.approx(x + 61, abs=10)
    page.mouse.up()


def test_the_dot_moves_by_its_keys(open_page):
    page = open_page("/batchnorm")
    ready(page)
    page.locator("circle.handle").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        settled(page)
    expect(slider(page, "batchnorm_move")).to_have_value("2")
    expect(output(page, "Before")).to_have_text("3.0")
    page.keyboard.press("ArrowLeft")
    expect(slider(page, "batchnorm_move")).to_have_value("1")


def test_a_number_lights_up_with_what_it_became(open_page):
    page = open_page("/batchnorm")
    ready(page)
    page.get_by_role("columnheader", name="row 3").hover()
    lit = page.locator(".lit")
    assert {element.get_attribute("data-part") for element in lit.all()} == {"r3"}
    assert {element.evaluate("e => e.tagName.toLowerCase()") for element in lit.all()} >= {
        "circle",
        "line",
        "td",
        "span",
    }


@pytest.mark.parametrize("key", ["gamma", "beta"])
def test_gamma_and_beta_follow_in_their_panel_as_torch_has_it(open_page, key):
    page = open_page("/batchnorm?batchnorm_scale=true", height=1200)
    ready(page)
    x, y = grab(page, f"batchnorm_{key}1")
    page.evaluate(FOLLOW, [f"batchnorm_{key}1", ["Before", "After"]])
    for step in range(30):
        page.mouse.move(x + 20 - 3 * step, y)
    seen = page.evaluate(SEEN)
    dots = page.locator("svg.bands")
    frame = dots.bounding_box()
    for dot in dots.locator("circle").all():
        box = dot.bounding_box()
        assert frame["x"] <= box["x"] < box["x"] + box["width"] <= frame["x"] + frame["width"]
    page.mouse.up()
    for position, before, after in seen:
        truth = layer(**{key: float(position)})(BATCH)[0, 0].item()
        assert number(before) == 2
        assert number(after) == pytest.approx(truth, abs=1e-4)
    assert len({position for position, *_ in seen}) > 10


def test_a_negative_gamma_turns_the_dots_around_within_the_scale(open_page):
    page = open_page("/batchnorm?batchnorm_gamma1=-2&batchnorm_beta1=-2")
    ready(page)
    ends = [line.bounding_box() for line in page.locator("svg.bands line.axis").all()]
    left, right = min(box["x"] for box in ends), max(box["x"] + box["width"] for box in ends)
    middles = [
        box["x"] + box["width"] / 2 for box in (dot.bounding_box() for dot in page.locator("svg.bands circle").all())
    ]
    assert len(middles) == 16
    assert all(left < x <= right for x in middles)
    assert len({round(x) for x in middles[-4:]}) == 4, "none is pushed onto the end"


def test_running_statistics_follow_the_passes_as_torch_has_them(open_page):
    page = open_page("/batchnorm?training=false&batchnorm_running=true", height=1200)
    ready(page)
    x, y = grab(page, "batchnorm_feeds")
    page.mouse.move(x + 100, y)
    passes = int(float(slider(page, "batchnorm_feeds").input_value()))
    assert passes > 5
    bn = layer(passes).eval()
    assert number(output(page, "After").text_content()) == pytest.approx(bn(BATCH)[0, 0].item(), abs=1e-4)
    for name, truth in (("mean", bn.running_mean), ("variance", bn.running_var)):
        line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
        kept = number(line.locator("td:nth-of-type(2) b").text_content())
        assert kept == pytest.approx(truth[0].item(), abs=1e-3)
    page.mouse.up()
    page.get_by_role("button", name="One more training pass").click()
    expect(slider(page, "batchnorm_feeds")).to_have_value(str(passes + 1))
    page.get_by_role("button", name="Reset running statistics").click()
    expect(slider(page, "batchnorm_feeds")).to_have_value("0")


def test_running_statistics_are_covered_while_a_question_asks_for_them(open_page):
    page = open_page("/batchnorm?batchnorm_running=true", height=1200)
    ready(page)
    table = page.locator("[data-cover=running]")
    expect(table.first).not_to_have_class("covered")
    for _ in range(2):
        page.get_by_role("button", name="Skip").click()
        settled(page)
    for part in table.all():
        assert "covered" in part.get_attribute("class")
        assert part.evaluate("e => getComputedStyle(e).visibility") == "hidden"
    page.get_by_text("Yes: its running mean and variance change").click()
    page.get_by_role("button", name="Let torch answer").click()
    settled(page)
    for part in table.all():
        assert part.evaluate("e => getComputedStyle(e).visibility") == "visible"


def test_all_features_wait_for_the_first_question_and_then_follow(open_page):
    page = open_page("/batchnorm?batchnorm_all=true", height=1400)
    ready(page)
    drawing = page.locator("svg.all")
    expect(drawing).to_have_count(0)
    page.get_by_text("Like those of feature 1").click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(drawing).to_be_visible()
    expect(output(page, "Before")).to_have_text("4000.0")
    settled(page)
    before = [dot.get_attribute("cx") for dot in drawing.locator("circle").all()]
    x, y = grab(page, "batchnorm_move")
    page.mouse.move(x - 60, y)
    after = [dot.get_attribute("cx") for dot in drawing.locator("circle").all()]
    page.mouse.up()
    assert len(before) == len(after) == 24
    assert before[:16] == after[:16], "features 1 and 2 do not know of feature 3"
    assert before[16:] != after[16:]


def test_in_eval_the_other_rows_stay(open_page):
    page = open_page("/batchnorm?training=false")
    ready(page)
    before = numbers(page, "÷ running spread")
    x, y = grab(page, "batchnorm_move")
    page.mouse.move(x + 60, y)
    after = numbers(page, "÷ running spread")
    page.mouse.up()
    assert before[0] != after[0]
    assert before[1:] == after[1:]


def test_a_deep_link_carries_the_rows_of_a_batch(open_page, new_server):
    path = "/batchnorm?batchnorm_batch=1%3B2%2C5%3B3%0A4%3B5%3B7&batchnorm_cell=row+2%2C+feature+2&momentum=None&batchnorm_move=-1"
    page = open_page(path, base=new_server().url)
    expect(output(page, "Before")).to_have_text("4.8", timeout=20_000)
    assert numbers(page, "before") == [2.5, 4.8]
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_typed_batch_is_in_the_link(open_page):
    page = open_page("/batchnorm?batchnorm_more=true", height=1200)
    ready(page)
    page.get_by_label("Batch: up to").fill("1, 2, 3\n5, 6, 7")
    page.get_by_label("Batch: up to").blur()
    expect(output(page, "Before")).to_have_text("1.0")
    settled(page)
    page.goto(page.url)
    expect(page.get_by_label("Batch: up to")).to_have_value("1, 2, 3\n5, 6, 7")
    expect(output(page, "Before")).to_have_text("1.0")


def test_the_toggle_changes_whose_mean_is_subtracted(open_page):
    page = open_page("/batchnorm")
    expect(page.get_by_role("rowheader", name="− mean", exact=True)).to_be_visible()
    page.get_by_test_id("stCheckbox").get_by_text("Training", exact=True).click()
    expect(page.get_by_role("rowheader", name="− running mean", exact=True)).to_be_visible()
    truth = layer().eval()(BATCH)[:, 0].tolist()
    assert numbers(page, "÷ running spread") == pytest.approx(truth, abs=6e-4)


def test_one_row_is_refused_and_the_rest_goes_on(open_page):
    page = open_page("/batchnorm?batchnorm_batch=2,200,4000")
    expect(page.get_by_text("Torch refuses to train on this")).to_be_visible()
    expect(output(page, "After")).to_have_text("2.0")
    expect(page.locator(".stage")).not_to_have_class("stage waiting")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_what_is_dragged_what_answers_and_the_question_are_in_view_together(open_page, width, height):
    page = open_page("/batchnorm", width=width, height=height)
    ready(page)
    parts = [
        page.locator(".st-key-batchnorm_cell"), page.locator(".st-key-batchnorm_move"), page.locator(".st-key-training"),
        output(page, "Before"), output(page, "After"), page.locator("svg.bands"), page.locator("table.units"),
        page.get_by_role("group", name="The arithmetic"), page.get_by_text("Like those of feature 1"),
        page.get_by_role("button", name="Let torch answer"),
    ]  # fmt: skip
    in_view(page, *parts)


def test_a_commit_is_small(open_page):
    """Of what the browser knows already, Streamlit sends only the hash."""
    page = open_page("/batchnorm")
    ready(page)
    page.goto("about:blank")
    sizes = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    page.go_back()
    ready(page)
    slider(page, "batchnorm_move").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    sizes.clear()
    page.keyboard.press("ArrowRight")
    expect(output(page, "Before")).to_have_text("3.0")
    settled(page)
    assert 0 < sum(sizes) < 32_000


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_nothing_overflows_and_the_numbers_stay_in_sight(open_page, theme, width):
    page = open_page("/batchnorm?batchnorm_running=true&batchnorm_scale=true", width=width, height=844, theme=theme)
    expect(output(page, "After")).to_have_text("−1.3416")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for key in ("batchnorm_move", "batchnorm_gamma1", "batchnorm_beta1", "batchnorm_feeds"):
        page.locator(f".st-key-{key}").scroll_into_view_if_needed()
        page.mouse.wheel(0, 200)  # the numbers stand at the foot of the window
        grab(page, key)
        page.mouse.up()
        thumb = slider(page, key).locator("xpath=../..").bounding_box()
        for name in ("Before", "After"):
            box = output(page, name).bounding_box()
            assert 0 <= box["x"] < box["x"] + box["width"] <= width
            assert 0 <= box["y"] < box["y"] + box["height"] <= 844
            assert not thumb["y"] < box["y"] < thumb["y"] + thumb["height"], (key, name)
