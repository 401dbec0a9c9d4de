"""No serious accessibility fault of ours, on any page, in both themes, by axe-core's rules."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious_in_either_theme(open_page, path):
    page = open_page(path)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        settled(page)
        page.wait_for_timeout(300)
        assert not faults(page), theme


def faults(page: Page) -> list[tuple[str, object, str]]:
    """What axe calls serious or critical on the page: the rule, the element, its start."""
    page_itself = Axe().run(page, context={"exclude": [[SIDEBAR]]})
    sidebar = Axe().run(page, context=SIDEBAR, options={"rules": {rule: {"enabled": False} for rule in STREAMLITS_OWN}})
    return [
        (fault["id"], node["target"], node["html"][:160])
        for found in (page_itself, sidebar)
        for fault in found.response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
