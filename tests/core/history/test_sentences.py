"""A saved session in sentences, as who hears it needs them."""

from __future__ import annotations

from datetime import timedelta

from tests.store.sample_records import a_record
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import RecordKind, Status, StepRecord
from tpsession.core.history.step_wording import describe_steps_aloud
from tpsession.core.history.wording import describe_in_sentences


def test_every_value_has_its_label_and_steps_and_later_ratings_are_said() -> None:
    plain = a_record(area="neck", before=6, status=Status.COMPLETED)
    record = plain._replace(
        steps=(
            StepRecord("circles", Side.LEFT, 60.0, 30.0, skipped=True, eased=False),
            StepRecord("pressure", Side.NONE, 60.0, 0.0, skipped=False, eased=True),
            StepRecord("custom", Side.NONE, 60.0, 20.0, skipped=False, eased=False, name="Picture a place"),
        ),
        later=(Rating(RatingKind.LATER, 3, plain.started_at + timedelta(hours=3)),),
        ended_at=plain.started_at,
        after=4,
        stiffness_before=7,
        active_s=30.0,
        spot="inner corner",
        note="slept well",
    )
    said = describe_in_sentences(record, {})
    for part in (
        f"{plain.started_at.day} ",
        "Neck, left side.",
        "Pain before 6, after 4: 2 points less.",
        "2 points less. Stiffness (not validated): before 7.",
        "Later: Pain 3, 3 hours later",
        "Time worked: 30 seconds.",
        "Exact spot: inner corner.",
        "Note: slept well",
        "Broad circles, left side, 30 seconds, skipped; Sustained pressure, eased off; Picture a place, 20",
    ):
        assert part in said
    assert "Steps" not in describe_in_sentences(record, {}, with_steps=False)
    stopped = record._replace(
        status=Status.STOPPED,
        steps=(*record.steps[:2], *2 * [StepRecord("wipe", Side.NONE, 0.0, 0.0, skipped=False, eased=False)]),
    )
    assert describe_steps_aloud(stopped).endswith("Sustained pressure, eased off; 2 steps not reached.")
    score = describe_in_sentences(plain._replace(kind=RecordKind.SCORE, note="", steps=()), {})
    assert "pain score. Neck, left side." in score
    assert "Steps" not in score
