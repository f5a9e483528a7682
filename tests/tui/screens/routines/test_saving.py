"""Saving in the routine editor: a file that changes underneath, one that is gone, and a slow or full disk."""

from __future__ import annotations

import threading

import pytest

from tests.fakes.routine_files import FakeRoutineFiles
from tests.tui.screens.routines.test_editor import area_of, edit, shown
from tests.tui.user import User
from tests.tui.view_models.routines.test_routine_editor import TEXT
from tpsession.core.catalog.routine import BUILT_IN
from tpsession.core.errors import TpsessionError
from tpsession.core.routine_editing.port import RoutineText
from tpsession.tui.screens.routines.conflict import ConflictScreen
from tpsession.tui.screens.routines.editor import EditorScreen
from tpsession.tui.screens.routines.saving import TAKEN_OVER
from tpsession.tui.widgets.editor.toml_area import TomlArea


@pytest.mark.parametrize("answer", ["both", "mine", "theirs", "back"])
def test_a_file_that_changed_underneath_is_never_overwritten(answer: str) -> None:
    mine, other = f"# mine\n{TEXT}", TEXT.replace("30s", "45s")

    async def act(user: User) -> None:
        area = area_of(user)
        area.insert("# mine\n", (0, 0))
        assert isinstance(user.app.screen, EditorScreen)
        files = user.app.screen._writer
        assert isinstance(files, FakeRoutineFiles)
        files.add("two", other)
        await user.press("ctrl+s")
        assert isinstance(user.app.screen, ConflictScreen)
        differing = {area.selected_text for area in user.app.screen.query(TomlArea)}
        assert len(differing) == 2
        assert not any("\n" in text for text in differing)
        assert [shown.text for shown in user.app.screen.query(TomlArea)] == [mine, other]
        await user.click(f"#{answer}")
        if answer == "both":
            assert shown(user, "#message") == "Both are kept: yours is saved as two-2."
        elif answer == "theirs":
            assert area.text == other
            assert shown(user, "#message") == TAKEN_OVER
            await user.press("ctrl+z")
        assert area.text == mine

    _, writer = edit(act)
    own = {name: text.content.decode() for name, text in writer.texts.items()}
    kept = {"both": {"two": other, "two-2": mine}, "mine": {"two": mine}}
    assert own == kept.get(answer, {"two": other})
    if answer == "mine":
        assert writer.deleted["two"].content.decode() == other


def test_a_file_that_is_gone_is_saved_anew_and_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> RoutineText:
        raise TpsessionError("The disk is full.")

    async def act(user: User) -> None:
        assert isinstance(user.app.screen, EditorScreen)
        files = user.app.screen._writer
        assert isinstance(files, FakeRoutineFiles)
        area_of(user).insert("# mine\n", (0, 0))
        del files.texts["two"]
        # Now the built-in one of this id is what is found.
        files.add("two", TEXT, BUILT_IN)
        with monkeypatch.context() as disk:
            disk.setattr(files, "replace", refuse)
            await user.press("ctrl+s")
            assert shown(user, "#message") == "The disk is full."
        await user.press("ctrl+s")
        assert shown(user, "#message") == "Saved."

    _, writer = edit(act)
    assert writer.read("two").content.decode() == f"# mine\n{TEXT}"


def test_saving_again_while_the_disk_is_slow_is_no_change_by_another_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_written = threading.Event()

    async def act(user: User) -> None:
        assert isinstance(user.app.screen, EditorScreen)
        save = user.app.screen._writer.save

        def save_slowly(old: RoutineText, content: str | bytes) -> RoutineText:
            assert is_written.wait(10)
            return save(old, content)

        monkeypatch.setattr(user.app.screen._writer, "save", save_slowly)
        area_of(user).insert("# mine\n", (0, 0))
        await user.press("ctrl+s")
        area_of(user).insert("# more\n", (0, 0))
        await user.press("ctrl+s")
        is_written.set()
        await user.app.workers.wait_for_complete()
        assert isinstance(user.app.screen, EditorScreen)
        assert shown(user, "#message") == "Saved."

    _, writer = edit(act)
    assert writer.read("two").content.decode() == f"# more\n# mine\n{TEXT}"
