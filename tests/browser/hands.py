"""What a person does with the page, and what they see there."""

from playwright.sync_api import Locator, Page, expect

RECORD_WEBSOCKET = """
window.sent = [];
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  send(data) { window.sent.push(data.byteLength ?? data.size); super.send(data); }
};"""

SLOW_WEBSOCKET = """
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  addEventListener(kind, listener, ...rest) {
    const late = (event) => setTimeout(() => listener.call(this, event), window.lateness ?? 0);
    super.addEventListener(kind, kind === 'message' ? late : listener, ...rest);
  }
  set onmessage(listener) { this.addEventListener('message', listener); }
};"""

COUNT_OBSERVERS = """
window.observers = new Set();
const Plain = window.MutationObserver;
window.MutationObserver = class extends Plain {
  observe(target, options) {
    if (options.attributeFilter?.includes('aria-valuetext')) window.observers.add(this);
    super.observe(target, options);
  }
  disconnect() { window.observers.delete(this); super.disconnect(); }
};"""

# Notes after every pointer move what the slider says and what the outputs say, in the same frame.
FOLLOW = """
([key, names]) => {
  const slider = document.querySelector(`.st-key-${key} input[type=range]`);
  const views = [...document.querySelectorAll('*')].filter((element) => element.shadowRoot).map((e) => e.shadowRoot);
  const find = (name) => views.map((view) => view.querySelector(`output[aria-label="${name}"]`)).find(Boolean);
  const outputs = names.map(find);
  window.seen = [];
  (function note() {
    window.seen.push([slider.value, ...outputs.map((output) => output.textContent)]);
    if (window.seen) requestAnimationFrame(note);
  })();
}"""

# The contrast of an element's text with what is painted below it, from 1 to 21 (WCAG 2.2).
CONTRAST = """
(element) => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
    .map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let ground = element;
  while (['rgba(0, 0, 0, 0)', 'transparent'].includes(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  const a = light(getComputedStyle(element).color), b = light(getComputedStyle(ground).backgroundColor);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


def slider(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} input[type=range]")


def output(page: Page, name: str) -> Locator:
    return page.get_by_role("status", name=name, exact=True)


def in_view(page: Page, *parts: Locator) -> None:
    """Assert that each of these is in the window as a whole, without scrolling."""
    window = page.viewport_size
    for part in parts:
        expect(part).to_be_visible()
        box = part.bounding_box()
        assert box["x"] >= 0, part
        assert box["y"] >= 0, part
        assert box["x"] + box["width"] <= window["width"], part
        assert box["y"] + box["height"] <= window["height"], part


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def grab(page: Page, key: str) -> tuple[float, float]:
    """Put the pointer down on a slider's thumb; returns where."""
    page.locator(f".st-key-{key}").scroll_into_view_if_needed()
    box = slider(page, key).locator("xpath=../..").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def drag(page: Page, key: str, *offsets: float) -> None:
    """Drag a slider's thumb through offsets in pixels and let go."""
    x, y = grab(page, key)
    for offset in offsets:
        page.mouse.move(x + offset, y)
    page.mouse.up()


def settled(page: Page) -> None:
    """Wait until no script runs and nothing is on its way."""
    page.wait_for_timeout(150)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=15_000)


def swipe(page: Page, x: float, y: float, across: float, up: float) -> None:
    """Put a finger down at (x, y), move it by so many pixels to the right and upwards, and lift it."""
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1):
        point = {"x": x + across * share, "y": y - up * share}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
