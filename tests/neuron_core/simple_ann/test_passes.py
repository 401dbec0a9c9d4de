from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from functools import partial

import pytest
import torch
from torch import nn

from neuron_core.shared.numbers import number_text
from neuron_core.shared.sweep import Axis, sweep
from neuron_core.simple_ann.model import SimpleANN
from neuron_core.simple_ann.passes import (
    BOUND,
    PLACES,
    Parameters,
    backward,
    build,
    drawn,
    forward,
    gradients,
    many_draws,
    notes,
    plane,
    run,
    run_batch,
    sentence,
)

GATE = Parameters(1.0, 1.0, 1.0, 1.0, 0.0, -1.0, 1.0, -2.0, 0.0)  # XOR, as two ReLUs can do it
AXES = [Axis("input1", -10, 10, 0.1), Axis("input2", -10, 10, 0.1)]


def at_home(seed: int) -> nn.Sequential:
    """The same network, made by torch alone."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))


def cases(count: int = 40):
    generator = torch.Generator().manual_seed(1)
    for seed in range(count):
        model = at_home(seed)
        x = torch.empty(2).uniform_(-10, 10, generator=generator)
        yield drawn(seed), model, x


def test_the_seed_gives_what_it_gives_at_home():
    for seed in (0, 1, 74, 2**31 - 1):
        torch.manual_seed(seed)
        model = SimpleANN()
        for name, (parameter, index) in PLACES.items():
            assert drawn(seed).values[name] == model.get_parameter(parameter)[index].item()


def test_thirty_sessions_with_thirty_seeds_at_once():
    wanted = [drawn(seed) for seed in range(30)]
    for _ in range(5):
        drawn.cache_clear()
        with ThreadPoolExecutor(30) as threads:
            assert list(threads.map(drawn, range(30))) == wanted


def test_building_a_network_draws_from_nobody_else():
    before = torch.get_rng_state()
    build(GATE)
    drawn(12345)
    assert torch.equal(torch.get_rng_state(), before)


def test_sessions_with_the_same_network_do_not_disturb_each_other():
    inputs = [(float(i), 2.0) for i in range(-8, 8)]
    parameters = Parameters(**GATE.values | {"c": 0.75})  # built by nobody yet

    def ask(point: tuple[float, float]) -> tuple:
        return gradients(parameters, point), run(parameters, point)

    wanted = [ask(point) for point in inputs]
    with ThreadPoolExecutor(16) as threads:
        for _ in range(20):
            assert list(threads.map(ask, inputs)) == wanted


def test_a_built_network_holds_its_parameters():
    model = build(GATE)
    assert model.fc1.weight.tolist() == [[1, 1], [1, 1]]
    assert model.fc1.bias.tolist() == [0, -1]
    assert model.fc2.weight.tolist() == [[1, -2]]
    assert model.fc2.bias.tolist() == [0]


def test_outputs_and_hidden_values_are_torchs():
    for parameters, model, x in cases():
        result = run(parameters, tuple(x.tolist()))
        z = model[0](x)
        assert result.z == pytest.approx(z.tolist(), rel=1e-5, abs=2e-6)
        assert result.hidden == pytest.approx(torch.relu(z).tolist(), rel=1e-5, abs=2e-6)
        assert result.out == pytest.approx(model(x).item(), rel=1e-5, abs=2e-6)


def test_gradients_are_autograds():
    for parameters, model, x in cases():
        model(x).backward()
        wanted = [value for parameter in model.parameters() for value in parameter.grad.flatten().tolist()]
        assert list(gradients(parameters, tuple(x.tolist())).values()) == pytest.approx(wanted, rel=1e-5, abs=2e-6)


@pytest.mark.parametrize("go", [forward, backward])
def test_a_row_of_the_sweep_is_the_network_at_that_position(go):
    for parameters, model, x in cases(4):
        values = {"input1": round(x[0].item(), 1), "input2": round(x[1].item(), 1)}
        table = sweep(AXES, values, partial(go, build(parameters)))
        for axis in AXES:
            for index in range(0, axis.count, 7):
                stand = values | {axis.key: axis.positions()[index]}
                point = torch.tensor(list(stand.values()), requires_grad=True)
                model.zero_grad()
                hidden = torch.relu(model[0](point))
                hidden.retain_grad()
                out = model[2](hidden)
                out.backward()
                row = table.now | {name: column[index].item() for name, column in table.rows[axis.key].items()}
                assert row["out"] == pytest.approx(out.item(), rel=1e-5, abs=5e-6)
                if go is backward:
                    truth = [value for part in model.parameters() for value in part.grad.flatten().tolist()]
                    truth += point.grad.tolist() + hidden.grad.tolist()
                    shown = [row[f"g_{name}"] for name in (*PLACES, "input1", "input2", "h1", "h2")]
                    assert shown == pytest.approx(truth, rel=1e-5, abs=5e-6)


def test_the_products_add_up_to_the_sums():
    for parameters, _, x in cases(10):
        columns = forward(build(parameters), {"input1": x[:1], "input2": x[1:]})
        row = {name: column.item() for name, column in columns.items()}
        for i in (1, 2):
            assert row[f"c{i}1"] + row[f"c{i}2"] + row[f"b{i}"] == pytest.approx(row[f"z{i}"], abs=1e-5)
        assert row["p1"] + row["p2"] + row["c"] == pytest.approx(row["out"], abs=1e-5)
        assert {name: row[name] for name in PLACES} == parameters.values


def test_a_batch_is_run_together():
    rows = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
    batch = run_batch(GATE, rows)
    assert batch.columns["output"] == [0, 1, 1, 0]
    assert batch.columns["h2"] == [0, 0, 0, 1]
    assert list(zip(batch.columns["input1"], batch.columns["input2"], strict=True)) == list(rows)
    assert list(batch.shapes.values()) == [(4, 2), (4, 2), (4, 1)]


def test_the_plane_and_its_two_lines():
    reach = plane(GATE, 10.0)
    assert len(reach.surface.out) == 21
    for ends, bias in zip(reach.lines, (0.0, -1.0), strict=True):
        assert len(ends) == 2
        assert all(x + y + bias == pytest.approx(0, abs=1e-5) for x, y in ends)
    for row, y in zip(reach.surface.out, reach.surface.second, strict=True):
        for out, x in zip(row, reach.surface.first, strict=True):
            assert out == pytest.approx(run(GATE, (x, y)).out, abs=1e-5)


def test_edited_parameters_are_told_from_drawn_ones():
    assert drawn(3).edited(drawn(3)) == {}
    changed = Parameters(**drawn(3).values | {"v1": 2.0})
    assert changed.edited(drawn(3)) == {"v1": 2.0}


def note(parameters: Parameters, inputs: tuple[float, float]) -> str:
    return " ".join(notes(parameters, run(parameters, inputs), plane(parameters, 10.0)))


def test_notes_say_what_is_dead_and_why():
    assert note(GATE, (1.0, 1.0)) == ""
    one = note(GATE, (0.5, 0.0))
    assert "Hidden neuron 2 is dead" in one
    assert "Hidden neuron 1" not in one
    assert "Both are off" in note(GATE, (-1.0, 0.0))
    never = Parameters(*astuple(GATE)[:5], -100.0, *astuple(GATE)[6:])
    assert "No input in the square below wakes it" in note(never, (1.0, 1.0))
    unheard = Parameters(**GATE.values | {"v1": 0.0})
    assert "v1 is 0" in note(unheard, (1.0, 1.0))


def test_a_neuron_said_to_sleep_in_the_whole_square_does():
    generator = torch.Generator().manual_seed(2)
    for _ in range(60):
        values = torch.empty(9).uniform_(-1, 1, generator=generator)
        values[5] *= 20
        parameters = Parameters(*values.tolist())
        corners = run_batch(parameters, ((-10.0, -10.0), (-10.0, 10.0), (10.0, -10.0), (10.0, 10.0)))
        asleep = not any(corners.columns["h2"])
        result = run(parameters, (0.0, 0.0))
        assert ("No input in the square" in notes_of_second(parameters, result)) == asleep


def notes_of_second(parameters: Parameters, result) -> str:
    return " ".join(text for text in notes(parameters, result, plane(parameters, 10.0)) if "neuron 2" in text)


def test_the_sentence_has_the_numbers_in_it():
    result = run(drawn(1429), (1.0, 2.0))
    text = sentence((1.0, 2.0), result)
    assert number_text(result.out, 4) in text
    assert number_text(result.z[1]) in text
    assert "is off" in text


def test_draws_stay_within_the_bound_and_fill_it():
    draws = many_draws(1429)
    assert max(map(abs, draws)) <= BOUND
    assert max(draws) > 0.99 * BOUND
    assert min(draws) < -0.99 * BOUND
    assert abs(sum(draws) / len(draws)) < 0.03
