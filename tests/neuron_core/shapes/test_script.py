import contextlib
import io

import pytest
import torch

from neuron_core.shapes.linear_numbers import linear_numbers, rounded_linear, small_numbers
from neuron_core.shapes.script import flatten_script, linear_script
from neuron_core.shapes.shape import counting, fit_linear, flatten


def run_at_home(script: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script, "exported", "exec"), {"__name__": "__main__"})
    return printed.getvalue()


@pytest.mark.parametrize(
    ("shape", "start", "end"), [((1, 2, 2), 1, -1), ((2, 2), 0, -1), ((2, 3, 4), 0, 1), ((), 0, 0)]
)
def test_the_flatten_script_gives_the_pages_shape_and_its_cells(shape, start, end):
    flat = torch.flatten(counting(shape), start, end)
    assert tuple(flat.shape) == flatten(shape, start, end)
    assert run_at_home(flatten_script(shape, start, end)).strip() == f"{flat.shape} {flat}"


def test_a_flatten_script_raises_what_the_page_shows():
    refusal = flatten((2, 2), 3, -1)
    with pytest.raises(IndexError) as raised:
        run_at_home(flatten_script((2, 2), 3, -1))
    assert str(raised.value) == refusal.words


@pytest.mark.parametrize("shape", [(3,), (2, 3), (4, 10, 3)])
def test_the_linear_script_gives_the_pages_shapes_and_numbers(shape):
    fit = fit_linear(shape, 3, 2)
    layer = rounded_linear(3, 2)
    y = layer(small_numbers(shape)).detach()
    weight, bias = map(torch.Size, (fit.weight, fit.bias))
    assert weight == layer.weight.shape
    assert bias == layer.bias.shape
    assert torch.Size(fit.leaves) == y.shape
    printed = run_at_home(linear_script(shape, 3, 2)).strip()
    assert printed == f"{weight} {layer.weight.data} {layer.bias.data} {y.shape} {y}"
    given = linear_numbers(fit, 1, 1)
    assert torch.allclose(torch.tensor(given.y), y.reshape(-1, 2)[: len(given.y)], atol=1e-5)


def test_a_script_of_what_does_not_fit_raises_what_the_page_shows():
    refusal = fit_linear((2, 4), 3, 2).leaves
    with pytest.raises(RuntimeError) as raised:
        run_at_home(linear_script((2, 4), 3, 2))
    assert (type(raised.value).__name__, str(raised.value)) == (refusal.type, refusal.words)
