"""The Stack page as a person meets it."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import in_view, settled

# The texts of an element whose colour is less than 4.5:1 from what is painted below them; grounds may be half transparent.
CONTRASTS = """(root) => {
  const paper = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const painted = (colours) => {
    paper.clearRect(0, 0, 1, 1);
    for (const colour of colours) { paper.fillStyle = colour; paper.fillRect(0, 0, 1, 1); }
    return [...paper.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const faint = [];
  for (const element of root.querySelectorAll('*')) {
    const text = [...element.childNodes].filter((n) => n.nodeType === 3 && n.data.trim()).map((n) => n.data).join('');
    if (!text || getComputedStyle(element).visibility === 'hidden') continue;
    const grounds = [];
    let opacity = 1;
    for (let up = element; up; up = up.parentElement ?? up.getRootNode().host) {
      const style = getComputedStyle(up);
      opacity *= Number(style.opacity);
      grounds.unshift(style.backgroundColor);
    }
    const svg = element.closest('svg');
    if (svg) grounds.push(getComputedStyle(svg.querySelector('polygon')).fill);
    const style = getComputedStyle(element);
    const [front, back] = [svg ? style.fill : style.color, null];
    const below = painted(grounds);
    const above = painted([...grounds, front]).map((c, i) => opacity * c + (1 - opacity) * below[i]);
    const [high, low] = [light(above), light(below)].sort((a, b) => b - a);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(`${text}: ${((high + 0.05) / (low + 0.05)).toFixed(2)}`);
  }
  return faint;
}"""


def picture(page, words: str = "Input ("):
    return page.get_by_role("group", name=words)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_editor_picture_and_question_are_on_one_screen(open_page, width, height):
    page = open_page("/stack", width=width, height=height)
    settled(page)
    in_view(
        page,
        page.get_by_role("textbox", name="The stack, as text or as Python"),
        page.get_by_role("spinbutton", name="in_features"),
        page.get_by_role("spinbutton", name="out_features"),
        page.get_by_role("combobox", name="Add a layer after it"),
        page.get_by_role("switch", name="Training").or_(page.get_by_role("checkbox", name="Training")).first,
        picture(page),
        page.get_by_role("radiogroup", name="Predict first."),
        page.get_by_role("button", name="Let torch answer"),
        page.get_by_role("button", name="Skip"),
    )


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_the_break_its_cures_and_torchs_words_are_on_one_screen(open_page, width, height):
    page = open_page("/stack?stack=linear-4-3+relu+linear-5-1", width=width, height=height)
    settled(page)
    in_view(
        page,
        page.get_by_role("spinbutton", name="out_features"),
        picture(page),
        page.get_by_text("3 arrives, but it takes 5."),
        page.get_by_role("button", name="Change layer 3 Linear’s in_features from 5 to 3"),
        page.get_by_role("button", name="Change layer 1 Linear’s out_features from 3 to 5"),
        page.get_by_text("mat1 and mat2 shapes cannot be multiplied (2x3 and 5x1)"),
    )


def test_what_fits_is_covered_until_the_question_was_answered(open_page):
    page = open_page("/stack")
    fits = picture(page).locator(".fit")
    expect(fits).to_have_count(4)
    for fit in fits.all():
        expect(fit).to_have_css("visibility", "hidden")
    widths = {round(fit.bounding_box()["width"]) for fit in fits.all()}
    assert len(widths) == 1, "a cover must not tell by its width what is below it"
    page.get_by_role("radio", name="Nowhere").check(force=True)
    page.get_by_role("button", name="Let torch answer").click()
    expect(fits.first).to_have_css("visibility", "visible")
    assert fits.all_text_contents() == ["✓ 4 = 4", "✓ takes any", "✓ takes any", "✗ 4 ≠ 3"]
    page.get_by_role("button", name="Put my numbers back").click()
    expect(fits.nth(3)).to_have_text("✓ 3 = 3")


def test_the_parameters_are_covered_while_they_are_asked_for(open_page):
    page = open_page("/stack")
    counts = picture(page).locator("[data-cover=parameters]")
    expect(counts.first).to_have_css("visibility", "visible")
    for question in ("Change layer 1", "Feed ten times", "Switch to eval()"):
        expect(page.get_by_text(question)).to_be_visible()
        page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("How many parameters")).to_be_visible()
    for count in counts.all():
        expect(count).to_have_css("visibility", "hidden")
    page.get_by_role("button", name="Skip").click()
    expect(counts.first).to_have_css("visibility", "visible")


def test_the_modes_are_covered_while_they_are_asked_for_and_come_with_the_answer(open_page):
    page = open_page("/stack")
    marks = picture(page).locator(".other")
    expect(marks.first).to_have_css("visibility", "visible")
    for question in ("Change layer 1", "Feed ten times"):
        expect(page.get_by_text(question)).to_be_visible()
        page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("Switch to eval(). With the same weights")).to_be_visible()
    expect(marks.first).to_have_css("visibility", "hidden")
    expect(page.get_by_text("train() and eval() beside each other").first).not_to_have_role("button")
    page.get_by_role("radio", name="Yes").check(force=True)
    page.get_by_role("button", name="Let torch answer").click()
    expect(marks.first).to_have_css("visibility", "visible")
    expect(marks.first).to_have_text("≠ in train()")


def test_the_training_toggle_changes_what_one_sees(open_page):
    page = open_page("/stack")
    expect(picture(page)).to_contain_text("numbers in train()")
    dropped = picture(page).locator("td.dropped")
    expect(dropped).to_have_text("0")
    trained = picture(page).locator("table").nth(3).inner_text()
    page.get_by_test_id("stCheckbox").get_by_text("Training", exact=True).click()
    expect(picture(page)).to_contain_text("numbers in eval()")
    expect(dropped).to_have_count(0)
    expect(picture(page)).to_contain_text("passes all on, unchanged")
    assert picture(page).locator("table").nth(3).inner_text() != trained


def test_a_row_is_a_sample_and_lights_up_in_every_tensor(open_page):
    page = open_page("/stack")
    rows = picture(page).locator("table").first.locator("tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("td")).to_have_count(4)
    settled(page)
    rows.nth(1).locator("td").first.hover()
    expect(picture(page).locator("tr.lit th")).to_have_text(["sample 2"] * 5)
    picture(page).locator("span[data-part=size1]").first.hover()
    expect(picture(page).locator(".lit")).to_have_text(["3", "3", "3", "3", "3"])


def test_a_pasted_sequential_is_drawn(open_page):
    page = open_page("/stack")
    field = page.get_by_role("textbox", name="The stack, as text or as Python")
    field.fill("nn.Sequential(nn.Linear(4, 6), # learn nn.Tanh(), nn.Linear(6, 2) # output )")
    field.press("Enter")
    expect(picture(page, "Tanh() gives (2, 6); Linear(6, 2) gives (2, 2).")).to_be_visible()
    field.fill("nn.Sequential(nn.Linear(4, 6), nn.Tan())")
    field.press("Enter")
    expect(page.get_by_text("Layer 2, “Tan”, is not one of the layers known here")).to_be_visible()
    expect(field).to_have_value("nn.Sequential(nn.Linear(4, 6), nn.Tan())")
    expect(picture(page, "Linear(6, 2) gives (2, 2).")).to_be_visible()


def test_breaking_a_stack_and_curing_it(open_page):
    page = open_page("/stack")
    expect(picture(page, "Linear(3, 1) gives (2, 1).")).to_be_visible()
    field = page.get_by_role("spinbutton", name="out_features")
    field.fill("5")
    field.press("Enter")
    expect(picture(page, "layer 4, Linear(3, 1), breaks: 5 arrives, it takes 3")).to_be_visible()
    expect(page.get_by_text("mat1 and mat2 shapes cannot be multiplied (2x5 and 3x1)")).to_be_visible()
    page.get_by_role("button", name="Change layer 4 Linear’s in_features from 3 to 5").click()
    expect(picture(page, "Linear(5, 1) gives (2, 1)")).to_be_visible()
    settled(page)
    assert page.url.endswith("?stack=linear-4-5+relu+dropout-0.5+linear-5-1")


def test_a_layer_is_added_moved_and_removed(open_page):
    page = open_page("/stack?stack=linear-4-3")
    page.get_by_role("combobox", name="Add a layer after it").click()
    page.get_by_role("option", name="Tanh", exact=True).click()
    expect(picture(page, "Tanh() gives (2, 3)")).to_be_visible()
    page.get_by_role("button", name="Earlier").click()
    expect(picture(page, "Tanh() gives (2, 4); Linear(4, 3)")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(picture(page, "Input (2, 4); Linear(4, 3) gives (2, 3).")).to_be_visible()


def test_a_link_cut_in_half_says_so_and_leaves_a_stack_to_go_on_with(open_page):
    page = open_page("/stack?stack=linear-4-3+relu+drop")
    expect(page.get_by_text("Layer 3, “drop”, is not one of the layers known here")).to_be_visible()
    expect(page.get_by_role("textbox", name="The stack, as text or as Python")).to_have_value("linear-4-3 relu drop")
    page.get_by_role("radio", name="SimpleANN").click()
    expect(picture(page, "Linear(2, 1) gives (4, 1).")).to_be_visible()
    expect(page.get_by_text("is not one of the layers")).to_have_count(0)


def test_the_stack_is_back_after_another_page(open_page):
    page = open_page("/stack?stack=linear-4-2+tanh&stack_input=3x4")
    expect(picture(page, "Tanh() gives (3, 2)")).to_be_visible()
    page.get_by_role("link", name="Shapes").first.click()
    page.get_by_role("heading", name="Shapes").wait_for()
    settled(page)
    page.get_by_role("link", name="Stack").first.click()
    expect(picture(page, "Tanh() gives (3, 2)")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 320)])
@pytest.mark.parametrize(
    "query", ["stack=linear-4-3+relu+linear-5-1", "stack=linear-4-30+batchnorm-30&stack_modes=true"]
)
def test_on_a_phone_nothing_is_cut_off(open_page, theme, width, query):
    page = open_page(f"/stack?{query}", width=width, height=844, theme=theme)
    expect(picture(page)).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    for part in (picture(page), *picture(page).locator("td, svg, .shape").all()):
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    body, ground = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert body != ground


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_the_picture_stands_out_from_its_ground(open_page, theme):
    """4.5:1 or more (WCAG 2.2), for the broken, the crossed-out and the unreached as well."""
    query = "stack=linear-4-4+relu+dropout-0.5+linear-5-1+relu&seed=3"
    page = open_page(f"/stack?{query}", theme=theme)
    page.get_by_role("button", name="Skip").click()
    settled(page)
    faint = picture(page).evaluate(CONTRASTS)
    assert faint == []
