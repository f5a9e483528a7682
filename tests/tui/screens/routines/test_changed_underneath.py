"""Another program changes a routine file at any moment of editing: neither text is ever lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.files.routine_editing.conftest import TEXT, RoutineFolders
from tests.scale import short_and_long
from tests.tui.user import User, open_screen
from tpsession.tui.screens.routines.conflict import ConflictScreen
from tpsession.tui.screens.routines.editor import EditorScreen
from tpsession.tui.view_models.routines.routine_editor import open_routine
from tpsession.tui.widgets.editor.toml_area import TomlArea

LINES = 4
"""Lines that the person types before they save."""
MOMENTS = LINES + 10
"""Moments of one save: before each line, and before each of the calls that the editor makes of its files."""
ANSWERS = ("back", "both", "theirs", "mine")


class OtherProgram:
    """Overwrites a file at one moment, without looking what is in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: set[str] = set()
        """What must not be lost: all that it wrote, but for what it overwrote itself."""
        self._numbers = count(1)
        self._moments_left = 0

    def prepare(self, moment: int) -> None:
        """Choose the moment, counted from the next one as 1."""
        self._moments_left = moment

    def pass_moment(self) -> None:
        """Overwrite the file if this is the moment."""
        self._moments_left -= 1
        if self._moments_left == 0:
            self.written.discard(self.path.read_text(encoding="utf-8"))
            text = f"{TEXT.format(name='Other')}# text {next(self._numbers)} of another program\n"
            self.written.add(text)
            self.path.write_text(text, encoding="utf-8")

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the same call, before which a moment passes."""

        def passing(*arguments: object) -> object:
            self.pass_moment()
            return call(*arguments)

        return passing


@pytest.mark.parametrize("changes", short_and_long(6, 50))
def test_nothing_is_lost_whenever_a_file_changes(tmp_path: Path, home: Path, changes: int) -> None:
    folders = RoutineFolders(tmp_path, home)
    chance = random.Random(changes)  # noqa: S311 - the same in every run
    folders.own.mkdir(parents=True)
    path = folders.own / "two.toml"
    path.write_text(TEXT.format(name="Two"), encoding="utf-8")
    opened = open_routine(folders.writer.read("two"))
    other = OtherProgram(path)
    for call in ("read", "check", "find_taken_ids", "create", "save", "replace"):
        setattr(folders.writer, call, other.before(getattr(folders.writer, call)))
    answers: list[str] = []

    async def solve(user: User, area: TomlArea) -> None:
        """Answer a conflict; what was typed is still there then, at the latest with ctrl+z."""
        typed = area.text
        answers.append(ANSWERS[len(answers) % len(ANSWERS)])
        other.pass_moment()
        await user.click(f"#{answers[-1]}")
        if answers[-1] == "theirs":
            assert area.text in other.written
            await user.press("ctrl+z")
            assert area.text == typed
            await user.press("ctrl+y")
            # From now on the person changes that text, which they have seen.
            other.written.discard(area.text)
        else:
            assert area.text == typed

    async def act(user: User) -> None:
        editor = user.app.screen
        assert isinstance(editor, EditorScreen)
        area = editor.query_one(TomlArea)
        for number in range(changes):
            assert editor._opened.old is not None
            other.path = Path(editor._opened.old.path)
            other.prepare(chance.randint(1, MOMENTS))
            for line in range(LINES):
                other.pass_moment()
                area.insert(f"# {number}, line {line}\n", (0, 0))
                await user.pilot.pause()
            typed = area.text
            await user.press("ctrl+s")
            while isinstance(user.app.screen, ConflictScreen):
                await solve(user, area)
                if answers[-1] == "back":
                    await user.press("ctrl+s")
            files = {file.read_text(encoding="utf-8") for file in folders.own.rglob("*.toml")}
            assert other.written <= files
            assert typed in files | {area.text} or answers[-1] == "theirs"

    open_screen(EditorScreen(opened, folders.writer), act)
    assert len(answers) >= changes // 2
