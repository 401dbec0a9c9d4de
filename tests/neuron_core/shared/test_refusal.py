import pytest
import torch

from neuron_core.shared.refusal import Refusal, attempt


def test_torchs_words_are_kept():
    def too_wide():
        return torch.nn.Linear(3, 1)(torch.ones(4))

    with pytest.raises(RuntimeError) as raised:
        too_wide()
    refusal = attempt(too_wide)
    assert refusal == Refusal("RuntimeError", str(raised.value))
    assert str(refusal) == f"RuntimeError: {raised.value}"


def test_what_works_comes_back():
    assert attempt(lambda: 3) == 3


def test_a_fault_of_ours_passes_through():
    with pytest.raises(TypeError):
        attempt(lambda: torch.ones(1) + "1")
