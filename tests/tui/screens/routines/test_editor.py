"""The screen of the routine editor: typing, problems, words, and leaving."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widgets import Static

from tests.fakes.routine_files import FakeRoutineFiles
from tests.scale import short_and_long
from tests.tui.user import User, UserActions, open_screen, wait_until
from tests.tui.view_models.routines.test_routine_editor import TEXT, changed_texts
from tpsession.core.catalog.routine import BUILT_IN, MAX_FILE_BYTES, YOURS, Routine
from tpsession.core.routine_editing.completion import Completion
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.tui.flows.navigator import AppNavigator
from tpsession.tui.screens.dialogs.ask import AskScreen
from tpsession.tui.screens.routines.editor import TOO_LARGE, EditorScreen
from tpsession.tui.view_models.routines.routine_editor import (
    CheckedText,
    OpenedRoutine,
    describe_problem,
    find_underlines,
    open_routine,
)
from tpsession.tui.widgets.editor.text_lines import TextLines
from tpsession.tui.widgets.editor.toml_area import TomlArea

WIDE = (120, 40)
MISTAKES = '[[steps]]\ntechnique = "custom"\nzzz = 1\nyyy = 1\n'


def edit(
    act: UserActions, source: str = YOURS, size: tuple[int, int] = WIDE, text: str = TEXT
) -> tuple[User, FakeRoutineFiles]:
    """Let a user edit a routine; return the user and the files as they are then."""
    writer = FakeRoutineFiles()
    writer.add("two", text, source)
    screen = EditorScreen(open_routine(writer.read("two")), writer)
    return open_screen(screen, act, size), writer


def area_of(user: User) -> TomlArea:
    """Return the text that is edited."""
    return user.app.screen.query_one(TomlArea)


def shown(user: User, selector: str) -> str:
    """Return the text of a line; empty if it is hidden."""
    line = user.app.screen.query_one(selector, Static)
    return str(line.content) if line.display else ""


def lines(user: User, selector: str) -> list[str]:
    """Return the lines of a list."""
    found = user.app.screen.query_one(selector, TextLines)
    return list(found._items)


def test_a_text_is_changed_by_keys_alone_and_saved() -> None:
    async def act(user: User) -> None:
        assert shown(user, "#summary") == "Two: 1 minute 35 seconds, no mistakes."
        # A step is added: what fits is proposed, and the right arrow takes it.
        await user.press("ctrl+end", *"[[st")
        assert area_of(user).suggestion == "eps]]"
        await user.press("right", "enter", *"tech", "right", *'"str')
        assert shown(user, "#summary").startswith("Can't be played yet:")
        # A list has what fits, with its sentence; enter types it.
        await user.press("f4")
        assert [line.split("  ")[0] for line in lines(user, "#words")] == ['"strokes"', '"stretch"']
        await user.press("down")
        assert shown(user, "#hint").startswith("Stretch. Stretch gently")
        await user.press("enter")
        assert area_of(user).text.endswith('[[steps]]\ntechnique = "stretch"')
        # The problem is listed and explained at the cursor; a key leads there.
        (problem,) = lines(user, "#problems")
        assert problem.startswith("11: ")
        await user.press("ctrl+home", "f8")
        assert area_of(user).cursor_location[0] == 10
        assert "duration" in shown(user, "#hint")
        await user.press("ctrl+end", "enter", *"hold = 20", "ctrl+s")
        assert shown(user, "#summary") == "Two: 1 minute 55 seconds, no mistakes."
        assert shown(user, "#message") == "Saved."
        await user.press("f8")
        assert shown(user, "#message") == "There is no problem."
        # Words are found from the cursor on, round the end, and back; the text stays as it is.
        await user.press("ctrl+home", "ctrl+f", *"STEPS")
        assert (area_of(user).selected_text, shown(user, "#found")) == ("steps", "1 of 3")
        await user.press("enter")
        assert shown(user, "#found") == "1 of 3"
        await user.press("enter", "up")
        assert shown(user, "#found") == "1 of 3"
        await user.press("up")
        assert shown(user, "#found") == "3 of 3"
        await user.press("enter", "down", "f3", "f2", "escape")
        assert (area_of(user).has_focus, area_of(user).selected_text) == (True, "steps")
        assert area_of(user).selection.start[0] == 7
        await user.press("f3", "escape")

    user, writer = edit(act)
    assert user.result == "two"
    routine, _ = writer.check(writer.read("two").content, "two")
    assert routine is not None
    assert [step.technique.id for step in routine.steps] == ["oil", "rest", "stretch"]


def test_the_same_by_mouse_and_leaving_asks_what_to_do_with_changes() -> None:
    async def act(user: User) -> None:
        assert shown(user, "#message").startswith("This routine is built in.")
        area_of(user).move_cursor((5, 14))
        await user.pilot.pause()
        await user.click("#words", at=(4, 2))
        assert area_of(user).text == TEXT.replace('"oil"', '"locate"')
        assert shown(user, "#heading") == "Edit your copy: Two, not saved"
        await user.press("ctrl+z")
        assert area_of(user).text == TEXT
        assert shown(user, "#heading") == "Edit your copy: Two"
        await user.press("ctrl+y", "escape")
        assert isinstance(user.app.screen, AskScreen)
        await user.press("g")
        assert area_of(user).has_focus
        # Searching by mouse, which leaves what was found selected.
        await user.press("f3", *"rest")
        await user.click("#previous")
        await user.click("#next")
        assert shown(user, "#found") == "1 of 1"
        await user.click("#close")
        assert (area_of(user).has_focus, area_of(user).selected_text) == (True, "rest")
        await user.press("escape", "s")

    user, writer = edit(act, BUILT_IN)
    assert user.result == "two"
    assert writer.read("two").source == YOURS
    assert writer.read("two").content.decode() == TEXT.replace('"oil"', '"locate"')


@pytest.mark.parametrize("size", [(60, 20), (120, 30)])
def test_a_long_text_opens_at_its_first_step_and_its_problems_are_read_whole(size: tuple[int, int]) -> None:
    notes = "".join(f"# {number} {'note ' * 20}\n" for number in range(30))
    text = f"{notes}{TEXT}{TEXT[TEXT.index('[[') :] * 20}{MISTAKES}"

    async def act(user: User) -> None:
        await user.pilot.pause()
        area = area_of(user)
        assert area.cursor_location == (34, 0)
        # Each note takes several rows of the window.
        assert area.scroll_offset.y == area.wrapped_document.location_to_offset((34, 0)).y > 60
        _, problems = read_routine_text(text, "two")
        await user.press("tab")
        for problem in problems:
            side = [line.rpartition("││")[2].strip(" │") for line in user.screen_text.splitlines()]
            words = " ".join(" ".join(side).split())
            assert problem.message[0].upper() + problem.message[1:] in words
            await user.press("down")

    edit(act, size=size, text=text)


def test_a_long_text_may_be_replaced_by_a_short_one_as_soon_as_it_is_open() -> None:
    async def act(user: User) -> None:
        area = area_of(user)
        area.on_resize()
        area.replace("#", (0, 0), area.document.end)
        await user.pilot.pause()
        assert (area.text, area.scroll_offset.y) == ("#", 0)
        await user.press("ctrl+z", "escape")

    edit(act, text=f"{'# note' * 9}\n" * 30 + TEXT)


def test_a_line_of_a_list_that_has_gone_before_its_message_comes_does_nothing() -> None:
    async def act(user: User) -> None:
        editor, area = user.app.screen, area_of(user)
        assert isinstance(editor, EditorScreen)
        await wait_until(user.pilot, lambda: len(editor._checked.problems) > 1)
        place = area.cursor_location
        problems, words = (editor.query_one(selector, TextLines) for selector in ("#problems", "#words"))
        for each in (problems, words):
            each.post_message(TextLines.Highlighted(each, 1))
            each.post_message(TextLines.Chosen(each, 1))
        # The result of a check arrives while they wait for their turn.
        editor._checked, editor._completion = CheckedText(), Completion(0, 0, ())
        await user.pilot.pause()
        assert (area.text, area.cursor_location) == (TEXT + MISTAKES, place)

    edit(act, text=TEXT + MISTAKES)


def test_a_new_routine_that_is_left_unsaved_leaves_no_file() -> None:
    async def act(user: User) -> None:
        assert shown(user, "#heading") == "New routine: Two, not saved"
        # What would make the file too large isn't inserted at all.
        area_of(user).insert("#" * MAX_FILE_BYTES)
        await user.pilot.pause()
        assert area_of(user).text == TEXT
        assert shown(user, "#message") == TOO_LARGE
        # What makes the scrollbar go when it is taken back, with the cursor below the new end.
        await user.press("ctrl+end")
        area_of(user).insert("\n" * 40)
        await user.press("ctrl+z")
        assert area_of(user).text == TEXT
        # What was typed is asked about; untouched, it has nothing to lose.
        await user.press("x", "escape", "g", "backspace", "escape")

    writer = FakeRoutineFiles()
    user = open_screen(EditorScreen(OpenedRoutine("new", TEXT), writer), act, (60, 20))
    assert user.is_closed
    assert user.result is None
    assert writer.texts == {}


@pytest.mark.parametrize("count", short_and_long(15, 2000))
def test_whatever_is_typed_is_shown_as_the_checker_finds_it(count: int) -> None:
    async def act(user: User) -> None:
        area, editor = area_of(user), user.app.screen
        assert isinstance(editor, EditorScreen)
        for text in changed_texts(count):
            area.replace(text, (0, 0), area.document.end)
            await user.pilot.pause()
            await wait_until(user.pilot, lambda: not editor._is_checking)
            _, problems = read_routine_text(area.text, "two")
            assert lines(user, "#problems") == [describe_problem(problem) for problem in problems]
            assert area._underlines == find_underlines(area.toml_lines, problems)
            assert [line.text for line in area.toml_lines] == list(area.document.lines)

    edit(act)


def test_control_characters_of_a_file_dont_reach_the_terminal() -> None:
    async def act(user: User) -> None:
        assert "# �[2J � " in user.screen_text
        assert "\x1b" not in user.screen_text

    edit(act, text=TEXT + "# \x1b[2J \u202e\t end\n")


def test_keys_that_come_at_once_are_handled_in_their_order() -> None:
    async def act(user: User) -> None:
        area = area_of(user)
        area.move_cursor((1, 12))
        # None is waited for, as from a held key or over a slow line.
        for key, character in (("left", None), ("backspace", "\x7f"), ("a", "a"), ("home", None), ("b", "b")):
            user.app.post_message(Key(key, character))
        await user.pilot.pause()
        assert area.document.get_line(1) == 'bname = "Twa"'

    edit(act)


def test_line_ends_of_two_kinds_are_no_change() -> None:
    async def act(user: User) -> None:
        assert shown(user, "#heading") == "Edit: Two"
        await user.press("escape")

    user, _ = edit(act, text=TEXT.replace("\n", "\r\n", 2))
    assert user.is_closed


def test_a_rehearsal_begins_at_the_step_under_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[int, bool]] = []

    def play(_: AppNavigator, routine: Routine, *, rehearse: bool = False) -> None:
        played.append((len(routine.steps), rehearse))

    async def act(user: User) -> None:
        await user.press("f5", "ctrl+end", "f5", *"[")
        # With a mistake nothing can be played, which is said.
        await user.press("f5")
        assert shown(user, "#message") == "It can be rehearsed once its mistakes are mended."

    monkeypatch.setattr(AppNavigator, "play", play)
    edit(act)
    assert played == [(2, True), (1, True)]
