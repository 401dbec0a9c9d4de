"""Scripts that a person can run at home and get the page's shapes."""

from neuron_core.shapes.linear_numbers import SEED
from neuron_core.shapes.shape import Shape
from neuron_core.shapes.snippets import flatten_here, linear_here
from neuron_core.shared.live_run import live_run


def flatten_script(shape: Shape, start_dim: int, end_dim: int) -> str:
    """Return a script that flattens a tensor of `shape` and prints the new shape and the numbers."""
    return live_run(flatten_here, shape=shape, start_dim=start_dim, end_dim=end_dim).script


def linear_script(shape: Shape, in_features: int, out_features: int) -> str:
    """Return a script that sends a tensor of `shape` through a Linear and prints its weight, its bias and the result."""
    return live_run(linear_here, seed=SEED, shape=shape, in_features=in_features, out_features=out_features).script
