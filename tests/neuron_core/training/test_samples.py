import pytest
import torch

from neuron_core.training.samples import Table, drawn_table, prepare, standardising


@pytest.mark.parametrize("share", [0, 0.2, 0.5])
@pytest.mark.parametrize("standardise", [False, True])
def test_every_row_is_in_one_part(share, standardise):
    table = drawn_table("moons", 97, 0.5, 4)
    samples = prepare(table, share, standardise, 4)
    assert len(samples.x_test) == round(share * 97)
    assert len(samples.x_train) + len(samples.x_test) == 97
    x = torch.cat([samples.x_train, samples.x_test]) * samples.std + samples.mean
    assert sorted(x[:, 0].tolist()) == pytest.approx(sorted(table.x[:, 0].tolist()), abs=1e-5)
    assert torch.cat([samples.x_train, samples.x_test]).abs().max() <= samples.high
    assert samples.low == -samples.high


def test_standardising_uses_the_training_rows_alone():
    table = drawn_table("blobs", 100, 0.5, 0)
    plain, samples = prepare(table, 0.3, False, 0), prepare(table, 0.3, True, 0)
    assert torch.equal(samples.mean, plain.x_train.mean(0))
    assert torch.equal(samples.std, plain.x_train.std(0))
    assert samples.x_train.mean(0).abs().max() < 1e-5
    assert (samples.x_train.std(0) - 1).abs().max() < 1e-5
    assert torch.equal(samples.x_test, (plain.x_test - samples.mean) / samples.std)
    assert plain.mean.tolist() == [0, 0]
    assert plain.std.tolist() == [1, 1]


def test_a_constant_column_is_only_shifted():
    x = torch.stack([torch.full((20,), 7.0), torch.arange(20.0)], 1)
    table = Table("constant", ("a", "b", "y"), (), x, torch.arange(20.0)[:, None])
    samples = prepare(table, 0.2, True, 0)
    assert samples.x_train[:, 0].abs().max() == 0
    assert samples.x_train.isfinite().all()


@pytest.mark.parametrize("on", [False, True])
def test_standardising_is_told_whether_or_not_it_is_on(on):
    x = torch.stack([torch.full((20,), 7.0), torch.arange(20.0)], 1)
    table = Table("half constant", ("a", "b", "y"), (), x, torch.arange(20.0)[:, None])
    found, plain = standardising(prepare(table, 0.2, on, 0)), prepare(table, 0.2, False, 0)
    assert found.mean == tuple(plain.x_train.mean(0).tolist())
    assert found.std == (0, plain.x_train.std(0)[1].item())
    assert found.divisor == (1, found.std[1])
    assert found.before == tuple(map(tuple, plain.x_train[:3].tolist()))
    for before, after in zip(found.before, found.after, strict=True):
        expected = [(x - mean) / by for x, mean, by in zip(before, found.mean, found.divisor, strict=True)]
        assert after == pytest.approx(expected, abs=1e-6)
    assert found.test_mean == tuple(prepare(table, 0.2, True, 0).x_test.mean(0).tolist())
    assert standardising(prepare(table, 0, on, 0)).test_mean == ()


def test_the_same_table_is_drawn_once():
    assert drawn_table("xor", 50, 0.1, 0) is drawn_table("xor", 50, 0.1, 0)
    assert prepare(drawn_table("xor", 50, 0.1, 0), 0.2, True, 0) is prepare(
        drawn_table("xor", 50, 0.1, 0), 0.2, True, 0
    )
    assert drawn_table("xor", 50, 0.1, 0) != drawn_table("xor", 50, 0.1, 1)


@pytest.mark.parametrize(("low", "high"), [(4.3, 7.9), (-0.2, 30.0), (-1.4, 1.2), (0.0, 0.0), (1000.0, 1001.0)])
def test_the_square_holds_all_rows(low, high):
    x = torch.linspace(low, high, 40).reshape(20, 2)
    samples = prepare(Table(f"{low} {high}", ("a", "b", "y"), (), x, torch.zeros(20, 1)), 0, False, 0)
    assert samples.low <= low
    assert samples.high >= high
    assert samples.low < samples.high
