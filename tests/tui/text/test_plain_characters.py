# ruff: noqa: RUF001 - the texts are of characters that look like others
"""A terminal without Unicode shows everything in ASCII of the same width."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual._border import BORDER_CHARS
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import VerticalScroll
from textual.keys import KEY_DISPLAY_ALIASES
from textual.scrollbar import ScrollBarRender
from textual.widgets import Button, Input, ProgressBar, Static

from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.user import User, open_screen
from tpsession.tui.base.page import Page
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.tools import OwnDataScreen
from tpsession.tui.text.plain_characters import AsciiFilter, to_ascii
from tpsession.tui.text.plain_text import literal

# Characters that join, widen and turn others, beside all the rest.
ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u200d\ufe0f\ufe0e\u0301\u20e3👩🔬🏽🇩🇪한字ｱＡ\u1100\u1161…━\x1b\n\x85é❤☺"),
    )
)


@given(ANY_TEXT)
def test_any_text_becomes_ascii_of_the_same_width(text: str) -> None:
    became = to_ascii(text)
    assert became.isascii()
    assert became.isprintable()
    assert len(became) == cell_len(text)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_ascii_stays_as_it_is(text: str) -> None:
    assert to_ascii(text) == text


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("Nacken, schräg für Zoë", "Nacken, schrag fur Zoe"),
        ("Fuß, smørrebrød, Łódź", "Fus, smorrebrod, Lodz"),
        ("e\u0301 o\u0308 a\u030a", "e o a"),
        ("pain – “sharp”…", 'pain - "sharp".'),
        ("a\N{NO-BREAK SPACE}b", "a b"),
        ("3 × 30", "3 x 30"),
        ("6 → 4 ▼ 2 less", "6-->4 v 2 less"),
        ("Help → Doctor: ✓ ok, ✗ failed", "Help > Doctor: + ok, x failed"),
        ("1½ 10² ﬁ", "1? 10? ?"),
        ("Ａｂ１", "A b 1 "),
        ("肩の痛み|", "????????|"),
        ("👩‍🔬|", "??|"),
        ("❤️|", "??|"),
        ("🏽🇩🇪|", "?" * cell_len("🏽🇩🇪") + "|"),
        ("\u200b|", "|"),
        ("⠿⠀⣿", ": :"),
        ("╭─┬─╮", "+-+-+"),
    ],
)
def test_characters_become_similar_ascii_characters(text: str, became: str) -> None:
    assert to_ascii(text) == became


def textual_characters() -> Iterator[str]:
    """Every character with which Textual draws edges, scrollbars and keys."""
    for name, rows in BORDER_CHARS.items():
        if name != "ascii":
            yield from (char for row in rows for char in row)
    yield from (*ScrollBarRender.VERTICAL_BARS, *ScrollBarRender.HORIZONTAL_BARS)
    yield from (sign for key, sign in KEY_DISPLAY_ALIASES.items() if key != "backspace" and len(sign) == 1)


def test_every_character_that_textual_draws_has_a_similar_ascii_character() -> None:
    assert [char for char in textual_characters() if to_ascii(char) == "?"] == []


@pytest.mark.parametrize(
    ("one", "other"), [("●", "○"), ("■", "□"), ("━", "─"), ("✓", "✗"), ("◀", "▶"), ("█", "░")]
)
def test_signs_that_differ_in_unicode_differ_in_ascii(one: str, other: str) -> None:
    assert to_ascii(one) != to_ascii(other)


@given(
    size=st.integers(1, 40), window=st.integers(1, 40), above=st.floats(0, 1), vertical=st.booleans(),
    more=st.integers(1, 200), thickness=st.integers(1, 2),
)  # fmt: skip
def test_a_scrollbar_is_made_of_whole_cells(
    size: int, window: int, above: float, more: int, thickness: int, *, vertical: bool
) -> None:
    bar = ScrollBarRender.render_bar(
        size, window + more, window, above * more, thickness=thickness, vertical=vertical
    )
    cells = [segment for segment in bar.segments if segment.text.strip("\n")]
    shown = AsciiFilter().apply(cells, Color.parse("black"))
    assert [segment.text for segment in shown] == [" " * len(segment.text) for segment in cells]
    for drawn, segment in zip(cells, shown, strict=True):
        assert segment.style is not None
        assert drawn.style is not None
        assert bool(segment.style.reverse) == (drawn.style.meta.get("@mouse.down") == "grab")


class Everything(Page[None]):
    """Widgets of many kinds, with text of many scripts."""

    HEADING = "Überschrift 肩 👩‍🔬"

    def compose_content(self) -> ComposeResult:
        with VerticalScroll():
            for border in ("round", "solid", "double", "heavy", "thick", "outer", "tall", "wide", "panel"):
                edged = Static(literal(f"{border} 한국어 e\u0301 ❤️ \u202eabc"))
                edged.styles.border = (border, "red")
                edged.border_title = "título"
                yield edged
            yield Button("Drücken")
            yield Input("värde", placeholder="…")
            yield ProgressBar(total=10)


@pytest.mark.parametrize("size", [(60, 20), (80, 60), (20, 6)])
def test_a_screen_of_every_kind_of_widget_is_ascii_and_stays_aligned(size: tuple[int, int]) -> None:
    unicode, ascii_ = (screen_of_everything(size, charset) for charset in (Charset.UNICODE, Charset.ASCII))
    assert not unicode.isascii()
    assert ascii_.isascii()
    assert [cell_len(line) for line in unicode.splitlines()] == [len(line) for line in ascii_.splitlines()]


def test_the_button_with_the_focus_has_the_mark_of_a_line_in_a_list() -> None:
    async def look(user: User) -> None:
        assert "> Back up now" in user.screen_text
        button = user.app.screen.query_one(Button)
        assert button.styles.border_left[1] == button.styles.color

    tui = FakeTui(charset=Charset.ASCII)
    open_screen(OwnDataScreen(), look, tui=tui)


def screen_of_everything(size: tuple[int, int], charset: Charset) -> str:
    """What is shown of it."""
    app = FakeTui(charset=charset).single_screen_app(Everything())

    async def see() -> str:
        async with app.run_test(size=size, notifications=True) as pilot:
            app.notify("Größer als …", title="Título")
            await pilot.pause(0.2)
            return screen_text(app)

    return asyncio.run(see())
