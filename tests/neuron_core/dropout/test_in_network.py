import pytest
import torch
from torch import nn

from neuron_core.dropout.in_network import INPUTS, SimpleANNWithDropout, one_pass
from neuron_core.simple_ann.model import SimpleANN
from pages.knobs.common import SEED


@pytest.mark.parametrize("seed", [0, 3, 74, 2**31 - 1])
@pytest.mark.parametrize("p", [0.0, 0.3, 0.5, 1.0])
def test_it_is_simple_ann_with_dropout_in_between(seed, p):
    torch.manual_seed(seed)
    model, x = SimpleANN(), torch.tensor(INPUTS)
    with torch.no_grad():
        hidden = torch.relu(model.fc1(x))
        torch.manual_seed(seed)
        kept = nn.Dropout(p)(hidden)
        h1, h2, d1, d2, p1, p2, out = one_pass(p, True, seed)
        assert (h1, h2) == pytest.approx(hidden.tolist())
        assert (d1, d2) == pytest.approx(kept.tolist())
        assert out == pytest.approx(model.fc2(kept).item(), abs=1e-6)
        assert p1 + p2 + model.fc2.bias.item() == pytest.approx(out, abs=1e-5)
        assert one_pass(p, False, seed)[-1] == pytest.approx(model(x).item(), abs=1e-6)


def test_its_parameters_are_simple_anns():
    torch.manual_seed(5)
    plain = SimpleANN().state_dict()
    torch.manual_seed(5)
    dropped = SimpleANNWithDropout(0.5).state_dict()
    assert list(dropped) == list(plain)
    assert all(torch.equal(dropped[name], plain[name]) for name in plain)


def test_with_the_default_seed_both_hidden_units_are_on():
    """So that to drop either of them changes the output."""
    torch.manual_seed(SEED.default)
    model = SimpleANN()
    hidden = torch.relu(model.fc1(torch.tensor(INPUTS)))
    assert bool((hidden > 0.1).all())
    assert bool((model.fc2.weight[0] * hidden).abs().min() > 0.1)
    h1, h2, *_ = one_pass(0.5, True, SEED.default)
    assert (h1, h2) == pytest.approx(hidden.tolist())
