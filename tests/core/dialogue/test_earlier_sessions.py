"""What is said before a session because of earlier ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.core.safety.test_eligibility import DONE
from tests.core.safety.test_soreness import SORE, session
from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.earlier_sessions import advise_from_earlier, earlier_sessions
from tpsession.core.progress.recent_sessions import EARLIER_MORE_PAIN, REST_THEN_LIGHTER, SEE_SOMEBODY
from tpsession.core.safety.soreness import SKIP_SPOT


def test_a_rise_of_the_last_session_is_said_before_the_next_one_of_the_place_and_side() -> None:
    risen = DONE._replace(before=3, after=5)
    assert advise_from_earlier([risen], {"neck"}, MORNING) == (
        f"Neck, left side: {EARLIER_MORE_PAIN} {REST_THEN_LIGHTER}",
    )
    before = risen._replace(id="before", started_at=DONE.started_at - timedelta(days=1))
    (said,) = advise_from_earlier([risen, before], {"neck"}, MORNING)
    assert said.endswith(SEE_SOMEBODY)
    (overall,) = advise_from_earlier([risen._replace(place="overall", side=Side.NONE)], {"neck"}, MORNING)
    assert overall == f"{EARLIER_MORE_PAIN} {REST_THEN_LIGHTER}"
    # Another side is another row. A small first rise, or one that relief followed, needs no advice.
    right = before._replace(side=Side.RIGHT)
    assert [*advise_from_earlier([risen._replace(after=4), right], {"neck"}, MORNING)] == [
        f"Neck, right side: {EARLIER_MORE_PAIN} {REST_THEN_LIGHTER}"
    ]
    assert advise_from_earlier([DONE._replace(before=6, after=3), before], {"neck"}, MORNING) == ()
    assert advise_from_earlier([risen], {"calf"}, MORNING) == ()
    assert advise_from_earlier([risen._replace(after=None)], {"neck"}, MORNING) == ()


def test_a_sore_spot_is_said_too() -> None:
    sore = session(20, (3, SORE))
    (said,) = advise_from_earlier([sore], {"neck"}, MORNING)
    assert said.endswith(SKIP_SPOT)
    assert earlier_sessions(MORNING.date()).limit is None
    assert replace(sore.later[0], soreness=None).is_sore is None
