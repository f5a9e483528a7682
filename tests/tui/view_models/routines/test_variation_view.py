"""What the screen "A little different" shows of a routine, at any width."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from rich.cells import cell_len

from tests.core.routine_editing.test_variation import LAST, NECK_ROUTINE, PRESS, STROKE
from tests.fakes.routine_writer import FakeRoutineWriter
from tpsession.core.catalog.routine import BUILT_IN
from tpsession.core.catalog.technique import StepKey
from tpsession.core.errors import UsageError
from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.view_models.routines.variation_view import (
    ClickedPart,
    LineTone,
    VariationView,
    make_variation_view,
)

HOLD = LineId(StepKey.HOLD, PRESS)


def view(settings: Mapping[str, str | float] = MappingProxyType({})) -> VariationView:
    """Return the neck's routine in which nothing is different, for a person with these settings."""
    values = {**default_preferences().values, **settings}
    writer = FakeRoutineWriter({"neck": (BUILT_IN, NECK_ROUTINE)})
    return make_variation_view(*writer.open_variation("neck"), Preferences(values))


def drawn(shown: VariationView, line: LineId, width: int = 60, charset: Charset = Charset.UNICODE) -> str:
    """Return the text of a line."""
    return "".join(part.text for part in shown.draw(line, width, charset))


def test_the_length_says_how_much_differs() -> None:
    first = view()
    assert ":" in first.describe_length(first.make_plan())
    assert "than" not in first.describe_length(first.make_plan())
    shorter = first.turn(HOLD, -1)
    # Three holds on two sides, 5 s each.
    assert shorter.describe_length(shorter.make_plan()).endswith(", 30 seconds shorter than before")
    longer = first.turn(HOLD, 1)
    assert longer.describe_length(longer.make_plan()).endswith(", 30 seconds longer than before")


def test_the_notices_are_those_of_the_checker_or_why_a_change_was_impossible() -> None:
    first = view()
    assert first.describe_notices(first.make_plan()) == ""
    long = first
    for _ in range(7):
        long = long.turn(HOLD, 1)
    assert "we advise 1 min at most" in long.describe_notices(long.make_plan())
    one_left = first
    for origin in range(5):
        one_left = one_left.turn(LineId(RoutineLine.PLAYED, origin), 1)
    none_left = one_left.turn(LineId(RoutineLine.PLAYED, LAST), 1)
    assert none_left.describe_notices(none_left.make_plan()) == "At least one step must be played."
    again = none_left.turn(LineId(RoutineLine.PLAYED, PRESS), 1)
    assert again.error == ""
    assert again.turn(LineId(RoutineLine.PLAYED, PRESS), 1).variation == one_left.variation


def test_the_keys_are_those_that_change_the_line() -> None:
    first = view()
    assert first.keys_hint(HOLD) == "left, right: change   enter: type"
    assert first.turn(HOLD, 1).keys_hint(HOLD) == "left, right: change   enter: type   d: as it was"
    assert first.keys_hint(LineId(StepKey.TEXT, PRESS)) == "enter: type"
    assert first.keys_hint(LineId(RoutineLine.COUNTDOWN)) == "left, right: change"
    mine = view({"session.get_ready": 20.0, "sound.countdown": "none"})
    assert "Your settings" in mine.keys_hint(LineId(RoutineLine.GET_READY))
    assert "Your settings" in mine.keys_hint(LineId(RoutineLine.COUNTDOWN))
    assert "Your settings" not in mine.keys_hint(HOLD)


def test_a_line_shows_its_value_between_arrows_and_what_it_was() -> None:
    first = view()
    assert drawn(first, HOLD) == "  Hold                 ◀ 30 s ▶"
    shorter = first.turn(HOLD, -1)
    assert drawn(shorter, HOLD) == "  Hold                 ◀ 25 s ▶  was 30 s"
    assert drawn(shorter, HOLD, charset=Charset.ASCII) == "  Hold                 < 25 s >  was 30 s"
    assert drawn(first, LineId(RoutineLine.PLAYED, PRESS)) == "3 Sustained pressure   ◀ played ▶"
    words = first.read(LineId(StepKey.SAY, STROKE), "Long strokes")
    assert drawn(words, LineId(StepKey.SAY, STROKE)) == "  Voice says           Long strokes  changed"
    parts = shorter.draw(HOLD, 60, Charset.UNICODE)
    assert [part.clicked for part in parts] == [
        ClickedPart.NOTHING, ClickedPart.DOWN, ClickedPart.OPEN, ClickedPart.UP, ClickedPart.NOTHING,
    ]  # fmt: skip
    assert [part.tone for part in parts][2] is LineTone.CHANGED


@pytest.mark.parametrize("width", [20, 40, 57, 118])
def test_every_line_fits(width: int) -> None:
    shown = view().read(LineId(RoutineLine.NAME), "\N{CJK UNIFIED IDEOGRAPH-6309} " * 40)
    for line in shown.lines:
        assert cell_len(drawn(shown.turn(line, 1), line, width)) <= width


def test_a_name_of_another_routine_is_refused() -> None:
    writer = FakeRoutineWriter({"neck": (BUILT_IN, NECK_ROUTINE)})
    opened = make_variation_view(*writer.open_variation("neck"), default_preferences(), ("Neck", "Calf"))
    name = LineId(RoutineLine.NAME)
    with pytest.raises(UsageError, match='called "Calf" already'):
        opened.read(name, "calf")
    assert opened.read(name, "Evening").variation.name == "Evening"
