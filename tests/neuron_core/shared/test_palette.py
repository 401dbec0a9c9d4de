import itertools
import tomllib
from pathlib import Path

import pytest

from neuron_core.shared.drawing.palette import (
    INK,
    MARK,
    NEGATIVES,
    NOTHING,
    PAPER,
    POSITIVES,
    THEMES,
    contrast,
    reading_order,
    surface_colour,
)

ROOT = Path(__file__).parents[3]
READS = 4.5
"""WCAG 2.2, success criterion 1.4.3: the least contrast of ordinary text."""


def pairs():
    for name, theme in THEMES.items():
        words = {
            "text": theme.text, "positive": theme.positive, "negative": theme.negative, "neutral": theme.neutral,
            "accent": theme.accent, **{f"line {i}": colour for i, colour in enumerate(theme.lines, 1)},
        }  # fmt: skip
        for word, ground in itertools.product(words, ("background", "raised")):
            yield pytest.param(words[word], getattr(theme, ground), id=f"{name}: {word} on {ground}")
        yield pytest.param(theme.on_accent, theme.accent, id=f"{name}: on the accent")
        for tone in ("positive", "negative", "neutral"):  # the sign on its disc
            yield pytest.param(theme.background, getattr(theme, tone), id=f"{name}: mark on {tone}")
    for i, ground in enumerate([*NEGATIVES[1:], NOTHING, *POSITIVES[:-1]]):
        yield pytest.param(INK, ground, id=f"ink on the surface {i}")
    yield pytest.param(PAPER, INK, id="a digit on a dark disc")
    yield pytest.param(MARK, NOTHING, id="the ring on the surface's middle")


@pytest.mark.parametrize(("colour", "ground"), list(pairs()))
def test_every_pair_can_be_read(colour, ground):
    assert contrast(colour, ground) >= READS


def mixed(colour: str, share: float, ground: str) -> str:
    """Lay `share` of `colour` over `ground`, as the browser does with an opacity."""
    parts = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * top + (1 - share) * bottom):02x}" for top, bottom in parts)


def rgb(hsl: str) -> str:
    """Turn `hsl(h s% l%)` into `#rrggbb`."""
    hue, saturation, lightness = (float(part.strip("%")) for part in hsl[4:-1].split())
    reach = saturation / 100 * min(lightness / 100, 1 - lightness / 100)

    def channel(n: int) -> int:
        k = (n + hue / 30) % 12
        return round(255 * (lightness / 100 - reach * max(-1, min(k - 3, 9 - k, 1))))

    return "#" + "".join(f"{channel(n):02x}" for n in (0, 8, 4))


@pytest.mark.parametrize("name", THEMES)
def test_a_cells_number_can_be_read_on_its_colour(name):
    theme = THEMES[name]
    for number in range(64):
        ground = mixed(rgb(reading_order(number, 64)), 0.35, theme.background)
        assert contrast(theme.text, ground) >= READS


def test_a_surfaces_colours_run_through_the_ramp():
    ramp = [*NEGATIVES, NOTHING, *POSITIVES]
    assert [surface_colour(i / 3 - 1) for i in range(7)] == ramp
    assert surface_colour(-5) == ramp[0]
    assert surface_colour(5) == ramp[-1]


def test_contrast_is_the_standards():
    assert contrast("#ffffff", "#000000") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the grey that famously just fails
    assert contrast("#123456", "#fedcba") == contrast("#fedcba", "#123456")


def test_the_theme_in_the_configuration_is_this_palette():
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    for name, ours in THEMES.items():
        theirs = theme[name]
        assert theirs["backgroundColor"] == ours.background
        assert theirs["secondaryBackgroundColor"] == ours.raised
        assert theirs["textColor"] == ours.text
        assert theirs["blueColor"] == ours.positive
        assert theirs["orangeColor"] == ours.negative
        assert theirs["grayColor"] == ours.neutral
        assert theirs["primaryColor"] == ours.accent
        assert (theirs["violetColor"], theirs["greenColor"], theirs["redColor"]) == ours.lines
        assert theirs["chartCategoricalColors"] == [ours.positive, ours.negative, *ours.lines, ours.neutral]


def test_no_other_file_knows_a_colour():
    allowed = {"neuron_core/shared/drawing/palette.py", ".streamlit/config.toml"}
    for folder, kinds in (("neuron_core", ("py",)), ("pages", ("py", "css", "js"))):
        for kind in kinds:
            for path in (ROOT / folder).rglob(f"*.{kind}"):
                place = path.relative_to(ROOT).as_posix()
                if place not in allowed:
                    found = [word for word in path.read_text(encoding="utf-8").split() if word.strip("\"',;)(").startswith("#") and _is_colour(word.strip("\"',;)("))]  # fmt: skip
                    assert not found, f"{place} has a colour of its own: {found}"


def _is_colour(word: str) -> bool:
    digits = word[1:]
    return len(digits) in (3, 6) and all(digit in "0123456789abcdefABCDEF" for digit in digits)
