"""A network as Python writes it: layers alone, an nn.Sequential, a whole script with one, a class, or what `print(model)` gives.

The text is parsed with `ast` and never run: names of the layer registry and literal numbers are read, and nothing else.
"""

import ast
import re
from functools import partial

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.class_text import is_module_class, layers_of_class
from neuron_core.stack.layers import Layer
from neuron_core.stack.python_calls import adds_a_layer, class_name, dotted, layers_in, read_call
from neuron_core.stack.python_source import MAX_CHARACTERS, Source, parse
from neuron_core.stack.run import check_count

_PRINTED_CLASS = re.compile(r"\s*(?!Sequential\()\w+\(\s+\(\w+\): \w")
_NETWORK = re.compile(
    r"^[ \t]*(?:\(\w+\): \w+|[(\[*]*(?:torch\.)?nn\.\w+|(?:nn\.)?Sequential)\("  # a line begins with a layer
    r"|=\s*(?:(?:torch\.)?nn\.\w+|Sequential)\("  # or a name is given to one
    r"|\bclass \w+\([\w., ]*Module\)",
    re.MULTILINE,
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")  # as a notebook writes its errors
_ERROR = re.compile(
    r"^[^\w\n#]*(?:E +)?(?:Traceback \(|(?:\w+\.)*\w*(?:Error|Exception|Warning)(?:\(s\)[^\n:]*)?:)", re.MULTILINE
)


def looks_like_python(text: str) -> bool:
    """Tell Python from the short form, which has no brackets."""
    return re.search(r"\w\s*\(", text) is not None


def looks_like_network(text: str) -> bool:
    """Tell the code of a network from an error's text, and from plain words."""
    text = _COLOUR.sub("", text[:MAX_CHARACTERS])
    return _NETWORK.search(text) is not None and _ERROR.search(text) is None


def read_python(text: str) -> tuple[Layer, ...]:
    """Read layers as Python writes them, of a class in the order in which its `forward` calls them.

    Raises `InputError`, naming the layer's number and, in a text of several lines, where it stands, for anything else.
    """
    source = parse(text)
    if _PRINTED_CLASS.match(text):
        raise InputError("What print shows of a class does not say what its forward does: paste the class itself.")
    calls = _calls(source)
    if not calls:
        raise InputError("The stack is empty: write at least one layer, such as nn.Linear(4, 3).")
    check_count(len(calls))
    return tuple(read_call(call, partial(source.place, f"Layer {number}")) for number, call in enumerate(calls, 1))


def names_of_networks(text: str) -> list[str]:
    """Return the names of all networks in a text, classes and assigned Sequentials, in their order: the last is the one that is read.

    Raises `InputError` for a text that cannot be parsed.
    """
    names = []
    for statement in parse(text).statements:
        match statement:
            case ast.ClassDef(name) if is_module_class(statement):
                names.append(name)
            case ast.Assign(targets=[target, *_], value=value) if _is_sequential(_without_moves(value)):
                names.append(dotted(target))
    return names


def _calls(source: Source) -> list[ast.expr]:
    """Find the network: the last class or assigned Sequential; else the layers that stand alone; else the only thing assigned."""
    alone: list[ast.expr] = []
    assigned: list[ast.expr] = []
    network: ast.ClassDef | ast.expr | None = None
    its_name = None
    for statement in source.statements:
        match statement:
            case ast.ClassDef() if is_module_class(statement):
                network = statement
            case (
                ast.Assign(targets=[target, *_], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value)
            ):
                assigned.append(_without_moves(value))
                if _is_sequential(assigned[-1]):
                    network, its_name = assigned[-1], dotted(target)
            case ast.Expr(ast.Call(ast.Attribute(holder)) as value) if (
                adds_a_layer(value) and dotted(holder) == its_name
            ):
                raise InputError(
                    f"{source.place('Here', value)} a layer is added; write all of them inside of one nn.Sequential(...)."
                )
            case ast.Expr(value) if not _is_aside(value):
                alone.append(_without_moves(value))
    if isinstance(network, ast.ClassDef):
        return layers_of_class(network, source)
    if not network and not alone and len(assigned) > 1:
        raise InputError(
            "Which layers come after which is not said: paste one nn.Sequential(...), or a class with its forward."
        )
    written = [network] if network else alone or assigned
    if not written and source.statements:
        raise InputError("There is no network in this: paste one nn.Sequential(...), or a class of nn.Module.")
    return [call for each in written for call in layers_in(each)]


def _is_sequential(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and class_name(node.func) == "Sequential"


def _without_moves(node: ast.expr) -> ast.expr:
    """Take off what leaves a module as it is, such as `.to(device)`."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
        if node.func.attr not in ("to", "cpu", "cuda", "float", "train", "eval"):
            break
        node = node.func.value
    return node


def _is_aside(node: ast.expr) -> bool:
    """Tell what a script says or shows beside its network: a docstring, `print(model)`."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and class_name(node.func) == "print")
