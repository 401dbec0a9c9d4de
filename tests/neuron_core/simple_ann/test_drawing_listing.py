from neuron_core.simple_ann.drawing_listing import listing
from neuron_core.simple_ann.eight_steps import STEPS, class_source, lit_lines


def test_a_listing_marks_its_lines_and_escapes_the_rest():
    html = listing("a < b\nc", {1})
    assert "a &lt; b" in html
    assert html.count("<mark>") == 1
    assert "▸ c" in html


def test_the_marked_lines_of_the_class_are_those_of_the_step():
    for step in STEPS:
        assert listing(class_source(), lit_lines(step)).count("▸") == len(lit_lines(step)) > 0
