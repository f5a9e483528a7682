"""From where it hurts to a routine in plain mode, and what the session then keeps."""

from __future__ import annotations

from tests.fakes.history import MemoryHistory
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tests.store.sample_records import a_record
from tpsession.core.catalog.area import CALF, THIGH
from tpsession.core.catalog.place import CHEST, FELT_PLACES
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import WHERE_QUESTION
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.core.safety.place_flags import describe_flags
from tpsession.core.safety.reported_sign import ADVISED_SINCE, TITLE
from tpsession.core.safety.screening import EVIDENCE, Tier, advice_for

THIGH_ROUTINE = with_sides(SHORT, Sides.EACH)._replace(id="thigh", name="Thigh work", area=THIGH)
CALF_ROUTINE = with_sides(SHORT, Sides.EACH)._replace(id="calf", name="Calf work", area=CALF)
BOTH = (CALF_ROUTINE, THIGH_ROUTINE)
WHERE = "where"
KNEE, CHEST_LINE = (str(FELT_PLACES.index(place) + 1) for place in ("knee", CHEST))
LEFT, ONLY_THAT_SIDE, TO_THE_END = "1", "1", [(400.0, "")]

KNEE_LINE = "The joint is hot, red or swollen; the pain began after a fall; you can't put weight on it."


def test_the_place_is_rated_and_the_area_massaged_and_the_next_time_takes_one_answer() -> None:
    history = MemoryHistory()
    run = PlainRun(
        [WHERE, KNEE, LEFT, "n", "1", ONLY_THAT_SIDE, SAFE, "o inner corner", "6", "3", "", "quit"],
        TO_THE_END,
        routines=BOTH,
        history=history,
    )
    assert run.choose() == 0
    record = run.record
    assert (record.place, record.side, record.area, record.spot) == (
        "knee",
        Side.LEFT,
        "thigh",
        "inner corner",
    )
    assert {step.side for step in record.steps if step.technique == "pressure"} == {Side.LEFT}
    shown = run.console.lines
    assert shown.index(describe_flags("knee", "")[0]) < shown.index(EVIDENCE)
    assert shown.count("Knee, left side.") == 2
    assert shown.count(describe_flags("knee", "")[0]) == 1

    again = PlainRun(
        ["thigh work", "2", SAFE, "6", "3", "", "quit"], TO_THE_END, routines=BOTH, history=history
    )
    assert again.choose() == 0
    newest = history.find_sessions(HistoryQuery(limit=1))[0]
    assert (newest.place, newest.side) == ("knee", Side.LEFT)
    assert {step.side for step in newest.steps if step.technique == "pressure"} == {Side.LEFT, Side.RIGHT}
    assert "inner corner" in again.shown
    # On other days its signs are a line of the questions, below those of everyone.
    assert describe_flags("knee", "")[0] not in again.console.lines
    assert f"  c. {KNEE_LINE}" in again.console.lines


def test_a_sign_or_the_chest_leads_back_to_the_menu_with_advice_and_without_a_routine() -> None:
    knee = PlainRun(
        [WHERE, KNEE, LEFT, "n", "3", WHERE, "shin", "kneecap", LEFT, "x", "y", "t", "y", "n", "quit"],
        routines=BOTH,
    )
    assert knee.choose() == 0
    assert knee.console.lines[-3] == advice_for(Tier.URGENT, "")
    assert knee.console.lines[-1] == knee.menus[-1]
    assert "None of these: back to the menu" in knee.shown
    chest = PlainRun([WHERE, CHEST_LINE, "n", "quit"], routines=BOTH)
    assert chest.choose() == 0
    assert chest.console.lines[-3] == advice_for(Tier.EMERGENCY, "")
    assert EVIDENCE not in chest.shown


def test_a_sign_rules_out_every_session_that_day_unless_it_was_a_mistake() -> None:
    history = MemoryHistory()
    knee = PlainRun([WHERE, KNEE, LEFT, "y", "n", "quit"], routines=BOTH, history=history)
    assert knee.choose() == 0

    again = PlainRun(["3", ""], routines=BOTH, history=history)
    assert again.play(THIGH_ROUTINE) == 1
    assert again.console.lines[-3:-1] == [TITLE, advice_for(Tier.URGENT, "")]
    assert not history.find_sessions(HistoryQuery())

    advised = PlainRun(["3", "a", SAFE, "6", "3", ""], TO_THE_END, routines=BOTH, history=history)
    assert advised.play(THIGH_ROUTINE) == 0
    assert history.load_reported_signs() == ""


def test_after_an_emergency_no_advice_on_the_same_day_allows_a_session() -> None:
    history = MemoryHistory()
    chest = PlainRun([WHERE, CHEST_LINE, "n", "quit"], routines=BOTH, history=history)
    assert chest.choose() == 0

    run = PlainRun(["3", "a", ""], routines=BOTH, history=history)
    assert run.play(THIGH_ROUTINE) == 1
    assert ADVISED_SINCE not in run.shown
    unattended = PlainRun([], attended=False, history=history, options=SessionOptions(before=6))
    assert unattended.play(THIGH_ROUTINE) == 1
    assert advice_for(Tier.EMERGENCY, "") in unattended.console.lines


def test_a_chest_that_was_a_mistake_leads_back_to_the_list() -> None:
    history = MemoryHistory()
    answers = [WHERE, CHEST_LINE, "t", "calf work", "3", SAFE, "6", "3", "", "quit"]
    run = PlainRun(answers, TO_THE_END, routines=BOTH, history=history)
    assert run.choose() == 0
    assert history.load_reported_signs() == ""


def test_the_place_used_last_is_offered_with_its_side() -> None:
    history = MemoryHistory()
    history.add_session(
        a_record(area="foot", before=None, status=Status.COMPLETED)._replace(place="knee"), []
    )
    run = PlainRun([WHERE, "1", "y", "n", "quit"], routines=BOTH, history=history)
    run.choose()
    assert "1. Knee, left side, as before" in run.console.lines


def test_with_nobody_to_answer_the_command_line_says_where_it_hurts() -> None:
    options = SessionOptions(place="knee", pain_side=Side.RIGHT, spot="outer", before=6)
    run = PlainRun([], attended=False, options=options)
    assert run.play(THIGH_ROUTINE) == 0
    assert (run.record.place, run.record.side, run.record.spot) == ("knee", Side.RIGHT, "outer")
    assert {step.side for step in run.record.steps if step.technique == "pressure"} == {Side.RIGHT}
    assert f"  c. {KNEE_LINE}" in run.console.lines
    assert WHERE_QUESTION not in run.shown


def test_it_may_hurt_in_the_area_itself_this_time() -> None:
    history = MemoryHistory()
    history.add_session(a_record(area="thigh", routine="thigh")._replace(place="knee"), [])
    run = PlainRun(["3", "1", SAFE, "6", "3", ""], TO_THE_END, history=history)
    run.play(THIGH_ROUTINE)
    newest = next(each for each in history.find_sessions(HistoryQuery()) if each.before == 6 and each.steps)
    assert (newest.place, newest.area, newest.side) == ("thigh", "thigh", Side.BOTH)


def test_the_name_of_a_routine_is_said_as_its_file_has_it() -> None:
    named = CALF_ROUTINE._replace(name="Calf 5 min (mine)")
    run = PlainRun([WHERE, KNEE, LEFT, "n", "quit"], routines=(named,))
    assert run.choose() == 0
    assert any("Calf 5 min (mine), " in line for line in run.console.lines)
