"""A small class as Python writes it: the layers that its `__init__` makes, in the order in which its `forward` calls them.

`forward` has to be one straight line, from its one input to its `return`. A function, such as `F.relu(x)`, is read as the module
that does the same.
"""

import ast
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TypeGuard

from torch import Tensor

from neuron_core.shared.typed_input import InputError
from neuron_core.stack.class_made import given_to, made_by
from neuron_core.stack.layers import LAYERS, LayerKind
from neuron_core.stack.mistaken import MistakeError
from neuron_core.stack.python_calls import FUNCTIONS, class_name, dotted, layer_name, quoted
from neuron_core.stack.python_names import Names
from neuron_core.stack.python_sequential import layers_in
from neuron_core.stack.python_source import Source
from neuron_core.stack.run import check_count

_NO_LINE: dict[type[ast.AST], str] = {
    ast.If: "a branch",
    ast.IfExp: "a branch",
    ast.Match: "a branch",
    ast.Try: "a branch",
    ast.For: "a loop",
    ast.While: "a loop",
    ast.ListComp: "a loop",
    ast.BinOp: "arithmetic",
    ast.AugAssign: "arithmetic",
    ast.Tuple: "several values",
}


def is_module_class(statement: ast.stmt) -> TypeGuard[ast.ClassDef]:
    """Tell a class of nn.Module."""
    return isinstance(statement, ast.ClassDef) and any(
        dotted(base).rpartition(".")[2].endswith("Module") for base in statement.bases
    )


def line_of_class(network: ast.ClassDef, source: Source, names: Names, calls: Sequence[ast.Call]) -> "Line":
    """Return the line of layers of a class. `names` are those known where one is made of it, by each of `calls`.

    Raises `InputError` where `forward` is missing, or is not one line of layers.
    """
    methods = {statement.name: statement for statement in network.body if isinstance(statement, ast.FunctionDef)}
    if "forward" not in methods:
        raise _no_forward(source.place("The class", network), list(methods))
    forward, init = methods["forward"], methods.get("__init__")
    where = source.place("forward", forward)
    if network.decorator_list or any(method.decorator_list for method in (forward, init) if method):
        raise InputError(f"{where}: what a decorator changes cannot be read here; take it off.")
    arguments = [argument.arg for argument in [*forward.args.posonlyargs, *forward.args.args]]
    if len(arguments) != 2 or forward.args.vararg or forward.args.kwarg or forward.args.kwonlyargs:
        raise InputError(f"{where} has to take one input, as in forward(self, x).")
    meant = next((method for name, method in methods.items() if name.strip("_") in ("init", "int")), None)
    if meant and not init:
        raise InputError(
            f"{source.place('Here', meant)} init needs two underscores on each side: Python calls no method of this name."
        )
    made: dict[str, ast.expr] = {}
    if init and init.args.args:
        inner = names.inside(init, given_to(init, calls, source))
        made = made_by(init, source, inner)
        names = Names(names.known | {name: value for name, value in inner.known.items() if name.startswith(".")})
    inner = names.inside(forward, {})
    inner.fold_in(forward)
    line = Line(source, arguments[0], made, arguments[1])
    if not line.goes_through(forward.body):
        raise MistakeError(f"{where} returns nothing: it has to end in a return, as in return x.", "forward_none")
    return line


def _no_forward(place: str, methods: list[str]) -> InputError:
    said = f"{place} has no forward(self, x), which says what comes after what."
    near = get_close_matches("forward", methods, n=1)
    return (
        MistakeError(f"{said} Is{quoted(near[0], ' ')} meant to be it?", "forward_missing")
        if near
        else InputError(said)
    )


class Line:
    """The line of layers that `forward` sends its input through, as far as it was read.

    `made` is what each attribute of `me`, which is mostly called self, holds. `through` says, of every name for a tensor, how many
    layers it has gone through: the line goes on only from the one that has gone through all. `rows` are names for the number of samples.
    `sizes` says of layers that were read from a view how many numbers it has each sample have, by the layer's index.
    """

    def __init__(self, source: Source, me: str, made: dict[str, ast.expr], x: str) -> None:
        self.source, self.me, self.made = source, me, made
        self.layers: list[ast.expr] = []
        self.through = {x: 0}
        self.rows: set[str] = set()
        self.sizes: dict[int, int] = {}
        self.each: dict[str, ast.expr] = {}  # the layer that a loop's name stands for

    def goes_through(self, statements: list[ast.stmt], looping: bool = False) -> bool:
        """Read statements one after the other; return whether the last one read returns."""
        for statement in statements:
            match statement:
                case ast.Return(ast.expr() as value) if not looping:
                    self._send(value)
                    return True
                case (
                    ast.Assign(targets=[ast.Name(name)], value=value)
                    | ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value)
                ):
                    self._assign(name, value)
                case ast.For(target=ast.Name(name), iter=listed, body=body, orelse=[]) if not looping:
                    self._repeat(name, listed, body)
                case ast.Expr(ast.Constant() | ast.Call(ast.Name("print"))) | ast.Pass() | ast.Assert():
                    pass  # says or shows something, and changes nothing
                case ast.Return(None):
                    return False
                case _:
                    raise self._no_line(statement)
        return False

    def _place(self, node: ast.expr | ast.stmt) -> str:
        return self.source.place(f"Layer {len(self.layers) + 1}", node)

    def _no_line(self, node: ast.expr | ast.stmt) -> InputError:
        found = _NO_LINE.get(type(node))
        what = f"forward has {found} here" if found else "this step of forward is no layer"
        return InputError(f"{self._place(node)}: {what}; only one straight line of layers can be read.")

    def _assign(self, name: str, value: ast.expr) -> None:
        if self._counts_rows(value):
            self.through.pop(name, None)
            self.rows.add(name)
        else:
            self._send(value)
            self.rows.discard(name)
            self.through[name] = len(self.layers)

    def _repeat(self, name: str, listed: ast.expr, body: list[ast.stmt]) -> None:
        """Read `for layer in self.layers`, once for each layer."""
        for layer in self._listed(listed):
            self.each[name] = layer
            self.goes_through(body, looping=True)
        self.each.pop(name, None)
        self.through.pop(name, None)  # it holds a layer now

    def _listed(self, node: ast.expr) -> list[ast.expr]:
        """Return the modules in an attribute that is a ModuleList or a Sequential."""
        match self._held(node):
            case ast.Call(func, [ast.List(elts=listed) | ast.Tuple(elts=listed)]) if class_name(func) == "ModuleList":
                pass
            case ast.Call(func, listed) if class_name(func) == "Sequential":
                pass
            case ast.List():
                raise MistakeError(
                    f"{self._place(node)}: torch sees no layer in a plain list; write nn.ModuleList([...]).",
                    "plain_list",
                )
            case _:
                raise self._no_line(node)
        check_count(len(listed))
        return listed

    def _held(self, node: ast.expr) -> ast.expr | None:
        """Return what is held by an attribute, by one place in a list, or by a loop's name; None for another node.

        Raises `InputError` for an attribute that was never made.
        """
        match node:
            case ast.Name(name):
                return self.each.get(name)
            case ast.Attribute(ast.Name(self.me), name):
                if name not in self.made:
                    raise InputError(
                        f"{self._place(node)}{quoted(name)} is called, but no line such as self.fc1 = nn.Linear(4, 3) makes it."
                    )
                return self.made[name]
            case ast.Subscript(ast.Attribute() as listed, ast.Constant(int() as index)):
                layers = self._listed(listed)
                if not -len(layers) <= index < len(layers):
                    raise InputError(f"{self._place(node)}: that list holds no layer with this number.")
                return layers[index]
        return None

    def _send(self, node: ast.expr) -> None:
        """Add the layers that `node` sends a tensor through, the innermost call first."""
        calls: list[ast.Call] = []
        while not isinstance(node, ast.Name):
            call, node = node, self._sent_through(node)
            assert isinstance(call, ast.Call)
            calls.append(call)
        if node.id not in self.through:
            raise InputError(
                f"{self._place(node)}: only what comes from the input can go on here{quoted(node.id, ', not ')}."
            )
        if self.through[node.id] < len(self.layers):
            raise InputError(
                f"{self._place(node)}: forward goes back to an earlier value here; a stack is one straight line."
            )
        for call in reversed(calls):
            self.layers += self._layers_of(call)  # which may note something of the layer that comes next

    def _sent_through(self, node: ast.expr) -> ast.expr:
        """Return what a call works on: x in self.fc1(x), in F.relu(x) and in x.relu()."""
        match node:
            case ast.Call(func) if self._is_method(func):
                assert isinstance(func, ast.Attribute)
                return func.value
            case ast.Call(args=[sent, *_]):
                return sent
        raise self._no_line(node)

    def _is_method(self, func: ast.expr) -> bool:
        match func:
            case ast.Attribute(ast.Name(name)):
                return name in self.through
            case ast.Attribute(ast.Attribute() | ast.Subscript()):
                return False
        return isinstance(func, ast.Attribute)

    def _layers_of(self, call: ast.Call) -> list[ast.expr]:
        """Return what one call sends a tensor through: an attribute's layers, or one that is made here, or a function's."""
        func = call.func
        if self._is_method(func):
            assert isinstance(func, ast.Attribute)
            return [self._function(call, Tensor, func.attr, call.args)]
        held = func if isinstance(func, ast.Call) else self._held(func)
        if held and (isinstance(held, ast.Call) or layer_name(held)):
            if len(call.args) > 1 or call.keywords:
                raise InputError(f"{self._place(call)}: a layer takes one input here.")
            layers = list(layers_in(held, self._place))
            self._check_same(call, layers)
            return layers
        if layer_name(func):
            source = LAYERS[layer_name(func)].source
            raise MistakeError(
                f"{self._place(call)}: {source}(x) makes a layer and does not send x through it; make it once in the class’s init, "
                "and call it here.",
                "layer_of_x",
            )
        module, _, name = dotted(held or func).rpartition(".")
        return [self._function(call, FUNCTIONS.get(module), name, call.args[1:])]

    def _check_same(self, call: ast.Call, layers: list[ast.expr]) -> None:
        """Raise `InputError` for a layer that is not, in each call, the same one in the same mode and the only one of its weights."""
        for layer in layers:
            name = layer_name(layer)
            learns = bool(name) and LAYERS[name].takes is not None
            if learns and any(layer is earlier for earlier in self.layers):
                raise InputError(
                    f"{self._place(call)}: it is called again with the same weights, which a stack cannot show."
                )
            if isinstance(call.func, ast.Call) and name and (learns or LAYERS[name].differs_in_eval):
                raise InputError(
                    f"{self._place(call)}, {LAYERS[name].label}: made in forward, it is a new one in every call, and in training; "
                    "make it once, as in self.fc1 = nn.Linear(4, 3)."
                )

    def _function(self, call: ast.Call, package: object, name: str, given: list[ast.expr]) -> ast.expr:
        """Return the call that makes the module which does the same as a function."""
        if name in ("view", "reshape") and hasattr(package, name):
            return self._view(call, given)
        kind = LAYERS.get(name)
        if kind is None or kind.takes or not kind.source.startswith("nn.") or not hasattr(package, name):
            raise InputError(
                f"{self._place(call)}{quoted(name)} is not one of the functions known here, such as F.relu(x) or torch.flatten(x, 1)."
            )
        keywords = call.keywords
        if kind.drops:
            given, keywords = self._dropping_in_training(call, kind, given)
        if kind.flattens and not given and "start_dim" not in [keyword.arg for keyword in keywords]:
            given = [ast.copy_location(ast.Constant(0), call)]  # where the function begins, but not the module
        return _module(call, kind.source, given, keywords)

    def _view(self, call: ast.Call, sizes: list[ast.expr]) -> ast.expr:
        """Read a view that keeps the samples apart, such as `x.view(x.size(0), -1)`, as the Flatten that it is."""
        match sizes:
            case [ast.Tuple(elts=inside) | ast.List(elts=inside)]:
                sizes = inside
        if not call.keywords:
            match sizes:
                case [ast.Constant(-1)]:
                    return _module(call, "nn.Flatten", [ast.copy_location(ast.Constant(0), call)], [])
                case [rows, ast.Constant(-1)] if self._counts_rows(rows):
                    return _module(call, "nn.Flatten", [], [])
                case [rows, ast.Constant(int() as size)] if size > 0 and (
                    _is_minus_one(rows) or self._counts_rows(rows)
                ):
                    self.sizes[len(self.layers)] = size
                    return _module(call, "nn.Flatten", [], [])
        raise InputError(
            f"{self._place(call)}: only a view that keeps every sample apart can be read, as in x.view(x.size(0), -1) or x.flatten(1)."
        )

    def _counts_rows(self, node: ast.expr) -> bool:
        """Tell the number of samples: `x.size(0)`, `x.shape[0]`, `len(x)`, or a name for it."""
        match node:
            case ast.Call(ast.Attribute(ast.Name(x), "size"), [ast.Constant(0)], []):
                return x in self.through
            case ast.Subscript(
                ast.Attribute(ast.Name(x), "shape") | ast.Call(ast.Attribute(ast.Name(x), "size"), [], []),
                ast.Constant(0),
            ):
                return x in self.through
            case ast.Call(ast.Name("len"), [ast.Name(x)], []):
                return x in self.through
            case ast.Name(name):
                return name in self.rows
        return False

    def _dropping_in_training(
        self, call: ast.Call, kind: LayerKind, given: list[ast.expr]
    ) -> tuple[list[ast.expr], list[ast.keyword]]:
        """Return a dropout's arguments without `training=self.training`, which makes it what the module is."""
        said = [*given[1:], *(keyword.value for keyword in call.keywords if keyword.arg in ("training", "train"))]
        where = f"{self._place(call)}, {kind.label}"
        match said:
            case [value] if dotted(value) == f"{self.me}.training":
                pass
            case [ast.Constant(False)]:
                raise InputError(f"{where}: with training=False it never drops; write training=self.training.")
            case [] | [ast.Constant(True)]:
                raise MistakeError(
                    f"{where}: without training=self.training this function also drops in eval(); add it.",
                    "functional_dropout",
                )
            case _:
                raise InputError(f"{where}: only training=self.training can be read here.")
        return given[:1], [keyword for keyword in call.keywords if keyword.value is not said[0]]


def _module(call: ast.Call, source: str, given: list[ast.expr], keywords: list[ast.keyword]) -> ast.expr:
    """Return a call that makes a module, standing where `call` stands."""
    name = ast.Name(source.removeprefix("nn."), ast.Load())
    return ast.copy_location(ast.Call(ast.copy_location(name, call), given, keywords), call)


def _is_minus_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == -1
