"""The levels of a film's cells: few enough to send a thousand pictures, fine where a sign changes."""

LEVELS = 48
"""An even number, so that none stands for 0 and every cell stays on its side of it."""

_HALF = LEVELS // 2
_ABOVE = tuple(((i + 0.5) / _HALF) ** 2 for i in range(_HALF))

LEVEL_VALUES = (*(-value for value in reversed(_ABOVE)), *_ABOVE)
"""The value, -1 to 1, that each level stands for: the levels are spaced by their square, the middle of each is taken."""
