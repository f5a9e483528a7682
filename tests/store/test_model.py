"""The history file gives the same answers as a history in memory, whatever is done in whatever order."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule

from tests.fakes.history import MemoryFile, MemoryHistory
from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_record
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, Status, StopReason
from tpsession.core.history.repository import History
from tpsession.core.history.search_parser import parse_search
from tpsession.store.history import SqliteHistory, open_history

ratings = st.builds(
    Rating,
    kind=st.sampled_from(RatingKind),
    value=st.integers(0, 10),
    # Whole minutes that differ: two later ratings of one moment have no order.
    at=st.integers(0, 10**6).map(lambda minutes: START + timedelta(minutes=minutes)),
)
progresses = st.floats(0, 4000, allow_nan=False).map(a_checkpoint)
endings = st.sampled_from(
    [
        (Status.COMPLETED, None),
        (Status.PARTIAL, None),
        *((Status.STOPPED, reason) for reason in StopReason),
    ]
)
queries = st.builds(
    HistoryQuery,
    area=st.sampled_from([None, "neck", "jaw"]),
    side=st.sampled_from([None, Side.LEFT, Side.BOTH]),
    routine=st.sampled_from([None, "one", "two"]),
    since=st.sampled_from([None, START.date()]),
    until=st.sampled_from([None, (START + timedelta(days=20)).date()]),
    limit=st.sampled_from([None, 1, 3]),
    order=st.sampled_from(HistoryOrder),
    search=st.sampled_from(
        [
            parse_search(text, {}, START.date())
            for text in ("", "neck", "stopped", "unfinished", "3", "less", "a")
        ]
    ),
)


def outcome(history: History, call: str, *arguments: object) -> str:
    """Whether a call was refused."""
    try:
        getattr(history, call)(*arguments)
    except HistoryError:
        return "refused"
    return "done"


class SameAsInMemory(RuleBasedStateMachine):
    """Two programs that share a file and two that share a history in memory do the same things."""

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "history.sqlite3"
        self.memory = MemoryFile()
        self.pairs = [self.opened(), self.opened()]
        self.number = 0

    def opened(self) -> tuple[SqliteHistory, MemoryHistory]:
        return open_history(self.path, FakeClock()), MemoryHistory(self.memory)

    def both(self, program: int, call: str, *arguments: object) -> str:
        real, model = self.pairs[program]
        happened = outcome(real, call, *arguments)
        assert happened == outcome(model, call, *arguments)
        return happened

    @rule(
        target=sessions,
        program=st.integers(0, 1),
        before=st.none() | st.integers(0, 10),
        area=st.sampled_from(["neck", "jaw"]),
        routine=st.sampled_from(["one", "two"]),
        day=st.integers(0, 40),
    )
    def begin(self, program: int, before: int | None, area: str, routine: str, day: int) -> str:
        self.number += 1
        record = a_record(
            before=before,
            area=area,
            routine=routine,
            started_at=START + timedelta(days=day, seconds=self.number),
        )
        self.both(program, "start_session", record, f"plan {self.number}", a_checkpoint())
        return record.id

    @rule(program=st.integers(0, 1), session=sessions, rating=ratings)
    def rate(self, program: int, session: str, rating: Rating) -> None:
        self.both(program, "save_rating", session, rating)

    @rule(program=st.integers(0, 1), session=sessions, text=st.text())
    def note(self, program: int, session: str, text: str) -> None:
        self.both(program, "save_note", session, text)

    @rule(program=st.integers(0, 1), session=sessions)
    def want_note(self, program: int, session: str) -> None:
        self.both(program, "request_note", session)

    @rule(program=st.integers(0, 1), session=sessions, progress=progresses)
    def keep(self, program: int, session: str, progress: object) -> None:
        # Only its own program keeps a session; what another one then is told has tests of its own.
        if self.memory.sessions[session].writer is self.pairs[program][1]._token:
            self.both(program, "save_checkpoint", session, progress)

    @rule(program=st.integers(0, 1), session=sessions, ending=endings, progress=progresses)
    def end(
        self, program: int, session: str, ending: tuple[Status, StopReason | None], progress: object
    ) -> None:
        self.both(program, "finish_session", session, *ending, progress)

    @rule(program=st.integers(0, 1), session=sessions)
    def take_over(self, program: int, session: str) -> None:
        self.both(program, "take_over_session", session)

    @rule(program=st.integers(0, 1), session=consumes(sessions))
    def begin_again(self, program: int, session: str) -> None:
        record = self.memory.sessions[session].record
        assert self.both(program, "start_session", record, "another plan", a_checkpoint()) == "refused"

    @rule(program=st.integers(0, 1))
    def reopen(self, program: int) -> None:
        for history in self.pairs[program]:
            history.close()
        self.pairs[program] = self.opened()

    @rule(query=queries)
    def read(self, query: HistoryQuery) -> None:
        for real, _ in self.pairs:
            real.find_sessions(query)  # the other program sees what is outstanding only once it is written
        for real, model in self.pairs:
            found = model.find_sessions(query)
            assert real.find_sessions(query) == found
            page = model.load_page(query, None)
            assert real.load_page(query, None) == page
            assert real.load_page(query, page.position) == model.load_page(query, page.position)
            assert real.find_interrupted_sessions() == model.find_interrupted_sessions()
            assert real.find_sessions_awaiting_note() == model.find_sessions_awaiting_note()
            assert real.background_error() is None

    def teardown(self) -> None:
        self.read(HistoryQuery())
        for pair in self.pairs:
            for history in pair:
                history.close()
        self.folder.cleanup()


TestSameAsInMemory = SameAsInMemory.TestCase
TestSameAsInMemory.settings = settings(max_examples=settings().max_examples // 4)
