"""The commands ``where`` and ``play --place``, with the built-in routines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tpsession.core.corrections.edit import MAX_SPOT


def test_a_place_leads_past_its_signs_to_routines_and_keeps_its_place(run: RunCommand, home: Path) -> None:
    lines = run("where", "Kneecap").out.splitlines()
    assert lines[1].startswith("Get medical advice first if")
    assert "  tpsession play thigh --place knee" in lines
    played = run(
        "play", "thigh", "--plain", "--place", "knee", "--side", "left", "--spot", "inner corner",
        "--before", "6", "--after", "4", "--speed", "60",
    )  # fmt: skip
    assert (played.code, played.err) == (0, "")
    assert "Thigh, left side" in played.out


def test_the_emergency_number_of_the_person_is_named_and_nothing_is_played_for_the_chest(
    run: RunCommand, home: Path
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text('[safety]\nemergency_number = "112"\n', encoding="utf-8")
    for place in ("chest", "heart", "ribs"):
        assert "Call 112 now." in run("where", place).out
    refused = run("play", "upper-back", "--plain", "--place", "chest")
    assert (refused.code, refused.out) == (2, "")
    assert "Call 112 now." in refused.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("where", "overall"),
        ("where", "kneee"),
        ("play", "neck", "--plain", "--place", "overall"),
        ("play", "neck", "--spot", "x" * (MAX_SPOT + 1)),
    ],
)
def test_what_is_no_place_or_no_few_words_is_refused(
    run: RunCommand, home: Path, arguments: tuple[str, ...]
) -> None:
    assert run(*arguments).code == 2
