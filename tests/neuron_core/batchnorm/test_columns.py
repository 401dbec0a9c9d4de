from dataclasses import replace

import pytest
import torch

from neuron_core.shared.numbers import number_text
from tests.neuron_core.batchnorm.settings import AXES, PLAIN, at_home, close, some_norms, studied

SLIDERS = [("gamma", 0), ("gamma", 1), ("gamma", 2), ("beta", 0), ("beta", 1), ("beta", 2), ("passes", 0)]


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(40)], ids=str)
def test_before_after_and_running_statistics_are_torchs(norm):
    trained, evaluated, mean, var = at_home(norm)
    now = studied(norm).sweep.now
    for r in range(1, len(norm.batch) + 1):
        close([now[f"x{r}_{f}"] for f in (1, 2, 3)], torch.tensor(norm.batch[r - 1]))
        close([now[f"t{r}_{f}"] for f in (1, 2, 3)], trained[r - 1])
        close([now[f"e{r}_{f}"] for f in (1, 2, 3)], evaluated[r - 1])
    close([now[f"rm{f}"] for f in (1, 2, 3)], mean)
    close([now[f"rv{f}"] for f in (1, 2, 3)], var)


@pytest.mark.parametrize("norm", [*some_norms(12, seed=1)], ids=str)
def test_every_position_of_every_slider_is_torchs(norm):
    rows = studied(norm).sweep
    for axis, (name, place) in zip(AXES, SLIDERS, strict=True):
        for index in (0, 17, axis.count - 1):
            value = axis.positions()[index]
            if name == "passes":
                there = replace(norm, passes=int(value))
            else:
                moved = tuple(value if i == place else old for i, old in enumerate(getattr(norm, name)))
                there = replace(norm, **{name: moved})
            trained, evaluated, *_ = at_home(there)
            row = rows.now | {column: values[index].item() for column, values in rows.rows[axis.key].items()}
            close([row[f"t1_{f}"] for f in (1, 2, 3)], trained[0])
            close([row[f"e1_{f}"] for f in (1, 2, 3)], evaluated[0])


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(40, seed=2)], ids=str)
def test_the_arithmetic_comes_out_at_the_layers_number(norm):
    r, f = len(norm.batch), 1 + len(norm.batch) % 3
    now = studied(norm, (r, f)).sweep.now
    by_hand = (now["in"] - now["center"]) / (now["var"] + now["eps"]) ** 0.5 * now["gamma"] + now["beta"]
    assert now["out"] == pytest.approx(by_hand, rel=1e-3, abs=1e-3)
    assert now["out"] == now[f"{'t' if norm.training else 'e'}{r}_{f}"]
    assert now["deviation"] / now["root"] == pytest.approx(now["hat"], rel=1e-4, abs=1e-6)
    assert now["hat"] * now["gamma"] + now["beta"] == pytest.approx(now["out"], rel=1e-3, abs=1e-3)
    assert (now["gamma"], now["beta"]) == pytest.approx(
        (norm.gamma[f - 1], norm.beta[f - 1]) if norm.affine else (1, 0)
    )
    column = torch.tensor(norm.batch)[:, f - 1]
    if norm.training:
        assert now["center"] == pytest.approx(column.mean().item(), rel=1e-5, abs=1e-5)
        assert now["var"] == pytest.approx(column.var(correction=0).item(), rel=1e-5)
    else:
        assert (now["center"], now["var"]) == (now[f"rm{f}"], now[f"rv{f}"])
    assert now[f"unbiased{f}"] == pytest.approx(column.var(correction=1).item(), rel=1e-5)


def test_it_is_said_where_the_steps_shown_do_not_come_out_at_the_layers_number():
    def shown(norm):
        now = studied(norm).sweep.now
        return now["slip"], number_text(now["out"]), number_text(now["hat"] * now["gamma"] + now["beta"])

    fives = replace(PLAIN, batch=((5.0, 5.0, 5.0),) * 2)
    slip, out, by_hand = shown(fives)
    assert slip == 1
    assert out != by_hand == "0"
    assert shown(replace(fives, training=False))[0] == 0
    assert shown(replace(fives, gamma=(0.0,) * 3))[0] == 0
    assert shown(PLAIN)[0] == 0


@pytest.mark.parametrize("norm", [PLAIN, *some_norms(25, seed=3)], ids=str)
def test_the_next_pass_weighs_the_new_by_momentum_and_the_unbiased_variance(norm):
    now = studied(norm, (1, 2)).sweep.now
    _, _, mean, var = at_home(replace(norm, passes=norm.passes + 1))
    assert now["take"] == pytest.approx(1 / (norm.passes + 1) if norm.momentum is None else norm.momentum)
    for old, new, result, truth in (("rm2", "mean2", "rm_next", mean[1]), ("rv2", "unbiased2", "rv_next", var[1])):
        assert now[result] == pytest.approx(truth.item(), rel=1e-4, abs=1e-4)
        assert now["keep"] * now[old] + now["take"] * now[new] == pytest.approx(now[result], rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("change", [{"batch": PLAIN.batch[:1]}, {"eps": 0.0}])
def test_what_torch_refuses_to_train_on_still_works_in_eval(change):
    now = studied(replace(PLAIN, **change)).sweep.now
    assert "t1_1" not in now
    assert now["out"] == now["e1_1"] == pytest.approx(2, rel=1e-4)
    assert ("unbiased1" in now) == ("eps" in change)


def test_every_number_is_finite_however_extreme():
    wild = ((1e6, -1e6, 1e-30), (1e6, 1e6, 0.0), (1e6, 1e6, 1e-30))
    for norm in (replace(PLAIN, batch=wild, momentum=m, eps=e, passes=p) for m in (None, 0.0, 1.0) for e in (1e-12, 1.0) for p in (0, 50)):  # fmt: skip
        rows = studied(norm).sweep
        assert all(torch.isfinite(column).all() for columns in rows.rows.values() for column in columns.values())
        assert all(abs(value) < float("inf") for value in rows.now.values())
