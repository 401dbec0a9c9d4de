from dataclasses import replace

import pytest
import torch

from neuron_core.batchnorm.layer import MOST_STEPS, moved
from neuron_core.batchnorm.study import study_features
from neuron_core.shared.numbers import number_text
from tests.neuron_core.batchnorm.settings import AXES, PLAIN, at_home, close, some_norms, studied

NORMS = [PLAIN, *some_norms(40)]


def columns(now: dict[str, float], name: str, rows: int) -> list[float]:
    return [now[f"{name}{r}"] for r in range(1, rows + 1)]


def followed(norm) -> tuple[int, int]:
    return len(norm.batch), 1 + len(norm.batch) % 3


@pytest.mark.parametrize("norm", NORMS, ids=str)
def test_the_steps_and_the_running_statistics_are_torchs(norm):
    cell, rows = followed(norm), len(norm.batch)
    f = cell[1] - 1
    trained, evaluated, mean, var = at_home(norm)
    plain = at_home(replace(norm, affine=False))
    now = studied(norm, cell).sweep.now
    close(columns(now, "x", rows), torch.tensor(norm.batch)[:, f])
    close(columns(now, "y", rows), (trained if norm.training else evaluated)[:, f])
    close(columns(now, "h", rows), plain[0 if norm.training else 1][:, f])
    close([now["rm"], now["rv"]], torch.stack([mean[f], var[f]]))
    close([now["train"], now["eval"]], torch.stack([trained[-1, f], evaluated[-1, f]]))
    assert now["least"] == min(columns(now, "y", rows))
    assert now["most"] == max(columns(now, "y", rows))


@pytest.mark.parametrize("norm", [*some_norms(12, seed=1)], ids=str)
def test_every_position_of_every_slider_is_torchs(norm):
    cell = followed(norm)
    r, f = cell
    sweep = studied(norm, cell).sweep
    live = {"move", "feeds", *((f"gamma{f}", f"beta{f}") if norm.affine else ())}
    assert {axis.key for axis in sweep.axes} == live
    for axis in sweep.axes:
        for index in (0, 7, axis.count - 1):
            value, there, move = axis.positions()[index], norm, 0.0
            if axis.key == "feeds":
                there = replace(norm, passes=int(value))
            elif axis.key == "move":
                move = value
            else:
                name = axis.key[:-1]
                scaled = tuple(value if i == f else old for i, old in enumerate(getattr(norm, name), 1))
                there = replace(norm, **{name: scaled})
            trained, evaluated, mean, var = at_home(there, cell, move)
            row = sweep.now | {name: column[index].item() for name, column in sweep.rows[axis.key].items()}
            out = (trained if norm.training else evaluated)[:, f - 1]
            close(columns(row, "y", len(norm.batch)), out)
            close(
                [row["out"], row["train"], row["eval"]],
                torch.stack([out[r - 1], trained[r - 1, f - 1], evaluated[r - 1, f - 1]]),
            )
            close([row["rm"], row["rv"]], torch.stack([mean[f - 1], var[f - 1]]))
            assert row["in"] == pytest.approx(moved(norm.batch, cell, move)[r - 1][f - 1], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("norm", NORMS, ids=str)
def test_subtracting_the_mean_and_dividing_by_the_spread_comes_out_at_the_layers_number(norm):
    r, f = cell = followed(norm)
    now = studied(norm, cell).sweep.now
    assert now["deviation"] == pytest.approx(now["in"] - now["center"], rel=1e-4, abs=1e-4)
    assert now["spread"] == pytest.approx((now["var"] + now["eps"]) ** 0.5, rel=1e-5)
    assert now["under"] == -now["spread"]
    assert now["deviation"] / now["spread"] == pytest.approx(now["hat"], rel=1e-3, abs=1e-3)
    assert now["hat"] * now["gamma"] + now["beta"] == pytest.approx(now["out"], rel=1e-3, abs=1e-3)
    assert (now["gamma"], now["beta"]) == pytest.approx(
        (norm.gamma[f - 1], norm.beta[f - 1]) if norm.affine else (1, 0)
    )
    assert (now["hat"], now["out"], now["deviation"]) == (now[f"h{r}"], now[f"y{r}"], now[f"d{r}"])
    column = torch.tensor(norm.batch)[:, f - 1]
    if norm.training:
        assert now["center"] == pytest.approx(column.mean().item(), rel=1e-5, abs=1e-5)
        assert now["var"] == pytest.approx(column.var(correction=0).item(), rel=1e-5)
    else:
        assert (now["center"], now["var"]) == (now["rm"], now["rv"])
    assert now["biased"] == pytest.approx(column.var(correction=0).item(), rel=1e-5)
    assert now["unbiased"] == pytest.approx(column.var(correction=1).item(), rel=1e-5)


@pytest.mark.parametrize("norm", NORMS, ids=str)
def test_all_features_are_torchs_wherever_the_number_is_moved(norm):
    cell = followed(norm)
    found = study_features(studied(norm, cell))
    for index, steps in ((0, -MOST_STEPS), (2 * MOST_STEPS, MOST_STEPS)):
        row = found.sweep.now | {name: column[index].item() for name, column in found.sweep.rows["move"].items()}
        trained, evaluated, *_ = at_home(norm, cell, steps)
        batch, out = torch.tensor(moved(norm.batch, cell, steps)), trained if norm.training else evaluated
        for r in range(len(norm.batch)):
            close([row[f"x{r + 1}_{f}"] for f in (1, 2, 3)], batch[r])
            close([row[f"y{r + 1}_{f}"] for f in (1, 2, 3)], out[r])


def test_it_is_said_where_the_steps_shown_do_not_come_out_at_the_layers_number():
    def shown(norm):
        now = studied(norm).sweep.now
        by_hand = now["deviation"] / now["spread"] * now["gamma"] + now["beta"]
        return now["slip"], number_text(now["out"]), number_text(by_hand)

    fives = replace(PLAIN, batch=((5.0, 5.0, 5.0),) * 2)
    slip, out, by_hand = shown(fives)
    assert slip == 1
    assert out != by_hand == "0"
    assert shown(replace(fives, training=False))[0] == 0
    assert shown(replace(fives, gamma=(0.0,) * 3))[0] == 1, "the line before gamma shows it still"
    assert shown(PLAIN)[0] == 0


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(25, seed=3)], ids=str)
@pytest.mark.parametrize("move", [0, 5])
def test_the_next_pass_weighs_the_new_by_momentum_and_the_unbiased_variance(norm, move):
    now = studied(norm, (1, 2), move).sweep.now
    layer, x = norm.layer(), torch.tensor(norm.batch)
    with torch.no_grad():
        for _ in range(norm.passes):
            layer(x)
        layer(torch.tensor(moved(norm.batch, (1, 2), move)))
    assert now["take"] == pytest.approx(1 / (norm.passes + 1) if norm.momentum is None else norm.momentum)
    truths = (layer.running_mean[1], layer.running_var[1])
    for old, new, result, truth in zip(("rm", "rv"), ("mean", "unbiased"), ("rm_next", "rv_next"), truths, strict=True):
        assert now[result] == pytest.approx(truth.item(), rel=1e-4, abs=1e-4)
        assert now["keep"] * now[old] + now["take"] * now[new] == pytest.approx(now[result], rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_what_torch_refuses_to_train_on_still_works_in_eval(change):
    norm = replace(PLAIN, **change)
    now = studied(norm).sweep.now
    assert now["out"] == now["eval"] == pytest.approx(at_home_in_eval(norm), rel=1e-5)
    assert ("unbiased" in now) == ("rv_next" in now) == ("eps" in change)


def at_home_in_eval(norm) -> float:
    layer = norm.layer().eval()
    with torch.no_grad():
        return layer(torch.tensor(norm.batch))[0, 0].item()


def test_every_number_is_finite_however_extreme():
    wild = ((1e6, -1e6, 1e-30), (1e6, 1e6, 0.0), (1e6, 1e6, 1e-30))
    for norm in (replace(PLAIN, batch=wild, momentum=m, eps=e, passes=p) for m in (None, 0.0, 1.0) for e in (1e-12, 1.0) for p in (0, 50)):  # fmt: skip
        for f in (1, 2, 3):
            rows = studied(norm, (2, f)).sweep
            assert all(torch.isfinite(column).all() for table in rows.rows.values() for column in table.values())
            assert all(abs(value) < float("inf") for value in rows.now.values())


def test_what_is_closed_is_not_computed():
    closed = studied(PLAIN, opened=()).sweep
    assert [axis.key for axis in closed.axes] == ["move"]
    assert not {"rm", "rv_next", "train", "keep"} & closed.now.keys()
    assert len(AXES) == 8


@pytest.mark.parametrize("value", [5.0, 7.0, 0.1, 3.3, 190.0, 1e5])
def test_float32_rounds_as_it_does_at_home(value):
    """Where only rounding is left, one sees it: thousands of channels at once must not round otherwise than three."""
    norm = replace(PLAIN, batch=((value,) * 3,) * 3)
    assert studied(norm).sweep.now["out"] == at_home(norm)[0][0, 0]
