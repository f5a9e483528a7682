"""Texts that people read: durations, changes of pain, and how far a sound file is."""

from __future__ import annotations

import pytest

from tpsession.core.text import formatting
from tpsession.core.text.formatting import describe_pain_change, format_count, format_duration, format_timer


def test_numbers_have_their_nouns() -> None:
    assert format_count(1, "session") == "1 session"
    assert format_count(1200, "session") == "1,200 sessions"


@pytest.mark.parametrize(
    ("seconds", "duration", "timer"),
    [
        (0, "0 seconds", "0:00"),
        (1, "1 second", "0:01"),
        (59.6, "1 minute", "1:00"),
        (90, "1 minute 30 seconds", "1:30"),
        (3605, "1 hour 5 seconds", "1:00:05"),
        (7260, "2 hours 1 minute", "2:01:00"),
    ],
)
def test_durations_in_words_and_in_digits(seconds: float, duration: str, timer: str) -> None:
    assert (format_duration(seconds), format_timer(seconds)) == (duration, timer)


@pytest.mark.parametrize(
    ("before", "after", "result"),
    [(6, 3, "3 points less"), (3, 4, "1 point more"), (5, 5, "no change"), (0, 10, "10 points more")],
)
def test_a_change_of_pain_is_described_plainly_in_both_directions(
    before: int, after: int, result: str
) -> None:
    assert describe_pain_change(before, after) == f"Pain before {before}, after {after}: {result}."


def test_rendering_is_described_while_it_runs_and_when_it_is_done() -> None:
    assert formatting.describe_render_progress(0.256, 125.0) == "Saving: 25% of 2:05"
    assert (
        formatting.describe_written_file("a\x1b.wav", 60.0) == "Saved: a\N{REPLACEMENT CHARACTER}.wav, 1:00."
    )
    assert formatting.describe_companion_files("a.cue", "a.cues.json").startswith(
        "Also saved: a.cue, which lets"
    )
