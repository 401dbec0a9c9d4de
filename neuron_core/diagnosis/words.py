"""What is said about how a run ended, why it failed, what cures it, and whether it overfits."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.diagnosis.findings import (
    AtChance,
    AtRest,
    Broke,
    DeadNeurons,
    Jumps,
    OneClass,
    Rose,
    StillFalling,
    Straight,
    Unbent,
)
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.training.choices import OPTIMISERS

if TYPE_CHECKING:
    from neuron_core.diagnosis.cures import Cure, Trial
    from neuron_core.diagnosis.findings import Ending, Finding
    from neuron_core.diagnosis.overfit import Comparison, UnseenLoss

NO_CAUSE = "None of the faults looked for here is found: rows that lie among each other are never all right."


def percent(share: float) -> str:
    return f"{number_text(100 * share, 1)} %"


def ending_words(end: "Ending") -> str:
    """Say whether the run is solved, with its loss and what it gets right."""
    said = "**It works.** " if end.solved else "**It is not solved.** "
    said += f"After epoch {end.epochs:,} the training loss is {number_text(end.loss)}; it began at {number_text(end.first)}."
    if end.accuracy is not None and end.majority is not None:
        said += (
            f" {percent(end.accuracy)} of the training rows are right; always naming the larger class would get "
            f"{percent(end.majority)}."
        )
    return said


def finding_words(found: "Finding") -> str:
    """Say in a sentence or two what was found, with the numbers that prove it."""
    match found:
        case Broke() if not math.isfinite(found.first):
            return "It broke before it began: the first loss is no finite number. The inputs are too large."
        case Broke():
            return (
                f"It broke: the loss of step {found.step:,}, in epoch {found.epoch:,}, was no finite number any more. Before that it had gone from "
                f"{number_text(found.first)} up to {number_text(found.high)}: each step leapt over the valley, and landed higher."
            )
        case Rose():
            return f"It diverged: the loss rose from {number_text(found.first)} to {number_text(found.last)}. The steps are too large."
        case Jumps():
            return (
                f"It jumps: in {found.rises:,} of the last {count_text(found.epochs, 'epoch')} the loss rose, and it moved between "
                f"{number_text(found.low)} and {number_text(found.high)}."
            )
        case Straight():
            return _straight_words(found)
        case DeadNeurons():
            return _dead_words(found)
        case Unbent():
            on = f"{_neurons(found.on)} {_is(found.on)} on for all {found.rows:,} training rows"
            off = f", and {_neurons(found.off)} for none" if found.off else ""
            return f"{_first_up(on)}{off}: no ReLU bends anything between the rows, so the border is one straight line."
        case OneClass():
            return (
                f"It says class {found.answer} for all {found.rows:,} training rows: the {percent(found.share)} of them that are class "
                f"{found.answer} are right."
            )
        case AtChance():
            return (
                f"The loss, {number_text(found.loss)}, is that of knowing next to nothing about the inputs: always giving "
                f"{number_text(found.constant)} has a loss of {number_text(found.constant_loss)}."
            )
        case StillFalling():
            share = (found.before - found.after) / found.before
            return (
                f"It has not finished: the last {count_text(found.epochs, 'epoch')} still lowered the loss, from {number_text(found.before)} to "
                f"{number_text(found.after)}, by {number_text(100 * share, 2)} %."
            )
        case AtRest():
            before, after = number_text(found.before), number_text(found.after)
            went = f"went from {before} to {after}" if before != after else f"stayed at {after}"
            return (
                f"It has come to rest: over the last {count_text(found.epochs, 'epoch')} the loss {went}, and the gradient's length is "
                f"{number_text(found.gradient)}. More of the same changes little."
            )


def _straight_words(found: Straight) -> str:
    gets = f" and gets {percent(found.best_accuracy)} right" if found.best_accuracy is not None else ""
    b, c = (f"{'−' if value < 0 else '+'} {number_text(abs(value))}" for value in (found.b, found.c))
    return (
        f"The activation is the identity, which bends nothing: the whole network is one plane, {number_text(found.a)} × x1 {b} × x2 {c}. "
        f"The best of all planes for these rows has a loss of {number_text(found.best_loss)}{gets}, so no training of this network can do better."
    )


def _dead_words(found: DeadNeurons) -> str:
    one = len(found.neurons) == 1
    return (
        f"{_first_up(_neurons(found.neurons))} {_is(found.neurons)} dead: none of the {found.rows:,} training rows turns {'it' if one else 'them'} on, "
        f"so {'its' if one else 'their'} weights and {'bias' if one else 'biases'} get a gradient of exactly {number_text(found.size)}: no row "
        f"can bring {'it' if one else 'them'} back."
    )


def _neurons(numbers: Sequence[int]) -> str:
    """Name hidden neurons: 'hidden neuron 2', 'hidden neurons 1, 3 and 4'."""
    *before, last = map(str, numbers)
    return f"hidden neurons {', '.join(before)} and {last}" if before else f"hidden neuron {last}"


def _is(numbers: Sequence[int]) -> str:
    return "is" if len(numbers) == 1 else "are"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def trial_words(trial: "Trial") -> str:
    """Name what a trial changes, as a button does."""
    return _first_up(", ".join(_change(name, value) for name, value in trial.changes))


def _change(name: str, value: float | str) -> str:
    match name:
        case "hidden":
            return f"{value} hidden neurons"
        case "activation":
            return ACTIVATIONS[str(value)].label
        case "optimiser":
            return OPTIMISERS[str(value)].label
        case "standardised":
            return "inputs standardised"
        case "epochs":
            return f"{value:,} epochs"
        case "decay":
            return f"weight decay {number_text(float(value))}"
        case "device":
            return "on the CPU"
    return f"{name} {number_text(float(value))}"


def cure_words(cure: "Cure") -> str:
    """Say what a cure gave when it was tried."""
    said = f"{trial_words(cure.trial)}: loss {number_text(cure.end.loss)}"
    if cure.end.accuracy is not None:
        said += f", {percent(cure.end.accuracy)} right"
    return said if cure.end.solved else f"{said}, better but not solved"


def in_vain_words(trials: "Sequence[Trial]", *, cured: bool) -> str:
    """Say what was tried and did not cure it."""
    listed = "; ".join(map(trial_words, trials))
    return f"Also tried, and no cure: {listed}." if cured else f"No cure among these, which were tried: {listed}."


def unseen_words(seen: "UnseenLoss") -> str:
    """Say whether the test loss rose again while the training loss fell."""
    if seen.overfits:
        return (
            f"**It overfits, in this run.** The test loss was lowest after epoch {seen.lowest_epoch:,}, {number_text(seen.lowest)}, and ended at "
            f"{number_text(seen.last)}. The training loss was {number_text(seen.train_then)} then, and is lower at the end, "
            f"{number_text(seen.train_last)}: what was learnt since helps with the training rows alone."
        )
    return (
        f"It does not overfit in this run: the test loss was lowest after epoch {seen.lowest_epoch:,}, {number_text(seen.lowest)}, and ended at "
        f"{number_text(seen.last)}. The training loss was {number_text(seen.train_then)} then, and {number_text(seen.train_last)} at the end."
    )


def comparison_table(seen: "Comparison") -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of what both runs came to."""
    head = ["", "without dropout", f"dropout {number_text(seen.p)}"]
    both = (seen.without, seen.dropped)
    lines: list[list[str]] = [
        ["training loss at the end", *(number_text(curve.train_last) for curve in both)],
        ["test loss at the end", *(number_text(curve.last) for curve in both)],
        ["lowest test loss", *(number_text(curve.lowest) for curve in both)],
        ["after epoch", *(f"{curve.lowest_epoch:,}" for curve in both)],
    ]
    return head, lines


def comparison_words(seen: "Comparison") -> str:
    """Say what dropout did to both losses of this run, and whether the test loss still rises again."""
    train = _went("training", seen.without.train_last, seen.dropped.train_last)
    test = _went("test", seen.without.last, seen.dropped.last)
    again = (
        "still rises again after its lowest"
        if seen.dropped.overfits
        else "does not rise again after its lowest, while the training loss falls"
    )
    return (
        f"In this run, dropout {number_text(seen.p)} {train}; and it {test}, at the end. With it the test loss {again}."
    )


def _went(what: str, before: float, after: float) -> str:
    one, other = number_text(before), number_text(after)
    if one == other:
        return f"left the {what} loss at {other}"
    return f"{'lowered' if after < before else 'raised'} the {what} loss, from {one} to {other}"
