"""The part of the page that a question covers until it was answered: how the run ends, in words and at the end of its curves."""

OUTCOME = "outcome"
