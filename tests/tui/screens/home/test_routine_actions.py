"""Making, editing, copying and deleting routines on the home screen, and files that other programs change."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.files.routine_editing.conftest import TEXT, RoutineFolders
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, wait_until
from tpsession.commands.routines.routine_code import make_routine_code
from tpsession.core.catalog.area import AREAS
from tpsession.tui.screens.home import editing_page
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.home.routine_actions import NOTHING_DELETED
from tpsession.tui.screens.routines.editor import EditorScreen
from tpsession.tui.screens.routines.variation import VariationScreen
from tpsession.tui.view_models.routines.routine_code import ADD_COMMAND
from tpsession.tui.widgets.editor.toml_area import TomlArea
from tpsession.tui.widgets.lists.routine_list import RoutineList


@pytest.fixture
def folders(tmp_path: Path, home: Path) -> RoutineFolders:
    return RoutineFolders(tmp_path, home)


def at_home(
    act: UserActions,
    folders: RoutineFolders,
    size: tuple[int, int] = (120, 40),
    settings: dict[str, str] | None = None,
) -> User:
    """Show the home screen with real files to a user who acts."""
    tui = FakeTui(settings={**(settings or {})})
    tui.services = tui.services._replace(
        library=folders.library,
        routine_writer=lambda: folders.writer,
        routine_code=partial(make_routine_code, folders.writer),
    )
    return open_screen(HomeScreen(), act, size, tui)


def listed(user: User) -> list[str]:
    """Return the ids in the list, with a star at the highlighted one."""
    found = user.app.screen.query_one(RoutineList)
    return [f"{row.id}{'*' * (row is found.highlighted)}" for row in found._items]


async def sees(user: User, *ids: str) -> None:
    """Wait until the list shows these routines."""
    await wait_until(user.pilot, lambda: isinstance(user.app.screen, HomeScreen) and listed(user) == [*ids])


async def says(user: User, text: str) -> None:
    """Wait until a notification has a text."""
    await wait_until(user.pilot, lambda: any(text in each.message for each in user.app._notifications))


def test_a_routine_is_made_copied_deleted_and_brought_back_by_keys(folders: RoutineFolders) -> None:
    async def act(user: User) -> None:
        await sees(user, "foot*", "neck")
        # Nothing has been deleted yet.
        await user.press("u")
        await says(user, NOTHING_DELETED)
        await user.press("n", *"My own", "enter", "t")
        assert isinstance(user.app.screen, EditorScreen)
        assert folders.listed().keys() == {"foot", "neck"}
        await user.press("ctrl+s", "escape")
        await sees(user, "foot", "my-own*", "neck")
        await user.press("c", "enter")
        await sees(user, "foot", "my-own", "my-own-mine*", "neck")
        await user.press("backspace")
        # A key that is held, or typed by mistake, deletes nothing.
        await user.press("backspace", "backspace", after=0.1)
        await user.press("escape")
        await sees(user, "foot", "my-own", "my-own-mine*", "neck")
        await user.press("backspace", "d")
        await sees(user, "foot", "my-own", "neck*")
        await user.press("delete", "d")
        await sees(user, "foot", "my-own*")
        # What was deleted last comes back first; then only one is left to choose from.
        await user.press("u")
        await sees(user, "foot", "my-own", "neck*")
        await user.press("u", "1")
        await sees(user, "foot", "my-own", "my-own-mine*", "neck")

    at_home(act, folders)
    assert folders.listed() == {
        "foot": "built-in",
        "my-own": "yours",
        "my-own-mine": "yours",
        "neck": "built-in",
    }


def test_a_name_that_a_routine_has_is_refused_and_another_is_proposed(folders: RoutineFolders) -> None:
    async def act(user: User) -> None:
        await sees(user, "foot*", "neck")
        await user.press("n", *"NECK", "enter")
        assert 'There is a routine called "Neck" already.' in user.screen_text
        await user.press("ctrl+u", *"Mine", "enter", "enter")
        assert "Which area?" in user.screen_text
        await user.press("escape", "c", "enter", "up", "c")
        assert "Foot, mine 2" in user.screen_text

    at_home(act, folders)


def test_a_routine_is_made_by_questions_and_its_lines_are_changed_at_once(folders: RoutineFolders) -> None:
    async def act(user: User) -> None:
        await sees(user, "foot*", "neck")
        # Going back saves nothing.
        await user.press("n", *"Evening", "enter", "l", "escape")
        await user.press("n", *"Evening", "enter", "escape")
        assert folders.listed().keys() == {"foot", "neck"}
        await user.press("n", *"Evening", "enter", "enter")
        assert "Which area?" in user.screen_text
        await user.press("down", "enter", "4")
        assert isinstance(user.app.screen, VariationScreen)
        await user.press("down", "down", "down", "down", "right", "s")
        await sees(user, "evening*", "foot", "neck")
        # Left as it is, it stays, too.
        await user.press("n", *"Night", "enter", "enter", "enter", "1", "escape")
        await sees(user, "evening", "foot", "neck", "night*")
        await says(user, 'Saved: "Night", with the usual steps.')

    at_home(act, folders)
    evening = folders.text("evening.toml")
    area = list(AREAS)[1]
    assert f'area = "{area}"' in evening
    assert 'sides = "right"' in evening
    assert folders.listed()["night"] == "yours"


def test_the_key_that_is_set_for_it_is_said_to_bring_a_routine_back(folders: RoutineFolders) -> None:
    async def act(user: User) -> None:
        await sees(user, "foot*", "neck")
        await user.press("delete", "d")
        await sees(user, "neck*")
        await says(user, "The key f6 brings it back.")
        await user.press("f6")
        await sees(user, "foot*", "neck")

    at_home(act, folders, settings={"keys.undo_deletion": "f6"})


def test_a_broken_routine_offers_to_be_edited(folders: RoutineFolders) -> None:
    folders.own.mkdir(parents=True)
    broken = TEXT.format(name="Broken").replace("duration", "duratoin")
    (folders.own / "broken.toml").write_text(broken, encoding="utf-8")

    async def act(user: User) -> None:
        await sees(user, "broken*", "foot", "neck")
        assert "Edit" in user.screen_text
        # Both the button and enter lead to the text, where the problem is.
        await user.press("enter")
        assert isinstance(user.app.screen, EditorScreen)
        await user.press("escape")
        await user.click("#start")
        # The cursor is at the first step, and the next problem is its second one.
        await user.press("f8")
        area = user.app.screen.query_one(TomlArea)
        row, _ = area.cursor_location
        area.replace("duration", (row, 0), (row, len("duratoin")))
        await user.press("ctrl+s", "escape")
        await sees(user, "broken*", "foot", "neck")
        assert "Start" in user.screen_text

    at_home(act, folders)
    assert folders.text("broken.toml") == TEXT.format(name="Broken")


def test_a_file_of_another_program_appears_by_itself(
    folders: RoutineFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing_page, "WATCH_S", 0.2)

    async def act(user: User) -> None:
        await sees(user, "foot*", "neck")
        await user.press("down")
        folders.own.mkdir(parents=True, exist_ok=True)
        (folders.own / "calf.toml").write_text("format = 1", encoding="utf-8")
        await sees(user, "calf", "foot", "neck*")
        assert "calf" in user.screen_text
        # So do a mended one, and its disappearance.
        (folders.own / "calf.toml").write_text(TEXT.format(name="Calf, mine"), encoding="utf-8")
        await wait_until(user.pilot, lambda: "Calf, mine" in user.screen_text)
        (folders.own / "calf.toml").unlink()
        await sees(user, "foot", "neck*")

    at_home(act, folders)


def test_what_cant_be_saved_or_opened_is_said(folders: RoutineFolders) -> None:
    folders.own.mkdir(parents=True)
    (folders.own / "odd.toml").write_text(TEXT.format(name="O\u2028dd"), encoding="utf-8")

    async def act(user: User) -> None:
        await user.press("down", "down")
        await sees(user, "foot", "neck", "odd*")
        await user.press("e")
        await says(user, "Line 2 has a character")
        # The file is gone by the time it is copied or deleted.
        (folders.own / "odd.toml").unlink()
        await user.press("c", "enter")
        await says(user, "There is no routine")
        await user.press("n", "enter")
        assert "A routine needs a name." in user.screen_text

    at_home(act, folders)


@pytest.mark.parametrize("keys", [("c",), ("u",), ("n", *"My own", "enter", "t")])
def test_a_folder_that_cant_be_read_is_said(folders: RoutineFolders, keys: tuple[str, ...]) -> None:
    folders.own.parent.mkdir(parents=True, exist_ok=True)
    # What isn't a folder can't be read, even by an administrator.
    folders.own.touch()

    async def act(user: User) -> None:
        await wait_until(user.pilot, lambda: "neck" in listed(user))
        await user.press("home", *keys)
        await says(user, "can't be read")

    at_home(act, folders)


def test_a_routine_is_shown_as_a_code_if_there_is_room_for_it(folders: RoutineFolders) -> None:
    async def act(user: User) -> None:
        await sees(user, "foot*", "neck")
        await user.press("t")
        await wait_until(user.pilot, lambda: "█▀▀▀▀▀█" in user.screen_text)
        assert "Code to scan: Foot" in user.screen_text
        assert ADD_COMMAND in user.screen_text
        async for _ in user.resize_to([(60, 20)]):
            assert "█" not in user.screen_text
            assert "The code needs" in user.screen_text
        # The file gets a mistake before the list shows it.
        await user.press("escape")
        await sees(user, "foot*", "neck")
        (folders.built_in / "foot.toml").write_text("format = ", encoding="utf-8")
        await user.press("t")
        await says(user, "foot.toml")

    at_home(act, folders)
