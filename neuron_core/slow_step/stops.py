"""One step of training, taken apart: its four stops, in the order in which everyone writes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One stop of a step: its name, the code that does it, and what it does."""

    name: str
    code: str
    says: str


STOPS = (
    Stop("forward", "out = model(x)", "Every row of the batch goes through the network."),
    Stop("loss", "loss = loss_function(out, y)", "Each output is compared with its y. The mean over the rows is the loss."),
    Stop("backward", "loss.backward()", "Autograd finds the gradient ∂ of the mean loss for every parameter: it goes into .grad."),
    Stop("update", "optimizer.step()", "The optimiser writes a new number into every parameter."),
)  # fmt: skip
"""Each needs only what the stops before it found."""
