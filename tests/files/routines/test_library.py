"""The library of routine files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import RoutineFileError, Severity, UsageError
from tpsession.files.paths import find_paths
from tpsession.files.resources import Resources
from tpsession.files.routines.library import FileLibrary

GOOD = (
    'format = 1\nname = "{name}"\narea = "neck"\nsides = "left"\n'
    '[[steps]]\ntechnique = "oil"\nduration = 30\n'
)


class LibraryFolders:
    """A library of two folders, and what it lists."""

    def __init__(self, tmp_path: Path, home: Path) -> None:
        self.built_in = tmp_path / "built-in"
        self.own = home / "routines"
        self.built_in.mkdir()
        self.own.mkdir(parents=True)
        self.library = FileLibrary(find_paths(), Resources(self.built_in, tmp_path / "sounds"))

    def listed(self) -> list[tuple[str, str, str | None]]:
        """Return id, source and name of each entry; the name is None for one with errors."""
        entries = self.library.list_entries()
        return [(entry.id, entry.source, entry.routine.name if entry.routine else None) for entry in entries]


def write(folder: Path, name: str, content: str | None = None) -> None:
    """Write a routine file into a folder; a good one unless its content is given."""
    (folder / name).write_text(GOOD.format(name=name) if content is None else content, encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path, home: Path) -> LibraryFolders:
    """Return a library of two empty folders."""
    return LibraryFolders(tmp_path, home)


def test_it_implements_the_port(folders: LibraryFolders) -> None:
    library: RoutineLibrary = folders.library
    assert library.list_entries() == []


def test_routines_are_listed_by_id_with_their_source(folders: LibraryFolders) -> None:
    write(folders.built_in, "foot.toml")
    write(folders.built_in, "classic.toml")
    write(folders.own, "evening.toml")
    assert folders.listed() == [
        ("classic", "built-in", "classic.toml"),
        ("evening", "yours", "evening.toml"),
        ("foot", "built-in", "foot.toml"),
    ]
    assert [entry.path for entry in folders.library.list_entries()][1] == str(folders.own / "evening.toml")


def test_the_persons_own_file_replaces_a_built_in_one_in_upper_or_lower_case(folders: LibraryFolders) -> None:
    write(folders.built_in, "neck.toml")
    write(folders.own, "Neck.TOML")
    assert folders.listed() == [("neck", "yours", "Neck.TOML")]
    assert folders.library.load_routine("NECK").name == "Neck.TOML"


def test_a_file_with_errors_is_listed_and_hides_no_other(folders: LibraryFolders) -> None:
    write(folders.built_in, "classic.toml")
    write(folders.built_in, "neck.toml")
    write(folders.own, "neck.toml", "format = 1\n")
    assert folders.listed() == [("classic", "built-in", "classic.toml"), ("neck", "yours", None)]
    with pytest.raises(RoutineFileError) as error:
        folders.library.load_routine("neck")
    assert error.value.exit_code == 3
    assert str(error.value).splitlines()[0] == (
        f'{folders.own / "neck.toml"}:1:1: "name" is missing; write name = "Neck, ten minutes"'
    )


def test_a_file_whose_name_is_not_a_valid_id_is_listed_with_its_problem(folders: LibraryFolders) -> None:
    write(folders.own, "My neck.toml")
    write(folders.own, "nul.toml")
    assert folders.listed() == [("my neck", "yours", None), ("nul", "yours", None)]
    assert "my-neck.toml" in folders.library.list_entries()[0].problems[0].message


@pytest.mark.skipif(os.name != "posix", reason="names without case, and without control characters")
def test_control_characters_in_a_name_are_never_printed(folders: LibraryFolders) -> None:
    write(folders.own, "\x1b[31m.toml")
    entry = folders.library.list_entries()[0]
    assert entry.id == "\\x1b[31m"
    with pytest.raises(RoutineFileError) as error:
        folders.library.load_routine(entry.path)
    assert "\x1b" not in str(error.value)


def test_of_two_names_that_differ_in_case_the_lower_case_one_is_used_and_the_other_reported(
    folders: LibraryFolders,
) -> None:
    write(folders.own, "neck.toml")
    write(folders.own, "NECK.toml")
    if len(list(folders.own.iterdir())) == 1:
        pytest.skip("this disk ignores upper and lower case")
    entry = folders.library.list_entries()[0]
    assert (entry.id, entry.path) == ("neck", str(folders.own / "neck.toml"))
    assert entry.routine is not None
    problems = [(problem.severity, problem.message) for problem in entry.problems]
    assert problems == [
        (Severity.WARNING, "NECK.toml in the same folder has the same id and isn't used; rename one")
    ]


def test_hidden_files_and_other_endings_are_ignored(folders: LibraryFolders) -> None:
    for name in (".neck.toml", "._neck.toml", ".neck.toml.abc.tmp", "neck.toml~", "neck.txt", "toml"):
        write(folders.own, name)
    assert folders.listed() == []


def test_a_missing_folder_has_no_routines(tmp_path: Path, home: Path) -> None:
    library = FileLibrary(find_paths(), Resources(tmp_path / "none", tmp_path / "none"))
    assert library.list_entries() == []
    assert not home.exists()


def test_a_folder_that_cannot_be_read_is_listed_and_hides_no_routine(tmp_path: Path, home: Path) -> None:
    folders = LibraryFolders(tmp_path, home)
    write(folders.built_in, "classic.toml")
    folders.own.rmdir()
    folders.own.write_text("not a folder")
    entry = folders.library.list_entries()[1]
    assert (entry.id, entry.source, entry.path, entry.routine) == (
        "routines",
        "yours",
        str(folders.own),
        None,
    )
    assert entry.problems[0].message.startswith("this folder of routines can't be read: ")
    assert folders.library.load_routine("classic").id == "classic"


def test_a_folder_with_the_name_of_a_routine_is_listed_with_its_problem(folders: LibraryFolders) -> None:
    (folders.own / "neck.toml").mkdir()
    assert folders.library.list_entries()[0].problems[0].message == "this is a folder; give a TOML file"


def test_the_error_about_an_unknown_routine_names_the_most_similar(folders: LibraryFolders) -> None:
    write(folders.built_in, "classic.toml")
    with pytest.raises(UsageError) as error:
        folders.library.load_routine("clasic")
    assert error.value.exit_code == 2
    assert str(error.value) == (
        'There is no routine "clasic". Did you mean "classic"? `tpsession routines` lists them all.'
    )


def test_the_error_about_a_routine_unlike_any_other_names_the_list(folders: LibraryFolders) -> None:
    with pytest.raises(UsageError, match=r'no routine "\\x1bzz"\. `tpsession routines` lists them all\.'):
        folders.library.load_routine("\x1bzz")


def test_a_name_with_a_slash_or_the_ending_is_a_file(
    folders: LibraryFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folders.built_in, "neck.toml")
    write(tmp_path, "elsewhere.toml")
    monkeypatch.chdir(tmp_path)
    assert folders.library.load_routine("elsewhere.toml").name == "elsewhere.toml"
    assert folders.library.load_routine("./elsewhere.toml").name == "elsewhere.toml"
    assert folders.library.entry(str(tmp_path / "elsewhere.toml")).source == "yours"
    with pytest.raises(UsageError, match=r"There is no file neck\.toml"):
        folders.library.load_routine("neck.toml")
    with pytest.raises(UsageError, match="There is no file folder/neck"):
        folders.library.load_routine("folder/neck")


def test_a_file_with_another_ending_can_be_played_by_its_path(
    folders: LibraryFolders, tmp_path: Path
) -> None:
    write(tmp_path, "neck.txt")
    assert folders.library.load_routine(str(tmp_path / "neck.txt")).id == "neck"


def test_an_unlisted_routine_is_loaded_by_its_id_alone(folders: LibraryFolders, tmp_path: Path) -> None:
    write(folders.built_in, "foot.toml")
    foot = folders.library.load_routine("foot")
    unlisted = foot._replace(id="only-rest")
    library = FileLibrary(find_paths(), Resources(folders.built_in, tmp_path / "sounds"), unlisted)
    assert library.load_routine("only-rest") is unlisted
    assert library.load_routine("foot") == foot
    assert [entry.id for entry in library.list_entries()] == ["foot"]


def test_a_hidden_built_in_routine_is_not_listed_but_can_be_read_and_named(folders: LibraryFolders) -> None:
    write(folders.built_in, "neck.toml")
    write(folders.built_in, "foot.toml")
    (folders.own / "deleted").mkdir()
    write(folders.own / "deleted", "neck.1.built-in", "")
    assert [identifier for identifier, *_ in folders.listed()] == ["foot"]
    assert folders.library.load_routine("neck").name == "neck.toml"
    with_deleted = folders.library.list_entries(with_deleted=True)
    assert [(entry.id, entry.source) for entry in with_deleted] == [
        ("foot", "built-in"),
        ("neck", "built-in"),
    ]
    write(folders.own, "neck.toml", GOOD.format(name="Mine"))
    assert ("neck", "yours", "Mine") in folders.listed()


def test_the_newest_deleted_routine_of_each_id_keeps_its_name(
    folders: LibraryFolders,
) -> None:
    (folders.own / "deleted").mkdir()
    for number in (9, 10):
        write(folders.own / "deleted", f"evening.{number}.toml", GOOD.format(name=f"Evening {number}"))
    write(folders.own / "deleted", "notes.toml")
    assert folders.listed() == []
    names = routine_names(folders.library.list_entries(with_deleted=True))
    assert names == {"evening": "Evening 10"}
    with pytest.raises(UsageError):
        folders.library.load_routine("evening")


def test_a_routine_is_meant_by_its_id_its_file_or_its_name_in_any_case(folders: LibraryFolders) -> None:
    write(folders.built_in, "neck.toml", GOOD.format(name="Neck and shoulder top"))
    write(folders.own, "legs.toml", GOOD.format(name="Thigh / calf"))
    write(folders.own, "broken.toml", "format = 1")
    library = folders.library
    path = str(folders.own / "legs.toml")
    for words, meant in {
        "neck": "neck",
        "NECK": "NECK",
        "neck and  Shoulder top ": "neck",
        "Thigh / calf": "legs",
        path: path,
        "Unknown": "Unknown",
        "no/such.toml": "no/such.toml",
        "": "",
    }.items():
        assert library.resolve(words) == meant
    assert library.load_routine(library.resolve("NECK")).id == "neck"


def test_an_id_comes_before_a_name_and_several_of_one_name_are_named(folders: LibraryFolders) -> None:
    write(folders.built_in, "foot.toml", GOOD.format(name="Foot with a ball"))
    write(folders.own, "one.toml", GOOD.format(name="Foot"))
    assert folders.library.resolve("Foot") == "Foot"
    write(folders.own, "two.toml", GOOD.format(name="FOOT WITH A BALL"))
    with pytest.raises(UsageError) as error:
        folders.library.resolve("foot with a ball")
    assert (
        str(error.value) == '2 routines are called "foot with a ball". Give the id of one: "foot" or "two".'
    )


def test_the_name_of_a_deleted_routine_counts_if_no_other_has_it(folders: LibraryFolders) -> None:
    deleted = folders.own / "deleted"
    deleted.mkdir()
    write(deleted, "old.1.toml", GOOD.format(name="Evening"))
    assert folders.library.resolve("evening") == "evening"
    assert folders.library.resolve("evening", with_deleted=True) == "old"
    write(folders.own, "new.toml", GOOD.format(name="Evening"))
    assert folders.library.resolve("evening", with_deleted=True) == "new"


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("neck and sholder top", 'Did you mean "neck"?'),
        ("Shoulder", 'Did you mean "neck" or "roll"?'),
        ("oil", ""),
        ("zz", ""),
    ],
)
def test_the_error_names_who_may_be_meant_by_name(folders: LibraryFolders, words: str, advice: str) -> None:
    write(folders.built_in, "neck.toml", GOOD.format(name="Neck and shoulder top"))
    write(folders.built_in, "roll.toml", GOOD.format(name="Shoulder: ball at the wall"))
    for number in range(4):
        write(folders.own, f"b{number}.toml", GOOD.format(name=f"Warm oil on the back, number {number}"))
    with pytest.raises(UsageError) as error:
        folders.library.load_routine(words)
    assert error.value.advice == f"{advice} `tpsession routines` lists them all.".strip()
