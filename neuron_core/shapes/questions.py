"""What the shapes page asks before torch answers.

Where the page shows by chance what a question asks about, the question covers that too.
"""

from collections.abc import Callable
from math import prod

from neuron_core.shapes.shape import Shape, fit_linear, flatten, write_shape
from neuron_core.shared.question import Question, Truth
from neuron_core.shared.refusal import Refusal

Shown = tuple[Shape, int, int]
"""What the page shows: a tensor, and from where to where it is flattened."""

Twin = Callable[[], Question] | None

ARRIVED = 100
"""Where the slider stands once the cells are where Flatten puts them, in percent of the way."""


def flatten_questions(tensor: Shape, start_dim: int, end_dim: int) -> list[Question]:
    """Return the questions on Flatten, for a page that shows such a flattening."""
    shown = (tensor, start_dim, end_dim)
    return [
        _bare_image(shown, (2, 2), lambda: _bare_image(shown, (3, 4))),
        _batch(shown, (2, 2, 3), lambda: _batch(shown, (4, 3, 2))),
    ]


def linear_questions(arrives: Shape) -> list[Question]:
    """Return the questions on a Linear, for a page that shows what it makes of a tensor of shape `arrives`."""
    return [
        _more_dimensions(arrives, (4, 10, 8), 2, lambda: _more_dimensions(arrives, (2, 5, 6), 3)),
        _weight_shape(3, 5, lambda: _weight_shape(6, 2)),
        _parameters(8, 2, 100, lambda: _parameters(3, 4, 50)),
    ]


def _flatten_covers(shown: Shown, asked: Shown) -> tuple[str, ...]:
    """Both calls side by side would give it away, and so would the picture while it shows what is asked about."""
    return ("calls", "flattened") if shown == asked else ("calls",)


def _bare_image(shown: Shown, image: Shape, twin: Twin = None) -> Question:
    rows, columns = image

    def ask_torch() -> Truth:
        options: list[Shape | Refusal] = [image, (rows * columns,), (1, rows * columns)]
        module, function = flatten(image, 1, -1), flatten(image, 0, -1)
        return Truth(
            options.index(module),
            f"nn.Flatten() gives {module}; the function torch.flatten(x) gives {function}.",
            f"nn.Flatten() keeps dimension 0, because a layer gets a batch, many examples at once. It takes the {rows} rows for "
            f"{rows} examples, which are flat already. torch.flatten starts at dimension 0.",
        )

    return Question(
        f"A {rows} by {columns} image without a batch dimension goes through nn.Flatten(). What comes out?",
        (f"{image}, just as it was", f"({rows * columns},)", f"(1, {rows * columns})"),
        _flatten_change(image, 1),
        ask_torch,
        _flatten_covers(shown, (image, 1, -1)),
        twin,
    )


def _batch(shown: Shown, batch: Shape, twin: Twin = None) -> Question:
    count, each = batch[0], prod(batch[1:])

    def ask_torch() -> Truth:
        options: list[Shape | Refusal] = [(count, each), (count * each,)]
        mixed, kept = flatten(batch, 0, -1), flatten(batch, 1, -1)
        return Truth(
            options.index(mixed),
            f"With start_dim 0 everything becomes {mixed}; with start_dim 1 it becomes {kept}.",
            f"Dimension 0 is the batch. Merged with the others, it puts all {count} examples in one row; kept, it leaves one row for "
            "each example.",
        )

    return Question(
        f"{count} examples of {batch[1]} by {batch[2]} are flattened with start_dim 0. Do the examples stay separate?",
        (f"Yes: ({count}, {each}), a row for each", f"No: ({count * each},), all in one row"),
        _flatten_change(batch, 0),
        ask_torch,
        _flatten_covers(shown, (batch, 0, -1)),
        twin,
    )


def _more_dimensions(shown: Shape, arrives: Shape, out_features: int, twin: Twin = None) -> Question:
    in_features = arrives[-1]
    flat, kept = (prod(arrives[:-1]), out_features), (*arrives[:-1], out_features)

    def ask_torch() -> Truth:
        leaves = fit_linear(arrives, in_features, out_features).leaves
        options: list[Shape] = [flat, kept]
        return Truth(
            0 if isinstance(leaves, Refusal) else 1 + options.index(leaves),
            f"The shape that comes out is {leaves}.",
            "A Linear works on the last dimension and leaves all others as they are. That is why torch may raise no error when a "
            "Flatten is missing.",
        )

    return Question(
        f"A tensor of shape {arrives} goes into nn.Linear({in_features}, {out_features}). What happens?",
        ("It is refused: a Linear needs two dimensions", f"{flat} comes out", f"{kept} comes out"),
        _linear_change(arrives, in_features, out_features),
        ask_torch,
        ("words", "y") if len(shown) > 2 else ("words",),
        twin,
    )


def _weight_shape(in_features: int, out_features: int, twin: Twin = None) -> Question:
    by_in: Shape = (in_features, out_features)
    by_out: Shape = (out_features, in_features)

    def ask_torch() -> Truth:
        weight = fit_linear((in_features,), in_features, out_features).weight
        return Truth(
            [by_in, by_out].index(weight),
            f"The weight has the shape {weight}: out by in.",
            "Each row belongs to one output and holds its weights for all the inputs. The result is y = x Wᵀ + b.",
        )

    return Question(
        f"A Linear takes {in_features} numbers and gives {out_features}. What is the shape of its weight?",
        (f"{by_in}: in by out", f"{by_out}: out by in"),
        _linear_change((in_features,), in_features, out_features),
        ask_torch,
        ("weight", "parameters"),
        twin,
    )


def _parameters(in_features: int, out_features: int, batch: int, twin: Twin = None) -> Question:
    def ask_torch() -> Truth:
        one, many = (fit_linear((n, in_features), in_features, out_features).parameters for n in (1, batch))
        return Truth(
            0 if one == many else 1,
            f"{one} parameters for a batch of 1, {many} for a batch of {batch}.",
            "Every example goes through the same weights, so the size of the batch changes nothing about them.",
        )

    return Question(
        f"A batch of {batch} goes through nn.Linear({in_features}, {out_features}) instead of a batch of 1. How many parameters, the "
        "numbers that it learns, does it have now?",
        ("As many as before", f"{batch} times as many"),
        _linear_change((batch, in_features), in_features, out_features),
        ask_torch,
        ("parameters",),
        twin,
    )


def _flatten_change(tensor: Shape, start_dim: int) -> dict[str, float | str]:
    return {
        "shapes_tensor": write_shape(tensor),
        "shapes_start_dim": start_dim,
        "shapes_end_dim": -1,
        "shapes_step": ARRIVED,
    }


def _linear_change(shape: Shape, in_features: int, out_features: int) -> dict[str, float | str]:
    return {
        "shapes_input": write_shape(shape),
        "shapes_in_features": in_features,
        "shapes_out_features": out_features,
    }
