"""Words with little room end where a sentence ends."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from tpsession.tui.widgets.line import Line

WORDS = "No sound: no device was found. Follow it on the screen. Switch on a speaker. Then log in again."


class OneLine(App[None]):
    """Words of two lines at most."""

    CSS = "Line { width: 1fr; max-height: 2; }"

    def compose(self) -> ComposeResult:
        yield Line(grows=True)


def shown(words: str, *widths: int) -> list[str]:
    """What is shown of these words at one width after the other."""

    async def run() -> list[str]:
        program = OneLine()
        seen = []
        async with program.run_test(size=(widths[0], 5)) as pilot:
            line = program.query_one(Line)
            line.say(words)
            for width in widths:
                await pilot.resize_terminal(width, 5)
                await pilot.pause()
                seen.append(str(line.visual))
        return seen

    return asyncio.run(run())


def test_as_many_whole_sentences_are_shown_as_fit_also_after_the_width_has_changed() -> None:
    assert shown(WORDS, 24, 30, 60, 20) == [
        "No sound: no device was found. …",
        "No sound: no device was found. Follow it on the screen. …",
        WORDS,
        "No sound: no device was found. …",
    ]


def test_a_sentence_that_is_too_long_by_itself_is_cut_after_a_word() -> None:
    words = "Press slowly into the muscle until it softens under the fingers."
    assert shown(words, 22) == ["Press slowly into the muscle until it …"]
