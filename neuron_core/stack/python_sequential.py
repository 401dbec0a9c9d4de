"""An `nn.Sequential` as Python writes it: its layers alone, unpacked from a list, or by name in an OrderedDict."""

import ast
from collections.abc import Iterator

from torch import nn

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.python_calls import Place, class_name, dotted


def layers_in(node: ast.expr, place: Place) -> Iterator[ast.expr]:
    """Give what stands in place of layers, one after the other, in a tuple, a list or a Sequential.

    Raises `InputError` for a Sequential that torch does not make.
    """
    match node:
        case ast.Tuple(elts=inside) | ast.List(elts=inside):
            pass
        case ast.Starred(value):
            inside = [value]
        case ast.Call(func) if class_name(func) == "Sequential":
            inside = _in_sequential(node, place)
        case _:
            yield node
            return
    for each in inside:
        yield from layers_in(each, place)


def _in_sequential(call: ast.Call, place: Place) -> list[ast.expr]:
    match call:
        case ast.Call(args=[ast.Call(func) as named], keywords=[]) if dotted(func).rpartition(".")[2] == "OrderedDict":
            return _named_layers(named, place)
        case ast.Call(keywords=[_, *_]):
            raise InputError(
                f"{place(call)}: nn.Sequential takes no names like this; write its layers alone, or an OrderedDict."
            )
    inside = [*_unpacked(call.args)]
    for each in inside:
        match each:
            case ast.List() | ast.Tuple():
                raise InputError(
                    f"{place(each)}: nn.Sequential takes layers, not a list of layers; leave the inner brackets out."
                )
            case ast.Dict():
                raise InputError(f"{place(each)}: nn.Sequential takes no plain dict of layers; make it an OrderedDict.")
    return inside


def _unpacked(given: list[ast.expr]) -> Iterator[ast.expr]:
    """Give what is written, and in place of a list behind a star what it holds."""
    for each in given:
        match each:
            case ast.Starred(ast.List(elts=listed) | ast.Tuple(elts=listed)):
                yield from _unpacked(listed)
            case _:
                yield each


def _named_layers(named: ast.Call, place: Place) -> list[ast.expr]:
    """Return the layers of an OrderedDict, in its order. Raises `InputError` for names that cannot be read, or that torch refuses."""
    pairs: list[tuple[ast.expr | None, ast.expr]]
    match named.args:
        case [ast.List(elts=listed) | ast.Tuple(elts=listed)]:
            pairs = [_pair(each, place) for each in listed]
        case [ast.Dict(keys=names, values=layers)]:
            pairs = [*zip(names, layers, strict=True)]
        case []:
            pairs = []
        case _:
            raise InputError(f"{place(named)}: only an OrderedDict whose pairs are all written out can be read.")
    pairs += [(ast.Constant(each.arg), each.value) for each in named.keywords]
    found: dict[str, ast.expr] = {}
    for name, layer in pairs:
        if not (isinstance(name, ast.Constant) and isinstance(name.value, str)):
            raise InputError(f"{place(layer)}: in an OrderedDict every name has to be written out, in quotation marks.")
        if not _may_be_named(name.value):
            raise InputError(f"{place(layer)}: torch does not take a layer of this name; give it another.")
        found[name.value] = layer  # a name that comes again keeps its place, and holds the later layer
    return [*found.values()]


def _may_be_named(name: str) -> bool:
    """Ask torch whether a Sequential can have a layer of this name."""
    try:
        nn.Sequential().add_module(name, nn.Identity())
    except KeyError:
        return False
    return True


def _pair(node: ast.expr, place: Place) -> tuple[ast.expr, ast.expr]:
    match node:
        case ast.Tuple([name, layer]) | ast.List([name, layer]):
            return name, layer
    raise InputError(f"{place(node)}: in an OrderedDict only pairs can be read, such as (“fc1”, nn.Linear(4, 3)).")
