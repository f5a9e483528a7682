"""What follows from the safety questions, and the stop signs: every sign is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tpsession.core.catalog.area import AREAS, FOOT, JAW, NECK, SKULL_BASE, Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.safety import screening


def test_one_line_names_every_stop_sign() -> None:
    line = screening.describe_stop_signs((FOOT,))
    for sign in (
        "discomfort over 6", "more pain than at the start", "sharp", "electric", "burning",
        "spreading", "numbness", "tingling", "weakness", "dizziness", "nausea", "sight", "speech",
        "bruise", "swelling", "holding your breath", "tensing up",
    ):  # fmt: skip
        assert sign in line.lower()
    assert line.startswith("Stop at once: ")


def test_where_nothing_is_massaged_no_sign_and_no_sentence_is_of_massage() -> None:
    line = screening.describe_stop_signs((NO_AREA,))
    assert "pulse" not in line
    assert "bruise" not in line
    assert "dizziness" in line
    assert screening.TENSING in line
    assert screening.list_evidence((NO_AREA,)) == (screening.NOT_REVIEWED,)
    assert screening.list_evidence((FOOT,)) == (screening.EVIDENCE, screening.NOT_REVIEWED)
    assert "\n" not in line


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_a_pulse_ends_the_step_on_neck_skull_base_and_jaw_and_elsewhere_means_move_off(area: Area) -> None:
    ends = area in {NECK, SKULL_BASE, JAW}
    (pulse, _) = screening.list_ease_rules((area,))
    assert pulse == (screening.PULSE_ENDS_STEP if ends else screening.PULSE_MOVE_OFF)
    assert screening.list_ease_rules((FOOT, area, NECK))[0] == screening.PULSE_ENDS_STEP


def test_every_stop_sign_is_due_in_the_first_session_of_a_week() -> None:
    monday = date(2026, 2, 2)
    for days in range(7):
        assert screening.week_query("neck", NECK, monday + timedelta(days=days)).since == monday


def test_only_emergency_and_urgent_need_immediate_action() -> None:
    assert [tier for tier in screening.Tier if tier.needs_immediate_action] == [
        screening.Tier.EMERGENCY,
        screening.Tier.URGENT,
    ]


def test_the_long_list_is_due_at_first_and_after_thirty_days() -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    assert screening.is_long_list_due(None, now)
    assert not screening.is_long_list_due(now - timedelta(days=29), now)
    assert screening.is_long_list_due(now - timedelta(days=30), now)
