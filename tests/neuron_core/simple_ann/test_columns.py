from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import torch

from neuron_core.shared.sweep import sweep
from neuron_core.simple_ann.columns import GRADIENTS, backward_columns, forward_columns, map_columns
from neuron_core.simple_ann.parameters import PLACES, Parameters, build
from neuron_core.simple_ann.passes import network_gradients
from neuron_core.simple_ann.plane import plane
from tests.neuron_core.simple_ann.networks import AXES, GATE, any_parameters, cases


def one_row(columns, parameters: Parameters, inputs: tuple[float, float]) -> dict[str, float]:
    values = {f"input{i}": torch.tensor([value]) for i, value in enumerate(inputs, 1)} | {
        "back_step": torch.tensor([1.0])
    }
    return {name: column.item() for name, column in columns(build(parameters), values).items()}


@pytest.mark.parametrize("columns", [forward_columns, backward_columns])
def test_a_row_of_the_sweep_is_the_network_at_that_position(columns):
    for parameters, model, x in cases(4):
        values = {"input1": round(x[0].item(), 1), "input2": round(x[1].item(), 1), "back_step": 1.0}
        table = sweep(AXES, values, partial(columns, build(parameters)))
        for axis in AXES:
            for index in range(0, axis.count, 7):
                there = values | {axis.key: axis.positions()[index]}
                point = torch.tensor([there["input1"], there["input2"]], requires_grad=True)
                model.zero_grad()
                hidden = torch.relu(model[0](point))
                hidden.retain_grad()
                out = model[2](hidden)
                out.backward()
                row = table.now | {name: column[index].item() for name, column in table.rows[axis.key].items()}
                assert row["out"] == pytest.approx(out.item(), rel=1e-5, abs=5e-6)
                if columns is backward_columns:
                    truth = [value for part in model.parameters() for value in part.grad.flatten().tolist()]
                    truth += point.grad.tolist() + hidden.grad.tolist()
                    shown = [row[f"g_{name}"] for name in (*PLACES, "input1", "input2", "h1", "h2")]
                    assert shown == pytest.approx(truth, rel=1e-5, abs=5e-6)


def test_the_products_add_up_to_the_sums():
    for parameters, _, x in cases(10):
        row = one_row(forward_columns, parameters, tuple(x.tolist()))
        for i in (1, 2):
            assert row[f"c{i}1"] + row[f"c{i}2"] + row[f"b{i}"] == pytest.approx(row[f"z{i}"], abs=1e-5)
        assert row["p1"] + row["p2"] + row["c"] == pytest.approx(row["out"], abs=1e-5)
        assert {name: row[name] for name in PLACES} == parameters.values


def test_the_columns_back_are_the_textbooks_pass_back():
    for parameters, _, x in cases(10):
        inputs = tuple(x.tolist())
        row = one_row(backward_columns, parameters, inputs)
        wanted = network_gradients(parameters, inputs)
        assert {name: row[f"g_{name}"] for name in PLACES} == pytest.approx(wanted, rel=1e-6, abs=1e-6)


def test_the_chain_rule_that_the_page_writes_out_holds():
    for parameters in any_parameters(40):
        inputs = (1.5, -2.5)
        row, forward = (one_row(columns, parameters, inputs) for columns in (backward_columns, forward_columns))
        assert row["g_c"] == row["g_out"] == 1
        for i in (1, 2):
            assert row[f"g_v{i}"] == pytest.approx(forward[f"h{i}"])
            assert row[f"g_h{i}"] == pytest.approx(row[f"v{i}"])
            assert row[f"g_b{i}"] == pytest.approx(row[f"g_h{i}"] * (forward[f"h{i}"] > 0))
            for j in (1, 2):
                assert row[f"g_w{i}{j}"] == pytest.approx(row[f"g_b{i}"] * inputs[j - 1])
                through = sum(row[f"g_b{k}"] * row[f"w{k}{j}"] for k in (1, 2))
                assert row[f"g_input{j}"] == pytest.approx(through, rel=1e-5, abs=1e-5)


def test_both_passes_agree_on_what_both_have():
    forward, backward = (one_row(columns, GATE, (1.0, 2.0)) for columns in (forward_columns, backward_columns))
    both = forward.keys() & backward.keys()
    assert both == {"out", *PLACES}
    assert {name: forward[name] for name in both} == {name: backward[name] for name in both}


def test_sweeps_of_the_same_network_at_once_do_not_disturb_each_other():
    parameters = Parameters(**GATE.values | {"c": 0.25})  # built by nobody yet
    inputs = [(float(i), 2.0) for i in range(-8, 8)]
    wanted = [one_row(backward_columns, parameters, point) for point in inputs]
    with ThreadPoolExecutor(16) as threads:
        for _ in range(10):
            assert list(threads.map(partial(one_row, backward_columns, parameters), inputs)) == wanted


def test_the_gradient_of_a_weighted_sum_is_that_of_its_bias():
    for parameters in any_parameters(30):
        model, z = build(parameters), torch.empty(2).uniform_(-5, 5).requires_grad_()
        (by_sum,) = torch.autograd.grad(model.fc2(torch.relu(z)), z)
        model.zero_grad()
        x = torch.linalg.lstsq(model.fc1.weight.detach(), (z - model.fc1.bias).detach()[:, None]).solution.flatten()
        if not torch.allclose(model.fc1(x), z, atol=1e-3) or z.abs().min() < 0.05:
            continue  # no input gives these sums, or rounding could turn a neuron over
        (by_bias,) = torch.autograd.grad(model(x), model.fc1.bias)
        assert torch.equal(by_sum, by_bias)


def test_each_step_of_the_way_back_knows_whether_its_turn_has_come():
    model, steps = build(GATE), torch.arange(1.0, 7.0)
    columns = backward_columns(model, {"input1": torch.ones(6), "input2": torch.ones(6), "back_step": steps})
    for number in range(1, 7):
        assert columns[f"at{number}"].tolist() == [float((step > number) - (step < number)) for step in range(1, 7)]
    assert set(GRADIENTS) <= columns.keys()


def test_the_maps_are_exact_wherever_they_are_read():
    """What the turned gradient shows at a point is the hidden value there, as a share of the strongest colour."""
    points = torch.empty(50, 2).uniform_(-10, 10, generator=torch.Generator().manual_seed(4))
    for parameters in [GATE, *any_parameters(30)]:
        model, seen = build(parameters), plane(parameters, -10.0, 10.0)
        lies = {name: column.tolist() for name, column in map_columns(model, seen, 3).items()}
        assert all(column == column[:1] * 3 for column in lies.values()), "the maps stand still"
        assert (lies["top"][0], lies["low"][0], lies["top_h"][0]) == pytest.approx(
            (seen.top, -seen.top, seen.top_hidden)
        )
        z = model.fc1(points).detach() / seen.top_hidden
        for i in (1, 2):
            a, b, held = (lies[f"m{i}_{letter}"][0] for letter in "abh")
            along = (points[:, 0] * a + points[:, 1] * b) / (
                a * a + b * b
            ) + held  # the x of a matrix(a b -b a 0 0), shifted
            if (a * a + b * b) ** -0.5 > 1.1e-3:  # a shorter weight is drawn as level
                assert torch.allclose(along, z[:, i - 1], atol=2e-4)
