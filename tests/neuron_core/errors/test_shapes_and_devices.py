"""What is said about shapes, types and devices is so; and a stack's code, its marks and its message agree for all numbers."""

import contextlib
import mmap
import random
import re
from itertools import chain
from math import prod
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from neuron_core.errors.marks import PRODUCT, letters, marked
from neuron_core.errors.mistake import Mistake
from neuron_core.errors.registry import MISTAKES
from neuron_core.errors.snippets.devices import DEVICES, RECORDED, RECORDED_WITH
from neuron_core.errors.snippets.shapes import SHAPES
from neuron_core.errors.stacked import Stacked
from neuron_core.errors.wordings import spans
from neuron_core.shapes.shape import read_shape
from neuron_core.shared.exhibit import Outcome
from neuron_core.shared.live_run import Span
from neuron_core.shared.refusal import Refusal
from neuron_core.shared.typed_input import InputError
from neuron_core.simple_ann.snippets import EXHIBITS
from neuron_core.stack.layers import Layer
from neuron_core.stack.run import Stack
from neuron_core.stack.text import read_layers
from pages.knobs.simple_ann import LESSON
from tests.neuron_core.stack.random_stacks import random_stack

NUMBERED = [pytest.param(mistake, id=key) for key, mistake in SHAPES.items() if mistake.numbers]
STACKS = [pytest.param(mistake, id=key) for key, mistake in SHAPES.items() if isinstance(mistake.shows, Stacked)]


def drawn(mistake: Mistake, dice: random.Random) -> dict[str, int]:
    """Draw numbers within their bounds, small ones more often, that are not too large together."""
    while True:
        numbers = {
            number.name: dice.randint(number.minimum, dice.choice([min(number.maximum, 6), number.maximum]))
            for number in mistake.numbers
        }
        with contextlib.suppress(InputError):
            mistake.write(numbers)
            return numbers


def raised_by(script: str) -> Refusal | None:
    try:
        exec(compile(script, "at home", "exec"), {"__name__": "__main__", "print": lambda *_: None})
    except Exception as error:
        return Refusal.of(error)
    return None


def always(stack: Stack) -> Stacked:
    return Stacked("", lambda: stack)


def pair_of_shapes(words: str) -> tuple[int, ...]:
    found = re.fullmatch(r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", words)
    assert found
    return tuple(map(int, found.groups()))


# the stack's code and its marks


@pytest.mark.parametrize("mistake", STACKS)
def test_a_stack_and_its_script_raise_the_same(mistake: Mistake):
    dice = random.Random(0)
    raised = 0
    for _ in range(25):
        run = mistake.run(drawn(mistake, dice))
        assert raised_by(run.script) == run.refusal
        raised += run.refusal is not None
    assert raised > 15


def test_so_does_any_other_stack():
    dice = random.Random(1)
    raised = 0
    for _ in range(150):
        stack = random_stack(dice)
        if any(layer.kind.definition for layer in stack.layers):
            continue  # a class of the script's own, which no mistake here has
        run = always(stack).run()
        assert raised_by(run.script) == run.refusal
        raised += run.refusal is not None
        if run.refusal:
            broken = stack.layers[run.guilty - 2]
            assert run.code.splitlines()[run.guilty].strip() == f"{broken.code},"
    assert raised > 40


@pytest.mark.parametrize("mistake", NUMBERED)
def test_a_mark_stands_on_the_number_that_its_letter_is(mistake: Mistake):
    dice = random.Random(2)
    for _ in range(25):
        numbers = drawn(mistake, dice)
        known = letters([number.name for number in mistake.numbers])
        by_letter = {known[name]: value for name, value in numbers.items()}
        written = mistake.write(numbers)
        lines = marked(written.code, written.given, known)
        assert "\n".join("".join(piece.text for piece in line) for line in lines) == written.code
        pieces = [piece for line in lines for piece in line if piece.letter]
        assert {letter for piece in pieces for letter in piece.letter.split(PRODUCT)} == set(by_letter)
        for piece in pieces:
            assert int(piece.text) == prod(by_letter[letter] for letter in piece.letter.split(PRODUCT))


def test_marks_count_only_the_numbers_of_the_layers():
    def made_of(left: int, middle: int, right: int) -> Stack:
        layers = (
            Layer("linear", (left, middle)),
            Layer("batchnorm", (middle,)),
            Layer("dropout", (0.5,)),
            Layer("flatten", (1, -1)),
            Layer("flatten", (-2, 1)),
            Layer("softmax", (0,)),
            Layer("linear", (middle * right, right)),
        )
        return Stack((2, left), layers, training=False)

    numbers = {"left": 3, "middle": 5, "right": 7}
    written = Stacked("", made_of).write(**numbers)
    marks = [(written.code[span.start : span.end], span.name) for span in written.given]
    assert marks == [
        ("3", "left"),
        ("3", "left"),
        ("5", "middle"),
        ("5", "middle"),
        ("35", "middle × right"),
        ("7", "right"),
    ]


def test_pieces_put_together_are_the_text():
    dice = random.Random(3)
    known = letters(["one", "two"])
    for _ in range(300):
        text = "".join(dice.choices("ab1 \n", k=dice.randint(0, 30)))
        spans = []
        for _ in range(dice.randint(0, 6)):
            start = dice.randint(0, len(text))
            name = dice.choice(["one", "two", "one × two", "three", "one × three", ""])
            spans.append(Span(start, dice.randint(start, len(text)), name))
        lines = marked(text, spans, known)
        assert "\n".join("".join(piece.text for piece in line) for line in lines) == text
        assert {piece.letter for line in lines for piece in line} <= {"", "a", "b", "a × b"}
        assert all(piece.text for line in lines for piece in line)


@pytest.mark.parametrize("mistake", STACKS)
def test_the_stack_page_opens_with_the_same_stack(mistake: Mistake):
    dice = random.Random(4)
    for numbers in (drawn(mistake, dice) for _ in range(20)):
        settings = mistake.place.settings(**numbers)
        there = Stack(read_shape(settings["stack_input"], "Input"), read_layers(settings["stack"]))
        assert there == mistake.shows.made_of(numbers)
    assert mistake.place.page == "stack"


@pytest.mark.parametrize("mistake", [param for param in NUMBERED if param.values[0].shows.outcome is Outcome.RAISES])
def test_a_mistake_with_other_numbers_is_cured_too(mistake: Mistake):
    dice = random.Random(5)
    for _ in range(15):
        numbers = drawn(mistake, dice)
        if mistake.run(numbers).refusal:
            assert mistake.cures(numbers)
            assert not [cure for cure in mistake.cures(numbers) if cure.run().refusal]


@pytest.mark.parametrize("mistake", NUMBERED)
def test_a_number_in_the_message_is_the_product_of_its_names(mistake: Mistake):
    (key,) = (key for key, other in SHAPES.items() if other is mistake)
    dice = random.Random(12)
    for _ in range(15):
        numbers = drawn(mistake, dice)
        said = str(mistake.run(numbers).refusal or "")
        for start, end, name in spans(key, said):
            assert int(said[start:end]) == prod(numbers[part] for part in mistake.products.get(name, (name,)))
    assert mistake.products.keys() <= {span.name for span in spans(key, said)}


# shapes: what torch's numbers are made of


def test_the_numbers_of_a_linear_are_those_of_the_message():
    dice, mistake = random.Random(6), SHAPES["linear"]
    for _ in range(20):
        numbers = drawn(mistake, dice)
        run = mistake.run(numbers)
        if numbers["features"] == numbers["in_features"]:
            assert not run.refusal
        else:
            assert pair_of_shapes(run.refusal.words) == tuple(numbers.values())
            weight = nn.Linear(numbers["in_features"], numbers["out_features"]).weight
            assert tuple(weight.T.shape) == pair_of_shapes(run.refusal.words)[2:], "mat2 is the weight, turned"


def test_the_products_of_a_forgotten_flatten_are_products():
    dice, mistake = random.Random(7), SHAPES["flatten"]
    for _ in range(20):
        numbers = drawn(mistake, dice)
        rows, last, in_features, classes = pair_of_shapes(mistake.run(numbers).refusal.words)
        assert rows == prod(numbers[name] for name in mistake.products["rows"])
        assert in_features == prod(numbers[name] for name in mistake.products["in_features"])
        assert (last, classes) == (numbers["width"], numbers["classes"])
        cause = mistake.cause(numbers)
        assert f"= {rows} rows of {last} arrive" in cause
        assert f"= {in_features} numbers" in cause
    assert "8 × 1 × 28 = 224" in mistake.cause(mistake.defaults)
    assert any("nn.Flatten()" in cure.written.code for cure in mistake.cures(mistake.defaults))


def test_the_last_dimension_alone_gives_the_shape_that_is_told():
    dice, mistake = random.Random(8), SHAPES["last_dimension"]
    for _ in range(10):
        numbers = drawn(mistake, dice)
        (cure,) = mistake.cures(numbers)
        came, meant = tuple(mistake.run(numbers).value), tuple(cure.run().value)
        assert f"{came} comes out; {meant} was meant" in mistake.cause(numbers)


def test_batchnorm_misses_features_at_its_running_mean():
    mistake = SHAPES["batchnorm_features"]
    for numbers in ({"batch": 4, "features": 4, "num_features": 3}, {"batch": 2, "features": 1, "num_features": 7}):
        words = mistake.run(numbers).refusal.words
        assert words == f"running_mean should contain {numbers['features']} elements not {numbers['num_features']}"
        assert nn.BatchNorm1d(numbers["num_features"]).running_mean.shape == (numbers["num_features"],)


def test_after_a_transpose_numbers_are_read_in_steps():
    dice, mistake = random.Random(9), SHAPES["view"]
    for _ in range(10):
        numbers = drawn(mistake, dice)
        x = torch.randn(numbers["rows"], numbers["columns"])
        turned = x.transpose(0, 1)
        assert turned.data_ptr() == x.data_ptr(), "no number is moved"
        assert x.stride(1) == 1
        assert not turned.is_contiguous()
        assert f"in steps of {turned.stride(1)}. `view` needs steps of 1" in mistake.cause(numbers)
        assert mistake.run(numbers).refusal
        assert torch.equal(turned.contiguous().view(-1), turned.reshape(-1)), "the other cure"


def test_a_view_turns_nothing():
    dice, mistake = random.Random(10), SHAPES["permute"]
    for _ in range(10):
        numbers = drawn(mistake, dice)
        (cure,) = mistake.cures(numbers)
        (x, viewed), (_, turned) = mistake.run(numbers).value, cure.run().value
        assert list(chain(*viewed)) == list(chain(*x)), "the same order"
        assert turned == [list(column) for column in zip(*x, strict=True)]
        assert {len(row) for row in viewed} == {numbers["rows"]}
        first, column = (", ".join(map(str, row)) for row in (viewed[0], turned[0]))
        assert f"its first row is {first}. Turned, that would be the first column of x, {column}." in mistake.cause(
            numbers
        )
        assert f"({len(viewed)}, {len(viewed[0])})" in mistake.cause(numbers)
        assert viewed != turned, "with at least two rows and two columns, it is always wrong"


def test_a_reshape_keeps_the_count():
    dice, mistake = random.Random(11), SHAPES["reshape"]
    for _ in range(20):
        numbers = drawn(mistake, dice)
        holds = numbers["rows"] * numbers["columns"]
        assert bool(mistake.run(numbers).refusal) == (numbers["count"] != holds)
        assert f"= {holds}." in mistake.cause(numbers)
    assert torch.randn(6).reshape(-1, 2).shape == (3, 2), "torch computes the size that is −1"
    with pytest.raises(RuntimeError):
        torch.randn(6).reshape(4, -1)


def test_only_a_length_of_1_is_repeated():
    mistake = SHAPES["broadcast"]
    for left in range(1, 6):
        for right in range(1, 6):
            raises = mistake.run({"left": left, "right": right}).refusal is not None
            assert raises == (left != right and 1 not in (left, right))
    assert mistake.run({"left": 1, "right": 4}).value == (4,)
    a, b = torch.randn(3), torch.randn(4)
    assert (a[:, None] + b).shape == (3, 4), "each with each is a table"


# types and devices


def test_types_are_called_as_told():
    integers, doubles = (MISTAKES[key] for key in ("integers", "doubles"))
    for mistake, name in ((integers, "Long"), (doubles, "Double")):
        words = mistake.run({}).refusal.words
        assert f"{name} and Float" in words
        assert name in mistake.cause({})
        assert "Float" in mistake.cause({})
    assert torch.tensor([1]).dtype == torch.long
    assert (torch.double.itemsize, torch.float.itemsize) == (64 / 8, 32 / 8)
    assert np.array([1.0]).dtype.itemsize == 64 / 8
    assert nn.Linear(3, 2).weight.dtype == torch.from_numpy(np.array([1.0])).float().dtype == torch.float


def test_meta_has_shapes_and_no_numbers_and_another_text():
    mistake = DEVICES["two_devices"]
    if torch.accelerator.is_available():
        assert f'"{torch.accelerator.current_accelerator()}"' in mistake.write({}).code
        assert "meta" not in mistake.cause({})
        return
    assert "meta" in mistake.write({}).code
    assert RECORDED in mistake.cause({})
    assert torch.randn(2, 3).to("meta").shape == (2, 3)
    with pytest.raises(RuntimeError):
        torch.randn(2).to("meta").tolist()
    assert RECORDED.split("…")[0].strip() not in mistake.run({}).refusal.words
    assert mistake.place.settings()["simple_ann_lesson"] in LESSON.options
    assert EXHIBITS[mistake.place.settings()["simple_ann_lesson"]] is mistake.shows


def test_the_recorded_text_is_in_the_torch_that_it_was_recorded_with():
    library = Path(torch.__file__).parent / "lib" / "libtorch_cpu.so"
    if not torch.__version__.startswith(f"{RECORDED_WITH}.") or not library.exists():
        pytest.skip("another torch may word it otherwise")
    before, rest = RECORDED.split("…")
    after = rest.removeprefix(" is on cpu").removesuffix("cuda:0")
    with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        assert held.find(before.encode()) >= 0
        assert held.find(after.encode()) >= 0


def test_cuda_is_refused_where_there_is_none():
    mistake = DEVICES["no_cuda"]
    assert (mistake.shows.outcome is Outcome.PRINTS) == torch.cuda.is_available()
    (cure,) = mistake.cures({})
    assert cure.run().value.type == ("cuda" if torch.cuda.is_available() else "cpu")


@pytest.mark.parametrize(
    ("available", "built", "says"),
    [(True, True, "finds one"), (False, True, "built for it, but finds no"), (False, False, "not even built for it")],
)
def test_what_this_torch_has_of_cuda_is_asked_now(monkeypatch, available, built, says):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: built)
    assert says in DEVICES["no_cuda"].cause({})


def test_an_output_detached_has_the_same_numbers():
    y = nn.Linear(3, 2)(torch.randn(4, 3))
    assert y.requires_grad
    assert not y.detach().requires_grad
    assert torch.equal(y, y.detach())
    assert "requires grad" in DEVICES["numpy_grad"].run({}).refusal.words
