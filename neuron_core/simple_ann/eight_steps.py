"""SimpleANN as text: its source in the lesson's eight steps, and a script that gives the page's number at home."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.simple_ann import model
from neuron_core.simple_ann.passes import PLACES, Parameters, drawn


@dataclass(frozen=True)
class Step:
    """One of the lesson's steps: what it is for, and which statements of the class it lights up."""

    why: str
    lights: Callable[[ast.AST, str], bool]


def _is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and "super()" in ast.unparse(node)


STEPS: dict[str, Step] = {
    "1 Import": Step("`torch` brings tensors, `nn` the layers.", lambda node, _: isinstance(node, ast.Import | ast.ImportFrom)),
    "2 Class": Step("Inherit from `nn.Module`: it keeps track of weights, gradients and devices.", lambda node, _: isinstance(node, ast.ClassDef)),
    "3 Init": Step("`__init__` runs once, when the model is made.", lambda node, _: getattr(node, "name", "") == "__init__"),
    "4 Super": Step("Lets `nn.Module` set itself up, before any layer is stored in it.", lambda node, _: _is_super(node)),
    "5 Layers": Step("Make every layer that will be used: two into two, two into one.", lambda node, inside: isinstance(node, ast.Assign) and inside == "__init__"),
    "6 Forward": Step("`forward` says what happens to an input `x`; `model(x)` calls it.", lambda node, _: getattr(node, "name", "") == "forward"),
    "7 Flow": Step("Through the first layer, then through ReLU.", lambda node, inside: isinstance(node, ast.Assign) and inside == "forward"),
    "8 Return": Step("Through the output layer, and hand back the prediction.", lambda node, _: isinstance(node, ast.Return)),
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
    """Return the numbers (from 0) of the lines in `class_source()` that `step` lights up."""
    tree = ast.parse(class_source())
    methods = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node): method.name for method in methods for node in method.body}
    lit = [node for node in ast.walk(tree) if STEPS[step].lights(node, inside.get(id(node), ""))]
    return tuple(sorted(node.lineno - 1 for node in lit))


def script(seed: int, parameters: Parameters, inputs: tuple[float, float]) -> str:
    """Return a script that makes this very model, on the best device at home, and prints its output for `inputs`."""
    edits = "".join(
        f"    model.{PLACES[name][0]}[{', '.join(map(str, PLACES[name][1]))}] = {value}\n"
        for name, value in parameters.edited(drawn(seed)).items()
    )
    by_hand = f"with torch.no_grad():  # weights set by hand\n{edits}" if edits else ""
    return f"""\
{class_source()}


device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else "cpu"

torch.manual_seed({seed})
model = SimpleANN()
{by_hand}model.to(device)

x = torch.tensor({list(inputs)}, device=device)
print(model(x).item())
"""
