"""The looks: colours only, and none carries a meaning alone.

A test holds that text of each theme keeps 4.5:1 to what it stands on, and what isn't text 3:1 (WCAG 2.2, AA).
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme


def _theme(
    name: str,
    *,
    dark: bool,
    grounds: tuple[str, str, str],
    foreground: str,
    colours: tuple[str, str, str, str, str, str],
    phases: tuple[str, str, str, str, str, str, str],
    variables: Mapping[str, str],
) -> Theme:
    """One look.

    grounds: background, surface, panel. colours: warning, error, success, accent, primary, secondary. phases:
    get ready, work, hold, release, rest, switch sides, gate. variables: what differs from the rules below.
    """
    background, surface, panel = grounds
    warning, error, success, accent, primary, secondary = colours
    named = {"warning": warning, "error": error, "success": success, "accent": accent, "primary": primary}
    kinds = "get-ready", "work", "hold", "release", "rest", "switch-sides", "gate"
    return Theme(
        name=name,
        dark=dark,
        background=background,
        surface=surface,
        panel=panel,
        foreground=foreground,
        warning=warning,
        error=error,
        success=success,
        accent=accent,
        primary=primary,
        secondary=secondary,
        variables={
            **{f"text-{colour}": value for colour, value in named.items()},
            **{f"phase-{kind}": colour for kind, colour in zip(kinds, phases, strict=True)},
            # Buttons under the mouse: on a dark ground the toolkit's shade would swallow their labels.
            **{
                f"{colour}-darken-2": Color.parse(value).lighten(0.08 if dark else -0.08).hex
                for colour, value in named.items()
            },
            "heading-background": panel,
            "heading-foreground": foreground,
            "border": primary,
            "button-color-foreground": background,
            "block-cursor-foreground": background,
            "block-cursor-background": primary,
            "block-cursor-blurred-foreground": foreground,
            "input-selection-foreground": foreground,
            "footer-key-foreground": accent,
            **variables,
        },
    )


DARK = _theme(
    "dark",
    dark=True,
    grounds=("#14181b", "#1b2125", "#252d32"),
    foreground="#e8e6e1",
    colours=("#f0b860", "#f08a80", "#9bd08f", "#f0c987", "#8fc7c0", "#7aa2c9"),
    phases=("#8a97a0", "#8fc7c0", "#f0b860", "#7aa2c9", "#a9b7a0", "#c9a2d6", "#e8e6e1"),
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
LIGHT = _theme(
    "light",
    dark=False,
    grounds=("#f7f5f0", "#efece5", "#e4e0d6"),
    foreground="#20262a",
    colours=("#6a2f00", "#8f2a25", "#2c6627", "#6a2f00", "#1c6861", "#2f5f8f"),
    phases=("#5a666e", "#1c6861", "#8a5a00", "#2f5f8f", "#55664a", "#7a4a8c", "#20262a"),
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
CONTRAST = _theme(
    "contrast",
    dark=True,
    # Each is near one of a terminal's sixteen colours, and stays legible as that one.
    grounds=("#000000", "#000000", "#0c0c0c"),
    foreground="#ffffff",
    colours=("#ffff55", "#ff6a6a", "#55ff55", "#ffff55", "#55ffff", "#55ffff"),
    phases=("#aaaaaa", "#55ffff", "#ffff55", "#55ff55", "#6a78ff", "#ff55ff", "#ffffff"),
    variables={
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
        "input-selection-background": _BLUE,
        "footer-background": "#000000",
        "scrollbar": "#ffffff",
        "scrollbar-hover": "#ffff55",
        "scrollbar-active": "#ffff55",
        "scrollbar-background": "#000000",
    },
)
COLOUR_BLIND = _theme(
    "colour-blind",
    dark=True,
    grounds=("#12161a", "#1a2026", "#242c33"),
    foreground="#f2f2f2",
    # After the eight of Okabe and Ito (2008), moved in lightness until the phases also stay apart for eyes
    # without one of the three kinds of cones.
    colours=("#eba21a", "#ff86c0", "#3cbd91", "#f4e96a", "#5ab8f0", "#8fb4e8"),
    phases=("#8b9091", "#4ebfff", "#db9700", "#43a165", "#f4e542", "#f2aed4", "#ffffff"),
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
"""Every theme by the name that the settings know it by."""
THEME_DESCRIPTIONS: Mapping[str, str] = {
    "auto": "Light or dark, as the terminal is where it tells; else dark.",
    "dark": "Calm colours on a dark ground.",
    "light": "Calm colours on a light ground.",
    "contrast": "White on black, and few strong colours.",
    "colour-blind": "Colours that stay apart for eyes that tell few apart.",
}
"""A sentence on each choice of the setting."""
FEW_COLOUR_SYSTEMS = frozenset({"standard", "windows", None})
"""The toolkit's names for terminals of sixteen colours and fewer."""


FEW_COLOURS_NOTICE = "This terminal shows sixteen colours at most: the look is contrast, whatever is chosen."


def choose_theme(chosen: str, environment: Mapping[str, str], *, few_colours: bool = False) -> Theme:
    """The theme of a setting; for ``auto`` light where the terminal tells that it is light, else dark.

    few_colours: whether the terminal shows sixteen colours at most; only one theme stays legible there.
    """
    if few_colours:
        return CONTRAST
    if chosen in THEMES:
        return THEMES[chosen]
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in {"7", "15"} else DARK
