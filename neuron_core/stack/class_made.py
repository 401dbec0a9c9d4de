"""What a class makes in its `__init__`: for each attribute the call that makes it, where numbers stand in place of their names."""

import ast
from collections.abc import Mapping, Sequence

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.mistaken import MistakeError
from neuron_core.stack.python_calls import adds_a_layer, class_name, dotted, layer_name
from neuron_core.stack.python_names import Names
from neuron_core.stack.python_source import Source


def made_by(init: ast.FunctionDef, source: Source, names: Names) -> dict[str, ast.expr]:
    """Return what `__init__` assigns to each attribute; `names` are those known inside of it, and learn what it says.

    Raises `InputError` where an attribute takes more than a line, and where torch raises because super() is not called, or too late.
    """
    me, made, ready = names.me, dict[str, ast.expr](), False
    for statement in init.body:
        names.read(statement)
        if any(_fills_super(node) for node in ast.walk(statement)):
            raise InputError(
                f"{source.place('Here', statement)} torch raises an error: the brackets after super().init have to be empty."
            )
        ready = ready or any(_calls_super(node, me) for node in ast.walk(statement))
        match statement:
            case ast.Assign(targets=targets, value=value):
                assigned = [name for target in targets if (name := attribute(target, me))]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                assigned = [name for name in [attribute(target, me)] if name]
            case _ if any(_changes(node, me) for node in ast.walk(statement)):
                raise InputError(
                    f"{source.place('Here', statement)} layers are made in a way that cannot be read; write one line for each."
                )
            case _:
                continue
        if assigned and _is_module(value) and not ready:
            raise MistakeError(
                f"{source.place('Here', statement)} a layer is made before super() is called: torch raises an error. "
                "Call it in the first line of the class’s init.",
                "super_init",
            )
        made |= dict.fromkeys(assigned, value)
    if not ready:
        raise MistakeError(
            f"{source.place('Here', init)} super() is never called: torch raises an error. Call it in the first line of the class’s init.",
            "super_init",
        )
    return made


def attribute(node: ast.expr, me: str) -> str:
    """Return the name of an attribute of `me`; "" for anything else."""
    return node.attr if isinstance(node, ast.Attribute) and dotted(node.value) == me else ""


def given_to(init: ast.FunctionDef, calls: Sequence[ast.Call], source: Source) -> dict[str, ast.expr]:
    """Return what the calls that make a class give to the arguments of its `__init__`.

    Raises `InputError` where they do not all give the same.
    """
    in_order = [each.arg for each in (*init.args.posonlyargs, *init.args.args)][1:]
    ways = [_given_by(call, in_order) for call in calls]
    for call, way in zip(calls, ways, strict=True):
        if _numbers(way) != _numbers(ways[0]):
            raise InputError(
                f"{source.place('Here', call)} the class is made once more, with other numbers; keep the line that counts."
            )
    return ways[0] if ways else {}


def _given_by(call: ast.Call, in_order: Sequence[str]) -> dict[str, ast.expr]:
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return dict.fromkeys([*in_order, *(each.arg for each in call.keywords if each.arg)], call)  # whatever it is
    return dict(zip(in_order, call.args, strict=False)) | {each.arg: each.value for each in call.keywords if each.arg}


def _numbers(given: Mapping[str, ast.expr]) -> dict[str, str]:
    return {name: repr(value.value) if isinstance(value, ast.Constant) else "" for name, value in given.items()}


def _calls_super(node: ast.AST, me: str) -> bool:
    """Tell `super().__init__()`, `super(Net, self).__init__()` and `nn.Module.__init__(self)`."""
    match node:
        case ast.Call(ast.Attribute(ast.Call(ast.Name("super")), "__init__"), [], []):
            return True
        case ast.Call(ast.Attribute(base, "__init__"), [ast.Name(given)], []):
            return given == me and class_name(base) == "Module"
    return False


def _fills_super(node: ast.AST) -> bool:
    """Tell `super().__init__(Net, self)` and its like: nn.Module takes nothing there."""
    match node:
        case ast.Call(ast.Attribute(ast.Call(ast.Name("super")), "__init__"), args, keywords):
            return bool(args or keywords)
    return False


def _is_module(value: ast.expr) -> bool:
    known = isinstance(value, ast.Call) and class_name(value.func) in ("Sequential", "ModuleList")
    return known or bool(isinstance(value, ast.Call) and layer_name(value))


def _changes(node: ast.AST, me: str) -> bool:
    """Tell what gives an attribute another value, or a module another layer."""
    match node:
        case ast.Attribute(ctx=ast.Store()):
            return bool(attribute(node, me))
        case ast.Call(ast.Attribute(held)) if adds_a_layer(node):
            return dotted(held).split(".")[0] == me
    return False
