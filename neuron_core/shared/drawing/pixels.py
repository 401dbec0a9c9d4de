"""A picture made of coloured cells, as text that an SVG <image> takes: for a map that no gradient can draw."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence

from neuron_core.shared.drawing.palette import surface_colour

Cells = Sequence[Sequence[float]]

_SHADES = 64  # of each sign: more than an eye tells apart, and half the bytes of true colours


def cells_uri(values: Cells, top: float) -> str:
    """Return the cells as an image, a pixel for each; `values` are given row by row from the bottom up, as a map counts.

    Values of the size `top` or more have the strongest colour of a surface.
    """
    shades = [[round(_SHADES * min(1.0, max(-1.0, value / top))) for value in row] for row in reversed(values)]
    lowest, highest = min(map(min, shades)), max(map(max, shades))
    colours = [surface_colour(shade / _SHADES) for shade in range(lowest, highest + 1)]
    picture = png([bytes(shade - lowest for shade in row) for row in shades], colours)
    return "data:image/png;base64," + b64encode(picture).decode()


def png(rows: Sequence[bytes], colours: Sequence[str]) -> bytes:
    """Write a PNG file; `rows` are its lines from the top down, a byte a pixel: the number of one of `colours` (`#rrggbb`)."""
    size = struct.pack(">II", len(rows[0]), len(rows))
    lines = b"".join(b"\x01" + _differences(row) for row in rows)
    a_byte_names_a_colour = b"\x08\x03\x00\x00\x00"
    parts = [
        (b"IHDR", size + a_byte_names_a_colour),
        (b"PLTE", bytes.fromhex("".join(colour[1:] for colour in colours))),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _differences(row: bytes) -> bytes:
    """Write each pixel as its difference to the one on its left (PNG's filter 1): even shades then take few bytes."""
    return bytes((now - before) % 256 for now, before in zip(row, b"\0" + row, strict=False))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
