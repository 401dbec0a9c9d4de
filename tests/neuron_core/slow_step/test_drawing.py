import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from neuron_core.shared.sweep import Axis
from neuron_core.slow_step.columns import step_numbers, step_sweep
from neuron_core.slow_step.drawing import step_drawing
from neuron_core.slow_step.step import checkpoint, slow_step
from neuron_core.slow_step.stops import STOPS
from neuron_core.training.choices import OPTIMISERS
from neuron_core.training.model import WIDTHS, names
from neuron_core.training.run import train
from neuron_core.training.samples import drawn_table, prepare
from neuron_core.training.settings import Settings
from tests.drawings import Parsed, check

XOR = prepare(drawn_table("xor", 60, 0.5, 0), 0.2, False, 0)
AXIS = Axis("training_step", 1, 4, 1)


def taken(epoch=2, **settings):
    return slow_step(checkpoint(train(Settings(epochs=4, **settings), XOR), epoch))


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_every_slot_is_filled(optimiser, hidden, decay):
    step = taken(optimiser=optimiser, hidden=hidden, decay=decay)
    check(step_drawing(step), step_sweep(step, AXIS, 1).now.keys())


def test_the_slider_only_uncovers():
    step = taken()
    found = step_sweep(step, AXIS, 2)
    rows = {name: column.tolist() for name, column in found.rows["training_step"].items()}
    assert rows == {
        "at1": [0, 1, 1, 1], "at2": [-1, 0, 1, 1], "at3": [-1, -1, 0, 1], "at4": [-1, -1, -1, 0],
    }  # fmt: skip
    assert [found.now[f"at{number}"] for number in (1, 2, 3, 4)] == [1, 0, -1, -1]


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_columns_are_the_steps_own_numbers(optimiser):
    step = taken(optimiser=optimiser, decay=0.01, hidden=3)
    now = step_sweep(step, AXIS, 1).now
    for place, name in enumerate(names(3)):
        assert now[name] == step.before[place].item()
        assert now[f"g_{name}"] == step.gradient[place].item()
        assert now[f"n_{name}"] == step.after[place].item()
        assert now[f"{name}"] - now["rate"] * now[f"d_{name}"] == pytest.approx(now[f"n_{name}"], abs=1e-6)
    row = step.row
    assert [now["z1"], now["z2"], now["z3"]] == step.z[row].tolist()
    assert (now["out"], now["y"]) == (step.out[row].item(), step.y[row].item())
    assert now["row_loss"] == step.losses.max().item()


def test_the_drawing_stands_while_epoch_and_rate_change():
    one, other = taken(1), taken(3, rate=0.3, seed=5)
    assert step_drawing(one) == step_drawing(other)
    assert step_numbers(one) != step_numbers(other)
    assert step_drawing(one) != step_drawing(taken(optimiser="adam"))


@pytest.mark.parametrize("hidden", [2, 3, 4])
def test_each_number_waits_for_its_stop(hidden):
    drawing = step_drawing(taken(hidden=hidden))
    covers = {
        element: column
        for element, column, target, fill in drawing.slots
        if target == "class" and drawing.fills[fill] == ("sign", ("later", "now", "done"))
    }
    columns = {element: column for element, column, target, _ in drawing.slots if target == ""}
    seen: dict[str, set[str]] = {}
    picture = ET.fromstring(drawing.markup).find(".//svg")
    for group in picture.iter("g"):
        if group.get("id") in covers:
            for element in group.iter():
                seen.setdefault(columns.get(element.get("id"), ""), set()).add(covers[group.get("id")])
    for name in names(hidden):
        assert seen[f"g_{name}"] == {"at3"}
        assert seen[f"n_{name}"] == seen[f"d_{name}"] == {"at4"}
    assert all(seen[f"{letter}{i}"] == {"at1"} for letter in "zh" for i in range(1, hidden + 1))
    assert seen["row_loss"] == {"at2"}
    anywhere = {columns[element.get("id")] for element in picture.iter() if element.get("id") in columns}
    assert set(names(hidden)) <= anywhere, "the parameters are there from the start"


def test_eight_hidden_neurons_have_the_signs_of_their_gradients():
    drawing = step_drawing(taken(hidden=8))
    marks = {c for _, c, _, fill in drawing.slots if drawing.fills[fill] == ("sign", ("−", "0", "+"))}
    assert marks == {f"g_{name}" for name in names(8) if name[0] in "wv"}


def test_no_edge_runs_behind_a_card():
    for hidden in (2, 3, 4):
        picture = ET.fromstring(step_drawing(taken(hidden=hidden)).markup).find(".//svg")
        boxes = [[float(r.get(key)) for key in ("x", "y", "width", "height")] for r in picture.iter("rect")]
        assert len(boxes) == 2 * hidden + 1
        for edge in picture.iter("line"):
            x1, y1, x2, y2 = (float(edge.get(key)) for key in ("x1", "y1", "x2", "y2"))
            for share in range(5, 96, 5):
                x, y = x1 + (x2 - x1) * share / 100, y1 + (y2 - y1) * share / 100
                assert not any(a < x < a + width and b < y < b + height for a, b, width, height in boxes)


def test_one_stop_is_written_out_at_a_time():
    drawing = step_drawing(taken())
    turns = [c for _, c, _, fill in drawing.slots if drawing.fills[fill] == ("sign", ("unused", "turn", "unused"))]
    assert turns == [f"at{number}" for number in range(1, len(STOPS) + 1)]
    words = " ".join(Parsed(drawing).words)
    assert all(stop.says in words and stop.code in words for stop in STOPS)


def test_the_rule_is_the_optimisers():
    rules = {name: " ".join(Parsed(step_drawing(taken(optimiser=name))).words) for name in OPTIMISERS}
    assert "old buffer" in rules["momentum"]
    assert "m̂ / (√v̂ + " in rules["adam"]
    assert "old" not in rules["sgd"]
    assert "× w)" not in rules["sgd"]
    assert "× w)" in " ".join(Parsed(step_drawing(taken(optimiser="sgd", decay=0.1))).words)


def test_it_stands_for_batches_too():
    run = train(replace(Settings(), batch=7, epochs=3), XOR)
    step = slow_step(checkpoint(run, 1))
    check(step_drawing(step), step_sweep(step, AXIS, 4).now.keys())
    assert step_numbers(step)["rows"] == 7
