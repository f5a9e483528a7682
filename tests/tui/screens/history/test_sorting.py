"""The list of sessions in each order: by key, by the headings, and the colours of a change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import MORNING
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE, SIZES, highlighted, many, with_sessions
from tests.tui.user import User, open_screen, wait_until
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.view_models.history_pages import PAGE_SIZE


def add_changes() -> FakeTui:
    """Return a program with sessions a day apart; the number of each says by how many points it is worse."""
    return with_sessions(
        *(
            DONE._replace(
                id=f"{change}", started_at=MORNING - timedelta(days=day), before=5, after=5 + change
            )
            for day, change in enumerate((1, 4, 0, 3))
        )
    )


async def sorted_as(user: User, first: int, heading: str) -> None:
    """Wait until this session is the first, and the heading has its arrow."""
    await wait_until(user.pilot, lambda: heading in user.screen_text and highlighted(user) == first)


@pytest.mark.parametrize("size", [*SIZES, (46, 12)])
def test_a_key_sorts_by_each_order_in_turn(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        for first, heading in ((3, "When ↑"), (4, "Change ↓"), (0, "Change ↑"), (1, "Pain ↓"), (1, "Pain ↑")):
            await user.press("down", "s")
            await sorted_as(user, first, heading)
            assert "Sorted: " in user.screen_text
        await user.press("s")
        await sorted_as(user, 1, "When ↓")
        assert "Sorted: " not in user.screen_text

    open_screen(HistoryScreen(), act, size, add_changes())


@pytest.mark.parametrize("size", [*SIZES, (46, 12)])
def test_a_click_on_a_heading_sorts_by_it_and_another_one_the_other_way_round(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        async def click_on(heading: str) -> None:
            lines = user.screen_text.splitlines()
            row = next(row for row, line in enumerate(lines) if "Pain" in line and "When" in line)
            await user.pilot.click(offset=(lines[row].index(heading), row))

        await click_on("Change")
        await sorted_as(user, 4, "Change ↓")
        await click_on("Change")
        await sorted_as(user, 0, "Change ↑")
        await click_on("When")
        await sorted_as(user, 1, "When ↓")
        await click_on("Pain")
        await sorted_as(user, 1, "Pain ↓")

    open_screen(HistoryScreen(), act, size, add_changes())


def test_a_sorted_list_loads_more_too() -> None:
    async def act(user: User) -> None:
        await user.press("s")
        await sorted_as(user, 3 * PAGE_SIZE - 1, "When ↑")
        await user.press("end")
        await wait_until(user.pilot, lambda: highlighted(user) == 0)

    open_screen(HistoryScreen(), act, (80, 24), many(3 * PAGE_SIZE))


def test_less_and_more_pain_have_colours_of_their_own() -> None:
    async def act(user: User) -> None:
        styles = {
            segment.text.strip(): segment.style
            for strip in user.app.screen._compositor.render_strips()
            for segment in strip
            if segment.text.strip()[:1] in {"▼", "▲", "="}
        }
        colours = {text: style.color for text, style in styles.items() if style is not None}
        # The first row is highlighted.
        assert list(colours) == ["▲ 2 more", "= same", "▲ 3 more", "▼ 3 less"]
        highlighted_more, same, more, less = colours.values()
        assert highlighted_more == more
        assert len({same, more, less}) == 3

    ratings = ((2, 4), (2, 2), (2, 5), (6, 3))
    records = [
        DONE._replace(id=str(day), started_at=MORNING - timedelta(days=day), before=before, after=after)
        for day, (before, after) in enumerate(ratings)
    ]
    open_screen(HistoryScreen(), act, (80, 24), with_sessions(*records))
