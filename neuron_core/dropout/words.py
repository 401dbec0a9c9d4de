"""What is said about a dropout layer: its picture as a sentence, what is special about it, its thousand passes."""

from collections.abc import Mapping

from neuron_core.dropout.layer import PASSES, Dropout
from neuron_core.shared.numbers import number_text


def sentence(settings: Dropout, now: Mapping[str, float]) -> str:
    """Say what the layer does; `now` is one row of its columns. The text twin of its picture."""

    def listed(name: str) -> str:
        return ", ".join(number_text(now[f"{name}{i}"]) for i in range(1, len(settings.vector) + 1))

    dropped = [str(i) for i in range(1, len(settings.vector) + 1) if not now[f"k{i}"]]
    who = (
        f"Unit{'s' * (len(dropped) > 1)} {', '.join(dropped)} {'are' if len(dropped) > 1 else 'is'} dropped"
        if dropped
        else "No unit is dropped"
    )
    return (
        f"{who} in training at p = {number_text(settings.p)}. The output in training is {listed('t')}; in eval it is "
        f"{listed('e')}; with the mask only it would be {listed('m')}."
    )


def notes(settings: Dropout, now: Mapping[str, float]) -> list[str]:
    """Return a sentence for each edge state that holds."""
    said = []
    n = len(settings.vector)
    kept = sum(now[f"k{i}"] > 0 for i in range(1, n + 1))  # of this draw, also while eval ignores it
    if settings.p == 1:
        said.append(
            "p is 1: in training every unit is dropped. 1/(1−p) would divide by 0, so torch simply returns zeros."
        )
    elif settings.p == 0:
        said.append("p is 0: no unit is ever dropped, and training gives the same output as eval.")
    elif kept == 0:
        said.append("This draw drops every unit in training. With few units that can happen: draw again.")
    elif kept == n:
        said.append(
            "This draw drops no unit in training: p is the chance of each unit, not a fixed share of all units."
        )
    if not any(settings.vector):
        said.append("Every number is 0, so it makes no difference which units are dropped.")
    return said


def trial_words(settings: Dropout) -> str:
    """Say what a thousand passes have in common with eval, and what not."""
    passes = f"{PASSES:,} passes at p = {number_text(settings.p)}. "
    if settings.p == 1 or not any(settings.vector):
        return f"{passes}Every output is 0."
    if settings.p == 0:
        return f"{passes}Every output is the input, as in eval."
    return f"{passes}The mean output of each unit is close to its input. Its output is spread around the mean (the spread is the typical distance from it); in eval the spread is 0."


def network_sentence(now: Mapping[str, float]) -> str:
    """Say which hidden unit is dropped on this pass, and what that does; `now` is one row of the network's columns.

    A unit whose ReLU gives 0 for the input is off anyway: to drop it changes nothing.
    """
    dropped = [i for i in (1, 2) if not now[f"k{i}"]]
    off = [i for i in (1, 2) if not now[f"h{i}"]]
    who = (
        "Both hidden units are"
        if len(dropped) == 2
        else f"Hidden unit {dropped[0]} is"
        if dropped
        else "No hidden unit is"
    )
    said = [f"{who} dropped on this pass."]
    kept = [i for i in (1, 2) if now[f"k{i}"] not in (0, 1) and i not in off]
    if kept:
        units = "Both hidden units are" if len(kept) == 2 else f"Hidden unit {kept[0]} is"
        said.append(f"{units} scaled by {number_text(now[f'k{kept[0]}'], 2)}.")
    for i in off:
        anyway = "dropping it changes nothing" if i in dropped else "it adds nothing either way"
        said.append(f"Hidden unit {i} is off for this input anyway (its ReLU gives 0): {anyway}.")
    said.append(f"The output is {number_text(now['out'])}; in eval it is {number_text(now['eval'])}.")
    return " ".join(said)
