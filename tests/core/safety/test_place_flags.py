"""The warning signs of each place: every sign is there, under what it means."""

from __future__ import annotations

import pytest

from tpsession.core.catalog.place import FELT_PLACES
from tpsession.core.safety.place_flags import (
    PLACE_FLAGS,
    describe_flags,
    emergency_advice,
    flags_title,
    is_emergency_place,
    list_flag_answers,
    list_flag_tiers,
    list_flags,
)
from tpsession.core.safety.screening import LOCAL_NUMBER, Tier

JOINTS = ("elbow", "wrist", "knee", "ankle", "groin")
SIGNS = {
    **{(place, Tier.URGENT): ("hot, red or swollen", "fever", "fall", "weight on it") for place in JOINTS},
    ("groin", Tier.URGENT): (
        "hot, red or swollen", "fever", "fall", "put weight on it", "testicle", "belly", "lump",
    ),
    **{
        (place, Tier.EMERGENCY): ("breathlessness", "sweating", "chest pressure", "exert", "stairs")
        for place in ("upper-back", "jaw", "shoulder", "elbow", "forearm")
    },
    ("upper-back", Tier.URGENT): ("new, sudden or unexplained", "changing position"),
    ("head", Tier.EMERGENCY): (
        "sudden and very severe", "face, arm or speech", "new, severe and unfamiliar", "dizziness",
        "double vision", "slurred", "unsteadiness",
    ),
    **{
        (place, Tier.URGENT): (
            "over 50 and have any of these: ", "new headache", "tender scalp", "chewing", "vision",
            "same day",
        )
        for place in ("head", "jaw", "skull-base")
    },
    ("neck", Tier.EMERGENCY): ("new, severe and unfamiliar", "dizziness", "unsteadiness"),
    ("low-back", Tier.EMERGENCY): ("both legs", "genitals or buttocks", "peeing", "bladder or bowel"),
    **{(place, Tier.URGENT): ("swollen, warm, throbbing", "colour") for place in ("thigh", "calf")},
    **{(place, Tier.EMERGENCY): ("swollen", "short of breath") for place in ("thigh", "calf")},
}  # fmt: skip


@pytest.mark.parametrize(("place", "tier"), SIGNS, ids=str)
def test_every_sign_of_a_place_is_named_under_what_it_means(place: str, tier: Tier) -> None:
    named = "; ".join(list_flags(place, tier))
    assert [sign for sign in SIGNS[place, tier] if sign not in named] == []


@pytest.mark.parametrize("place", PLACE_FLAGS)
def test_the_most_serious_comes_first_and_nothing_twice(place: str) -> None:
    assert place in FELT_PLACES
    tiers = [flag.tier for flag in PLACE_FLAGS[place]]
    assert tiers == sorted(tiers, key=list(Tier).index)
    assert set(tiers) <= {Tier.EMERGENCY, Tier.URGENT}
    texts = [flag.text for flag in PLACE_FLAGS[place]]
    assert len(texts) == len(set(texts))


def test_the_signs_are_read_as_sentences() -> None:
    (urgent,) = describe_flags("knee", "112")
    assert urgent.startswith(
        "Get medical advice first if the joint is hot, red or swollen; you have a fever; "
    )
    assert urgent.endswith("the pain began after a fall; or you can't put weight on it.")
    (emergency,) = describe_flags("neck", "")
    assert emergency.startswith(f"Call {LOCAL_NUMBER} now if the pain is new, severe")
    assert describe_flags("foot", "") == ()
    assert list_flag_tiers("shoulder") == (Tier.EMERGENCY,)
    assert flags_title("low-back") == "Low back: do any of these apply to you?"


def test_each_list_of_signs_has_an_answer() -> None:
    assert [answer.key for answer in list_flag_answers("knee")] == ["y"]
    assert [(answer.key, answer.tier) for answer in list_flag_answers("elbow")] == [
        ("f", Tier.EMERGENCY),
        ("s", Tier.URGENT),
    ]
    assert list_flag_answers("foot") == ()


def test_only_the_chest_is_an_emergency_by_itself() -> None:
    assert [place for place in FELT_PLACES if is_emergency_place(place)] == ["chest"]
    assert emergency_advice("112").startswith("This may be an emergency. Call 112 now.")
