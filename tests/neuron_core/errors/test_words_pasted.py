"""What is said of a pasted error: with the person's own numbers or with none, and true of all that torch says in the same words."""

import re
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from neuron_core.errors import Certainty, Recognised, recognise
from neuron_core.errors.traceback_text import Pasted
from neuron_core.errors.wordings import WORDINGS
from neuron_core.errors.words_general import IN_GENERAL
from neuron_core.errors.words_pasted import cause_words, cures_words, where_words

KEYS = sorted({wording.key for wording in WORDINGS})
HARMLESS = {"0", "1", "2", "3", "4", "32", "64", "1.0", "0.0", "1.", "0.5"}


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, but for those in code and in shapes."""
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"`[^`]*`|\([^()]*\)|BatchNorm\dd|Conv\dd", "", text)))


@pytest.mark.parametrize("key", KEYS)
def test_no_number_is_invented_where_none_was_found(key):
    said = " ".join([cause_words(key, {}), *cures_words(Recognised(key))])
    assert numbers_in(said) <= HARMLESS, said
    assert cures_words(Recognised(key))


def test_the_general_words_are_of_mistakes_that_can_be_recognised():
    assert set(KEYS) >= IN_GENERAL.keys()


@pytest.mark.parametrize("sizes", [(4, 57600, 400, 120), (64, 3072, 784, 128), (32, 2048, 512, 1000), (2, 5, 4, 3)])
def test_a_linear_of_any_size_is_told_what_to_write(sizes):
    batch, features, in_features, out_features = sizes
    found = recognise(
        f"RuntimeError: mat1 and mat2 shapes cannot be multiplied ({batch}x{features} and {in_features}x{out_features})"
    )
    said = " ".join(cures_words(found))
    assert f"`nn.Linear({features}, {out_features})`" in said
    assert "layer 1" not in said


def raised(mistake: Callable[[], object]) -> str:
    """What torch says now, as the last line of a traceback."""
    try:
        mistake()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    raise AssertionError("torch did not mind")


def second_loss_after_a_step() -> None:
    judge, maker = nn.Linear(2, 1), nn.Linear(1, 2)
    optimiser = torch.optim.SGD(judge.parameters(), 0.1)
    made = maker(torch.ones(4, 1))
    one, other = judge(made).mean(), -judge(made).mean()
    one.backward(retain_graph=True)
    optimiser.step()
    other.backward()


def hidden_state_that_goes_on() -> None:
    layer, hidden = nn.RNN(2, 3, batch_first=True), None
    for _ in range(2):
        out, hidden = layer(torch.ones(1, 4, 2), hidden)
        out.sum().backward()


def wrapped_in_parallel() -> None:
    nn.Linear(2, 1).load_state_dict({f"module.{name}": value for name, value in nn.Linear(2, 1).state_dict().items()})


class Indented(nn.Module):
    def __init__(self) -> None:
        super().__init__()

        def forward(x: torch.Tensor) -> torch.Tensor:
            return x


OTHERS = {  # other causes of the same words, and what has to be named
    "a product": ("linear", lambda: torch.ones(2, 3) @ torch.ones(4, 5), "`A @ B`", "likely"),
    "a batch without channels": ("conv_channels", lambda: nn.Conv2d(1, 8, 3)(torch.ones(64, 28, 28)), "unsqueeze(1)", "likely"),
    "channels last": ("conv_channels", lambda: nn.Conv2d(1, 8, 3)(torch.ones(64, 28, 28, 1)), "permute(0, 3, 1, 2)", "likely"),
    "a step between": ("in_place", second_loss_after_a_step, "optimizer.step()", "likely"),
    "a hidden state": ("backward_twice", hidden_state_that_goes_on, "hidden.detach()", "sure"),
    "detach": ("no_grad_fn", lambda: nn.Linear(1, 1)(torch.ones(1)).detach().backward(), ".detach()", "likely"),
    "argmax": ("no_grad_fn", lambda: nn.Linear(1, 2)(torch.ones(1)).argmax().backward(), "argmax", "likely"),
    "indented": ("forward_missing", lambda: Indented()(1), "indented", "sure"),
    "a ModuleList": ("forward_missing", lambda: nn.ModuleList([nn.ReLU()])(1), "ModuleList", "sure"),
    "DataParallel": ("state_dict", wrapped_in_parallel, "DataParallel", "sure"),
    "one dimension": ("dimension", lambda: torch.ones(3).sum(1), "fewer dimensions", "sure"),
    "one-hot": ("class_column", lambda: nn.CrossEntropyLoss()(torch.ones(4, 3), torch.ones(4, 2)), "one-hot", "sure"),
    "channels": ("batchnorm_features", lambda: nn.BatchNorm2d(3)(torch.ones(2, 4, 5, 5)), "BatchNorm2d", "sure"),
    "pictures": ("batchnorm_pictures", lambda: nn.BatchNorm1d(3)(torch.ones(2, 3, 5, 5)), "BatchNorm2d", "sure"),
    "minus one": ("class_number", lambda: F.cross_entropy(torch.ones(1, 3), torch.tensor([-1])), "ignore_index", "sure"),
    "class ten": ("class_number", lambda: F.cross_entropy(torch.ones(1, 10), torch.tensor([10])), "plus 1", "sure"),
    "no parameters": ("plain_list", lambda: torch.optim.SGD(nn.ReLU().parameters(), 0.1), "functions alone", "likely"),
    "a rest": ("one_row", lambda: nn.BatchNorm1d(3)(torch.ones(1, 3)), "drop_last=True", "sure"),
    "classes": ("target_shape", lambda: nn.BCEWithLogitsLoss()(torch.ones(32, 10), torch.ones(32)), "CrossEntropyLoss", "likely"),
    "a comparison": ("layer_of_x", lambda: bool(torch.ones(2) == torch.ones(2)), "`if a == b:`", "likely"),
    "a list of layers": ("function", lambda: nn.Sequential([nn.ReLU()]), "the star", "likely"),
    "small integers": ("class_float", lambda: F.cross_entropy(torch.ones(1, 3), torch.tensor([1], dtype=torch.int32)), "another type", "likely"),
    "integers in an LSTM": ("integers", lambda: nn.LSTM(3, 4)(torch.ones(2, 1, 3, dtype=torch.int64)), ".float()", "sure"),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_what_else_says_the_same_is_named(what):
    key, mistake, word, sure = OTHERS[what]
    found = recognise(raised(mistake))
    assert (found.key, found.sure) == (key, Certainty(sure))
    assert word in " ".join([cause_words(key, found.numbers), *cures_words(found)])


@pytest.mark.parametrize("mark", ["srcIndex < srcSelectDimSize", "input_val >= zero && input_val <= one"])
def test_an_assert_of_a_graphics_card_about_something_else_is_not_taken_for_a_class(mark):
    said = f"Assertion `{mark}` failed.\nRuntimeError: CUDA error: device-side assert triggered"
    assert recognise(said) is None


def test_torch_compile_wraps_the_error_that_counts():
    said = raised(lambda: torch.compile(nn.Linear(4, 3), backend="eager")(torch.ones(2, 5)))
    found = recognise(f"torch._dynamo.exc.{said}")
    assert found
    assert found.key == "linear"
    assert found.numbers["features"] == 5


@pytest.mark.parametrize(
    "after",
    [
        "KeyboardInterrupt",
        "torch.distributed.elastic.multiprocessing.errors.ChildFailedError: train.py FAILED",
        "Exception ignored in: <function Iter.__del__ at 0x7f>\nTraceback (most recent call last):\nAssertionError: can only test a child process",
    ],
)
def test_what_only_follows_an_error_does_not_hide_it(after):
    assert recognise(f"IndexError: Target 3 is out of bounds.\n{after}").key == "class_number"


def test_a_file_without_a_name_is_not_quoted():
    assert "``" not in where_words(Pasted(file=" ", line=3))
