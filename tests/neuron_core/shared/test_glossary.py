import re

import pytest

from neuron_core.shared.glossary import GLOSSARY, explained, terms_in


@pytest.mark.parametrize("term", GLOSSARY)
def test_each_term_has_one_plain_sentence(term):
    assert len(GLOSSARY[term]) < 110
    assert not GLOSSARY[term].endswith(".")
    assert '"' not in GLOSSARY[term]


def test_the_terms_are_in_order():
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.lower)


def test_the_first_use_of_a_term_is_marked_and_no_other():
    text = explained("A weight and a weight. Two biases in eval().")
    assert text.count("(#word") == 3
    assert text.startswith('A [weight](#word "weight: ')
    assert "[biases](#word" in text
    assert "[eval()](#word" in text


def test_a_longer_term_is_not_cut_into():
    text = explained("The weighted sum of a hidden unit, and a weight.")
    assert re.findall(r"\[([^\]]+)\]\(#word", text) == ["weighted sum", "hidden unit", "weight"]


def test_code_links_and_formulas_stay_as_they_are():
    text = "`batch` and [a weight](https://x) and $gamma$, “a tensor of torch's own words”"
    assert explained(text) == text


def test_parts_of_other_words_are_no_terms():
    assert terms_in("shaped, batchnorm, eps_max, nn.eval()") == ()
