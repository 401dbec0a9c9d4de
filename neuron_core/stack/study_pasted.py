"""All that there is to say about a pasted network: whether its layers fit, of whatever size they are."""

from dataclasses import dataclass

from neuron_core.shapes.shape import read_shape, write_shape
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.likely_input import likely_input
from neuron_core.stack.python_text import Network, read_python
from neuron_core.stack.run import Stack, Trace, run_shapes, run_stack
from neuron_core.stack.text import read_layers, write_layers
from neuron_core.stack.words import clash, sentence

LARGEST = 1_000_000
"""The largest size of a layer that is read: of a network as large as this only the shapes are computed."""


@dataclass(frozen=True)
class PastedStudy:
    """A pasted network with an input that it most likely takes.

    `sentence` says which shape each layer gives, and where it breaks; `remarks` say how it was read. `too_large` says why the stack
    page cannot run it; "" where it can.
    """

    stack: Stack
    sentence: str
    remarks: tuple[str, ...]
    too_large: str


def study_pasted(text: str) -> PastedStudy:
    """Read a network as Python writes it, and follow the shapes through it.

    Raises `InputError` for what cannot be read, as a `MistakeError` where it is one of the mistakes that the errors page shows.
    """
    network = read_python(text, LARGEST)
    stack = Stack(likely_input(network.layers, network.sizes), network.layers)
    trace = run_shapes(stack)
    _check_sizes(network, trace)
    return PastedStudy(stack, sentence(trace, clash(trace)), network.remarks, _too_large(stack))


def _check_sizes(network: Network, trace: Trace) -> None:
    """Raise `InputError` where a view is not the Flatten that it was read as."""
    for index, size in network.sizes.items():
        shape = trace.shapes[index + 1] if index < len(trace.ran) else (0, size)
        if shape[1:] != (size,):
            arrives = trace.shapes[index]
            raise InputError(
                f"Layer {index + 1}, a view, has {size:,} numbers in a row, but {arrives} arrives: only a view that keeps every sample "
                "apart can be read."
            )


def _too_large(stack: Stack) -> str:
    try:
        shape = read_shape(write_shape(stack.input), "Input")
        run_stack(Stack(shape, read_layers(write_layers(stack.layers))), seed=0)
    except InputError as complaint:
        return str(complaint)
    return ""
