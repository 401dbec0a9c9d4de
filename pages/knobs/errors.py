"""The knobs of the errors page: the mistake, and the learner's own numbers in each."""

from neuron_core.errors import MISTAKES
from neuron_core.errors.address import MISTAKE as MISTAKE_KEY
from neuron_core.errors.address import number_key
from pages.shared.code_panel import code_knob
from pages.shared.knob import Choice, Knob, NumberField

TITLES = {mistake.title: key for key, mistake in MISTAKES.items()}
"""The key of each mistake, by the title that the page shows and the address carries."""

MISTAKE = Choice(key=MISTAKE_KEY, label="Mistake", default=next(iter(TITLES)), options=list(TITLES))
NUMBERS = {
    key: {
        number.name: NumberField(
            key=number_key(key, number.name), label=number.label, default=number.default, minimum=number.minimum,
            maximum=number.maximum,
        )
        for number in mistake.numbers
    }
    for key, mistake in MISTAKES.items()
}  # fmt: skip
"""The fields of each mistake, by its key and the number's name."""

CODE = code_knob("errors")
KNOBS: tuple[Knob, ...] = (MISTAKE, *(field for fields in NUMBERS.values() for field in fields.values()), CODE)
