"""A variation is saved as a routine of the person's own, and nothing that was there is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.routine_editing.test_variation import NECK_ROUTINE, PRESS
from tests.fakes.routine_writer import FakeRoutineWriter
from tpsession.core.catalog.routine import BUILT_IN, YOURS, RoutineEntry
from tpsession.core.catalog.routine_id import make_routine_id
from tpsession.core.catalog.technique import StepKey
from tpsession.core.errors import UsageError
from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.core.routine_editing.port import RoutineChangedError
from tpsession.core.routine_editing.saving import (
    check_name,
    describe_saved,
    describe_saving,
    list_names,
    propose_name,
    save_variation,
)

HOLD = LineId(StepKey.HOLD, PRESS)


def test_a_new_name_is_proposed_that_makes_a_new_id() -> None:
    assert propose_name("Neck", frozenset({"neck"})) == "Neck, mine"
    assert propose_name("Neck", frozenset({"neck", "neck-mine", "neck-mine-2"})) == "Neck, mine 3"


@given(st.text(min_size=1, max_size=200), st.integers(1, 12))
@example("a" * 70, 12)
def test_a_name_of_any_length_gets_a_free_one_proposed_again_and_again(name: str, times: int) -> None:
    taken: frozenset[str] = frozenset()
    for _ in range(times):
        identifier = make_routine_id(propose_name(name, taken))
        assert identifier not in taken
        taken |= {identifier}


def test_a_name_that_is_empty_or_taken_is_refused() -> None:
    assert check_name(" Evening ", ("Neck",)) == "Evening"
    with pytest.raises(UsageError, match="needs a name"):
        check_name("  ", ())
    with pytest.raises(UsageError, match='called "My neck" already'):
        check_name("my  neck ", ("Calf", "My neck"))


def test_a_routine_that_is_replaced_may_keep_its_name() -> None:
    entries = [
        RoutineEntry("neck", YOURS, "neck.toml", NECK_ROUTINE, ()),
        RoutineEntry("broken", YOURS, "broken.toml", None, ()),
    ]
    writer = FakeRoutineWriter({"neck": (YOURS, NECK_ROUTINE)})
    assert list_names(entries) == ("Neck",)
    assert list_names(entries, writer.read("neck")) == ()
    built_in = FakeRoutineWriter({"neck": (BUILT_IN, NECK_ROUTINE)})
    assert list_names(entries, built_in.read("neck")) == ("Neck",)


def test_a_variation_of_a_built_in_routine_is_a_new_routine() -> None:
    writer = FakeRoutineWriter({"neck": (BUILT_IN, NECK_ROUTINE)})
    old, variation = writer.open_variation("neck")
    assert describe_saving(old) == "The built-in one stays as it is."
    different = variation.turn(HOLD, -1)
    new = save_variation(writer, old, different)
    assert new.id == "neck-mine"
    assert writer.routines["neck-mine"][1].steps[PRESS].hold_s == 25.0
    assert writer.routines["neck"] == (BUILT_IN, NECK_ROUTINE)
    assert describe_saved(old, new, different) == 'Saved as your own routine "Neck, mine".'
    # A name without any letter that an id can have.
    nameless = variation.read(LineId(RoutineLine.NAME), "\N{GREEK SMALL LETTER ALPHA}")
    assert save_variation(writer, old, nameless).id == "neck-mine-2"


def test_ones_own_routine_is_replaced_and_it_is_said_how_to_go_back() -> None:
    writer = FakeRoutineWriter({"neck": (YOURS, NECK_ROUTINE)})
    old, variation = writer.open_variation("neck")
    assert describe_saving(old) == "Saving replaces this routine; it can be brought back as it was."
    different = variation.turn(HOLD, -1)
    new = save_variation(writer, old, different)
    assert writer.earlier == [NECK_ROUTINE]
    assert describe_saved(old, new, different).endswith("tpsession routines restore neck")


def test_a_routine_that_another_program_has_changed_is_not_replaced() -> None:
    writer = FakeRoutineWriter({"neck": (YOURS, NECK_ROUTINE)})
    old, variation = writer.open_variation("neck")
    writer.changed_by_others += 1
    with pytest.raises(RoutineChangedError):
        save_variation(writer, old, variation.turn(HOLD, -1))
    assert writer.earlier == []
