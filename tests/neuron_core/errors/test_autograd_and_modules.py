"""What is said about mistakes with autograd and modules holds, asked of torch with nothing of ours in between."""

import inspect

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.errors.recognise import recognise
from neuron_core.errors.snippets.autograd import AUTOGRAD
from neuron_core.errors.snippets.modules import MODULES
from neuron_core.shapes.shape import read_shape
from neuron_core.shared.exhibit import Outcome
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.text import read_layers
from pages.knobs import KNOBS
from pages.shared.knob import Choice

PLACES = {**AUTOGRAD, **MODULES}.items()


@pytest.mark.parametrize(("key", "mistake"), PLACES, ids=[key for key, _ in PLACES])
def test_what_a_place_is_set_to_can_be_chosen_there(key, mistake):
    knobs = {knob.key: knob for knob in KNOBS[mistake.place.page]}
    for name, value in mistake.place.settings(**mistake.defaults).items():
        if isinstance(knobs[name], Choice):
            assert value in map(str, knobs[name].options)


# Autograd


def a_loss():
    torch.manual_seed(0)
    x, y, model = torch.randn(4, 2), torch.randn(4, 1), nn.Linear(2, 1)
    return nn.MSELoss()(model(x), y), model


def test_the_graph_goes_back_once_or_is_kept():
    loss, model = a_loss()
    loss.backward(retain_graph=True)
    once = model.weight.grad.clone()
    loss.backward()
    assert torch.equal(model.weight.grad, 2 * once)
    assert torch.equal(AUTOGRAD["backward_twice"].cures({})[0].run().value, once)
    with pytest.raises(RuntimeError, match="a second time"):
        loss.backward()


def test_relu_takes_its_gradient_from_its_result_and_writes_to_the_same_memory():
    x = torch.randn(50, requires_grad=True)
    y = torch.relu(x)
    (gradient,) = torch.autograd.grad(y.sum(), x)
    assert torch.equal(gradient, (y > 0).float())
    before = y.data_ptr()
    y += 1
    assert y.data_ptr() == before
    y = y + 1
    assert y.data_ptr() != before
    assert AUTOGRAD["in_place"].cures({})[0].run().value.tolist() == [0, 1]


def test_what_was_made_is_a_leaf_and_what_was_computed_is_not():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    assert w.is_leaf
    assert not (w * 2).is_leaf
    stepped = AUTOGRAD["in_place_leaf"].cures({})[0].run().value
    optimizer = torch.optim.SGD([w], lr=0.1)
    (w**2).sum().backward()
    before = w.data_ptr()
    optimizer.step()
    assert w.data_ptr() == before, "an optimiser writes in place too"
    for updated in (stepped, w):
        assert updated.is_leaf, "and nothing is noted"
        assert updated.tolist() == pytest.approx([0.8, 1.6])


def test_a_product_may_be_changed_in_place_for_its_gradient_is_its_factor():
    mistake = AUTOGRAD["in_place_allowed"]
    assert mistake.shows.outcome is Outcome.PRINTS
    assert mistake.run({}).value.tolist() == [2, 2, 2]
    for change in (1.0, -7.0):
        x = torch.randn(5, requires_grad=True)
        y = x * 2
        y.add_(change)
        y.sum().backward()
        assert torch.equal(x.grad, torch.full((5,), 2.0))


def test_under_no_grad_nothing_is_noted():
    loss, model = a_loss()
    assert loss.grad_fn
    with torch.no_grad():
        out = model(torch.randn(4, 2))
    assert out.grad_fn is None
    assert not out.requires_grad


def test_a_loss_made_anew_has_a_gradient_and_the_weights_have_none():
    loss, model = a_loss()
    assert isinstance(loss.item(), float)
    anew = torch.tensor(loss.item(), requires_grad=True)
    anew.backward()
    assert anew.grad == 1
    assert model.weight.grad is None
    before = model.weight.clone()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    assert torch.equal(model.weight, before), "an optimiser leaves it where it is"
    assert AUTOGRAD["item"].run({}).value is None


@pytest.mark.parametrize("outputs", [1, 2, 3, 17, 64])
def test_only_one_number_has_a_gradient(outputs):
    mistake, numbers = AUTOGRAD["not_scalar"], {"outputs": outputs}
    run = mistake.run(numbers)
    assert bool(run.refusal) is (outputs > 1)
    assert not run.refusal or recognise(str(run.refusal)).key == "not_scalar"
    assert f"The output is {outputs} numbers" in mistake.cause(numbers)
    cured = mistake.cures(numbers)[0].run().value
    layer = nn.Linear(2, outputs)
    layer(torch.randn(2)).mean().backward()
    assert torch.allclose(layer.bias.grad, cured / outputs), "with .mean() divided by how many"


@pytest.mark.parametrize("outputs", [1, 3, 64])
def test_where_it_is_touched_the_linear_has_as_many_outputs(outputs):
    settings = AUTOGRAD["not_scalar"].place.settings(outputs=outputs)
    stack = Stack(read_shape(settings["stack_input"], "here"), read_layers(settings["stack"]))
    assert run_stack(stack, 0).tensors[-1].shape == (outputs,)


def test_backward_adds_to_what_is_there_and_zero_grad_empties_it():
    loss, model = a_loss()
    loss.backward(retain_graph=True)
    once = model.weight.grad.clone()
    loss.backward()
    assert torch.equal(model.weight.grad, 2 * once)
    model.zero_grad()
    assert model.weight.grad is None


def test_without_zero_grad_a_line_is_not_learnt_and_with_it_it_is():
    assert AUTOGRAD["zero_grad"].run({}).value > 1
    assert AUTOGRAD["zero_grad"].cures({})[0].run().value < 1e-4


# Modules


def test_a_list_hides_its_layers_and_a_module_list_shows_them():
    class Net(nn.Module):
        def __init__(self, layers):
            super().__init__()
            self.layers = layers

    layers = [nn.Linear(2, 16), nn.Linear(16, 1)]
    assert not list(Net(layers).parameters())
    shown = [name for name, _ in Net(nn.ModuleList(layers)).named_parameters()]
    assert sorted(name.split(".")[-1] for name in shown) == ["bias", "bias", "weight", "weight"]
    assert MODULES["plain_list"].cures({})[0].run().value == len(shown)


def test_a_function_is_no_module_and_the_layer_does_the_same():
    assert not isinstance(F.relu, nn.Module)
    assert isinstance(nn.ReLU(), nn.Module)
    x = torch.randn(50)
    assert torch.equal(nn.ReLU()(x), F.relu(x))


def test_what_a_class_gets_in_its_brackets_is_a_setting():
    x = torch.tensor([-1.0, 2.0])
    layer = nn.ReLU(x)
    assert next(iter(inspect.signature(nn.ReLU).parameters)) == "inplace"
    assert layer.inplace is x
    said = MODULES["layer_of_x"].run({}).refusal
    for use in (lambda: str(layer), lambda: layer(x), lambda: nn.MSELoss(x, x)):
        with pytest.raises(RuntimeError) as raised:
            use()
        assert str(raised.value) == said.words


def test_only_a_parameter_is_listed_and_the_optimiser_holds_the_old_one():
    model = nn.Linear(2, 1)
    old = model.weight
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with torch.no_grad():
        model.weight.copy_(torch.ones(1, 2))
    assert model.weight is old
    assert model.weight.tolist() == [[1, 1]]
    model.weight = nn.Parameter(torch.ones(1, 2))
    held = optimizer.param_groups[0]["params"]
    assert held[0] is old
    assert not any(parameter is model.weight for parameter in held)
    model.plain = torch.ones(1, 2)
    assert [name for name, _ in model.named_parameters()] == ["weight", "bias"]
    settings = MODULES["parameter"].place.settings()
    assert [[float(settings[name]) for name in ("w1", "w2")]] == MODULES["parameter"].cures({})[0].run().value.tolist()


def test_calling_a_module_calls_forward():
    class Net(nn.Module):
        def forward(self, x):
            return x + 1

    assert Net()(torch.tensor(1.0)) == 2
    assert "foward" in MODULES["forward_missing"].write({}).code


def test_calling_a_forward_without_return_raises_nothing_and_its_loss_does():
    class Net(nn.Module):
        def forward(self, x):
            x + 1

    assert Net()(torch.ones(2)) is None
    run = MODULES["forward_none"].run({})
    assert "size" in run.refusal.words
    assert "MSELoss" in run.code.splitlines()[run.guilty]


def test_a_state_dict_is_loaded_by_name_and_shape():
    saved = nn.Linear(2, 8).state_dict()
    assert list(saved) == ["weight", "bias"]
    with pytest.raises(RuntimeError, match="size mismatch for weight"):
        nn.Linear(2, 16).load_state_dict(saved)
    with pytest.raises(RuntimeError, match="Missing key"):
        nn.Sequential(nn.Linear(2, 8)).load_state_dict(saved)
    model = nn.Linear(2, 8)
    model.load_state_dict(saved)
    assert torch.equal(model.weight, saved["weight"])


def test_an_optimiser_holds_what_it_was_given():
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
    old = model[2]
    held = {id(parameter) for parameter in torch.optim.SGD(model.parameters(), lr=0.1).param_groups[0]["params"]}
    model[2] = nn.Linear(8, 1)
    assert held.isdisjoint(map(id, model[2].parameters()))
    assert held > set(map(id, old.parameters()))
    assert old not in list(model.modules())
    assert MODULES["optimiser_first"].run({}).value == 0
    assert MODULES["optimiser_first"].cures({})[0].run().value > 0


def test_two_linears_in_a_row_are_one():
    first, second, x = nn.Linear(2, 16), nn.Linear(16, 1), torch.randn(50, 2)
    one = nn.Linear(2, 1)
    with torch.no_grad():
        one.weight.copy_(second.weight @ first.weight)
        one.bias.copy_(second.weight @ first.bias + second.bias)
    assert torch.allclose(second(first(x)), one(x), atol=1e-5)


def test_no_line_parts_xor():
    corners = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    wanted = torch.tensor([False, True, True, False])
    torch.manual_seed(0)
    weights, biases = 10 * torch.randn(2, 20_000), 10 * torch.randn(20_000)
    right = ((corners @ weights + biases > 0) == wanted[:, None]).sum(dim=0)
    assert right.max() == 3
