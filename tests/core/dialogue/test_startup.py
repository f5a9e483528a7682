"""What is asked when the program opens, in which order, and of whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.core.safety.test_eligibility import DONE
from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.startup import (
    StartupAnswer,
    StartupPrompt,
    StartupDialogue,
    CloseInterrupted,
    OfferResume,
    PromptFollowUp,
    PromptMissingRating,
    PromptNote,
    ResumeChoice,
    StartupPrompts,
    prompt_follow_ups,
)
from tpsession.core.history.follow_up import FollowUpTracker
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner


class Start:
    """A program that opens so long after another one died in sessions on these areas."""

    def __init__(self, *areas: str, minutes: float = 1.0) -> None:
        self.clock, history = FakeClock(), MemoryHistory()
        for area in areas:
            self.clock.pass_time(1.0)
            chosen = build_plan(replace(SHORT, area=NECK if area == "neck" else FOOT), PlanOptions())
            sitting, _ = SessionRunner.begin(chosen, area, 6, RunnerPorts(self.clock, FakePlayer(), history))
            sitting.save_progress()
        history.close()
        self.clock.pass_time(60 * minutes)
        self.history = MemoryHistory(history.file)
        self.follow_up = FollowUpTracker()
        self.resumed = ""

    def ended(self, hours_ago: float, name: str = "done", **changes: object) -> None:
        end = self.clock.local_time() - timedelta(hours=hours_ago)
        record = replace(DONE, id=name, started_at=end - timedelta(seconds=30), ended_at=end)
        self.history.add_session(replace(record, **changes), [])  # type: ignore[arg-type] # fields of the record

    def arrive(self, *answers: StartupAnswer, attended: bool = True) -> list[StartupPrompt]:
        """What is asked, answered with these; what is to be kept is kept."""
        arrival = StartupPrompts(self.history, self.follow_up, self.clock.local_time(), attended=attended)
        asked = self.asked(arrival.prompts(), *answers)
        self.resumed = arrival.resumed.record.id if arrival.resumed else ""
        return asked

    def asked(self, asks: StartupDialogue, *answers: StartupAnswer) -> list[StartupPrompt]:
        given, found = list(answers), []
        answer: StartupAnswer = None
        while (ask := next_prompt(asks, answer)) is not None:
            found.append(ask)
            answer = None
            if isinstance(ask, CloseInterrupted):
                ask.save(self.history)
            elif not isinstance(ask, PromptMissingRating):
                answer = given.pop(0)
        assert not given
        return found

    def later(self, area_to_come: str = "") -> list[str]:
        coming = {"neck": NECK, "foot": FOOT}.get(area_to_come)
        asks = prompt_follow_ups(self.history, self.follow_up, self.clock.local_time(), coming)
        found, answer = [], None
        while isinstance(ask := next_prompt(asks, answer), PromptFollowUp):
            found.append(ask.follow_up.record.id)
            answer = True
        return found


def kinds(asked: list[StartupPrompt]) -> list[type]:
    return [type(one) for one in asked]


def test_what_was_left_comes_first_then_a_missing_rating_then_notes() -> None:
    start = Start("neck")
    start.ended(50.0, "old")
    start.history.request_note("old")
    asked = start.arrive(ResumeChoice.SAVE, True)
    assert kinds(asked) == [OfferResume, CloseInterrupted, PromptNote]
    start.ended(0.0, "new", after=None)
    assert kinds(start.arrive(True)) == [PromptMissingRating, PromptNote]


def test_what_is_resumed_ends_the_questions() -> None:
    start = Start("foot", "neck")
    assert kinds(start.arrive(ResumeChoice.RESUME)) == [OfferResume]
    assert start.resumed == "neck"


def test_what_is_finished_counts_as_stopped_and_is_asked_for_its_rating_until_it_has_one() -> None:
    start = Start("neck")
    asked = start.arrive(ResumeChoice.FINISH)
    assert kinds(asked) == [OfferResume, CloseInterrupted, PromptMissingRating]
    kept = start.history.file.sessions["neck"].record
    assert (kept.status, kept.stop_reason) == (Status.STOPPED, StopReason.INTERRUPTED)
    # The program was left before the rating was given.
    (again,) = start.arrive()
    assert isinstance(again, PromptMissingRating)
    assert again.is_reminder


def test_not_now_leaves_a_session_as_it_is() -> None:
    start = Start("foot", "neck")
    assert kinds(start.arrive(None, None)) == [OfferResume, OfferResume]
    assert len(start.history.find_interrupted_sessions()) == 2


def test_an_area_that_rests_offers_nothing_to_resume() -> None:
    start = Start("neck")
    start.ended(0.1, status=Status.STOPPED, stop_reason=StopReason.NUMB)
    (offer,) = start.arrive(None)
    assert isinstance(offer, OfferResume)
    assert offer.rest_text


def test_after_an_hour_or_with_nobody_to_answer_it_is_kept_and_waits_for_the_next_number() -> None:
    for start, attended in ((Start("neck", minutes=61.0), True), (Start("neck"), False)):
        (end,) = start.arrive(attended=attended)
        assert isinstance(end, CloseInterrupted)
        assert end.status is Status.PARTIAL
        assert start.later("neck") == []
        assert start.later("foot") == ["neck"]
        assert start.later("foot") == []


def test_a_note_that_is_put_off_puts_off_the_others() -> None:
    start = Start()
    for name, hours in (("one", 50.0), ("two", 60.0)):
        start.ended(hours, name)
        start.history.request_note(name)
    assert kinds(start.arrive(False)) == [PromptNote]
    assert kinds(start.arrive(True, True)) == [PromptNote, PromptNote]
    assert start.arrive(attended=False) == []
