import struct
import zlib
from base64 import b64decode
from itertools import accumulate

import pytest

from neuron_core.shared.drawing.palette import surface_colour
from neuron_core.shared.drawing.pixels import cells_uri, png

HEAD = "data:image/png;base64,"


def read(data: bytes) -> list[list[tuple[int, ...]]]:
    """Read a PNG of 8 bits a colour back, as the standard says: its rows of pixels from the top down."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, place = {}, 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert struct.unpack(">I", data[place + 8 + length : place + 12 + length]) == (zlib.crc32(name + body),)
        chunks[name] = body
        place += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, kind) == (8, 3)
    colours = list(zip(*[iter(chunks[b"PLTE"])] * 3, strict=True))
    raw = zlib.decompress(chunks[b"IDAT"])
    rows = []
    for start in range(0, len(raw), 1 + width):
        assert raw[start] == 1, "each byte is the difference to the pixel on its left"
        rows.append([colours[number % 256] for number in accumulate(raw[start + 1 : start + 1 + width])])
    assert len(rows) == height
    return rows


def test_a_picture_can_be_read_back():
    rows = [bytes([0, 1, 0]), bytes([2, 0, 1])]
    red, green, blue = (255, 0, 0), (0, 255, 0), (0, 0, 254)
    assert read(png(rows, ["#ff0000", "#00ff00", "#0000fe"])) == [[red, green, red], [blue, red, green]]


def test_cells_have_the_surfaces_colours_and_count_upwards():
    values = ((-4.0, 0.0, 1.0), (2.0, 4.0, 9.0))
    uri = cells_uri(values, 4.0)
    assert uri.startswith(HEAD)
    shown = read(b64decode(uri.removeprefix(HEAD)))
    wanted = [[surface_colour(value / 4) for value in row] for row in reversed(values)]
    assert [["#" + bytes(pixel).hex() for pixel in row] for row in shown] == wanted


def test_no_eye_tells_a_cells_colour_from_the_surfaces():
    row = [share / 1000 for share in range(-1000, 1001)]
    (shown,) = read(b64decode(cells_uri([row], 1.0).removeprefix(HEAD)))
    for share, pixel in zip(row, shown, strict=True):
        exact = bytes.fromhex(surface_colour(share)[1:])
        assert max(abs(one - other) for one, other in zip(pixel, exact, strict=True)) <= 3, share


@pytest.mark.parametrize("size", [1, 41])
def test_even_shades_take_few_bytes(size):
    plane = [[(x + y) / 80 for x in range(size)] for y in range(size)]
    assert len(cells_uri(plane, 1.0)) < 900
