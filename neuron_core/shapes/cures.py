"""Cures for a Linear that refuses what arrives; each one has been tried with torch before it is offered."""

from dataclasses import dataclass

from neuron_core.shapes.shape import LinearFit, Shape, fit_linear
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError


@dataclass(frozen=True)
class Cure:
    """An input and a Linear that fit: one of the two was changed."""

    arrives: Shape
    in_features: int


def cures(fit: LinearFit, most_features: int) -> list[Cure]:
    """Return what would make `fit` work: another Linear of up to `most_features`, or another input; nothing if it works already."""
    if not isinstance(fit.leaves, Refusal):
        return []
    ideas = [Cure(fit.arrives, fit.arrives[-1])] if fit.arrives and fit.arrives[-1] <= most_features else []
    ideas.append(Cure((*fit.arrives[:-1], fit.in_features), fit.in_features))
    return [idea for idea in ideas if _works(idea, fit.out_features)]


def _works(idea: Cure, out_features: int) -> bool:
    try:
        return not isinstance(fit_linear(idea.arrives, idea.in_features, out_features).leaves, Refusal)
    except InputError:
        return False  # it would be too large
