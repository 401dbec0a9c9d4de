"""What the errors page asks before a code is run: will torch raise, warn, or say nothing?"""

from collections.abc import Callable, Mapping

from neuron_core.errors.mistake import Mistake
from neuron_core.errors.words import OPTIONS, happened, option
from neuron_core.shared.live_run import LiveRun
from neuron_core.shared.question import Question, Truth

ANSWER = "answer"
"""The part of the page that the question covers."""


def what_will_torch_do(
    mistake: Mistake, now: Mapping[str, float | str], run: Callable[[], LiveRun[object]]
) -> Question:
    """Ask it of a mistake; the answer stands for as long as the page's values stay as they are `now`."""

    def ask_torch() -> Truth:
        ran = run()
        return Truth(option(ran), happened(mistake, ran), "")

    return Question("What will torch do with this code?", OPTIONS, dict(now), ask_torch, (ANSWER,), act="Run it")
