"""Where a person's data is, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tpsession.core.diagnostics.own_data import DataLocations, describe_missing_folder, describe_own_data

FOUND = DataLocations("/h/history.db", "/h/routines", "/h/settings.toml", "/disk/backups", None)


def test_it_is_said_where_all_is_and_how_it_is_brought_back() -> None:
    facts = describe_own_data(FOUND, "")
    assert facts[:4] == [
        ("History", "/h/history.db"),
        ("Routines", "/h/routines"),
        ("Settings", "/h/settings.toml"),
        ("Backups", "/disk/backups"),
    ]
    texts = " ".join(text for _, text in facts)
    assert "There is none yet." in texts
    assert "type: tpsession restore FILE" in texts
    assert "type: tpsession export -o FILE.json" in texts


def test_the_last_backup_is_dated_and_a_person_is_named_in_each_command() -> None:
    found = replace(FOUND, last_backup=datetime(2026, 3, 2, 18, 5, tzinfo=UTC))
    texts = [text for _, text in describe_own_data(found, "Ann Lee")]
    assert "The last one was made on 2026-03-02 at 18:05." in texts
    assert sum('tpsession --person "Ann Lee" ' in text for text in texts) == 2


def test_a_missing_folder_is_named_with_where_the_backup_is_instead() -> None:
    said = describe_missing_folder("/disk/backups")
    assert "/disk/backups isn't there now" in said
    assert "beside your history" in said
