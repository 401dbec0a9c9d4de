"""The source of SimpleANN, in the lesson's eight steps."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.simple_ann import model


@dataclass(frozen=True)
class Step:
    """One of the lesson's steps: what it is for, and which statements it marks (a statement, and the method that it is in)."""

    why: str
    marks: Callable[[ast.stmt, str], bool]


def _is_super(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and "super()" in ast.unparse(node)


STEPS: dict[str, Step] = {
    "1 Import": Step("`torch` has the tensors, `nn` the layers.", lambda node, _: isinstance(node, ast.Import | ast.ImportFrom)),
    "2 Class": Step("Inherit from `nn.Module`: it keeps track of weights, gradients and devices.", lambda node, _: isinstance(node, ast.ClassDef)),
    "3 Init": Step("`__init__` runs once, when the model is made.", lambda node, _: getattr(node, "name", "") == "__init__"),
    "4 Super": Step("Sets up `nn.Module` itself, before any layer is stored in it.", lambda node, _: _is_super(node)),
    "5 Layers": Step("Make every layer: from 2 inputs to 2 hidden neurons, from those to 1 output.", lambda node, inside: isinstance(node, ast.Assign) and inside == "__init__"),
    "6 Forward": Step("`forward` says what is done with an input `x`; `model(x)` calls it.", lambda node, _: getattr(node, "name", "") == "forward"),
    "7 Flow": Step("The input goes through the first layer, then through ReLU.", lambda node, inside: isinstance(node, ast.Assign) and inside == "forward"),
    "8 Return": Step("The hidden values go through the output layer, and the prediction is returned.", lambda node, _: isinstance(node, ast.Return)),
}  # fmt: skip
"""The lesson's eight steps, by the name that the page shows and the URL carries."""


@lru_cache
def class_source() -> str:
    """Return the file that holds SimpleANN, from its first import on: the very code that the app runs."""
    text = inspect.getsource(model)
    first = next(node for node in ast.parse(text).body if isinstance(node, ast.Import))
    return "\n".join(text.splitlines()[first.lineno - 1 :])


@lru_cache
def lit_lines(step: str) -> tuple[int, ...]:
    """Return the numbers (from 0) of the lines in `class_source()` that `step` marks."""
    tree = ast.parse(class_source())
    methods = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node): method.name for method in methods for node in method.body}
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    lit = [node for node in statements if STEPS[step].marks(node, inside.get(id(node), ""))]
    return tuple(sorted(node.lineno - 1 for node in lit))
