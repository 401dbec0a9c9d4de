"""What the dropout page asks before torch answers: the five things that people most often get wrong."""

from neuron_core.dropout.layer import Dropout, drop, thousand_passes
from neuron_core.dropout.snippets import functional_in_eval, share_dropped, without_gradients
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth


def dropout_questions(settings: Dropout, p: str, training: str) -> list[Question]:
    """Return the questions to ask about `settings`; `p` and `training` are the keys of these widgets."""
    return [
        _kept_units(settings, {p: 0.5, training: True}),
        _share(settings, {p: 0.2, training: True}),
        _functional(settings, {training: False}),
        _no_grad(settings, {training: True}),
        _spread(settings, {p: 0.5, training: True}),
    ]


def _kept_units(settings: Dropout, change: dict[str, float | str]) -> Question:
    ones = (1.0,) * len(settings.vector)

    def ask_torch() -> Truth:
        # The page's own draw may drop every unit; then a thousand units under the same seed surely show one that is kept.
        factor = max(drop(ones, 0.5, settings.seed)) or max(drop((1.0,) * 1000, 0.5, settings.seed))
        return Truth(
            0 if factor == 1 else 1 if factor > 1 else 2,
            f"An input of 1 that is kept becomes {number_text(factor)}: torch multiplies by 1/(1−p), so that the average "
            "output stays what it was.",
        )

    return Question(
        "In training with p = 0.5, some units are dropped. What happens to the values of the others?",
        ("They are passed on unchanged", "They are scaled up", "They are scaled down"),
        change,
        ask_torch,
    )


def _share(settings: Dropout, change: dict[str, float | str]) -> Question:
    def ask_torch() -> Truth:
        share = live_run(share_dropped, seed=settings.seed).value
        return Truth(
            0 if abs(share - 0.2) < 0.05 else 1,
            f"nn.Dropout(0.2) dropped a share of {number_text(share, 4)} of 10,000 units. In torch p is the chance of being "
            "dropped; in the paper that introduced dropout (Srivastava et al. 2014) p is the chance of being kept.",
        )

    return Question(
        "Set p to 0.2. How many units are dropped, on average?",
        ("2 in 10", "8 in 10"),
        change,
        ask_torch,
    )


def _functional(settings: Dropout, change: dict[str, float | str]) -> Question:
    def ask_torch() -> Truth:
        out = live_run(functional_in_eval, seed=settings.seed).value
        return Truth(
            1 if 0 in out else 0,
            f"For eight ones the output was {', '.join(map(number_text, out))}. eval() switches nn.Dropout off, but F.dropout "
            "does not know the model's mode: it needs training=self.training.",
        )

    return Question(
        "The forward of a model calls F.dropout(x, 0.5), and the model is in eval(). Does it still drop?",
        ("No: eval() switches dropout off", "Yes: it still drops"),
        change,
        ask_torch,
    )


def _no_grad(settings: Dropout, change: dict[str, float | str]) -> Question:
    def ask_torch() -> Truth:
        out = live_run(without_gradients, seed=settings.seed).value
        return Truth(
            1 if 0 in out else 0,
            f"For eight ones the output was {', '.join(map(number_text, out))}. no_grad() only tells torch not to prepare "
            "for gradients. eval() is what switches dropout off.",
        )

    return Question(
        "A model in training mode is run inside torch.no_grad(). Does nn.Dropout still drop?",
        ("No: without gradients it is off", "Yes: no_grad() is not eval()"),
        change,
        ask_torch,
    )


def _spread(settings: Dropout, change: dict[str, float | str]) -> Question:
    vector = settings.vector if any(settings.vector) else (1.0,)

    def ask_torch() -> Truth:
        trial = thousand_passes(vector, 0.5, settings.seed)
        largest = max(range(len(vector)), key=lambda i: abs(vector[i]))
        size = abs(vector[largest])
        mean, spread = trial.mean[largest], trial.spread[largest]
        same_mean = abs(mean - vector[largest]) < 0.15 * size
        return Truth(
            0 if same_mean and spread < 0.15 * size else 1 if same_mean else 2,
            f"Over a thousand passes unit {largest + 1}, whose input is {number_text(vector[largest])}, has the mean "
            f"{number_text(mean, 2)} and the standard deviation {number_text(spread, 2)}. In eval its output is always "
            f"{number_text(vector[largest])}, so the standard deviation is 0.",
        )

    return Question(
        "Take a thousand passes in training at p = 0.5. What is about the same as in eval, for one unit's output?",
        ("Its mean and its spread", "Its mean, but not its spread", "Neither"),
        change,
        ask_torch,
    )
