"""Several people on one machine, each with a history of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpsession.core.errors import UsageError
from tpsession.files.paths import find_paths
from tpsession.files.people import NO_NAME, PERSON_VARIABLE, check_person, describe_person, history_of


@pytest.mark.parametrize("name", ["Anna", "Jean-Luc", "the man next door", "Ζωή", "K9", "x"])
def test_a_name_has_letters_and_digits_and_is_found_in_any_case(home: Path, name: str) -> None:
    assert check_person(f" {name} ") == name
    assert history_of(home, name) == history_of(home, name.upper())


@pytest.mark.parametrize("name", ["", " ", "../x", "a/b", "a.b", "-", "a-", "con", "NUL", "a\nb", "x" * 41])
def test_what_cannot_be_a_folder_everywhere_is_no_name(name: str) -> None:
    with pytest.raises(UsageError, match="can't be the name of a person"):
        check_person(name)


def test_only_the_history_is_apart(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = find_paths()
    monkeypatch.setenv(PERSON_VARIABLE, "Anna")
    assert find_paths() == everybody._replace(history=home / "people" / "anna" / "history.sqlite")
    monkeypatch.setenv(PERSON_VARIABLE, "a/b")
    with pytest.raises(UsageError):
        find_paths()


def test_the_settings_name_a_person_and_the_environment_is_stronger(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    settings = home / "settings.toml"
    for text, folder in [
        ('[history]\nperson = "Ben"\n', home / "people" / "ben"),
        ('[history]\nperson = "a/b"\n', home),
        ("[history]\nperson = 1\n", home),
        ("history = 1 # person\n", home),
        ("person is no TOML", home),
        ("", home),
    ]:
        settings.write_text(text)
        assert find_paths().history.parent == folder, text
    settings.write_text('[history]\nperson = "Ben"\n')
    monkeypatch.setenv(PERSON_VARIABLE, "Anna")
    assert find_paths().history.parent.name == "anna"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_settings_that_are_a_pipe_or_a_device_are_never_waited_for(home: Path) -> None:
    home.mkdir()
    os.mkfifo(home / "settings.toml")
    assert find_paths().history.parent == home
    (home / "settings.toml").unlink()
    (home / "settings.toml").symlink_to("/dev/zero")
    assert find_paths().history.parent == home


def test_settings_nested_too_deep_name_nobody(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("[history]\nperson = " + "[" * 100_000)
    assert find_paths().history.parent == home


def test_a_name_is_shown_only_where_several_people_have_a_history(home: Path) -> None:
    def begin(person: str) -> None:
        history = history_of(home, person)
        history.parent.mkdir(parents=True)
        history.touch()

    assert (describe_person(home, ""), describe_person(home, "Anna")) == ("", "")
    begin("Anna")
    assert (describe_person(home, ""), describe_person(home, "anna")) == (NO_NAME, "")
    begin("Ben")
    assert describe_person(home, "Anna") == "Anna"


def test_somebody_with_a_name_is_named_beside_a_history_without_one(home: Path) -> None:
    home.mkdir()
    (home / "history.sqlite").touch()
    assert describe_person(home, "") == ""
    assert describe_person(home, "Anna") == "Anna"


def test_where_the_histories_can_not_be_reached_nobody_is_named(home: Path) -> None:
    home.mkdir()
    assert describe_person(home / ("x" * 300), "Anna") == ""
