"""A person's folder of routines, beside the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpsession.files.paths import find_paths
from tpsession.files.resources import Resources
from tpsession.files.routine_editing.writer import FileRoutineWriter
from tpsession.files.routines.library import FileLibrary

TEXT = """\
format = 1
name = "{name}"  # what the list shows
area = "any"
sides = "left"

[[steps]]
technique = "oil"
duration = 30
"""


class RoutineFolders:
    """The built-in routines neck and foot, an empty folder of the person's own, and what works on them."""

    def __init__(self, tmp_path: Path, home: Path) -> None:
        self.built_in = tmp_path / "built-in"
        self.built_in.mkdir()
        for name in ("neck", "foot"):
            (self.built_in / f"{name}.toml").write_text(TEXT.format(name=name.title()), encoding="utf-8")
        self.own = home / "routines"
        resources = Resources(self.built_in, tmp_path / "sounds")
        self.writer = FileRoutineWriter(find_paths(), resources)
        self.library = FileLibrary(find_paths(), resources)

    def listed(self) -> dict[str, str]:
        """Return the source of each routine in the list by its id."""
        return {entry.id: entry.source for entry in self.library.list_entries()}

    def text(self, name: str) -> str:
        """Return the content of a file in the person's folder."""
        return (self.own / name).read_text(encoding="utf-8")

    def files(self) -> list[str]:
        """Return every file in the person's folder, also in the folders in it, but the schema."""
        return sorted(
            path.relative_to(self.own).as_posix()
            for path in self.own.rglob("*")
            if path.is_file() and path.suffix != ".json"
        )


@pytest.fixture
def folders(tmp_path: Path, home: Path) -> RoutineFolders:
    return RoutineFolders(tmp_path, home)
