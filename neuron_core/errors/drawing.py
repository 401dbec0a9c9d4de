"""The picture of a tell: what was measured with the mistake beside what was measured without it, on one axis."""

from collections.abc import Mapping

from neuron_core.errors.drawing_bars import bars, bars_twin
from neuron_core.errors.drawing_grids import grids, grids_twin
from neuron_core.errors.drawing_plots import curves, curves_twin, dots, dots_twin
from neuron_core.errors.tell import Bars, Curves, Dots, Grids, Measured, Tell
from neuron_core.shared.arguments import taken_by
from neuron_core.shared.drawing.slots import Drawing, Sketch


def tell_drawing(tell: Tell, measured: Measured, numbers: Mapping[str, int]) -> Drawing:
    """Draw what was measured under the seeds so far; `numbers` are the learner's. It stands still: it has no slots."""
    sketch = Sketch()
    twin = tell_twin(tell, measured, numbers)
    box = sketch.add(sketch.root, "div", class_="tell", role="img", aria_label=twin)
    match tell:
        case Curves():
            curves(sketch, box, tell, measured)
        case Dots():
            dots(sketch, box, tell, measured)
        case Bars():
            bars(sketch, box, tell, measured)
        case Grids():
            grids(sketch, box, tell, measured, _columns(tell, numbers))
    return sketch.drawing()


def tell_twin(tell: Tell, measured: Measured, numbers: Mapping[str, int]) -> str:
    """Say in words what the picture shows, with its numbers: for who hears it. Raises `TypeError` for a kind without a picture."""
    match tell:
        case Curves():
            return curves_twin(tell, measured)
        case Dots():
            return dots_twin(tell, measured)
        case Bars():
            return bars_twin(tell, measured)
        case Grids():
            return grids_twin(tell, measured, _columns(tell, numbers))
    raise TypeError(f"a tell of kind {type(tell).__name__} has no picture")


def _columns(tell: Grids, numbers: Mapping[str, int]) -> tuple[int, int]:
    return tell.columns(**taken_by(tell.columns, numbers))
