"""The report of a fault of the program."""

from __future__ import annotations

from pathlib import Path

from tpsession.files.crash_report import write_crash_report


def test_a_message_with_a_file_name_that_is_not_valid_text_is_reported(tmp_path: Path) -> None:
    log = tmp_path / "log" / "tpsession.log"

    write_crash_report(ValueError("bad name: n\udcffck.toml"), log)

    assert "ValueError: bad name: n\\udcffck.toml" in log.read_text(encoding="utf-8")
