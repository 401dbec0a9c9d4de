"""What is said about one step of training, and its numbers as tables: the text twins of its picture."""

from torch import Tensor

from neuron_core.shared.numbers import count_text, number_text
from neuron_core.slow_step.step import AddedUp, SlowStep, last_in_reach
from neuron_core.slow_step.stops import STOPS
from neuron_core.training.model import names
from neuron_core.training.run import Run

Table = dict[str, list[str]]
"""Columns by their titles, with a text for each parameter."""

FORWARD, LOSS, BACKWARD, UPDATE = range(1, len(STOPS) + 1)

MEMORY = {"momentum_buffer": "buffer", "exp_avg": "m", "exp_avg_sq": "v"}
"""What an optimiser remembers: torch's names, and what they are called in a formula."""

LEFT_OUT = (
    "`loss.backward()` adds to what is in `.grad`. `optimizer.zero_grad()` empties it before each step. Here the same batch goes "
    "back twice, and nothing empties it in between."
)


def out_of_reach(run: Run, epoch: int) -> str:
    """Say why the step after `epoch` is not shown, and which ones are."""
    if not run.epochs:
        return "No epoch of this run is over: there is no step to show."
    last = last_in_reach(run)
    steps = run.settings.steps_of(len(run.samples.x_train))
    return (
        f"A run does not keep what its optimiser remembers, so its steps are taken again, up to {last * steps:,} of them. Epoch "
        f"{epoch:,} has {epoch * steps:,} steps before it: move the epoch to {last:,} or less."
    )


def which_words(step: SlowStep) -> str:
    """Say which step of the run it is, and which rows are in it."""
    start = step.start
    steps, rows = start.run.settings.steps_of(len(start.run.samples.x_train)), count_text(len(step.x), "row")
    if steps == 1:
        return f"This is step {step.number:,} of the run. It leads from epoch {start.epoch:,} to {start.epoch + 1:,}, with all {rows} in one batch."
    return (
        f"This is step {step.number:,} of the run, the first of {steps:,} that lead from epoch {start.epoch:,} to {start.epoch + 1:,}. "
        f"Its batch has {rows}."
    )


def stop_words(step: SlowStep, stop: int) -> str:
    """Say what a stop (from 1) finds, with its numbers."""
    number = f"Stop {stop} of {len(STOPS)}, {STOPS[stop - 1].name}."
    if stop == FORWARD:
        x1, x2 = map(number_text, step.x[step.row].tolist())
        hidden = " ".join(
            f"z{i} = {number_text(z)} gives h{i} = {number_text(h)}."
            for i, (z, h) in enumerate(zip(step.z[step.row].tolist(), step.hidden[step.row].tolist(), strict=True), 1)
        )
        return (
            f"{number} The row with the largest loss has x1 = {x1}, x2 = {x2}. {hidden} Its output is "
            f"{number_text(step.out[step.row].item())}. The mean of all outputs is {number_text(step.out.mean().item())}."
        )
    if stop == LOSS:
        return (
            f"{number} This row's y is {number_text(step.y[step.row].item())}, its loss {number_text(step.losses[step.row].item())}. "
            f"The mean loss of the batch is {number_text(step.loss)}."
        )
    if stop == BACKWARD:
        steepest = int(step.gradient.abs().argmax())
        name = names(step.z.shape[1])[steepest]
        return f"{number} The largest of {len(step.gradient)} gradients, by its size, is that of {name}: {number_text(step.gradient[steepest].item())}."
    furthest = int((step.after - step.before).abs().argmax())
    name = names(step.z.shape[1])[furthest]
    return (
        f"{number} {name} moves furthest, from {number_text(step.before[furthest].item())} to "
        f"{number_text(step.after[furthest].item())}."
    )


def step_table(step: SlowStep, stop: int) -> Table:
    """Return every parameter with what is known of it at a stop."""
    columns = {"parameter": names(step.z.shape[1]), "w": _texts(step.before)}
    if stop >= BACKWARD:
        columns["gradient"] = _texts(step.gradient)
    if stop >= UPDATE:
        if step.group["weight_decay"]:
            columns[f"gradient + {number_text(step.group['weight_decay'])} × w"] = _texts(step.direction)
        for name, called in MEMORY.items():
            if name in step.memory:
                columns[f"old {called}"] = _texts(step.kept[name])
                columns[f"{called} ({name})"] = _texts(step.memory[name])
        columns[sum_head(step)] = _sums(step)
    return columns


def sum_head(step: SlowStep) -> str:
    """Write how a new number comes about, as the head of its column."""
    what = "gradient"
    if "momentum_buffer" in step.memory:
        what = "buffer"
    elif "exp_avg" in step.memory:
        what = "m̂ / (√v̂ + eps)"
    elif step.group["weight_decay"]:
        what = f"(gradient + {number_text(step.group['weight_decay'])} × w)"
    return f"w − rate × {what} = new w"


def _sums(step: SlowStep) -> list[str]:
    rate = number_text(step.group["lr"])
    parts = zip(step.before.tolist(), step.multiplied.tolist(), step.after.tolist(), strict=True)
    sums = (f"{number_text(w)} − {rate} × {_in(moved)} = {number_text(new)}" for w, moved, new in parts)
    return [text.replace(" ", "\N{NO-BREAK SPACE}") for text in sums]


def _in(value: float) -> str:
    return f"({number_text(value)})" if value < 0 else number_text(value)


def _texts(values: Tensor) -> list[str]:
    return list(map(number_text, values.tolist()))


def added_table(step: SlowStep, found: AddedUp) -> Table:
    """Return .grad of every parameter after both passes back, and what the step makes of it."""
    return {
        "parameter": names(step.z.shape[1]),
        ".grad after the first": _texts(found.first),
        "the second adds": _texts(found.second),
        ".grad after the second": _texts(found.both),
        "new w": _texts(found.after),
        "new w with zero_grad()": _texts(found.right),
    }


def added_words(step: SlowStep, found: AddedUp) -> str:
    """Say how long the gradient has become, and how far the step goes with it."""
    first, both = found.first.norm().item(), found.both.norm().item()
    far, right = ((after - step.before).norm().item() for after in (found.after, found.right))
    return (
        f"The length of the gradient goes from {number_text(first)} to {number_text(both)}. The step would move the parameters by "
        f"{number_text(far)} in all; with `zero_grad()` it is {number_text(right)}."
    )
