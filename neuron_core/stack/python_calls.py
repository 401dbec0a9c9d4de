"""One layer as Python writes it, such as `nn.Linear(4, 3)`: the name of a layer of the registry and literal numbers, nothing else."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from typing import TypeGuard, get_args

import torch

from neuron_core.shared.numbers import count_text
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Argument, Layer, LayerKind

Place = Callable[[ast.expr], str]
"""Says where a part of the text stands, such as "Layer 2 (line 4, column 9)"."""
_MODULES = ("", "nn", "torch.nn")


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


def layers_in(node: ast.expr) -> Iterator[ast.expr]:
    """Give what stands in place of layers, one after the other, in a tuple, a list or a Sequential.

    Raises `InputError` for a Sequential that is given a list, as torch does.
    """
    match node:
        case ast.Tuple(elts=inside) | ast.List(elts=inside):
            pass
        case ast.Starred(value):
            inside = [value]
        case ast.Call(func, inside, keywords=[]) if class_name(func) == "Sequential":
            if any(isinstance(each, ast.Tuple | ast.List) for each in inside):
                raise InputError(
                    "nn.Sequential takes its layers one by one, and no list. Put a star before the list, which hands it over one by one."
                )
        case _:
            yield node
            return
    for each in inside:
        yield from layers_in(each)


def layer_name(node: ast.expr) -> str:
    """Return the name in `LAYERS` of the layer whose class `node` names or calls; "" where there is none."""
    written = class_name(node.func if isinstance(node, ast.Call) else node)
    return {kind.source.removeprefix("nn."): name for name, kind in LAYERS.items()}.get(written, "")


def read_call(node: ast.expr, place: Place) -> Layer:
    """Read one layer. Raises `InputError` for one that is not known, and for what it does not take."""
    name = layer_name(node)
    if not name:
        raise _unknown(class_name(node.func if isinstance(node, ast.Call) else node), place(node))
    kind = LAYERS[name]

    def where(part: ast.expr) -> str:
        return f"{place(part)}, {kind.label}"

    if not isinstance(node, ast.Call):
        raise InputError(f"{where(node)}: its brackets are missing, as in {kind.source}({kind.fixed}).")
    given = _given(node, kind, where)
    values = tuple(
        _value(given[a.name], kind, a, where) if a.name in given else _default(kind, a) for a in kind.arguments
    )
    if None in values:
        raise missing(kind, len(given), where(node))
    return Layer(name, tuple(value for value in values if value is not None))


def _unknown(written: str, place: str) -> InputError:
    known = (kind.source.removeprefix("nn.") for kind in LAYERS.values())
    meant = next((name for name in known if written and name.lower() == written.lower()), "")
    if meant:
        return InputError(f"{place}: torch writes {meant} with these capitals: nn.{meant}.")
    return InputError(
        f"{place}{quoted(written)} is not one of the layers known here, such as nn.Linear(4, 3), nn.ReLU() or nn.Flatten()."
    )


def _given(call: ast.Call, kind: LayerKind, where: Place) -> dict[str, ast.expr]:
    """Return what is written for each argument; what says no more than torch's own default is passed over."""
    fixed, _, fixed_value = kind.fixed.partition("=")
    names = [fixed] if fixed else [argument.name for argument in kind.arguments]
    if len(call.args) > len(names):
        if not names and inspect.signature(kind.build).parameters:
            raise InputError(f"{where(call)}: only torch’s own defaults can be read here, as in {kind.source}().")
        raise missing(kind, len(call.args), where(call))
    given = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        name = keyword.arg or ""
        if name in given:
            raise InputError(f"{where(keyword.value)}: {name} is given twice.")
        if name in names:
            given[name] = keyword.value
        elif not _says_the_default(keyword, kind):
            raise InputError(f"{where(keyword.value)}: only {_takes(kind)} can be set here{quoted(name, ', not ')}.")
    if fixed and (fixed not in given or str(_number(given[fixed])) != fixed_value):
        raise InputError(f"{where(given.get(fixed, call))}: write {kind.source}({kind.fixed}).")
    return given


def _takes(kind: LayerKind) -> str:
    return kind.fixed or " and ".join(argument.name for argument in kind.arguments) or "torch’s own defaults"


def _says_the_default(keyword: ast.keyword, kind: LayerKind) -> bool:
    """Tell whether a keyword changes no number of what leaves the layer: it is torch's default, or only saves memory."""
    if keyword.arg == "inplace" and isinstance(keyword.value, ast.Constant):
        return "inplace" in inspect.signature(kind.build).parameters
    known = inspect.signature(kind.build).parameters.get(keyword.arg or "")
    return (
        known is not None
        and isinstance(keyword.value, ast.Constant)
        and repr(keyword.value.value) == repr(known.default)
    )


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
    value = _number(node)
    if value is None:
        name = dotted(node).rpartition(".")[2]
        raise _not_a_number(argument, where(node), quoted(name, ", not the name "))
    return checked(value, argument, where(node))


def _may_be_a_shape(kind: LayerKind, argument: Argument) -> bool:
    """Whether torch takes (3,) for 3, as LayerNorm prints it."""
    known = inspect.signature(kind.build).parameters.get(argument.name)
    return known is not None and torch.Size in get_args(known.annotation)


_DEEPEST = 8  # of arithmetic within arithmetic


def _number(node: ast.expr, deep: int = 0) -> float | None:
    """Return the number that is written, or that whole numbers make, as in 28 * 28; None where it is none."""
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv() as sign, right) if deep < _DEEPEST:
            return _computed(_number(left, deep + 1), sign, _number(right, deep + 1))
        case ast.UnaryOp(ast.USub(), ast.Constant(value)) if _is_number(value):
            return -value
        case ast.Constant(value) if _is_number(value):
            return value
    return None


def _computed(one: float | None, sign: ast.operator, other: float | None) -> int | None:
    if not isinstance(one, int) or not isinstance(other, int) or max(abs(one), abs(other)) > _LARGEST:
        return None
    match sign:
        case ast.Add():
            return one + other
        case ast.Sub():
            return one - other
        case ast.Mult():
            return one * other
    return one // other if other else None


_LARGEST = 10**6  # number in arithmetic: all that a layer may have is smaller


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def checked(value: float, argument: Argument, where: str) -> float:
    """Return `value` as a layer holds it. Raises `InputError` where it is not within the bounds of `argument`."""
    if not argument.minimum <= value <= argument.maximum or (argument.whole and not isinstance(value, int)):
        raise _not_a_number(argument, where)
    return value if argument.whole else float(value) + 0.0  # no -0


def _not_a_number(argument: Argument, where: str, but: str = "") -> InputError:
    said = "a whole number" if argument.whole else "a number"
    return InputError(
        f"{where}: {argument.name} has to be {said} from {argument.minimum:,} to {argument.maximum:,}{but}."
    )


def missing(kind: LayerKind, count: int, where: str) -> InputError:
    """Say that the numbers given to a layer are not as many as it takes."""
    names = " and ".join(argument.name for argument in kind.arguments) or "no number at all"
    given = "1 number is given" if count == 1 else f"{count_text(count, 'number')} are given"
    return InputError(f"{where}: it takes {names}, but {given}.")


def quoted(name: str, before: str = ", ") -> str:
    """Quote a name that a person wrote, where it is one and holds nothing that Markdown would act on."""
    after = "," if before == ", " else ""
    return f"{before}“{name}”{after}" if re.fullmatch(r"[^\W_](\w{0,22}[^\W_])?", name) else ""
