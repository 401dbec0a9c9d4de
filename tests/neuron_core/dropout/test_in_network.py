import pytest
import torch
from torch import nn

from neuron_core.dropout.drawing_in_network import dropout_network_drawing
from neuron_core.dropout.in_network import INPUTS, network_columns, network_sentence, one_pass
from neuron_core.simple_ann.model import SimpleANN


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


@pytest.mark.parametrize("training", [True, False])
def test_every_slot_has_its_column_and_the_crossed_out_is_the_dropped(training):
    columns = network_columns({"p": torch.tensor([0.0, 0.5, 1.0])}, "p", training, 74)
    assert {column for _, column, _, _ in dropout_network_drawing(training).slots} == columns.keys()
    for i in (1, 2):
        torch.testing.assert_close(columns[f"d{i}"], columns[f"h{i}"] * columns[f"k{i}"])
    assert columns["k1"].tolist()[-1] == (0 if training else 1)


def test_the_sentence_names_who_is_gone():
    columns = network_columns({"p": torch.tensor([0.0, 0.5, 1.0])}, "p", True, 74)
    said = [network_sentence({name: column[i].item() for name, column in columns.items()}) for i in range(3)]
    assert [text.split(" gone")[0] for text in said] == [
        "No hidden unit is", "Hidden unit 2 is", "Both hidden units are",
    ]  # fmt: skip
