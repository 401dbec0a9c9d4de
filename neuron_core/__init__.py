"""What is true: torch computes it here, and nothing here knows of a screen. A room for each topic, in the lesson's order.

- `neuron`: one neuron, a weighted sum and an activation that decides.
- `activation`: the functions that decide, and what each does to a gradient.
- `dropout`, `batchnorm`: the two layers that behave differently in training and in eval.
- `shapes`: what Flatten makes of a tensor, and what a Linear takes.
- `stack`: layers one after the other, where their shapes do not fit, and cures.
- `simple_ann`: the lesson's whole network, forward and backward, on any device.
- `training`: a network that learns, every epoch kept; `slow_step` one step of it, `atlas` 256 starts at once, `diagnosis` why one fails.
- `errors`: the mistakes that beginners make, raised, told apart and cured.
- `shared`: what every topic stands on, and what knows no topic.

In each room the torch of it comes first, as a textbook prints it; the room's own docstring is its map.
"""
