"""The errors page as a person meets it: guess, run, cure; paste an error, a network; there and back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import RECORD_WEBSOCKET, in_view, settled
from tests.browser.test_axe import faults

SHAPES = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (6x9 and 7x2)"
ADDRESS = "/errors?errors_mistake=A+batch+goes+into+a+Linear"


def block(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def run_it(page: Page, guess: str = "It raises an error") -> None:
    page.get_by_text(guess, exact=True).click()
    page.get_by_role("button", name="Run it").click()
    expect(page.get_by_text("Torch says", exact=True)).to_be_visible()


def paste(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your own error").fill(text)
    page.keyboard.press("Control+Enter")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_code_question_and_paste_are_on_one_screen(open_page, width, height):
    page = open_page("/errors", width=width, height=height)
    settled(page)
    in_view(
        page,
        block(page, "The code"),
        page.get_by_role("radiogroup", name="Predict first."),
        page.get_by_role("button", name="Run it"),
        page.get_by_role("button", name="Skip"),
        page.get_by_role("textbox", name="Your own error"),
        page.get_by_role("spinbutton", name="features in a row"),
    )


def test_guess_run_cure(open_page):
    page = open_page("/errors")
    expect(page.get_by_text("word for word")).to_have_count(0)
    run_it(page, "It warns, and goes on")
    expect(page.get_by_text("Not this time")).to_be_visible()
    expect(block(page, "Torch’s own words")).to_contain_text("mat1 and mat2 shapes cannot be multiplied")
    settled(page)
    in_view(page, block(page, "The code"), block(page, "Torch’s own words"))
    expect(block(page, "What the cure changes")).to_contain_text("nn.Linear(5, 3)")
    page.get_by_role("button", name="Run the cure").click()
    expect(page.get_by_text("torch.Size([2, 3])")).to_be_visible()


def test_the_same_number_has_the_same_letter_in_code_and_message(open_page):
    page = open_page("/errors")
    run_it(page)
    seen = {}
    for name in ("The code", "Torch’s own words"):
        marks = block(page, name).locator("mark")
        expect(marks).to_have_count(4)
        seen[name] = [(mark.get_attribute("data-letter"), mark.inner_text()) for mark in marks.all()]
    assert seen["The code"] == seen["Torch’s own words"]
    assert len({letter for letter, _ in seen["The code"]}) == 4


def test_by_keyboard_alone(open_page):
    page = open_page("/errors")
    page.get_by_role("radio", name="It raises an error").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Run it")).to_be_enabled()
    page.get_by_role("button", name="Run it").focus()
    page.keyboard.press("Enter")
    expect(block(page, "Torch’s own words")).to_be_visible()
    page.get_by_role("button", name="Run the cure").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("torch.Size([2, 3])")).to_be_visible()


def test_a_pasted_error_is_read_and_seen_and_never_in_the_address(open_page):
    page = open_page("/errors")
    paste(page, f'Traceback (most recent call last):\n  File "C:\\me\\net.py", line 3, in <module>\n{SHAPES}')
    expect(page.get_by_text("This is probably: A batch goes into a Linear.")).to_be_visible()
    expect(page.get_by_text("line 3 of")).to_contain_text("net.py")
    assert "mat1" not in page.url
    page.get_by_role("button", name="See it happen").click()
    expect(block(page, "Torch’s own words").locator("mark")).to_have_text(["6", "9", "7", "2"])
    expect(page).to_have_url(re.compile("errors_linear_features=9"))
    expect(page.get_by_role("textbox", name="Your own error")).to_have_value(re.compile("mat1"))


PASTE = """([box, text, times]) => {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, text.repeat(times));
  box.dispatchEvent(new Event('input', { bubbles: true }));
}"""


def test_a_long_paste_gets_a_sentence_and_ten_megabytes_are_not_taken(open_page):
    page = open_page("/errors")
    box = page.get_by_role("textbox", name="Your own error")
    box.focus()
    page.evaluate(PASTE, [box.element_handle(), "x = 1\n", 20_000])
    box.blur()
    expect(page.get_by_text("This is too long")).to_be_visible()
    box.focus()
    page.evaluate(PASTE, [box.element_handle(), "x = 1\n", 1_700_000])
    expect(page.get_by_text("120000/200000")).to_be_visible()
    assert box.evaluate("(box) => box.value.length") == 120_000, "what was there stays"
    paste(page, SHAPES)
    expect(page.get_by_text("This is probably: A batch goes into a Linear.")).to_be_visible()


def test_from_stack_to_its_error_and_back(open_page):
    page = open_page("/stack?stack=linear-6-2&stack_input=3x5")
    page.get_by_role("link", name="What this means").click()
    expect(page.get_by_role("heading", name="Errors", level=1)).to_be_visible()
    expect(block(page, "Torch’s own words").locator("mark")).to_have_text(["3", "5", "6", "2"])
    page.get_by_role("link", name="Touch it on Stack").click()
    expect(page.get_by_role("heading", name="Stack", level=1)).to_be_visible()
    expect(page.get_by_role("textbox", name="The stack, as text or as Python")).to_have_value("linear-6-2")
    expect(page.get_by_role("textbox", name="Input shape")).to_have_value("3x5")


def test_a_pasted_network_opens_in_stack(open_page):
    page = open_page("/errors")
    paste(
        page,
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 3)\n\n    def forward(self, x):\n        return torch.relu(self.fc(x))",
    )
    page.get_by_role("link", name="Open it in Stack").click()
    expect(page.get_by_role("textbox", name="The stack, as text or as Python")).to_have_value("linear-4-3 relu")


def test_a_tell_is_measured_seed_by_seed_and_then_rests(open_page):
    page = open_page("/errors?errors_mistake=A+softmax+before+CrossEntropyLoss", init=RECORD_WEBSOCKET)
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("Measured here, under 5 seeds.")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("floor"))).to_have_count(1)
    page.wait_for_timeout(500)
    count = page.evaluate("window.sent.length")
    page.wait_for_timeout(1_000)
    assert page.evaluate("window.sent.length") == count, "nothing runs while nobody acts"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_answer_follows_the_code_and_nothing_scrolls_sideways(open_page, theme):
    page = open_page("/errors", width=320, height=700, theme=theme)
    run_it(page)
    settled(page)
    names = ["The code", "Torch’s own words", "What the cure changes"]
    tops = [block(page, name).bounding_box()["y"] for name in names]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for name in names:
        box = block(page, name).bounding_box()
        assert box["x"] + box["width"] <= 320


def test_back_leads_to_the_mistake_before(open_page):
    page = open_page(ADDRESS)
    settled(page)
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Next question").click()
    expect(page).to_have_url(re.compile("Pictures"))
    page.go_back()
    expect(block(page, "The code")).to_contain_text("nn.Linear(4")


@pytest.mark.parametrize(
    "title", ["A batch goes into a Linear", "A softmax before CrossEntropyLoss", "An MSE written by hand"]
)
def test_axe_finds_nothing_serious_once_it_was_run(open_page, title):
    page = open_page(f"/errors?errors_mistake={title}")
    paste(page, SHAPES)
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("button", name="Run the cure")).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        settled(page)
        page.wait_for_timeout(300)
        assert not faults(page), theme


def test_the_list_holds_the_mistakes_of_its_group_and_follows_from_group_to_group(open_page):
    page = open_page("/errors?errors_mistake=Dropout+with+a+p+of+1.5")
    chosen = page.get_by_role("combobox", name="Mistake")
    expect(page.get_by_role("radio", name="train() and eval()")).to_have_attribute("aria-checked", "true")
    expect(chosen).to_have_value("Dropout with a p of 1.5")
    page.get_by_role("radio", name="Losses").click()
    expect(chosen).not_to_have_value("Dropout with a p of 1.5")
    chosen.click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert 4 <= options.count() < 20
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("button", name="Next question")).to_be_visible()


def test_what_was_pasted_is_there_after_a_visit_elsewhere(open_page):
    page = open_page("/errors")
    paste(page, SHAPES)
    expect(page.get_by_text("A batch goes into a Linear.")).to_be_visible()
    page.get_by_role("link", name="Stack").first.click()
    expect(page.get_by_role("heading", name="Stack", level=1)).to_be_visible()
    page.get_by_role("link", name="Errors").first.click()
    expect(page.get_by_role("textbox", name="Your own error")).to_have_value(re.compile("mat1"))
