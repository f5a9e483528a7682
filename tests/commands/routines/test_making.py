"""The commands ``routines new`` and ``routines copy``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.commands.routines.conftest import Answer
from tpsession.core.catalog.area import AREAS


def values(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_a_new_routine_has_no_mistakes_is_listed_and_its_path_is_printed(run: RunCommand, own: Path) -> None:
    done = run("routines", "new", "Neck, in the evening", "--area", "neck")
    path = own / "neck-in-the-evening.toml"
    assert (done.code, done.out) == (0, f"{path}\n")
    assert "tpsession routines edit neck-in-the-evening" in done.err
    assert (values(path)["name"], values(path)["area"]) == ("Neck, in the evening", "neck")
    assert run("routines", "check").code == 0
    assert "neck-in-the-evening  Neck, in the evening" in run("routines").out
    assert run("routines", "show", "neck-in-the-evening").code == 0


def test_a_new_routine_from_another_keeps_its_steps_and_comments(run: RunCommand, own: Path) -> None:
    assert run("routines", "new", "My hip", "--from", "classic", "--area", "hip").code == 0
    text = (own / "my-hip.toml").read_text(encoding="utf-8")
    assert "# asked at the start" in text
    assert (values(own / "my-hip.toml")["name"], values(own / "my-hip.toml")["area"]) == ("My hip", "hip")
    assert run("routines", "copy", "my-hip", "Again").code == 0
    assert (own / "again.toml").read_text(encoding="utf-8") == text.replace('"My hip"', '"Again"')


def test_an_id_that_is_taken_is_never_used_without_asking(run: RunCommand, own: Path, answer: Answer) -> None:
    answer(attended=False)
    done = run("routines", "new", "Neck")
    assert (done.code, done.out) == (2, "")
    assert 'There is already a routine "neck"' in done.err
    answer("n")
    done = run("routines", "copy", "foot", "Neck")
    assert (done.code, done.out) == (1, "")
    assert not own.exists()
    answer("")
    done = run("routines", "new", "Neck")
    assert done.out == f"{own / 'neck-2.toml'}\n"
    assert 'Call the new one "neck-2"? [Y/n]' in done.err


def test_a_name_without_letters_of_an_id_gets_one_and_nothing_is_asked(run: RunCommand, own: Path) -> None:
    for path in ("routine.toml", "routine-2.toml"):
        assert run("routines", "new", "Σβέρκος").out == f"{own / path}\n"
    assert run("routines", "new", "CON").out == f"{own / 'con-routine.toml'}\n"
    assert values(own / "routine-2.toml")["name"] == "Σβέρκος"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["new"], 2, "needs a name"),
        (["new", " "], 2, "needs a name"),
        (["new", "Mine", "--ask", "--from", "neck"], 2, "only one"),
        (["new", "Mine", "--from", "nek"], 2, 'Did you mean "neck"'),
        (["new", "Mine", "--area", "nek"], 2, 'did you mean "neck"'),
        (["copy", "nek", "Mine"], 2, 'Did you mean "neck"'),
        (["copy", "neck"], 2, "NAME"),
    ],
)
def test_wrong_usage_says_what_would_be_right(
    run: RunCommand, own: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run("routines", *arguments)
    assert done.code == code
    assert message in done.err
    assert not own.exists()


def test_a_routine_with_mistakes_is_not_copied(run: RunCommand, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "broken.toml").write_text("format = ")
    done = run("routines", "copy", "broken", "Mine")
    assert done.code == 3
    assert "broken.toml:1:" in done.err
    assert [path.name for path in own.iterdir()] == ["broken.toml"]


def test_with_ask_a_routine_may_have_no_area_and_then_neither_sides_nor_massage(
    run: RunCommand, own: Path, answer: Answer
) -> None:
    answer("Calm", str(len(AREAS) + 2), "oil", "breathe", "2m", "", "")
    done = run("routines", "new", "--ask")
    assert done.code == 0
    assert "There is no such step" in done.err
    assert "Which sides?" not in done.err
    made = values(own / "calm.toml")
    assert (made["area"], made["sides"]) == ("none", "none")
    assert made["steps"] == [{"technique": "breathe", "duration": "2m"}]
    assert run("routines", "check").code == 0


def test_with_ask_a_routine_is_made_from_answers(run: RunCommand, own: Path, answer: Answer) -> None:
    hand = [*AREAS].index("hand") + 1
    answer(
        *("My hand", "99", str(hand), "3"),
        *("oli", "oil", "an hour", "2h", "1:30", ""),
        *("pressure", "", "many", "2", "10", 'Only a "little".'),
        *("custom", "20", "", "Shake it out."),
        *("locate", "", "", "stretch", "20", "1", "", "wipe", "10", "", ""),
    )
    done = run("routines", "new", "--ask")
    assert done.code == 0
    made = values(own / "my-hand.toml")
    assert (made["name"], made["area"], made["sides"]) == ("My hand", "hand", "left")
    assert made["steps"] == [
        {"technique": "oil", "duration": "1m30s"},
        {"technique": "pressure", "hold": "30s", "text": 'Only a "little".', "release": "10s", "repeat": 2},
        {"technique": "custom", "duration": "20s", "text": "Shake it out."},
        {"technique": "locate"},
        {"technique": "stretch", "hold": "20s"},
        {"technique": "wipe", "duration": "10s"},
    ]
    for words in ('did you mean "oil"', "write seconds (90)", "It can be 1s to 1h", "A number from 1 to 100"):
        assert words in done.err
    assert run("routines", "check").code == 0


def test_with_ask_enter_takes_what_is_usual_and_what_is_given_is_not_asked(
    run: RunCommand, own: Path, answer: Answer
) -> None:
    answer("", "stretch", "", "", "", "", "")
    assert run("routines", "new", "Mine", "--ask", "--area", "calf").code == 0
    made = values(own / "mine.toml")
    assert (made["area"], made["sides"]) == ("calf", "each")
    assert made["steps"] == [{"technique": "stretch", "hold": "30s", "release": "10s", "repeat": 3}]


@pytest.mark.parametrize(("typed", "area"), [("any", "any"), ("Low-back", "low-back"), ("f", "foot")])
def test_with_ask_an_area_is_a_number_or_how_its_name_begins(
    run: RunCommand, own: Path, answer: Answer, typed: str, area: str
) -> None:
    # The second line is only asked for after a word that two areas begin with.
    answer(typed, *(["foot"] if typed == "f" else []), "both", "wipe", "", "", "")
    assert run("routines", "new", "Mine", "--ask").code == 0
    assert (values(own / "mine.toml")["area"], values(own / "mine.toml")["sides"]) == (area, "both")


def test_answers_that_end_early_make_nothing(run: RunCommand, own: Path, answer: Answer) -> None:
    answer("", "", "oil")
    done = run("routines", "new", "Mine", "--ask")
    assert done.code == 1
    assert "nothing was done" in done.err
    assert not own.exists()
