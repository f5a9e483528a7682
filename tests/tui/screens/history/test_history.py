"""The history screen: the list page by page, the details of a session, and the filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import Input

from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys, wait_until
from tpsession.core.catalog.routine import DELETED, RoutineEntry
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.wording import LOGGED_BY_HAND, STOP_LABELS
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.view_models.history_pages import PAGE_SIZE
from tpsession.tui.widgets.lists import sessions_pane
from tpsession.tui.widgets.lists.session_list import SessionList

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
DONE = SessionRecord(
    id="done",
    started_at=MORNING,
    ended_at=MORNING + timedelta(minutes=12),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="short",
    place="neck",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
    before=6,
    after=3,
)


def with_sessions(*records: SessionRecord) -> FakeTui:
    """Return a program whose history holds these sessions; their routine was deleted, and keeps its name."""
    tui = FakeTui(routines=(RoutineEntry(SHORT.id, DELETED, "short.1.toml", SHORT, ()),))
    for record in records:
        tui.history.add_session(record, [])
    return tui


def many(count: int) -> FakeTui:
    """Return a program with so many sessions, a day apart; the newest has the number 0."""
    return with_sessions(
        *(
            DONE._replace(
                id=f"{number:06}",
                started_at=MORNING - timedelta(days=number),
                ended_at=None,
                place=("neck", "foot")[number % 2],
            )
            for number in range(count)
        )
    )


def highlighted(user: User) -> int:
    """Return the number of the highlighted session."""
    record = user.app.screen.query_one(SessionList).highlighted
    assert record is not None
    return int(record.id)


def screen_after(act: UserActions, size: tuple[int, int] = (80, 24), tui: FakeTui | None = None) -> str:
    """Return what the history shows after a person did something."""
    shown_texts: list[str] = []

    async def then(user: User) -> None:
        await act(user)
        shown_texts.append(user.screen_text)

    open_screen(HistoryScreen(), then, size, tui)
    return shown_texts[0]


def line_with(screen: str, text: str) -> str:
    """Return the first line of the screen that holds a text."""
    return next(line for line in screen.splitlines() if text in line)


# The list


def test_sessions_are_listed_newest_first_with_time_place_pain_and_its_change() -> None:
    worse = DONE._replace(id="worse", started_at=MORNING - timedelta(days=1), place="foot", before=2, after=5)
    shows = screen_after(press_keys(), (80, 24), with_sessions(worse, DONE))
    better = line_with(shows, "2026-01-31 09:00")
    assert "Neck, left" in better
    assert "6 → 3   ▼ 3 less" in better
    assert "2 → 5   ▲ 3 more" in line_with(shows, "2026-01-30 09:00")
    assert shows.index("2026-01-31 09:00") < shows.index("2026-01-30 09:00")


def test_a_missing_rating_leaves_out_the_change() -> None:
    half = DONE._replace(after=None)
    line = line_with(screen_after(press_keys(), (80, 24), with_sessions(half)), "6 → -")
    assert "less" not in line
    assert "more" not in line
    same = DONE._replace(after=6)
    assert "6 → 6   = same" in screen_after(press_keys(), (80, 24), with_sessions(same))


def test_a_session_shows_the_routines_name_or_its_id_or_that_it_was_logged_by_hand() -> None:
    records = [
        DONE._replace(id=str(number), routine=routine, started_at=MORNING - timedelta(days=number))
        for number, routine in enumerate(("short", "lost-one", ""))
    ]
    shows = screen_after(press_keys(), (200, 60), with_sessions(*records))
    assert "Short" in line_with(shows, "2026-01-31 09:00")
    assert "lost-one" in line_with(shows, "2026-01-30 09:00")
    assert LOGGED_BY_HAND in line_with(shows, "2026-01-29 09:00")


@pytest.mark.parametrize(
    ("status", "word", "mark"),
    [
        (Status.STOPPED, "stopped", "x"),
        (Status.PARTIAL, "unfinished", "~"),
        (Status.COMPLETED, "completed", " "),
    ],
)
def test_the_end_of_a_session_is_a_word_or_in_a_narrow_list_a_mark(
    status: Status, word: str, mark: str
) -> None:
    tui = with_sessions(DONE._replace(status=status))
    assert word in line_with(screen_after(press_keys(), (80, 24), tui), "2026-01-31 09:00")
    narrow = line_with(screen_after(press_keys(), (60, 20), tui), "2026-01-31 09:00")
    assert f"09:00  {mark} Neck, left" in narrow


def test_the_marks_in_a_list_are_explained_below_it() -> None:
    async def act(user: User) -> None:
        async for size in user.resize_to(SIZES):
            await user.pilot.pause()
            assert ("x stopped" in user.screen_text) == (size == (60, 20)), size
        await user.press("e", "2", "1", "enter")
        async for size in user.resize_to(SIZES):
            await user.pilot.pause()
            legend = "x stopped   † corrected" if size == (60, 20) else "† corrected"
            assert legend in user.screen_text, size

    stopped = DONE._replace(id="other", status=Status.STOPPED, started_at=MORNING - timedelta(days=1))
    screen_after(act, tui=with_sessions(DONE, stopped))


def test_a_session_done_without_the_program_is_logged_from_the_history_too() -> None:
    tui = with_sessions(DONE)

    async def act(user: User) -> None:
        await user.press("l", "2", "6", "enter", "4", "enter")
        await wait_until(user.pilot, lambda: "6 → 4" in user.screen_text)

    screen_after(act, tui=tui)


def test_a_narrow_list_shortens_the_place_and_not_the_side() -> None:
    tui = with_sessions(*(DONE._replace(id=side, place="skull-base", side=side) for side in Side))
    shows = screen_after(press_keys(), (60, 20), tui)
    for side in (Side.LEFT, Side.RIGHT, Side.BOTH):
        assert f"…, {side} " in shows


@pytest.mark.parametrize("size", [*SIZES, (20, 6), (40, 12)])
def test_the_screen_works_at_any_size(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        await user.press("down", "end", "home", "pagedown", "slash", "f", "o", "enter", "enter", "escape")

    assert "History" in screen_after(act, size, many(30))


def test_in_a_very_narrow_terminal_a_session_takes_two_lines() -> None:
    lines = screen_after(press_keys(), (46, 12), with_sessions(DONE)).splitlines()
    first = next(place for place, line in enumerate(lines) if "2026-01-31 09:00" in line)
    assert "6 → 3   ▼ 3 less" in lines[first]
    assert "Neck, left; Short" in lines[first + 1]


def test_without_unicode_everything_is_plain_ascii() -> None:
    tui = replace(with_sessions(DONE, DONE._replace(id="two", after=None)), charset=Charset.ASCII)
    assert screen_after(press_keys("enter"), (120, 40), tui).isascii()


@pytest.mark.parametrize("note", ["[bold red]x[/]", "\x1b[31mred\x1b[0m", "a\u202eb", "日本語の" * 60])
def test_any_text_in_a_note_or_a_name_is_shown_harmlessly(note: str) -> None:
    hostile = DONE._replace(note=note, routine=note, place=note, area=note)
    shows = screen_after(press_keys("enter"), (120, 40), with_sessions(hostile))
    assert not set(shows) & {"\x1b", "\u202e"}
    if note.startswith("["):
        assert "[bold red]x[/]" in shows


def test_an_empty_history_says_so() -> None:
    shows = screen_after(press_keys("enter", "down", "end"), (80, 24))
    assert "Nothing here yet." in shows


# Moving


def test_arrows_page_keys_home_and_end_move_the_highlight() -> None:
    async def act(user: User) -> None:
        await user.press("down", "down")
        assert highlighted(user) == 2
        await user.press("up")
        assert highlighted(user) == 1
        await user.press("pagedown")
        assert highlighted(user) > 5
        await user.press("pageup", "pageup")
        assert highlighted(user) == 0
        await user.press("up", "end")
        assert highlighted(user) == 39
        await user.press("down", "home")
        assert highlighted(user) == 0

    open_screen(HistoryScreen(), act, (80, 24), many(40))


def test_the_highlighted_session_stays_visible() -> None:
    async def act(user: User) -> None:
        for key in (*["down"] * 12, "end", *["up"] * 3, "pageup", "pagedown", "home"):
            await user.press(key)
            assert "▸" in user.screen_text

    open_screen(HistoryScreen(), act, (60, 12), many(40))


def test_a_click_highlights_and_a_second_one_shows_the_details() -> None:
    async def act(user: User) -> None:
        await user.click("#list", (5, 3))
        assert highlighted(user) == 2
        await user.click("#list", (5, 3))

    assert "Session details" in screen_after(act, (80, 24), many(20))


def test_a_click_below_the_last_session_does_nothing() -> None:
    async def act(user: User) -> None:
        await user.click("#list", (5, 8))
        assert highlighted(user) == 0

    assert "History" in screen_after(act, (80, 24), many(2))


def test_the_highlight_stays_visible_when_the_terminal_is_resized() -> None:
    async def act(user: User) -> None:
        user.app.screen.query_one(SessionList).action_move(25)
        for size in ((200, 60), (46, 10), (60, 20), (120, 40)):
            await user.pilot.resize_terminal(*size)
            await user.pilot.pause()
            assert highlighted(user) == 25
            assert "▸" in user.screen_text

    open_screen(HistoryScreen(), act, (80, 24), many(60))


# Details


STOPPED = DONE._replace(
    status=Status.STOPPED,
    stop_reason=StopReason.NUMB,
    later=(Rating(RatingKind.LATER, 4, MORNING + timedelta(hours=3, minutes=12)),),
    note="stiff at first",
    steps=(
        StepRecord("oil", Side.LEFT, 30.0, 30.0, skipped=False, eased=False),
        StepRecord("pressure", Side.LEFT, 90.0, 70.0, skipped=True, eased=True),
    ),
)


def test_enter_shows_everything_saved_about_a_session() -> None:
    expected = (
        "Neck, left side",
        "2026-01-31 09:00 to 09:12",
        "Short",
        STOP_LABELS[StopReason.NUMB][1:],
        "1 step skipped.",
        "Pain before 6, after 3: ▼ 3 less.",
        "Pain 4, 3 hours later (2026-01-31 12:12).",
        "8 minutes 20 seconds worked; 10 minutes planned in total.",
        "stiff at first",
        "Oil, left side: 0:30 of 0:30",
        "Sustained pressure, left side: 1:10 of 1:30, skipped, eased off",
        " ".join(CAUSE_UNKNOWN.split()[:8]),
    )

    async def act(user: User) -> None:
        await user.press("enter")
        async for size in user.resize_to([(80, 60), (120, 40), (200, 60)]):
            shows = " ".join(user.screen_text.split())
            assert [text for text in expected if text not in shows] == [], size

    screen_after(act, tui=with_sessions(STOPPED))


def test_the_details_are_beside_the_list_if_there_is_room() -> None:
    line = line_with(screen_after(press_keys(), (200, 60), with_sessions(STOPPED)), "Pain before 6")
    assert "│" in line.split("Pain before")[0]
    for size in ((80, 24), (120, 40)):
        line = line_with(screen_after(press_keys(), size, with_sessions(STOPPED)), "Pain before 6")
        assert "│" not in line
    assert "Pain before 6" not in screen_after(press_keys(), (60, 20), with_sessions(STOPPED))


def test_the_note_on_causes_is_shown_wherever_a_change_is() -> None:
    async def rated(user: User) -> None:
        await user.press("enter")
        async for size in user.resize_to(SIZES):
            assert "Pain often eases on its own" in user.screen_text, size

    async def unrated(user: User) -> None:
        await user.press("enter")
        async for size in user.resize_to(SIZES):
            assert "Pain before 6; not rated after." in user.screen_text, size
            assert "Pain often eases on its own" not in user.screen_text, size

    screen_after(rated, tui=with_sessions(STOPPED))
    screen_after(unrated, tui=with_sessions(STOPPED._replace(after=None)))


def test_the_details_name_what_may_differ_from_usual() -> None:
    unusual = DONE._replace(
        place="head", flags=(RatingFlag.PAINKILLER, RatingFlag.HEAT), spot="behind the right ear"
    )

    async def act(user: User) -> None:
        await user.press("enter")
        for text in ("Head, left side", "Neck, left side", "Painkiller and heat", "behind the right ear"):
            assert text in user.screen_text

    open_screen(HistoryScreen(), act, (80, 40), with_sessions(unusual))


def test_a_pain_score_shows_its_rating_and_nothing_of_a_session() -> None:
    score = DONE._replace(
        kind=RecordKind.SCORE,
        routine="",
        area="",
        after=None,
        planned_s=0.0,
        active_s=0.0,
        ended_at=None,
    )
    shows = screen_after(press_keys("enter"), (80, 24), with_sessions(score))
    assert "Pain score" in shows
    assert "Pain 6." in shows
    for absent in ("not rated", "Ended", "Worked on", "planned"):
        assert absent not in shows


def test_long_details_scroll() -> None:
    steps = tuple(STOPPED.steps[0]._replace(planned_s=60.0 + number) for number in range(40))

    async def act(user: User) -> None:
        await user.press("enter")
        assert "1:39" not in user.screen_text
        await user.press("end")
        assert "1:39" in user.screen_text

    open_screen(HistoryScreen(), act, (60, 20), with_sessions(STOPPED._replace(steps=steps)))


def test_escape_returns_from_the_details_to_the_list_and_then_closes_it() -> None:
    async def act(user: User) -> None:
        await user.press("down", "enter", "escape")
        assert "History" in user.screen_text
        assert highlighted(user) == 1
        assert not user.is_closed
        await user.press("escape")
        assert user.is_closed

    open_screen(HistoryScreen(), act, (60, 20), many(5))


# Filter


FILTER_RESULTS = {
    "foot": {"b"},
    "NECK": {"a", "c", "d"},
    "sho": {"a"},
    "back": {"e"},
    "lost-one": {"c"},
    "lost": {"c"},
    "neck 2026-01-29": {"c"},
    "less left neck": {"a", "c", "d"},
    "logged": {"d"},
    "nothing like it": set(),
    "  ": {"a", "b", "c", "d", "e"},
}
"""The sessions that match each text in the filter."""


def test_the_filter_shows_only_sessions_that_have_all_its_words() -> None:
    def make_record(name: str, number: int, place: str, routine: str) -> SessionRecord:
        return DONE._replace(
            id=name,
            started_at=MORNING - timedelta(days=number),
            place=place,
            area=place,
            routine=routine,
        )

    tui = with_sessions(
        make_record("a", 0, "neck", "short"),
        make_record("b", 1, "foot", "other"),
        make_record("c", 2, "neck", "lost-one"),
        make_record("d", 3, "neck", ""),
        make_record("e", 4, "upper-back", "other"),
    )

    async def act(user: User) -> None:
        await user.press("slash")
        assert "Filter:" in user.screen_text
        for text, found in FILTER_RESULTS.items():
            user.app.screen.query_one(Input).value = text
            await user.pilot.pause(0.1)
            listed = {
                name
                for day, name in enumerate("abcde")
                if f"{MORNING - timedelta(days=day):%Y-%m-%d %H:%M}  " in user.screen_text
            }
            assert listed == found, text
            assert (sessions_pane.NO_MATCH in user.screen_text) == (not found), text

    open_screen(HistoryScreen(), act, (60, 20), tui)


def test_a_filtered_list_loads_more_too() -> None:
    async def act(user: User) -> None:
        await user.press("slash", "f", "o", "o", "t", "enter", "end")
        await wait_until(user.pilot, lambda: highlighted(user) == 5 * PAGE_SIZE - 1)

    open_screen(HistoryScreen(), act, (80, 24), many(5 * PAGE_SIZE))


def test_escape_closes_the_filter_before_the_screen() -> None:
    async def act(user: User) -> None:
        await user.press("slash", "f", "o", "o", "t", "down", "escape")
        await user.pilot.pause(0.1)
        assert not user.is_closed
        assert highlighted(user) == 0
        await user.press("escape")
        assert user.is_closed

    open_screen(HistoryScreen(), act, (80, 24), many(5))
