"""The seed atlas: one network trained from 256 starts at once, and what became of each.

`atlas` trains them with one more dimension, the seed, and tells solved, stuck and dead starts apart: open it first. `words` and
`questions` say it in English; `drawing` shows a cell for each start, `figure` how networks of all widths do.
"""

from neuron_core.atlas.atlas import SEEDS, Atlas, AtlasRun, State, any_seed, atlas_film, check_rows

__all__ = [
    "SEEDS",
    "Atlas",
    "AtlasRun",
    "State",
    "any_seed",
    "atlas_film",
    "check_rows",
]
