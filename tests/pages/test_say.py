import re
from collections import Counter

import pytest

from neuron_core.shared.glossary import GLOSSARY
from pages.shared.frame import ENTRIES
from tests.app import open_page

MARK = re.compile(r'\]\(#word "([^:"]+):')


def marks(app) -> Counter[str]:
    """How often each term is explained on the page."""
    texts = [element.value for kind in (app.markdown, app.info, app.warning) for element in kind]
    return Counter(term for text in texts for term in MARK.findall(str(text)))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.file)
def test_a_term_is_explained_once_where_it_first_appears(entry):
    found = marks(open_page(entry.file))
    assert found
    assert set(found) <= set(GLOSSARY)
    assert set(found.values()) == {1}, found


def test_what_runs_again_alone_keeps_its_words():
    app = open_page("neuron", neuron_gradients="true")
    before = marks(app)
    assert before["gradient"] == 1, "the panel's first use"
    app.slider(key="x1").set_value(1.0).run()
    assert marks(app) == before
