"""The pass back, step by step from the output to the inputs: what each step computes, and from what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the chain rule: its name and what it says."""

    name: str
    says: str


WAY_BACK = (
    Step(
        "the output",
        "A small step of the output is that same step: its own gradient is 1. From here the way leads back.",
    ),
    Step("c, v1, v2", "c is added: its gradient is 1. Each v multiplies its h: the gradient of v is h."),
    Step("h1, h2", "Each h is multiplied by its v: the gradient of h is v."),
    Step("through each ReLU", "One that is on passes the gradient on, times 1. One that is off stops it, times 0."),
    Step("weights and biases", "A weight multiplies an input: ∂w = ∂z × input. A bias is added: ∂b = ∂z."),
    Step("the inputs", "Each input reaches both hidden neurons: what comes back on both ways is added up."),
)
"""In this order: each step needs only what the steps before it found."""

FINDS = (
    ("out",),
    ("c", "v1", "v2"),
    ("h1", "h2"),
    ("z1", "z2"),
    ("w11", "w12", "b1", "w21", "w22", "b2"),
    ("input1", "input2"),
)
"""Whose gradients each step finds."""

USES = (
    (),
    ("out", "map1", "map2"),
    ("out", "v1", "v2"),
    ("h1", "h2", "state1", "state2"),
    ("z1", "z2", "input1", "input2"),
    ("z1", "z2", "w11", "w12", "w21", "w22"),
)
"""What each step needs for that: gradients found before, and numbers of the pass forward (`map`: a hidden neuron's value)."""

NO_LOSS = (
    "These are gradients of the output itself. There is no loss here yet, no number for how wrong the output is. Training needs one: it "
    "goes the same way back, from the loss."
)
