"""Asks for what a person logs by hand, a pain score or a session done without the program, and saves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.place import OVERALL, place_name
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.logged import (
    EARLIER,
    ELSEWHERE,
    JUST_NOW,
    PAST_QUESTIONS,
    SCORE_ELSEWHERE,
    SESSION_AT_ANY_TIME,
    WHAT_TO_LOG,
    WHEN,
    WHEN_INSTRUCTION,
    WHICH_SIDE,
    LoggedSession,
    describe_score_now,
    describe_series,
    list_choices,
    list_side_answers,
)
from tpsession.core.history.rating_flags import BEFORE_PAST_SESSION, BEFORE_SESSION, GivenRating
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.series import Series
from tpsession.core.history.wording import question_now
from tpsession.core.safety.place_flags import emergency_advice, is_emergency_place
from tpsession.core.text.formatting import describe_place
from tpsession.core.text.past_time import parse_past_time
from tpsession.tui.context import AppContext
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.dialogs.line import LineQuestion, LineScreen
from tpsession.tui.screens.prepare.area import ask_area
from tpsession.tui.screens.prepare.where import WhereScreen
from tpsession.tui.screens.rating.notices import NoticeScreen
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.view_models.answer_keys import answer_key

_BACK = "back"
_SESSION = "session"
_ELSEWHERE = "elsewhere"
_OVERALL = Series(OVERALL, Side.NONE)
_SIDE_KEYS = {Side.LEFT: "l", Side.RIGHT: "r", Side.BOTH: "b", Side.NONE: "n"}


async def log_by_hand(context: AppContext) -> bool:
    """Ask what to log, pain now or a session, save it and say so; return whether it was saved.

    Call it only if this run saves anything. If the history can't be read, show why instead.
    """
    try:
        logged = await _ask(context, await context.history.list_series())
    except HistoryError as error:
        context.navigator.show_error(error)
        return False
    if logged is None:
        return False
    record = logged.make_record(context.services.new_id())
    if not await context.history.add_session(record, logged.make_ratings()):
        return False
    context.navigator.show_message(logged.describe())
    return True


async def _ask(context: AppContext, every: Sequence[Series]) -> LoggedSession | None:
    """Ask what to log, and ask for it; return it, not saved yet, or None if the person leaves.

    What can be logged at the places used lately is offered first; another choice leads to `_ask_elsewhere`.
    If no place was used before, that asks at once. every: the places and sides that have a record, newest
    first.
    """
    choices = list_choices(every)
    scores = [choice.series for choice in choices if not choice.is_session]
    others = [series for series in every if series not in scores]
    if not choices:
        return await _ask_elsewhere(context, others)
    options = [
        *(
            AnswerOption(str(number), choice.text, answer_key(number))
            for number, choice in enumerate(choices)
        ),
        AnswerOption(_ELSEWHERE, ELSEWHERE, "0"),
    ]
    question = ChoiceQuestion(WHAT_TO_LOG, tuple(options), back=_BACK, highlighted="0")
    while (answer := await context.navigator.ask(AskScreen(question))) not in {None, _BACK}:
        if answer == _ELSEWHERE:
            logged = await _ask_elsewhere(context, others)
        else:
            choice = choices[int(answer or 0)]
            await _show_emergency(context, choice.series.place)
            ask = _ask_session_just_now if choice.is_session else _ask_score
            logged = await ask(context, choice.series)
        if logged is not None:
            return logged
    return None


async def _ask_elsewhere(context: AppContext, others: Sequence[Series]) -> LoggedSession | None:
    """Ask for a session at any time, or for a pain score at any place; None for "back".

    others: places and sides that were used before, without those where a score was offered already.
    """
    # No place on the body is the whole of it.
    listed = [*others, *([] if _OVERALL in others else [_OVERALL])]
    texts = {
        _SESSION: SESSION_AT_ANY_TIME,
        _ELSEWHERE: SCORE_ELSEWHERE,
        **{str(number): describe_score_now(series) for number, series in enumerate(listed)},
    }
    options = [
        AnswerOption(answer, text, answer_key(number)) for number, (answer, text) in enumerate(texts.items())
    ]
    question = ChoiceQuestion(WHAT_TO_LOG, tuple(options), back=_BACK)
    while (answer := await context.navigator.ask(AskScreen(question))) is not None and answer != _BACK:
        if answer == _SESSION:
            logged = await _ask_session(context)
        elif answer == _ELSEWHERE:
            logged = await _ask_score_elsewhere(context)
        else:
            series = listed[int(answer)]
            await _show_emergency(context, series.place)
            logged = await _ask_score(context, series)
        if logged is not None:
            return logged
    return None


async def _ask_score_elsewhere(context: AppContext) -> LoggedSession | None:
    """Ask on the body where it hurts now, then for the side and how strongly.

    Return None for "back" on the body; "back" after it leads to the body again.
    """

    async def ask_side(place: str) -> Series | None:
        await _show_emergency(context, place)
        side = await ask_pain_side(context, place)
        return None if side is None else Series(place, side)

    while (series := await context.navigator.ask(WhereScreen(ask_side))) is not None:
        logged = await _ask_score(context, series)
        if logged is not None:
            return logged
    return None


async def _show_emergency(context: AppContext, place: str) -> None:
    """If pain at a place may be an emergency, show what to do, and wait until that is read.

    Does nothing for any other place.
    """
    if is_emergency_place(place):
        number = context.preferences.text("safety.emergency_number")
        await context.navigator.ask(NoticeScreen(emergency_advice(number), may_be_emergency=True))


async def _ask_score(context: AppContext, series: Series) -> LoggedSession | None:
    """Ask how it hurts now at a place; return that as a pain score, not saved yet; None for "back"."""
    screen = RateScreen(
        heading=describe_series(series),
        optional=True,
        flag_period=BEFORE_SESSION,
        button_text="Save",
        question=question_now(series.place),
        skip_text="Back",
    )
    value = await context.navigator.ask(screen)
    if not isinstance(value, int):
        return None
    at = context.services.clock.local_time()
    return LoggedSession(at, series.place, series.side, before=value, flags=screen.flags)


async def ask_pain_side(context: AppContext, place: str) -> Side | None:
    """Ask on which side of a place it hurts; None for "back".

    `Side.NONE` means in the middle; it is also returned, without a question, if the place is the whole body.
    """
    if place == OVERALL:
        return Side.NONE
    options = [
        AnswerOption(side.value, text, _SIDE_KEYS[side]) for side, text in list_side_answers(place).items()
    ]
    question = ChoiceQuestion(f"{place_name(place)}: {WHICH_SIDE.lower()}", tuple(options), back=_BACK)
    answer = await context.navigator.ask(AskScreen(question))
    return None if answer is None or answer == _BACK else Side(answer)


async def _ask_session_just_now(context: AppContext, series: Series) -> LoggedSession | None:
    """Ask only for the ratings of a session that has just been done; None for "back"."""
    area, at = AREAS[series.place], context.services.clock.local_time()
    return await _ask_session(context, area, series.side, at)


async def _ask_session(
    context: AppContext, area: Area | None = None, side: Side | None = None, at: datetime | None = None
) -> LoggedSession | None:
    """Ask for the pain before and after a session without the program; return it, not saved yet.

    Without `at`, ask for the area, side and time first. A rating can be skipped. "Back" leads to the question
    before; at the first question it returns None.

    at: when it was; if it is given, so are `area` and `side`.
    """
    given: dict[RatingKind, GivenRating | None] = {}

    async def choose_area() -> bool:
        """Ask for the area; return False for "back"."""
        nonlocal area
        area = await ask_area(context)
        return area is not None

    async def ask_side() -> bool:
        """Ask for the side of the chosen area; return False for "back"."""
        nonlocal side
        side = None if area is None else await ask_pain_side(context, area.id)
        return side is not None

    async def ask_time() -> bool:
        """Ask when it was; return False for "back"."""
        nonlocal at
        at = await _ask_time(context)
        return at is not None

    async def ask_rating(kind: RatingKind) -> bool:
        """Ask for a rating and put it into `given`, None if it is skipped; return False for "back"."""
        is_before = kind is RatingKind.BEFORE
        screen = RateScreen(
            heading="" if area is None or side is None else describe_place(area.name, side),
            optional=True,
            flag_period=BEFORE_PAST_SESSION if is_before else "",
            question=PAST_QUESTIONS[kind],
        )
        value = await context.navigator.ask(screen)
        given[kind] = GivenRating(value, screen.flags) if isinstance(value, int) else None
        return value is not None

    steps: list[Callable[[], Awaitable[bool]]] = [
        *([choose_area, ask_side, ask_time] if at is None else []),
        lambda: ask_rating(RatingKind.BEFORE),
        lambda: ask_rating(RatingKind.AFTER),
    ]
    number = 0
    while number < len(steps):
        number += 1 if await steps[number]() else -1
        if number < 0:
            return None
    if area is None or side is None or at is None:
        return None
    before, after = given[RatingKind.BEFORE], given[RatingKind.AFTER]
    return LoggedSession(
        at,
        area.id,
        side,
        area=area.id,
        before=None if before is None else before.value,
        after=None if after is None else after.value,
        flags=() if before is None else before.flags,
    )


async def _ask_time(context: AppContext) -> datetime | None:
    """Ask when a session was, just now or at a time that is typed; None for "back" at this question.

    "Back" while the time is typed leads to this question again.
    """
    clock = context.services.clock
    options = (AnswerOption("now", JUST_NOW, "n"), AnswerOption("earlier", EARLIER, "e"))
    question = ChoiceQuestion(WHEN, options, back=_BACK, highlighted="now")
    while (answer := await context.navigator.ask(AskScreen(question))) == "earlier":
        typed = LineQuestion(
            WHEN,
            WHEN_INSTRUCTION,
            "",
            is_replaced=False,
            check=lambda text: parse_past_time(text, clock).isoformat(),
        )
        text = await context.navigator.ask(LineScreen(typed))
        if text is not None:
            return datetime.fromisoformat(text)
    return clock.local_time() if answer == "now" else None
