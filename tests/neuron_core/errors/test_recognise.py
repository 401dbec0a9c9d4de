import time
from string import ascii_letters

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.errors.recognise import recognise
from neuron_core.errors.traceback_text import MOST, read_pasted
from neuron_core.errors.wordings import LIKELY, SURE, WORDINGS, spans
from neuron_core.shared.seeding import seeded
from tests.neuron_core.errors.texts import KNOWN, OLD, TODAY, TRACEBACKS, UNKNOWN

ARGUMENTS = {  # of the mistakes that have a text, and have numbers
    "linear": {"batch", "features", "in_features", "out_features"},
    "flatten": {"samples", "channels", "height", "width", "classes"},
    "batchnorm_features": {"batch", "features", "num_features"},
    "conv_channels": {"samples", "channels", "in_channels"},
    "batch_sizes": {"batch", "targets"},
    "layernorm_features": {"batch", "features", "normalized_shape"},
    "dimension": {"rows", "columns", "dim"},
    "batchnorm_pictures": {"samples", "channels", "height", "width"},
    "flatten_order": {"rows", "columns"},
    "batchnorm_row": {"features"},
    "state_dict": {"saved", "made"},
    "view": {"rows", "columns"},
    "reshape": {"count", "rows", "columns"},
    "broadcast": {"left", "right"},
    "not_scalar": {"outputs"},
    "class_number": {"classes", "target"},
    "class_column": {"batch"},
    "target_shape": {"batch"},
    "mse_shapes": {"batch"},
    "one_row": {"features"},
}
PLAIN = {
    "no_derivative",
    "scalar",
    "integers",
    "doubles",
    "two_devices",
    "no_cuda",
    "numpy_grad",
    "backward_twice",
    "in_place",
    "in_place_leaf",
    "no_grad_fn",
    "super_init",
    "plain_list",
    "function",
    "layer_of_x",
    "parameter",
    "forward_missing",
    "forward_none",
    "class_float",
    "binary_long",
    "dropout_p",
}


# The corpus


@pytest.mark.parametrize("sample", KNOWN, ids=lambda sample: sample.name)
def test_it_knows_what_people_paste(sample):
    found = recognise(sample.text)
    assert found
    assert (found.key, found.numbers, found.version) == (sample.key, sample.numbers, sample.version)


@pytest.mark.parametrize("sample", UNKNOWN, ids=lambda sample: sample.name)
def test_it_does_not_claim_to_know_others(sample):
    assert recognise(sample.text) is None


def test_the_corpus_is_large_and_mixed():
    assert len(KNOWN) + len(UNKNOWN) >= 64
    assert len(UNKNOWN) >= 10
    assert 3 * sum(bool(sample.version) for sample in KNOWN) >= len(KNOWN)
    assert 3 * len(TRACEBACKS) >= len(KNOWN)
    assert all(sample.version for sample in OLD)
    assert not any(sample.version for sample in TODAY)
    assert sum("\x1b[" in sample.text for sample in TRACEBACKS) >= 4
    assert {sample.key for sample in KNOWN} == ARGUMENTS.keys() | PLAIN


def test_every_wording_tells_of_a_mistake_and_names_its_arguments():
    assert {wording.key for wording in WORDINGS} == ARGUMENTS.keys() | PLAIN
    for wording in WORDINGS:
        solved = {"rows", "width", "in_features", "classes"} if wording.key == "flatten" else set()
        solved |= {"sizes"} if wording.key == "reshape" else set()
        assert wording.pattern.groupindex.keys() <= ARGUMENTS.get(wording.key, set()) | solved


@pytest.mark.parametrize("sample", [*TODAY, *OLD], ids=lambda sample: sample.name)
def test_a_message_may_stand_in_the_middle_of_prose(sample):
    if "\n" not in sample.text.strip():
        found = recognise(
            f"Hello, I am new to this. When I run it I get: {sample.text.strip()} - and I do not know why.\nThanks!"
        )
        assert found
        assert (found.key, found.numbers) == (sample.key, sample.numbers)


def test_the_last_of_several_counts():
    one, other = "RuntimeError: shape '[4, 2]' is invalid for input of size 6", "IndexError: Target 3 is out of bounds."
    assert recognise(f"{one}\n\nnow it says\n\n{other}").key == "class_number"
    assert recognise(f"{other}\n\nnow it says\n\n{one}").key == "reshape"
    assert (
        recognise("first shape '[4, 2]' is invalid for input of size 6, then Target 3 is out of bounds.").key
        == "class_number"
    )
    assert recognise(f"{one}\n\nKeyError: 'x'") is None
    assert recognise(f"KeyError: 'x'\nThe other day it was {one}") is None


def test_what_stands_around_decides_between_two_that_say_the_same():
    said = "RuntimeError: expected scalar type Long but found Float"
    assert recognise(f"    loss = F.cross_entropy(out, y)\n{said}").key == "class_float"
    assert recognise(f"    return F.linear(input, self.weight, self.bias)\n{said}").key == "integers"
    shape = "AttributeError: 'NoneType' object has no attribute 'shape'"
    assert recognise(f"    loss = criterion(net.forward(x), y)\n{shape}").key == "forward_none"
    assert recognise(shape) is None


# A product of two matrices: a Linear that does not fit, or a forgotten Flatten


def product(*sizes: int) -> str:
    return "RuntimeError: mat1 and mat2 shapes cannot be multiplied ({}x{} and {}x{})".format(*sizes)


@pytest.mark.parametrize("seed", range(40))
def test_a_forgotten_flatten_is_told_from_its_numbers(seed):
    with seeded(seed):
        samples, channels, size, classes = torch.randint(2, 30, (4,)).tolist()
    found = recognise(product(samples * channels * size, size, channels * size * size, classes))
    numbers = {"samples": samples, "channels": channels, "height": size, "width": size, "classes": classes}
    assert (found.key, found.numbers, found.sure) == ("flatten", numbers, LIKELY)
    height = size + 1  # not square: then one channel is likeliest
    found = recognise(product(samples * height, size, height * size, classes))
    assert (found.key, found.numbers["height"], found.numbers["channels"]) == ("flatten", height, 1)


@pytest.mark.parametrize("seed", range(40))
def test_a_linear_is_sure_only_where_no_flatten_could_have_been_meant(seed):
    with seeded(seed):
        batch, features, in_features, classes = torch.randint(1, 60, (4,)).tolist()
    if features == in_features:
        return
    found = recognise(
        f"    return F.linear(input, self.weight, self.bias)\n{product(batch, features, in_features, classes)}"
    )
    alone = recognise(product(batch, features, in_features, classes))
    assert (alone.key, alone.numbers, alone.sure) == (found.key, found.numbers, LIKELY), "it may be any product of two"
    flatten = in_features % features == 0 and batch % (in_features // features) == 0
    if found.key == "linear":
        assert found.numbers == {
            "batch": batch,
            "features": features,
            "in_features": in_features,
            "out_features": classes,
        }
    assert (found.sure is SURE) is not flatten


def test_a_linear_stays_one_where_the_image_would_be_odd():
    assert recognise(product(64, 512, 1024, 10)).key == "linear"  # two rows of 512
    assert recognise(product(4, 1, 2, 8)).key == "linear"  # two channels of one number each
    assert recognise(product(2048, 1, 512, 8)).numbers["samples"] == 4  # but 512 pooled channels are an image
    assert recognise(product(0, 5, 4, 3)).sure is LIKELY


# Torch itself: the day it changes its words, these fail


def raised(call) -> str:
    with pytest.raises(Exception, match=r".") as error:  # of any type and with any words
        call()
    return f"{error.type.__name__}: {error.value}"


@pytest.mark.parametrize("seed", range(5))
def test_the_numbers_that_went_in_come_out_again(seed):
    with seeded(seed):
        a, b, c, d = torch.randperm(40)[:4].add(2).tolist()
    cases = {
        "linear": (
            lambda: nn.Linear(c, d)(torch.ones(1, b)),
            {"batch": 1, "features": b, "in_features": c, "out_features": d},
        ),
        "flatten": (
            lambda: nn.Linear(a * b * b, d)(torch.ones(c, a, b, b)),
            {"samples": c, "channels": a, "height": b, "width": b, "classes": d},
        ),
        "batchnorm_features": (lambda: nn.BatchNorm1d(b)(torch.ones(a, c)), {"features": c, "num_features": b}),
        "reshape": (lambda: torch.ones(a * b + 1).reshape(a, b), {"count": a * b + 1, "rows": a, "columns": b}),
        "broadcast": (lambda: torch.ones(a) + torch.ones(b), {"left": a, "right": b}),
        "class_number": (lambda: F.cross_entropy(torch.ones(1, a), torch.tensor([a + b])), {"target": a + b}),
        "state_dict": (
            lambda: nn.Linear(c, a).load_state_dict(nn.Linear(c, b).state_dict()),
            {"saved": b, "made": a},
        ),
        "layernorm_features": (
            lambda: nn.LayerNorm(b)(torch.ones(a, c)),
            {"batch": a, "features": c, "normalized_shape": b},
        ),
        "conv_channels": (
            lambda: nn.Conv2d(b, 2, 3)(torch.ones(a, c, 5, 5)),
            {"samples": a, "channels": c, "in_channels": b},
        ),
        "batch_sizes": (
            lambda: F.cross_entropy(torch.ones(a, 3), torch.ones(b).long()),
            {"batch": a, "targets": b},
        ),
        "dimension": (lambda: torch.ones(a, b).sum(dim=c), {"dim": c}),
        "one_row": (lambda: nn.BatchNorm1d(a)(torch.ones(1, a)), {"features": a}),
        "target_shape": (lambda: F.binary_cross_entropy(torch.ones(a, 1), torch.ones(a)), {"batch": a}),
    }
    for key, (call, numbers) in cases.items():
        found = recognise(raised(call))
        assert found, key
        assert (found.key, found.numbers, found.version) == (key, numbers, ""), key
    assert recognise(raised(lambda: F.binary_cross_entropy_with_logits(torch.ones(a), torch.ones(a, 1)))).numbers == {
        "batch": a
    }


def _backward_twice():
    loss = torch.ones(3, requires_grad=True).pow(2).sum()
    loss.backward()
    loss.backward()


def _in_place():
    y = torch.ones(3, requires_grad=True).relu()
    y += 1
    y.sum().backward()


def _in_place_leaf():
    w = torch.ones(3, requires_grad=True)
    w += 1


class _NoSuper(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(2, 1)


class _NoForward(nn.Module):
    pass


class _NothingReturned(nn.Module):
    def forward(self, x):
        x.relu()


def _parameter():
    nn.Linear(2, 1).weight = torch.ones(1, 2)


X = torch.ones(4, 3)
LOUD = {
    "scalar": lambda: nn.Linear(1, 1)(torch.tensor(2.0)),
    "view": lambda: X.t().view(-1),
    "integers": lambda: nn.Linear(3, 1)(X.long()),
    "doubles": lambda: nn.Linear(3, 1)(X.double()),
    "two_devices": lambda: X + torch.ones(3, device="meta"),
    "numpy_grad": lambda: torch.ones(3, requires_grad=True).numpy(),
    "backward_twice": _backward_twice,
    "in_place": _in_place,
    "in_place_leaf": _in_place_leaf,
    "no_grad_fn": lambda: X.sum().backward(),
    "not_scalar": lambda: torch.ones(3, requires_grad=True).mul(2).backward(),
    "super_init": _NoSuper,
    "plain_list": lambda: torch.optim.SGD([], lr=0.1),
    "function": lambda: nn.Sequential(nn.Linear(3, 1), F.relu),
    "layer_of_x": lambda: str(nn.ReLU(X)(X)),
    "parameter": _parameter,
    "forward_missing": lambda: _NoForward()(X),
    "forward_none": lambda: F.cross_entropy(_NothingReturned()(X), torch.tensor([0, 1, 2, 0])),
    "no_derivative": lambda: torch.heaviside(torch.ones(3, requires_grad=True), torch.ones(1)).sum().backward(),
    "flatten_order": lambda: torch.ones(2, 3, 4).flatten(2, 1),
    "batchnorm_pictures": lambda: nn.BatchNorm1d(3)(torch.ones(2, 3, 4, 4)),
    "batchnorm_row": lambda: nn.BatchNorm1d(3)(torch.ones(3)),
    "class_float": lambda: F.cross_entropy(X, torch.ones(4)),
    "binary_long": lambda: F.binary_cross_entropy(X[:, 0], torch.ones(4).long()),
    "class_column": lambda: F.cross_entropy(X, torch.ones(4, 1).long()),
    "dropout_p": lambda: nn.Dropout(1.5),
}


@pytest.mark.parametrize("key", LOUD)
def test_torch_says_it_in_the_words_of_today(key):
    found = recognise(raised(LOUD[key]))
    assert found
    assert (found.key, found.numbers, found.version) == (key, {}, "")


def test_a_gpu_is_missed():
    if not torch.backends.cuda.is_built():
        assert recognise(raised(lambda: X.to("cuda"))).key == "no_cuda"


def test_a_warning_is_known_too():
    with pytest.warns(UserWarning, match="target size") as warned:
        F.mse_loss(torch.ones(7, 1), torch.ones(7))
    found = recognise(f"loss.py:12: UserWarning: {warned[0].message}")
    assert (found.key, found.numbers) == ("mse_shapes", {"batch": 7})


# Where the numbers stand


def test_the_places_of_the_numbers_are_told():
    message = raised(lambda: nn.Linear(4, 3)(torch.ones(2, 5)))
    assert [(name, message[start:end]) for start, end, name in spans("linear", message)] == [
        ("batch", "2"),
        ("features", "5"),
        ("in_features", "4"),
        ("out_features", "3"),
    ]
    assert [name for *_, name in spans("flatten", message)] == ["rows", "width", "in_features", "classes"]
    size = raised(lambda: F.binary_cross_entropy_with_logits(torch.ones(4, 1), torch.ones(4)))
    assert [size[start:end] for start, end, _ in spans("target_shape", size)] == ["4"]
    assert spans("view", message) == ()
    assert spans("no such key", message) == ()


# Bad input


def test_a_number_too_long_is_passed_over():
    long = "7" * 200
    found = recognise(f"mat1 and mat2 shapes cannot be multiplied (2x{long} and 4x3)")
    assert (found.key, found.numbers, found.sure) == (
        "linear",
        {"batch": 2, "in_features": 4, "out_features": 3},
        LIKELY,
    )
    assert recognise(f"Target {long} is out of bounds.").numbers == {}
    assert recognise(f"shape '[{long}, 2]' is invalid for input of size 6").numbers.keys() == {"columns", "count"}
    assert recognise(f"shape '[2, 3, 4]' is invalid for input of size {long}").numbers == {"rows": 2, "columns": 12}
    assert recognise("mat1 and mat2 shapes cannot be multiplied (0x0 and 0x0)").key == "linear"


HOSTILE = {
    "digits": "1" * MOST,
    "digits after the words": "mat1 and mat2 shapes cannot be multiplied (" + "1" * MOST,
    "spaces": " " * MOST,
    "brackets": "shape '[" + "[" * MOST,
    "sizes": "shape '[" + "1, " * MOST,
    "sizes of a tensor": "Using a target size (torch.Size([" + "1, " * MOST,
    "types": "Error" * (MOST // 5),
    "types with points": "a." * (MOST // 2) + "Error",
    "a path": 'File "' + "/a.py:1" * MOST,
    "many paths": "/a.py in f:1: \n" * 5_000,
    "lines": "x\n" * 5_000,
    "many cells": "Cell In[3], line 5\n" * 1_000,
    "many messages": "size mismatch, m1: [1 x 2], m2: [3 x 4] " * 500,
    "many beginnings": "Expected object of type torch." * 600,
    "colours": "\x1b[" * 5_000 + "\x1b]" * 5_000,
    "links": "[" * 10_000 + "](http" * 1_000,
    "arrows": "-" * MOST + "> 1",
    "control characters": "".join(map(chr, range(32))) * 600,
    "a zip": "PK\x03\x04" + bytes(range(256)).decode("latin-1") * 80,
    "a script": "<script>alert('Target')</script>" * 600,
    "ten megabytes": "mat1 and mat2 " * 750_000,
    "letters": ascii_letters * 400,
    "half of a character": "\ud800" * MOST,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(text):
    start = time.perf_counter()
    for start_or_end in (text[:MOST], text):  # of a longer text only the end is read
        recognise(start_or_end)
        recognise(f"{start_or_end}\nRuntimeError: {text[:500]}")
        read_pasted(start_or_end)
    assert time.perf_counter() - start < 3  # seconds, on a busy machine; it takes far below one


@pytest.mark.parametrize(
    "text", ["", "\n", "\x00", "RuntimeError", "RuntimeError:", "Traceback (most recent call last):"]
)
def test_next_to_nothing_is_nothing(text):
    assert recognise(text) is None


def test_of_a_long_text_only_the_end_is_read():
    assert recognise("Target 3 is out of bounds.\n" + "x" * MOST) is None
    assert recognise("x" * MOST + "\nTarget 3 is out of bounds.").key == "class_number"
