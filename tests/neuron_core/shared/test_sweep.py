import pytest
import torch

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.neuron.columns import forward
from neuron_core.neuron.model import Neuron
from neuron_core.shared.sweep import Axis, sweep


def axes_of(neuron: Neuron) -> list[Axis]:
    return [Axis(key, -5, 5, 0.05) if key[0] == "w" else Axis(key, -10, 10, 0.1) for key in neuron.values]


def random_neuron(n: int, activation: str) -> Neuron:
    x, w = torch.empty(n).uniform_(-10, 10), torch.empty(n).uniform_(-5, 5)
    return Neuron(tuple(x.tolist()), tuple(w.tolist()), float(torch.empty(()).uniform_(-10, 10)), activation)


def test_positions_are_the_values_that_a_slider_takes():
    positions = Axis("w1", -5, 5, 0.05).positions()
    assert len(positions) == 201
    assert (positions[0], positions[104], positions[-1]) == (-5, 0.2, 5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_every_row_is_the_forward_at_that_position(n, activation):
    torch.manual_seed(n)
    neuron = random_neuron(n, activation)
    table = sweep(axes_of(neuron), neuron.values, lambda values: forward(values, activation, (1,)))
    function = ACTIVATIONS[activation].function
    for axis in table.axes:
        for index in range(0, axis.count, 17):
            values = neuron.values | {axis.key: axis.positions()[index]}
            x = torch.tensor([values[f"x{i}"] for i in range(1, n + 1)])
            w = torch.tensor([values[f"w{i}"] for i in range(1, n + 1)])
            z = torch.nn.functional.linear(x, w.unsqueeze(0), torch.tensor([values["b"]]))
            row = table.now | {name: column[index].item() for name, column in table.rows[axis.key].items()}
            torch.testing.assert_close(torch.tensor([row["z"]]), z, rtol=2e-6, atol=2e-5)
            torch.testing.assert_close(torch.tensor(row["out"]), function(torch.tensor(row["z"])), rtol=2e-6, atol=2e-6)


def test_the_commit_is_the_row_at_its_own_position():
    neuron = Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "sigmoid")
    table = sweep(axes_of(neuron), neuron.values, lambda values: forward(values, neuron.activation, (1,)))
    for axis in table.axes:
        index = axis.positions().index(neuron.values[axis.key])
        for name, column in table.rows[axis.key].items():
            assert column[index].item() == table.now[name], "the text would jump on release"


def test_sends_only_the_columns_that_a_slider_changes():
    neuron = Neuron((3.0, 5.0), (0.2, 0.4), 0.1, "relu")
    table = sweep(axes_of(neuron), neuron.values, lambda values: forward(values, neuron.activation, (1,)))
    assert set(table.rows["x1"]) == {"c1", "s2", "z", "out"}
    assert set(table.rows["w2"]) == {"c2", "s2", "z", "out", "held"}, "over x1 alone x2 is held, and moves the map"
    assert set(table.rows["b"]) == {"z", "out", "held"}


def test_a_pair_has_the_columns_that_both_change_for_every_two_positions():
    def both(values):
        return {"sum": values["a"] + values["b"], "only_a": 2 * values["a"], "neither": values["c"]}

    axes = [Axis("a", 0, 4, 0.5), Axis("b", -2, 2, 0.5), Axis("c", 0, 1, 1)]
    coarse = (Axis("a", 0, 4, 2), Axis("b", -2, 2, 1))
    table = sweep(axes, {"a": 0.5, "b": 0.5, "c": 1.0}, both, [coarse])
    (pair,) = table.pairs
    assert pair.axes == coarse
    assert set(pair.rows) == {"sum"}
    assert pair.rows["sum"].tolist() == [a + b for a in (0, 2, 4) for b in (-2, -1, 0, 1, 2)]
    assert table.rows["a"].keys() == {"sum", "only_a"}
    assert table.now == {"sum": 1.0, "only_a": 1.0, "neither": 1.0}
