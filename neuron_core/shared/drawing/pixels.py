"""A picture made of coloured cells, as text that an SVG <image> takes: for a map that no gradient can draw."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence

from neuron_core.shared.drawing.palette import surface_colour

Cells = Sequence[Sequence[float]]


def cells_uri(values: Cells, top: float) -> str:
    """Return the cells as an image, a pixel for each; `values` are given row by row from the bottom up, as a map counts.

    Values of the size `top` or more have the strongest colour of a surface.
    """
    rows = [bytes.fromhex("".join(surface_colour(value / top)[1:] for value in row)) for row in reversed(values)]
    return "data:image/png;base64," + b64encode(png(rows)).decode()


def png(rows: Sequence[bytes]) -> bytes:
    """Write a PNG file; `rows` are its lines from the top down, three bytes (red, green, blue) a pixel."""
    size = struct.pack(">II", len(rows[0]) // 3, len(rows))
    lines = b"".join(b"\x01" + _differences(row) for row in rows)
    eight_bits_of_rgb = b"\x08\x02\x00\x00\x00"
    parts = [(b"IHDR", size + eight_bits_of_rgb), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _differences(row: bytes) -> bytes:
    """Write each pixel as its difference to the one on its left (PNG's filter 1): even shades then take few bytes."""
    return bytes((now - before) % 256 for now, before in zip(row, bytes(3) + row, strict=False))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
