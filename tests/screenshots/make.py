"""Makes the README's picture anew: `.venv/bin/python -m tests.screenshots.make`."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import CHROMIUM, HOW_TO, QUIET, Server
from tests.browser.hands import output, settled

HERE = Path(__file__).parent


def main() -> None:
    if not CHROMIUM:
        raise SystemExit(HOW_TO)
    server = Server(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{server.url}/neuron?n=3")
            expect(output(page, "Weighted sum")).not_to_be_empty(timeout=30_000)
            settled(page)
            page.screenshot(path=HERE / "neuron.png")
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
