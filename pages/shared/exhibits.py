"""All exhibits of a registry one after the other, run now: the snippet, and where there is one, its cure."""

from collections.abc import Mapping

from neuron_core.shared.exhibit import Exhibit
from pages.shared.live_code import live_code


def exhibits(registry: Mapping[str, Exhibit], *, seed: int | None = None) -> None:
    """Run and show every exhibit of `registry` under its title."""
    for title, exhibit in registry.items():
        live_code(exhibit.run(seed=seed), f"**{title}.** {exhibit.says}")
        if exhibit.cure:
            live_code(exhibit.run_cure(seed=seed), exhibit.cure_says)
