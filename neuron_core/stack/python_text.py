"""A network as Python writes it: layers alone, an nn.Sequential, a whole script with one, a class, or what `print(model)` gives.

The text is parsed with `ast` and never run: names of the layer registry and numbers are read, and nothing else.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeGuard

from neuron_core.shapes.shape import MAX_FEATURES
from neuron_core.shared.numbers import count_text
from neuron_core.shared.typed_input import InputError
from neuron_core.stack.class_text import is_module_class, line_of_class
from neuron_core.stack.layers import LAYERS, Layer
from neuron_core.stack.python_calls import adds_a_layer, class_name, dotted, quoted, read_call
from neuron_core.stack.python_names import Names
from neuron_core.stack.python_sequential import layers_in
from neuron_core.stack.python_shown import code_alone
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
    text = code_alone(_COLOUR.sub("", text[:MAX_CHARACTERS]))
    return _NETWORK.search(text) is not None and _ERROR.search(text) is None


@dataclass(frozen=True)
class Network:
    """A network as it was read. `remarks` say what a person has to know about how.

    `sizes` says of some layers how many numbers each sample has to have when it leaves them, by the layer's index: only then is what
    was read what is written.
    """

    layers: tuple[Layer, ...]
    remarks: tuple[str, ...] = ()
    sizes: Mapping[int, int] = field(default_factory=dict)


def read_python(text: str, largest: int = MAX_FEATURES) -> Network:
    """Read layers as Python writes them, of a class in the order in which its `forward` calls them; their sizes are up to `largest`.

    Raises `InputError`, naming the layer's number and, in a text of several lines, where it stands, for anything else.
    """
    source = parse(text)
    if _PRINTED_CLASS.match(text):
        raise InputError("What print shows of a class does not say what its forward does: paste the class itself.")
    found = _found(source)
    if not found.calls:
        raise InputError("The stack is empty: write at least one layer, such as nn.Linear(4, 3).")
    check_count(len(found.calls))
    layers = tuple(
        read_call(call, partial(source.place, f"Layer {number}"), largest) for number, call in enumerate(found.calls, 1)
    )
    for index, size in found.sizes.items():
        if size > largest:
            raise InputError(f"Layer {index + 1}, a view, has to have from 1 to {largest:,} numbers in a row here.")
    views = (
        f"Layer {index + 1}, a view, is read as nn.Flatten(): it does the same where each sample has {count_text(size, 'number')}."
        for index, size in found.sizes.items()
    )
    return Network(layers, (*found.remarks, *views), found.sizes)


@dataclass(frozen=True)
class _Found:
    """The calls that make a network's layers, in order; see `Network` for the rest."""

    calls: list[ast.expr]
    remarks: tuple[str, ...] = ()
    sizes: Mapping[int, int] = field(default_factory=dict)


_Makers = dict[str, tuple[Names, list[ast.Call]]]
"""Of each class what is known where one is first made of it, and the calls that make one."""


def _found(source: Source) -> _Found:
    """Find the network: the last class or Sequential; else the layers that stand alone; else the only thing assigned."""
    alone: list[ast.expr] = []
    assigned: list[ast.expr] = []
    networks: list[tuple[str, ast.ClassDef | ast.Call]] = []
    names, makers = Names(), _Makers()
    functions: list[tuple[ast.FunctionDef, Names]] = []
    for statement in source.statements:
        if isinstance(statement, ast.FunctionDef):
            functions.append((statement, Names(names.known)))
        else:
            _note_calls(statement, names, makers)
        names.read(statement)
        match statement:
            case ast.ClassDef(name) if is_module_class(statement):
                networks.append((name, statement))
                makers[name] = names, []
            case (
                ast.Assign(targets=[target, *_], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value)
            ):
                assigned.append(_without_moves(value))
                if _is_sequential(assigned[-1]):
                    networks.append((dotted(target), assigned[-1]))
            case ast.Expr(ast.Call(ast.Attribute(holder)) as value) if (
                adds_a_layer(value) and networks and dotted(holder) == networks[-1][0]
            ):
                raise InputError(
                    f"{source.place('Here', value)} a layer is added; write all of them inside of one nn.Sequential(...)."
                )
            case ast.Expr(value) if not _is_aside(value):
                alone.append(_without_moves(value))
                if _is_sequential(alone[-1]):
                    networks.append(("", alone[-1]))
    for function, before in functions:  # each is called later, when a name may stand for something else
        lasting = before.also_in(names)
        inner = lasting.inside(function, {})
        for statement in function.body:
            inner.read(statement)
        _note_calls(function, lasting, makers)
    if networks:
        name, network = networks[-1]
        remarks = _which_is_read(networks)
        if isinstance(network, ast.ClassDef):
            line = line_of_class(network, source, *makers[name])
            return _Found(line.layers, remarks, line.sizes)
        return _Found([*layers_in(network, partial(source.place, "Here"))], remarks)
    if not alone and len(assigned) > 1:
        raise InputError(
            "Which layers come after which is not said: paste one nn.Sequential(...), or a class with its forward."
        )
    written = alone or assigned
    hidden = next((node for each in source.statements for node in ast.walk(each) if _is_sequential(node)), None)
    if not written and hidden:
        raise InputError(
            f"{source.place('Here', hidden)} the nn.Sequential stands inside of a function or a branch; paste it alone."
        )
    if not written and source.statements:
        raise InputError("There is no network in this: paste one nn.Sequential(...), or a class of nn.Module.")
    return _Found([call for each in written for call in layers_in(each, partial(source.place, "Here"))])


def _note_calls(statement: ast.stmt, names: Names, makers: _Makers) -> None:
    """Note the calls that make one of a class. Those in another class are left out: there it is a part, and not the network."""
    if isinstance(statement, ast.ClassDef) or not makers:
        return
    for node in ast.walk(statement):
        match node:
            case ast.Call(ast.Name(name)) if name in makers:
                makers[name] = (
                    Names(names.known) if not makers[name][1] else makers[name][0],
                    [*makers[name][1], node],
                )


def _which_is_read(networks: list[tuple[str, ast.ClassDef | ast.Call]]) -> tuple[str, ...]:
    """Say which of several networks is read: the last one. What is a layer itself, such as a class for an activation, is none."""
    ours = {kind.source for kind in LAYERS.values()}
    apart = [name for name, _ in networks if name not in ours]
    if len(apart) < 2:
        return ()
    return (f"Here are {len(apart)} networks; only the last one{quoted(apart[-1])} is read.",)


def _is_sequential(node: ast.AST) -> TypeGuard[ast.Call]:
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
