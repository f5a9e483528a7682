"""The prompts at the start of the program: which ones come, and in which order."""

from __future__ import annotations

from datetime import timedelta

from tests.core.safety.test_eligibility import DONE
from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.startup import (
    CloseInterrupted,
    OfferResume,
    PromptFollowUp,
    PromptMissingRating,
    PromptNote,
    ResumeChoice,
    StartupAnswer,
    StartupDialogue,
    StartupPrompt,
    StartupPrompts,
    prompt_follow_ups,
)
from tpsession.core.history.follow_up import FollowUpTracker
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner


class Startup:
    """A program that starts some minutes after another one died in the middle of sessions on these areas."""

    def __init__(self, *areas: str, minutes: float = 1.0, played_s: int = 20) -> None:
        self.clock, history = FakeClock(), MemoryHistory()
        for area in areas:
            self.clock.pass_time(1.0)
            made = build_plan(SHORT._replace(area=NECK if area == "neck" else FOOT), PlanOptions())
            runner, _ = SessionRunner.begin(made, area, 6, RunnerPorts(self.clock, FakePlayer(), history))
            for _ in range(played_s):
                self.clock.pass_time(1.0)
                runner.tick()
            runner.save_progress()
        history.close()
        self.clock.pass_time(60 * minutes)
        self.history = MemoryHistory(history.file)
        self.follow_up = FollowUpTracker()
        self.resumed = ""

    def add_ended(self, hours_ago: float, name: str = "done", **changes: object) -> None:
        end = self.clock.local_time() - timedelta(hours=hours_ago)
        record = DONE._replace(id=name, started_at=end - timedelta(seconds=30), ended_at=end)
        self.history.add_session(record._replace(**changes), [])  # type: ignore[arg-type] # fields of the record

    def run(self, *answers: StartupAnswer, attended: bool = True) -> list[StartupPrompt]:
        """Give these answers, save what the prompts want saved, and return the prompts."""
        startup = StartupPrompts(self.history, self.follow_up, self.clock.local_time(), attended=attended)
        prompts = self.answer(startup.prompts(), *answers)
        self.resumed = startup.resumed.record.id if startup.resumed else ""
        return prompts

    def answer(self, dialogue: StartupDialogue, *answers: StartupAnswer) -> list[StartupPrompt]:
        remaining, prompts = list(answers), []
        answer: StartupAnswer = None
        while (prompt := next_prompt(dialogue, answer)) is not None:
            prompts.append(prompt)
            answer = None
            if isinstance(prompt, CloseInterrupted):
                prompt.save(self.history)
            elif not isinstance(prompt, PromptMissingRating):
                answer = remaining.pop(0)
        assert not remaining
        return prompts

    def follow_ups(self, place_to_come: str = "") -> list[str]:
        """Return the ids of the sessions whose follow-up is asked for, before a session for a place."""
        coming = place_to_come or None
        dialogue = prompt_follow_ups(self.history, self.follow_up, self.clock.local_time(), coming)
        session_ids, answer = [], None
        while isinstance(prompt := next_prompt(dialogue, answer), PromptFollowUp):
            session_ids.append(prompt.follow_up.record.id)
            answer = True
        return session_ids


def kinds(prompts: list[StartupPrompt]) -> list[type]:
    return [type(prompt) for prompt in prompts]


def test_interrupted_sessions_come_first_then_a_missing_rating_then_notes() -> None:
    startup = Startup("neck")
    startup.add_ended(50.0, "old")
    startup.history.request_note("old")
    prompts = startup.run(ResumeChoice.SAVE, True)
    assert kinds(prompts) == [OfferResume, CloseInterrupted, PromptNote]
    startup.add_ended(0.0, "new", after=None)
    assert kinds(startup.run(True)) == [PromptMissingRating, PromptNote]


def test_an_interrupted_session_comes_before_the_rating_that_a_later_one_lacks() -> None:
    startup = Startup("neck")
    startup.add_ended(0.0, "new", after=None)
    assert kinds(startup.run(ResumeChoice.SAVE)) == [OfferResume, CloseInterrupted, PromptMissingRating]


def test_resuming_a_session_ends_the_prompts() -> None:
    startup = Startup("foot", "neck")
    assert kinds(startup.run(ResumeChoice.RESUME)) == [OfferResume]
    assert startup.resumed == "neck"


def test_a_finished_session_counts_as_stopped_and_is_asked_for_its_rating_until_it_has_one() -> None:
    startup = Startup("neck")
    prompts = startup.run(ResumeChoice.FINISH)
    assert kinds(prompts) == [OfferResume, CloseInterrupted, PromptMissingRating]
    record = startup.history.file.sessions["neck"].record
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.INTERRUPTED)
    # The program ended before the rating was given.
    (again,) = startup.run()
    assert isinstance(again, PromptMissingRating)
    assert again.is_reminder


def test_a_rating_that_was_declined_is_not_asked_for_again() -> None:
    startup = Startup()
    startup.add_ended(hours_ago=0.5)
    assert [type(prompt) for prompt in startup.run()] == [PromptMissingRating]
    startup.history.save_declined_rating("done")
    assert startup.run() == []


def test_not_now_leaves_a_session_interrupted() -> None:
    startup = Startup("foot", "neck")
    assert kinds(startup.run(None, None)) == [OfferResume, OfferResume]
    assert len(startup.history.find_interrupted_sessions()) == 2


def test_a_session_on_an_area_that_rests_cannot_be_resumed() -> None:
    startup = Startup("neck")
    startup.add_ended(0.1, status=Status.STOPPED, stop_reason=StopReason.NUMB)
    (offer,) = startup.run(None)
    assert isinstance(offer, OfferResume)
    assert offer.rest_text


def test_after_an_hour_or_unattended_a_session_is_saved_and_waits_for_a_follow_up() -> None:
    for startup, attended in ((Startup("neck", minutes=61.0), True), (Startup("neck"), False)):
        (close,) = startup.run(attended=attended)
        assert isinstance(close, CloseInterrupted)
        assert close.status is Status.PARTIAL
        assert startup.follow_ups("neck") == []
        assert startup.follow_ups("foot") == ["neck"]
        assert startup.follow_ups("foot") == []
    not_begun = Startup("neck", minutes=61.0, played_s=0)
    assert kinds(not_begun.run()) == [CloseInterrupted]
    assert not_begun.follow_ups("foot") == []


def test_putting_off_a_note_puts_off_the_others() -> None:
    startup = Startup()
    for name, hours in (("one", 50.0), ("two", 60.0)):
        startup.add_ended(hours, name)
        startup.history.request_note(name)
    assert kinds(startup.run(False)) == [PromptNote]
    assert kinds(startup.run(True, True)) == [PromptNote, PromptNote]
    assert startup.run(attended=False) == []
