import random

import pytest
import torch
from torch import nn

from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.findings import Findings, find, linears_in_a_row
from neuron_core.stack.layers import LAYERS
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from tests.neuron_core.stack.random_stacks import random_stack

NOTHING = Findings((), (), None, (), (), {}, (), None)


def found(shape, text, training=True):
    return find(run_stack(Stack(shape, read_layers(text), training), 0))


@pytest.mark.parametrize("name", ["4-3-1", "SimpleANN", "Broken"])
def test_nothing_is_found_in_a_sound_stack(name):
    assert find(run_stack(STACK_CASES[name].stack, 0)) == NOTHING


@pytest.mark.parametrize(
    ("shape", "text", "field", "value"),
    [
        ((2, 4), "linear-4-3 linear-3-1", "linear_rows", ((0, 1),)),
        ((2, 4), "linear-4-3 linear-3-1", "linear_rows_in_eval", ()),
        ((2, 4), "linear-4-3 dropout-0.5 linear-3-1", "linear_rows_in_eval", ((0, 2),)),
        ((2, 4), "linear-4-3 dropout-0.5 relu linear-3-1", "linear_rows_in_eval", ()),
        ((2, 4), "linear-4-3 layernorm-3 linear-3-1", "linear_rows_in_eval", ()),
        ((2, 4), "linear-4-3 dropout-0.5 linear-3-1 relu linear-1-1 linear-1-1", "linear_rows_in_eval", ((0, 2),)),
        ((8, 2, 4), "relu linear-4-3 relu linear-3-1", "unflattened", 1),
        ((8, 2, 4), "flatten-2 linear-4-3".replace("flatten-2", "flatten-2-2"), "unflattened", None),
        ((2, 2, 2), "flatten-0--1 linear-8-1", "mixing", (0,)),
        ((2, 2, 2), "flatten flatten", "mixing", ()),
        ((), "flatten-0--1", "mixing", ()),
        ((2, 4), "softmax-0", "across", (0,)),
        ((2, 4), "relu softmax--2", "across", (1,)),
        ((2, 4), "softmax-1 softmax", "across", ()),
        ((2, 3, 4), "softmax-1 softmax--3", "across", (1,)),
        ((4,), "softmax-0", "across", ()),
        ((1, 4), "softmax-0", "across", ()),
        ((2, 3, 4), "softmax-1", "perfect_cost", None),
        ((2, 4), "softmax-0", "perfect_cost", None),
        ((1, 3, 5), "batchnorm-3", "alone", {0: 5}),
        ((2, 3, 5), "batchnorm-3", "alone", {}),
    ],
)
def test_what_is_legal_but_hardly_meant_is_found(shape, text, field, value):
    assert getattr(found(shape, text), field) == value


def test_linears_in_a_row_in_eval_are_affine_and_others_are_not():
    """An affine map takes a mean to the mean of what it gives; a random stack is checked against what is found in it."""
    dice = random.Random(8)
    between = [name for name, kind in LAYERS.items() if not kind.flattens and not kind.is_linear]
    seen = {True: 0, False: 0}
    for _ in range(120):
        middle = dice.choices(between + ["dropout", "batchnorm", "identity"] * 8, k=2)
        text = " ".join(
            ["linear-3-3", *(f"{n}-3" if LAYERS[n].takes else f"{n}-0.5" if LAYERS[n].drops else n for n in middle)]
        )
        layers = read_layers(f"{text} linear-3-3")
        torch.manual_seed(dice.randint(0, 99))
        model = nn.Sequential(*(layer.module() for layer in layers)).eval()
        for module in model:
            if isinstance(module, nn.BatchNorm1d):  # as after some training
                module.running_mean, module.running_var = torch.randn(3), torch.rand(3) + 0.5
        one, two = 30 * torch.randn(50, 3), 30 * torch.randn(50, 3)
        with torch.no_grad():
            affine = torch.allclose(model((one + two) / 2), (model(one) + model(two)) / 2, rtol=1e-4, atol=1e-4)
        rows = find(run_stack(Stack((4, 3), layers), 0))
        assert affine == ((0, 3) in rows.linear_rows + rows.linear_rows_in_eval), text
        seen[affine] += 1
    assert min(seen.values()) > 20


def test_units_that_are_all_off_are_found_and_no_gradient_passes_them():
    dice = random.Random(9)
    off = 0
    for _ in range(300):
        trace = run_stack(
            Stack((dice.randint(1, 3), 2), read_layers("linear-2-2 relu linear-2-1")), dice.randint(0, 9999)
        )
        assert bool(find(trace).off) == (not trace.tensors[2].any())
        if find(trace).off:
            off += 1
            x = trace.tensors[1].clone().requires_grad_()
            torch.relu(x).sum().backward()
            assert not x.grad.any()
    assert 10 < off < 200
    assert found((2, 3), "dropout-1 relu").off == ()


def test_one_example_alone_is_told_by_whether_torch_refuses_it_in_training():
    for length in (1, 2, 5):
        values = found((1, 3, length), "batchnorm-3", training=False).alone[0]
        trained = run_stack(Stack((1, 3, length), read_layers("batchnorm-3")), 0)
        assert (values > 1) == (trained.broken is None)
        assert values == length


def test_the_cost_of_a_perfect_answer_is_torchs():
    perfect = torch.tensor([[1.0, 0.0, 0.0]])
    cost = nn.CrossEntropyLoss()(perfect, torch.tensor([0])).item()
    assert found((2, 4), "linear-4-3 softmax").perfect_cost == pytest.approx(cost)
    assert found((2, 4), "linear-4-1 softmax").perfect_cost is None
    assert found((2, 4), "linear-4-3 softmax relu").perfect_cost is None
    cost = nn.BCEWithLogitsLoss()(torch.ones(1), torch.ones(1)).item()
    for text in ("linear-4-1 sigmoid", "linear-4-3 sigmoid"):
        assert found((2, 4), text).perfect_cost == pytest.approx(cost)


def test_what_was_not_reached_is_not_judged():
    assert found((2, 4), "linear-5-3 linear-3-3 softmax") == NOTHING


def test_linears_in_a_row_are_found():
    text = "linear-1-1 identity linear-1-1 linear-1-1 relu linear-1-1 dropout-0.5 linear-1-1 linear-1-1 identity"
    assert list(linears_in_a_row(read_layers(text))) == [(0, 3), (7, 8)]
    assert list(linears_in_a_row(read_layers("linear-1-1"))) == []


def test_every_mixing_layer_loses_the_batch():
    dice = random.Random(4)
    mixing = 0
    for _ in range(200):
        trace = run_stack(random_stack(dice), 0)
        for index in find(trace).mixing:
            mixing += 1
            assert isinstance(trace.stack.layers[index].module(), nn.Flatten)
            assert trace.shapes[index][0] != trace.shapes[index + 1][0]
    assert mixing


def test_what_computes_over_the_samples_gives_one_sample_something_else_when_another_changes():
    x = torch.randn(3, 4)
    other = x.clone()
    other[1:] += torch.randn(2, 4)
    for layer in read_layers("softmax softmax-1 softmax-0 softmax--2"):
        depends = not torch.equal(layer.module()(x)[0], layer.module()(other)[0])
        assert depends == bool(find(run_stack(Stack((3, 4), (layer,)), 0)).across)
