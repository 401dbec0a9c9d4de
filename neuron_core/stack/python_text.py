"""Layers as Python writes them: `nn.Linear(4, 3), nn.ReLU()`, a whole `nn.Sequential(...)`, or what `print(model)` gives.

The text is parsed with `ast` and never run: names of the layer registry and literal numbers are read, and nothing else.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from typing import TypeGuard

from neuron_core.shared.numbers import count_text
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.layers import LAYERS, Argument, Layer, LayerKind
from neuron_core.stack.run import check_count

_CALL = r"(?:\w+\.)*\w+\("
_MODULES = ("", "nn", "torch.nn")


def looks_like_python(text: str) -> bool:
    """Tell Python from the short form, which has no brackets."""
    return re.search(r"\w\s*\(", text) is not None


def read_python(text: str) -> tuple[Layer, ...]:
    """Read layers as Python writes them. Raises `InputError`, naming the layer's number, for anything else."""
    calls = list(_layers_in(_expression(_tidied(text))))
    if not calls:
        raise InputError("The stack is empty: write at least one layer, such as nn.Linear(4, 3).")
    check_count(len(calls))
    return tuple(_read(call, f"Layer {number}") for number, call in enumerate(calls, 1))


def _tidied(text: str) -> str:
    """Take off comments and the numbers of a printed model, and put commas where only a space or a line stands between layers.

    A field of one line loses the line breaks of what is pasted: a comment then ends where the next layer begins.
    """
    ends = r"(?=\n|$)" if "\n" in text.strip() else rf"(?=\s{_CALL}|\s*\)\s*$|$)"
    text = re.sub(rf"#[^\n]*?{ends}", "", text.strip())
    text = re.sub(r"\(\w+\):\s*", "", text)
    return re.sub(r"\)\s+(?=[A-Za-z])", "), ", text)


def _expression(source: str) -> ast.expr:
    """Parse `source`: one expression, with or without a name that it is given to."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        number = _layer_at(source, error) if isinstance(error, SyntaxError) else 1
        raise InputError(
            f"Layer {number}: this cannot be read as Python. Is a bracket or a comma missing there?"
        ) from None
    match statements:
        case [ast.Expr(value) | ast.Assign(value=value)]:
            return value
    raise InputError("Layer 1: paste the layers alone, or one nn.Sequential(...) with nothing before or after it.")


def _layer_at(source: str, error: SyntaxError) -> int:
    """Return the number of the layer where Python stopped reading."""
    lines = source.splitlines()
    line = min(error.lineno or 1, len(lines))
    before = "\n".join([*lines[: line - 1], lines[line - 1][: error.offset or 0]])
    return max(1, len(re.findall(_CALL, before)) - len(re.findall(r"\bSequential\(", before)))


def _layers_in(node: ast.expr) -> Iterator[ast.expr]:
    """Give what stands in place of layers, one after the other, in a tuple, a list or a Sequential."""
    match node:
        case ast.Tuple(elts=inside) | ast.List(elts=inside):
            pass
        case ast.Starred(value):
            inside = [value]
        case ast.Call(func, inside, keywords=[]) if _name(func) == "Sequential":
            pass
        case _:
            yield node
            return
    for each in inside:
        yield from _layers_in(each)


def _name(node: ast.expr) -> str:
    """Return the name of one of torch.nn's classes as it is written, without its module; "" for anything else."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(module, name) if ast.unparse(module) in _MODULES:
            return name
    return ""


def _read(node: ast.expr, place: str) -> Layer:
    called = node.func if isinstance(node, ast.Call) else node
    written = _name(called)
    known = {kind.source.removeprefix("nn."): name for name, kind in LAYERS.items()}
    if written not in known:
        meant = next((name for name in known if written and name.lower() == written.lower()), "")
        if meant:
            raise InputError(f"{place}: torch writes {meant} with these capitals: nn.{meant}.")
        raise InputError(
            f"{place}{quoted(written)} is not one of the layers known here, such as nn.Linear(4, 3), nn.ReLU() or nn.Flatten()."
        )
    kind, where = LAYERS[known[written]], f"{place}, {LAYERS[known[written]].label}"
    if not isinstance(node, ast.Call):
        raise InputError(f"{where}: its brackets are missing, as in {kind.source}({kind.fixed}).")
    given = _given(node, kind, where)
    values = tuple(_value(given[a.name], a, where) if a.name in given else _default(kind, a) for a in kind.arguments)
    if None in values:
        raise missing(kind, len(given), where)
    return Layer(known[written], tuple(value for value in values if value is not None))


def _given(call: ast.Call, kind: LayerKind, where: str) -> dict[str, ast.expr]:
    """Return what is written for each argument; what says no more than torch's own default is passed over."""
    names = [argument.name for argument in kind.arguments]
    if len(call.args) > len(names):
        raise missing(kind, len(call.args), where)
    given = dict(zip(names, call.args, strict=False))
    fixed = ""
    for keyword in call.keywords:
        name = keyword.arg or ""
        if name in names and name not in given:
            given[name] = keyword.value
        elif f"{name}={ast.unparse(keyword.value)}" == kind.fixed:
            fixed = kind.fixed
        elif name in names:
            raise InputError(f"{where}: {name} is given twice.")
        elif not _says_the_default(keyword, kind):
            raise InputError(f"{where}: only {_takes(kind)} can be set here{quoted(name, ', not ')}.")
    if fixed != kind.fixed:
        raise InputError(f"{where}: write {kind.source}({kind.fixed}).")
    return given


def _takes(kind: LayerKind) -> str:
    return kind.fixed or " and ".join(argument.name for argument in kind.arguments) or "torch’s own defaults"


def _says_the_default(keyword: ast.keyword, kind: LayerKind) -> bool:
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


def _value(node: ast.expr, argument: Argument, where: str) -> float:
    match node:
        case ast.UnaryOp(ast.USub(), ast.Constant(value)) if _is_number(value):
            return checked(-value, argument, where)
        case ast.Constant(value) if _is_number(value):
            return checked(value, argument, where)
    raise _not_a_number(argument, where)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def checked(value: float, argument: Argument, where: str) -> float:
    """Return `value` as a layer holds it. Raises `InputError` where it is not within the bounds of `argument`."""
    if not argument.minimum <= value <= argument.maximum or (argument.whole and not isinstance(value, int)):
        raise _not_a_number(argument, where)
    return value if argument.whole else float(value) + 0.0  # no -0


def _not_a_number(argument: Argument, where: str) -> InputError:
    said = "a whole number" if argument.whole else "a number"
    return InputError(f"{where}: {argument.name} has to be {said} from {argument.minimum:,} to {argument.maximum:,}.")


def missing(kind: LayerKind, count: int, where: str) -> InputError:
    """Say that the numbers given to a layer are not as many as it takes."""
    names = " and ".join(argument.name for argument in kind.arguments) or "no number at all"
    given = "1 number is given" if count == 1 else f"{count_text(count, 'number')} are given"
    return InputError(f"{where}: it takes {names}, but {given}.")


def quoted(name: str, before: str = ", ") -> str:
    """Quote a name that a person wrote, where it is one and holds nothing that Markdown would act on."""
    after = "," if before == ", " else ""
    return f"{before}“{name}”{after}" if re.fullmatch(r"[^\W_](\w{0,22}[^\W_])?", name) else ""
