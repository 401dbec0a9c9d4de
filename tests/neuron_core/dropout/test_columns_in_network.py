import pytest
import torch

from neuron_core.dropout.columns_in_network import network_forward
from neuron_core.dropout.in_network import INPUTS, one_pass

PS = (0.0, 0.5, 1.0)


@pytest.mark.parametrize("training", [True, False])
def test_the_factor_is_what_torch_multiplied_by(training):
    columns = network_forward(torch.tensor(PS), training, 74)
    for i in (1, 2):
        torch.testing.assert_close(columns[f"d{i}"], columns[f"h{i}"] * columns[f"k{i}"])
    assert columns["k1"].tolist() == ([1, 2, 0] if training else [1, 1, 1])


@pytest.mark.parametrize("training", [True, False])
def test_every_row_is_one_pass(training):
    columns = network_forward(torch.tensor(PS), training, 74)
    for index, p in enumerate(PS):
        seen = [columns[name][index].item() for name in ("h1", "h2", "d1", "d2", "p1", "p2", "out")]
        assert seen == pytest.approx(one_pass(p, training, 74))
        assert columns["eval"][index].item() == pytest.approx(one_pass(p, False, 74)[-1])
        assert (columns["input1"][index].item(), columns["input2"][index].item()) == INPUTS
