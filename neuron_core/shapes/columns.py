"""What the live view of Flatten follows: the slider that moves the cells."""

from neuron_core.shared.sweep import Axis, Sweep, sweep


def scrub(axis: Axis, at: float) -> Sweep:
    """Return the sweep of one slider, which stands `at` a place and is itself the only column, `step`."""
    return sweep([axis], {axis.key: at}, lambda given: {"step": given[axis.key]})
