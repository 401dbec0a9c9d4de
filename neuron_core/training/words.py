"""What is said about a training."""

from typing import TYPE_CHECKING

from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.training.study import Filmed


def sentence(whole: "Filmed", epoch: int) -> str:
    """Say where a run stands after an epoch, with the numbers in it: the text twin of its picture."""
    said = f"After epoch {epoch} of {whole.run.epochs:,}: loss {number_text(whole.losses[epoch])}"
    if whole.accuracies:
        said += f", {number_text(whole.accuracies[epoch], 1)} % of the training rows right"
    if whole.test_losses:
        said += f"; on the test rows loss {number_text(whole.test_losses[epoch])}"
        if whole.test_accuracies:
            said += f", {number_text(whole.test_accuracies[epoch], 1)} % right"
    return f"{said}."
