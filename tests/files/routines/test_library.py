from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.errors import RoutineFileError, Severity, UsageError
from tpsession.files.paths import find_paths
from tpsession.files.resources import Resources
from tpsession.files.routines.library import FileLibrary

GOOD = (
    'format = 1\nname = "{name}"\narea = "neck"\nsides = "left"\n'
    '[[steps]]\ntechnique = "oil"\nduration = 30\n'
)


class Shelf:
    """A library with folders of its own to put files in."""

    def __init__(self, tmp_path: Path, home: Path) -> None:
        self.built_in = tmp_path / "built-in"
        self.own = home / "routines"
        self.built_in.mkdir()
        self.own.mkdir(parents=True)
        self.library = FileLibrary(find_paths(), Resources(self.built_in, tmp_path / "sounds"))

    def listed(self) -> list[tuple[str, str, str | None]]:
        """Id, source and name of each entry; None for a broken one."""
        entries = self.library.list_entries()
        return [(entry.id, entry.source, entry.routine.name if entry.routine else None) for entry in entries]


def put(folder: Path, name: str, content: str | None = None) -> None:
    """Put a routine file into a folder; a good one unless its content is given."""
    (folder / name).write_text(GOOD.format(name=name) if content is None else content, encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path, home: Path) -> Shelf:
    """Two empty folders."""
    return Shelf(tmp_path, home)


def test_it_is_the_library_that_the_core_asks_for(shelf: Shelf) -> None:
    library: RoutineLibrary = shelf.library
    assert library.list_entries() == []


def test_routines_are_listed_by_id_with_their_source(shelf: Shelf) -> None:
    put(shelf.built_in, "foot.toml")
    put(shelf.built_in, "classic.toml")
    put(shelf.own, "evening.toml")
    assert shelf.listed() == [
        ("classic", "built-in", "classic.toml"),
        ("evening", "yours", "evening.toml"),
        ("foot", "built-in", "foot.toml"),
    ]
    assert [entry.path for entry in shelf.library.list_entries()][1] == str(shelf.own / "evening.toml")


def test_the_persons_own_takes_the_place_of_a_built_in_one_whatever_its_case(shelf: Shelf) -> None:
    put(shelf.built_in, "neck.toml")
    put(shelf.own, "Neck.TOML")
    assert shelf.listed() == [("neck", "yours", "Neck.TOML")]
    assert shelf.library.load_routine("NECK").name == "Neck.TOML"


def test_a_broken_file_keeps_its_place_and_hides_nothing(shelf: Shelf) -> None:
    put(shelf.built_in, "classic.toml")
    put(shelf.built_in, "neck.toml")
    put(shelf.own, "neck.toml", "format = 1\n")
    assert shelf.listed() == [("classic", "built-in", "classic.toml"), ("neck", "yours", None)]
    with pytest.raises(RoutineFileError) as broken:
        shelf.library.load_routine("neck")
    assert broken.value.exit_code == 3
    assert str(broken.value).splitlines()[0] == (
        f'{shelf.own / "neck.toml"}:1:1: "name" is missing; write name = "Neck, ten minutes"'
    )


def test_a_file_whose_name_can_be_no_id_is_listed_with_its_problem(shelf: Shelf) -> None:
    put(shelf.own, "My neck.toml")
    put(shelf.own, "nul.toml")
    assert shelf.listed() == [("my neck", "yours", None), ("nul", "yours", None)]
    assert "my-neck.toml" in shelf.library.list_entries()[0].problems[0].message


@pytest.mark.skipif(os.name != "posix", reason="names without case, and without control characters")
def test_a_name_never_reaches_the_terminal_raw(shelf: Shelf) -> None:
    put(shelf.own, "\x1b[31m.toml")
    entry = shelf.library.list_entries()[0]
    assert entry.id == "\\x1b[31m"
    with pytest.raises(RoutineFileError) as broken:
        shelf.library.load_routine(entry.path)
    assert "\x1b" not in str(broken.value)


def test_of_two_files_that_differ_in_case_the_small_one_is_used_and_the_other_named(shelf: Shelf) -> None:
    put(shelf.own, "neck.toml")
    put(shelf.own, "NECK.toml")
    if len(list(shelf.own.iterdir())) == 1:
        pytest.skip("this disk knows no case")
    entry = shelf.library.list_entries()[0]
    assert (entry.id, entry.path) == ("neck", str(shelf.own / "neck.toml"))
    assert entry.routine is not None
    told = [(problem.severity, problem.message) for problem in entry.problems]
    assert told == [(Severity.WARNING, "NECK.toml beside it has the same id and isn't used; rename one")]


def test_hidden_files_and_other_endings_are_no_routines(shelf: Shelf) -> None:
    for name in (".neck.toml", "._neck.toml", ".neck.toml.abc.tmp", "neck.toml~", "neck.txt", "toml"):
        put(shelf.own, name)
    assert shelf.listed() == []


def test_a_missing_folder_is_an_empty_one(tmp_path: Path, home: Path) -> None:
    library = FileLibrary(find_paths(), Resources(tmp_path / "none", tmp_path / "none"))
    assert library.list_entries() == []
    assert not home.exists()


def test_a_folder_that_cannot_be_read_is_told_and_hides_nothing(tmp_path: Path, home: Path) -> None:
    shelf = Shelf(tmp_path, home)
    put(shelf.built_in, "classic.toml")
    shelf.own.rmdir()
    shelf.own.write_text("not a folder")
    entry = shelf.library.list_entries()[1]
    assert (entry.id, entry.source, entry.path, entry.routine) == ("routines", "yours", str(shelf.own), None)
    assert entry.problems[0].message.startswith("the folder of routines can't be read: ")
    assert shelf.library.load_routine("classic").id == "classic"


def test_a_folder_with_a_routines_name_is_listed_as_broken(shelf: Shelf) -> None:
    (shelf.own / "neck.toml").mkdir()
    assert shelf.library.list_entries()[0].problems[0].message == "this is a folder; give a TOML file"


def test_an_unknown_routine_names_the_nearest(shelf: Shelf) -> None:
    put(shelf.built_in, "classic.toml")
    with pytest.raises(UsageError) as unknown:
        shelf.library.load_routine("clasic")
    assert unknown.value.exit_code == 2
    assert str(unknown.value) == (
        'There is no routine "clasic". Did you mean "classic"? `tpsession routines` lists them all.'
    )


def test_a_routine_that_is_near_none_names_the_list(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match=r'no routine "\\x1bzz"\. `tpsession routines` lists them all\.'):
        shelf.library.load_routine("\x1bzz")


def test_a_path_or_an_ending_is_a_file(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf.built_in, "neck.toml")
    put(tmp_path, "elsewhere.toml")
    monkeypatch.chdir(tmp_path)
    assert shelf.library.load_routine("elsewhere.toml").name == "elsewhere.toml"
    assert shelf.library.load_routine("./elsewhere.toml").name == "elsewhere.toml"
    assert shelf.library.entry(str(tmp_path / "elsewhere.toml")).source == "yours"
    with pytest.raises(UsageError, match=r"There is no file neck\.toml"):
        shelf.library.load_routine("neck.toml")
    with pytest.raises(UsageError, match="There is no file folder/neck"):
        shelf.library.load_routine("folder/neck")


def test_a_file_with_another_ending_can_be_played_by_its_path(shelf: Shelf, tmp_path: Path) -> None:
    put(tmp_path, "neck.txt")
    assert shelf.library.load_routine(str(tmp_path / "neck.txt")).id == "neck"
