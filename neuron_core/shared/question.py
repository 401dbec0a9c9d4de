"""'Predict first': a change is proposed, the person commits to an answer, then torch carries the change out and answers."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """Torch's answer: the index of the true option, what happened, and why.

    `happened` is one sentence with torch's numbers, `why` the reason, which stays folded until it is asked for ("": the page has it).
    """

    option: int
    happened: str
    why: str


@dataclass(frozen=True)
class Question:
    """A question about one change: `change` names the values that carry it out, `ask_torch` computes what it does.

    Nothing is computed before the person has committed to an answer. `covers` names the parts of the page that would give
    the answer away: they stay covered until the question was answered or skipped. `twin` asks the same with other numbers, `act` is
    what the button says that carries it out.
    """

    prompt: str
    options: tuple[str, ...]
    change: dict[str, float | str]
    ask_torch: Callable[[], Truth]
    covers: tuple[str, ...] = ()
    twin: "Callable[[], Question] | None" = None
    act: str = "Let torch answer"


def close(one: float, other: float) -> bool:
    """Tell whether two float32 results are the same number, but for rounding."""
    return abs(one - other) <= 1e-5 * max(1.0, abs(one), abs(other))
