import json
import random
import re
from dataclasses import replace

import pytest
import torch

from neuron_core.shared.typed_input import InputError
from neuron_core.training.choices import LOSSES
from neuron_core.training.evaluate import History
from neuron_core.training.model import LEARNERS, WIDTHS, drawn
from neuron_core.training.run import train
from neuron_core.training.samples import Table, drawn_table, prepare
from neuron_core.training.saved import (
    LARGEST,
    LARGEST_FILE,
    SavedNetwork,
    from_json,
    network_at,
    scores,
    shortest,
    to_json,
)
from neuron_core.training.settings import Settings
from neuron_core.training.table_iris import iris_table

MOONS = prepare(drawn_table("moons", 60, 0.5, 0), 0.2, True, 0)
SINE = prepare(drawn_table("sine", 60, 0.5, 0), 0.0, False, 0)
RUN = train(Settings(hidden=3, activation="tanh", epochs=20), MOONS)
NETWORK = network_at(RUN, 20)
TEXT = to_json(NETWORK)


def bits(network: SavedNetwork) -> list[int]:
    numbers = [*network.mean, *network.std, *network.parameters]
    return torch.tensor(numbers).view(torch.int32).tolist()


def complaint(data: bytes) -> str:
    """The one sentence that is said about a file; nothing where it can be opened."""
    try:
        opened = from_json(data)
    except InputError as error:
        said = str(error)
        assert re.fullmatch(r"[A-Z][^\n]*[.]", said), said
        assert len(said) < 200, said
        return said
    assert from_json(to_json(opened).encode()) == opened
    return ""


@pytest.mark.parametrize("hidden", WIDTHS)
@pytest.mark.parametrize("activation", LEARNERS)
def test_what_is_opened_is_what_was_saved_bit_for_bit(hidden, activation):
    run = train(Settings(hidden=hidden, activation=activation, loss="mse", epochs=3, seed=hidden), SINE)
    for epoch in (0, 3):
        network = network_at(run, epoch)
        opened = from_json(to_json(network).encode())
        assert opened == network
        assert bits(opened) == bits(network)
        assert torch.equal(torch.tensor(opened.parameters), run.log[epoch])


def test_any_float32_comes_back_bit_for_bit():
    random.seed(0)
    sizes = [random.choice((-1, 1)) * 10 ** random.uniform(-45, 6) for _ in range(3000)]
    values = [0.0, -0.0, 0.1, 1e6, -1e6, 1e-45, *sizes]
    for i in range(0, len(values) - 13, 13):
        network = replace(NETWORK, parameters=tuple(torch.tensor(values[i : i + 13]).tolist()))
        assert bits(from_json(to_json(network).encode())) == bits(network)


def test_numbers_are_written_as_people_write_them():
    assert [shortest(value) for value in torch.tensor([0.1, 3.0, -2.5, 1 / 3, 16777216.0]).tolist()] == [
        "0.1", "3", "-2.5", "0.33333334", "16777216",
    ]  # fmt: skip


def test_the_file_is_one_that_torch_can_load_by_hand():
    fields = json.loads(TEXT)
    model = drawn(3, "tanh", 99)
    model.load_state_dict({name: torch.tensor(value) for name, value in fields["parameters"].items()})
    mean, std = torch.tensor(fields["mean"]), torch.tensor(fields["std"])
    with torch.no_grad():
        out = model((MOONS.table.x - mean) / std)
        loss = torch.nn.BCEWithLogitsLoss()(model(MOONS.x_train), MOONS.y_train).item()
    assert out.shape == (60, 1)
    assert loss == pytest.approx(History(RUN).loss[20].item(), rel=1e-5)


@pytest.mark.parametrize("samples", [MOONS, SINE, prepare(drawn_table("xor", 40, 0.1, 2), 0.5, False, 3)])
def test_its_scores_are_the_runs(samples):
    run = train(Settings(loss="bce" if samples.classes else "mse", epochs=10), samples)
    history = History(run)
    for epoch in (0, 10):
        training, test = scores(network_at(run, epoch), samples)
        assert (training.rows, test.rows) == (len(samples.x_train), len(samples.x_test))
        assert training.loss == pytest.approx(history.loss[epoch].item(), rel=1e-5)
        if samples.classes:
            assert training.right == pytest.approx(history.accuracy[epoch].item())
        else:
            assert training.right is None
        if test.rows:
            assert test.loss == pytest.approx(history.test_loss[epoch].item(), rel=1e-5)
            assert test.right == pytest.approx(history.test_accuracy[epoch].item())


def test_a_network_takes_its_own_standardising_to_other_rows():
    other = prepare(MOONS.table, MOONS.test_share, False, MOONS.seed)
    assert scores(NETWORK, other) == scores(NETWORK, MOONS)


def test_a_class_is_not_compared_with_a_number():
    with pytest.raises(InputError, match=r"answer is a class, .* is a number"):
        scores(NETWORK, SINE)
    with pytest.raises(InputError, match=r"answer is a number, .* is a class"):
        scores(network_at(train(Settings(loss="mse", epochs=1), SINE), 1), MOONS)


def test_what_is_too_large_to_be_opened_is_not_saved():
    at_the_end = replace(NETWORK, parameters=(LARGEST, *NETWORK.parameters[1:]))
    assert from_json(to_json(at_the_end).encode()) == at_the_end
    with pytest.raises(InputError, match="cannot be saved"):
        to_json(replace(NETWORK, parameters=(-2 * LARGEST, *NETWORK.parameters[1:])))


def test_only_a_2_2_1_with_relu_is_the_lessons():
    for hidden in WIDTHS:
        for activation in LEARNERS:
            network = network_at(train(Settings(hidden=hidden, activation=activation, epochs=1), MOONS), 1)
            assert network.is_simple_ann == (hidden == 2 and activation == "relu")
            assert network.is_standardised
    assert not network_at(train(Settings(loss="mse", epochs=1), SINE), 1).is_standardised


@pytest.mark.parametrize(
    "table",
    [
        iris_table("sepal length", "petal width", "setosa and virginica"),
        Table("own a", ("a", "b", "c"), ("ab = 1", 'ü "<b>" `|\\'), 1e9 * MOONS.table.x.sign(), MOONS.table.y),
        Table("own b", ("a", "b", "c"), ("", "1"), 1e-20 * MOONS.table.x, MOONS.table.y),
    ],
)
def test_whatever_was_learnt_from_can_be_opened_again(table):
    run = train(Settings(epochs=1), prepare(table, 0.2, True, 0))
    network = network_at(run, 1)
    assert from_json(to_json(network).encode()) == network
    assert from_json(b"\xef\xbb\xbf" + to_json(network).encode()) == network, "as some editors save it"


FIELDS = {
    "format": ["neuron", 1, None, ["Neuron Explorer network"]],
    "version": [2, 1.0, True, "1", None, 10**4000],
    "hidden": [5, 3.0, "3", None, [3], 0, -2, 10**9, {}],
    "activation": ["step", "Tanh", "__import__", 1, None, ["tanh"], {}],
    "loss": ["BCE", 0, None, ["bce"], {}],
    "classes": [["a"], ["a", "b", "c"], ["a", 1], "ab", None, ["a\n", "b"], ["a", "b" * 41], ["a", "\ud800"], {}],
    "mean": [[0], [0, 0, 0], [0, None], [0, 2e10], [[0, 0]], "00", None, 0, [True, 0], {}],
    "std": [[1], [0, 1], [1, -1], [1, 1e-60], [1, 2e10], "11", None, ["1", "1"]],
    "parameters": [None, [], "x", 1],
}
TENSORS = {
    "fc1.weight": [
        None,
        1,
        [1] * 6,
        [[1, 2]] * 2,
        [[1, 2]] * 4,
        [[1, 2, 3]] * 3,
        [[1, 2], [1, 2], [1]],
        [[1, "2"]] * 3,
    ],
    "fc1.bias": [[1, 2], [[1], [2], [3]], [1, 2, None], [1, 2, False], [1, 2, 1.1e6], [1, 2, -(10**4000)], {}],
    "fc2.weight": [[1, 2, 3], [[1, 2]], [[1], [2], [3]], [[[1, 2, 3]]]],
    "fc2.bias": [1, [], [1, 2], [[1]], ["c"]],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for part in (FIELDS, TENSORS) for name in part for value in part[name]],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_a_wrong_field_is_named(name, value):
    fields = json.loads(TEXT)
    (fields["parameters"] if name in TENSORS else fields)[name] = value
    assert f"`{name}`" in complaint(json.dumps(fields).encode())


@pytest.mark.parametrize("name", [*FIELDS, *TENSORS])
def test_a_field_that_is_missing_or_there_twice_is_named(name):
    fields = json.loads(TEXT)
    inside = fields["parameters"] if name in TENSORS else fields
    value = inside.pop(name)
    assert complaint(json.dumps(fields).encode()) == f"Field `{name}` is missing."
    twice = f'"{name}": {json.dumps(value)}, "{name}"'
    assert complaint(TEXT.replace(f'"{name}"', twice).encode()) == f"Field `{name}` is in the file twice."


def test_a_field_in_the_wrong_place_is_named():
    fields = json.loads(TEXT)
    assert complaint(json.dumps(fields | {"fc1.bias": [0]}).encode()) == "Field `fc1.bias` is in the wrong place."
    fields["parameters"]["std"] = [1, 1]
    assert complaint(json.dumps(fields).encode()) == "Field `std` is in the wrong place."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not JSON"),
        (b"\x80\x04\x95\x00", "not JSON"),  # a pickle
        (b"PK\x03\x04", "not JSON"),
        ("{}".encode("utf-16"), "not JSON"),
        (b"\xff" * 50, "not JSON"),
        (b"[" * 99_999, "not JSON"),
        (b'{"mean":' * 12_000, "not JSON"),
        (b'{"parameters":' * 3_000 + b"1" + b"}" * 3_000, ""),
        (b"9" * 99_999, "not JSON"),
        (b" " * (LARGEST_FILE + 1), "too large"),
        (b"null", "object"),
        (b"[]", "object"),
        (b"{}", "`format` is missing"),
        (TEXT.encode() * 2, "not JSON"),
        (TEXT.encode()[:-3], "not JSON"),
        (TEXT.replace('"hidden"', '"**bold**"').encode(), "no network here"),
        (TEXT.replace('"tanh"', "NaN").encode(), "not finite"),
        (TEXT.replace('"tanh"', "-Infinity").encode(), "not finite"),
        (re.sub(r'("mean": \[\s*)[^,]*', r"\g<1>1e999", TEXT).encode(), "`mean`"),
        (TEXT.replace('"bce"', '"bce"').replace('"class 0",', "").replace('"class 1"', "").encode(), "`loss`"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_network_is_one_sentence(data, says):
    said = complaint(data)
    assert said
    assert says in said
    assert "bold" not in said


def test_any_bytes_are_a_network_or_one_sentence():
    random.seed(1)
    for _ in range(300):
        complaint(random.randbytes(random.randrange(60)))
    letters = b'{}[]",:.0123456789eE+-\\u "' + b"fc1mean"
    for _ in range(300):
        complaint(bytes(random.choices(letters, k=random.randrange(200))))


def test_any_part_deleted_replaced_or_doubled_is_a_network_or_one_sentence():
    random.seed(2)
    data, opened, refused = TEXT.encode(), 0, 0
    lines = TEXT.splitlines(keepends=True)
    parts = [
        b"NaN",
        b"1e999",
        b"-1",
        b"null",
        b"true",
        b'"',
        b"{",
        b"]",
        b",",
        b"\x00",
        b"\xff",
        b"9" * 400,
        b"\\ud800",
        b"[" * 500,
        b"",
    ]
    for _ in range(1500):
        start = random.randrange(len(data))
        end = min(len(data), start + random.choice((0, 1, 1, 2, 5, 40, 200)))
        middle = random.choice([*parts, data[start:end] * 2, bytes([random.randrange(256)])])
        said = complaint(data[:start] + middle + data[end:])
        opened, refused = opened + (not said), refused + bool(said)
    for i in range(len(lines)):
        for changed in ([*lines[:i], *lines[i + 1 :]], [*lines[: i + 1], *lines[i:]]):
            complaint("".join(changed).encode())
    assert min(opened, refused) > 30, "both happen"


def test_the_sentences_tell_of_all_that_can_be_chosen():
    assert all(loss in complaint(TEXT.replace('"bce"', '"?"').encode()) for loss in LOSSES)
    assert all(name in complaint(TEXT.replace('"tanh"', '"?"').encode()) for name in LEARNERS)
