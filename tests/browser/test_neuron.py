import json
import math
import re

import pytest
import torch
from playwright.sync_api import Page, expect

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.model import Neuron, run
from neuron_core.shared.numbers import number_text
from tests.browser.conftest import ROOT
from tests.browser.hands import (
    CONTRAST,
    COUNT_OBSERVERS,
    FOLLOW,
    RECORD_WEBSOCKET,
    SLOW_WEBSOCKET,
    drag,
    grab,
    in_view,
    number,
    output,
    settled,
    slider,
)

N4 = {"x1": 3.0, "w1": 0.2, "x2": 5.0, "w2": 0.4, "x3": 2.0, "w3": -0.3, "x4": -1.0, "w4": 0.5, "b": 0.1}


def neuron_of(values: dict[str, float], activation: str) -> Neuron:
    n = len(values) // 2
    x, w = (tuple(values[f"{letter}{i}"] for i in range(1, n + 1)) for letter in "xw")
    return Neuron(x, w, values["b"], activation)


def assert_torch(seen, values: dict[str, float], key: str, activation: str) -> int:
    """Every (position, z, output) that was on the screen is torch's; returns how many positions were seen."""
    for position, z, out in seen:
        truth = run(neuron_of(values | {key: float(position)}, activation))
        assert number(z) == pytest.approx(truth.z, abs=6e-5), (key, position)
        assert number(out) == pytest.approx(truth.out, abs=6e-5, rel=1e-3), (key, position)
    return len({position for position, _, _ in seen})


@pytest.mark.parametrize("key", N4)
def test_every_number_on_the_way_is_torchs(open_page, key):
    page = open_page("/neuron?n=4", init=RECORD_WEBSOCKET)
    expect(output(page, "Weighted sum")).to_have_text("1.6")
    settled(page)
    x, y = grab(page, key)
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, [key, ["Weighted sum", "Output"]])
    for step in range(40):
        page.mouse.move(x + 60 - 3 * step, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    assert page.evaluate("window.sent.length") == 0, "nothing is sent while the pointer is down"
    shown = output(page, "Weighted sum").text_content()
    page.mouse.up()
    settled(page)
    assert page.evaluate("window.sent.length") == 1, "one commit follows release"
    assert output(page, "Weighted sum").text_content() == shown, "nothing jumps on release"
    assert assert_torch(seen, N4, key, "relu") > 15
    assert f"{key}=" in page.url


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_torchs(open_page, activation):
    page = open_page(f"/neuron?activation={activation}&x1=0&w2=0")
    values = {"x1": 0.0, "w1": 0.2, "x2": 5.0, "w2": 0.0, "b": 0.1}
    expect(output(page, "Weighted sum")).to_have_text("0.1")
    x, y = grab(page, "w2")
    page.evaluate(FOLLOW, ["w2", ["Weighted sum", "Output"]])
    for step in range(30):
        page.mouse.move(x + 75 - 5 * step, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    page.mouse.up()
    assert assert_torch(seen, values, "w2", activation) > 15


def test_the_whole_picture_follows(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    arithmetic = page.get_by_role("group", name="The arithmetic")
    expect(arithmetic).to_have_text("z =3 × 0.2+ 5 × 0.4+ 0.1=0.6+ 2+ 0.1=2.7 → ReLU(z) = 2.7")
    dot = page.locator("circle.dot")
    x, y = grab(page, "x2")
    before = dot.get_attribute("cx")
    page.mouse.move(x - 140, y)
    position = float(slider(page, "x2").input_value())
    truth = run(Neuron((3.0, position), (0.2, 0.4), 0.1, "relu"))
    assert truth.z < 0
    expect(arithmetic).to_contain_text(f"({number_text(position)}) × 0.4")
    expect(arithmetic).to_contain_text(f"={number_text(truth.z)} → ReLU(z) = 0")
    expect(page.locator(".readouts .verdict")).to_contain_text("ignored")
    assert dot.get_attribute("cx") != before
    assert dot.get_attribute("class") == "dot zero"
    page.mouse.up()


def test_what_waits_for_the_release_is_dimmed(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    words = page.locator("p.committed").filter(has_text="the output lies between")
    expect(words).to_have_css("opacity", "1")
    x, y = grab(page, "w1")
    page.mouse.move(x + 40, y)
    expect(words).to_have_css("opacity", "0.4")
    page.mouse.up()
    expect(words).to_have_css("opacity", "1")


def test_a_bar_that_leaves_its_axis_carries_an_arrow(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    arrows = page.locator(".waterfall .arrow")
    assert {arrow.get_attribute("opacity") for arrow in arrows.all()} == {"0.00"}
    x, y = grab(page, "w2")
    page.mouse.move(x + 90, y)
    assert "1.00" in {arrow.get_attribute("opacity") for arrow in arrows.all()}
    page.mouse.up()


def test_no_stale_number_while_the_answer_is_late(open_page):
    page = open_page("/neuron", init=SLOW_WEBSOCKET)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    page.evaluate("window.lateness = 1500")
    drag(page, "x1", 20, 40)
    x1 = float(slider(page, "x1").input_value())
    x, y = grab(page, "w2")
    page.mouse.move(x + 40, y)
    expect(output(page, "Weighted sum")).to_have_text("…", timeout=400)
    expect(output(page, "Output")).to_have_text("…", timeout=400)
    w2 = float(slider(page, "w2").input_value())
    truth = run(Neuron((x1, 5.0), (0.2, w2), 0.1, "relu"))
    # The first answer arrives while the second thumb is still held: the row under it shows at once.
    expect(output(page, "Weighted sum")).to_have_text(number_text(truth.z, least=1), timeout=6000)
    page.mouse.up()
    expect(output(page, "Weighted sum")).to_have_text(number_text(truth.z, least=1))


def test_one_observer_after_fifty_commits(open_page):
    page = open_page("/neuron", init=COUNT_OBSERVERS)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    slider(page, "b").focus()
    for _ in range(50):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    settled(page)
    expect(output(page, "Weighted sum")).to_have_text("7.7")
    assert page.evaluate("window.observers.size") == 1
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Neuron Explorer").wait_for()
    settled(page)
    assert page.evaluate("window.observers.size") == 1


def test_the_keyboard_alone_with_held_arrows(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    slider(page, "x1").focus()
    page.keyboard.down("ArrowRight")
    for _ in range(19):
        page.keyboard.down("ArrowRight")  # repeats, as a held key does
    page.keyboard.up("ArrowRight")
    settled(page)
    expect(slider(page, "x1")).to_have_value("5")
    expect(output(page, "Weighted sum")).to_have_text("3.1")
    expect(page).to_have_url(re.compile("x1=5"))


def test_screen_readers_hear_the_commit_and_not_the_drag(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    assert output(page, "Weighted sum").get_attribute("aria-live") == "off"
    spoken = page.locator(".spoken")
    expect(spoken).to_have_text("Weighted sum 3 × 0.2 + 5 × 0.4 + 0.1 = 2.7. Output 2.7, passed on: as it is.")
    x, y = grab(page, "b")
    page.mouse.move(x + 60, y)
    assert "= 2.7." in spoken.text_content()
    page.mouse.up()
    expect(spoken).not_to_contain_text("= 2.7.")


def test_a_value_off_the_step_stays_until_the_slider_moves(open_page):
    page = open_page("/neuron?x1=3.0501")
    expect(page.get_by_role("group", name="The arithmetic")).to_contain_text("3.0501 × 0.2")
    expect(output(page, "Weighted sum")).to_have_text(
        number_text(run(Neuron((3.0501, 5.0), (0.2, 0.4), 0.1, "relu")).z)
    )


def test_a_deep_link_is_right_as_the_very_first_request(open_page, new_server):
    page = open_page("/neuron?n=3&x1=-4.4&w3=1.25&activation=tanh", base=new_server().url)
    truth = run(Neuron((-4.4, 5.0, 2.0), (0.2, 0.4, 1.25), 0.1, "tanh"))
    expect(output(page, "Weighted sum")).to_have_text(number_text(truth.z), timeout=20_000)
    expect(output(page, "Output")).to_have_text(number_text(truth.out))
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    "path", ["/neuron?x1=3&x1=4", "/neuron?activation=%3Cscript%3E", "/neuron?x1=%F0%9F&w", "/neuron?w1=1e999"]
)
def test_a_broken_address_falls_back(open_page, path):
    page = open_page(path)
    expect(output(page, "Weighted sum")).to_have_text("2.7", timeout=15_000)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_values_are_back_after_another_page(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    drag(page, "x2", -30, -60)
    settled(page)
    text = output(page, "Weighted sum").text_content()
    assert text != "2.7"
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Neuron Explorer").wait_for()
    settled(page)
    page.get_by_role("link", name="One neuron", exact=True).click()
    page.get_by_role("heading", name="One neuron").wait_for()
    expect(output(page, "Weighted sum")).to_have_text(text)


@pytest.mark.parametrize("path", ["/neuron", "/neuron?neuron_case=XOR&x1=1&x2=1&w1=1&w2=1&b=-0.5&activation=step"])
def test_sliders_picture_and_map_are_in_view_together(open_page, path):
    page = open_page(path)
    expect(output(page, "Weighted sum")).not_to_be_empty()
    settled(page)
    parts = [slider(page, key).locator("xpath=../..") for key in ("x1", "x2", "w1", "w2", "b")]
    parts += [
        page.locator("svg.diagram"),
        page.locator("svg.plane"),
        output(page, "Weighted sum"),
        output(page, "Output"),
    ]
    for width, height in ((1440, 900), (1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        in_view(page, *parts)


@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", 390)])
def test_on_a_phone_the_sum_stays_in_sight_of_every_slider(open_page, theme, width):
    page = open_page("/neuron?n=4", width=width, height=844, theme=theme)
    expect(output(page, "Weighted sum")).to_have_text("1.6")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for key in N4:
        drag(page, key, 8, 12)
        settled(page)
        for name in ("Weighted sum", "Output"):
            expect(output(page, name)).to_be_in_viewport(ratio=1)
            box = output(page, name).bounding_box()
            assert box["y"] > 844 * 2 / 3, "it takes the lower third at most"


def on_the_map(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """Where a point of the inputs lies on the screen."""
    box = page.locator("svg.plane rect.rim").bounding_box()
    return box["x"] + box["width"] * (x1 + 10) / 20, box["y"] + box["height"] * (10 - x2) / 20


def test_the_point_on_the_map_is_dragged_and_every_number_on_the_way_is_torchs(open_page):
    page = open_page("/neuron", init=RECORD_WEBSOCKET)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    page.mouse.move(*on_the_map(page, 3, 5))
    page.mouse.down()
    page.evaluate("window.sent.length = 0")
    for x1, x2 in ((2.1, 4.8), (-1, 3.2), (-4.4, -2.3), (6, -7), (9.9, 9.9), (-3, 2)):
        page.mouse.move(*on_the_map(page, x1, x2), steps=3)
        at = tuple(float(slider(page, key).input_value()) for key in ("x1", "x2"))
        assert at == (round(x1), round(x2))
        truth = run(Neuron(at, (0.2, 0.4), 0.1, "relu"))
        expect(output(page, "Weighted sum")).to_have_text(number_text(truth.z, least=1))
        expect(output(page, "Output")).to_have_text(number_text(truth.out, least=1))
    assert page.evaluate("window.sent.length") == 0, "nothing is sent while the pointer is down"
    page.mouse.up()
    settled(page)
    assert "x1=-3" in page.url
    assert "x2=2" in page.url
    expect(output(page, "Weighted sum")).to_have_text("0.3")


def test_the_point_is_moved_by_the_arrow_keys_and_stays_in_hand(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    page.get_by_role("button", name="The inputs now: x1 and x2").focus()
    for key, values in (("ArrowUp", ("3", "6")), ("ArrowLeft", ("2", "6")), ("ArrowLeft", ("1", "6"))):
        page.keyboard.press(key)
        settled(page)
        assert tuple(slider(page, name).input_value() for name in ("x1", "x2")) == values
    expect(output(page, "Weighted sum")).to_have_text("2.7")


def test_a_weight_and_an_input_are_dragged_in_the_picture(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    for name, key in (("Weight w2", "w2"), ("Input x1", "x1"), ("Bias b", "b")):
        before = float(slider(page, key).input_value())
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 40, y, steps=4)
        assert float(slider(page, key).input_value()) > before
        page.mouse.up()
        settled(page)
        assert f"{key}=" in page.url


# The ground's colour at a point, by the same rule that a reader uses: follow the gradient to where the point lies on it.
COLOUR_AT = """
([x, y]) => {
  const view = [...document.querySelectorAll('*')].map((e) => e.shadowRoot).find((root) => root?.querySelector('svg.plane'));
  const ground = view.querySelector('svg.plane g g g svg rect');
  const at = new DOMPoint(x, y).matrixTransform(ground.getScreenCTM().inverse());
  return at.x;
}"""


@pytest.mark.parametrize(("key", "activation"), [("w1", "relu"), ("w2", "tanh"), ("b", "relu")])
def test_the_map_is_torchs_at_every_point_while_a_slider_is_dragged(open_page, key, activation):
    page = open_page(f"/neuron?activation={activation}")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    x, y = grab(page, key)
    for offset in (-30, 20, 50):
        page.mouse.move(x + offset, y)
        pixel = 20 / page.locator("svg.plane rect.rim").bounding_box()["width"]
        values = {"w1": 0.2, "w2": 0.4, "b": 0.1} | {key: float(slider(page, key).input_value())}
        for x1 in (-9.0, -3.0, 4.0, 8.0):
            for x2 in (-8.0, 0.0, 7.0):
                truth = run(Neuron((x1, x2), (values["w1"], values["w2"]), values["b"], activation))
                there = page.evaluate(COLOUR_AT, list(on_the_map(page, x1, x2)))
                assert there == pytest.approx(truth.z, abs=0.7 * pixel * math.hypot(values["w1"], values["w2"])), (
                    "within a pixel"
                )
    page.mouse.up()


def test_a_number_lights_up_what_it_came_from(open_page):
    page = open_page("/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    settled(page)
    assert page.locator(".lit").count() == 0
    page.get_by_role("button", name="Weight w2", exact=True).hover()
    lit = page.locator(".lit")
    assert {part.get_attribute("data-part") for part in lit.all()} == {"2"}
    assert lit.count() >= 6, "its edge, its input, its label, its terms and its bar"
    page.mouse.move(5, 5)
    expect(page.locator(".lit")).to_have_count(0)


def test_back_undoes_one_action(open_page):
    page = open_page("/neuron?x1=4")
    expect(output(page, "Weighted sum")).to_have_text("2.9")
    settled(page)
    start = page.evaluate("history.length")
    page.get_by_role("radio", name="XOR", exact=True).or_(page.get_by_role("button", name="XOR", exact=True)).click()
    expect(output(page, "Weighted sum")).to_have_text("1.5")
    settled(page)
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == start + 1, "a case is one entry"
    page.get_by_role("link", name="Dropout", exact=True).first.click()
    page.get_by_role("heading", name="Dropout", level=1).wait_for()
    settled(page)
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == start + 2, "a change of page is one entry"
    page.go_back()
    page.get_by_role("heading", name="One neuron").wait_for()
    expect(output(page, "Weighted sum")).to_have_text("1.5")
    settled(page)
    page.wait_for_timeout(500)
    page.go_back()
    expect(output(page, "Weighted sum")).to_have_text("2.9")
    assert page.url.endswith("/neuron?x1=4")


def test_a_signed_slider_is_filled_from_zero(open_page):
    page = open_page("/neuron?x1=-6&w2=0.8")
    settled(page)
    for key, low, high, value in (("x1", -10, 10, -6), ("w2", -5, 5, 0.8)):
        filled = page.locator(f".st-key-{key} [role=group] > [data-rac]").evaluate("""bar => {
          const { width } = bar.getBoundingClientRect(), { left, right } = getComputedStyle(bar, "::after");
          return [parseFloat(left) / width, 1 - parseFloat(right) / width];
        }""")
        shares = sorted((at - low) / (high - low) for at in (0, value))
        assert filled == pytest.approx(shares, abs=0.01), key


def test_after_an_answer_the_focus_is_on_the_verdict(open_page):
    page = open_page("/neuron")
    page.get_by_text("It rises, without doubling").click()
    page.get_by_role("button", name="Let torch answer").click()
    verdict = page.locator(".verdict").filter(has_text="You said")
    expect(verdict).to_contain_text("✓ Correct")
    expect(verdict).to_have_attribute("role", "status")
    expect(verdict).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_stand_out_in_both_themes(open_page, theme):
    page = open_page("/neuron", theme=theme)
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    assert output(page, "Weighted sum").evaluate(CONTRAST) >= 4.5


def test_the_address_is_copied(open_page):
    page = open_page("/neuron?x1=4")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_reset_moves_the_sliders_back(open_page):
    page = open_page("/neuron?x1=-4&n=3&activation=tanh")
    page.get_by_role("button", name="Reset").click()
    expect(output(page, "Weighted sum")).to_have_text("2.7")
    expect(slider(page, "x1")).to_have_value("3")
    assert page.url.endswith("/neuron")


def test_a_case_is_one_click_away(open_page):
    page = open_page("/neuron")
    page.get_by_role("radio", name="NAND", exact=True).or_(page.get_by_role("button", name="NAND", exact=True)).click()
    expect(output(page, "Weighted sum")).to_have_text("−0.5")
    expect(page.get_by_text("4 of 4 corners right")).to_be_attached()


def test_what_was_predicted_happens_in_the_picture(open_page):
    page = open_page("/neuron")
    page.get_by_text("It rises, without doubling").click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(output(page, "Weighted sum")).to_have_text("4.7")
    page.get_by_role("button", name="Put my numbers back").click()
    expect(output(page, "Weighted sum")).to_have_text("2.7")


def test_the_browser_writes_numbers_as_python_does(open_page):
    page = open_page("/neuron")
    torch.manual_seed(0)
    values = [
        *(torch.randn(4000) * 10.0 ** torch.randint(-9, 9, (4000,))).tolist(),
        0.0,
        -0.0,
        0.125,
        -0.0625,
        0.5,
        2.5,
    ]
    module = "\n".join((ROOT / f"pages/shared/{name}.js").read_text() for name in ("live_view", "cells"))
    texts = page.evaluate(
        """async ([module, values]) => {
          const { numberText } = await import(URL.createObjectURL(new Blob([module], { type: 'text/javascript' })));
          return values.map((value) => [numberText(value, 4, 0), numberText(value, 3, 1), numberText(value, 0, 0)]);
        }""",
        [module, values],
    )
    for value, text in zip(values, texts, strict=True):
        assert text == [number_text(value), number_text(value, 3, 1), number_text(value, 0)]


def test_no_request_leaves_the_machine(open_page, server):
    page = open_page("/")
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.reload()
    page.get_by_role("heading", name="Neuron Explorer").wait_for()
    settled(page)
    page.get_by_role("link", name="One neuron", exact=True).click()
    expect(output(page, "Weighted sum")).not_to_be_empty()
    settled(page)
    assert hosts == {f"localhost:{server.port}"}, json.dumps(sorted(hosts))


def test_no_deploy_button_and_no_menu(open_page):
    page = open_page("/neuron")
    settled(page)
    expect(page.get_by_role("button", name="Deploy")).to_have_count(0)
