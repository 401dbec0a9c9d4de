import contextlib
import io

import pytest

from neuron_core.simple_ann.module_lessons import MODULE_LESSONS, run_lesson


@pytest.mark.parametrize("name", MODULE_LESSONS)
def test_the_script_shown_does_at_home_what_it_did_here(name):
    run = run_lesson(name, "cpu")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if run.error:
            with pytest.raises((RuntimeError, AttributeError, TypeError)) as raised:
                exec(run.script, {})
            assert (type(raised.value).__name__, str(raised.value)) == (run.error, run.message)
        else:
            exec(run.script, {})
    assert printed.getvalue().rstrip("\n") == run.output


def test_with_and_without():
    raises = {name for name in MODULE_LESSONS if run_lesson(name, "cpu").error}
    assert raises == {"The input has to come along", "Without super().__init__()", "Without nn.Module"}
    assert run_lesson("Layers in a plain list", "cpu").value == []
    assert len(run_lesson("Layers in an nn.ModuleList", "cpu").value) == 4


def test_gradients_add_up_until_zeroed():
    before, once, twice, after = run_lesson("Gradients add up until zeroed", "cpu").value
    assert (before, once.item(), twice.item(), after) == (None, 1, 2, None)


def test_without_an_accelerator_the_stand_in_is_used():
    assert run_lesson(".to(device) moves them all", "cpu").value == ({"cpu"}, {"meta"})
