"""What is said about the starts of an atlas: what solved, stuck and dead mean, how many are, and where two atlases differ."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from neuron_core.activation.registry import ACTIVATIONS
from neuron_core.atlas.atlas import RIGHT, UNEXPLAINED, State
from neuron_core.shared.numbers import number_text
from neuron_core.training.choices import LOSSES, OPTIMISERS

if TYPE_CHECKING:
    from neuron_core.atlas.atlas import Atlas
    from neuron_core.training.samples import Samples
    from neuron_core.training.settings import Settings

MARKS = {State.SOLVED: "✓", State.STUCK: "·", State.DEAD: "✗"}


def network(hidden: int) -> str:
    """Name a network by how many inputs, hidden neurons and outputs it has."""
    return f"2-{hidden}-1"


def definition(*, classes: bool) -> str:
    """Say what the three states mean."""
    solved = (
        f"at least {100 * RIGHT:.0f} % of the training rows are right"
        if classes
        else f"the loss is at most {100 * UNEXPLAINED:.0f} % of the variance of y"
    )
    return (
        f"**✓ solved**: {solved}. **✗ dead**: not solved, and at least one hidden neuron has slope 0 on every training row, as a ReLU has "
        "that is always off: no row can change its weights. **· stuck**: all others."
    )


def sentence(atlas: "Atlas", epoch: int) -> str:
    """Say how many starts are in which state after an epoch: the text twin of the picture."""
    now = min(epoch, atlas.epochs[-1])
    counted = ", ".join(f"{count} {state.name.lower()}" for state, count in atlas.row(now).items())
    return f"{network(atlas.settings.hidden)}, {len(atlas.losses)} starts, after epoch {now:,}: {counted}."


def seed_words(atlas: "Atlas", seed: int) -> str:
    """Say what became of a start."""
    loss = number_text(atlas.losses[seed].item())
    return (
        f"Seed {seed} ends {atlas.state(seed).name.lower()} {MARKS[atlas.state(seed)]}, with a training loss of {loss}."
    )


def shares_table(atlases: Sequence["Atlas"]) -> tuple[list[str], list[list[str]]]:
    """Return the head and a row for each network: how many starts ended how, and the quartiles of their final losses."""
    states = [f"{mark} {state.name.lower()}" for state, mark in MARKS.items()]
    head = ["network", *states, "final loss: median", "middle half"]
    rows = []
    for atlas in atlases:
        low, median, high = (number_text(loss) for loss in atlas.quartiles)
        rows.append([network(atlas.settings.hidden), *map(str, atlas.counts.values()), median, f"{low} to {high}"])
    return head, rows


def compared_table(a: "Atlas", b: "Atlas") -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of a table: how many seeds end in which state in A (down) and in B (across)."""
    head = ["", *(f"{MARKS[state]} {state.name.lower()} in B" for state in MARKS), "in A"]
    rows = []
    for one in MARKS:
        both = [int(((a.states[-1] == one) & (b.states[-1] == other)).sum()) for other in MARKS]
        rows.append([f"{MARKS[one]} {one.name.lower()} in A", *map(str, both), str(sum(both))])
    rows.append(["in B", *map(str, b.counts.values()), str(len(b.losses))])
    return head, rows


def compared_words(a: "Atlas", b: "Atlas") -> str:
    """Say what A and B differ in, and for how many seeds that made a difference."""
    differ = _differences(a.settings, b.settings)
    if a.samples != b.samples:
        differ.append("the rows")
    if a.epochs != b.epochs and a.settings.epochs == b.settings.epochs:
        differ.append(f"where they were stopped (A after epoch {a.epochs[-1]:,}, B after {b.epochs[-1]:,})")
    only_a, only_b = (
        int(((one.states[-1] == State.SOLVED) & (other.states[-1] != State.SOLVED)).sum())
        for one, other in ((a, b), (b, a))
    )
    return (
        f"A and B differ in {', '.join(differ) or 'nothing'}. Of the same {len(a.losses)} seeds, {only_a} are solved in A alone and "
        f"{only_b} in B alone."
    )


_NAMES = {
    "hidden": "the network", "activation": "the activation", "loss": "the loss", "optimiser": "the optimiser", "rate": "the learning rate",
    "batch": "the batch size", "epochs": "the epochs", "decay": "the weight decay",
}  # fmt: skip


def _differences(a: "Settings", b: "Settings") -> list[str]:
    found = []
    for name in (field.name for field in fields(a) if field.name in _NAMES):
        one, other = getattr(a, name), getattr(b, name)
        if one != other:
            found.append(f"{_NAMES[name]} (A: {_value(name, one)}, B: {_value(name, other)})")
    return found


def _value(name: str, value: int | float | str) -> str:
    """Write a setting as its control does."""
    if name == "hidden":
        return network(int(value))
    if name == "batch" and not value:
        return "all rows"
    for kind, registry in (("activation", ACTIVATIONS), ("loss", LOSSES), ("optimiser", OPTIMISERS)):
        if name == kind:
            label: str = registry[str(value)].label
            return label
    return number_text(float(value))


def settings_words(settings: "Settings", samples: "Samples") -> str:
    """Name what an atlas is of, in a few words."""
    rows = _value("batch", settings.batch) if settings.batch_of(len(samples.x_train)) < len(samples.x_train) else "all"
    return (
        f"{network(settings.hidden)} with {ACTIVATIONS[settings.activation].label}, {OPTIMISERS[settings.optimiser].label} at rate "
        f"{number_text(settings.rate)}, {LOSSES[settings.loss].label}, {rows} rows a step"
    )
