"""What is asked before an atlas is shown."""

from neuron_core.atlas.atlas import Atlas, State
from neuron_core.atlas.words import network, settings_words
from neuron_core.shared.question import Question, Truth

OF = 100
"""How many starts are asked about: the first of the atlas, so that the answer is a share in percent too."""
OPTIONS = ("At most 20", "21 to 40", "41 to 60", "61 to 80", "More than 80")


def atlas_question(atlas: Atlas) -> Question:
    """Ask how many of the first hundred starts are solved at the end. All of the atlas would tell."""
    ends = atlas.states[-1, :OF]

    def ask_torch() -> Truth:
        solved, stuck, dead = (int((ends == state).sum()) for state in (State.SOLVED, State.STUCK, State.DEAD))
        return Truth(
            max(0, (solved - 1) // 20),
            f"Of the seeds 0 to {OF - 1}, {solved} are solved, {stuck} are stuck and {dead} are dead.",
            "Training only goes downhill from where it starts, and the start is drawn. Some starts lead down to a place that is not good "
            "enough. In others no row can change a hidden neuron any more: the slope of its activation is 0 for all of them, and so is its "
            "gradient. The more hidden neurons there are, the less hangs on each.",
        )

    return Question(
        f"Of {OF} starts, how many will {network(atlas.settings.hidden)} solve? ({settings_words(atlas.settings, atlas.samples)})",
        OPTIONS,
        {},
        ask_torch,
        covers=("atlas",),
    )
