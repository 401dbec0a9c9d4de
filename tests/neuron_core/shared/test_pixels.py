import struct
import zlib
from base64 import b64decode

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
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, kind) == (8, 2)
    raw = zlib.decompress(chunks[b"IDAT"])
    size = 1 + 3 * width
    rows = []
    for start in range(0, len(raw), size):
        assert raw[start] == 1, "each byte is the difference to the pixel on its left"
        row = [0, 0, 0]
        for index, byte in enumerate(raw[start + 1 : start + size]):
            row.append((byte + row[index]) % 256)
        rows.append([tuple(row[i : i + 3]) for i in range(3, len(row), 3)])
    assert len(rows) == height
    return rows


def test_a_picture_can_be_read_back():
    rows = [bytes([255, 0, 0, 0, 255, 0]), bytes([1, 2, 3, 4, 5, 6])]
    assert read(png(rows)) == [[(255, 0, 0), (0, 255, 0)], [(1, 2, 3), (4, 5, 6)]]


def test_cells_have_the_surfaces_colours_and_count_upwards():
    values = ((-4.0, 0.0, 1.0), (2.0, 4.0, 9.0))
    uri = cells_uri(values, 4.0)
    assert uri.startswith(HEAD)
    shown = read(b64decode(uri.removeprefix(HEAD)))
    wanted = [[surface_colour(value / 4) for value in row] for row in reversed(values)]
    assert [["#" + bytes(pixel).hex() for pixel in row] for row in shown] == wanted


@pytest.mark.parametrize("size", [1, 41])
def test_even_shades_take_few_bytes(size):
    plane = [[(x + y) / 80 for x in range(size)] for y in range(size)]
    assert len(cells_uri(plane, 1.0)) < 2_500
