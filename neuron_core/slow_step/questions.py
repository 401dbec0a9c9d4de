"""What is asked about one step of training before torch answers."""

from collections.abc import Mapping

import torch

from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth
from neuron_core.slow_step.step import Checkpoint, added_up

ADDED = "added"
"""The part of the page that the question covers: what is in .grad after the second pass back."""


def step_questions(start: Checkpoint, leave_out: Mapping[str, float | str]) -> list[Question]:
    """Ask what the step from `start` is without `zero_grad()`; `leave_out` is the page's setting that shows it."""

    def ask_torch() -> Truth:
        found = added_up(start)
        steepest = int(found.first.abs().argmax())
        one, other = (number_text(values[steepest].item()) for values in (found.first, found.both))
        zero = not found.both.any()
        same = torch.equal(found.both, found.first)
        return Truth(
            2 if zero else 0 if same else 1,
            "Every gradient is 0 here, and twice 0 is 0."
            if zero
            else f"The largest gradient, by its size, went from {one} to {other}: .grad is the sum of both passes.",
            "`backward()` adds its gradients to what is in `.grad`, so that several small batches can make one step. The loop has to "
            "empty it: that is what `zero_grad()` is for.",
        )

    return [
        Question(
            "`zero_grad()` is left out. The same batch goes forward and back a second time, and nothing else changes. Then `.grad` is …",
            ("The same as after the first time", "Twice as large", "0"),
            dict(leave_out),
            ask_torch,
            covers=(ADDED,),
        )
    ]
