"""What the training page asks before torch answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import torch

from neuron_core.atlas.atlas import RIGHT
from neuron_core.atlas.words import network
from neuron_core.diagnosis.findings import diagnose, ending
from neuron_core.diagnosis.snippets import EXHIBITS, NEVER_ZEROED, SEED, SIGMOID, SOFTMAX, TRAINED_SHAPES
from neuron_core.diagnosis.words import finding_words, percent
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth
from neuron_core.shared.seeding import MAX_SEED
from neuron_core.training.choices import RATES
from neuron_core.training.evaluate import History
from neuron_core.training.parts import OUTCOME
from neuron_core.training.run import Run, is_long, train
from neuron_core.training.settings import Settings

_SAME = 0.1
"""Losses that differ by no more than this share are much the same."""


def training_questions(run: Run) -> list[Question]:
    """Return the questions to ask about `run`; what they change is named by the keys of the page's knobs.

    What has to be trained for an answer is there within a second: of a long run it is not asked.
    """
    asked, soon = [], not is_long(run.settings, run.samples)
    if run.samples.classes:
        asked.append(_how_it_ends(run, twin=soon))
    if soon:
        asked.append(_another_rate(run))
    if run.samples.classes and (stretch := same_accuracy(run)):
        asked.append(_accuracy_stands(run, *stretch))
    return [*asked, _never_zeroed(), _sigmoid(), _softmax(), _shapes()]


def _how_it_ends(run: Run, *, twin: bool) -> Question:
    """Ask what becomes of the run that is shown; the twin asks it of another start."""
    settings = run.settings
    other = replace(settings, seed=settings.seed + 1 if settings.seed < MAX_SEED else 0)
    return _ending(
        f"This {network(settings.hidden)} network starts from seed {settings.seed:,} and trains for {settings.epochs:,} epochs. How does it end?",
        lambda: run,
        _this(settings) | {"training_epoch": run.epochs},
        covers=(OUTCOME,),
        twin=None
        if not twin
        else lambda: _ending(
            f"All stays as it is, but the first weights are those of seed {other.seed:,}. How does it end?",
            lambda: train(other, run.samples),
            _this(other) | {"training_epoch": other.epochs},
        ),
    )


def _this(settings: Settings) -> dict[str, float | str]:
    """Name the page's settings that a run has: once one of them is changed, an answer is about another run."""
    names = ("hidden", "activation", "optimiser", "rate", "seed")
    return {f"training_{name}": getattr(settings, name) for name in names}


def _ending(
    prompt: str, get: Callable[[], Run], change: dict[str, float | str], covers: tuple[str, ...] = (),
    twin: Callable[[], Question] | None = None,
) -> Question:  # fmt: skip
    def ask_torch() -> Truth:
        run = get()
        history = History(run)
        end = ending(run, history)
        assert end.accuracy is not None
        assert end.majority is not None
        causes = " ".join(map(finding_words, diagnose(run, history)))
        return Truth(
            0 if end.accuracy >= RIGHT else 1 if end.accuracy > end.majority else 2,
            f"After epoch {end.epochs:,}, {percent(end.accuracy)} of the training rows are right; always naming the larger class would get "
            f"{percent(end.majority)}.",
            f"Training only goes downhill from where it starts, and the seed draws the start. {causes}".strip(),
        )

    return Question(
        prompt,
        (
            f"At least {100 * RIGHT:.0f} % of the training rows are right",
            "Not so many, but more than if it always named the larger class",
            "No more than if it always named the larger class",
        ),
        change,
        ask_torch,
        covers,
        twin,
    )


def _another_rate(run: Run) -> Question:
    """Ask what ten times the rate does, or where there is none, a tenth; the twin goes the other way, or further the same."""
    here = RATES.index(run.settings.rate)
    places = [place for place in (2, -2, 4, -4) if 0 <= here + place < len(RATES)]
    return _rate(run, places[0], twin=lambda: _rate(run, places[1]))


def _rate(run: Run, places: int, twin: Callable[[], Question] | None = None) -> Question:
    rate = RATES[RATES.index(run.settings.rate) + places]
    times = {2: "ten times larger", -2: "ten times smaller", 4: "a hundred times larger", -4: "a hundred times smaller"}

    def ask_torch() -> Truth:
        other = train(replace(run.settings, rate=rate), run.samples)
        before, after = (History(one).loss[-1].item() for one in (run, other))
        same = abs(after - before) <= _SAME * before
        there = (
            f"in step {other.broke:,} the loss is no finite number any more"
            if other.broke is not None
            else f"the loss ends at {number_text(after)}"
        )
        return Truth(
            3 if other.broke is not None else 1 if same else 0 if after < before else 2,
            f"With a rate of {number_text(rate)} {there}; with {number_text(run.settings.rate)} it ended at {number_text(before)}.",
            "The rate multiplies every step. Small steps go down slowly. Larger ones go down faster, until one leaps over the valley: it "
            "lands higher, where the slope is steeper, and the next step is larger still. Where that begins depends on the rows, the loss and "
            "the optimiser.",
        )

    return Question(
        f"From the same start, but with a learning rate {times[places]}: {number_text(rate)} in place of {number_text(run.settings.rate)}. "
        "What becomes of the training loss at the end?",
        ("It is lower", "It is the same, within 10 %", "It is higher", "It breaks: it becomes infinite, or no number"),
        {"training_rate": rate, "training_epoch": run.settings.epochs},
        ask_torch,
        twin=twin,
    )


@lru_cache(maxsize=32)
def same_accuracy(run: Run) -> tuple[int, int, float] | None:
    """Return the first and last of epochs in a row with the same training accuracy, and that, where the loss fell furthest, if it did."""
    history = History(run)
    values, counts = torch.unique_consecutive(history.accuracy, return_counts=True)
    ends = counts.cumsum(0) - 1
    starts = ends - counts + 1
    fell = history.loss[starts] - history.loss[ends]
    most = int(fell.argmax())
    return (int(starts[most]), int(ends[most]), values[most].item()) if fell[most] > 0 else None


def _accuracy_stands(run: Run, first: int, last: int, accuracy: float) -> Question:
    def ask_torch() -> Truth:
        before, after = History(run).loss[[first, last]].tolist()
        return Truth(
            1 if after < before else 2 if after > before else 0,
            f"The loss goes from {number_text(before)} to {number_text(after)}, and the accuracy is {percent(accuracy)} all the time.",
            "Accuracy only counts on which side of the border each row lies. The loss also sees how far from it: a row that is right can become "
            "more surely right, and a wrong one less wrong. So training moves on where the accuracy shows nothing.",
        )

    return Question(
        f"From epoch {first:,} to epoch {last:,}, after each of them, exactly {percent(accuracy)} of the training rows are right. What does the "
        "training loss do from the first to the last?",
        ("It stays exactly the same, as the accuracy does", "It falls", "It rises"),
        {"training_epoch": last},
        ask_torch,
        covers=(OUTCOME,),
    )


def _shown(title: str) -> dict[str, float | str]:
    """Open the panel of the mistakes at one of them."""
    return {"training_mistakes": True, "training_mistake": title}


def _values(title: str) -> tuple[Any, Any]:
    """Run an exhibit and its cure, and return what each gave."""
    exhibit = EXHIBITS[title]
    return exhibit.run(seed=SEED).value, exhibit.run_cure(seed=SEED).value


def _against(wrong: float, right: float) -> int:
    """Say which option of 'lower, the same, higher' is true of a loss with a mistake, against the one without."""
    return 1 if abs(wrong - right) <= 0.01 * right else 0 if wrong < right else 2


def _never_zeroed() -> Question:
    def ask_torch() -> Truth:
        (_, low, high), (_, _, right) = _values(NEVER_ZEROED)
        return Truth(
            _against(high, right),
            f"Without `zero_grad()` the last 50 losses lie between {number_text(low)} and {number_text(high)}. With it none of them is above "
            f"{number_text(right)}.",
            "`backward()` adds to the gradients that are there. Without `zero_grad()` each step follows the sum of all gradients since the start, "
            "most of them from places left long ago: it goes on past the lowest point, and back again.",
        )

    return Question(
        "One `nn.Linear(2, 1)` learns a tilted plane: 200 steps with SGD, but `zero_grad()` is left out. Against the same with it, how high does the loss "
        "get in the last 50 steps?",
        ("Lower: all steps help", "The same: `backward()` starts anew each time", "Higher"),
        _shown(NEVER_ZEROED),
        ask_torch,
    )


def _sigmoid() -> Question:
    def ask_torch() -> Truth:
        (wrong, least), right = _values(SIGMOID)
        return Truth(
            _against(wrong, right),
            f"With the sigmoid the loss ends at {number_text(wrong)}, without it at {number_text(right)}.",
            "The loss takes each output for a logit, and sends it through a sigmoid itself. An output between 0 and 1 is a logit that says almost "
            f"nothing: even if every output were exactly right, the loss would be {number_text(least)}.",
        )

    return Question(
        "`BCEWithLogitsLoss` contains a sigmoid. If the network ends in one as well, how does the loss end after 200 steps, against the same "
        "network without?",
        ("Lower", "The same: once it is a chance, it stays one", "Higher"),
        _shown(SIGMOID),
        ask_torch,
    )


def _softmax() -> Question:
    def ask_torch() -> Truth:
        (outputs, gradient, first, last), _ = _values(SOFTMAX)
        listed = " and ".join(map(number_text, outputs))
        return Truth(
            1 if first == last else 0 if last < first else 2,
            f"It goes from {number_text(first)} to {number_text(last)}; the output is {listed} for every row.",
            "A softmax turns outputs into shares that add up to 1. The share of one output alone is always 1, so no weight changes it: the largest "
            f"gradient of the first layer is {number_text(gradient)}.",
        )

    return Question(
        "A network has one output, with a softmax after it. What do 200 steps of training do to its loss?",
        ("It falls", "Nothing: it stays exactly the same", "It rises"),
        _shown(SOFTMAX),
        ask_torch,
    )


def _shapes() -> Question:
    def ask_torch() -> Truth:
        wrong, right = _values(TRAINED_SHAPES)
        (loss, low, high, mean), spread = wrong, right[2] - right[1]
        return Truth(
            2 if high - low <= 0.01 * spread and low - 0.01 <= mean <= high + 0.01 else 1,
            f"The loss ends at {number_text(loss)}; all outputs lie between {number_text(low)} and {number_text(high)}, and the targets' mean is "
            f"{number_text(mean)}. With equal shapes the loss ends at {number_text(right[0])}.",
            "Shapes (100, 1) and (100,) are broadcast to (100, 100): each output is compared with all 100 targets. What comes closest to all of "
            "them is their mean, whatever the input. `nn.MSELoss` warns of it; a loss written by hand does not.",
        )

    return Question(
        "The outputs have shape (100, 1), the targets (100,), and the loss is `((output - target) ** 2).mean()`. What does torch do?",
        (
            "It raises an error",
            "It trains as if both had the same shape",
            "It trains, and every output becomes the targets' mean",
        ),
        _shown(TRAINED_SHAPES),
        ask_torch,
    )
