"""Every look can be read: WCAG 2.2 AA, on terminals with few colours and none, for every eye."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import Theme

from tests.tui.every_screen import SCREENS, session
from tests.tui.fake_tui import FakeTui, OneScreen, shown
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
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.settings import definitions
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.theme.themes import THEME_DESCRIPTIONS, CONTRAST, DARK, LIGHT, THEMES, choose_theme

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


# What is really shown

LATER = "a while later"
"""Stands among the keys for two seconds without any."""
TOLD = "told"
"""Stands among the keys where something is told at the screen's edge, in every kind of it."""
Make = Callable[[FakeTui], Screen[Any]]


def flashing(tui: FakeTui) -> SessionScreen:
    """A session in the moment of a cue that isn't heard."""
    screen = session(tui)
    screen.add_class("flash")
    return screen


def at_work(tui: FakeTui) -> FakeTui:
    """A file that is being written until it is stopped."""
    tui.renderer.may_finish.clear()
    return tui


SHOWN: dict[str, tuple[Make, tuple[str, ...]]] = {
    **{name: (make, ()) for name, make in SCREENS.items()},
    "an answer pointed at": (SCREENS["question"], ("down",)),
    "a rating": (SCREENS["rate"], (LATER, "7")),
    "a button with the focus": (SCREENS["rate"], (LATER, "7", "tab")),
    "help": (SCREENS["rate"], ("question_mark",)),
    "the palette": (SCREENS["rate"], ("ctrl+p",)),
    "a search in the palette": (SCREENS["rate"], ("ctrl+p", "e", "a")),
    "settings gone through": (SCREENS["settings"], ("down", "down", "right")),
    "a wrong setting": (SCREENS["settings"], ("pagedown", "enter", "x", "enter")),
    "keys in the settings": (SCREENS["settings"], ("end", "k")),
    "an area pointed at": (SCREENS["area"], ("down",)),
    "another side": (SCREENS["prepare"], ("right",)),
    "a question that is true": (SCREENS["short questions"], ("2",)),
    "nothing that is true": (SCREENS["short questions"], ("enter",)),
    "a page too fast": (SCREENS["long questions"], ("n", "n")),
    "a gate too fast": (SCREENS["wipe"], ("space",)),
    "a filter": (SCREENS["home"], ("slash", "z")),
    "a session that is paused": (session, (LATER, "space")),
    "a session that is stopped": (session, (LATER, "x")),
    "a session that waits": (session, (LATER, "right") * 3),
    "a session with nothing to ease": (session, (LATER, "e")),
    "a cue that is not heard": (flashing, ()),
    "a file that is being written": (lambda tui: SCREENS["render"](at_work(tui)), ("enter",)),
    "a file that was written": (SCREENS["render"], ("enter", LATER)),
    "a file that cannot be written": (SCREENS["render"], ("up", "end", "x", "enter", LATER)),
    "something to be known": (SCREENS["question"], (TOLD,)),
}
"""What each screen looks like at first, and what more there is to be seen on some."""
SEVERITIES: tuple[SeverityLevel, ...] = ("information", "warning", "error")
EVERY_SCREEN = pytest.mark.parametrize(("make", "keys"), SHOWN.values(), ids=SHOWN)


Seen = TypeVar("Seen")


def looked_at(
    make: Make, keys: Sequence[str], look: Callable[[OneScreen], Seen], themes: Iterable[str] = ("dark",)
) -> dict[str, Seen]:
    """What is to be seen on a screen after some keys, in each look."""
    found: dict[str, Seen] = {}
    # The palette keeps the colours that it was opened with: choosing another look closes it.
    for together in [[theme] for theme in themes] if "ctrl+p" in keys else [list(themes)]:
        asyncio.run(_see(make, keys, look, together, found))
    return found


async def _see(
    make: Make,
    keys: Sequence[str],
    look: Callable[[OneScreen], Seen],
    themes: Sequence[str],
    found: dict[str, Seen],
) -> None:
    tui = FakeTui(settings={"screen.theme": themes[0]})
    app = tui.alone(make(tui))
    async with app.run_test(size=(80, 24), tooltips=True, notifications=True) as pilot:
        await pilot.pause()
        for key in keys:
            if key == LATER:
                tui.clock.pass_time(2.0)
            elif key != TOLD:
                await pilot.press(key)
        for theme in themes:
            app.theme = theme
            app.clear_notifications()
            for severity in SEVERITIES if TOLD in keys else ():
                app.notify("Something is to be known.", title="Told", severity=severity)
            await pilot.pause(0.2)
            assert ("Something is to be known." in shown(app)) is (TOLD in keys)
            found[theme] = look(app)


@EVERY_SCREEN
def test_whatever_is_shown_can_be_read_in_every_look(make: Make, keys: Sequence[str]) -> None:
    def hard(app: OneScreen) -> list[str]:
        assert any(words_shown(app))
        return [words for _, of, eye in SEEN_AS if of.name == app.theme for words in hard_to_read(app, eye)]

    assert looked_at(make, keys, hard, THEMES) == {theme: [] for theme in THEMES}


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
    app = FakeTui(settings={"screen.theme": theme.name}, wishes=SessionOptions(save=False)).app()

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


@pytest.mark.parametrize("theme", THEMES)
def test_the_way_from_the_first_screen_on_can_be_read(theme: str) -> None:
    app = FakeTui(settings={"screen.theme": theme}).app()
    eyes = [eye for _, of, eye in SEEN_AS if of.name == theme]

    async def see() -> list[str]:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(0.3)
            faint = []
            for key in ("down", "s", "down", "slash", "escape", "enter", "space", "space"):
                faint += [f"before {key}: {words}" for eye in eyes for words in hard_to_read(app, eye)]
                await pilot.press(key)
                await pilot.pause(0.1)
            return faint

    assert asyncio.run(see()) == []


@pytest.mark.parametrize(
    ("make", "before", "after"),
    [
        (SCREENS["question"], (), ("down",)),
        (SCREENS["question"], ("down",), ("down", "down")),
        (SCREENS["rate"], (LATER, "7"), (LATER, "7", "tab")),
        (SCREENS["rate"], (LATER, "7"), (LATER, "8")),
        (SCREENS["rate"], ("ctrl+p",), ("ctrl+p", "down")),
        (SCREENS["settings"], (), ("down",)),
        (SCREENS["settings"], ("down",), ("down", "enter")),
    ],
    ids=["first answer", "next answer", "button", "number", "command", "setting", "input line"],
)
def test_what_has_the_focus_is_seen_without_any_colour(
    make: Make,
    before: Sequence[str],
    after: Sequence[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert looked_at(make, before, marks_shown) != looked_at(make, after, marks_shown)


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
