"""The safety questions: everything is asked, the page of each day is short, and nothing is on it twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tpsession.core.catalog.area import (
    AREAS,
    CALF,
    FOOT,
    FOREARM,
    HIP,
    JAW,
    LOW_BACK,
    NECK,
    SHOULDER,
    SKULL_BASE,
    THIGH,
    UPPER_BACK,
    Area,
)  # fmt: skip
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.safety import screening
from tpsession.core.safety.questions import (
    TRY_OUT,
    QuestionForm,
    choose_form,
    list_lines,
    list_pages,
)
from tpsession.core.safety.screening import Tier

MOST_WORDS = 90
"""Words of safety text on a day on which nothing but the daily questions is due."""

SIGNS = {
    Tier.EMERGENCY: (
        "both legs", "back pain", "tingling", "numb genitals or buttocks", "trouble peeing",
        "bladder or bowel", "chest pain or pressure", "breathless", "sweating", "serious accident",
        "face, arm or speech", "sudden, very severe headache", "new, severe, unfamiliar neck or head pain",
        "dizziness", "double vision", "slurring", "unsteadiness", "one leg swollen, warm, throbbing",
        "jaw, arm, shoulder or upper back pain on exertion",
    ),
    Tier.URGENT: (
        "fever", "unexplained weight loss", "a lump", "changed back shape",
        "no position eases", "night pain that no position eases and no clinician has seen",
        "coughing or sneezing",
        "between the shoulder blades: new, sudden, unexplained", "movement or position",
        "one leg swollen, warm, throbbing", "discoloured", "over 50", "new headache", "tender scalp",
        "jaw pain when chewing", "changed vision", "cancer", "osteoporosis", "steroids",
        "worsening weakness or numbness", "known or suspected deep-vein clot",
    ),
    Tier.BLOCK_AREA: (
        "open wound", "fracture", "inflammation", "rash", "shingles", "skin infection", "burn",
        "surgery or injury", "tumour", "radiotherapy", "varicose veins", "numbness",
    ),
    Tier.CLINICIAN: (
        "blood thinners", "bleeding disorder", "low platelets", "osteoporosis", "cancer", "pregnancy",
        "heart", "fragile skin", "diabetes", "connective tissue", "nerve disorder", "under 18",
    ),
}  # fmt: skip
"""What the domain facts list, by tier."""
BACK = ("both legs", "numb genitals", "trouble peeing, loss of bladder or bowel control")
HEAD = ("very severe headache", "double vision")
LEG = ("one leg swollen", "look at both")
DAILY = {
    LOW_BACK: BACK,
    HIP: BACK,
    NECK: HEAD,
    SKULL_BASE: HEAD,
    JAW: ("on exertion", "over 50", "jaw pain when chewing"),
    UPPER_BACK: ("on exertion", "between the shoulder blades", "movement or position"),
    SHOULDER: ("on exertion",),
    FOREARM: ("on exertion",),
    THIGH: LEG,
    CALF: LEG,
}
"""What is asked before every session on an area, besides what is asked on every area."""


@pytest.mark.parametrize("tier", Tier)
def test_the_whole_list_asks_for_every_sign_of_its_tier(tier: Tier) -> None:
    (page,) = (page for page in list_pages((FOOT,)) if page.tier is tier)
    asked = "; ".join(page.items).lower()
    assert [sign for sign in SIGNS[tier] if sign not in asked] == []
    assert page.lead == ("In this area:" if tier is Tier.BLOCK_AREA else "")


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_every_day_everyone_is_asked_two_lines_and_each_area_its_own(area: Area) -> None:
    lines = list_lines((area,))
    assert [(line.tier, line.heading) for line in lines[:2]] == [(Tier.EMERGENCY, ""), (Tier.URGENT, "")]
    *own, blocked = lines[2:]
    assert blocked.tier is Tier.BLOCK_AREA
    assert {line.heading for line in lines[2:]} == {area.name}
    asked = " ".join(line.text for line in own).lower()
    assert [words for words in DAILY.get(area, ()) if words not in asked] == []
    assert bool(own) == (area in DAILY)


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_on_a_day_like_any_other_the_safety_text_is_short(area: Area) -> None:
    texts = [screening.SCREENING_TITLE, area.name, *(line.text for line in list_lines((area,)))]
    texts.append(screening.describe_some_stop_signs())
    assert sum(len(text.split()) for text in texts) <= MOST_WORDS


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
@pytest.mark.parametrize("form", [QuestionForm.DAILY, QuestionForm.TRY_OUT])
def test_nothing_is_on_a_page_twice(area: Area, form: QuestionForm) -> None:
    lines = list_lines((area,), form)
    items = [words for line in lines for words in line.text.rstrip(".").lower().split("; ")]
    assert len(items) == len(set(items))
    for page in list_pages((area,)):
        assert len(page.items) == len(set(page.items))


def test_the_emergency_page_is_not_wider_than_an_emergency() -> None:
    items = list_pages((FOOT,))[0].items
    # Sore legs, or one swollen leg, are not an emergency on their own.
    assert [item for item in items if "legs" in item and "back pain" not in item] == []
    assert [item for item in items if "leg swollen" in item and "breathlessness" not in item] == []


def test_without_an_area_nothing_is_asked_about_one() -> None:
    assert [page.tier for page in list_pages((NO_AREA,))] == [Tier.EMERGENCY, Tier.URGENT, Tier.CLINICIAN]
    assert len(list_lines((NO_AREA,))) == 2


def test_several_areas_are_named_together_and_each_asks_what_it_has_to() -> None:
    (lead,) = filter(None, (page.lead for page in list_pages((FOOT, CALF))))
    assert lead == "In any of these areas (foot, calf):"
    lines = list_lines((FOOT, CALF, LOW_BACK))
    assert {line.heading for line in lines[2:]} == {"Foot, calf, low back"}
    assert [line.tier for line in lines[2:]] == [Tier.EMERGENCY, Tier.URGENT, Tier.BLOCK_AREA]


def test_before_the_try_out_one_page_also_asks_what_needs_a_clinicians_word() -> None:
    now = datetime(2026, 1, 31, tzinfo=UTC)
    assert choose_form(None, now, TRY_OUT) is QuestionForm.TRY_OUT
    assert choose_form(None, now, "neck") is QuestionForm.WHOLE
    assert choose_form(now - timedelta(days=30), now, "neck") is QuestionForm.WHOLE
    assert choose_form(now - timedelta(days=29), now, "neck") is QuestionForm.DAILY
    assert choose_form(now, now, TRY_OUT) is QuestionForm.DAILY
    asked = " ".join(line.text for line in list_lines((FOOT,), QuestionForm.TRY_OUT)).lower()
    assert [sign for sign in SIGNS[Tier.CLINICIAN] if sign not in asked] == []


def test_a_place_that_is_not_massaged_has_a_line_and_items_of_its_own_and_nothing_is_asked_twice() -> None:
    lines = list_lines((THIGH,), place="knee")
    (knee,) = (line for line in lines if line.heading == "Knee")
    assert knee.tier is Tier.URGENT
    assert knee.text.startswith("The joint is hot, red or swollen;")
    assert "fever" not in knee.text
    assert [line for line in lines if line.heading != "Knee"] == list(list_lines((THIGH,)))
    headache = [line.tier for line in list_lines((NECK,), place="head") if line.heading == "Head"]
    assert headache == [Tier.EMERGENCY, Tier.URGENT]

    own = [item for page in list_pages((THIGH,), "knee") for item in page.items if item.startswith("Knee: ")]
    assert own[0] == "Knee: the joint is hot, red or swollen"
    assert len(own) == 3
