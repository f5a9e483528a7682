"""The history: newest first, page by page, with all about one session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event

import pytest
from textual.events import MouseScrollDown
from textual.widgets import Input

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.tui.fake_tui import FakeTui, shown
from tests.tui.user import Does, Hands, on, pressing
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.screens.history import history as screens
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.view_models.history_pages import PAGE_SIZE
from tpsession.tui.widgets.lists.session_list import SessionList

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
DONE = SessionRecord(
    id="done",
    started_at=MORNING,
    ended_at=MORNING + timedelta(minutes=12),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="short",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
    before=6,
    after=3,
)


def with_sessions(*records: SessionRecord) -> FakeTui:
    tui = FakeTui()
    for record in records:
        tui.history.add_session(record, [])
    return tui


def many(count: int) -> FakeTui:
    """So many sessions, a day apart; the newest has the number 0."""
    return with_sessions(
        *(
            replace(
                DONE,
                id=f"{number:06}",
                started_at=MORNING - timedelta(days=number),
                ended_at=None,
                area=("neck", "foot")[number % 2],
            )
            for number in range(count)
        )
    )


def pointed(hands: Hands) -> int:
    """The number of the session that is pointed at."""
    record = hands.app.screen.query_one(SessionList).highlighted
    assert record is not None
    return int(record.id)


def seen(does: Does, size: tuple[int, int] = (80, 24), tui: FakeTui | None = None) -> str:
    """What the history shows after a person did something."""
    looked: list[str] = []

    async def then(hands: Hands) -> None:
        await does(hands)
        looked.append(hands.shown)

    on(HistoryScreen(), then, size, tui)
    return looked[0]


def line_with(text: str, words: str) -> str:
    """The first line of the screen that has these words."""
    return next(line for line in text.splitlines() if words in line)


# The list


def test_sessions_stand_newest_first_with_time_place_pain_and_its_change() -> None:
    worse = replace(DONE, id="worse", started_at=MORNING - timedelta(days=1), area="foot", before=2, after=5)
    shows = seen(pressing(), (80, 24), with_sessions(worse, DONE))
    better = line_with(shows, "2026-01-31 09:00")
    assert "Neck, left" in better
    assert "6 → 3   3 less" in better
    assert "2 → 5   3 more" in line_with(shows, "2026-01-30 09:00")
    assert shows.index("2026-01-31 09:00") < shows.index("2026-01-30 09:00")


def test_a_rating_that_is_missing_leaves_the_change_open() -> None:
    half = replace(DONE, after=None)
    line = line_with(seen(pressing(), (80, 24), with_sessions(half)), "6 → -")
    assert "less" not in line
    assert "more" not in line
    same = replace(DONE, after=6)
    assert "6 → 6   same" in seen(pressing(), (80, 24), with_sessions(same))


def test_a_routine_stands_with_its_name_its_id_or_as_done_without_the_program() -> None:
    records = [
        replace(DONE, id=str(number), routine=routine, started_at=MORNING - timedelta(days=number))
        for number, routine in enumerate(("short", "lost-one", ""))
    ]
    shows = seen(pressing(), (200, 60), with_sessions(*records))
    assert "Short" in line_with(shows, "2026-01-31 09:00")
    assert "lost-one" in line_with(shows, "2026-01-30 09:00")
    assert "Done without the progr" in line_with(shows, "2026-01-29 09:00")


@pytest.mark.parametrize(
    ("status", "word", "mark"),
    [
        (Status.STOPPED, "stopped", "x"),
        (Status.PARTIAL, "unfinished", "~"),
        (Status.COMPLETED, "completed", " "),
    ],
)
def test_how_a_session_ended_is_a_word_or_where_it_is_narrow_a_mark(
    status: Status, word: str, mark: str
) -> None:
    tui = with_sessions(replace(DONE, status=status))
    assert word in line_with(seen(pressing(), (80, 24), tui), "2026-01-31 09:00")
    narrow = line_with(seen(pressing(), (60, 20), tui), "2026-01-31 09:00")
    assert f"09:00  {mark} Neck, left" in narrow


def test_where_it_is_narrow_the_area_is_cut_and_not_the_side() -> None:
    tui = with_sessions(*(replace(DONE, id=side, area="skull-base", side=side) for side in Side))
    shows = seen(pressing(), (60, 20), tui)
    for side in (Side.LEFT, Side.RIGHT, Side.BOTH):
        assert f"…, {side} " in shows


@pytest.mark.parametrize("size", [*SIZES, (20, 6), (40, 12)])
def test_it_can_be_used_at_any_size(size: tuple[int, int]) -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "end", "home", "pagedown", "slash", "f", "o", "enter", "enter", "escape")

    assert "History" in seen(does, size, many(30))


def test_in_a_very_narrow_terminal_a_session_takes_two_lines() -> None:
    lines = seen(pressing(), (46, 12), with_sessions(DONE)).splitlines()
    first = next(place for place, line in enumerate(lines) if "2026-01-31 09:00" in line)
    assert "6 → 3   3 less" in lines[first]
    assert "Neck, left; Short" in lines[first + 1]


def test_without_unicode_everything_is_plain_ascii() -> None:
    tui = replace(with_sessions(DONE, replace(DONE, id="two", after=None)), charset=Charset.ASCII)
    assert seen(pressing("enter"), (120, 40), tui).isascii()


@pytest.mark.parametrize("note", ["[bold red]x[/]", "\x1b[31mred\x1b[0m", "a\u202eb", "日本語の" * 60])
def test_whatever_a_note_or_a_routine_is_called_shows_harmlessly(note: str) -> None:
    hostile = replace(DONE, note=note, routine=note, area=note)
    shows = seen(pressing("enter"), (120, 40), with_sessions(hostile))
    assert not set(shows) & {"\x1b", "\u202e"}
    if note.startswith("["):
        assert "[bold red]x[/]" in shows


def test_nothing_kept_yet_is_said() -> None:
    shows = seen(pressing("enter", "down", "end"), (80, 24))
    assert "Nothing here yet." in shows


# Moving


def test_arrows_pages_and_ends_move_the_pointer() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "down")
        assert pointed(hands) == 2
        await hands.press("up")
        assert pointed(hands) == 1
        await hands.press("pagedown")
        assert pointed(hands) > 5
        await hands.press("pageup", "pageup")
        assert pointed(hands) == 0
        await hands.press("up", "end")
        assert pointed(hands) == 39
        await hands.press("down", "home")
        assert pointed(hands) == 0

    on(HistoryScreen(), does, (80, 24), many(40))


def test_what_is_pointed_at_stays_in_sight() -> None:
    async def does(hands: Hands) -> None:
        for key in (*["down"] * 12, "end", *["up"] * 3, "pageup", "pagedown", "home"):
            await hands.press(key)
            assert "▸" in hands.shown

    on(HistoryScreen(), does, (60, 12), many(40))


def test_a_click_points_and_a_second_one_shows_all_of_it() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#list", (5, 3))
        assert pointed(hands) == 2
        await hands.click("#list", (5, 0))
        assert pointed(hands) == 2
        await hands.click("#list", (5, 3))

    assert "One session" in seen(does, (80, 24), many(20))


def test_a_click_below_the_last_session_does_nothing() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#list", (5, 8))
        assert pointed(hands) == 0

    assert "History" in seen(does, (80, 24), many(2))


def test_a_terminal_that_grows_and_shrinks_keeps_the_pointer_in_sight() -> None:
    async def does(hands: Hands) -> None:
        hands.app.screen.query_one(SessionList).action_move(25)
        for size in ((200, 60), (46, 10), (60, 20), (120, 40)):
            await hands.pilot.resize_terminal(*size)
            await hands.pilot.pause()
            assert pointed(hands) == 25
            assert "▸" in hands.shown

    on(HistoryScreen(), does, (80, 24), many(60))


# Page by page


@dataclass
class Read(MemoryHistory):
    """Remembers what was read."""

    queries: list[HistoryQuery] = field(default_factory=list)

    def __init__(self) -> None:
        super().__init__()
        self.queries = []

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        self.queries.append(query)
        return super().find_sessions(query)


def read(count: int) -> tuple[FakeTui, Read]:
    """So many sessions in a history that remembers what was read."""
    tui, history = many(count), Read()
    history.file = tui.history.file
    return replace(tui, history=history), history


def test_a_long_history_opens_with_one_page_of_it() -> None:
    tui, history = read(5 * PAGE_SIZE)
    on(HistoryScreen(), pressing("down", "down"), (80, 24), tui)
    assert [query.limit for query in history.queries] == [PAGE_SIZE]


def test_going_down_reads_on_without_losing_or_doubling_a_session() -> None:
    last = 2 * PAGE_SIZE + 57

    async def does(hands: Hands) -> None:
        sessions = hands.app.screen.query_one(SessionList)
        for number in (40, 80, 120, 160, 200, 240, last, last):
            sessions.action_move(40)
            await hands.pilot.pause(0.1)
            assert pointed(hands) == number

    on(HistoryScreen(), does, (80, 24), many(last + 1))


def test_end_goes_to_the_oldest_of_all_however_many_there_are() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("end")
        await _until(lambda: pointed(hands) == 12 * PAGE_SIZE - 1)
        await hands.press("home")
        assert pointed(hands) == 0

    on(HistoryScreen(), does, (80, 24), many(12 * PAGE_SIZE))


def test_any_move_ends_the_way_to_the_oldest() -> None:
    async def does(hands: Hands) -> None:
        sessions = hands.app.screen.query_one(SessionList)
        sessions.action_last()
        sessions.action_first()
        for _ in range(20):
            await hands.pilot.pause(0.01)
        assert pointed(hands) == 0
        assert not sessions.is_going_to_oldest

    on(HistoryScreen(), does, (80, 24), many(12 * PAGE_SIZE))


def test_the_wheel_reads_on_too() -> None:
    tui, history = read(3 * PAGE_SIZE)

    async def does(hands: Hands) -> None:
        sessions = hands.app.screen.query_one(SessionList)
        for _ in range(25):
            sessions.post_message(MouseScrollDown(sessions, 5, 5, 0, 0, 0, False, False, False))
            await hands.pilot.pause()
        assert pointed(hands) == 0

    on(HistoryScreen(), does, (80, 24), tui)
    assert len(history.queries) > 1


# Slow, and failing


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


def test_a_history_that_takes_long_says_so_and_then_is_there() -> None:
    tui = with_sessions(DONE)
    gate = Event()
    sessions = tui.history.find_sessions

    def slow(query: HistoryQuery) -> list[SessionRecord]:
        gate.wait(10)
        return sessions(query)

    tui.history.find_sessions = slow  # type: ignore[method-assign] # a disk that is slow
    app = tui.alone(HistoryScreen())

    async def run() -> None:
        async with app.run_test(size=(80, 24)):
            assert screens.READING not in shown(app)
            await _until(lambda: screens.READING in shown(app))
            gate.set()
            await _until(lambda: "Neck, left" in shown(app))
            assert screens.READING not in shown(app)

    asyncio.run(run())


class FailingHistory(MemoryHistory):
    """Can't be read until it is mended."""

    mended = False
    tries = 0

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        self.tries += 1
        if not self.mended:
            raise HistoryError("The history can't be read [x].", "Look whether the disk is there.")
        return super().find_sessions(query)


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_a_history_that_cannot_be_read_says_why_and_what_to_do_and_can_be_tried_again(by: str) -> None:
    history = FailingHistory()
    tui = FakeTui(history=history)

    async def does(hands: Hands) -> None:
        again = hands.app.screen.query_one("#again")
        await _until(lambda: again.has_focus)
        assert "can't be read [x]. Look whether the disk is there." in hands.shown
        await (hands.press("enter") if by == "key" else hands.click("#again"))
        await _until(lambda: history.tries == 2 and not again.has_class("-active"))
        assert "Try again" in hands.shown
        history.mended = True
        history.add_session(DONE, [])
        await (hands.press("enter") if by == "key" else hands.click("#again"))
        await _until(lambda: "Neck, left" in hands.shown)
        assert "Try again" not in hands.shown
        await hands.press("enter")
        await _until(lambda: "One session" in hands.shown)

    on(HistoryScreen(), does, (80, 24), tui)


def test_a_later_page_that_fails_leaves_the_list_and_can_be_tried_again() -> None:
    tui = many(2 * PAGE_SIZE)
    history = FailingHistory(tui.history.file)
    history.mended = True
    tui = replace(tui, history=history)

    async def does(hands: Hands) -> None:
        history.mended = False
        await hands.press("end")
        await _until(lambda: "Try again" in hands.shown)
        assert "Neck, left" in hands.shown
        history.mended = True
        await hands.click("#again")
        await _until(lambda: pointed(hands) == 2 * PAGE_SIZE - 1)
        assert "Try again" not in hands.shown

    on(HistoryScreen(), does, (80, 24), tui)


# Detail


STOPPED = replace(
    DONE,
    status=Status.STOPPED,
    stop_reason=StopReason.NUMB,
    later=(Rating(RatingKind.LATER, 4, MORNING + timedelta(hours=3, minutes=12)),),
    note="stiff at first",
    steps=(
        StepRecord("oil", Side.LEFT, 30.0, 30.0, skipped=False, eased=False),
        StepRecord("pressure", Side.LEFT, 90.0, 70.0, skipped=True, eased=True),
    ),
)


def test_enter_shows_all_that_is_kept() -> None:
    told = (
        "Neck, left side",
        "2026-01-31 09:00 to 09:12",
        "Short",
        STOP_LABELS[StopReason.NUMB][1:],
        "1 step skipped.",
        "Pain before 6, after 3: 3 points less.",
        "Pain 4 after 3 hours (2026-01-31 12:12).",
        "8 minutes 20 seconds worked; 10 minutes planned in all.",
        "stiff at first",
        "Oil, left side: 0:30 of 0:30",
        "Sustained pressure, left side: 1:10 of 1:30, skipped, eased off",
        " ".join(CAUSE_UNKNOWN.split()[:8]),
    )

    async def does(hands: Hands) -> None:
        await hands.press("enter")
        async for size in hands.sizes([(80, 60), (120, 40), (200, 60)]):
            shows = " ".join(hands.shown.split())
            assert [words for words in told if words not in shows] == [], size

    seen(does, tui=with_sessions(STOPPED))


def test_where_there_is_room_the_detail_stands_beside_the_list() -> None:
    for size in ((120, 40), (200, 60)):
        line = line_with(seen(pressing(), size, with_sessions(STOPPED)), "Pain before 6")
        assert "│" in line.split("Pain before")[0]
    assert "Pain before 6" in seen(pressing(), (80, 24), with_sessions(STOPPED))
    assert "Pain before 6" not in seen(pressing(), (60, 20), with_sessions(STOPPED))


def test_the_line_on_causes_stands_wherever_a_change_does() -> None:
    async def rated(hands: Hands) -> None:
        await hands.press("enter")
        async for size in hands.sizes(SIZES):
            assert "Pain often eases by itself" in hands.shown, size

    async def unrated(hands: Hands) -> None:
        await hands.press("enter")
        async for size in hands.sizes(SIZES):
            assert "The rating after is missing." in hands.shown, size
            assert "Pain often eases by itself" not in hands.shown, size

    seen(rated, tui=with_sessions(STOPPED))
    seen(unrated, tui=with_sessions(replace(STOPPED, after=None)))


def test_a_long_detail_scrolls_by_the_arrows() -> None:
    steps = tuple(replace(STOPPED.steps[0], planned_s=60.0 + number) for number in range(40))

    async def does(hands: Hands) -> None:
        await hands.press("enter")
        assert "1:39" not in hands.shown
        await hands.press("end")
        assert "1:39" in hands.shown

    on(HistoryScreen(), does, (60, 20), with_sessions(replace(STOPPED, steps=steps)))


def test_escape_leads_from_the_detail_to_the_list_and_from_there_back() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down", "enter", "escape")
        assert "History" in hands.shown
        assert pointed(hands) == 1
        assert not hands.closed
        await hands.press("escape")
        assert hands.closed

    on(HistoryScreen(), does, (60, 20), many(5))


# Filter


LETTERS = {
    "foot": {"b"},
    "NECK": {"a", "c", "d"},
    "sho": {"a"},
    "back": {"e"},
    "lost-one": {"c"},
    "lost": set(),
    "without": {"d"},
    "nothing like it": set(),
    "  ": {"a", "b", "c", "d", "e"},
}
"""What is typed into the filter, and which sessions it finds."""


def test_letters_show_only_the_sessions_of_that_area_or_routine() -> None:
    def one(name: str, number: int, area: str, routine: str) -> SessionRecord:
        return replace(DONE, id=name, started_at=MORNING - timedelta(days=number), area=area, routine=routine)

    tui = with_sessions(
        one("a", 0, "neck", "short"),
        one("b", 1, "foot", "other"),
        one("c", 2, "neck", "lost-one"),
        one("d", 3, "neck", ""),
        one("e", 4, "upper-back", "other"),
    )

    async def does(hands: Hands) -> None:
        await hands.press("slash")
        for letters, found in LETTERS.items():
            hands.app.screen.query_one(Input).value = letters
            await hands.pilot.pause(0.1)
            listed = {
                name
                for day, name in enumerate("abcde")
                if f"{MORNING - timedelta(days=day):%Y-%m-%d %H:%M}  " in hands.shown
            }
            assert listed == found, letters
            assert (screens.NO_MATCH[:30] in hands.shown) == (not found), letters

    on(HistoryScreen(), does, (60, 20), tui)


def test_a_filtered_list_reads_on_too() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("slash", "f", "o", "o", "t", "enter", "end")
        await _until(lambda: pointed(hands) == 5 * PAGE_SIZE - 1)

    on(HistoryScreen(), does, (80, 24), many(5 * PAGE_SIZE))


def test_escape_puts_the_filter_away_before_it_leaves() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("slash", "f", "o", "o", "t", "down", "escape")
        await hands.pilot.pause(0.1)
        assert not hands.closed
        assert pointed(hands) == 0
        await hands.press("escape")
        assert hands.closed

    on(HistoryScreen(), does, (80, 24), many(5))
