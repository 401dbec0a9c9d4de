"""Every mistake, by its key in the address. Adding one is one entry in its group's file."""

from neuron_core.errors.mistake import Mistake
from neuron_core.errors.snippets.autograd import AUTOGRAD
from neuron_core.errors.snippets.devices import DEVICES
from neuron_core.errors.snippets.losses import LOSSES
from neuron_core.errors.snippets.modes import MODES
from neuron_core.errors.snippets.modules import MODULES
from neuron_core.errors.snippets.shapes import SHAPES

MISTAKES: dict[str, Mistake] = {**SHAPES, **DEVICES, **AUTOGRAD, **MODULES, **LOSSES, **MODES}
