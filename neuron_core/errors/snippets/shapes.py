"""Mistakes with shapes."""

from collections.abc import Callable, Mapping

import torch
from torch import nn

from neuron_core.errors.mistake import Group, Mistake, Number, Place
from neuron_core.errors.stacked import Stacked
from neuron_core.errors.tell import Bars, Grids, Measured, Values
from neuron_core.shapes.shape import write_shape
from neuron_core.shapes.snippets import LINEAR_EXHIBITS
from neuron_core.shared.exhibit import Exhibit, Outcome
from neuron_core.shared.numbers import count_text, number_text
from neuron_core.shared.seeding import seeded
from neuron_core.stack.layers import Layer
from neuron_core.stack.run import Stack
from neuron_core.stack.text import write_layers


def _linear(batch: int, features: int, in_features: int, out_features: int) -> Stack:
    return Stack((batch, features), (Layer("linear", (in_features, out_features)),))


def _flatten(samples: int, channels: int, height: int, width: int, classes: int) -> Stack:
    return Stack((samples, channels, height, width), (Layer("linear", (channels * height * width, classes)),))


def _batchnorm_features(batch: int, features: int, num_features: int) -> Stack:
    return Stack((batch, features), (Layer("batchnorm", (num_features,)),))


def _batchnorm_row(features: int) -> Stack:
    return Stack((features,), (Layer("batchnorm", (features,)),))


def _layernorm_features(batch: int, features: int, normalized_shape: int) -> Stack:
    return Stack((batch, features), (Layer("layernorm", (normalized_shape,)),))


def _batchnorm_pictures(samples: int, channels: int, height: int, width: int) -> Stack:
    return Stack((samples, channels, height, width), (Layer("batchnorm", (channels,)),))


def _flatten_order(rows: int, columns: int) -> Stack:
    return Stack((2, rows, columns), (Layer("flatten", (2, 1)),))


def _last_dimension_stack(samples: int, height: int, width: int, classes: int) -> Stack:
    return Stack((samples, height, width), (Layer("linear", (width, classes)),))


def on_stack(stack: Callable[..., Stack]) -> Place:
    """Return the Stack page, set to the stack that `stack` makes of the learner's numbers."""

    def settings(**numbers: int) -> dict[str, str]:
        made = stack(**numbers)
        return {"stack": write_layers(made.layers), "stack_input": write_shape(made.input)}

    return Place("stack", settings)


def _refused_stack(
    title: str,
    says: str,
    stack: Callable[..., Stack],
    numbers: tuple[Number, ...],
    why: Callable[..., str],
    products: Mapping[str, tuple[str, ...]] | None = None,
) -> Mistake:
    """Return the mistake that is a stack which torch refuses; its place follows from the stack."""
    return Mistake(title, Group.SHAPES, Stacked(says, stack), on_stack(stack), numbers, why, products or {})


def _reading_order(rows: int, columns: int) -> dict[str, str]:
    """Set the Shapes page so that it reads a tensor of that shape number by number."""
    return {"shapes_tool": "Flatten", "shapes_tensor": write_shape((rows, columns)), "shapes_start_dim": "0"}


def last_dimension(samples, height, width, classes):
    x = torch.randn(samples, height, width)
    model = nn.Sequential(
        nn.Linear(width, classes),
    )
    return model(x).shape


def last_dimension_cured(samples, height, width, classes):
    x = torch.randn(samples, height, width)
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(height * width, classes),
    )
    return model(x).shape


def view(rows, columns):
    x = torch.randn(rows, columns)
    y = x.transpose(0, 1)
    return y.view(rows * columns).shape


def view_cured(rows, columns):
    x = torch.randn(rows, columns)
    y = x.transpose(0, 1)
    return y.reshape(rows * columns).shape


def permute(rows, columns):
    x = torch.arange(rows * columns).reshape(rows, columns)
    y = x.view(columns, rows)
    return x.tolist(), y.tolist()


def permute_cured(rows, columns):
    x = torch.arange(rows * columns).reshape(rows, columns)
    y = x.permute(1, 0)
    return x.tolist(), y.tolist()


def conv_channels(samples, channels, in_channels):
    x = torch.randn(samples, channels, 28, 28)
    layer = nn.Conv2d(in_channels, 8, kernel_size=3)
    return layer(x).shape


def conv_channels_cured(samples, channels, in_channels):
    x = torch.randn(samples, channels, 28, 28)
    layer = nn.Conv2d(channels, 8, kernel_size=3)
    return layer(x).shape


def dimension(rows, columns, dim):
    x = torch.randn(rows, columns)
    return x.sum(dim=dim).shape


def dimension_cured(rows, columns, dim):
    x = torch.randn(rows, columns)
    return x.sum(dim=-1).shape


def reshape(count, rows, columns):
    x = torch.randn(count)
    return x.reshape(rows, columns).shape


def reshape_cured(rows, columns):
    x = torch.randn(rows * columns)
    return x.reshape(rows, columns).shape


def broadcast(left, right):
    a = torch.randn(left)
    b = torch.randn(right)
    return (a + b).shape


def broadcast_cured(left):
    a = torch.randn(left)
    b = torch.randn(left)
    return (a + b).shape


def _answers(model: nn.Module, height: int, width: int, classes: int) -> Values:
    """Return how many answers a picture gets, and on how many of its numbers the first of them depends."""
    picture = torch.randn(1, height, width, requires_grad=True)
    answers = model(picture).reshape(-1, classes)  # (answers, classes)
    (gradient,) = torch.autograd.grad(answers[0, 0], picture)
    return float(len(answers)), float(gradient.count_nonzero())


def _answers_unflattened(seed: int, height: int, width: int, classes: int) -> Values:
    with seeded(seed):
        return _answers(nn.Linear(width, classes), height, width, classes)


def _answers_flattened(seed: int, height: int, width: int, classes: int) -> Values:
    with seeded(seed):
        return _answers(nn.Sequential(nn.Flatten(), nn.Linear(height * width, classes)), height, width, classes)


def _answers_say(measured: Measured) -> str:
    (many, part), (one, whole) = (map(number_text, values[0]) for values in (measured.wrong, measured.right))
    return (
        f"A picture gets {many} answers, and each depends on {part} of its {whole} numbers. With Flatten it gets {one}, which "
        f"depends on all {whole}."
    )


def _row(numbers: range) -> str:
    return ", ".join(map(str, numbers))


def _viewed(seed: int, rows: int, columns: int) -> Values:
    """Return the numbers of the picture after `view`, row by row; nothing is drawn, so every seed gives the same."""
    return tuple(torch.arange(float(rows * columns)).reshape(rows, columns).view(columns, rows).flatten().tolist())


def _permuted(seed: int, rows: int, columns: int) -> Values:
    """Return them after `permute`."""
    return tuple(torch.arange(float(rows * columns)).reshape(rows, columns).permute(1, 0).flatten().tolist())


def _permuted_say(measured: Measured) -> str:
    viewed, permuted = measured.wrong[0], measured.right[0]
    elsewhere = sum(one != other for one, other in zip(viewed, permuted, strict=True))
    return f"Both have the same shape, but {elsewhere} of the {len(viewed)} numbers are not where permute puts them."


SHAPES: dict[str, Mistake] = {
    "linear": _refused_stack(
        "A batch goes into a Linear",
        "A Linear takes a fixed number of features, its in_features. The batch arrives with another.",
        _linear,
        (
            Number("batch", "rows in the batch", 2, maximum=512),
            Number("features", "features in a row", 5, maximum=4096),
            Number("in_features", "in_features", 4, maximum=4096),
            Number("out_features", "out_features", 3, maximum=1000),
        ),
        lambda batch, features, in_features, out_features: (
            f"The batch arrives with {count_text(features, 'feature')} in a row, but the Linear takes {in_features}. "
            f"Torch multiplies two tables: mat1 is the batch, {batch} × {features}; mat2 is the weight, turned to "
            f"{in_features} × {out_features}. The inner numbers, {features} and {in_features}, would have to be equal."
        ),
    ),
    "flatten": _refused_stack(
        "Pictures go into a Linear",
        "A Linear works on the last dimension only, and takes all the others for rows. Nothing has made one row of each picture.",
        _flatten,
        (
            Number("samples", "pictures", 8, maximum=256),
            Number("channels", "channels", 1, maximum=16),
            Number("height", "height", 28, minimum=2, maximum=64),
            Number("width", "width", 28, maximum=64),
            Number("classes", "classes", 10, maximum=1000),
        ),
        lambda samples, channels, height, width, classes: (
            f"A Linear works on the last dimension only and takes all the others for rows: {samples} × {channels} × {height} = "
            f"{samples * channels * height} rows of {width} arrive. It takes {channels} × {height} × {width} = "
            f"{channels * height * width} numbers, a whole picture in a row. An `nn.Flatten()` before it makes such rows."
        ),
        {"rows": ("samples", "channels", "height"), "in_features": ("channels", "height", "width")},
    ),
    "last_dimension": Mistake(
        "A picture’s width is taken for in_features",
        Group.SHAPES,
        Exhibit(
            "A Linear works on the last dimension only: it takes each row of a picture for a sample of its own.",
            last_dimension,
            Outcome.SILENT,
            last_dimension_cured,
            "A Flatten makes one row of each picture, and the Linear takes all of it.",
        ),
        on_stack(_last_dimension_stack),
        (
            Number("samples", "pictures", 8, maximum=32),
            Number("height", "height", 28, minimum=2, maximum=32),
            Number("width", "width", 28, maximum=32),
            Number("classes", "classes", 10, maximum=32),
        ),
        lambda samples, height, width, classes: (
            f"A Linear works on the last dimension only: each of a picture’s {height} rows gets an answer of its own. "
            f"({samples}, {height}, {classes}) comes out; ({samples}, {classes}) was meant, one answer for each picture."
        ),
        tell=Bars(
            axis="count",
            names=("Answers for a picture", "Numbers that an answer depends on"),
            wrong=_answers_unflattened,
            right=_answers_flattened,
            says=_answers_say,
        ),
    ),
    "batchnorm_features": _refused_stack(
        "A batch goes into a BatchNorm1d",
        "A BatchNorm1d is made for a fixed number of features, its num_features. The batch arrives with another.",
        _batchnorm_features,
        (
            Number("batch", "rows in the batch", 4, minimum=2, maximum=100),
            Number("features", "features in a row", 4, maximum=1000),
            Number("num_features", "num_features", 3, maximum=1000),
        ),
        lambda features, num_features: (
            f"The batch arrives with {count_text(features, 'feature')} in a row, but the BatchNorm1d is made for {num_features}. "
            f"It keeps a mean for each of its features, running_mean: there torch notices that {features} and {num_features} differ."
        ),
    ),
    "batchnorm_row": _refused_stack(
        "A vector goes into a BatchNorm1d",
        "A BatchNorm1d takes rows in a batch, of shape (rows, features). A vector is a row without a batch.",
        _batchnorm_row,
        (Number("features", "features in the row", 3, maximum=1000),),
        lambda features: (
            f"A BatchNorm1d takes rows in a batch, of shape (rows, {features}). The vector of shape ({features},) is a row without "
            "a batch: it has 1 dimension, and torch wants 2 or 3."
        ),
    ),
    "batchnorm_pictures": _refused_stack(
        "Pictures go into a BatchNorm1d",
        "A BatchNorm1d takes tensors of 2 or 3 dimensions. A batch of pictures has 4: pictures, channels, height and width.",
        _batchnorm_pictures,
        (
            Number("samples", "pictures", 8, minimum=2, maximum=16),
            Number("channels", "channels", 3, maximum=4),
            Number("height", "height", 8, maximum=16),
            Number("width", "width", 8, maximum=16),
        ),
        lambda samples, channels, height, width: (
            f"A BatchNorm1d takes tensors of 2 or 3 dimensions. The batch has 4: {samples} pictures, {count_text(channels, 'channel')}, height "
            f"{height} and width {width}. `nn.BatchNorm2d({channels})` is the layer for those; a Flatten makes rows of them."
        ),
    ),
    "conv_channels": Mistake(
        "Pictures go into a Conv2d",
        Group.SHAPES,
        Exhibit(
            "A Conv2d is a layer for pictures. It takes a fixed number of channels, its in_channels: 1 for grey pictures, 3 for red, green and blue.",
            conv_channels,
            Outcome.RAISES,
            conv_channels_cured,
            "in_channels is what the pictures have. Dimension 1 counts the channels: (pictures, channels, height, width).",
        ),
        Place(
            "shapes",
            lambda samples, channels, in_channels: {
                "shapes_tool": "Flatten",
                "shapes_tensor": write_shape((2, min(channels, 4), 2, 2)),
                "shapes_start_dim": "1",
            },
        ),
        (
            Number("samples", "pictures", 4, maximum=64),
            Number("channels", "channels", 1, maximum=64),
            Number("in_channels", "in_channels", 3, maximum=64),
        ),
        lambda channels, in_channels: (
            f"The pictures arrive with {count_text(channels, 'channel')}, but the Conv2d takes {in_channels}. Channels are dimension 1: "
            "1 for grey pictures, 3 for red, green and blue."
        ),
    ),
    "layernorm_features": _refused_stack(
        "A batch goes into a LayerNorm",
        "A LayerNorm is made for a fixed number of features, its normalized_shape. The batch arrives with another.",
        _layernorm_features,
        (
            Number("batch", "rows in the batch", 2, maximum=100),
            Number("features", "features in a row", 4, maximum=1000),
            Number("normalized_shape", "normalized_shape", 3, maximum=1000),
        ),
        lambda features, normalized_shape: (
            f"The batch arrives with {count_text(features, 'feature')} in a row, but the LayerNorm is made for {normalized_shape}. It "
            "has a weight and a bias for each of its features."
        ),
    ),
    "flatten_order": _refused_stack(
        "A Flatten with its ends exchanged",
        "A Flatten goes from start_dim to end_dim, both included. Here start_dim is 2 and end_dim 1, which comes before it.",
        _flatten_order,
        (Number("rows", "rows", 3), Number("columns", "columns", 4)),
        lambda rows, columns: (
            "A Flatten goes from start_dim to end_dim, both included. Here start_dim is 2 and end_dim 1, which comes before it."
        ),
    ),
    "dimension": Mistake(
        "A sum along a dimension",
        Group.SHAPES,
        Exhibit(
            "Dimensions are counted from 0: a table has the dimensions 0 and 1, or from the end −1 and −2. There is no other.",
            dimension,
            Outcome.RAISES,
            dimension_cured,
            "`-1` is always the last dimension, however many there are.",
        ),
        Place(
            "shapes",
            lambda rows, columns, dim: {
                "shapes_tool": "Flatten",
                "shapes_tensor": write_shape((rows, columns)),
                "shapes_start_dim": str(min(dim, 4)),
            },
        ),
        (
            Number("rows", "rows", 3, maximum=16),
            Number("columns", "columns", 4, maximum=16),
            Number("dim", "dim", 2, minimum=0, maximum=9),
        ),
        lambda rows, columns, dim: (
            f"Dimensions are counted from 0: this table has dimension 0, its {count_text(rows, 'row')}, and dimension 1, its "
            f"{count_text(columns, 'column')}. There is no dimension {dim}."
        ),
    ),
    "scalar": Mistake(
        "A single number goes into a Linear",
        Group.SHAPES,
        LINEAR_EXHIBITS["A scalar"],
        Place(
            "shapes",
            lambda: {
                "shapes_tool": "Linear",
                "shapes_input": "scalar",
                "shapes_in_features": "1",
                "shapes_out_features": "2",
                "shapes_surprises": "true",
            },
        ),
    ),
    "view": Mistake(
        "A view after a transpose",
        Group.SHAPES,
        Exhibit(
            "A transpose moves no number in memory, it only changes the order in which they are read. `view` needs memory in "
            "reading order, which torch calls contiguous.",
            view,
            Outcome.RAISES,
            view_cured,
            "`reshape` copies the numbers into reading order where it has to. `.contiguous().view(…)` does the same.",
        ),
        Place("shapes", _reading_order),
        (
            Number("rows", "rows", 2, minimum=2),
            Number("columns", "columns", 3, minimum=2),
        ),
        lambda rows, columns: (
            f"The transpose moved no number in memory: a row of y is now read in steps of {columns}. `view` needs steps of 1, the "
            "order in memory, which torch calls contiguous."
        ),
    ),
    "permute": Mistake(
        "A view to turn rows into columns",
        Group.SHAPES,
        Exhibit(
            "`view` keeps the order of the numbers and only begins new rows elsewhere. It turns nothing.",
            permute,
            Outcome.SILENT,
            permute_cured,
            "`permute(1, 0)` makes dimension 1 the first and dimension 0 the second: rows become columns.",
        ),
        Place("shapes", _reading_order),
        (
            Number("rows", "rows", 2, minimum=2, maximum=8),
            Number("columns", "columns", 3, minimum=2, maximum=8),
        ),
        lambda rows, columns: (
            f"The shape is right, ({columns}, {rows}), but `view` keeps the order of the numbers: its first row is "
            f"{_row(range(rows))}. Turned, that would be the first column of x, {_row(range(0, rows * columns, columns))}."
        ),
        tell=Grids(
            axis="The table’s numbers, as they are read",
            wrong=_viewed,
            right=_permuted,
            says=_permuted_say,
            columns=lambda rows, columns: (rows, rows),
        ),
    ),
    "reshape": Mistake(
        "A row of numbers becomes a table",
        Group.SHAPES,
        Exhibit(
            "A reshape arranges the numbers that are there: it adds none and drops none. The new shape holds another count.",
            reshape,
            Outcome.RAISES,
            reshape_cured,
            "Make as many numbers as the shape holds. If the numbers are given, write `-1` for one of the sizes: torch computes it "
            "where the other divides their count.",
        ),
        Place("shapes", lambda count, rows, columns: _reading_order(rows, columns)),
        (
            Number("count", "numbers", 6),
            Number("rows", "rows", 4),
            Number("columns", "columns", 2),
        ),
        lambda count, rows, columns: (
            f"There {'is' if count == 1 else 'are'} {count_text(count, 'number')}, and the shape holds {rows} × {columns} = "
            f"{rows * columns}. A reshape only arranges what is there: it adds no number and drops none."
        ),
    ),
    "broadcast": Mistake(
        "Two vectors are added",
        Group.SHAPES,
        Exhibit(
            "Torch adds the first number to the first, the second to the second, and so on: both vectors need the same length. "
            "Only a vector of length 1 is repeated to fit, which torch calls broadcasting.",
            broadcast,
            Outcome.RAISES,
            broadcast_cured,
            "Both get the same length. If each number should meet each, write `a[:, None] + b`: that gives a table.",
        ),
        Place("shapes", lambda **numbers: {"shapes_tool": "Linear"}),
        (
            Number("left", "length of a", 3),
            Number("right", "length of b", 4),
        ),
        lambda left, right: (
            f"Torch adds the first number to the first, the second to the second, and so on: {left} and {right} do not pair up. "
            "Only a vector of length 1 is repeated to fit, which torch calls broadcasting."
        ),
    ),
}
