import pytest

from neuron_core.stack.layers import LAYERS
from tests.neuron_core.stack.made_up import MADE_UP


@pytest.fixture
def made_up(monkeypatch):
    """Add the made-up layers to `LAYERS`: one entry each, and nothing else."""
    for name, kind in MADE_UP.items():
        monkeypatch.setitem(LAYERS, name, kind)
    return MADE_UP
