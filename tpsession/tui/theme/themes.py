"""The colour themes, and which one to use. No colour carries a meaning alone.

Tests make sure that in every theme text has a contrast of at least 4.5:1 to its background, and everything
else that has to be seen 3:1 (WCAG 2.2, level AA).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.color import Color
from textual.theme import Theme


def _make_theme(
    name: str,
    *,
    dark: bool,
    backgrounds: Mapping[str, str],
    foreground: str,
    colours: Mapping[str, str],
    phases: Mapping[str, str],
    variables: Mapping[str, str],
) -> Theme:
    """Return a Textual theme with these colours.

    Args:
        name: Its name in the settings.
        dark: Whether text is lighter than its background.
        backgrounds: The colours of ``background``, ``surface`` and ``panel``.
        foreground: The colour of ordinary text.
        colours: The colours that Textual names, such as ``primary`` and ``warning``.
        phases: The colour of each kind of phase.
        variables: Further variables of style sheets, which override those set here.

    """
    background, panel, primary = backgrounds["background"], backgrounds["panel"], colours["primary"]
    text_colours = {name: colour for name, colour in colours.items() if name != "secondary"}
    return Theme(
        name=name,
        dark=dark,
        background=background,
        surface=backgrounds["surface"],
        panel=panel,
        foreground=foreground,
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        accent=colours["accent"],
        primary=primary,
        secondary=colours["secondary"],
        variables={
            **{f"text-{colour}": value for colour, value in text_colours.items()},
            **{f"phase-{kind}": colour for kind, colour in phases.items()},
            # Buttons under the mouse: with Textual's own shade, labels would be unreadable in a dark theme.
            **{
                f"{colour}-darken-2": Color.parse(value).lighten(0.08 if dark else -0.08).hex
                for colour, value in text_colours.items()
            },
            # What can be pressed: a number of a scale, an ordinary button.
            "tile": panel,
            "heading-background": panel,
            "heading-foreground": foreground,
            "border": primary,
            "button-color-foreground": background,
            "block-cursor-foreground": background,
            "block-cursor-background": primary,
            "block-cursor-blurred-foreground": foreground,
            "input-selection-foreground": foreground,
            "footer-key-foreground": colours["accent"],
            **variables,
        },
    )


DARK = _make_theme(
    "dark",
    dark=True,
    backgrounds={"background": "#14181b", "surface": "#1b2125", "panel": "#252d32"},
    foreground="#e8e6e1",
    colours={
        "warning": "#f0b860",
        "error": "#f08a80",
        "success": "#9bd08f",
        "accent": "#f0c987",
        "primary": "#8fc7c0",
        "secondary": "#7aa2c9",
    },
    phases={
        "get-ready": "#8a97a0",
        "work": "#8fc7c0",
        "hold": "#f0b860",
        "release": "#7aa2c9",
        "rest": "#a9b7a0",
        "switch-sides": "#c9a2d6",
        "gate": "#e8e6e1",
    },
    variables={
        "edge": "#63747d",
        "border-blurred": "#63747d",
        "text-muted": "#a9afb2",
        "panel-lighten-1": "#2a3338",
        "text-disabled": "auto 52%",
        "block-cursor-blurred-background": "#2c393b",
        "block-hover-background": "#2c363b",
        "input-selection-background": "#3c4e50",
        "scrollbar": "#6f8189",
        "scrollbar-hover": "#8496a0",
        "scrollbar-background": "#14181b",
    },
)
LIGHT = _make_theme(
    "light",
    dark=False,
    backgrounds={"background": "#f7f5f0", "surface": "#efece5", "panel": "#e4e0d6"},
    foreground="#20262a",
    colours={
        "warning": "#6a2f00",
        "error": "#8f2a25",
        "success": "#2c6627",
        "accent": "#6a2f00",
        "primary": "#1c6861",
        "secondary": "#2f5f8f",
    },
    phases={
        "get-ready": "#5a666e",
        "work": "#1c6861",
        "hold": "#8a5a00",
        "release": "#2f5f8f",
        "rest": "#55664a",
        "switch-sides": "#7a4a8c",
        "gate": "#20262a",
    },
    variables={
        "edge": "#87837a",
        "border-blurred": "#87837a",
        "text-muted": "#54595c",
        "text-disabled": "auto 60%",
        "block-cursor-blurred-background": "#cfe0dc",
        "block-hover-background": "#dbd6ca",
        "input-selection-background": "#b5d5d0",
        "scrollbar": "#827e74",
        "scrollbar-hover": "#6c685f",
        "scrollbar-background": "#f7f5f0",
    },
)
_BLUE = "#0000aa"
CONTRAST = _make_theme(
    "contrast",
    dark=True,
    # Each colour is close to one of a terminal's sixteen, and stays legible when it becomes that one.
    backgrounds={"background": "#000000", "surface": "#000000", "panel": "#0c0c0c"},
    foreground="#ffffff",
    colours={
        "warning": "#ffff55",
        "error": "#ff6a6a",
        "success": "#55ff55",
        "accent": "#ffff55",
        "primary": "#55ffff",
        "secondary": "#55ffff",
    },
    phases={
        "get-ready": "#aaaaaa",
        "work": "#55ffff",
        "hold": "#ffff55",
        "release": "#55ff55",
        "rest": "#6a78ff",
        "switch-sides": "#ff55ff",
        "gate": "#ffffff",
    },
    variables={
        "tile": _BLUE,
        "edge": "#ffffff",
        "border-blurred": "#aaaaaa",
        "heading-background": "#ffffff",
        "heading-foreground": "#000000",
        "text": "auto",
        "text-muted": "#e0e0e0",
        "text-disabled": "auto 65%",
        "panel-lighten-1": "#0c0c0c",
        "surface-lighten-1": "#aaaaaa",
        "surface-darken-1": _BLUE,
        "block-cursor-blurred-background": _BLUE,
        "block-hover-background": _BLUE,
        "input-selection-background": "#55ffff",
        "input-selection-foreground": "#000000",
        "footer-background": _BLUE,
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffff55",
        "scrollbar-active": "#ffff55",
        "scrollbar-background": "#000000",
    },
)
COLOUR_BLIND = _make_theme(
    "colour-blind",
    dark=True,
    backgrounds={"background": "#12161a", "surface": "#1a2026", "panel": "#242c33"},
    foreground="#f2f2f2",
    # Based on the eight colours of Okabe and Ito (2008), with the lightness changed until the phases can also
    # be told apart by people who lack one of the three kinds of cones.
    colours={
        "warning": "#eba21a",
        "error": "#ff86c0",
        "success": "#3cbd91",
        "accent": "#f4e96a",
        "primary": "#5ab8f0",
        "secondary": "#8fb4e8",
    },
    phases={
        "get-ready": "#8b9091",
        "work": "#4ebfff",
        "hold": "#db9700",
        "release": "#43a165",
        "rest": "#f4e542",
        "switch-sides": "#f2aed4",
        "gate": "#ffffff",
    },
    variables={
        "edge": "#6a7883",
        "border-blurred": "#6a7883",
        "text-muted": "#a9afb4",
        "panel-lighten-1": "#2b3237",
        "text-disabled": "auto 52%",
        "block-cursor-blurred-background": "#2b3237",
        "block-hover-background": "#2b353d",
        "input-selection-background": "#414d56",
        "scrollbar": "#74838e",
        "scrollbar-hover": "#8a99a4",
        "scrollbar-background": "#12161a",
    },
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST, COLOUR_BLIND)}
"""Every theme by its name in the settings."""
THEME_DESCRIPTIONS: Mapping[str, str] = {
    "auto": "Light or dark like the terminal, if it says so; otherwise dark.",
    "dark": "Calm colours on a dark background.",
    "light": "Calm colours on a light background.",
    "contrast": "White on black, with a few strong colours.",
    "colour-blind": "Colours that are easy to tell apart with colour blindness.",
}
"""A sentence about each value of the theme setting."""
FEW_COLOUR_SYSTEMS = frozenset({"standard", "windows", None})
"""Rich's names for terminals with sixteen colours or fewer."""


def _without_coloured_text(theme: Theme) -> Theme:
    """Return a theme for NO_COLOR: coloured text gets the colour of ordinary text.

    The names of actions in the footer are muted, so that the keys before them are brighter.
    """
    plain = theme.foreground or "#ffffff"
    names = ("primary", "accent", "success", "warning", "error")
    variables = {
        **theme.variables,
        **{f"text-{name}": plain for name in names},
        "footer-key-foreground": plain,
    }
    variables["footer-description-foreground"] = variables.get("text-muted", plain)
    return replace(theme, variables=variables)


GREY_THEMES: Mapping[str, Theme] = {name: _without_coloured_text(theme) for name, theme in THEMES.items()}
"""The themes for NO_COLOR, under which Textual turns colours into greys, by the same names.

What is chosen would be dimmer in them than what isn't, if its text kept the grey of its colour."""


FEW_COLOURS_NOTICE = "This terminal has only sixteen colours, so the contrast theme is always used."


def choose_theme(chosen: str, environment: Mapping[str, str], *, few_colours: bool = False) -> Theme:
    """Return the theme for a value of the setting; an unknown value counts as ``auto``.

    ``auto`` is light if the terminal reports a light background in COLORFGBG, otherwise dark.

    Args:
        chosen: The value of the setting.
        environment: The environment variables.
        few_colours: Whether the terminal has sixteen colours or fewer. Then it is always the contrast
            theme, the only legible one.

    """
    if few_colours:
        return CONTRAST
    if chosen in THEMES:
        return THEMES[chosen]
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in {"7", "15"} else DARK
