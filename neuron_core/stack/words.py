"""What is said about a stack: its picture as a sentence, where it breaks, what would cure it, what is hardly meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from neuron_core.shared.numbers import count_text, number_text
from neuron_core.stack.cures import Cure, Insert, Remove, SetArgument, SetInput, SwitchToEval, UseDefaults
from neuron_core.stack.findings import Findings
from neuron_core.stack.flow import FlowStep, Stop, samples
from neuron_core.stack.layers import LAYERS, Layer, Takes
from neuron_core.stack.merged import MergedLinear
from neuron_core.stack.run import Stack, Trace


@dataclass(frozen=True)
class Clash:
    """Where a stack breaks, in two short texts: what arrived, and what the layer takes (empty: no one thing)."""

    arrived: str
    taken: str = ""


def clash(trace: Trace) -> Clash | None:
    """Say which two do not agree, from shape and layer alone; torch has already said that it refuses. None for a run without a break."""
    broken = trace.broken
    if broken is None:
        return None
    layer = trace.stack.layers[broken.index]
    takes, dimensions = layer.kind.takes, f"{len(broken.arrives)}-D"
    if takes is None:
        return Clash(dimensions)
    size = takes.size(broken.arrives)
    if size is None:
        return Clash(dimensions, _dimensions(takes))
    if size == layer.takes:
        too_few = layer.kind.over_batch and trace.stack.training
        return Clash("1 value per feature", "more than 1") if too_few else Clash(str(broken.arrives))
    return Clash(str(size), str(layer.takes))


def _dimensions(takes: Takes) -> str:
    if takes.most is None:
        return f"{takes.fewest}-D or more"
    return " or ".join(f"{count}-D" for count in range(takes.fewest, takes.most + 1))


def sentence(trace: Trace, clashing: Clash | None) -> str:
    """Say which shape each layer gives, and where it breaks: the text twin of the stack's picture, but for its parameters."""
    steps = [f"Input {trace.shapes[0]}"]
    steps += [f"{layer.short} gives {shape}" for layer, shape in zip(trace.ran, trace.shapes[1:], strict=True)]
    if trace.broken and clashing:
        layer = trace.stack.layers[trace.broken.index]
        taken = f"it takes {clashing.taken}" if clashing.taken else "torch refuses it"
        steps.append(f"layer {trace.broken.index + 1}, {layer.short}, breaks: {clashing.arrived} arrives, {taken}")
    return f"{'; '.join(steps)}."


def parameters_words(trace: Trace) -> str:
    return f"Total: {count_text(sum(trace.parameters), 'parameter')}."


def asides(trace: Trace, steps: Sequence[FlowStep]) -> tuple[str, ...]:
    """Say of each layer that does not act the same in both modes what it does in the mode that is on; "" of all others."""
    return tuple(_aside(trace, index, steps[index + 1]) for index in range(len(trace.stack.layers)))


def _aside(trace: Trace, index: int, step: FlowStep) -> str:
    layer, training = trace.stack.layers[index], trace.stack.training
    kind = layer.kind
    if index >= len(trace.ran) or not kind.differs_in_eval:
        return ""
    if kind.drops:
        share = layer.get(kind.drops)
        if not training or not share:
            return "passes all on, unchanged"
        rest = f", multiplies the others by {number_text(1 / (1 - share))}" if share < 1 else ""
        return f"sets {count_text(step.zeroed[0], 'more number')} to 0{rest}"
    if kind.over_batch:
        count = count_text(samples(trace.shapes[index]), "sample")
        return (
            f"computes each feature over the {count}" if training else "takes its running statistics, not these samples"
        )
    return f"does not do the same in {'eval()' if training else 'train()'}"


def break_words(trace: Trace, clashing: Clash) -> str:
    """Say where it breaks, above torch's own words."""
    index = len(trace.ran)
    taken = f"but it takes **{clashing.taken}**" if clashing.taken else "and it refuses that"
    place = f"Layer {index + 1}, {trace.stack.layers[index].kind.label}"
    return f"✗ {place}: **{clashing.arrived}** arrives, {taken}."


def cure_words(broken: Stack, cure: Cure) -> str:
    """Say what a cure changes in the `broken` stack, for its button."""
    others = "1 other layer" if cure.fitted == 1 else f"{cure.fitted} other layers"
    return _change_words(broken, cure) + (f", and fit {others} to it" if cure.fitted else "")


def _change_words(broken: Stack, cure: Cure) -> str:
    def place(index: int) -> str:
        return f"layer {index + 1} {broken.layers[index].kind.label}"

    match cure.change:
        case SetArgument(index, argument, before, after):
            return f"Change {place(index)}’s {argument} from {before} to {after}"
        case Insert(index, name):
            return f"Insert {LAYERS[name].label} before {place(index)}"
        case UseDefaults(index):
            defaults = (
                f"{argument.name} {number_text(argument.default)}" for argument in broken.layers[index].kind.arguments
            )
            return f"Set {place(index)} back to its defaults, {' and '.join(defaults)}"
        case Remove(index):
            return f"Remove {place(index)}"
        case SetInput(shape):
            return f"Give the input the shape {shape}"
        case SwitchToEval():
            return "Switch to eval(): it then uses its running statistics"


def notes(trace: Trace, found: Findings) -> list[str]:
    """Return a sentence for everything that is legal but hardly meant."""

    def place(index: int) -> str:
        return f"Layer {index + 1} {trace.stack.layers[index].kind.label}"

    said = [
        f"Layers {first + 1} to {last + 1} are Linears without an activation between them: together they are one Linear. "
        "Put an activation between them."
        for first, last in found.linear_rows
    ]
    for first, last in found.linear_rows_in_eval:
        between = [layer.kind for layer in trace.stack.layers[first + 1 : last]]
        which = list(dict.fromkeys(kind.label for kind in between if not kind.is_linear and not kind.passes_unchanged))
        said.append(
            f"Layers {first + 1} to {last + 1} are Linears without an activation between them. In eval() {all_of(which)} "
            f"{'does' if len(which) == 1 else 'do'} no more than scale and shift, so together they are one Linear then. "
            "Put an activation between them."
        )
    if found.unflattened is not None:
        shape = trace.shapes[found.unflattened]
        said.append(
            f"{place(found.unflattened)} gets {shape} and works on the last dimension only. If {shape[1:]} is one sample, a "
            "Flatten is missing before it, and torch raises no error."
        )
    said += [
        f"{place(index)} flattens dimension 0 too: {trace.shapes[index]} becomes {trace.shapes[index + 1]}. The samples of the "
        "batch are no longer separate."
        for index in found.mixing
    ]
    said += [
        f"{place(index)} gives 0 everywhere: all its units are off for this input, and no gradient passes through them. "
        "Another seed draws other weights."
        for index in found.off
    ]
    for index, values in found.alone.items():
        now = "its statistics come from this sample alone" if values > 1 else "torch refuses it"
        mode = "" if trace.stack.training else "in eval() that is fine; in train() "
        said.append(f"{place(index)} has a batch of one: {mode}{now}.")
    said += [
        f"{place(index)} computes over dimension 0, the samples of the batch: what it gives to one sample depends on the others."
        for index in found.across
    ]
    if trace.ran and not trace.broken:
        said += _last_words(trace.stack.layers[-1], place(len(trace.stack.layers) - 1), found.perfect_cost)
    return said


def _last_words(layer: Layer, place: str, cost: float | None) -> list[str]:
    """Say what is odd about `layer` as the last one."""
    kind, said = layer.kind, []
    if kind.drops and layer.get(kind.drops):
        share = f"{layer.get(kind.drops):.0%}"
        said.append(f"{place} is the output: in training it sets each answer to 0 with a probability of {share}.")
    if kind.rectifies:
        said.append(
            f"{place} is the output: no answer can be below 0, and where it is 0 the gradient is 0: nothing is learnt."
        )
    if kind.repeated_by and cost is not None:
        said.append(
            f"{place} is the output: its numbers can be read as {kind.repeated_by.reads_as}. But nn.{kind.repeated_by.loss.__name__} "
            f"applies {kind.label} itself: after this one, even a perfect answer costs {number_text(cost)} instead of 0."
        )
    return said


def flow_sentence(steps: Sequence[FlowStep]) -> str:
    """Say where train() and eval() differ, and where either of them breaks: the text twin of the flow's picture."""
    names = ["the input", *(f"layer {number}, {step.label}" for number, step in enumerate(steps[1:], 1))]
    raises = [
        next((name for name, half in zip(names, halves, strict=True) if half is Stop.RAISES), None)
        for halves in ([step.train for step in steps], [step.evaluated for step in steps])
    ]
    differing = next((name for name, step in zip(names, steps, strict=True) if step.differ), None)
    if raises == [None, None]:
        return f"train() and eval() first differ at {differing}." if differing else "train() and eval() agree."
    if raises[0] == raises[1]:
        said = f"train() and eval() both break at {raises[0]}."
    else:
        ends = [f"breaks at {name}" if name else "runs to the end" for name in raises]
        said = f"train() {ends[0]}; eval() {ends[1]}."
    return f"{said} Before that, they first differ at {differing}." if differing else f"{said} Before that, they agree."


def all_of(names: Sequence[str]) -> str:
    """Join names as English does.

    >>> all_of(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def merged_words(one: MergedLinear) -> str:
    """Say that Linears in a row are one."""
    (inputs, outputs), (before, after) = one.size, one.parameters
    return (
        f"**Layers {one.first + 1} to {one.last + 1} are one Linear({inputs}, {outputs}).** Its weight is the product of "
        f"theirs, W₂W₁, and its bias is W₂b₁ + b₂: {before:,} parameters do the work of {after:,}. On this input the two outputs "
        f"differ by {number_text(one.difference)} at most, which is float32's rounding."
    )
