"""What the dropout page asks before torch answers: the five things that people most often get wrong."""

from collections.abc import Callable
from typing import Any

from neuron_core.dropout.layer import Dropout, drop, thousand_passes
from neuron_core.dropout.snippets import (
    counts_dropped,
    functional_in_eval,
    functional_told_the_mode,
    with_gradients_in_eval,
    without_gradients,
)
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth, close

Change = dict[str, float | str]

SCALED, TRIAL, RUNS = "scaled", "trial", "runs"
"""The parts of the page that would answer a question: the row of train(), the thousand passes, the surprising cases."""


def dropout_questions(settings: Dropout, p: str, training: str) -> list[Question]:
    """Return the questions to ask about `settings`; `p` and `training` are the keys of these widgets."""

    def at(value: float) -> Change:
        return {p: value, training: True}

    return [
        _kept_units(settings, at(0.5), lambda: _kept_value(settings, at(0.75))),
        _share(settings, 0.2, at(0.2), lambda: _share(settings, 0.7, at(0.7))),
        _functional(settings, {training: False}),
        _no_grad(settings, {training: True}, {training: False}),
        _spread(settings, 0.5, at(0.5), lambda: _spread(settings, 0.1, at(0.1))),
    ]


def _factor(settings: Dropout, p: float) -> float:
    """Return what torch multiplies a unit by that is kept; another draw shows it where the page's own drops every unit."""
    return max(drop((1.0,) * len(settings.vector), p, settings.seed)) or max(drop((1.0,) * 1000, p, settings.seed))


def _kept_example(settings: Dropout, p: float, factor: float) -> str:
    """Say what becomes of the first unit of the page's own draw that is kept; of any unit, where this draw keeps none."""
    outputs = drop(settings.vector, p, settings.seed)
    for unit, (value, out) in enumerate(zip(settings.vector, outputs, strict=True), 1):
        if out:
            return f"Unit {unit} is kept: its {number_text(value)} becomes {number_text(out)}."
    return f"This draw keeps no unit. One that is kept is multiplied by {number_text(factor)}."


_WHY_SCALED = (
    "Torch multiplies by 1/(1−p): p of the units are missing, and the others make up for them. So over many passes the average "
    "output stays what it was, and eval() needs no change."
)


def _kept_units(settings: Dropout, change: Change, twin: Callable[[], Question]) -> Question:
    def ask_torch() -> Truth:
        factor = _factor(settings, 0.5)
        return Truth(
            0 if factor == 1 else 1 if factor > 1 else 2,
            _kept_example(settings, 0.5, factor),
            _WHY_SCALED,
        )

    return Question(
        "In training with p = 0.5, some units are dropped. What happens to the values of the others?",
        ("They are passed on unchanged", "They are scaled up", "They are scaled down"),
        change,
        ask_torch,
        covers=(SCALED, TRIAL, RUNS),
        twin=twin,
    )


def _kept_value(settings: Dropout, change: Change) -> Question:
    values = (10.0, 40.0, 2.5)

    def ask_torch() -> Truth:
        becomes = 10 * _factor(settings, 0.75)
        option = next((i for i, value in enumerate(values) if close(value, becomes)), 0)
        return Truth(option, f"A unit that is kept with the value 10 becomes {number_text(becomes)}.", _WHY_SCALED)

    return Question(
        "With p = 0.75 a unit with the value 10 is kept. What is its output in training?",
        tuple(map(number_text, values)),
        change,
        ask_torch,
        covers=(SCALED, TRIAL, RUNS),
    )


def _share(settings: Dropout, p: float, change: Change, twin: Callable[[], Question] | None = None) -> Question:
    expected = number_text(10 * p)
    kept = number_text(10 - 10 * p)

    def ask_torch() -> Truth:
        least, most, mean = live_run(counts_dropped, seed=settings.seed, p=p).value
        return Truth(
            0 if least == most else 1 if abs(mean - 10 * p) < 0.5 else 2,
            f"In a thousand passes over 10 units torch dropped {number_text(least)} to {number_text(most)} of them, "
            f"{number_text(mean, 2)} on average.",
            "Each unit is drawn by itself, so p is a chance and not a fixed share. In torch it is the chance of being dropped; "
            "in the paper that introduced dropout (Srivastava et al. 2014) p is the chance of being kept.",
        )

    return Question(
        f"Set p to {number_text(p)}. How many of 10 units are dropped on a pass?",
        (
            f"Exactly {expected}, on every pass",
            f"About {expected}: on some passes more, on some fewer",
            f"About {kept}: p is the share that is kept",
        ),
        change,
        ask_torch,
        twin=twin,
    )


def _functional(settings: Dropout, change: Change) -> Question:
    def asked(
        prompt: str, snippet: Callable[[], Any], why: str, twin: Callable[[], Question] | None = None
    ) -> Question:
        def ask_torch() -> Truth:
            out = live_run(snippet, seed=settings.seed).value
            return Truth(1 if 0 in out else 0, _said(out), why)

        options = ("No: eval() switches it off", "Yes: it still drops")
        return Question(prompt, options, change, ask_torch, covers=(RUNS,), twin=twin)

    return asked(
        "The forward of a model calls F.dropout(x, 0.5), the plain function, and the model is in eval(). Does it still drop?",
        functional_in_eval,
        "eval() tells the layers of a model, such as nn.Dropout, that it is in use. F.dropout is a function and is told nothing: "
        "it drops unless one passes training=self.training.",
        lambda: asked(
            "Now the forward calls F.dropout(x, 0.5, training=self.training), and the model is in eval(). Does it drop?",
            functional_told_the_mode,
            "self.training is False in eval(), and so the function knows the mode.",
        ),
    )


def _no_grad(settings: Dropout, in_training: Change, in_eval: Change) -> Question:
    def asked(
        prompt: str, options: tuple[str, str], snippet: Callable[[], Any], why: str, change: Change,
        twin: Callable[[], Question] | None = None,
    ) -> Question:  # fmt: skip
        def ask_torch() -> Truth:
            out = live_run(snippet, seed=settings.seed).value
            return Truth(1 if 0 in out else 0, _said(out), why)

        return Question(prompt, options, change, ask_torch, covers=(RUNS,), twin=twin)

    return asked(
        "A model in training mode is run inside torch.no_grad(), which switches gradients off. Does nn.Dropout still drop?",
        ("No: without gradients it is off", "Yes: no_grad() is not eval()"),
        without_gradients,
        "no_grad() only tells torch not to prepare for gradients, what learning needs. eval() is what switches dropout off.",
        in_training,
        lambda: asked(
            "A model in eval() is run with gradients on, without no_grad(). Does nn.Dropout drop?",
            ("No: eval() is enough", "Yes: with gradients on it drops"),
            with_gradients_in_eval,
            "The mode alone decides. Gradients and dropout know nothing of each other.",
            in_eval,
        ),
    )


def _said(out: list[float]) -> str:
    return f"For eight ones the output was {', '.join(map(number_text, out))}."


def _spread(settings: Dropout, p: float, change: Change, twin: Callable[[], Question] | None = None) -> Question:
    vector = settings.vector if any(settings.vector) else (1.0,)

    def ask_torch() -> Truth:
        trial = thousand_passes(vector, p, settings.seed)
        largest = max(range(len(vector)), key=lambda i: abs(vector[i]))
        size = abs(vector[largest])
        mean, spread = trial.mean[largest], trial.spread[largest]
        same_mean = abs(mean - vector[largest]) < 0.15 * size
        return Truth(
            0 if same_mean and spread < 0.15 * size else 1 if same_mean else 2,
            f"Over a thousand passes unit {largest + 1}, whose input is {number_text(vector[largest])}, has the mean "
            f"{number_text(mean, 2)} and the spread {number_text(spread, 2)}; in eval its output is always "
            f"{number_text(vector[largest])}, so the spread is 0.",
            "Scaling by 1/(1−p) makes up for the dropped passes on average. It does not make the single pass the same: the output "
            "is either 0 or larger than the input. This noise is what keeps the network from relying on one unit.",
        )

    return Question(
        f"Take a thousand passes in training at p = {number_text(p)}. What is about the same as in eval, for one unit's output? "
        "(The spread is the typical distance from the mean.)",
        ("Its mean and its spread", "Its mean, but not its spread", "Neither"),
        change,
        ask_torch,
        covers=(TRIAL,),
        twin=twin,
    )
