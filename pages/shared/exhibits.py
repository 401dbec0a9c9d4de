"""Exhibits, run now: the snippet, and where there is one, its cure."""

from collections.abc import Mapping

from neuron_core.shared.exhibit import Exhibit
from neuron_core.shared.live_run import Argument
from pages.shared.live_code import live_code


def exhibits(registry: Mapping[str, Exhibit], *, seed: int | None = None) -> None:
    """Run and show every exhibit of `registry` under its title, one after the other."""
    for title, exhibit in registry.items():
        show_exhibit(exhibit, f"**{title}.** {exhibit.says}", seed=seed)


def show_exhibit(exhibit: Exhibit, says: str, *, seed: int | None = None, **arguments: Argument) -> None:
    """Run and show one exhibit under `says`, with those of `arguments` that its snippets take."""
    live_code(exhibit.run(seed=seed, **arguments), says)
    if exhibit.cure:
        live_code(exhibit.run_cure(seed=seed, **arguments), exhibit.cure_says)
