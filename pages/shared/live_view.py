"""The live view: a drawing whose numbers follow the native sliders while they are dragged.

Streamlit components without a build step, none of which sends anything back: the sliders commit on release, as ever. The
drawing, with what shows it, and the numbers travel apart, because Streamlit sends what has not changed only once.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from neuron_core.shared.drawing.palette import INK, MARK, PAPER
from neuron_core.shared.drawing.slots import Drawing, Held
from neuron_core.shared.film import Film
from neuron_core.shared.sweep import Axis, Sweep

Family = Literal["neurons", "toggles", "tensors", "starts", "tells"]
"""The kind of a drawing, which decides its style sheet."""


def _asset(name: str) -> str:
    """Read a file that is sent with every mount, without comment lines and indents that only readers need."""
    lines = (line.strip() for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


_SURFACE_COLOURS = f":host {{ --ink: {INK}; --paper: {PAPER}; --mark: {MARK}; }}"
"""A map has the same colours in both themes, so what is drawn on it has too."""


_PARTS = ("native_slider.js", "handles.js", "cells.js", "play.js")


def _register(name: str, *sheets: str) -> ComponentRenderer:
    """Make a view of its own for each family of drawings: every mount carries its style sheets."""
    css = "\n".join([_SURFACE_COLOURS, *(_asset(sheet) for sheet in ("live_view.css", *sheets))])
    return st.components.v2.component(name, js=_module("live_view.js", *_PARTS), css=css)


def _module(main: str, *parts: str) -> str:
    """Join files into one module, since a component has but one: of its exports only the main file's default is used."""
    return "\n".join([_asset(main), *(_asset(part).replace("export function", "function") for part in parts)])


_views: dict[Family, ComponentRenderer] = {
    "neurons": _register("live_view"),
    "toggles": _register("live_view_of_toggles", "toggles.css"),
    "tensors": _register("live_view_of_tensors", "tensors.css"),
    "starts": _register("live_view_of_starts", "starts.css"),
    "tells": _register("live_view_of_tells", "tells.css"),
}
_hand_over = st.components.v2.component("hand_over", js=_asset("hand_over.js"))
_film = st.components.v2.component("film", js=_asset("film.js"))


def live_view(
    name: str, drawing: Drawing, sweep: Sweep, spoken: str, family: Family = "neurons", covered: Sequence[str] = (),
    films: Mapping[str, Film] | None = None, spoken_covered: str = "",
) -> None:  # fmt: skip
    """Show `drawing` with its slots filled from `sweep` and from `films`, by name; `spoken` is the committed state as a sentence, for screen readers.

    What carries a `data-cover` that is in `covered` is hidden, from screen readers too: it would answer the page's question.
    What is spoken meanwhile is `spoken_covered`, or that something is covered.
    """
    picture(name, drawing, family)
    if films:
        drawing, ids = _show_films(name, drawing, films)
    said = spoken_covered or COVERED if covered else spoken
    numbers(name, drawing, sweep, said, covered, ids if films else ())


def _show_films(name: str, drawing: Drawing, films: Mapping[str, Film]) -> tuple[Drawing, list[str]]:
    """Send the films, the first one with what the drawing holds; return the drawing without that, and the films' names."""
    ids = []
    for part, film in films.items():
        held, drawing = drawing.held, replace(drawing, held={})
        ids.append(f"{film.name} {hash(tuple(held.items())) & 0xFFFFFFFF:x}")
        _film(key=f"live_film_{name}_{part}", data=film_packet(name, part, film, ids[-1], held))
    return drawing, ids


def picture(name: str, drawing: Drawing, family: Family = "neurons") -> None:
    """Show `drawing`, whose `numbers` come from elsewhere: from a fragment of the page, which then need not send the picture."""
    _views[family](key=f"live_view_{name}", data=_drawn(name, drawing))


def numbers(
    name: str, drawing: Drawing, sweep: Sweep, spoken: str, covered: Sequence[str] = (), films: Sequence[str] = ()
) -> None:
    """Fill the picture of this name, where films of these names are there; for the rest see `live_view`."""
    _hand_over(key=f"live_rows_{name}", data=packet(name, sweep, spoken, covered, drawing.held, films))


COVERED = "A part of the picture is covered until you have answered or skipped the question."


@lru_cache(maxsize=256)
def _drawn(name: str, drawing: Drawing) -> bytes:
    handles = [(element, [astuple(move) for move in moves]) for element, moves in drawing.handles]
    return _json({
        "name": name, "markup": drawing.markup, "slots": drawing.slots, "fills": drawing.fills, "handles": handles,
        "players": drawing.players,
    })  # fmt: skip


def packet(
    name: str, sweep: Sweep, spoken: str, covered: Sequence[str] = (), held: Held | None = None, films: Sequence[str] = ()
) -> bytes:  # fmt: skip
    """Pack a sweep: the head's length (uint32), the head (JSON), then all columns (float32), little-endian.

    Numbers travel as torch holds them, in two thirds of the bytes that the same numbers take in JSON.
    """
    axes = {axis.key: _grid(axis) | {"columns": list(sweep.rows[axis.key])} for axis in sweep.axes}
    pairs = [
        {"keys": [axis.key for axis in pair.axes], "grids": list(map(_grid, pair.axes)), "columns": list(pair.rows)}
        for pair in sweep.pairs
    ]
    head = {
        "name": name, "axes": axes, "pairs": pairs, "values": sweep.values, "now": sweep.now, "spoken": spoken,
        "covered": list(covered), "why_covered": COVERED if covered else "", "held": held or {}, "films": list(films),
    }  # fmt: skip
    tables = [*sweep.rows.values(), *(pair.rows for pair in sweep.pairs)]
    columns = [column.numpy().astype("<f4").tobytes() for rows in tables for column in rows.values()]
    return _packed(head, *columns)


def film_packet(name: str, part: str, film: Film, key: str, held: Held) -> bytes:
    """Pack a film as the `part` of the view of this name that it fills: the head as for `packet`, then the film's body."""
    head = {
        "name": name, "part": part, "film": key, "key": film.axis.key, "grid": _grid(film.axis),
        "columns": film.columns, "frames": film.frames, "held": held,
    }  # fmt: skip
    return _packed(head, film.body)


def _packed(head: dict[str, Any], *body: bytes) -> bytes:
    text = _json(head)
    return b"".join([struct.pack("<I", len(text)), text, *body])


def _json(parts: dict[str, Any]) -> bytes:
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()


def _grid(axis: Axis) -> dict[str, float]:
    return {"minimum": axis.minimum, "step": axis.step, "count": axis.count}
