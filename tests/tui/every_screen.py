"""Every screen of the program, ready to be shown alone, for what holds on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from textual.screen import Screen

from tests.core.comparison.samples import COMPARISON, FIRST_DAY, as_drawn
from tests.fakes.routine_files import FakeRoutineFiles
from tests.fakes.routine_writer import FakeRoutineWriter
from tests.plain.fake_services import SHORT, with_sides
from tests.report.sample_series import sample_series
from tests.store.sample_records import a_record
from tests.tui.fake_tui import FakeTui
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import BUILT_IN, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.setup import make_setup
from tpsession.core.dialogue.place_guide import make_guide
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import BEFORE_SESSION
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import Status, StopReason
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.progress.chart_points import ChartPeriod, period_range
from tpsession.core.safety.questions import QuestionForm
from tpsession.core.safety.screening import Tier
from tpsession.core.safety.stopping import advice_after_stop, signs_in_advice
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.task_progress import TaskProgress
from tpsession.tui.screens.comparison.comparison import ComparisonScreen
from tpsession.tui.screens.comparison.set_up import SetUpScreen
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.dialogs.line import LineQuestion, LineScreen
from tpsession.tui.screens.dialogs.loading import LoadingScreen
from tpsession.tui.screens.dialogs.task import TaskScreen, UndoingScreen
from tpsession.tui.screens.history.detail import DetailScreen
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.home.welcome import WelcomeScreen
from tpsession.tui.screens.prepare.area import AreaScreen
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.screens.prepare.safety import SafetyScreen, ScreeningResultScreen
from tpsession.tui.screens.prepare.spots import SpotsScreen
from tpsession.tui.screens.prepare.where import WhereScreen
from tpsession.tui.screens.progress import ProgressScreen, ReportScreen
from tpsession.tui.screens.rating.after import NoteScreen, SummaryScreen
from tpsession.tui.screens.rating.later import LaterScreen
from tpsession.tui.screens.rating.notices import NoticeScreen, RehearsedScreen, StopNoticeScreen, WipeScreen
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.screens.routines.code import CodeScreen
from tpsession.tui.screens.routines.conflict import ConflictScreen
from tpsession.tui.screens.routines.editor import EditorScreen
from tpsession.tui.screens.routines.variation import VariationScreen
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.screens.tools.doctor import DoctorScreen
from tpsession.tui.screens.tools.own_data import OwnDataScreen
from tpsession.tui.screens.tools.render import RenderScreen
from tpsession.tui.screens.tools.settings import SettingsScreen
from tpsession.tui.screens.tools.sound import SoundScreen
from tpsession.tui.view_models.report_page import make_report_choices
from tpsession.tui.view_models.routines.routine_editor import OpenedRoutine
from tpsession.tui.view_models.routines.variation_view import make_variation_view
from tpsession.tui.view_models.series_progress import make_series_progress
from tpsession.tui.view_models.summary import Summary

BROKEN = 'format = 1\nname = "Bad"\narea = "neck"\nsides = "each"\n[[steps]]\ntechnique = "oil"\nhold = "30'
QUESTION = ChoiceQuestion(
    "Where does it hurt?",
    (AnswerOption("here", "Here", "h"), AnswerOption("there", "There", "t")),
    ("One sentence of what there is to know.",),
    back="here",
)


def session(tui: FakeTui) -> SessionScreen:
    """A session that has just begun."""
    ports = RunnerPorts(tui.clock, tui.player, tui.history, caller_saves_end=True)
    return SessionScreen(*SessionRunner.begin(build_plan(SHORT, PlanOptions()), "one", 6, ports))


async def ask_nothing(place: str) -> str:
    """Take a place where it hurts as it is."""
    return place


def recovering() -> TaskProgress:
    """Return how far a damaged history is that is being recovered."""
    progress = TaskProgress()
    progress.begin("Recovering your history").report(3, 10)
    return progress


def home(tui: FakeTui) -> HomeScreen:
    """Return home with a few sessions in the history, so that it shows progress."""
    for record in sample_series(8):
        tui.history.add_session(record, [])
    return HomeScreen()


def past(tui: FakeTui) -> HistoryScreen:
    """Two sessions that were kept, one of them without a rating after it."""
    for number in range(2):
        record = a_record(number, status=Status.COMPLETED)
        given = ((RatingKind.BEFORE, 6), (RatingKind.AFTER, 3))[: 2 - number]
        ratings = [Rating(kind, value, record.started_at) for kind, value in given]
        tui.history.add_session(record, ratings)
    return HistoryScreen()


def progress_over_time(tui: FakeTui) -> ProgressScreen:
    """Return the progress screen over a history with a few sessions."""
    for record in sample_series(8):
        tui.history.add_session(record, [])
    return ProgressScreen()


def comparison(tui: FakeTui) -> ComparisonScreen:
    """Return the screen over a comparison that goes on and an earlier one."""
    for name, ended in (("old", FIRST_DAY), ("new", None)):
        tui.history.save_comparison(replace(COMPARISON, id=name, ended_on=ended))
    for record in as_drawn(COMPARISON, 3):
        tui.history.add_session(record, [])
    tui.clock.pass_time((FIRST_DAY - tui.clock.local_time().date() + timedelta(days=3)).total_seconds())
    return ComparisonScreen()


def comparison_set_up(tui: FakeTui) -> SetUpScreen:
    """Return the screen with what is proposed to somebody without a history."""
    setup = make_setup(tui.services.library.list_entries(), (), None, FIRST_DAY)
    assert setup is not None
    return SetUpScreen(setup)


def page_for_an_appointment(tui: FakeTui) -> ReportScreen:
    """Return the screen that asks about a page, with two notes."""
    series, records = Series("neck", Side.LEFT), sample_series(8)
    for record in records:
        tui.history.add_session(record, [])
    shown = make_series_progress(series, records, {})
    days = period_range(ChartPeriod.YEAR, records[-1].started_at.date(), shown.points)
    choices = make_report_choices(series, ChartPeriod.YEAR, days, shown)
    assert choices is not None
    return ReportScreen(choices, {})


def variation(tui: FakeTui) -> VariationScreen:
    """Return the screen for a built-in routine."""
    writer = FakeRoutineWriter({SHORT.id: (BUILT_IN, SHORT)})
    opened = writer.open_variation(SHORT.id)
    return VariationScreen(make_variation_view(*opened, tui.services.settings.load_preferences()))


SCREENS: Mapping[str, Callable[[FakeTui], Screen[Any]]] = {
    "home": home,
    "welcome": lambda _: WelcomeScreen(),
    "area": lambda _: AreaScreen(),
    "where": lambda _: WhereScreen(ask_nothing),
    "spots": lambda tui: SpotsScreen(
        make_guide("neck", tui.services.library.list_entries()), Series("neck", Side.LEFT)
    ),
    "prepare": lambda _: PrepareScreen(with_sides(SHORT, Sides.EACH), PlanOptions(area=NECK)),
    "short questions": lambda _: SafetyScreen((NECK,), form=QuestionForm.DAILY, emergency_number=""),
    "long questions": lambda _: SafetyScreen((NECK,), form=QuestionForm.WHOLE, emergency_number=""),
    "verdict": lambda _: ScreeningResultScreen([Tier.CLINICIAN], "", SafetyScreen.HEADING),
    "rate": lambda _: RateScreen(flag_period=BEFORE_SESSION),
    "later": lambda _: LaterScreen(PendingFollowUp(a_record(status=Status.COMPLETED), timedelta(hours=3))),
    "session": session,
    "question": lambda _: AskScreen(QUESTION),
    "line": lambda _: LineScreen(
        LineQuestion("Pain after: what is right?", "Type a whole number.", "5", is_replaced=True, check=str)
    ),
    "tell": lambda _: NoticeScreen("No more massage on this area today."),
    "rehearsed": lambda _: RehearsedScreen(),
    "stopped": lambda _: StopNoticeScreen(
        *advice_after_stop(StopReason.NUMB, ""),
        may_be_emergency=True,
        signs=signs_in_advice(StopReason.NUMB),
    ),
    "wipe": lambda _: WipeScreen(),
    "summary": lambda _: SummaryScreen(
        Summary(6, 3, 600.0, Status.COMPLETED, None, series=Series("neck", Side.LEFT))
    ),
    "note": lambda _: NoteScreen(a_record()),
    "history": past,
    "detail": lambda _: DetailScreen(a_record(), {}),
    "progress": progress_over_time,
    "comparison": comparison,
    "comparison set-up": comparison_set_up,
    "report": page_for_an_appointment,
    "editor": lambda _: EditorScreen(OpenedRoutine("broken", BROKEN), FakeRoutineFiles()),
    "code": lambda _: CodeScreen(SHORT, None),
    "conflict": lambda _: ConflictScreen(BROKEN, BROKEN.replace("hold", "held")),
    "sound": lambda _: SoundScreen(),
    "variation": variation,
    "settings": lambda _: SettingsScreen(),
    "render": lambda tui: RenderScreen(
        with_sides(SHORT, Sides.EACH), NECK, tui.services.settings.load_preferences()
    ),
    "doctor": lambda _: DoctorScreen(),
    "own data": lambda _: OwnDataScreen(),
    "between": lambda _: LoadingScreen(),
    "opening": lambda _: TaskScreen(recovering()),
    "undoing": lambda _: UndoingScreen(recovering()),
}
"""By a name for the test; all but help, which lies over another."""
