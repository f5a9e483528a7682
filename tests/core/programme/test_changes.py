"""Starting, pausing, resuming and ending a programme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.programme.samples import PROGRAMME, day
from tests.core.routines import OIL_30S, plan_of
from tpsession.core.catalog.area import FOOT
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.side import Side
from tpsession.core.errors import UsageError
from tpsession.core.history.programme import Pause
from tpsession.core.programme.changes import (
    choose_running,
    end_programme,
    make_programme,
    pause_programme,
    resume_programme,
)
from tpsession.core.programme.schedule import make_schedule

DUE = make_schedule(PROGRAMME, [], day(0))
RIGHT = replace(DUE, programme=replace(PROGRAMME, id="two", side=Side.RIGHT))


def test_a_programme_takes_routine_area_and_side_from_the_plan() -> None:
    plan = plan_of(OIL_30S, area=FOOT)
    programme = make_programme("one", plan, ProposedProgramme(6, 2), day(0))
    assert programme == replace(PROGRAMME, routine="known")
    assert make_programme("one", plan, ProposedProgramme(6, 2), day(0), "ankle").place == "ankle"


def test_programmes_are_alike_if_the_same_sessions_count() -> None:
    assert PROGRAMME.is_like(replace(PROGRAMME, id="two", sessions=9, area="calf"))
    assert not PROGRAMME.is_like(RIGHT.programme)


def test_the_running_programme_of_a_routine_is_found_by_place_and_side() -> None:
    assert choose_running([DUE], "foot", None, None) is PROGRAMME
    assert choose_running([DUE, RIGHT], "foot", "foot", Side.RIGHT) is RIGHT.programme
    with pytest.raises(UsageError, match=r"Several.*--place foot --side left, --place foot --side right"):
        choose_running([DUE, RIGHT], "foot", None, None)
    for routine, place in (("jaw", None), ("foot", "ankle")):
        with pytest.raises(UsageError, match="is running"):
            choose_running([DUE, RIGHT], routine, place, None)


def test_a_pause_begins_today_and_a_new_end_keeps_its_first_day() -> None:
    paused = pause_programme(PROGRAMME, day(2), None)
    assert paused.pause == Pause(day(2))
    assert pause_programme(paused, day(4), day(6)).pause == Pause(day(2), day(6))
    assert pause_programme(replace(PROGRAMME, pause=Pause(day(0), day(1))), day(4), day(6)).pause == Pause(
        day(4), day(6)
    )


def test_resuming_ends_the_pause_yesterday_or_takes_it_back() -> None:
    paused = pause_programme(PROGRAMME, day(2), day(8))
    assert resume_programme(paused, day(5)).pause == Pause(day(2), day(4))
    assert resume_programme(paused, day(2)).pause is None
    for programme in (PROGRAMME, resume_programme(paused, day(5))):
        with pytest.raises(UsageError, match="isn't paused"):
            resume_programme(programme, day(5))


def test_a_programme_that_is_ended_has_its_day() -> None:
    assert end_programme(PROGRAMME, day(3)).ended_on == day(3)
