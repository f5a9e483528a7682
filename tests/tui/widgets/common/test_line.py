"""A text that doesn't fit in a label is cut off after a sentence or a word."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from tpsession.clock import SystemClock
from tpsession.tui.widgets.common.line import TruncatedLabel

TEXT = "No sound: no device was found. Follow it on the screen. Switch on a speaker. Then log in again."


class LabelApp(App[None]):
    """Shows a label of two lines at most."""

    CSS = "TruncatedLabel { width: 1fr; max-height: 2; }"

    def __init__(self, *, grows: bool) -> None:
        super().__init__()
        self._grows = grows

    def compose(self) -> ComposeResult:
        yield TruncatedLabel(grows=self._grows)


def screen_text(text: str, *widths: int, grows: bool = True) -> list[str]:
    """What is shown of a text at each of these widths."""

    async def run() -> list[str]:
        app = LabelApp(grows=grows)
        texts = []
        async with app.run_test(size=(widths[0], 5)) as pilot:
            line = app.query_one(TruncatedLabel)
            line.set_text(text)
            for width in widths:
                await pilot.resize_terminal(width, 5)
                await pilot.pause()
                texts.append(str(line.visual))
        return texts

    return asyncio.run(run())


def test_as_many_whole_sentences_are_shown_as_fit_also_after_the_width_has_changed() -> None:
    assert screen_text(TEXT, 24, 30, 60, 20) == [
        "No sound: no device was found. …",
        "No sound: no device was found. Follow it on the screen. …",
        TEXT,
        "No sound: no device was found. …",
    ]


def test_a_sentence_that_is_too_long_by_itself_is_cut_after_a_word() -> None:
    text = "Press slowly into the muscle until it softens under the fingers."
    assert screen_text(text, 22) == ["Press slowly into the muscle until it …"]


def test_a_short_sentence_before_a_long_one_does_not_leave_the_label_empty() -> None:
    text = "Oil. Warm a little between the palms and spread it with light strokes."
    assert screen_text(text, 30) == ["Oil. Warm a little between the palms and spread it with …"]


def test_one_long_word_is_cut_where_the_label_ends() -> None:
    (line,) = screen_text("a" * 100, 20)
    assert (line[:38], line[-2:]) == ("a" * 38, " …")


def test_a_text_as_long_as_a_file_is_shown_at_once() -> None:
    for text in ("lorem ipsum " * 16_000, "It. " * 50_000, "a" * 200_000):
        clock = SystemClock()
        began = clock.now()
        (line,) = screen_text(text, 40)
        assert len(line) <= 80
        # Wrapping all of it would take minutes.
        assert clock.now() - began < 5


def test_a_label_of_one_row_ends_in_dots_too() -> None:
    assert screen_text("Next: sustained pressure, left side.", 20, grows=False) == ["Next: sustained …"]
