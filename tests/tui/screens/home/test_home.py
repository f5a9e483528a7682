"""The home screen: the list of routines, and the details of the one that is highlighted.

The order, the filter and what stays highlighted are tested in `test_home_list`.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from textual.screen import Screen

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.user import User, UserActions, open_screen, wait_until
from tpsession.core.catalog.area import AREAS, CALF, HAND, NECK, Area
from tpsession.core.catalog.routine import Routine, RoutineEntry, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import STROKES
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import Problem, Severity, TpsessionError
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.plan.wording import AREA_LIMIT
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.prepare.area import AreaScreen
from tpsession.tui.screens.prepare.where import WhereScreen
from tpsession.tui.screens.tools.doctor import DoctorScreen
from tpsession.tui.screens.tools.render import RenderScreen
from tpsession.tui.screens.tools.settings import SettingsScreen
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.lists.routine_detail import RoutineDetail, _Figure

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
EVENING = RoutineEntry(
    "evening",
    "yours",
    "routines/evening.toml",
    None,
    (Problem(3, 8, '"neckk" is no area'), Problem(9, 1, "a step needs a technique")),
)


def routine(name: str, area: Area | None = NECK, **fields: Any) -> Routine:  # noqa: ANN401 - any field
    return SHORT._replace(id=name.lower(), name=name, area=area, **fields)


NECK_ROUTINE = routine(
    "Neck",
    position="Sit upright.",
    have=("oil", "towel"),
    avoid=("a fresh scar",),
    sources=("Ours",),
    summary="Loosen it.",
    sides=Sides.EACH,
)
ANY_ROUTINE = routine("Anywhere", None, have=("a ball",), avoid=("a fresh scar",))
CALF_ROUTINE = routine("Zealous calf", CALF)
THREE = (NECK_ROUTINE, ANY_ROUTINE, CALF_ROUTINE)


def history_of(*done: tuple[str, int]) -> MemoryHistory:
    """A history with sessions: the routine, and how many days ago."""
    history = MemoryHistory()
    for number, (name, days) in enumerate(done):
        at = MORNING - timedelta(days=days, hours=1)
        history.add_session(
            SessionRecord(
                f"session-{number}",
                at,
                at,
                Status.COMPLETED,
                None,
                name,
                "neck",
                "neck",
                Side.BOTH,
                60.0,
                50.0,
            ),
            (),
        )
    return history


@dataclass
class HomeView:
    """What the person saw at the end, and what was played."""

    screen_text: str = ""
    highlighted: str = ""
    played: list[tuple[str, bool]] = field(default_factory=list)
    """Ids of routines, and whether they were rehearsed."""

    def order(self, *names: str) -> list[str]:
        """The names that are shown, in their order from top to bottom."""
        has_details_beside = self.screen_text.splitlines()[1].startswith("╭")
        listed = "\n".join(
            line[:37] if has_details_beside else line for line in self.screen_text.splitlines()
        )
        places = {name: listed.find(name) for name in names}
        return sorted((name for name in names if places[name] >= 0), key=lambda name: places[name])


async def wait_until_idle(user: User) -> None:
    """Wait until everything is read and drawn."""
    await user.app.workers.wait_for_complete()
    await user.pilot.pause()
    await user.pilot.pause()


def at_home(
    person: UserActions | None = None, tui: FakeTui | None = None, size: tuple[int, int] = (80, 24)
) -> HomeView:
    """Show the home screen, and let the person act once the list is there."""
    view = HomeView()

    async def act(user: User) -> None:
        def play(routine: Routine, *, rehearse: bool = False) -> None:
            view.played.append((routine.id, rehearse))

        user.app.navigator.play = play  # type: ignore[method-assign, assignment]
        await user.pilot.pause()
        if person is not None:
            await person(user)
            await user.pilot.pause()
        view.screen_text, view.highlighted = user.screen_text, user.highlighted_line

    open_screen(HomeScreen(), act, size, tui or FakeTui(routines=THREE))
    return view


def keys(*pressed: str) -> UserActions:
    """A person who presses these keys."""
    return lambda user: user.press(*pressed)


# The list


def test_the_routine_used_last_is_on_top_and_highlighted_so_that_enter_starts_it() -> None:
    history = history_of(("zealous calf", 1), ("neck", 3))
    view = at_home(keys("enter"), FakeTui(routines=THREE, history=history))

    assert view.order("Zealous calf", "Anywhere", "Neck") == ["Zealous calf", "Anywhere", "Neck"]
    assert view.highlighted.startswith("Zealous calf")
    assert view.played == [("zealous calf", False)]


def test_when_a_routine_was_last_done_is_in_the_list_or_in_the_details_but_never_in_both() -> None:
    async def look(user: User) -> None:
        async for size in user.resize_to(SIZES):
            assert user.screen_text.count("3 days ago") == 1, size
            assert user.screen_text.count("any area") >= (size[0] == 200), size

    long = routine("A name of twenty-five let", NECK)
    at_home(look, FakeTui(routines=(long, *THREE), history=history_of((long.id, 3))))


def test_a_routine_that_none_of_the_latest_sessions_had_still_says_when_it_was_done() -> None:
    history = history_of(*[("neck", 1)] * 25, ("zealous calf", 5))

    assert "5 days ago" in at_home(tui=FakeTui(routines=THREE, history=history)).screen_text


def test_keys_buttons_and_clicks_start_or_rehearse_the_highlighted_routine() -> None:
    async def choose(user: User) -> None:
        await user.press("down", "r")
        for button in ("#start", "#rehearse"):
            await user.click(button)
        await user.click("#list", (5, 0))
        await user.click("#list", (5, 0))

    assert at_home(choose).played == [("neck", True), ("neck", False), ("neck", True), ("anywhere", False)]


def test_after_a_click_on_rehearse_enter_starts_again_as_the_footer_says() -> None:
    async def rehearse_then_start(user: User) -> None:
        await user.click("#rehearse")
        await user.press("enter")

    assert at_home(rehearse_then_start).played == [("anywhere", True), ("anywhere", False)]


def test_a_name_from_a_file_is_only_text() -> None:
    named = NECK_ROUTINE._replace(name="[b]x[/b] \x1b[2Jx", summary="[red]y[/red]")
    screen_text = at_home(tui=FakeTui(routines=(named,))).screen_text

    assert "[b]x[/b] �[2Jx" in screen_text
    assert "[red]y[/red]" in screen_text


def test_without_any_routine_the_list_says_so() -> None:
    assert "There are no routines." in at_home(keys("enter", "r"), FakeTui(routines=())).screen_text


def test_the_highlighted_routine_is_rendered_by_key_or_command_and_any_area_is_asked_for() -> None:
    async def render(user: User) -> None:
        def top() -> type[Screen[Any]]:
            return type(user.app.screen)

        await user.press("w")
        assert top() is AreaScreen
        await user.press("escape")
        assert top() is HomeScreen
        await user.press("ctrl+p", *"save")
        await user.pilot.pause(0.3)
        await user.press("enter")
        assert top() is AreaScreen
        await user.press("down", "enter")
        assert top() is RenderScreen
        assert "Save as sound file: Anywhere" in user.screen_text
        await user.press("escape")
        assert top() is HomeScreen
        await user.press("down", "w")
        assert "Save as sound file: Neck" in user.screen_text
        await user.press("escape", "question_mark", "end")
        await user.pilot.pause(0.3)
        assert "Save as sound file" in user.screen_text

    at_home(render, size=(80, 50))


def test_the_page_that_a_routine_names_is_shown_and_opened_only_after_a_question() -> None:
    tui = FakeTui(routines=(CALF_ROUTINE._replace(link="https://example.org/calf"), NECK_ROUTINE))

    async def act(user: User) -> None:
        await wait_until_idle(user)
        # The highlighted routine names no page.
        await user.press("up", "up", "k")
        assert isinstance(user.app.screen, HomeScreen)
        assert "k" not in user.app.active_bindings
        await user.press("down", "k")
        await wait_until(user.pilot, lambda: "Open this page in your browser?" in user.screen_text)
        assert "https://example.org/calf" in user.screen_text
        await user.press("n")
        assert tui.browser.opened == []
        await user.press("k")
        await wait_until(user.pilot, lambda: "Open this page in your browser?" in user.screen_text)
        await user.press("o")
        await wait_until(user.pilot, lambda: bool(tui.browser.opened))
        tui.browser.error = TpsessionError("The browser can't be started.", "Open the page yourself.")
        tui.browser.has_desktop = False
        await user.press("k")
        await wait_until(
            user.pilot, lambda: any("Open it in" in each.message for each in user.app._notifications)
        )

    at_home(act, tui)
    assert tui.browser.opened == ["https://example.org/calf"]


def test_other_screens_are_one_key_away_and_escape_comes_back() -> None:
    async def go_and_come_back(user: User) -> None:
        others = (("d", DoctorScreen), ("h", HistoryScreen), ("s", SettingsScreen), ("o", WhereScreen))
        for key, screen in others:
            seen: list[object] = []
            for pressed in (key, "escape"):
                await user.press(pressed)
                seen.append(type(user.app.screen))
            assert seen == [screen, HomeScreen]

    at_home(go_and_come_back)


def test_escape_does_nothing_and_q_leaves() -> None:
    async def leave(user: User) -> None:
        await user.press("escape")
        assert not user.is_closed
        assert "Back" not in user.screen_text
        await user.press("q")
        assert user.app.return_code == 0

    open_screen(HomeScreen(), leave, (80, 24), FakeTui(routines=THREE))


# Broken files


def test_a_broken_file_has_its_place_in_the_list_and_its_problems_are_shown() -> None:
    view = at_home(keys("down"), FakeTui(routines=(*THREE, EVENING)), (120, 40))

    assert view.order("Anywhere", "! evening", "Neck") == ["Anywhere", "! evening", "Neck"]
    assert "has 2 problems" in view.screen_text
    assert 'routines/evening.toml:3:8: "neckk" is no area' in view.screen_text
    assert "routines/evening.toml:9:1: a step needs a technique" in view.screen_text


def test_a_broken_file_never_starts_but_shows_what_is_wrong() -> None:
    async def try_all(user: User) -> None:
        async for size in user.resize_to(SIZES):
            await user.press("home", "down", "r", "w")
            assert user.app.screen.focused is not None
            assert user.app.screen.focused.id == "sheet", size
            assert '"neckk"' in user.screen_text, size
            await user.press("shift+tab")

    assert at_home(try_all, FakeTui(routines=(*THREE, EVENING))).played == []


@pytest.mark.parametrize("size", [(60, 20), (71, 24), (80, 24)])
def test_however_many_problems_a_file_has_all_can_be_read(size: tuple[int, int]) -> None:
    problems = tuple(Problem(line, 1, f"what is wrong in line {line} of this file") for line in range(1, 13))

    async def read(user: User) -> None:
        await user.press("down", "tab")
        assert "in line 1 " in user.screen_text
        assert "Neck" in user.screen_text
        await user.press(*["pagedown"] * 12)

    broken = EVENING._replace(problems=problems)
    view = at_home(read, FakeTui(routines=(*THREE, broken)), size)
    assert "in line 12 " in " ".join(view.screen_text.replace("│", " ").split())
    assert "in your own editor" in " ".join(view.screen_text.split())


def test_a_warning_about_a_file_is_shown_next_to_its_routine() -> None:
    warning = Problem(7, 1, "a hold over 60 s", Severity.WARNING)
    warned = RoutineEntry("neck", "yours", "neck.toml", NECK_ROUTINE, (warning,))

    screen_text = at_home(tui=FakeTui(routines=(warned,)), size=(200, 60)).screen_text
    assert "neck.toml:7:1: warning: a hold over 60 s" in screen_text


# Details of the highlighted routine


def test_everything_to_know_before_a_session_is_next_to_the_list() -> None:
    screen_text = at_home(tui=FakeTui(routines=(NECK_ROUTINE,)), size=(200, 60)).screen_text

    for text in (
        "Loosen it.",
        "1:40  Neck; left, then right",
        "Sit upright.",
        "oil, towel",
        "a fresh scar",
        "No powered devices on the neck.",
        "2 x 0:30, 0:15 between",
        "Ours",
        "No physiotherapist has reviewed",
        "· get ready",
    ):
        assert text in screen_text
    assert all(word in screen_text for place in NECK.never_press for word in place.split())


def test_a_routine_for_any_area_claims_nothing_about_an_area_until_another_is_highlighted() -> None:
    async def look(user: User) -> None:
        assert "any area: you choose it at the start" in user.screen_text
        assert "a ball" in user.screen_text
        assert "a fresh scar; more places, shown once you have chosen the area" in user.screen_text
        assert HAND.name not in user.screen_text
        assert not any(text in user.screen_text for text in (*HAND.never_press, *HAND.care, HAND.position))
        await user.press("end")

    assert "Achilles tendon" in at_home(look, size=(200, 60)).screen_text


def test_the_body_shows_the_area_on_the_sides_that_are_worked_and_changes_are_named() -> None:
    strokes = Step(STROKES, duration_s=20.0, text="Grip firmly.")
    sides = {Sides.LEFT: Side.LEFT, Sides.RIGHT: Side.RIGHT, Sides.EACH: Side.BOTH, Sides.NONE: Side.BOTH}

    async def look(user: User) -> None:
        await user.paint()
        for side in sides.values():
            picture = user.app.screen.query_one(BodyPicture)
            assert (picture._area, picture._side) == (CALF, side)
            await user.press("down")
        assert AREA_LIMIT in user.screen_text
        assert "No firm grip over veins" in user.screen_text

    routines = [routine(f"Calf {number}", CALF, sides=chosen) for number, chosen in enumerate(sides)]
    changed = routine("Calf 9", CALF, steps=(strokes,))
    at_home(look, FakeTui(routines=(*routines, changed)), (200, 60))


def test_details_that_do_not_fit_can_be_scrolled_to() -> None:
    async def scroll(user: User) -> None:
        await user.paint()
        assert not user.app.screen.query(BodyPicture)
        assert "tender spot" not in user.screen_text
        await user.press("tab", "end")
        await user.paint()

    assert "tender spot" in at_home(scroll, FakeTui(routines=(NECK_ROUTINE,))).screen_text


def test_the_program_can_be_left_while_the_picture_is_asked_for() -> None:
    async def leave(user: User) -> None:
        # In a low window the picture isn't in view. At the exit its place goes before the details do.
        await user.app.screen.query_one("#figure").remove()
        user.app.screen.query_one(RoutineDetail).post_message(_Figure.Seen())
        await user.pilot.pause()

    assert "Neck" in at_home(leave, FakeTui(routines=(NECK_ROUTINE,))).screen_text


# Sizes


def test_the_essentials_are_seen_at_any_size_of_the_window() -> None:
    async def resize(user: User) -> None:
        await user.press("down")
        async for size in user.resize_to([*SIZES, (40, 12), (20, 6), (3, 2), (80, 24)]):
            assert size[0] < 20 or "Neck" in user.screen_text, size
            assert size < (60, 20) or "1:40" in user.screen_text, size

    at_home(resize)


def test_where_never_to_press_is_seen_without_scrolling_in_a_small_window() -> None:
    every = [routine(area.name, area, sides=Sides.EACH, position="Sit. " * 9) for area in AREAS.values()]

    async def look(user: User) -> None:
        for _ in every:
            shown = user.highlighted_line
            area = next(area for area in AREAS.values() if shown.startswith(area.name))
            # The details beside the list, without its frame and scrollbar.
            details = " ".join(" ".join(line[39:78] for line in user.screen_text.splitlines()).split())
            assert "; ".join(area.never_press) in details, area
            await user.press("down")

    at_home(look, FakeTui(routines=tuple(every)))


def test_without_unicode_everything_is_ascii() -> None:
    screen_text = at_home(tui=FakeTui(routines=THREE, charset=Charset.ASCII), size=(120, 40)).screen_text

    assert "> Anywhere" in screen_text


# Favourites and same again


def test_a_favourite_has_a_sign_and_stays_on_top_and_the_same_key_takes_it_away() -> None:
    async def choose(user: User) -> None:
        await user.press("end", "f")
        await wait_until_idle(user)
        assert user.highlighted_line.startswith("★ Zealous calf")
        lines = [line for line in user.screen_text.splitlines() if "Anywhere" in line]
        assert user.screen_text.index("Zealous calf") < user.screen_text.index(lines[0])
        await user.press("f")
        await wait_until_idle(user)
        assert user.highlighted_line.startswith("Zealous calf")

    tui = FakeTui(routines=THREE, charset=Charset.UNICODE)
    assert at_home(choose, tui).order("Zealous calf", "Anywhere") == ["Anywhere", "Zealous calf"]
    kept = FakeTui(
        settings={"screen.favourites": "zealous calf, gone"}, routines=THREE, charset=Charset.ASCII
    )
    assert "> * Zealous calf" in at_home(tui=kept).screen_text


def test_a_favourite_that_is_chosen_while_another_is_still_being_saved_takes_it_from_nobody() -> None:
    tui = FakeTui(routines=THREE, charset=Charset.UNICODE)
    save_setting, may_write = tui.services.settings.save_setting, threading.Event()

    def save_late(name: str, value: str | int | bool) -> None:
        assert may_write.wait(10)
        save_setting(name, value)

    tui.services.settings.save_setting = save_late  # type: ignore[method-assign]

    async def choose_two(user: User) -> None:
        await user.press("home", "f", "end", "f")
        may_write.set()
        await wait_until_idle(user)

    assert at_home(choose_two, tui).screen_text.count("★") == 2
    assert tui.services.settings.load_preferences().favourites == {"anywhere", "zealous calf"}


def test_one_key_plays_the_last_session_again_with_its_place_and_side() -> None:
    history = history_of(("gone", 0), ("neck", 1))
    tui = FakeTui(routines=THREE, history=history)
    played: list[tuple[str, SessionOptions | None]] = []

    async def again(user: User) -> None:
        await wait_until_idle(user)
        assert "g Again" in user.screen_text
        user.app.navigator.play = (  # type: ignore[method-assign]
            lambda routine, *, rehearse=False, options=None: played.append((routine.id, options))
        )
        await user.press("end", "g")

    at_home(again, tui)
    assert played == [("neck", SessionOptions(place="neck", pain_side=Side.BOTH))]
    assert "g Again" not in at_home(keys("g")).screen_text


def test_the_heading_names_the_person_where_several_have_a_history() -> None:
    async def first_line(person: str) -> str:
        # Nothing is kept: else a welcome would lie over the list.
        app = FakeTui(person=person, options=SessionOptions(save=False)).app()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return screen_text(app).splitlines()[0]

    assert "tpsession: Anna" in asyncio.run(first_line("Anna"))
    assert "tpsession:" not in asyncio.run(first_line(""))
