"""What the shapes page asks before torch answers."""

from neuron_core.shapes.shape import Shape, fit_linear, flatten, write_shape
from neuron_core.shared.question import Question, Truth
from neuron_core.shared.refusal import Refusal


def flatten_questions() -> list[Question]:
    """Return the questions on Flatten."""
    return [_bare_image(), _batch()]


def linear_questions() -> list[Question]:
    """Return the questions on a Linear."""
    return [_weight_shape(), _more_dimensions(), _parameters()]


def _bare_image() -> Question:
    def ask_torch() -> Truth:
        options: list[Shape | Refusal] = [(2, 2), (4,), (1, 4)]
        module, function = flatten((2, 2), 1, -1), flatten((2, 2), 0, -1)
        return Truth(
            options.index(module),
            f"Its start_dim is 1, because dimension 0 is the batch: the result is {module}. torch.flatten starts at 0: its "
            f"result is {function}.",
        )

    return Question(
        "A 2 by 2 image without a batch dimension goes through nn.Flatten(). What comes out?",
        ("(2, 2), just as it was", "(4,)", "(1, 4)"),
        {"shapes_tensor": "2x2", "shapes_start_dim": 1, "shapes_end_dim": -1},
        ask_torch,
    )


def _batch() -> Question:
    def ask_torch() -> Truth:
        options: list[Shape | Refusal] = [(2, 6), (12,)]
        mixed, kept = flatten((2, 2, 3), 0, -1), flatten((2, 2, 3), 1, -1)
        return Truth(
            options.index(mixed),
            f"With start_dim 0 everything becomes {mixed}: both examples are in one row. With start_dim 1 it becomes {kept}: "
            "one row for each example.",
        )

    return Question(
        "Two examples of 2 by 3 are flattened with start_dim 0. Do the examples stay separate?",
        ("Yes: (2, 6), a row for each", "No: (12,), all in one row"),
        {"shapes_tensor": "2x2x3", "shapes_start_dim": 0, "shapes_end_dim": -1},
        ask_torch,
    )


def _weight_shape() -> Question:
    def ask_torch() -> Truth:
        options: list[Shape] = [(3, 5), (5, 3)]
        weight = fit_linear((3,), 3, 5).weight
        return Truth(
            options.index(weight),
            f"{weight}: out by in. Each row belongs to one output and holds its weights for all the inputs.",
        )

    return Question(
        "A Linear takes 3 numbers and gives 5. What is the shape of its weight?",
        ("(3, 5): in by out", "(5, 3): out by in"),
        _linear_change((3,), 3, 5),
        ask_torch,
    )


def _more_dimensions() -> Question:
    def ask_torch() -> Truth:
        leaves = fit_linear((4, 10, 8), 8, 2).leaves
        options: list[Shape] = [(40, 2), (4, 10, 2)]
        return Truth(
            0 if isinstance(leaves, Refusal) else 1 + options.index(leaves),
            f"{leaves}: a Linear works on the last dimension and leaves all others as they are. That is why torch may raise no "
            "error when a Flatten is missing.",
        )

    return Question(
        "A tensor of shape (4, 10, 8) goes into Linear(8, 2). What happens?",
        ("It is refused: a Linear needs two dimensions", "(40, 2) comes out", "(4, 10, 2) comes out"),
        _linear_change((4, 10, 8), 8, 2),
        ask_torch,
    )


def _parameters() -> Question:
    def ask_torch() -> Truth:
        one, many = fit_linear((1, 8), 8, 2).parameters, fit_linear((100, 8), 8, 2).parameters
        return Truth(
            0 if one == many else 1,
            f"{one} parameters for a batch of 1, {many} for a batch of 100: every example goes through the same weights.",
        )

    return Question(
        "A batch of 100 goes through Linear(8, 2) instead of a batch of 1. How many parameters does it have now?",
        ("As many as before", "100 times as many"),
        _linear_change((100, 8), 8, 2),
        ask_torch,
    )


def _linear_change(shape: Shape, in_features: int, out_features: int) -> dict[str, float | str]:
    return {
        "shapes_input": write_shape(shape),
        "shapes_in_features": in_features,
        "shapes_out_features": out_features,
    }
