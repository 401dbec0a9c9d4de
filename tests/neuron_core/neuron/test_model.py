import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS, curve
from neuron_core.neuron.columns import forward
from neuron_core.neuron.model import MAX_INPUTS, Neuron, gradients, output, run, weighted_sum
from neuron_core.neuron.surface import boundary, surface, survey
from neuron_core.neuron.words import sentence
from neuron_core.shared.refusal import Refusal

LESSON = Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")


def cases(count: int = 40):
    """Random neurons of every size and activation, with what torch's own Linear makes of them."""
    torch.manual_seed(0)
    for number in range(count):
        n = number % MAX_INPUTS + 1
        activation = list(ACTIVATIONS)[number % len(ACTIVATIONS)]
        layer = torch.nn.Linear(n, 1)
        x = torch.empty(n).uniform_(-10, 10)
        weights = layer.weight.detach().flatten()
        yield Neuron(tuple(x.tolist()), tuple(weights.tolist()), layer.bias.item(), activation), layer, x


def test_the_lessons_worked_example():
    result = run(LESSON)
    assert result.contributions == pytest.approx((0.6, 2.0))
    assert result.z == pytest.approx(2.7)
    assert result.out == pytest.approx(2.7)


def test_is_a_linear_layer_and_its_activation():
    for neuron, layer, x in cases():
        z = layer(x)
        out = ACTIVATIONS[neuron.activation].function(z)
        result = run(neuron)
        assert result.z == pytest.approx(z.item(), rel=1e-5, abs=1e-5)
        assert result.out == pytest.approx(out.item(), rel=1e-5, abs=1e-5)


def test_the_textbooks_lines_are_what_the_columns_name():
    torch.manual_seed(3)
    x, w, b = torch.randn(50, 3), torch.randn(50, 3), torch.randn(50)
    values = {f"x{i + 1}": x[:, i] for i in range(3)} | {f"w{i + 1}": w[:, i] for i in range(3)} | {"b": b}
    columns = forward(values, "tanh", (1, 2))
    torch.testing.assert_close(columns["z"], torch.einsum("ni,ni->n", x, w) + b)
    assert torch.equal(columns["z"], weighted_sum(x, w, b))
    assert torch.equal(columns["out"], output(x, w, b, "tanh"))
    torch.testing.assert_close(columns["s3"], columns["c1"] + columns["c2"] + columns["c3"])


def test_gradients_are_the_slope_of_the_output():
    """Central differences in float64, an oracle that shares no code with autograd."""
    for neuron, _, _ in cases():
        slopes = gradients(neuron)
        if neuron.activation == "step":
            assert isinstance(slopes, Refusal)
            continue
        for key, slope in slopes.values.items():
            measured = [_out64(neuron, key, nudge) for nudge in (-1e-6, 1e-6)]
            assert slope == pytest.approx((measured[1] - measured[0]) / 2e-6, rel=1e-3, abs=1e-4)


def _out64(neuron: Neuron, key: str, nudge: float) -> float:
    values = neuron.values
    values[key] += nudge
    n = len(neuron.x)
    z = sum(values[f"x{i}"] * values[f"w{i}"] for i in range(1, n + 1)) + values["b"]
    return ACTIVATIONS[neuron.activation].function(torch.tensor(z, dtype=torch.float64)).item()


def test_a_step_has_no_gradient_and_torch_says_so_itself():
    with pytest.raises(RuntimeError) as raised:
        torch.heaviside(torch.tensor(1.0, requires_grad=True), torch.tensor(0.0)).backward()
    assert gradients(Neuron((1.0,), (1.0,), 0.0, "step")) == Refusal.of(raised.value)


def test_the_surface_is_the_neuron_at_every_point():
    neuron = Neuron((1.0, 2.0, -3.0), (0.5, -1.5, 2.0), 0.3, "tanh")
    plane = surface(neuron, 1, 3, -10, 10, points=5)
    for row, x3 in enumerate(plane.second):
        for column, x1 in enumerate(plane.first):
            there = Neuron((x1, 2.0, x3), neuron.w, neuron.b, neuron.activation)
            assert plane.out[row][column] == pytest.approx(run(there).out, abs=1e-6)


def test_the_boundary_is_where_z_is_zero():
    torch.manual_seed(1)
    crossed = 0
    for _ in range(200):
        w = tuple(torch.empty(2).uniform_(-5, 5).tolist())
        neuron = Neuron((0.0, 0.0), w, float(torch.empty(()).uniform_(-10, 10)), "relu")
        line = boundary(*w, neuron.b, -10, 10)
        signs = {value > 0 for value in _corner_sums(neuron)}
        assert bool(line) == (len(signs) == 2)
        for point in line:
            crossed += 1
            assert run(Neuron(point, w, neuron.b, "identity")).out == pytest.approx(0, abs=1e-3)
            assert max(map(abs, point)) == pytest.approx(10)
    assert crossed > 100


def _corner_sums(neuron: Neuron) -> list[float]:
    return [run(Neuron((a, b), neuron.w, neuron.b, "identity")).out for a in (-10.0, 10.0) for b in (-10.0, 10.0)]


@pytest.mark.parametrize("w", [(0.0, 0.0), (1.0, 0.0), (0.0, -2.0)])
def test_the_boundary_of_weights_that_are_zero(w):
    assert bool(boundary(*w, 1.0, -10, 10)) == any(w)
    assert not survey(Neuron((0.0, 0.0), w, 1.0, "relu"), (1, 2), -10, 10).level


def test_a_level_surface_has_no_boundary():
    assert survey(Neuron((0.0, 0.0), (0.0, 0.0), 0.0, "relu"), (1, 2), -10, 10).level
    assert not boundary(0.0, 0.0, 0.0, -10, 10)


def test_the_curve_is_the_activation():
    z, out = curve("gelu", 4.0)
    assert (z[0], z[-1]) == (-4.0, 4.0)
    torch.testing.assert_close(torch.tensor(out), torch.nn.functional.gelu(torch.tensor(z)))


def test_the_sentence_carries_the_numbers_of_the_picture():
    assert sentence(LESSON, run(LESSON)) == (
        "Weighted sum 3 × 0.2 + 5 × 0.4 + 0.1 = 2.7. Output 2.7, passed on: as it is."
    )


def test_inputs_and_weights_come_in_pairs():
    with pytest.raises(ValueError, match="2 inputs and 1 weights"):
        Neuron((1.0, 2.0), (1.0,), 0.0, "relu")
