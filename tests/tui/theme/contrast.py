"""How well what is shown can be read: contrast by WCAG 2.2, after what terminals and eyes make of colours."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.app import App
from textual.color import Color
from textual.theme import Theme

Rgb = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
Eye = Callable[[Rgb], Rgb]
"""What something makes of a colour."""

TEXT = 4.5
"""Least contrast of text (success criterion 1.4.3)."""
NOT_TEXT = 3.0
"""Least contrast of what has to be seen but isn't text (success criterion 1.4.11)."""


@cache
def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@cache
def ratio(one: Rgb, other: Rgb) -> float:
    """Contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# Themes


def variables(theme: Theme) -> dict[str, str]:
    """The theme's variables as stylesheets see them."""
    return {**theme.to_color_system().generate(), **theme.variables}


def ground(named: Mapping[str, str], name: str) -> Rgb:
    """A theme's colour that things stand on, itself over the theme's background."""
    return (Color.parse(named["background"]) + Color.parse(named[name])).rgb


def over(named: Mapping[str, str], name: str, beneath: Rgb) -> Rgb:
    """A colour of a theme as it comes out on a ground; ``auto`` is black or white, whichever is farther."""
    below = Color(*beneath)
    value = named[name]
    if value.startswith("auto"):
        share = value.removeprefix("auto").strip().removesuffix("%") or "100"
        return (below + below.get_contrast_text(int(share) / 100)).rgb
    return (below + Color.parse(value)).rgb


# Terminals


def as_it_is(colour: Rgb) -> Rgb:
    """A terminal of all colours."""
    return colour


@cache
def of_256(colour: Rgb) -> Rgb:
    """A terminal of 256 colours."""
    red, green, blue = RichColor.from_rgb(*colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    return red, green, blue


@cache
def of_grey(colour: Rgb) -> Rgb:
    """What the toolkit leaves of a colour under NO_COLOR."""
    return Color(*colour).monochrome.rgb


def of_sixteen(palette: str) -> Eye:
    """A terminal of sixteen colours, which look like this."""

    @cache
    def screen_text(colour: Rgb) -> Rgb:
        number = RichColor.from_rgb(*colour).downgrade(ColorSystem.STANDARD).number
        assert number is not None
        return Color.parse(f"#{palette.split()[number]}").rgb

    return screen_text


VGA = of_sixteen(
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
XTERM = of_sixteen(
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)

# Eyes

_SEEN = {
    # Machado, Oliveira and Fernandes (2009), severity 1, for linear red, green and blue.
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
EYES = ("all cones", *_SEEN)


def least_difference(colours: Sequence[Rgb], eye: str) -> float:
    """The least distance of two of the colours for such an eye, in CIE 1976 (L*, a*, b*)."""
    places = [_lab(_seen(colour, eye)) for colour in colours]
    return min(math.dist(one, other) for one, other in combinations(places, 2))


def _seen(colour: Rgb, eye: str) -> tuple[float, ...]:
    linear = tuple(map(_linear, colour))
    if eye not in _SEEN:
        return linear
    mixed = (sum(share * part for share, part in zip(row, linear, strict=True)) for row in _SEEN[eye])
    return tuple(min(max(part, 0.0), 1.0) for part in mixed)


def _lab(linear: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = linear
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


# Screens


@dataclass(frozen=True, slots=True)
class Words:
    """Text on the screen, in one colour on one ground."""

    text: str
    colour: Rgb
    ground: Rgb


def words_shown(app: App[Any]) -> Iterator[Words]:
    """All text that is shown, but on what is disabled or lies below the screen on top."""
    screen = app.screen
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            if style is not None and style.color and style.bgcolor and any(map(_is_text, text)):
                colours = [RichColor.get_truecolor(part) for part in (style.color, style.bgcolor)]
                front, back = ((part.red, part.green, part.blue) for part in colours)
                widget = screen.get_widget_at(x, y)[0]
                if widget is not screen and not widget.is_disabled:
                    yield Words(text.strip(), *((back, front) if style.reverse else (front, back)))
            x += len(text)


def _is_text(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def hard_to_read(screen_text: Iterable[Words], eye: Eye = as_it_is) -> list[str]:
    """The text that has too little contrast for an eye or a terminal, with the ratio."""
    found = []
    for words in screen_text:
        contrast = ratio(eye(words.colour), eye(words.ground))
        if contrast < TEXT:
            found.append(f"{words.text!r} {words.colour} on {words.ground}: {contrast:.2f}")
    return found


def marks_shown(app: App[Any]) -> list[tuple[str, bool, bool, bool]]:
    """What is shown without any colour: characters, and whether they are bold, underlined, reversed."""
    return [
        (text, bool(style and style.bold), bool(style and style.underline), bool(style and style.reverse))
        for strip in app.screen._compositor.render_strips()
        for text, style, _ in strip.simplify()
    ]
