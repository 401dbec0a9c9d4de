"""A thousand keys and pointer actions on each page, and what went wrong.

.venv/bin/python -m tests.benchmarks.fuzz [--actions 1000] [--seed 0]
"""

import argparse
import random
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pages.shared.frame import ENTRIES
from tests.browser.conftest import CHROMIUM, QUIET, Server
from tests.browser.fuzz import play


def measure(actions: int, seed: int) -> None:
    server = Server(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for entry in ENTRIES:
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(f"{server.url}/{entry.file.removeprefix('home')}")
                page.locator("h1").wait_for()
                print(
                    f"{entry.title}: {play(page, random.Random(f'{entry.file} {seed}'), actions) or 'no fault'}",
                    flush=True,
                )
                page.close()
    finally:
        server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    measure(**vars(parser.parse_args()))
