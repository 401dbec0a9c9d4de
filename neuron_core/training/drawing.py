"""A training as a picture: the network as it is after the epoch under the thumb, its output over both inputs, its loss so far.

Columns: those of a run (see `columns`), by the epoch; held are what stands for the whole run.
"""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from neuron_core.shared.drawing.charts import readout, tick
from neuron_core.shared.drawing.diagram import Number, Place, Term, arithmetic, columns, edge, line
from neuron_core.shared.drawing.palette import surface_colour
from neuron_core.shared.drawing.plane import (
    LEFT,
    SIDE,
    TOP,
    Inputs,
    boundary,
    ground,
    held_ground,
    map_tile,
    on_map,
    point,
    shares,
)
from neuron_core.shared.drawing.slots import Drawing, Held, Sketch
from neuron_core.shared.levels import LEVEL_VALUES
from neuron_core.training.drawing_history import ACCURACY, LOSS, held_history, history

if TYPE_CHECKING:
    from neuron_core.training.filmed import Filmed, Points
    from neuron_core.training.samples import Samples
    from neuron_core.training.study import Study

_WIDTH, _HEIGHT = 824, 356
_INPUTS = {1: 104.0, 2: 236.0}
_INPUT = 34.0
_PILL, _PILL_LEFT = 176.0, 108.0
_TILE_LEFT, _MOST_TILE = 304.0, 104.0
_OUT, _OUT_TILE = (552.0, 30.0), 264.0
_BINS = 7
"""Where y is a number, points come in this many colours."""
PLAYER = (("start", "|◀"), ("back", "−1"), ("toggle", ""), ("forward", "+1"))
SPEEDS = (("15", "¼×"), ("60", "1×"), ("240", "4×"))
"""Epochs a second, and what they are called: 60 is what TensorFlow Playground shows."""


@dataclass(frozen=True)
class Look:
    """What the drawing of a run depends on; the numbers in it are filled in.

    `key` is the epoch's slider, which ends at `most`. There are `units` hidden neurons with an activation of this name, over the
    square from `low` to `high`. `classes` tells whether y says a class, `tested` whether there are test rows, `gradients` whether
    gradients stand in the parameters' places, `probe` are the keys of the sliders of a point, if there is one,
    and `probe_step` is how far it moves at a time.
    """

    key: str
    most: int
    units: int
    activation: str
    low: float
    high: float
    classes: bool
    tested: bool
    gradients: bool
    probe: tuple[str, str] | None
    probe_step: float


def training_drawing(study: "Study") -> Drawing:
    """Draw a run as it is at the epoch under the thumb."""
    return replace(_drawing(_look(study)), held=_held(study.whole))


def _look(study: "Study") -> Look:
    whole, samples = study.whole, study.whole.run.samples
    probe = tuple(axis.key for axis in study.sweep.axes)
    return Look(
        key=whole.film.axis.key,
        most=int(whole.film.axis.maximum),
        units=whole.run.settings.hidden,
        activation=whole.activation,
        low=samples.low,
        high=samples.high,
        classes=samples.classes,
        tested=bool(whole.test_losses),
        gradients=whole.gradients,
        probe=(probe[0], probe[1]) if probe else None,
        probe_step=study.sweep.pairs[0].axes[0].step if probe else 1.0,
    )


@lru_cache(maxsize=64)
def _held(whole: "Filmed") -> Held:
    samples, most = whole.run.samples, int(whole.film.axis.maximum)
    one, two, answer = samples.table.names
    held: dict[str, float | str] = {"across": f"{one} →", "up": f"↑ {two}", "answer": f"colour: {answer}"}
    held |= {f"class{number}": name for number, name in enumerate(samples.table.classes)}
    for i in range(1, whole.run.settings.hidden + 1):
        held |= held_ground(f"hidden{i}", whole.curve, whole.top_hidden)
    held |= _held_points(whole.points, samples)
    held |= held_history(LOSS, (0.0, whole.top_loss), most, loss=whole.losses, test_loss=whole.test_losses)
    if samples.classes:
        shares = {"accuracy": whole.accuracies, "test_accuracy": whole.test_accuracies}
        held |= held_history(ACCURACY, (0.0, 100.0), most, **shares)
    return held


@lru_cache(maxsize=64)
def _drawing(look: Look) -> Drawing:
    sketch = Sketch()
    _readouts(sketch, look)
    net = sketch.add(
        sketch.add(sketch.root, "div", class_="net", tabindex=0, role="group", aria_label="The network"), "div"
    )
    left, top, side = (f"{100 * share:.3f}%" for share in (_OUT[0] / _WIDTH, _OUT[1] / _HEIGHT, _OUT_TILE / _WIDTH))
    canvas = sketch.add(
        net, "canvas", width=48, height=48, aria_hidden="true", style=f"left: {left}; top: {top}; width: {side}",
    )  # fmt: skip
    sketch.cells(canvas, "surface", [surface_colour(value) for value in LEVEL_VALUES], LEVEL_VALUES)
    svg = sketch.add(
        net, "svg", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", class_="ann", role="group",
        aria_label=f"Two inputs, {look.units} hidden neurons, one output; on the right the output over both inputs, with the rows",
    )  # fmt: skip
    inputs = Inputs(look.probe or ("x1", "x2"), look.low, look.high, look.probe_step)
    for i in range(1, look.units + 1):
        _hidden(sketch, svg, look, inputs, i)
    for j, y in _INPUTS.items():
        sketch.add(svg, "circle", cx=_INPUT, cy=y, r=27, class_="node")
        sketch.add(svg, "text", f"x{j}", x=_INPUT, y=y + 6, class_="value")
    _output(sketch, svg, look, inputs)
    sketch.add(sketch.root, "p", "← swipe: the whole network", class_="swipe")
    charts = sketch.add(sketch.root, "div", class_="charts history")
    lines = [(LOSS, "Loss", "loss", "test_loss"), (ACCURACY, "Accuracy in %", "accuracy", "test_accuracy")]
    for axis, *names in lines if look.classes else lines[:1]:
        history(sketch, charts, look.key, look.most, look.tested, axis, *names)
    (_slopes if look.gradients else _sums)(sketch, look)
    return sketch.drawing()


def _readouts(sketch: Sketch, look: Look) -> None:
    box = sketch.add(sketch.root, "div", class_="readouts played")
    player = sketch.player(
        sketch.add(box, "div", class_="player", role="group", aria_label="Player", tabindex=0), look.key
    )
    names = {"start": "To the start", "back": "One epoch back", "forward": "One epoch on"}
    for name, text in PLAYER:
        button = sketch.add(player, "button", text, type="button", data_play=name)
        if name == "toggle":
            button.attrib |= {"data-start": "▶ Play", "data-pause": "❚❚ Pause"}
        else:
            button.set("aria-label", names[name])
    speed = sketch.add(player, "select", data_play="speed", aria_label="Speed")
    for value, text in SPEEDS:
        option = sketch.add(speed, "option", text, value=value)
        if text == "1×":
            option.set("selected", "selected")
    readout(sketch, box, "Loss", "training", "loss", least=4)
    if look.classes:
        readout(sketch, box, "Accuracy", "% right", "accuracy", most=1, least=1)
    if look.tested:
        says = sketch.add(box, "p", class_="verdict")
        said = sketch.add(says, "span", "Test loss ")
        sketch.number(sketch.add(said, "b"), "test_loss")
        if look.classes:
            said = sketch.add(says, "span", "Test accuracy ")
            accuracy = sketch.add(said, "b")
            sketch.number(accuracy, "test_accuracy", most=1)
            accuracy.tail = " %"


def _row(units: int, i: int) -> float:
    """Return how far down the hidden neuron number i of `units` is drawn."""
    return _HEIGHT * (i - 0.5) / units


def _tile_side(units: int) -> float:
    return min(_MOST_TILE, _HEIGHT / units - 6)


def _hidden(sketch: Sketch, svg: ET.Element, look: Look, inputs: Inputs, i: int) -> None:
    """Draw one hidden neuron: its edges, its three numbers, its map, and the weight that its value goes on with."""
    y, side = _row(look.units, i), _tile_side(look.units)
    half = min(22.0, 0.42 * _HEIGHT / look.units)
    for j, start in _INPUTS.items():
        edge(
            sketch, svg, (_INPUT + 27, start), (_PILL_LEFT, y + (j - 1.5) * half), _shown(look, f"w{i}{j}"), f"w{i}{j}"
        )
    middle = _TILE_LEFT + _MOST_TILE / 2
    edge(sketch, svg, (_PILL_LEFT + _PILL, y), (middle - side / 2, y), _shown(look, f"b{i}"), f"b{i}")
    x = 424.0
    into: Place = (_OUT[0], _OUT[1] + _OUT_TILE / 2 + (i - (look.units + 1) / 2) * min(24.0, 150 / look.units))
    edge(sketch, svg, (middle + side / 2, y), (x, y), _shown(look, f"v{i}"), f"v{i}")
    edge(sketch, svg, (x + 74, y), into, _shown(look, f"v{i}"), f"v{i}")
    for left, width, names in ((_PILL_LEFT, _PILL, (f"w{i}1", f"w{i}2", f"b{i}")), (x, 74.0, (f"v{i}",))):
        sketch.add(svg, "rect", x=left, y=y - half, width=width, height=2 * half, rx=10, class_="field")
        step = width / len(names)
        for number, name in enumerate(names):
            text = sketch.add(
                svg,
                "text",
                x=left + step * (number + 0.5),
                y=y + 6,
                class_="tiny" if look.gradients else "label",
                data_part=name,
            )
            sketch.number(text, _shown(look, name), most=2)
            if look.units < 8:
                sketch.add(svg, "text", name, x=left + step * (number + 0.5), y=y - half - 5, class_="tiny")
    tile = map_tile(
        sketch, svg, (middle - side / 2, y - side / 2), side, f"The value of hidden neuron {i} over both inputs"
    )
    tile.set("data-part", f"h{i}")
    ground(sketch, tile, inputs, f"hidden{i}", _SHARES, _turn(i))


def _shown(look: Look, name: str) -> str:
    """The column that stands at a parameter's place: itself, or its gradient."""
    return f"g_{name}" if look.gradients else name


def _turn(i: int) -> tuple[str, str, str]:
    return f"m{i}_a", f"m{i}_b", f"b{i}"


def _output(sketch: Sketch, svg: ET.Element, look: Look, inputs: Inputs) -> None:
    """Draw what lies on the output's map: the hidden neurons' lines, the rows, the point; around it names and ends."""
    x, y = _OUT
    title = sketch.add(svg, "text", x=x + _OUT_TILE, y=20, class_="label end", data_part="c")
    sketch.add(title, "tspan", "output", class_="name").tail = ", ∂c " if look.gradients else ", c "
    sketch.number(sketch.add(title, "tspan"), _shown(look, "c"), most=2)
    under = y + _OUT_TILE + 19
    for value, at, anchor in ((look.low, x, "start"), (look.high, x + _OUT_TILE, "end")):
        sketch.add(svg, "text", tick(value), x=at, y=under, class_=f"tick {anchor}")
    sketch.text(sketch.add(svg, "text", x=x + _OUT_TILE / 2, y=under, class_="tick"), "across")
    sketch.text(sketch.add(svg, "text", x=x, y=y - 8, class_="tick start"), "up")
    tile = map_tile(
        sketch,
        svg,
        _OUT,
        _OUT_TILE,
        "The output over both inputs; every hidden neuron's line; the rows; a dark line is the border",
    )
    for i in range(1, look.units + 1):
        boundary(sketch, tile, inputs, _turn(i), f"of{i}")
    sketch.add(tile, "rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, class_="rim")
    for name in dot_names(look.classes):
        for kind in ("rim", "fill"):
            dots = sketch.add(tile, "path", class_=f"dots {kind} {name}")
            sketch.text(dots, name, "d")
            if not look.classes and kind == "fill":
                bin_ = int(name.split("_")[1])
                dots.set("style", f"stroke: {surface_colour(2 * bin_ / (_BINS - 1) - 1)}")
    if look.probe:
        point(sketch, tile, inputs)
    if look.classes:
        for answer, at in enumerate((x + 8, x + 0.5 * _OUT_TILE + 8)):
            for kind in ("rim", "fill"):
                dot = f"M{at:g},{under + 19:g}h0"
                sketch.add(svg, "path", d=dot, class_=f"dots {kind} dots_{answer}_train")
            sketch.text(sketch.add(svg, "text", x=at + 11, y=under + 25, class_="tick start"), f"class{answer}")
    else:
        sketch.text(sketch.add(svg, "text", x=x + _OUT_TILE, y=under + 25, class_="tick end"), "answer")


def dot_names(classes: bool) -> list[str]:
    """Name the groups of points: by class or colour, then whether they are for training or for the test."""
    return [f"dots_{group}_{part}" for group in range(2 if classes else _BINS) for part in ("train", "test")]


def _held_points(points: "Points", samples: "Samples") -> Held:
    inputs = Inputs(("x1", "x2"), samples.low, samples.high, 1.0)
    groups: dict[str, list[str]] = {name: [] for name in dot_names(samples.classes)}
    for part, rows in (("train", points.train), ("test", points.test)):
        for x1, x2, y in rows:
            group = int(y) if samples.classes else round((y / samples.size + 1) / 2 * (_BINS - 1))
            across, up = on_map(inputs, (x1, x2))
            groups[f"dots_{group}_{part}"].append(f"M{across:.0f},{up:.0f}h0")
    return {name: "".join(moves) or "M0,0" for name, moves in groups.items()}


_SHARES = shares(tuple((-1 if i < 16 else 1) * ((i - 16) / 16) ** 2 for i in range(33)))
"""Where the stops of a hidden neuron's map lie: as `hidden_curve` spaces them."""


def _slopes(sketch: Sketch, look: Look) -> None:
    """Write every parameter's gradient, and the length of all of them together."""
    box = arithmetic(sketch, sketch.root, "The gradients")
    rows: list[list[tuple[str, Term]]] = [
        [(name, [f"∂{name} = ", Number(f"g_{name}")]) for name in (f"w{i}1", f"w{i}2", f"b{i}", f"v{i}")]
        for i in range(1, look.units + 1)
    ]
    rows.append([("c", ["∂c = ", Number("g_c")]), ("", ["length of all of them: ", Number("norm")])])
    columns(sketch, box, rows)


def _sums(sketch: Sketch, look: Look) -> None:
    """Write the network as arithmetic with its numbers in it; with a point, that point's way through it."""
    box = arithmetic(sketch, sketch.root, "The network in numbers")
    one, two = (Number(key, most=2) for key in look.probe) if look.probe else ("x1", "x2")
    rows: list[list[tuple[str, Term]]] = []
    for i in range(1, look.units + 1):
        z: Term = ["= ", Number(f"p_z{i}")] if look.probe else []
        h: Term = [" = ", Number(f"p_h{i}")] if look.probe else []
        rows.append([
            (f"h{i}", [f"z{i} ="]),
            (f"w{i}1", [one, " × ", Number(f"w{i}1", brackets=True)]),
            (f"w{i}2", ["+ ", two, " × ", Number(f"w{i}2", brackets=True)]),
            (f"b{i}", ["+ ", Number(f"b{i}", brackets=True)]),
            (f"h{i}", [*z, f" → {look.activation}: h{i}", *h]),
            (f"v{i}", [" × ", Number(f"v{i}", brackets=True)]),
        ])  # fmt: skip
    columns(sketch, box, rows)
    out: Term = [" = ", Number("p_out", bold=True)] if look.probe else []
    line(sketch, box, ["output = the sum of these + ", Number("c", brackets=True), *out])
