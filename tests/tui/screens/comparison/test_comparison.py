"""The screens of a fair comparison: set up, followed day by day, ended early, and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from textual.widgets import Button

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT, with_sides
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.draw import draw_blocks
from tpsession.core.comparison.setup import NO_ROUTINES, SetupChoice, SetupField
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import ONLY_REST, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.screens.comparison import ComparisonScreen
from tpsession.tui.screens.comparison.set_up import FieldRow, SetUpScreen

NECK_ROUTINE = with_sides(SHORT, Sides.EACH)
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
TODAY = MORNING.date()
COMPARISON = Comparison(
    id="one",
    series=Series("neck", Side.LEFT),
    area="neck",
    things=("short", ONLY_REST),
    blocks=6,
    seed=next(seed for seed in range(99) if draw_blocks(seed, 2, 1) == ((1, 0),)),
    started_on=TODAY,
    rest_s=100.0,
)


def done_day(number: int, first_day: date) -> SessionRecord:
    """A session so many days after the first day of the comparison, as it was drawn."""
    thing = [index for block in draw_blocks(COMPARISON.seed, 2, 6) for index in block][number]
    start = MORNING + timedelta(days=number) - (TODAY - first_day)
    return SessionRecord(
        f"day-{number}", start, start, Status.COMPLETED, None, COMPARISON.things[thing], "neck", "neck",
        Side.LEFT, 100.0, 0.0, 6, 4,
    )  # fmt: skip


def history_of(*comparisons: Comparison, days: int = 0) -> MemoryHistory:
    """A history with comparisons; the first one has so many days, as they were drawn."""
    history = MemoryHistory()
    for comparison in comparisons:
        history.save_comparison(comparison)
    for number in range(days):
        history.add_session(done_day(number, comparisons[0].started_on), [])
    return history


def look(
    act: UserActions,
    history: MemoryHistory | None = None,
    *,
    routines: Sequence[Routine] = (NECK_ROUTINE,),
    screen: ComparisonScreen | None = None,
    size: tuple[int, int] = (80, 24),
) -> User:
    """Open the screen, and let a person act once it is read."""

    async def wait_and_act(user: User) -> None:
        await settle(user)
        await act(user)

    tui = FakeTui(routines=tuple(routines), history=history or MemoryHistory())
    return open_screen(screen or ComparisonScreen(), wait_and_act, size, tui)


async def settle(user: User) -> None:
    """Wait until what is read or saved in threads is shown."""
    for _ in range(6):
        await user.pilot.pause(0.02)


def buttons(user: User) -> list[str]:
    """The labels of the buttons that are shown."""
    return [str(button.label) for button in user.app.screen.query(Button) if button.region]


def test_without_a_comparison_one_is_set_up_by_keys_and_saved_as_it_was_chosen() -> None:
    async def act(user: User) -> None:
        assert isinstance(user.app.screen, SetUpScreen)
        assert "Choose two or three things" in user.screen_text
        assert "20 days with a session, one a day" in user.screen_text
        # Left, then from the first line over the end to the button.
        await user.press("down", "right", "up", "up", after=0.1)
        assert user.app.focused is user.app.screen.query_one("#start")
        await user.press("enter", after=0.1)
        assert TOO_FAST_TO_READ in user.screen_text
        assert user.tui.history.find_comparisons() == []
        await user.press("enter")
        await settle(user)
        (saved,) = user.tui.history.find_comparisons()
        assert (saved.series, saved.things) == (Series("neck", Side.LEFT), ("short", ONLY_REST))
        assert (saved.blocks, saved.started_on) == (10, TODAY)
        assert "Comparison, block 1 of 10. Today: " in user.screen_text

    look(act)


def test_both_arrows_of_a_choice_stay_however_long_its_value_is() -> None:
    names = {"one": "Neck and shoulder top, ten minutes", "two": "Classic"}
    row = FieldRow(SetupChoice(SetupField.FIRST, names, "one", ""))
    assert row.control(24).plain == "◀ Neck and shoulder t… ▶"
    assert row.control(38).plain == "◀ Neck and shoulder top, ten minutes ▶"
    assert row.control(60).plain == "[Neck and shoulder top, ten minutes] Classic "


def test_the_mouse_does_the_same() -> None:
    async def act(user: User) -> None:
        async for size in user.resize_to(SIZES):
            # What it takes and the button are seen at every size.
            assert "one a day" in user.screen_text, size
            assert "Start the comparison" in user.screen_text, size
        async for _ in user.resize_to([(90, 50)]):
            # The numbers of blocks don't fit into the line, so arrows lead through them.
            for arrow, blocks in (("▶", 11), ("◀", 10), ("◀", 9)):
                line = next(line for line in user.screen_text.splitlines() if "◀ " in line)
                left = user.app.screen.query_one("#field-BLOCKS").region.x
                await user.click("#field-BLOCKS", at=(line.index(arrow) - left, 0))
                assert f"◀ {blocks} ▶" in user.screen_text
        await user.click("#field-SIDE", at=(35, 0))
        assert "[right]" in user.screen_text
        await user.click("#start")
        await settle(user)
        assert [each.series.side for each in user.tui.history.find_comparisons()] == [Side.RIGHT]
        await user.press("escape")
        assert user.is_closed

    look(act)


def test_escape_instead_of_a_start_leaves_both_screens_and_saves_nothing() -> None:
    async def act(user: User) -> None:
        assert "Neck" in user.highlighted_line
        await user.press("escape")
        await settle(user)
        assert user.is_closed
        assert user.tui.history.find_comparisons() == []

    look(act)


def test_todays_thing_is_started_on_the_side_of_the_comparison_and_then_read_again() -> None:
    played: list[tuple[str, SessionOptions | None]] = []

    async def act(user: User) -> None:
        def play(routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None) -> None:
            assert not rehearse
            played.append((routine.id, options))

        user.app.navigator.play = play  # type: ignore[method-assign]
        async for size in user.resize_to(SIZES):
            assert "Comparison, block 1 of 6. Today: Only rest." in user.screen_text, size
            assert "0 of 12 days done." in user.screen_text, size
            assert buttons(user) == ["Start: Only rest"], size
        await user.press("enter")
        await user.click("#begin")
        assert played == [(ONLY_REST, SessionOptions(side=Side.LEFT, place=COMPARISON.series.place))] * 2
        user.tui.history.add_session(done_day(0, TODAY), [])
        await user.press("question_mark", "escape")
        await settle(user)
        assert "Today had its session." in user.screen_text
        assert "6 → 4 ▼ 2 less" in user.screen_text
        assert buttons(user) == []

    look(act, history_of(COMPARISON))


def test_it_ends_early_only_after_a_question_that_no_single_key_answers() -> None:
    async def act(user: User) -> None:
        # Both presses arrive before the question is shown.
        for _ in range(2):
            user.app.screen.action_end_comparison()  # type: ignore[attr-defined]
        await user.pilot.pause()
        await user.press("e")
        assert user.app.screen.query("#answer-end")
        await user.press("escape")
        assert buttons(user) == ["Start: Only rest"]
        await settle(user)
        assert user.tui.history.find_comparisons() == [COMPARISON]
        await user.press("x", "e", "enter")
        await settle(user)
        (ended,) = user.tui.history.find_comparisons()
        assert ended == replace(COMPARISON, ended_on=TODAY)
        assert "ended early, after 0 of 6 blocks" in user.screen_text
        assert buttons(user) == []
        await user.press("n")
        await settle(user)
        assert "Start the comparison" in user.screen_text
        await user.press("escape")
        await settle(user)
        assert "ended early" in user.screen_text
        assert not user.is_closed

    look(act, history_of(COMPARISON))


def test_the_result_and_earlier_comparisons_are_a_key_apart() -> None:
    finished = replace(COMPARISON, started_on=TODAY - timedelta(days=20))
    ended = replace(
        COMPARISON, id="two", started_on=TODAY - timedelta(days=40), ended_on=TODAY - timedelta(days=30)
    )

    async def act(user: User) -> None:
        async for size in user.resize_to(SIZES):
            assert "This comparison can't tell" in user.screen_text, size
        assert "(1 of 2)" in user.screen_text
        assert buttons(user) == []
        await user.press("o")
        assert "ended early" in user.screen_text
        await user.press("o")
        assert "(1 of 2)" in user.screen_text

    look(act, history_of(finished, ended, days=12))


def test_what_cannot_be_read_or_compared_is_said() -> None:
    async def no_routine(user: User) -> None:
        assert NO_ROUTINES in user.screen_text
        user.app.history.turn_off()
        user.app.push_screen(ComparisonScreen())
        await settle(user)
        assert NOTHING_SAVED in user.screen_text

    look(no_routine, routines=())

    class Unreadable(MemoryHistory):
        def find_comparisons(self) -> list[Comparison]:
            raise HistoryError("The disk is gone.")

    async def unreadable(user: User) -> None:
        assert "The disk is gone." in user.screen_text

    look(unreadable, Unreadable())
