"""Questions about shapes, each answered by torch once the person has said what they expect."""

from neuron_core.shapes.shape import Shape, doorway, flatten, write_shape
from neuron_core.shared.question import Question, Truth


def flatten_questions() -> list[Question]:
    """Return the questions on Flatten."""
    return [_bare_image(), _batch()]


def linear_questions() -> list[Question]:
    """Return the questions on a Linear's doorway."""
    return [_weight_shape(), _more_dimensions(), _parameters()]


def _bare_image() -> Question:
    def ask_torch() -> Truth:
        module, function = flatten((2, 2), 1, -1).shape, flatten((2, 2), 0, -1).shape
        return Truth(
            [(2, 2), (4,), (1, 4)].index(module or ()),
            f"Its start_dim is 1: dimension 0 is kept for the batch, so it gives {module}. torch.flatten starts at 0 and "
            f"gives {function}.",
        )

    return Question(
        "A bare 2 by 2 image, no batch, goes through nn.Flatten(). What comes out?",
        ("(2, 2), just as it was", "(4,)", "(1, 4)"),
        {"shapes_tensor": "2x2", "shapes_start_dim": 1, "shapes_end_dim": -1},
        ask_torch,
    )


def _batch() -> Question:
    def ask_torch() -> Truth:
        mixed, kept = flatten((2, 2, 3), 0, -1).shape, flatten((2, 2, 3), 1, -1).shape
        return Truth(
            [(2, 6), (12,)].index(mixed or ()),
            f"From dimension 0 on everything melts into {mixed}, the two examples with it. From dimension 1 on it is "
            f"{kept}: one row an example.",
        )

    return Question(
        "Two examples of 2 by 3 are flattened with start_dim 0. Do the examples stay apart?",
        ("Yes: (2, 6), a row for each", "No: (12,), all in one line"),
        {"shapes_tensor": "2x2x3", "shapes_start_dim": 0, "shapes_end_dim": -1},
        ask_torch,
    )


def _weight_shape() -> Question:
    def ask_torch() -> Truth:
        weight = doorway((3,), 3, 5).weight
        return Truth(
            [(3, 5), (5, 3)].index(weight),
            f"{weight}: out by in. Each row is one output neuron and holds its weights for all the inputs.",
        )

    return Question(
        "A Linear takes 3 numbers and gives 5. What is the shape of its weight?",
        ("(3, 5): in by out", "(5, 3): out by in"),
        _linear_change((3,), 3, 5),
        ask_torch,
    )


def _more_dimensions() -> Question:
    def ask_torch() -> Truth:
        result = doorway((4, 10, 8), 8, 2).result
        options = [None, (40, 2), (4, 10, 2)]
        return Truth(
            options.index(result.shape),
            f"{result.shape}: a Linear works on the last dimension and leaves all others alone. That is why a forgotten "
            "Flatten may not even raise.",
        )

    return Question(
        "A tensor of shape (4, 10, 8) meets Linear(8, 2). What happens?",
        ("It is refused: a Linear needs two dimensions", "(40, 2) comes out", "(4, 10, 2) comes out"),
        _linear_change((4, 10, 8), 8, 2),
        ask_torch,
    )


def _parameters() -> Question:
    def ask_torch() -> Truth:
        one, many = doorway((1, 8), 8, 2).parameters, doorway((100, 8), 8, 2).parameters
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
