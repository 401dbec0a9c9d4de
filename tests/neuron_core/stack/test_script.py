import random

import pytest
import torch

from neuron_core.stack.cases import STACK_CASES
from neuron_core.stack.layers import LAYERS, new_layer
from neuron_core.stack.run import Stack, run_stack
from neuron_core.stack.script import FORMS
from tests.neuron_core.stack.random_stacks import random_stack


def run_at_home(script: str, capsys) -> torch.Tensor:
    world = {}
    exec(compile(script, "at home", "exec"), world)
    assert capsys.readouterr().out.strip() == str(world["y"])
    return world["y"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_pages_output(form, capsys):
    dice = random.Random(3)
    stacks = [case.stack for case in STACK_CASES.values()] + [random_stack(dice) for _ in range(60)]
    for stack in stacks:
        seed = dice.randint(0, 999)
        trace = run_stack(stack, seed)
        script = FORMS[form](stack, seed)
        if trace.broken:
            with pytest.raises(Exception) as raised:  # noqa: PT011 - torch's own, compared below
                run_at_home(script, capsys)
            assert (type(raised.value).__name__, str(raised.value)) == (
                trace.broken.refusal.type,
                trace.broken.refusal.words,
            )
        else:
            assert torch.equal(run_at_home(script, capsys), trace.tensors[-1])


@pytest.mark.parametrize("form", FORMS)
def test_every_layer_can_be_exported(form, capsys):
    for name in LAYERS:
        stack = Stack((2, 3), (new_layer(name), new_layer(name)))
        assert torch.equal(run_at_home(FORMS[form](stack, 0), capsys), run_stack(stack, 0).tensors[-1])


def test_the_class_has_the_lessons_eight_steps():
    script = FORMS["Class in eight steps"](STACK_CASES["Flatten"].stack, 0)
    positions = [script.index(f"# {step}. ") for step in range(1, 9)]
    assert positions == sorted(positions)
    for role in ("reshape", "learn", "stabilise", "regularise", "output"):
        assert f"# {role}" in script
