import re

import pytest
from playwright.sync_api import Page, expect

from neuron_core.shared.numbers import number_text
from neuron_core.simple_ann.parameters import Parameters, drawn
from neuron_core.simple_ann.passes import network_gradients, run_network
from neuron_core.simple_ann.words import sentence
from tests.browser.hands import (
    COUNT_OBSERVERS,
    FOLLOW,
    RECORD_WEBSOCKET,
    SLOW_WEBSOCKET,
    drag,
    grab,
    number,
    output,
    settled,
    slider,
)

NAME = "Model output"
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
    page.mouse.move(x - 60, y)
    parameters, inputs = FIRST, stands(page)
    result = run_network(parameters, inputs)
    assert result.hidden[1] > 0
    expect(page.locator(".verdict")).to_have_text("Hidden neuron 1 ▶ onHidden neuron 2 ▶ on")
    for i in (0, 1):
        expect(arithmetic).to_contain_text(f"= {number_text(result.z[i], least=1)}  →  ReLU(z{i + 1})")
    expect(arithmetic).to_contain_text(f"= {shown(parameters, inputs)}")
    expect(page.locator(".diagram")).to_contain_text(number_text(result.z[1]))
    page.mouse.up()


def test_backward_shows_every_gradient_and_follows(open_page):
    page = open_page("/simple_ann")
    ready(page)
    page.get_by_role("radio", name="Backward").or_(page.get_by_role("button", name="Backward")).click()
    settled(page)
    x, y = grab(page, "input1")
    page.mouse.move(x - 60, y)
    slopes = network_gradients(FIRST, stands(page))
    diagram = page.locator(".diagram").text_content()
    assert all(slopes.values())
    for slope in slopes.values():
        assert number_text(slope) in diagram
    page.mouse.up()


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


def test_sliders_and_picture_are_in_view_together(open_page):
    for goes in ("Forward", "Backward"):
        page = open_page(f"/simple_ann?simple_ann_pass={goes}")
        ready(page)
        settled(page)
        arithmetic = page.get_by_role("group", name="The arithmetic")
        for part in [slider(page, "input1"), slider(page, "input2"), page.locator(".diagram"), arithmetic]:
            box = part.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 900


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
        assert 0 <= box["y"] < box["y"] + box["height"] < thumb["y"] < 844, key


def test_no_request_leaves_the_machine(open_page, server):
    page = open_page("/")
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    opened = "&".join(f"simple_ann_{name}=true" for name in ("device", "batch", "seed", "class", "module", "code"))
    page.goto(f"{server.url}/simple_ann?{opened}")
    ready(page)
    settled(page)
    assert hosts == {f"localhost:{server.port}"}
