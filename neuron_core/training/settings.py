"""All that decides how a run goes, beside the rows: checked here, so that nothing forged passes."""

from dataclasses import dataclass

from neuron_core.shared.seeding import MAX_SEED
from neuron_core.training.choices import DECAYS, EVERY_ROW, LOSSES, MOST_EPOCHS, MOST_IN_A_BATCH, OPTIMISERS, RATES
from neuron_core.training.model import LEARNERS, WIDTHS


@dataclass(frozen=True)
class Settings:
    """One training: the network, the loss, the optimiser and how long.

    `batch` rows go into a step, `EVERY_ROW` (0) means all of them. `seed` draws the first weights and shuffles the batches.
    `device` is a name for `torch.device`. Raises `ValueError` where a value is not one that can be chosen.
    """

    hidden: int = 2
    activation: str = "relu"
    loss: str = "bce"
    optimiser: str = "momentum"
    rate: float = 0.1
    batch: int = EVERY_ROW
    epochs: int = MOST_EPOCHS
    decay: float = 0.0
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        chosen = {
            "hidden": WIDTHS, "activation": LEARNERS, "loss": LOSSES, "optimiser": OPTIMISERS, "rate": RATES, "decay": DECAYS,
            "batch": range(MOST_IN_A_BATCH + 1), "epochs": range(1, MOST_EPOCHS + 1), "seed": range(MAX_SEED + 1),
        }  # fmt: skip
        for name, allowed in chosen.items():
            value = getattr(self, name)
            whole = isinstance(value, int) or not isinstance(allowed, range)  # a range would be searched for any other
            if not whole or value not in allowed:
                raise ValueError(f"{name} cannot be {value!r}")

    def batch_of(self, rows: int) -> int:
        """Return how many of `rows` rows go into a step."""
        return min(self.batch or rows, rows)

    def steps_of(self, rows: int) -> int:
        """Return how many steps an epoch over `rows` rows takes."""
        return -(-rows // self.batch_of(rows))
