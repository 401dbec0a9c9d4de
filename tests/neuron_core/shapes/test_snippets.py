import contextlib
import io

import pytest

from neuron_core.shapes.questions import flatten_questions, linear_questions
from neuron_core.shapes.shape import doorway, flatten
from neuron_core.shapes.snippets import (
    flatten_here,
    integers_cured,
    integers_refused,
    linear_here,
    scalar_cured,
    scalar_refused,
    two_flattens,
)
from neuron_core.shared.live_run import live_run


def run_at_home(script: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(script, {})
    return printed.getvalue()


@pytest.mark.parametrize(
    ("shape", "start", "end"), [((1, 2, 2), 1, -1), ((2, 2), 0, -1), ((2, 3, 4), 0, 1), ((), 0, 0)]
)
def test_the_flatten_script_gives_the_pages_shape(shape, start, end):
    run = live_run(flatten_here, shape=shape, start_dim=start, end_dim=end)
    assert str(flatten(shape, start, end).shape) in run_at_home(run.script).replace("torch.Size([", "(").replace(
        "])", ",)" if len(flatten(shape, start, end).shape) == 1 else ")", 1
    )


@pytest.mark.parametrize("shape", [(3,), (2, 3), (4, 10, 3)])
def test_the_linear_script_gives_the_pages_shapes(shape):
    run = live_run(linear_here, seed=0, shape=shape, in_features=3, out_features=2)
    door = doorway(shape, 3, 2)
    assert tuple(map(tuple, run.value)) == (door.weight, door.bias, door.result.shape)
    assert run_at_home(run.script).strip() == run.output


def test_a_script_of_what_does_not_fit_raises_what_the_page_shows():
    run = live_run(linear_here, seed=0, shape=(2, 4), in_features=3, out_features=2)
    result = doorway((2, 4), 3, 2).result
    assert (run.error, run.message) == (result.error_type, result.error)
    with pytest.raises(RuntimeError) as raised:
        run_at_home(run.script)
    assert str(raised.value) == result.error


@pytest.mark.parametrize(("refused", "cured"), [(scalar_refused, scalar_cured), (integers_refused, integers_cured)])
def test_each_surprise_is_refused_and_its_cure_works(refused, cured):
    assert live_run(refused, seed=0).error == "RuntimeError"
    assert not live_run(cured, seed=0).error


def test_a_bare_image_is_left_alone_by_the_layer_only():
    layer, function = live_run(two_flattens).value
    assert (tuple(layer), tuple(function)) == ((2, 2), (4,))


def test_torch_answers_every_question():
    for question in [*flatten_questions(), *linear_questions()]:
        truth = question.ask_torch()
        assert 0 <= truth.option < len(question.options)
    assert flatten_questions()[0].ask_torch().option == 0
    assert linear_questions()[0].ask_torch().option == 1
