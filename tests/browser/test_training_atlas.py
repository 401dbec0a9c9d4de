from playwright.sync_api import expect

from neuron_core.atlas import AtlasRun, State
from neuron_core.training import Settings, drawn_table, prepare
from tests.browser.hands import RECORD_WEBSOCKET, output, settled

SETTINGS = Settings(epochs=100, rate=0.3)


def test_the_starts_follow_the_epoch_that_is_dragged_beside_them(open_page):
    run = AtlasRun(SETTINGS, prepare(drawn_table("xor", 200, 0.5, 0), 0.2, False, 0))
    run.advance()
    atlas = run.atlas()
    page = open_page("/training?training_atlas=true&training_epochs=100&training_rate=0.3", init=RECORD_WEBSOCKET)
    page.get_by_role("button", name="Train 256 starts").click()
    page.locator(".st-key-training_atlas_2_predict_skip button").click()
    for state, count in atlas.row(0).items():
        expect(output(page, state.name.capitalize())).to_have_text(str(count))
    settled(page)

    dot = page.get_by_role("button", name="The epoch", exact=True)
    dot.scroll_into_view_if_needed()
    box, scale = dot.bounding_box(), page.locator("svg.time").bounding_box()["width"] / 256
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    sent = page.evaluate("window.sent.length")
    page.mouse.move(x, y)
    page.mouse.down()
    for epoch in (20, 50, 90):
        page.mouse.move(x + 236 * scale * epoch / 1000, y)
        expect(output(page, "Epoch of the starts")).to_have_text(str(epoch))
        for state, count in atlas.row(epoch).items():
            assert output(page, state.name.capitalize()).inner_text() == str(count)
        cells = page.locator(".starts i").all_inner_texts()
        row = atlas.states[atlas.epochs.index(epoch)].tolist()
        assert cells == [{State.SOLVED: "✓", State.STUCK: "·", State.DEAD: "✗"}[state] for state in row]
    assert page.evaluate("window.sent.length") == sent
    page.mouse.up()
    page.wait_for_url("**training_epoch=90*")


def test_a_clicked_cell_opens_above(open_page):
    page = open_page("/training?training_atlas=true&training_epochs=100&training_rate=0.3")
    page.get_by_role("button", name="Train 256 starts").click()
    page.locator(".st-key-training_atlas_2_predict_skip button").click()
    page.locator(".starts i").nth(37).click()
    page.wait_for_url("**training_seed=37*")
    settled(page)
    expect(page.locator(".st-key-training_seed input")).to_have_value("37")
    expect(page.get_by_text("Seed 37 ends")).to_be_visible()
