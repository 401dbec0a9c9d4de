from neuron_core.simple_ann.drawing import network_drawing
from neuron_core.simple_ann.parts import CORNERS, GRADIENTS
from tests.neuron_core.simple_ann.networks import GATE, studied


def test_what_a_question_covers_is_there_to_be_covered():
    for backward in (False, True):
        for found in (studied(backward=backward), studied(GATE, backward=backward)):
            markup = network_drawing(found).markup
            assert (f'data-cover="{CORNERS}"' in markup) == bool(found.corners)
            assert (f'data-cover="{GRADIENTS}"' in markup) == backward
    covered = {part for question in studied().questions for part in question.covers}
    assert covered == {CORNERS, GRADIENTS}
