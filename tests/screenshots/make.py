"""Pictures of the app: `.venv/bin/python -m tests.screenshots.make` makes the README's moving one anew.

With `--all FOLDER` it takes every page instead, in both themes and four sizes, to be looked at.
"""

import argparse
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pages.shared.frame import ENTRIES
from tests.browser.conftest import CHROMIUM, HOW_TO, QUIET, Server
from tests.browser.hands import grab, output, settled

HERE = Path(__file__).parent
SIZES = {"laptop": (1280, 720), "desktop": (1440, 900), "projector": (1920, 1080), "phone": (390, 844)}


def moving_picture(browser: Browser, server: Server) -> None:
    """Drag a slider, then the point on the map; the picture follows."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/neuron")
    expect(output(page, "Weighted sum")).to_have_text("2.7", timeout=30_000)
    settled(page)
    frames = [shot(page)]
    x, y = grab(page, "w1")
    for offset in (*range(0, -44, -8), *range(-36, 36, 8)):
        page.mouse.move(x + offset, y)
        frames.append(shot(page))
    page.mouse.up()
    settled(page)
    box = page.locator("svg.plane circle.here").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x - 15 * step, y + 16 * step)
        frames.append(shot(page))
    page.mouse.up()
    frames[0].save(HERE / "neuron.gif", save_all=True, append_images=frames[1:], duration=180, loop=0, optimize=True)


def shot(page: Page) -> Image.Image:
    picture = Image.open(io.BytesIO(page.screenshot(clip={"x": 200, "y": 0, "width": 1080, "height": 720})))
    small = picture.convert("RGB").resize((756, 504), Image.Resampling.LANCZOS)
    return small.quantize(48, dither=Image.Dither.NONE)


def every_page(browser: Browser, server: Server, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
            for entry in ENTRIES:
                page.goto(f"{server.url}/{'' if entry.file == 'home' else entry.file}")
                page.locator("h1").wait_for(timeout=30_000)
                settled(page)
                page.wait_for_timeout(500)
                page.screenshot(path=folder / f"{entry.file}-{size}-{theme}.png")
            page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    folder = parser.parse_args().all
    if not CHROMIUM:
        raise SystemExit(HOW_TO)
    server = Server(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            if folder:
                every_page(browser, server, folder)
            else:
                moving_picture(browser, server)
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
