"""Keys and pointer at random, as a child would: what the page complains of."""

import random

from playwright.sync_api import Page, TimeoutError

from tests.browser.hands import settled

KEYS = [
    *["Tab"] * 6, "Shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Shift+ArrowRight", "Home", "End", "PageUp", "PageDown",
    "Enter", "Enter", "Space", "Space", "Escape", "Backspace", "Delete", "Control+a", *"019.,-+x()[]<>&n p r'\"%e",
]  # fmt: skip
_EVERY = 20  # actions, after which the page is looked at


def play(page: Page, chance: random.Random, actions: int) -> list[str]:
    """Press and drag so many times; returns what went wrong, in words."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("dialog", lambda dialog: dialog.dismiss())
    for number in range(1, actions + 1):
        _act(page, chance)
        if number % _EVERY == 0 or number == actions:
            settled(page)
            faults += [
                f"{place} after {number}" for place in (".stException", "text=Traceback") if page.locator(place).count()
            ]
            try:
                page.locator("h1").first.wait_for(timeout=15_000)  # a link may have been pressed
            except TimeoutError:
                faults.append(f"no page after {number}: {page.url}")
    return faults


def _act(page: Page, chance: random.Random) -> None:
    size = page.viewport_size or {"width": 1280, "height": 800}
    x, y = chance.uniform(0, size["width"]), chance.uniform(0, size["height"])
    what = chance.random()
    if what < 0.57:
        page.keyboard.press(chance.choice(KEYS))
    elif what < 0.6:
        page.keyboard.insert_text(chance.choice(["∞", "é", "1e400", "<b>", "−5", "2x3"]))
    elif what < 0.8:
        page.mouse.click(x, y, click_count=chance.choice([1, 1, 1, 2]))
    elif what < 0.92:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + chance.gauss(0, 150), y + chance.gauss(0, 80), steps=4)
        page.mouse.up()
    else:
        page.mouse.wheel(0, chance.gauss(0, 500))
