"""The colours, in one place: drawings, figures and the theme in `.streamlit/config.toml` (a test compares them).

One meaning a colour: blue is positive, orange negative, both told apart by colour-blind eyes and never without a sign or a
dash; one accent for what is chosen; grey for what is off. On both of a theme's grounds each reads at 4.5:1 or better (WCAG 2.2).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one theme, as `#rrggbb`.

    `background` is the page's ground, `raised` that of tiles and fields. `lines` are for what is laid over the first line of
    a chart, which has the colour of `text`. `on_accent` is text on a filled `accent`.
    """

    background: str
    raised: str
    text: str
    positive: str
    negative: str
    neutral: str
    accent: str
    on_accent: str
    lines: tuple[str, str, str]


THEMES = {
    "light": Theme(
        background="#ffffff",
        raised="#f1f4f6",
        text="#1a222b",
        positive="#0068a8",
        negative="#b54a00",
        neutral="#5f6871",
        accent="#00735a",
        on_accent="#ffffff",
        lines=("#7a55a6", "#00785a", "#a8427c"),
    ),
    "dark": Theme(
        background="#10161d",
        raised="#1c2630",
        text="#eef2f6",
        positive="#6db9ff",
        negative="#ff9d52",
        neutral="#98a3ae",
        accent="#3ccfa6",
        on_accent="#10161d",
        lines=("#b79be0", "#35c795", "#ef9ccb"),
    ),
}
"""By Streamlit's name for the theme."""

NEGATIVES = ("#b54a00", "#e08b38", "#fbd9b0")
NOTHING = "#f5f5f5"
POSITIVES = ("#c3dff0", "#4a98cc", "#0068a8")
"""A surface from its lowest value through 0 to its highest: the same in both themes, so `INK` is what is drawn on it."""

_RAMP = [tuple(bytes.fromhex(colour[1:])) for colour in (*NEGATIVES, NOTHING, *POSITIVES)]

INK, PAPER, MARK = "#111111", "#ffffff", "#8a1c7c"
"""What is drawn on a surface: lines and dark discs, light discs, and the ring that says where the inputs stand."""


def surface_colour(share: float) -> str:
    """Return the colour of a value on a surface: -1 is the lowest that it shows, 0 nothing, 1 the highest.

    >>> surface_colour(-1), surface_colour(0), surface_colour(1)
    ('#b54a00', '#f5f5f5', '#0068a8')
    """
    place = (min(1.0, max(-1.0, share)) + 1) / 2 * (len(_RAMP) - 1)
    below = min(int(place), len(_RAMP) - 2)
    mixed = (round(a + (b - a) * (place - below)) for a, b in zip(_RAMP[below], _RAMP[below + 1], strict=True))
    return f"#{bytes(mixed).hex()}"


def reading_order(number: int, count: int) -> str:
    """Return the colour of cell `number` (from 0) of `count`: violet to green, neighbours in the tensor alike in colour."""
    return f"hsl({270 - 150 * number / max(1, count - 1):.0f} 65% 48%)"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, 'contrast ratio').

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
