import struct
import zlib

import numpy as np
import pytest
import torch

from neuron_core.shared.film import film, levels
from neuron_core.shared.levels import LEVEL_VALUES, LEVELS
from neuron_core.shared.sweep import Axis

AXIS = Axis("epoch", 0, 20, 1)


def unpack(reel):
    """What the browser does: pages/shared/film.js, in numpy."""
    body, count, start = np.frombuffer(zlib.decompress(reel.body), "u1"), reel.axis.count, 0
    rows = {}
    for name in reel.columns:
        planes = body[start : start + 4 * count].reshape(4, count).astype("u4")
        bits = sum(planes[i] << np.uint32(8 * i) for i in range(4)).astype("u4").view("i4")
        for _ in range(2):
            bits = np.cumsum(bits, dtype="i4")
        rows[name] = bits.view("f4")
        start += 4 * count
    frames = {}
    for name, side in reel.frames:
        size = side * side
        frames[name] = np.cumsum(body[start : start + count * size].reshape(count, side, side), axis=0, dtype="u1")
        start += count * size
    assert start == len(body)
    return rows, frames


@pytest.mark.parametrize("seed", range(20))
def test_what_is_packed_comes_back_bit_for_bit(seed):
    generator = torch.Generator().manual_seed(seed)
    count = int(torch.randint(1, 22, (1,), generator=generator))
    scale = 10.0 ** torch.randint(-30, 30, (1,), generator=generator)
    rows = {name: scale * torch.randn(count, generator=generator) for name in "abc"}
    rows["special"] = torch.tensor([0.0, -0.0, 1e-45, 3.4e38, -3.4e38] * 5)[:count]
    frames = {"one": torch.randint(0, LEVELS, (count, 6, 6), generator=generator).to(torch.uint8)}
    found, pictures = unpack(film(AXIS, rows, frames))
    for name, column in rows.items():
        assert found[name].tobytes() == struct.pack("<21f", *column.tolist(), *[column[-1].item()] * (21 - count))
    assert np.array_equal(pictures["one"][:count], frames["one"].numpy())
    assert all(np.array_equal(picture, frames["one"][-1].numpy()) for picture in pictures["one"][count:])


def test_films_that_differ_have_other_names():
    rows = {"a": torch.arange(21.0)}
    one = film(AXIS, rows)
    assert one == film(AXIS, {"a": torch.arange(21.0)})
    others = [film(AXIS, {"b": rows["a"]}), film(AXIS, {"a": rows["a"] + 1}), film(Axis("other", 0, 20, 1), rows)]
    assert len({one.name, *(other.name for other in others)}) == 4


def test_a_level_keeps_the_side_of_its_value():
    values = torch.cat([torch.linspace(-1.2, 1.2, 4001), torch.tensor([0.0, 1e-30, -1e-30])])
    found = torch.tensor(LEVEL_VALUES)[levels(values).long()]
    assert torch.equal(found > 0, values >= 0)
    clamped = values.clamp(-1, 1)
    assert (found - clamped).abs().max() <= 1 - (23.5 / 24) ** 2 + 1e-6
    near = clamped.abs() < 0.01
    assert (found - clamped)[near].abs().max() < 0.01


def test_levels_rise():
    assert list(LEVEL_VALUES) == sorted(LEVEL_VALUES)
    assert levels(torch.linspace(-1, 1, 1000)).diff().ge(0).all()
    assert set(levels(torch.linspace(-1, 1, 100_000)).tolist()) == set(range(LEVELS))
