from neuron_core.simple_ann.parameters import PLACES
from neuron_core.simple_ann.way_back import FINDS, USES, WAY_BACK


def test_each_step_finds_something_new_and_together_they_find_everything():
    assert len(FINDS) == len(USES) == len(WAY_BACK)
    found = [name for names in FINDS for name in names]
    assert len(found) == len(set(found))
    assert set(found) == {*PLACES, "input1", "input2", "h1", "h2", "z1", "z2", "out"}


def test_no_step_uses_a_gradient_that_was_not_found_before():
    gradients = {"out", "h1", "h2", "z1", "z2"}
    known: set[str] = set()
    for uses, finds in zip(USES, FINDS, strict=True):
        assert set(uses) & gradients <= known
        known |= set(finds)
    assert all(step.says.endswith(".") for step in WAY_BACK)
