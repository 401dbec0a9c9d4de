"""What the dropout page asks before torch answers: the four things that people most often get wrong."""

from dataclasses import replace

from neuron_core.dropout.layer import Dropout, drop, thousand_passes
from neuron_core.dropout.snippets import functional_in_eval, share_dropped, without_gradients
from neuron_core.shared.live_run import live_run
from neuron_core.shared.numbers import number_text
from neuron_core.shared.question import Question, Truth


def dropout_questions(dropout: Dropout) -> list[Question]:
    """Return the page's questions about `dropout`, whose keys on the page are p, training and seed."""
    return [_survivors(dropout), _share(dropout), _functional(dropout), _no_grad(dropout), _spread(dropout)]


def _survivors(dropout: Dropout) -> Question:
    ones = (1.0,) * len(dropout.vector)

    def ask_torch() -> Truth:
        # The page's own draw may drop every unit; then a thousand draws of one unit surely show a survivor.
        factor = max(drop(ones, 0.5, dropout.seed)) or max(drop((1.0,) * 1000, 0.5, dropout.seed))
        return Truth(
            0 if factor == 1 else 1 if factor > 1 else 2,
            f"Sent through the layer, a surviving 1 comes out as {number_text(factor)}: torch multiplies by 1/(1−p), so that "
            "the sum stays what it was on average.",
        )

    return Question(
        "Training, p = 0.5: some units are dropped. What happens to those that are kept?",
        ("They pass unchanged", "They grow", "They shrink"),
        {"p": 0.5, "training": True},
        ask_torch,
    )


def _share(dropout: Dropout) -> Question:
    def ask_torch() -> Truth:
        share = live_run(share_dropped, seed=dropout.seed).value
        return Truth(
            0 if abs(share - 0.2) < 0.05 else 1,
            f"Of 10,000 units nn.Dropout(0.2) dropped a share of {number_text(share, 4)}: in torch p is the share dropped, "
            "elsewhere it has been the share kept.",
        )

    return Question(
        "Set p to 0.2. How many units will be dropped, on average?",
        ("2 in 10", "8 in 10"),
        {"p": 0.2, "training": True},
        ask_torch,
    )


def _functional(dropout: Dropout) -> Question:
    def ask_torch() -> Truth:
        out = live_run(functional_in_eval, seed=dropout.seed).value
        return Truth(
            1 if 0 in out else 0,
            f"Eight ones went in, {', '.join(map(number_text, out))} came out: eval() switches nn.Dropout off, but F.dropout "
            "does not know of it. It wants training=self.training.",
        )

    return Question(
        "A model whose forward calls F.dropout(x, 0.5) is put into eval(). Does it still drop?",
        ("No: eval() switches dropout off", "Yes: it still drops"),
        {"training": False},
        ask_torch,
    )


def _no_grad(dropout: Dropout) -> Question:
    def ask_torch() -> Truth:
        out = live_run(without_gradients, seed=dropout.seed).value
        return Truth(
            1 if 0 in out else 0,
            f"Eight ones went in, {', '.join(map(number_text, out))} came out: no_grad() only stops the bookkeeping for "
            "gradients. What a layer does in training ends with eval().",
        )

    return Question(
        "A model in training mode is run inside torch.no_grad(). Does nn.Dropout still drop?",
        ("No: without gradients it is off", "Yes: no_grad() is not eval()"),
        {"training": True},
        ask_torch,
    )


def _spread(dropout: Dropout) -> Question:
    vector = dropout.vector if any(dropout.vector) else replace(dropout, vector=(1.0,)).vector

    def ask_torch() -> Truth:
        trial = thousand_passes(vector, 0.5, dropout.seed)
        largest = max(range(len(vector)), key=lambda i: abs(vector[i]))
        mean, spread = trial.mean[largest], trial.spread[largest]
        kept_mean = abs(mean - vector[largest]) < 0.15 * abs(vector[largest])
        return Truth(
            0 if kept_mean and spread < 0.15 * abs(vector[largest]) else 1 if kept_mean else 2,
            f"Over a thousand passes unit {largest + 1}, which gets {number_text(vector[largest])}, has the mean "
            f"{number_text(mean, 2)} and the spread {number_text(spread, 2)}; in eval the spread is 0.",
        )

    return Question(
        "Scaling makes up for what is dropped. After a thousand passes at p = 0.5, what is as it would be in eval?",
        ("The mean and the spread", "The mean, not the spread", "Neither"),
        {"p": 0.5, "training": True},
        ask_torch,
    )
