"""A map over two inputs: its ground coloured by a neuron's output, where its z is 0, and a point that a person can take.

The ground needs no cells. Along one direction it is the activation's curve, across it nothing changes: a gradient, which the
live view turns, stretches and shifts as three columns say.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from neuron_core.shared.drawing.charts import place, tick
from neuron_core.shared.drawing.palette import NEGATIVES, NOTHING, POSITIVES, surface_colour
from neuron_core.shared.drawing.slots import Held, Move, Sketch

Turn = tuple[str, str, str]
Curve = tuple[tuple[float, ...], tuple[float, ...]]

LEFT, TOP, SIDE = 44.0, 10.0, 300.0
"""Where a map's square lies in its drawing, and how long its sides are."""

_ACROSS, _UP = (LEFT, LEFT + SIDE), (TOP + SIDE, TOP)
_FAR = 1000.0  # a ground of this reach in z covers the map however it is turned


@dataclass(frozen=True)
class Inputs:
    """What a map is over: one or two columns, which are also the keys of their sliders, each from `low` to `high`.

    A point on it moves by `step`.
    """

    keys: tuple[str, ...]
    low: float
    high: float
    step: float

    @property
    def axis(self) -> tuple[float, float]:
        return self.low, self.high


def plane(sketch: Sketch, parent: ET.Element, inputs: Inputs, description: str) -> ET.Element:
    """Add a map with its axes; what is drawn on it is placed by `on_map`. A map over one input has no upward axis."""
    svg = sketch.add(
        parent, "svg", viewBox="0 0 362 338", class_="plane", role="group", aria_label=description
    )  # fmt: skip
    names = [*inputs.keys, ""]
    for value in inputs.axis:
        sketch.add(svg, "text", tick(value), x=place(value, inputs.axis, _ACROSS), y=_UP[0] + 23, class_="tick")
    sketch.add(svg, "text", names[0], x=sum(_ACROSS) / 2, y=_UP[0] + 23, class_="tick name")
    if names[1]:
        for value in inputs.axis:
            sketch.add(
                svg, "text", tick(value), x=_ACROSS[0] - 4, y=place(value, inputs.axis, _UP) + 7, class_="tick end"
            )
        sketch.add(svg, "text", names[1], x=_ACROSS[0] - 6, y=sum(_UP) / 2 + 7, class_="tick end name")
    return svg


def map_tile(sketch: Sketch, svg: ET.Element, at: tuple[float, float], size: float, says: str) -> ET.Element:
    """Return a small map inside a picture, whose own coordinates are those of `plane`."""
    return sketch.add(
        svg, "svg", viewBox=f"{LEFT:g} {TOP:g} {SIDE:g} {SIDE:g}", x=at[0], y=at[1], width=size, height=size, class_="tile", role="group",
        aria_label=says, style=f"width: {size:g}px; height: {size:g}px",
    )  # fmt: skip


def ground(
    sketch: Sketch, svg: ET.Element, inputs: Inputs, name: str, shares: Sequence[float], turn: Turn, css_class: str = ""
) -> None:  # fmt: skip
    """Colour the map by a curve that `held_ground` gives, with points at `shares` of its length; `name` is its own in the drawing.

    `turn` are the columns that say which way z rises on the map, and what z is at its origin. A line, of `css_class`, is where
    z = 0.
    """
    ramp = sketch.add(svg, "linearGradient", id=name, gradientUnits="userSpaceOnUse")
    for end in ("x1", "x2"):
        sketch.text(ramp, f"{name}_{end}", end)
    for i, share in enumerate(shares):
        sketch.text(sketch.add(ramp, "stop", offset=f"{share:.5f}"), f"{name}_{i}", "stop-color")
    turned = _turned(sketch, svg, inputs, turn, name)
    sketch.add(turned, "rect", x=-_FAR, y=-_FAR, width=2 * _FAR, height=2 * _FAR, fill=f"url(#{name})")
    _boundary(sketch, turned, inputs, turn, css_class)
    _square(sketch, svg, "rim")


@lru_cache(maxsize=256)
def held_ground(name: str, curve: Curve, top: float) -> Held:
    """Return what the ground `name` holds for a commit: its colours along `curve`, z and the output there.

    Outputs of the size `top` or more have the strongest colour.
    """
    colours = {f"{name}_{i}": surface_colour(value / top) for i, value in enumerate(curve[1])}
    return {**colours, f"{name}_x1": curve[0][0], f"{name}_x2": curve[0][-1]}


def shares(z: Sequence[float]) -> tuple[float, ...]:
    """Return at which shares of their length the points of a curve lie, as precisely as a map needs."""
    return tuple(round((a - z[0]) / (z[-1] - z[0]), 5) for a in z)


def boundary(sketch: Sketch, svg: ET.Element, inputs: Inputs, turn: Turn, css_class: str = "") -> None:
    """Draw where a neuron's z is 0 on a map that has another ground; `turn` as for `ground`."""
    turned = _turned(sketch, svg, inputs, turn, f"line{_grounds(sketch)}")
    _boundary(sketch, turned, inputs, turn, css_class)


def _grounds(sketch: Sketch) -> int:
    """Count what was clipped so far: each needs a name of its own in the drawing."""
    return sum(1 for _ in sketch.root.iter("clipPath"))


def _turned(sketch: Sketch, svg: ET.Element, inputs: Inputs, turn: Turn, name: str) -> ET.Element:
    """Return a group, cut off at the map's rim, whose x is z: the columns of `turn` place it."""
    clip = sketch.add(svg, "clipPath", id=f"{name}_clip")
    _square(sketch, clip)
    scale = SIDE / (inputs.high - inputs.low)
    origin = place(0, inputs.axis, _ACROSS), place(0, inputs.axis, _UP)
    clipped = sketch.add(svg, "g", clip_path=f"url(#{name}_clip)")
    upright = sketch.add(clipped, "g", transform=f"translate({origin[0]:g} {origin[1]:g}) scale({scale:g} {-scale:g})")
    turned = sketch.turn(sketch.add(upright, "g"), turn[:2])
    # A nested svg can be shifted by an attribute: its z = 0 goes to where the held inputs and the bias put it.
    shifted = sketch.add(turned, "svg", overflow="visible", y=0)
    return sketch.scale(shifted, turn[2], "x", (-_FAR, _FAR), (_FAR, -_FAR))


def _boundary(sketch: Sketch, turned: ET.Element, inputs: Inputs, turn: Turn, css_class: str = "") -> None:
    """Draw the line z = 0, no longer than the map needs: a browser draws the dashes that nobody sees too."""
    classes = f"boundary {css_class}".strip()
    line = sketch.add(turned, "line", x1=0, x2=0, class_=classes, vector_effect="non-scaling-stroke")
    farthest = 2**0.5 * max(map(abs, inputs.axis))  # from where the inputs are 0 to the map's farthest corner
    for attribute, size in (("y1", -farthest), ("y2", farthest)):
        sketch.undo(line, turn[:2], attribute, round(size, 4))


def _square(sketch: Sketch, parent: ET.Element, css_class: str = "") -> None:
    sketch.add(parent, "rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, class_=css_class)


def on_map(inputs: Inputs, values: Sequence[float]) -> tuple[float, float]:
    """Return where a point of the inputs lies on the map."""
    up = place(values[1], inputs.axis, _UP) if len(values) > 1 else sum(_UP) / 2
    return place(values[0], inputs.axis, _ACROSS), up


def point(sketch: Sketch, svg: ET.Element, inputs: Inputs) -> None:
    """Draw a ring where the inputs stand, and let a person drag it."""
    ring = sketch.add(svg, "circle", r=13, cy=sum(_UP) / 2, class_="here")
    moves = []
    for key, attribute, along, target in zip(inputs.keys, ("cx", "cy"), "xy", (_ACROSS, _UP), strict=False):
        ends = target if along == "x" else target[::-1]
        low_high = inputs.axis if along == "x" else inputs.axis[::-1]
        sketch.scale(ring, key, attribute, inputs.axis, target)
        moves.append(Move(key, along, ends, low_high, inputs.step))
    sketch.handle(ring, f"The inputs now: {' and '.join(inputs.keys)}", *moves)


def legend(sketch: Sketch, parent: ET.Element, low: str, high: str) -> None:
    """Show which colour is which output; the columns hold the outputs of the strongest colours."""
    box = sketch.add(parent, "p", class_="scale")
    sketch.number(sketch.add(sketch.add(box, "span", "output "), "span"), low)
    colours = ", ".join([*NEGATIVES, NOTHING, *POSITIVES])
    sketch.add(box, "i", style=f"background: linear-gradient(to right, {colours})")
    sketch.number(sketch.add(box, "span"), high)
