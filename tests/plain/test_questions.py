"""The safety questions as lines."""

from __future__ import annotations

from tests.fakes import FakeClock, ScriptedConsole
from tpsession.core.area import FOOT
from tpsession.plain.questions import print_safety


def test_the_long_list_says_of_what_blocks_an_area_that_this_area_is_meant() -> None:
    console = ScriptedConsole(FakeClock())
    print_safety(console, FOOT, long=True)
    place = console.lines.index("     open wound")
    assert console.lines[place - 1] == "  3  In this area:"
