import pytest

from tests.app import PAGES, open_page


@pytest.mark.parametrize("page", PAGES)
def test_opens_without_a_fault(page):
    app = open_page(page)
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize("page", PAGES)
def test_has_reset_and_a_sentence_on_what_to_do_first(page):
    app = open_page(page)
    assert [button.label for button in app.button].count("Reset") == 1
    assert app.markdown[0].value.endswith((".", ":"))
