"""Exhibits, run now: the snippet, and where there is one, its cure."""

from collections.abc import Mapping

from neuron_core.errors.address import address, key_of
from neuron_core.shared.exhibit import Exhibit
from neuron_core.shared.live_run import Argument
from pages.shared.frame import link_to
from pages.shared.live_code import live_code


def exhibits(registry: Mapping[str, Exhibit], *, seed: int | None = None) -> None:
    """Run and show every exhibit of `registry` under its title, one after the other."""
    for title, exhibit in registry.items():
        show_exhibit(exhibit, f"**{title}.** {exhibit.says}", seed=seed)


def show_exhibit(exhibit: Exhibit, says: str, *, seed: int | None = None, **arguments: Argument) -> None:
    """Run and show one exhibit under `says`, with those of `arguments` that its snippets take."""
    run = exhibit.run(seed=seed, **arguments)
    live_code(run, says)
    if exhibit.cure:
        live_code(exhibit.run_cure(seed=seed, **arguments), exhibit.cure_says)
    key = key_of(exhibit)
    if key and not run.refusal:  # what was raised leads there by its words
        link_to("errors", "What gives it away:", address(key, {}))
