"""Named facts, one paragraph each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tpsession.tui.widgets.common.facts import Fact, Facts

FACTS = [
    Fact("Position", "Sit upright, elbow supported. The opposite hand pinches the top of the shoulder."),
    Fact("Never press", "the windpipe", important=True),
    Fact("Take care", "No powered devices."),
    Fact("Take care", "Stop if tingling gets worse."),
]


def lines_of(facts: list[Fact], width: int) -> list[str]:
    screen_text = Facts()
    screen_text.show_facts(facts)
    return [line.plain for line in screen_text._wrapped_rows(width)]


def test_if_there_is_room_the_names_have_a_column_of_their_own() -> None:
    assert lines_of(FACTS, 60) == [
        "Position     Sit upright, elbow supported. The opposite hand",
        "             pinches the top of the shoulder.",
        "Never press  the windpipe",
        "Take care    No powered devices.",
        "             Stop if tingling gets worse.",
    ]


def test_if_there_is_little_room_each_name_is_above_its_facts() -> None:
    assert lines_of(FACTS[1:], 30) == [
        "Never press",
        "the windpipe",
        "Take care",
        "No powered devices.",
        "Stop if tingling gets worse.",
    ]


def test_facts_without_names_take_the_whole_width() -> None:
    assert lines_of([Fact("", "the first"), Fact("", "the second")], 60) == ["the first", "the second"]


def test_control_characters_and_markup_do_nothing() -> None:
    assert lines_of([Fact("Position", "Sit \x1b[2J[b]up[/b]\u202e")], 60) == ["Position  Sit �[2J[b]up[/b]�"]


@given(st.lists(st.builds(Fact, st.sampled_from(["Position", "Care"]), st.text())), st.integers(12, 90))
def test_no_line_is_too_wide(facts: list[Fact], width: int) -> None:
    assert all(cell_len(line) <= width for line in lines_of(facts, width))
