"""All that the dropout page shows at rest, computed in one go; and what its panels add when they are opened."""

from dataclasses import dataclass

from neuron_core.dropout.columns import forward, trial_forward
from neuron_core.dropout.columns_in_network import network_forward
from neuron_core.dropout.layer import Dropout, Trial, thousand_passes
from neuron_core.dropout.questions import dropout_questions
from neuron_core.dropout.words import network_sentence, notes, sentence, trial_words
from neuron_core.shared.question import Question
from neuron_core.shared.sweep import Axis, Sweep, sweep


@dataclass(frozen=True)
class Study:
    """A dropout layer and what there is to say about it; `sweep` has every position of the slider of p."""

    settings: Dropout
    sweep: Sweep
    sentence: str
    notes: list[str]
    questions: list[Question]


def study(settings: Dropout, axis: Axis, training: str) -> Study:
    """Study the layer; `axis` is the slider of p, `training` the key of the widget that chooses the mode."""
    swept = sweep([axis], {axis.key: settings.p}, lambda values: forward(values[axis.key], settings))
    return Study(
        settings,
        swept,
        sentence(settings, swept.now),
        notes(settings, swept.now),
        dropout_questions(settings, axis.key, training),
    )


@dataclass(frozen=True)
class ThousandPasses:
    """A thousand passes: `sweep` has every position of the slider of p, `trial` the numbers of now, `words` what to see in them."""

    settings: Dropout
    sweep: Sweep
    trial: Trial
    words: str


def study_thousand_passes(study: Study) -> ThousandPasses:
    """Make a thousand passes through the layer of `study`."""
    settings, axes = study.settings, study.sweep.axes
    swept = sweep(axes, study.sweep.values, lambda values: trial_forward(values[axes[0].key], settings))
    now = thousand_passes(settings.vector, settings.p, settings.seed)
    return ThousandPasses(settings, swept, now, trial_words(settings))


@dataclass(frozen=True)
class InNetwork:
    """The same p, mode and seed in SimpleANN: every position of the slider of p, and a sentence."""

    training: bool
    sweep: Sweep
    sentence: str


def study_in_network(study: Study) -> InNetwork:
    """Put the dropout of `study` between the layers of SimpleANN."""
    settings, axes = study.settings, study.sweep.axes
    key = axes[0].key
    swept = sweep(
        axes, study.sweep.values, lambda values: network_forward(values[key], settings.training, settings.seed)
    )
    return InNetwork(settings.training, swept, network_sentence(swept.now))
