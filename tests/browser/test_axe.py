"""No serious accessibility fault of ours, on any page, in both themes, by axe-core's rules."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.shared.frame import ENTRIES
from tests.browser.hands import settled

SIDEBAR = ".stSidebar"
STREAMLITS_OWN = ("list", "listitem")
"""In the sidebar, whose list holds headings between its items: Streamlit's own."""

STATES = {
    "neuron": [
        "",
        "?neuron_case=XOR&x1=1&x2=1&w1=1&w2=1&b=-0.5&activation=step&neuron_gradients=true&neuron_code=true",
    ],
    "activation": ["", "?activation=sigmoid&activation_levels=true"],
    "dropout": ["", "?dropout_runs=true"],
    "batchnorm": ["", "?training=false&batchnorm_runs=true"],
    "shapes": ["", "?shapes_tool=Linear&shapes_input=2x4"],
    "stack": ["", "?stack=linear-4-3+relu+linear-5-1&stack_code=true"],
    "simple_ann": ["", "?simple_ann_pass=Backward&simple_ann_class=true"],
}
PATHS = [
    f"/{'' if entry.file == 'home' else entry.file}{state}"
    for entry in ENTRIES
    for state in STATES.get(entry.file, [""])
]
PROJECTOR = {"width": 1920, "height": 1080}
MODES = [
    "/neuron?present=1",
    "/activation?hide=activation_code,activation_ten&lock=activation_z",
    "/dropout?show=p,questions&ask=2",
    "/errors?errors_mistake=A+batch+goes+into+a+Linear&present=1",
    "/stack?present=1",
    "/shapes?embed=true&lock=shapes_step,shapes_tensor",
]


@pytest.mark.parametrize("path", [*PATHS, *MODES])
def test_axe_finds_nothing_serious_in_either_theme(open_page, path):
    sound(open_page(path, **(PROJECTOR if "present=1" in path else {})))


def test_axe_finds_nothing_serious_in_share_and_in_a_room(open_page):
    page = open_page("/neuron?hide=x2&lock=w1")  # named in fields there
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Open a room").click()
    expect(page.get_by_text("keep it to yourself")).to_be_visible()
    sound(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show the tally").click()
    expect(page.get_by_test_id("stProgress").first).to_be_visible()
    sound(page)


def sound(page: Page) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        settled(page)
        page.wait_for_timeout(300)
        assert not faults(page), theme


def faults(page: Page) -> list[tuple[str, object, str]]:
    """What axe calls serious or critical on the page: the rule, the element, its start."""
    found = [Axe().run(page, context={"exclude": [[SIDEBAR]]})]
    if page.locator(SIDEBAR).count():
        options = {"rules": {rule: {"enabled": False} for rule in STREAMLITS_OWN}}
        found.append(Axe().run(page, context=SIDEBAR, options=options))
    return [
        (fault["id"], node["target"], node["html"][:160])
        for part in found
        for fault in part.response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
