"""One layer as Python writes it, such as `nn.Linear(4, 3)`: the name of a layer of the registry and numbers, nothing else."""

import ast
import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import torch
import torch.nn.functional as F

from neuron_core.shapes.shape import MAX_FEATURES
from neuron_core.shared.numbers import count_text
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Argument, Layer, LayerKind, new_layer
from neuron_core.stack.mistaken import MistakeError
from neuron_core.stack.python_names import is_number

Place = Callable[[ast.expr], str]
"""Says where a part of the text stands, such as "Layer 2 (line 4, column 9)"."""
_MODULES = ("", "nn", "torch.nn")
FUNCTIONS = {
    "": F,
    "F": F,
    "functional": F,
    "nn.functional": F,
    "torch.nn.functional": F,
    "torch": torch,
}
"""Where a function may come from, as it is written before its name."""


def dotted(node: ast.expr) -> str:
    """Return a name with all that stands before it, such as "torch.nn.Linear"; "" for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def class_name(node: ast.expr) -> str:
    """Return the name of one of torch.nn's classes as it is written, without its module; "" for anything else."""
    module, _, name = dotted(node).rpartition(".")
    return name if module in _MODULES else ""


def adds_a_layer(call: ast.expr) -> bool:
    """Tell `model.append(...)` and its like."""
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("append", "extend", "insert", "add_module", "register_module")
    )


def layer_name(node: ast.expr) -> str:
    """Return the name in `LAYERS` of the layer whose class `node` names or calls; "" where there is none."""
    written = class_name(node.func if isinstance(node, ast.Call) else node)
    return {kind.source.removeprefix("nn."): name for name, kind in LAYERS.items()}.get(written, "")


def read_call(node: ast.expr, place: Place, largest: int = MAX_FEATURES) -> Layer:
    """Read one layer, of sizes up to `largest`. Raises `InputError` for one that is not known, and for what it does not take."""
    name = layer_name(node)
    if not name:
        raise _unknown(node, place(node))
    kind = LAYERS[name]

    def where(part: ast.expr) -> str:
        return f"{place(part)}, {kind.label}"

    if not isinstance(node, ast.Call):
        raise InputError(f"{where(node)}: its brackets are missing, as in {new_layer(name).code}.")
    given = _given(node, kind, where)
    values = tuple(
        _value(given[a.name], kind, _up_to(largest, a, kind), where) if a.name in given else _default(kind, a)
        for a in kind.arguments
    )
    if None in values and kind.by_name:
        raise InputError(f"{where(node)}: torch’s own default depends on what arrives; write {new_layer(name).code}.")
    if None in values:
        raise missing(kind, len(given), where(node))
    return Layer(name, tuple(value for value in values if value is not None))


def _up_to(largest: int, argument: Argument, kind: LayerKind) -> Argument:
    """Return an argument with other bounds where it is a size of the layer."""
    is_size = argument.name == kind.sends or (kind.takes is not None and argument.name == kind.takes.argument)
    return replace(argument, maximum=largest) if is_size and argument.maximum == MAX_FEATURES else argument


def _unknown(node: ast.expr, place: str) -> InputError:
    """Say why there is no layer: it is a function, its name is written otherwise, or it is not known."""
    called = node.func if isinstance(node, ast.Call) else node
    module, _, function = dotted(called).rpartition(".")
    if (
        module
        and callable(getattr(FUNCTIONS.get(module), function, None))
        and re.fullmatch("[a-z]+(_[a-z]+)*", function)
    ):
        instead = f"write {new_layer(function).code}" if function in LAYERS else "write a layer of torch.nn"
        return MistakeError(
            f"{place}: {module}.{function} is a function, and a layer has to stand here; {instead}.", "function"
        )
    written = class_name(called)
    known = (kind.source.removeprefix("nn.") for kind in LAYERS.values())
    meant = next((name for name in known if written and name.lower() == written.lower()), "")
    if meant:
        return InputError(f"{place}: torch writes {meant} with these capitals: nn.{meant}.")
    if not isinstance(node, ast.Call | ast.Name | ast.Attribute):
        return InputError(f"{place}: only layers that are written out can be read, such as nn.Linear(4, 3).")
    if isinstance(node, ast.Name):
        return InputError(
            f"{place}{quoted(node.id)} is only a name; write the layer itself there, such as nn.Linear(4, 3)."
        )
    return InputError(
        f"{place}{quoted(written)} is not one of the layers known here, such as nn.Linear(4, 3), nn.ReLU() or nn.Flatten()."
    )


def _given(call: ast.Call, kind: LayerKind, where: Place) -> dict[str, ast.expr]:
    """Return what is written for each argument; what changes no number that leaves the layer is passed over."""
    parameters = inspect.signature(kind.build).parameters
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters.values()):
        return {}  # nn.Identity takes everything, and uses nothing
    ours = [argument.name for argument in kind.arguments]
    names = [*ours, *[*parameters][len(ours) :]]
    if len(call.args) > len(names):
        raise InputError(f"{where(call)}: it takes at most {count_text(len(names), 'value')}, not {len(call.args)}.")
    given = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        name = keyword.arg or ""
        if name in given:
            raise InputError(f"{where(keyword.value)}: {name} is given twice.")
        if name not in names:
            raise InputError(f"{where(keyword.value)}: torch takes no such argument here{quoted(name, ', as ')}.")
        given[name] = keyword.value
    for name, value in given.items():
        if name not in ours and not _changes_nothing(name, value, parameters[name].default):
            default = str(parameters[name].default)
            raise InputError(f"{where(value)}: {name} can be read only as torch’s own default, {default}.")
    return {name: value for name, value in given.items() if name in ours}


def _changes_nothing(name: str, value: ast.expr, default: object) -> bool:
    """Tell whether an argument changes no number of what leaves the layer: it is torch's default, or only saves memory."""
    if not isinstance(value, ast.Constant):
        return False
    if name == "inplace" or (is_number(value.value) and is_number(default) and value.value == default):
        return True
    return repr(value.value) == repr(default)


def _default(kind: LayerKind, argument: Argument) -> float | None:
    """Return torch's own default for an argument, from the signature of its class; None where it has none."""
    if kind.arguments_optional:
        return argument.default
    known = inspect.signature(kind.build).parameters.get(argument.name)
    return known.default if known and isinstance(known.default, int | float) else None


def _value(node: ast.expr, kind: LayerKind, argument: Argument, where: Place) -> float:
    match node:
        case ast.Tuple([size]) | ast.List([size]) if _may_be_a_shape(kind, argument):
            node = size
    if isinstance(node, ast.Constant) and is_number(node.value):
        return checked(node.value, argument, where(node))
    named = next((each for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute)), node)
    raise _not_a_number(
        argument, where(node), quoted(dotted(named).rpartition(".")[2], ", and no number is known for ")
    )


def _may_be_a_shape(kind: LayerKind, argument: Argument) -> bool:
    """Whether torch takes (3,) for 3, as LayerNorm prints it."""
    known = inspect.signature(kind.build).parameters.get(argument.name)
    return known is not None and torch.Size in get_args(known.annotation)


def checked(value: float, argument: Argument, where: str) -> float:
    """Return `value` as a layer holds it. Raises `InputError` where it is not within the bounds of `argument`."""
    if not argument.minimum <= value <= argument.maximum or (argument.whole and not isinstance(value, int)):
        raise _not_a_number(argument, where)
    return value if argument.whole else float(value) + 0.0  # no -0


def _not_a_number(argument: Argument, where: str, but: str = "") -> InputError:
    said = "a whole number" if argument.whole else "a number"
    least, most = (f"{bound:,}".replace("-", "−") for bound in (argument.minimum, argument.maximum))
    return InputError(f"{where}: {argument.name} has to be {said} from {least} to {most}{but}.")


def missing(kind: LayerKind, count: int, where: str) -> InputError:
    """Say that the numbers given to a layer are not as many as it takes."""
    names = " and ".join(argument.name for argument in kind.arguments) or "no number at all"
    given = "1 number is given" if count == 1 else f"{count_text(count, 'number')} are given"
    return InputError(f"{where}: it takes {names}, but {given}.")


def quoted(name: str, before: str = ", ") -> str:
    """Quote a name that a person wrote, where it is one and holds nothing that Markdown would act on."""
    after = "," if before == ", " else ""
    return f"{before}“{name}”{after}" if re.fullmatch(r"[^\W_](\w{0,22}[^\W_])?", name) else ""
