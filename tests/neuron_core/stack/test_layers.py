"""Every field of every entry is what torch's module does."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.stack.layers import LAYERS, Layer, Takes, new_layer, roles
from neuron_core.stack.text import read_layers


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_what_its_code_says(name):
    layer = new_layer(name)
    world = {"torch": torch, "nn": nn}
    exec(layer.kind.definition, world)
    torch.manual_seed(0)
    ours = layer.module()
    torch.manual_seed(0)
    theirs = eval(layer.code, world)
    x = torch.randn(4, 3)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_a_layer_and_computes_the_same(name):
    x = torch.linspace(-4, 4, 33)
    assert torch.equal(new_layer(name).module()(x), ACTIVATIONS[name].function(x))


def test_an_activation_more_is_a_layer_more():
    assert LAYERS.keys() >= ACTIVATIONS.keys()
    assert all(LAYERS[name].label == activation.label for name, activation in ACTIVATIONS.items())


@pytest.mark.parametrize("name", LAYERS)
def test_it_takes_what_it_says_and_nothing_else(name):
    kind, module = LAYERS[name], new_layer(name).module().eval()
    for dimensions in range(1, 5):
        for size in (2, 3):
            x = torch.randn((size,) * dimensions)
            if kind.takes is None:
                if not kind.flattens:
                    assert module(x).shape == x.shape
            elif kind.takes.size(tuple(x.shape)) == 3:
                assert module(x).shape[-1] == (new_layer(name).sends or x.shape[-1])
            else:
                with pytest.raises((RuntimeError, ValueError)):
                    module(x)


@pytest.mark.parametrize("name", LAYERS)
def test_it_sends_what_it_says(name):
    kind = LAYERS[name]
    if not kind.sends:
        module = new_layer(name).module().eval()
        assert kind.flattens or module(torch.randn(4, 3)).shape == (4, 3)
        return
    layer = new_layer(name).having(kind.sends, 7)
    assert layer.sends == 7
    assert layer.module()(torch.randn(2, 3)).shape == (2, 7)


@pytest.mark.parametrize("name", LAYERS)
def test_is_linear_passes_unchanged_and_rectifies_are_as_torch_does(name):
    kind, module = LAYERS[name], new_layer(name).module().eval()
    x = torch.randn(4, 3)
    assert kind.is_linear == isinstance(module, nn.Linear)
    same = torch.equal(module(x), x) and torch.equal(new_layer(name).module().train()(x), x)
    assert kind.passes_unchanged == (same and not kind.flattens)
    assert kind.rectifies == torch.equal(module(x), x.clamp(min=0))


@pytest.mark.parametrize("name", LAYERS)
def test_flattens_is_as_torch_does(name):
    kind = LAYERS[name]
    if kind.takes is None:
        assert kind.flattens == (new_layer(name).module()(torch.randn(2, 3, 4)).dim() == 2)


@pytest.mark.parametrize("name", LAYERS)
def test_differs_in_eval_and_over_batch_are_as_torch_does(name):
    kind, x = LAYERS[name], torch.randn(40, 3)
    module = new_layer(name).module()
    evaluated = module.eval()(x)
    assert kind.differs_in_eval != torch.equal(module.train()(x), evaluated)
    if kind.differs_in_eval and not kind.drops:
        others = torch.cat([x[:1], torch.randn(39, 3)])
        assert kind.over_batch != torch.equal(module.train()(x)[0], module.train()(others)[0])
    else:
        assert not kind.over_batch


@pytest.mark.parametrize("name", LAYERS)
def test_drops_is_as_torch_does(name):
    kind, x = LAYERS[name], torch.rand(1000, 3) + 1
    if kind.drops:
        for share in (0.0, 0.25, 1.0):
            dropped = (new_layer(name).having(kind.drops, share).module().train()(x) == 0).float().mean()
            assert dropped == pytest.approx(share, abs=0.03)
    else:
        assert (new_layer(name).module().train()(x) != 0).all()


@pytest.mark.parametrize("name", [name for name, kind in LAYERS.items() if kind.drops])
def test_what_is_not_dropped_is_divided_by_1_minus_p_and_eval_passes_all_on(name):
    x = torch.rand(100, 3) + 1
    for share in (0.0, 0.25, 0.8):
        module = new_layer(name).having(LAYERS[name].drops, share).module()
        y = module.train()(x)
        torch.testing.assert_close(y[y != 0], (x / (1 - share))[y != 0])
        assert torch.equal(module.eval()(x), x)


@pytest.mark.parametrize("name", LAYERS)
def test_affine_in_eval_is_as_torch_does(name):
    kind, module = LAYERS[name], new_layer(name).module().eval()
    one, two = 20 * torch.randn(60, 3), 20 * torch.randn(60, 3)
    affine = torch.allclose(module((one + two) / 2), (module(one) + module(two)) / 2, atol=1e-4)
    assert kind.affine_in_eval == (affine and not kind.is_linear and not kind.flattens)


@pytest.mark.parametrize("name", [name for name, kind in LAYERS.items() if kind.repeated_by])
def test_the_loss_applies_the_layer_itself(name):
    repeated, module = LAYERS[name].repeated_by, new_layer(name).module()
    scores = torch.randn(5, 4)
    target = torch.softmax(torch.randn(5, 4), 1)
    once = module(scores)
    by_hand = -(target * once.log()).sum(1).mean() if repeated.together else F.binary_cross_entropy(once, target)
    torch.testing.assert_close(repeated.loss()(scores, target), by_hand)


def test_a_perfect_answer_costs_something_after_softmax_or_sigmoid():
    classes = F.cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0])).item()
    assert LAYERS["softmax"].repeated_by.cost_of_perfect(3) == pytest.approx(classes)
    chance = F.binary_cross_entropy_with_logits(torch.ones(1), torch.ones(1)).item()
    assert LAYERS["sigmoid"].repeated_by.cost_of_perfect(3) == pytest.approx(chance)


@pytest.mark.parametrize("name", [name for name, kind in LAYERS.items() if kind.arguments_optional])
def test_arguments_that_may_be_left_out_are_torchs_own_defaults(name):
    layer = new_layer(name)
    ours, theirs = layer.module(), eval(f"{layer.kind.source}()")
    assert repr(ours) == repr(theirs)
    assert layer.code == f"{layer.kind.source}()"
    assert read_layers(name) == (layer,)


@pytest.mark.parametrize("name", LAYERS)
def test_every_default_lies_within_its_bounds(name):
    for argument in LAYERS[name].arguments:
        assert argument.minimum <= argument.default <= argument.maximum


@pytest.mark.parametrize("name", LAYERS)
def test_the_words_are_there(name):
    kind = LAYERS[name]
    assert kind.label
    assert kind.role.isalpha()
    assert kind.hint.endswith(".")


def test_takes_knows_how_many_dimensions_fit():
    last, second = Takes("a", -1), Takes("a", 1, most=3)
    assert [last.size(shape) for shape in ((), (2,), (2, 3), (2, 3, 4, 5))] == [None, 2, 3, 5]
    assert [second.size(shape) for shape in ((), (2,), (2, 3), (2, 3, 4), (2, 3, 4, 5))] == [None, None, 3, 3, None]


def test_a_layer_is_fitted_to_what_arrives():
    assert Layer("linear", (5, 2)).fitted((7, 3)) == Layer("linear", (3, 2))
    assert Layer("batchnorm", (5,)).fitted((7, 3, 9)) == Layer("batchnorm", (3,))
    assert Layer("batchnorm", (5,)).fitted((7,)) is None
    assert Layer("linear", (5, 2)).fitted((4097,)) is None
    assert Layer("relu").fitted((7, 3)) is None


def test_the_last_layer_that_learns_gives_the_output():
    layers = read_layers("flatten linear-4-3 relu dropout-0.5 linear-3-1 sigmoid")
    assert roles(layers) == ("reshape", "learn", "decide", "regularise", "output", "decide")
    assert roles(read_layers("relu")) == ("decide",)
