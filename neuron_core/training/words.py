"""What is said about a training."""

from typing import TYPE_CHECKING

from neuron_core.shared.numbers import number_text

if TYPE_CHECKING:
    from neuron_core.training.filmed import Filmed


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


def reading_words(whole: "Filmed") -> str:
    """Say how the picture of a run is read; without the classes' names, which a person's file may hold."""
    output = (
        "Blue is where the output says the class of the dark dots, orange where it says that of the light ones; the solid line parts them."
        if whole.run.samples.classes
        else "Blue is an output above 0, orange one below; the solid line is where it is 0."
    )
    kept = " Small dots are test rows: they are kept back, and the network never learns from them."
    return (
        f"{output} Each small map is one hidden neuron's value; its dashed line, where its weighted sum is 0, lies on the large map too. "
        "Between them, a blue line stands for a number above 0, an orange, dashed one for a number below; the thicker, the larger."
        + kept
        * bool(whole.test_losses)
    )
