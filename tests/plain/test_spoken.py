"""What plain mode says in words that a screen abbreviates."""

from __future__ import annotations

import pytest

from tpsession.plain.spoken import spell_out


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Thigh, 8 min", "Thigh, 8 minutes"),
        ("hold 1 s, release 2.5 s", "hold 1 second, release 2.5 seconds"),
        ("1 min", "1 minute"),
        ("Last week (2026-01-19 to 2026-01-25): 1.", "Last week, 19 January 2026 to 25 January 2026: 1."),
        ("at 2026-01-31 18:30, 2026-99-99", "at 31 January 2026, 18:30, 2026-99-99"),
        ("Step 2 stretch, 2 sides, s", "Step 2 stretch, 2 sides, s"),
    ],
)
def test_units_and_days_are_said_in_words_and_without_brackets(text: str, spoken: str) -> None:
    assert spell_out(text) == spoken


def test_what_a_person_typed_stays_as_it_is() -> None:
    text = "Corrected: exact spot knot (hard), 2 min hold (was 5 s)."
    assert spell_out(text, ["knot (hard), 2 min hold", "", "5 s"]) == (
        "Corrected: exact spot knot (hard), 2 min hold, was 5 s."
    )
    assert spell_out("at most 3 h are allowed") == "at most 3 hours are allowed"
