"""The safety questions and the stop signs: every sign is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tpsession.core.catalog.area import CALF, FOOT
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.safety import screening


def test_one_line_names_every_stop_sign() -> None:
    line = screening.describe_stop_signs((FOOT,))
    for sign in (
        "discomfort over 6", "more pain than at the start", "sharp", "electric", "burning",
        "spreading", "numbness", "tingling", "weakness", "dizziness", "nausea", "sight", "speech",
        "a pulse under the finger", "bruise", "swelling", "holding your breath", "tensing up",
    ):  # fmt: skip
        assert sign in line
    assert line.startswith("Stop at once if you notice: ")


def test_where_nothing_is_massaged_no_sign_and_no_sentence_is_of_massage() -> None:
    line = screening.describe_stop_signs((NO_AREA,))
    assert "pulse" not in line
    assert "bruise" not in line
    assert "dizziness" in line
    assert screening.list_evidence((NO_AREA,)) == (screening.NOT_REVIEWED,)
    assert screening.list_evidence((FOOT,)) == (screening.EVIDENCE, screening.NOT_REVIEWED)
    assert "\n" not in line


SIGNS = {
    screening.Tier.EMERGENCY: (
        "both legs", "back pain", "tingling", "numb genitals or buttocks", "trouble peeing",
        "bladder or bowel", "chest pain or pressure", "breathless", "serious accident", "face, arm or speech",
        "sudden, very severe headache", "new, severe, unfamiliar neck or head pain", "dizziness",
        "double vision", "slurred speech", "unsteadiness",
    ),
    screening.Tier.URGENT: (
        "fever", "unexplained weight loss", "a lump", "change in the shape of your back",
        "rest doesn't ease",
        "worse at night", "cough or sneeze", "between the shoulder blades",
        "one leg swollen, warm, throbbing", "colour",
        "over 50", "new headache", "tender scalp", "jaw pain when chewing", "changed vision",
        "cancer", "osteoporosis", "steroids", "weakness or numbness that gets worse",
    ),
    screening.Tier.BLOCK_AREA: (
        "open wound", "fracture", "inflammation", "rash or shingles", "skin infection", "burn",
        "surgery or injury", "tumour", "radiotherapy", "varicose veins", "numbness",
    ),
    screening.Tier.BLOCK_BODY: ("clot in a deep vein, known or suspected", "fever"),
    screening.Tier.CLINICIAN: (
        "blood thinners", "bleeding disorder", "low platelets", "osteoporosis", "cancer", "pregnancy",
        "heart", "fragile skin", "diabetes", "connective tissue", "nerve disorder", "under 18",
    ),
}  # fmt: skip


def test_without_an_area_only_the_questions_about_the_area_are_left_out() -> None:
    assert screening.questions_for([FOOT]) == screening.QUESTIONS
    asked = [question.tier for question in screening.questions_for([NO_AREA])]
    assert asked == [tier for tier in screening.Tier if tier is not screening.Tier.BLOCK_AREA]


@pytest.mark.parametrize("tier", screening.Tier)
@pytest.mark.parametrize("long", [True, False], ids=["long", "short"])
def test_each_question_asks_for_every_sign_of_its_tier(tier: screening.Tier, long: bool) -> None:
    asked = "; ".join(screening.question_lines(screening.question_for(tier), (FOOT,), long=long)).lower()
    assert [sign for sign in SIGNS[tier] if sign not in asked] == []


def test_the_emergency_question_is_not_wider_than_an_emergency() -> None:
    emergency = screening.question_for(screening.Tier.EMERGENCY)
    assert "one leg swollen" in emergency.items[-1]
    assert "breathlessness" in emergency.items[-1]
    # Sore legs, or pain that spreads, are not an emergency on their own.
    assert "pain that spreads" not in emergency.items[3]
    assert "; pain or weakness in both legs" not in emergency.short


@pytest.mark.parametrize("long", [True, False], ids=["long", "short"])
def test_what_blocks_an_area_is_asked_about_this_area(long: bool) -> None:
    asked = screening.question_for(screening.Tier.BLOCK_AREA)
    question = (asked.lead, *asked.items) if long else (asked.short,)
    assert question[0].startswith("In this area:")


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


def test_every_tier_has_a_question_and_only_the_mildest_allows_a_session() -> None:
    assert {asked.tier for asked in screening.QUESTIONS} == set(screening.Tier)
    assert [tier for tier in screening.Tier if not tier.rules_out_session] == [screening.Tier.CLINICIAN]
    for asked in screening.QUESTIONS:
        assert asked.items
        assert screening.question_lines(asked, (FOOT,), long=True) == asked.items
        assert screening.question_lines(asked, (FOOT,), long=False) == (asked.short,)
    assert (
        len(screening.question_lines(screening.question_for(screening.Tier.URGENT), (CALF,), long=False)) == 2
    )


def test_several_areas_are_named_in_the_question_about_them_and_each_asks_what_it_has_to() -> None:
    asked = screening.question_for(screening.Tier.BLOCK_AREA)

    assert screening.question_lead(asked, (FOOT,)) == "In this area:"
    lead = screening.question_lead(asked, (FOOT, CALF))
    assert lead == "In any of these areas (foot, calf):"
    assert screening.question_lines(asked, (FOOT, CALF), long=False)[0].startswith(f"{lead} an open wound")
    urgent = screening.question_for(screening.Tier.URGENT)
    assert len(screening.question_lines(urgent, (FOOT, CALF), long=False)) == 2
    assert screening.question_lead(urgent, (FOOT, CALF)) == ""
