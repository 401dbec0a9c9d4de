"""Numbers that a text gives names to or computes, such as `hidden = 64` and `28 * 28`: worked out here, on small numbers, and put in place.

Nothing else is known of a name; of one that gets its value in a branch, in a loop or in a function, nothing at all.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeGuard

LARGEST = 10**12
"""No number beyond this is computed, or computed with."""
_MOST_POWER = 64
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}


class Names:
    """What names stand for after the statements read so far: numbers, texts, True, False or None.

    `known` has them; an attribute of `me`, which is mostly called self, begins with a point there.
    """

    def __init__(self, known: Mapping[str, ast.Constant] | None = None, me: str = "") -> None:
        self.known = dict(known or {})
        self.me = me

    def inside(self, function: ast.FunctionDef, given: Mapping[str, ast.expr]) -> "Names":
        """Return what is known inside of a method at its beginning, where its arguments have their defaults or what is `given`."""
        arguments = function.args
        in_order = [*arguments.posonlyargs, *arguments.args]
        inner = Names(self.known, in_order[0].arg if in_order else "")
        inner._forget(_stored(function.body))
        inner._forget(each.arg for each in ast.walk(arguments) if isinstance(each, ast.arg))
        defaults = arguments.defaults
        pairs = [*zip(in_order[len(in_order) - len(defaults) :], defaults, strict=True)]
        pairs += [
            (each, default)
            for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if default
        ]
        values = {each.arg: default for each, default in pairs} | dict(given)
        for name, value in values.items():
            inner._give(ast.Name(name, ast.Store()), value)
        return inner

    def also_in(self, later: "Names") -> "Names":
        """Return what is known here and still the same `later`."""
        return Names({name: value for name, value in self.known.items() if later.known.get(name) is value})

    def read(self, statement: ast.stmt) -> None:
        """Put numbers in place in a statement, and learn what it gives a name to."""
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._fold_defaults(statement)
                self._forget([statement.name, *_global_names(statement)])
                return
            case ast.Assign() | ast.AnnAssign() | ast.Expr():
                self.fold_in(statement)
            case _:
                steady = Names(self.known, self.me)  # what a branch or a loop gives no other value
                steady._forget(_stored([statement]))
                steady.fold_in(statement)
        self._forget(_stored([statement]))
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._give(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._give(target, value)

    def fold(self, value: ast.expr) -> ast.expr:
        """Put numbers in place in an expression, and return it: it may be a number itself then."""
        holder = ast.Expr(value)
        self.fold_in(holder)
        return holder.value

    def fold_in(self, root: ast.AST) -> None:
        """Put numbers in place of what stands for one, in all that `root` holds."""
        values: dict[int, ast.expr] = {}
        for node in reversed([*ast.walk(root)]):  # what a node holds comes before it
            for field, held in ast.iter_fields(node):
                if isinstance(held, list):
                    held[:] = [values.get(id(each), each) for each in held]
                elif id(held) in values:
                    setattr(node, field, values[id(held)])
            found = self._constant(node)
            if found is not None and isinstance(node, ast.expr):
                values[id(node)] = ast.copy_location(ast.Constant(found.value), node)

    def _constant(self, node: ast.AST) -> ast.Constant | None:
        match node:
            case ast.Name(name, ast.Load()):
                return self.known.get(name)
            case ast.Attribute(ast.Name(self.me), name, ast.Load()):
                return self.known.get(f".{name}")
            case ast.UnaryOp(ast.USub() | ast.UAdd() as sign, ast.Constant(value)) if is_number(value):
                return ast.Constant(-value if isinstance(sign, ast.USub) else value)
            case ast.BinOp(ast.Constant(left), sign, ast.Constant(right)) if is_number(left) and is_number(right):
                return _computed(left, sign, right)
        return None

    def _give(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(name), ast.Constant():
                self.known[name] = value
            case ast.Attribute(ast.Name(self.me), name), ast.Constant():
                self.known[f".{name}"] = value
            case ((ast.Tuple(elts=targets) | ast.List(elts=targets)), (ast.Tuple(elts=values) | ast.List(elts=values))):
                if len(targets) == len(values) and not any(
                    isinstance(each, ast.Starred) for each in [*targets, *values]
                ):
                    for one, other in zip(targets, values, strict=True):
                        self._give(one, other)

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self.known.pop(name, None)

    def _fold_defaults(self, definition: ast.stmt) -> None:
        """Put numbers in place in the defaults of a function, or of a class's methods: Python takes them where it is defined."""
        methods = definition.body if isinstance(definition, ast.ClassDef) else [definition]
        for method in methods:
            if isinstance(method, ast.FunctionDef):
                arguments = method.args
                arguments.defaults = [self.fold(default) for default in arguments.defaults]
                arguments.kw_defaults = [default and self.fold(default) for default in arguments.kw_defaults]


def _computed(left: float, sign: ast.operator, right: float) -> ast.Constant | None:
    """Compute with two numbers; None where one of them or the result is too large, or where Python raises."""
    compute = _OPERATORS.get(type(sign))
    if compute is None or max(abs(left), abs(right)) > LARGEST:
        return None
    if isinstance(sign, ast.Pow) and not (isinstance(right, int) and 0 <= right <= _MOST_POWER):
        return None
    try:
        value = compute(left, right)
    except (ZeroDivisionError, OverflowError):
        return None
    return ast.Constant(value) if math.isfinite(value) and abs(value) <= LARGEST else None


def is_number(value: object) -> TypeGuard[float]:
    """Tell a number; True and False are none here."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _stored(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """Give every name that is given a value somewhere in `statements`; of an attribute only its last part, after a point."""
    for statement in statements:
        for node in ast.walk(statement):
            match node:
                case ast.Name(name, ast.Store() | ast.Del()):
                    yield name
                case ast.arg(name):
                    yield name
                case ast.Attribute(ast.Name(), name, ast.Store() | ast.Del()):
                    yield f".{name}"
                case ast.alias(name, asname):
                    yield asname or name.partition(".")[0]
                case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                    yield name
                case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                    yield name


def _global_names(definition: ast.stmt) -> Iterator[str]:
    for node in ast.walk(definition):
        if isinstance(node, ast.Global):
            yield from node.names
