"""Every look can be read: WCAG 2.2 AA, on terminals with few colours and none, for every eye."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.notifications import SeverityLevel
from textual.pilot import Pilot
from textual.screen import Screen
from textual.theme import Theme

from tests.scale import short_and_long
from tests.tui.every_screen import SCREENS, session
from tests.tui.fake_tui import FakeTui, SingleScreenApp, screen_text
from tests.tui.theme.contrast import (
    EYES,
    NOT_TEXT,
    TEXT,
    VGA,
    XTERM,
    Eye,
    as_it_is,
    ground,
    hard_to_read,
    least_difference,
    marks_shown,
    of_256,
    of_grey,
    over,
    ratio,
    variables,
    words_shown,
)
from tests.tui.user import User, open_screen
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.settings import definitions
from tpsession.tui.app import TpsessionApp
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.theme.themes import CONTRAST, DARK, LIGHT, THEME_DESCRIPTIONS, THEMES, choose_theme

EVERY_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
# The theme of terminals with sixteen colours is tried on those, too.
SEEN_AS: list[tuple[str, Theme, Eye]] = [
    *(
        (f"{name}, {seen.__name__}", theme, seen)
        for name, theme in THEMES.items()
        for seen in (as_it_is, of_256, of_grey)
    ),
    ("contrast, VGA", CONTRAST, VGA),
    ("contrast, xterm", CONTRAST, XTERM),
]
ON_EVERY_TERMINAL = pytest.mark.parametrize(
    ("theme", "eye"), [(theme, eye) for _, theme, eye in SEEN_AS], ids=[name for name, *_ in SEEN_AS]
)
GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "foreground", "text", "text-muted", "text-disabled", "text-primary", "text-secondary", "text-warning",
    "text-error", "text-success", "text-accent", "primary", "accent",
)  # fmt: skip
LABELS = [
    # What is written, and what it is written on.
    ("heading-foreground", "heading-background"),
    ("footer-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-key-foreground", "block-hover-background"),
    ("button-foreground", "surface"),
    ("button-foreground", "surface-darken-1"),
    *(
        ("button-color-foreground", f"{colour}{shade}")
        for colour in ("primary", "success", "warning", "error")
        for shade in ("", "-darken-2")
    ),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "block-cursor-blurred-background"),
    *(
        (f"text-{part}", "block-cursor-blurred-background")
        for part in ("muted", "primary", "warning", "success", "accent")
    ),
    ("foreground", "block-hover-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("foreground", "panel-lighten-1"),
    *((f"text-{colour}", "panel-lighten-1") for colour in ("success", "warning", "error")),
    *(("background", colour) for colour in ("primary", "warning", "accent")),
]
NOT_WORDS = [
    *((f"phase-{kind}", ground) for kind in PhaseKind for ground in GROUNDS),
    *(
        (f"text-{ink}", ground)
        for ink in ("muted", "accent", "primary", "success", "warning", "error")
        for ground in GROUNDS
    ),
    *(
        (edge, ground)
        for edge in ("edge", "border", "border-blurred")
        for ground in ("background", "surface")
    ),
    ("scrollbar", "scrollbar-background"),
    ("scrollbar-hover", "scrollbar-background"),
    ("scrollbar-active", "scrollbar-background"),
]


def too_faint(theme: Theme, pairs: Sequence[tuple[str, str]], least: float, eye: Eye = as_it_is) -> list[str]:
    """The pairs that have less contrast, with it."""
    named = variables(theme)
    found = []
    for front, back in pairs:
        beneath = ground(named, back)
        contrast = ratio(eye(over(named, front, beneath)), eye(beneath))
        if contrast < least:
            found.append(f"{front} on {back}: {contrast:.2f}")
    return found


def test_the_contrast_of_black_and_white_is_the_largest_and_that_of_equals_the_least() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert ratio((9, 99, 199), (9, 99, 199)) == 1
    # An example of the standard's own working group: this grey on white just fails, the next passes.
    assert ratio((119, 119, 119), (255, 255, 255)) < TEXT < ratio((118, 118, 118), (255, 255, 255))


def test_every_choice_of_the_setting_is_a_theme_or_auto() -> None:
    assert ("auto", *THEMES) == definitions.THEMES
    assert tuple(THEME_DESCRIPTIONS) == definitions.THEMES


@ON_EVERY_TERMINAL
def test_text_can_be_read_on_every_ground(theme: Theme, eye: Eye) -> None:
    assert too_faint(theme, [(text, ground) for text in TEXTS for ground in GROUNDS], TEXT, eye) == []


@ON_EVERY_TERMINAL
def test_labels_can_be_read_on_buttons_selections_and_bars(theme: Theme, eye: Eye) -> None:
    assert too_faint(theme, LABELS, TEXT, eye) == []


@ON_EVERY_TERMINAL
def test_phases_pictures_edges_and_scrollbars_can_be_seen(theme: Theme, eye: Eye) -> None:
    assert too_faint(theme, NOT_WORDS, NOT_TEXT, eye) == []


@pytest.mark.parametrize("eye", EYES)
def test_the_phases_of_the_colour_blind_look_stay_apart_for_every_eye(eye: str) -> None:
    named = variables(THEMES["colour-blind"])
    phases = [over(named, f"phase-{kind}", (0, 0, 0)) for kind in PhaseKind]
    assert least_difference(phases, eye) > 20


@pytest.mark.parametrize("eye", EYES)
def test_good_and_bad_news_of_the_colour_blind_look_stay_apart_for_every_eye(eye: str) -> None:
    named = variables(THEMES["colour-blind"])
    news = [over(named, name, (0, 0, 0)) for name in ("primary", "warning", "error", "success", "accent")]
    assert least_difference(news, eye) > 10


# Which look is taken


def test_a_chosen_theme_is_taken() -> None:
    assert [choose_theme(name, {}) for name in THEMES] == list(THEMES.values())


@pytest.mark.parametrize(
    ("background", "theme"),
    [
        (None, DARK),
        ("15;0", DARK),
        ("0;15", LIGHT),
        ("0;7", LIGHT),
        ("0;default;15", LIGHT),
        ("12;8", DARK),
        ("nonsense", DARK),
    ],
)
def test_auto_follows_a_terminal_that_tells_its_background(background: str | None, theme: Theme) -> None:
    environment = {} if background is None else {"COLORFGBG": background}
    assert choose_theme("auto", environment) is theme


@pytest.mark.parametrize("chosen", definitions.THEMES)
def test_a_terminal_of_sixteen_colours_gets_the_look_that_stays_legible(chosen: str) -> None:
    assert choose_theme(chosen, {}, few_colours=True) is CONTRAST


# What is shown on the screens

LATER = "a while later"
"""Among the keys: two seconds without any key."""
NOTIFY = "notify"
"""Among the keys: a notification of each severity appears."""
Make = Callable[[FakeTui], Screen[Any]]
Views = Mapping[str, Sequence[str]]
"""What is looked at on one screen: for each name the keys that lead there from the view before."""


def flashing(tui: FakeTui) -> SessionScreen:
    """A session at a cue that can't be heard."""
    screen = session(tui)
    screen.add_class("flash")
    return screen


def writing(tui: FakeTui) -> Screen[Any]:
    """The screen that writes a file; it doesn't finish."""
    tui.renderer.may_finish.clear()
    return SCREENS["render"](tui)


VIEWS_OF_SCREENS: Mapping[str, Views] = {
    "home": {"a filter": ("slash", "z")},
    "area": {"a highlighted area": ("down",)},
    "prepare": {"another side": ("right",)},
    "short questions": {"no answer": ("enter",), "a marked question": ("2",)},
    "long questions": {"a page answered too fast": ("n", "n")},
    "rate": {"a rating": (LATER, "7"), "a focused button": ("tab",), "help": ("question_mark",)},
    "question": {"a highlighted answer": ("down",), "notifications": (NOTIFY,)},
    "wipe": {"answered too fast": ("space",)},
    "session": {
        "nothing to ease": (LATER, "e"),
        "paused": (LATER, "space"),
        "stopped": (LATER, "x"),
    },
    "settings": {
        "a changed setting": ("down", "down", "right"),
        "a wrong setting": ("pagedown", "pagedown", "enter", "x", "enter"),
        "waiting for a key": ("escape", "end", "k"),
    },
    "render": {"a written file": ("enter", LATER)},
}
"""The views of some screens besides the first one."""
SHOWN: dict[str, tuple[Make, Views]] = {
    **{name: (make, {"": (), **VIEWS_OF_SCREENS.get(name, {})}) for name, make in SCREENS.items()},
    "a session that waits": (session, {"": (LATER, "right") * 3}),
    "a cue that is not heard": (flashing, {"": ()}),
    "a file that is being written": (writing, {"": ("enter",)}),
    "a file that cannot be written": (SCREENS["render"], {"": ("up", "end", "x", "enter", LATER)}),
}
LOOKED_AT = (LIGHT.name, CONTRAST.name)
"""The looks in which every screen is seen in every run.

Each other look is one of these in other colours, whose contrasts are calculated above. The long tests see
every screen in all of them.
"""
SEVERITIES: tuple[SeverityLevel, ...] = ("information", "warning", "error")
NOTICE = "Something to know."


async def press_all(tui: FakeTui, pilot: Pilot[int], keys: Sequence[str]) -> None:
    for key in keys:
        if key == LATER:
            tui.clock.pass_time(2.0)
        elif key != NOTIFY:
            await pilot.press(key)
    # A pressed button looks different for a moment.
    while pilot.app.screen.query("Button.-active"):
        await pilot.pause(0.05)


async def change_theme(app: SingleScreenApp, pilot: Pilot[int], theme: str, *, notify: bool) -> None:
    """Change the theme of the running program, with or without notifications on the screen."""
    app.theme = theme
    app.clear_notifications()
    for severity in SEVERITIES if notify else ():
        app.notify(NOTICE, title="Notice", severity=severity)
    await pilot.pause()
    await pilot.pause()
    assert app.screen_stack[0].styles.background == Color.parse(str(THEMES[theme].background))
    assert (NOTICE in screen_text(app)) is notify


def faint_words(app: TpsessionApp) -> list[str]:
    """The words on the screen that are hard to read in the present theme on some terminal."""
    words = list(words_shown(app))
    assert words
    eyes = [eye for _, theme, eye in SEEN_AS if theme.name == app.theme]
    return [line for eye in eyes for line in hard_to_read(words, eye)]


@pytest.mark.parametrize("themes", short_and_long(LOOKED_AT, tuple(THEMES)))
@pytest.mark.parametrize(("make", "views"), SHOWN.values(), ids=SHOWN)
def test_whatever_is_shown_can_be_read_in_every_look(
    make: Make, views: Views, themes: tuple[str, ...]
) -> None:
    tui = FakeTui(settings={"screen.theme": themes[0]})
    app = tui.single_screen_app(make(tui))

    async def look() -> dict[tuple[str, str], list[str]]:
        found = {}
        turn = list(themes)
        async with app.run_test(size=(80, 24), tooltips=True, notifications=True) as pilot:
            await pilot.pause()
            for view, keys in views.items():
                await press_all(tui, pilot, keys)
                # To and fro, since a new theme is what takes the time.
                turn.sort(key=app.theme.__ne__)
                for theme in turn:
                    await change_theme(app, pilot, theme, notify=NOTIFY in keys)
                    found[view, theme] = faint_words(app)
        return found

    assert asyncio.run(look()) == {(view, theme): [] for view in views for theme in themes}


@pytest.mark.parametrize("name", ["line", "note", "render", "report", "sound", "spots"])
def test_in_the_contrast_theme_what_is_pressed_typed_into_or_highlighted_stands_out(name: str) -> None:
    async def look(user: User) -> None:
        for widget in user.app.screen.query("LineInput, #buttons Button:enabled"):
            beneath, own = (colour.rgb for colour in widget.background_colors)
            assert ratio(beneath, own) > 1.5, widget
        for highlighted in user.app.screen.query("SuggestionList"):
            background = highlighted.get_visual_style("suggestions--here").background
            assert background is not None
            assert ratio(background.rgb, (0, 0, 0)) > 1.5

    tui = FakeTui(settings={"screen.theme": CONTRAST.name})
    open_screen(SCREENS[name](tui), look, tui=tui)


def test_the_palette_can_be_read_in_every_look() -> None:
    tui = FakeTui(settings={"screen.theme": DARK.name})
    app = tui.single_screen_app(SCREENS["rate"](tui))

    async def look() -> dict[str, list[str]]:
        found = {}
        async with app.run_test(size=(80, 24), tooltips=True, notifications=True) as pilot:
            await pilot.pause()
            for theme in THEMES:
                await change_theme(app, pilot, theme, notify=False)
                # The palette keeps the colours that it was opened with.
                await pilot.press("ctrl+p")
                await pilot.pause()
                found[theme] = faint_words(app)
                await pilot.press("e", "a")
                await pilot.pause(0.2)
                found[theme] += faint_words(app)
                await pilot.press("escape")
                assert isinstance(app.screen, RateScreen)
        return found

    assert asyncio.run(look()) == {theme: [] for theme in THEMES}


@EVERY_THEME
def test_the_program_opens_with_its_look_and_reads_the_styles_for_no_other(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = Stylesheet.reparse

    def reparse(styles: Stylesheet) -> None:
        reads.append(app.theme)
        read(styles)

    monkeypatch.setattr(Stylesheet, "reparse", reparse)
    # Nothing is kept: else a welcome would lie over the list, with styles of its own.
    app = FakeTui(settings={"screen.theme": theme.name}, options=SessionOptions(save=False)).app()

    async def open_it() -> None:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert app.screen.styles.background == Color.parse(str(theme.background))
            assert (app.theme, reads) == (theme.name, [])
            other = next(name for name in THEMES if name != theme.name)
            app.theme = other
            await pilot.pause()
            assert app.screen.styles.background == Color.parse(str(THEMES[other].background))
            assert reads == [other]

    asyncio.run(open_it())


@pytest.mark.parametrize(
    "theme", [pytest.param(name, marks=() if name in LOOKED_AT else pytest.mark.long) for name in THEMES]
)
def test_the_way_from_the_first_screen_on_can_be_read(theme: str) -> None:
    app = FakeTui(settings={"screen.theme": theme}).app()

    async def see() -> list[str]:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(0.3)
            faint = []
            for key in ("down", "s", "down", "slash", "escape", "enter", "space", "space"):
                faint += [f"before {key}: {words}" for words in faint_words(app)]
                await pilot.press(key)
                await pilot.pause(0.1)
            return faint

    assert asyncio.run(see()) == []


@pytest.mark.parametrize(
    ("screen", "moves"),
    [
        ("question", {"first answer": ("down",), "next answer": ("down",)}),
        ("rate", {"number": (LATER, "7"), "next number": ("8",), "button": ("tab",)}),
        ("rate", {"palette": ("ctrl+p",), "command": ("down",)}),
        ("settings", {"setting": ("down",), "group": ("tab", "tab"), "input": ("enter",)}),
    ],
)
def test_what_has_the_focus_is_seen_without_any_colour(
    screen: str, moves: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    tui = FakeTui(settings={"screen.theme": DARK.name})
    app = tui.single_screen_app(SCREENS[screen](tui))

    async def look() -> None:
        async with app.run_test(size=(80, 24), tooltips=True, notifications=True) as pilot:
            await pilot.pause()
            marks = marks_shown(app)
            for move, keys in moves.items():
                await press_all(tui, pilot, keys)
                await pilot.pause(0.2)
                before, marks = marks, marks_shown(app)
                assert marks != before, move

    asyncio.run(look())


@pytest.mark.parametrize("name", THEMES)
def test_without_colour_no_coloured_text_is_dimmer_than_the_rest(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = FakeTui(settings={"screen.theme": name}).single_screen_app(SCREENS["tell"](FakeTui()))
    variables = app.current_theme.variables
    texts = {variables[f"text-{colour}"] for colour in ("primary", "accent", "success", "warning", "error")}
    assert texts == {THEMES[name].foreground}
    assert variables["footer-key-foreground"] != variables["footer-description-foreground"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize(
    ("terminal", "few"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, False)],
)
def test_a_terminal_is_sent_no_more_colours_than_it_has(terminal: dict[str, str], few: bool) -> None:
    from tests.end_to_end.terminal import at_terminal

    with at_terminal(env={"COLORTERM": "", "LC_ALL": "C.UTF-8", **terminal}) as child:
        child.expect("tpsession")
        child.expect("Commands")
        sent = child.before or ""
    all_colours = re.search(r"\x1b\[[\d;]*[34]8;[25];", sent)
    white_on_black = re.search(r"\x1b\[[\d;]*97;40m", sent)
    assert (all_colours is None, white_on_black is not None) == (few, few)
