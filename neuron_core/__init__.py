"""What is true: torch computes it here, and nothing here knows of a screen.

- One neuron: `neuron` computes it, `activations` and `cases` are its registries, `edges` says what is special about it.
- The whole network: `simple_ann` is the lesson's class, `network` asks it things, `devices` runs and times it anywhere,
  `eight_steps` and `module_lessons` show how the class is made and what `nn.Module` does for it.
- For every page: `sweep` computes all that a drag can show, `seeding` makes draws repeatable for thirty at once, `batch` reads
  what people type, `live_run` runs a snippet now, `questions` ask before torch answers, `numbers` writes them, `export` gives a script.
- `drawings` turn plain data into SVG with slots, `figures` into Plotly.
"""

from neuron_core.simple_ann.model import SimpleANN

__all__ = ["SimpleANN"]
