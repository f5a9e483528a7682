"""What the page for an appointment says."""

from __future__ import annotations

from tests.report.sample_series import STEPS, crowded, sample_series
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import (
    ONLY_REST,
    ONLY_REST_NAME,
    RecordKind,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.core.history.series import Series
from tpsession.core.history.wording import LOGGED_BY_HAND
from tpsession.core.progress.report import (
    LIMITS,
    MAX_LISTED,
    MAX_STEPS,
    SeriesReport,
    build_series_report,
    describe_steps,
    format_change,
)
from tpsession.core.progress.report_writer import describe_saved_page
from tpsession.core.text.formatting import CAUSE_UNKNOWN

NECK = Series("neck", Side.LEFT)
NAMES = {"neck": "Neck, ten minutes"}


def figures(report: SeriesReport) -> dict[str, tuple[str, str]]:
    """Return the texts of each figure, of all sessions and of the unmarked ones, by its key."""
    return {figure.key: (figure.all_sessions, figure.unmarked) for figure in report.figures}


def test_a_report_has_the_period_the_figures_and_every_rating_oldest_first() -> None:
    records = sample_series()
    report = build_series_report(NECK, reversed(records), NAMES)
    assert report.title == "Neck, left side"
    assert (report.first_on, report.last_on) == (records[0].started_at.date(), records[-1].started_at.date())
    assert [rating.id for rating in report.ratings] == [record.id for record in records]
    assert [rating.before for rating in report.ratings] == [record.before for record in records]
    assert [rating.marks for rating in report.ratings[:2]] == ["heat", ""]
    found = figures(report)
    assert found["sessions"] == ("12", "10")
    assert found["marked"] == ("2", "")
    assert found["lower"] == ("9", "8")
    assert found["higher"] == ("3", "2")
    assert found["before_range"] == ("4, 7", "4, 7")
    assert report.sentences[-1] == CAUSE_UNKNOWN
    assert LIMITS[0] == CAUSE_UNKNOWN


def test_with_too_few_ratings_it_says_so_instead_of_a_figure() -> None:
    report = build_series_report(NECK, sample_series(4), NAMES)
    found = figures(report)
    for key in ("median_change", "estimate", "interval", "before_slope_per_week", "before_slope_interval"):
        assert found[key] == ("too few", "too few")
    assert found["later_2h"] == ("too few (rated: 1)", "too few (rated: 1)")


def test_an_interval_whose_ends_are_equal_is_said_as_one_number() -> None:
    records = [record._replace(before=5, after=3) for record in sample_series(8)]
    assert figures(build_series_report(NECK, records, NAMES))["interval"][0] == "about -2"


def test_without_any_rating_there_is_no_range() -> None:
    unrated = [record._replace(before=None, after=None) for record in sample_series(3)]
    assert figures(build_series_report(NECK, unrated, NAMES))["before_range"] == ("none", "none")


def test_the_rest_of_a_comparison_is_listed_by_its_name() -> None:
    records = [record._replace(routine=ONLY_REST) for record in sample_series(3)]
    (rest,) = build_series_report(NECK, records, NAMES).routines
    assert rest.name == ONLY_REST_NAME


def test_routines_are_listed_by_how_often_they_were_played_with_their_steps() -> None:
    records = sample_series()
    records[3] = records[3]._replace(routine="")
    records.append(records[0]._replace(id="score", routine="", area="", kind=RecordKind.SCORE, steps=()))
    report = build_series_report(NECK, records, NAMES)
    assert [(routine.name, routine.sessions) for routine in report.routines] == [
        ("Neck, ten minutes", 8),
        ("classic", 3),
        (LOGGED_BY_HAND, 1),
    ]
    steps = (
        "Oil 0:30",
        "Broad circles 1:00 (each side)",
        "Find the spot (each side)",
        "Wipe your hands",
    )
    assert report.routines[0].steps == steps
    assert report.more_routines == 0
    (score,) = [rating for rating in report.ratings if rating.is_score]
    assert score.id == "score"


def test_a_session_that_still_runs_is_counted_for_no_routine() -> None:
    running = sample_series(2)[1]._replace(status=Status.RUNNING, ended_at=None)
    (routine,) = build_series_report(NECK, [sample_series(2)[0], running], NAMES).routines
    assert routine.sessions == 1


def test_long_lists_are_cut_and_say_how_much_is_missing() -> None:
    report = build_series_report(NECK, crowded(sample_series(40), "x"), NAMES)
    stops = sum(
        record.stop_reason is not StopReason.INTERRUPTED for record in crowded(sample_series(40), "x")
    )
    assert len(report.routines) == len(report.stops) == MAX_LISTED
    assert report.more_routines == 9 - MAX_LISTED
    assert report.more_stops == stops - MAX_LISTED
    assert report.stops[0].on > report.stops[-1].on
    assert len(report.routines[0].steps) == MAX_STEPS + 1
    assert report.routines[0].steps[-1] == "and 10 more"


def test_an_interruption_is_no_stop_that_is_reported() -> None:
    interrupted = sample_series(1)[0]._replace(status=Status.STOPPED, stop_reason=StopReason.INTERRUPTED)
    assert build_series_report(NECK, [interrupted], NAMES).stops == ()


def test_notes_are_only_on_the_page_if_asked_for_and_may_be_chosen() -> None:
    records = sample_series()
    every = build_series_report(NECK, records, NAMES, notes_of=None)
    assert [note.text for note in every.notes] == ["note 10", "note 5", "note 0"]
    assert build_series_report(NECK, records, NAMES).notes == ()
    chosen = build_series_report(NECK, records, NAMES, notes_of={records[5].id})
    assert [note.text for note in chosen.notes] == ["note 5"]


def test_routines_are_compared_where_each_has_enough_sessions() -> None:
    assert build_series_report(NECK, sample_series(6), NAMES).comparison == ()
    compared = build_series_report(NECK, sample_series(40), NAMES).comparison
    assert compared[0].startswith("Neck, ten minutes: 26 rated sessions")
    assert CAUSE_UNKNOWN not in compared


def test_steps_that_are_alike_on_both_sides_come_once() -> None:
    left = StepRecord("strokes", Side.LEFT, 60.0, 60.0, skipped=False, eased=False)
    right = left._replace(side=Side.RIGHT)
    unknown = StepRecord("tickle", Side.RIGHT, 10.0, 10.0, skipped=False, eased=False)
    both = left._replace(side=Side.BOTH)
    assert describe_steps((left, right)) == ("Firm strokes 1:00 (each side)",)
    assert describe_steps((left, right._replace(planned_s=30.0))) == (
        "Firm strokes 1:00",
        "Firm strokes 0:30",
    )
    assert describe_steps((left, unknown)) == ("Firm strokes 1:00", "tickle 0:10")
    assert describe_steps((left, left._replace(side=Side.NONE))) == ("Firm strokes 1:00",) * 2
    assert describe_steps((both,)) == ("Firm strokes 1:00",)
    assert describe_steps((left._replace(name="Shake it out"),)) == ("Shake it out 1:00",)
    assert describe_steps((left._replace(area="calf"),)) == ("Calf: Firm strokes 1:00",)
    assert len(describe_steps(STEPS * 2)) == 2 * len(describe_steps(STEPS))
    assert describe_steps(()) == ()


def test_changes_have_a_sign_and_no_needless_decimals() -> None:
    texts = [format_change(value) for value in (None, 0.0, -2.0, 1.5, -0.25, -10.0, 0.333, -0.004)]
    assert texts == ["too few", "0", "-2", "+1.5", "-0.25", "-10", "+0.33", "0"]


def test_a_path_with_control_characters_is_shown_harmlessly() -> None:
    assert "\x1b" not in describe_saved_page("/home/\x1b[2J/neck.html")[0]
