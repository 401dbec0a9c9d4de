import re

import pytest
from playwright.sync_api import Page, expect

from neuron_core.shared.numbers import number_text
from neuron_core.simple_ann.cases import CASES
from neuron_core.simple_ann.parameters import PLACES, Parameters, drawn
from neuron_core.simple_ann.passes import network_gradients, run_network
from neuron_core.simple_ann.words import sentence
from tests.browser.hands import (
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

NAME = "Model output"
XOR = "&".join(f"{name}={value:g}" for name, value in CASES["XOR"].parameters.values.items()) + "&input1=1&input2=1"
FAR = "w11=-9.8765&w12=9.8765&w21=-9.8765&w22=-9.8765&b1=-9.8765&b2=-9.8765&v1=-9.8765&v2=-9.8765&c=-9.8765&input1=-9.9&input2=-9.9"
"""Numbers that take as much room as the page allows."""
FIRST = drawn(1429)


def shown(parameters: Parameters, inputs: tuple[float, float]) -> str:
    return number_text(run_network(parameters, inputs).out, least=1)


def ready(page: Page, parameters: Parameters = FIRST, inputs: tuple[float, float] = (1.0, 2.0)) -> None:
    expect(output(page, NAME)).to_have_text(shown(parameters, inputs), timeout=20_000)


def stands(page: Page) -> tuple[float, float]:
    return tuple(float(slider(page, key).input_value()) for key in ("input1", "input2"))


@pytest.mark.parametrize("goes", ["Forward", "Backward"])
@pytest.mark.parametrize("key", ["input1", "input2"])
def test_every_number_on_the_way_is_torchs(open_page, key, goes):
    page = open_page(f"/simple_ann?simple_ann_pass={goes}", init=RECORD_WEBSOCKET)
    ready(page)
    settled(page)
    x, y = grab(page, key)
    page.evaluate("window.sent.length = 0")
    page.evaluate(FOLLOW, [key, [NAME]])
    for step in range(40):
        page.mouse.move(x + 80 - 4 * step, y)
    seen = page.evaluate("(() => { const seen = window.seen; window.seen = null; return seen; })()")
    assert page.evaluate("window.sent.length") == 0, "nothing is sent while the pointer is down"
    text = output(page, NAME).text_content()
    page.mouse.up()
    settled(page)
    assert page.evaluate("window.sent.length") == 1, "one commit follows release"
    assert output(page, NAME).text_content() == text, "nothing jumps on release"
    for position, out in seen:
        inputs = tuple(({"input1": 1.0, "input2": 2.0} | {key: float(position)}).values())
        assert number(out) == pytest.approx(run_network(FIRST, inputs).out, abs=6e-5), position
    assert len({position for position, _ in seen}) > 15
    assert f"{key}=" in page.url


def test_the_whole_network_follows(open_page):
    page = open_page("/simple_ann")
    ready(page)
    arithmetic = page.get_by_role("group", name="The arithmetic")
    expect(page.locator(".verdict")).to_have_text("Hidden neuron 1 ▶ onHidden neuron 2 ■ off")
    x, y = grab(page, "input1")
    page.mouse.move(x - 10, y)
    parameters, inputs = FIRST, stands(page)
    result = run_network(parameters, inputs)
    assert result.hidden[1] > 0
    expect(page.locator(".verdict")).to_have_text("Hidden neuron 1 ▶ onHidden neuron 2 ▶ on")
    for i in (0, 1):
        expect(arithmetic).to_contain_text(f"= {number_text(result.z[i], least=1)}→ ReLU: h{i + 1}")
    expect(arithmetic).to_contain_text(f"= {shown(parameters, inputs)}")
    expect(page.locator(".ann")).to_contain_text(f"z2 = {number_text(result.z[1], least=1)}")
    page.mouse.up()


def test_backward_shows_every_gradient_and_follows(open_page):
    page = open_page("/simple_ann?back_step=6")
    ready(page)
    page.get_by_role("radio", name="Backward").or_(page.get_by_role("button", name="Backward")).click()
    expect(page.locator(".st-key-back_step")).to_be_visible()
    settled(page)
    x, y = grab(page, "input1")
    page.mouse.move(x - 10, y)
    slopes = network_gradients(FIRST, stands(page))
    picture = page.locator(".ann").text_content()
    assert all(slopes.values())
    for name, slope in slopes.items():
        wanted = f"{name}: ∂ = {number_text(slope)}" if name[0] in "bc" else f"∂ = {number_text(slope)}"
        assert wanted in picture, name
    page.mouse.up()


def test_the_way_back_is_walked_step_by_step_without_a_word_to_the_server(open_page):
    page = open_page("/simple_ann?simple_ann_pass=Backward", init=RECORD_WEBSOCKET)
    ready(page)
    settled(page)
    step, arithmetic = slider(page, "back_step"), page.get_by_role("group", name="The arithmetic")
    gradient = {
        name: page.locator(f'.ann [data-part="{name}"] text.start, .ann text.label[data-part="{name}"]').last
        for name in ("v1", "w11", "input1")
    }
    expect(arithmetic).to_contain_text("1 of 6, the output.")
    for name in gradient:
        expect(gradient[name]).to_be_hidden()
    step.focus()
    x, y = grab(page, "back_step")
    page.mouse.up()
    settled(page)
    width = page.locator(".st-key-back_step [role=group]").bounding_box()["width"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("window.sent.length = 0")
    walked = []
    for share in (0.2, 0.45, 0.8, 1.1):
        page.mouse.move(x + share * width, y, steps=4)
        walked.append(int(step.input_value()))
        expect(arithmetic.locator(".turn")).to_have_count(1)
        expect(arithmetic.locator(".turn")).to_contain_text(f"{walked[-1]} of 6, ")
        for name, first in (("v1", 2), ("w11", 5), ("input1", 6)):
            expect(gradient[name]).to_be_visible(visible=walked[-1] >= first)
    assert len(set(walked)) >= 3
    assert walked[-1] == 6
    assert page.evaluate("window.sent.length") == 0
    page.mouse.up()
    settled(page)
    expect(page).to_have_url(re.compile("back_step=6"))


def test_no_stale_number_while_the_answer_is_late(open_page):
    page = open_page("/simple_ann", init=SLOW_WEBSOCKET)
    ready(page)
    settled(page)
    page.evaluate("window.lateness = 1500")
    drag(page, "input1", 20, 40)
    x, y = grab(page, "input2")
    page.mouse.move(x + 40, y)
    expect(output(page, NAME)).to_have_text("…", timeout=400)
    expect(output(page, NAME)).to_have_text(shown(FIRST, stands(page)), timeout=6000)
    page.mouse.up()


def test_one_observer_after_many_commits_and_the_keyboard_alone(open_page):
    page = open_page("/simple_ann", init=COUNT_OBSERVERS)
    ready(page)
    slider(page, "input2").focus()
    page.keyboard.down("ArrowRight")
    for _ in range(19):
        page.keyboard.down("ArrowRight")  # repeats, as a held key does
    page.keyboard.up("ArrowRight")
    settled(page)
    expect(slider(page, "input2")).to_have_value("4")
    ready(page, inputs=(1.0, 4.0))
    expect(page).to_have_url(re.compile("input2=4"))
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(60)
    settled(page)
    ready(page)
    assert page.evaluate("window.observers.size") == 1


def test_screen_readers_hear_the_commit_and_not_the_drag(open_page):
    page = open_page("/simple_ann")
    ready(page)
    assert output(page, NAME).get_attribute("aria-live") == "off"
    spoken = page.locator(".spoken")
    expect(spoken).to_have_text(sentence((1.0, 2.0), run_network(FIRST, (1.0, 2.0))))
    before = spoken.text_content()
    x, y = grab(page, "input1")
    page.mouse.move(x + 60, y)
    assert spoken.text_content() == before
    page.mouse.up()
    expect(spoken).not_to_have_text(before)


def test_a_deep_link_is_right_as_the_very_first_request(open_page, new_server):
    page = open_page("/simple_ann?seed=7&w11=0.5&input1=-4.4&input2=9", base=new_server().url)
    ready(page, Parameters(**drawn(7).values | {"w11": 0.5}), (-4.4, 9.0))
    expect(page.get_by_text("✎ edited")).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/simple_ann?seed=7&w11=0.5&input1=-4.4&input2=9")


def test_the_address_carries_the_seed_and_only_what_was_edited(open_page):
    page = open_page("/simple_ann")
    ready(page)
    field = page.locator(".st-key-v1 input")
    field.fill("2")
    field.press("Enter")
    ready(page, Parameters(**FIRST.values | {"v1": 2.0}))
    assert page.url.endswith("/simple_ann?v1=2")
    page.locator(".st-key-w11 input").focus()
    page.keyboard.press("Tab")  # looking at a number is not editing it
    settled(page)
    expect(page.get_by_text("✎ edited")).to_have_count(1)
    page.get_by_role("link", name="One neuron", exact=True).click()
    page.get_by_role("heading", name="One neuron").wait_for()
    settled(page)
    page.get_by_role("link", name="SimpleANN", exact=True).click()
    ready(page, Parameters(**FIRST.values | {"v1": 2.0}))
    field = page.locator(".st-key-seed input")
    field.fill("5")
    field.press("Enter")
    ready(page, drawn(5))
    expect(page).to_have_url(re.compile(r"/simple_ann\?seed=5$"))
    page.get_by_role("button", name="Reset").click()
    ready(page)
    expect(page).to_have_url(re.compile("/simple_ann$"))


@pytest.mark.parametrize(
    "path",
    [
        "/simple_ann?seed=99999999999999999999&device=cuda:7&input1=inf&simple_ann_device=true",
        "/simple_ann?w11=%3Cscript%3E&c=1e999&input1=%F0%9F&b1",
        "/simple_ann?simple_ann_pass=Sideways&simple_ann_step=9&simple_ann_class=true",
    ],
)
def test_a_broken_address_falls_back(open_page, path):
    page = open_page(path)
    ready(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_ten_pasted_megabytes_leave_the_page_usable(open_page):
    page = open_page("/simple_ann?simple_ann_batch=true")
    ready(page)
    area = page.locator(".st-key-simple_ann_rows textarea")
    expect(area).not_to_have_value("")
    kept = area.input_value()
    area.evaluate(
        """(area, text) => {
          Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, text.repeat(2_000_000));
          area.dispatchEvent(new Event('input', { bubbles: true }));
        }""",
        "1, 2\n",
    )
    area.press("Control+Enter")
    settled(page)
    assert area.input_value() == kept
    area.fill("1, 2\n<b>3</b>, 4")
    area.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Row 2, number 1 cannot be read")).to_be_visible()
    assert area.input_value() == "1, 2\n<b>3</b>, 4"
    drag(page, "input1", 30, 60)
    settled(page)
    ready(page, inputs=stands(page))


def test_a_device_runs_it_and_says_how_long_it_took(open_page):
    page = open_page("/simple_ann?simple_ann_device=true")
    ready(page)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("computed on cpu")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("cell", name="100,000", exact=True)).to_be_visible()


QUESTION = "Predict first."


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
@pytest.mark.parametrize("query", ["", "?simple_ann_pass=Backward&back_step=5", f"?{XOR}"])
def test_sliders_network_maps_and_question_are_in_view_together(open_page, width, height, query):
    page = open_page(f"/simple_ann{query}", width=width, height=height)
    output(page, NAME).wait_for()
    settled(page)
    parts = [slider(page, "input1"), slider(page, "input2"), page.locator(".ann"), *page.locator(".ann .rim").all()]
    parts += [page.get_by_text(QUESTION), *page.get_by_role("radio").all(), output(page, NAME)]
    parts += [slider(page, "back_step")] if "Backward" in query else []
    assert len(parts) >= 11
    in_view(page, *parts)


def test_the_arithmetic_is_in_view_with_its_slider(open_page):
    for query in ("", "?simple_ann_pass=Backward&back_step=5"):
        page = open_page(f"/simple_ann{query}", width=1280, height=720)
        ready(page)
        settled(page)
        box = page.get_by_role("group", name="The arithmetic").bounding_box()
        assert box["y"] + box["height"] <= 720


@pytest.mark.parametrize("width", [1440, 1024, 320])
def test_nothing_is_clipped_and_nothing_scrolls_sideways(open_page, width):
    for query in (f"?{FAR}", f"?{FAR}&simple_ann_pass=Backward&back_step=5"):
        page = open_page(f"/simple_ann{query}", width=width, height=900)
        output(page, NAME).wait_for()
        expect(page.locator(".st-key-c input")).to_be_attached()
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for name in PLACES:
            box = page.locator(f".st-key-{name} input").bounding_box()
            assert 0 <= box["x"] < box["x"] + box["width"] <= width
        tables = page.get_by_role("group", name="The arithmetic").locator("td, p").all()
        for part in [*tables, *page.locator(".ann text").all()]:
            box = part.bounding_box()
            if box and part.is_visible():
                assert box["x"] >= -1
                assert box["x"] + box["width"] <= width + 1


def let_go(page: Page, inputs: tuple[float, float]) -> None:
    """Release a handle: the sliders stay at `inputs`. On the way each stands one step short for a frame (`commitSlider`)."""
    page.mouse.up()
    for key, value in zip(("input1", "input2"), inputs, strict=True):
        expect(page).to_have_url(
            re.compile(f"{key}={value:g}(&|$)") if value != {"input1": 1, "input2": 2}[key] else re.compile(".")
        )
    settled(page)
    assert stands(page) == inputs, "nothing jumps on release"
    ready(page, inputs=inputs)


def ring(page: Page) -> tuple[float, float]:
    box = page.get_by_role("button", name="The inputs now: input1 and input2").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("query", ["", "?simple_ann_pass=Backward&back_step=6"])
def test_the_ring_on_the_map_moves_both_inputs_and_every_number_is_torchs(open_page, query):
    page = open_page(f"/simple_ann{query}", init=RECORD_WEBSOCKET)
    ready(page)
    settled(page)
    x, y = ring(page)
    page.evaluate("window.sent.length = 0")
    page.mouse.move(x, y)
    page.mouse.down()
    image = page.locator(".ann image").get_attribute("href")
    seen = set()
    for step in range(1, 9):
        page.mouse.move(x - 7 * step, y + 5 * step, steps=2)
        inputs = stands(page)
        expect(output(page, NAME)).to_have_text(shown(FIRST, inputs))
        seen.add(inputs)
    assert len(seen) > 4
    assert page.locator(".ann image").get_attribute("href") == image, "the map stands still while its point moves"
    assert page.evaluate("window.sent.length") == 0
    let_go(page, inputs)
    expect(page).to_have_url(re.compile("input1=.*input2=|input2=.*input1="))
    at = ring(page)
    assert (at[0] < x, at[1] > y) == (True, True), "the ring is where the inputs are"


def test_the_ring_and_the_inputs_move_by_the_arrow_keys(open_page):
    page = open_page(f"/simple_ann?{XOR}")
    output(page, NAME).wait_for()
    settled(page)
    page.get_by_role("button", name="The inputs now: input1 and input2").focus()
    page.keyboard.press("ArrowLeft")
    expect(slider(page, "input1")).to_have_value("0.5")
    settled(page)
    page.keyboard.press("ArrowLeft")
    expect(slider(page, "input1")).to_have_value("0")
    expect(output(page, NAME)).to_have_text("1.0")
    page.get_by_role("button", name="Input 2", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(slider(page, "input2")).to_have_value("1.1")
    settled(page)
    assert stands(page) == (0.0, 1.1)


def test_an_input_is_dragged_in_the_picture_itself(open_page):
    page = open_page("/simple_ann")
    ready(page)
    settled(page)
    box = page.get_by_role("button", name="Input 1", exact=True).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=5)
    inputs = stands(page)
    assert inputs[0] > 2
    expect(output(page, NAME)).to_have_text(shown(FIRST, inputs))
    let_go(page, inputs)


def test_what_belongs_together_lights_up_together(open_page):
    page = open_page("/simple_ann")
    ready(page)
    settled(page)
    page.locator('.ann g[data-part="w12"]').hover()
    lit = page.locator(".lit")
    assert {element.get_attribute("data-part") for element in lit.all()} == {"w12"}
    assert {element.evaluate("(element) => element.tagName.toLowerCase()") for element in lit.all()} >= {
        "line",
        "g",
        "td",
    }


def test_xor_is_covered_until_answered_and_then_its_two_lines_solve_it(open_page):
    page = open_page("/simple_ann")
    ready(page)
    expect(page.locator(".covered")).to_have_count(0)  # the seed's own network tells nothing about XOR
    page.get_by_role("button", name="XOR", exact=True).or_(page.get_by_role("radio", name="XOR", exact=True)).click()
    expect(page.locator(".ann .wanted")).to_have_count(8)
    expect(page.locator(".ann image")).to_be_hidden()
    expect(page.get_by_text("corners right:")).to_have_count(0)
    page.get_by_text("All 4", exact=True).click()
    page.get_by_role("button", name="Let torch answer").click()
    expect(page.locator(".ann image")).to_be_visible()
    expect(page.get_by_text("4 of 4 corners right:")).to_be_visible()
    expect(page.locator(".ann .boundary")).to_have_count(4)  # each hidden neuron's on its own map, both on the output's
    page.get_by_role("button", name="Again, with other numbers").click()
    expect(page.locator(".ann image")).to_be_hidden()


def test_the_gradients_are_covered_while_they_are_asked_for(open_page):
    page = open_page("/simple_ann?simple_ann_pass=Backward&back_step=6")
    ready(page)
    gradient = page.locator('.ann text.label[data-part="input1"]')
    for _ in range(5):
        if page.get_by_text("How many of the nine parameters").count():
            break
        expect(gradient).to_be_visible()
        page.get_by_role("button", name="Skip").click()
        settled(page)
    expect(page.get_by_text("How many of the nine parameters")).to_be_visible()
    expect(gradient).to_be_hidden()
    page.get_by_role("button", name="Skip").click()
    expect(gradient).to_be_visible()


def test_a_commit_sends_little(open_page):
    for query in ("", "?simple_ann_pass=Backward&back_step=6", f"?{XOR}"):
        page = open_page("/")
        sizes = []
        page.on(
            "websocket", lambda socket, sizes=sizes: socket.on("framereceived", lambda data: sizes.append(len(data)))
        )
        page.goto(page.url.rstrip("/") + f"/simple_ann{query}")
        output(page, NAME).wait_for()
        page.wait_for_timeout(1000)
        settled(page)
        slider(page, "input1").focus()
        page.keyboard.press("ArrowRight")
        settled(page)
        sizes.clear()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(500)
        settled(page)
        assert 15_000 < sum(sizes) <= 32_768, query


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_output_stays_in_sight_of_every_slider(open_page, theme):
    page = open_page("/simple_ann", width=390, height=844, theme=theme)
    ready(page)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for key in ("input1", "input2"):
        drag(page, key, 8, 12)
        settled(page)
        thumb = slider(page, key).locator("xpath=../..").bounding_box()
        box = output(page, NAME).bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 844
        assert 0 <= thumb["y"] < 844
        apart = thumb["y"] + thumb["height"] <= box["y"] or box["y"] + box["height"] <= thumb["y"]
        assert apart, key


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?simple_ann_pass=Backward&back_step=5", f"?{XOR}"])
def test_every_word_of_the_picture_is_read_at_4_5_to_1(open_page, theme, query):
    page = open_page(f"/simple_ann{query}", theme=theme)
    output(page, NAME).wait_for()
    settled(page)
    faint = page.locator(".ann").evaluate(
        """(svg) => {
          const rgb = (colour) => {
            const parts = colour.match(/[\\d.]+/g).map(Number);
            return colour.startsWith("color(") ? parts.slice(0, 3).map((v) => 255 * v) : parts.slice(0, 3);
          };
          const light = (colour) => rgb(colour).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = getComputedStyle(svg.closest(".stage")).backgroundColor;
          const raised = getComputedStyle(svg.querySelector("rect.field")).fill;
          const ratio = (one, other) => { const [a, b] = [light(one), light(other)]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
          return [...svg.querySelectorAll("text")].filter((text) => !text.closest(".tile") && !text.matches(".mark"))
            .filter((text) => { const style = getComputedStyle(text); return style.visibility === "visible" &&
              (Number(style.opacity) < 1 || Math.min(ratio(style.fill, ground), ratio(style.fill, raised)) < 4.5); })
            .map((text) => text.textContent);
        }"""
    )
    assert faint == []


def test_no_request_leaves_the_machine(open_page, server):
    page = open_page("/")
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    opened = "&".join(
        f"simple_ann_{name}=true" for name in ("device", "batch", "seed", "class", "module", "code", "solid")
    )
    page.goto(f"{server.url}/simple_ann?{opened}")
    ready(page)
    settled(page)
    assert hosts == {f"localhost:{server.port}"}
