"""The JSON of an export: written, read back, and refused with the place of each mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.core.exchange.samples import IDS, a_score, a_session, everything
from tpsession.core.catalog.side import Side
from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_decoding import decode_session, decode_shared
from tpsession.core.exchange.json_encoding import encode_file, item_to_json
from tpsession.core.exchange.json_reading import (
    ALL_BUT_SESSIONS,
    MOST_PROBLEMS,
    SESSIONS,
    FileChecker,
    LayoutError,
    iterate_lines,
    iterate_whole,
    parse_whole,
)
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import (
    MAX_TEXT,
    SECTIONS,
    Deletion,
    ExchangedSession,
    ImportedFile,
    Item,
)
from tpsession.core.history.change import CorrectedField
from tpsession.core.history.records import StepRecord

TEXT = "".join(encode_file(everything()))


def decode_item(section: str, value: object) -> Item:
    return decode_session(value) if section == "sessions" else decode_shared(section, value)


def check_lines(text: str) -> tuple[FileChecker, list[ExchangedSession]]:
    """Check a text a line at a time, as a file is read."""
    lines = text.encode().splitlines(keepends=True)
    checker = FileChecker()
    checker.check_all_but_sessions(iterate_lines(lines, ALL_BUT_SESSIONS))
    return checker, list(checker.check_sessions(partial(iterate_lines, lines, {SESSIONS})))


def check_whole(content: object) -> list[str]:
    """Return the problems of a file's content."""
    checker = FileChecker()
    checker.check_all_but_sessions(iterate_whole(content))
    list(checker.check_sessions(partial(iterate_whole, content)))
    return checker.problems


def test_a_session_of_breathing_alone_has_no_area_and_is_read_back() -> None:
    session = a_session()
    calm = replace(session, record=session.record._replace(place="overall", area="", side=Side.NONE))
    shape = item_to_json(calm)
    assert shape["area"] is None
    assert decode_item("sessions", shape) == calm
    steps = (StepRecord("breathe", Side.NONE, 60.0, 60.0, skipped=False, eased=False),)
    for_neck = replace(session, record=calm.record._replace(place="neck", side=Side.LEFT, steps=steps))
    shape = item_to_json(for_neck)
    assert decode_item("sessions", shape) == for_neck
    with pytest.raises(MisfitError, match="area: must be the id of an area"):
        decode_item("sessions", {**shape, "routine": None, "steps": []})


def rebuild(file: ImportedFile) -> str:
    """Return the text of an export with the content of a file."""

    items: list[Item] = [*file.sessions(), *file.changes.values()]
    items += [Deletion(name, at) for name, at in file.deletions.items()]
    items += file.plans()
    return "".join(encode_file([*items, *file.programmes, *file.comparisons]))


def test_every_item_has_a_line_and_comes_back_as_it_was() -> None:
    content = json.loads(TEXT)
    assert list(content) == ["format", *SECTIONS.values()]
    assert len(TEXT.splitlines()) == 2 + len(everything()) + 2 * len(SECTIONS) + 1
    for item in everything():
        assert decode_item(SECTIONS[type(item)], json.loads(json.dumps(item_to_json(item)))) == item
    checker, sessions = check_lines(TEXT)
    assert (checker.problems, checker.sessions) == ([], 2)
    plans = partial(iterate_lines, TEXT.encode().splitlines(keepends=True), {"plans"})
    assert rebuild(checker.make_file(lambda: iter(sessions), plans)) == TEXT
    assert check_whole(json.loads(TEXT)) == []


def test_an_empty_export_has_every_list() -> None:
    text = "".join(encode_file([], anonymous=True))
    assert json.loads(text) == {"format": 1, "anonymous": True, **{name: [] for name in SECTIONS.values()}}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("{\n", "{", 1),
        lambda text: text[:-2],
        lambda text: text + "more",
        lambda text: text.replace("},\n", "}\n", 1),
        lambda text: text.replace("}\n]", "},\n]"),
        lambda text: text.replace('"format": 1,', '"format": 1'),
        lambda text: text.replace('"format": 1,', '"format": 1, "other": 2,'),
        lambda text: text.replace('"format": 1,', '"sessions": [],'),
        lambda text: text.replace('"plans": [\n{', '"plans": [\n{,'),
        lambda text: text.replace('"plans": [\n{', '"plans": [\n {'),
        lambda text: text.replace('"kind": "score"', '"kind": score'),
        lambda text: "",
    ],
)
def test_a_file_that_is_laid_out_in_another_way_is_noticed(change: Callable[[str], str]) -> None:
    changed = change(TEXT)
    assert changed != TEXT
    with pytest.raises(LayoutError):
        check_lines(changed)


Change = Callable[[dict[str, Any]], object]


def put(path: str, value: object) -> Change:
    """Return what gives a place in the content another value."""

    def change(content: dict[str, Any]) -> None:
        target: Any = content
        *outer, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        for key in outer:
            target = target[key]
        target[last] = value

    return change


BAD: list[tuple[str, object, str]] = [
    ("format", 0, "format: must be 1"),
    ("format", True, "format: must be 1"),
    ("more", 1, "more: isn't known here; take it out"),
    ("sessions.0.id", "A", 'sessions[0].id: is "A"; it must be a UUID in small letters'),
    ("sessions.1.id", IDS[0], "sessions[1].id: another session has the same id"),
    ("sessions.0", 5, "sessions[0]: is 5; it must be an object in braces"),
    ("sessions.0", None, "sessions[0]: is null; it must be an object in braces"),
    ("sessions.0.kind", "nap", 'sessions[0].kind: is "nap"; it must be one of session, score'),
    ("sessions.0.kind", "score", "sessions[0].area: must be null: a pain score has no area"),
    ("sessions.0.area", None, "sessions[0].area: must be the id of an area, such as neck"),
    ("sessions.0.area", "leg", 'sessions[0].area: is "leg"; it must be the id of an area, such as neck'),
    ("sessions.0.place", {}, "sessions[0].place: is an object; it must be the id of a place, such as neck"),
    ("sessions.0.started_at", "2026-01-31T09:00:00", "sessions[0].started_at: is \"2026"),
    ("sessions.0.started_at", "0001-01-01T00:00:00+00:00", "sessions[0].started_at: is"),
    ("sessions.0.started_at", "soon", 'sessions[0].started_at: is "soon"; it must be a'),
    ("sessions.0.planned_s", -1, "sessions[0].planned_s: is -1; it must be a number of seconds from 0 to"),
    ("sessions.0.planned_s", float("nan"), "sessions[0].planned_s: is not a number; it must"),
    ("sessions.0.planned_s", 2.5e9, "sessions[0].planned_s: is 2500000000.0; it must"),
    ("sessions.0.planned_s", 10**99, f"sessions[0].planned_s: is 1{'0' * 59}...; it must"),
    ("sessions.0.planned_s", "1", 'sessions[0].planned_s: is "1"; it must be a number of seconds'),
    ("sessions.0.planned_s", True, "sessions[0].planned_s: is true; it must be a number of seconds"),
    ("sessions.0.note", 1, "sessions[0].note: is 1; it must be a text in quotation marks"),
    ("sessions.0.note", "x" * (MAX_TEXT + 1), "sessions[0].note: has 1000001 characters"),
    ("sessions.0.extra", 1, "sessions[0].extra: isn't known here; take it out"),
    ("sessions.0.steps", 1, "sessions[0].steps: is 1; it must be a list in brackets"),
    ("sessions.0.steps.0.skipped", 1, "sessions[0].steps[0].skipped: is 1; it must be true or false"),
    ("sessions.0.steps.0.technique", ["x"], "sessions[0].steps[0].technique: is a list; it must be a text"),
    ("sessions.0.ratings.1.value", 11, "sessions[0].ratings[1].value: is 11; it must be a whole number fro"),
    ("sessions.0.ratings.1.sore", True, "sessions[0].ratings[1].sore: must be null: only a later rating"),
    ("sessions.0.ratings.1.stiffness", 11, "sessions[0].ratings[1].stiffness: is 11; it must be a whole num"),
    ("sessions.0.ratings.1.value", 2.5, "sessions[0].ratings[1].value: is 2.5; it must be a whole number"),
    ("sessions.0.ratings.1.value", False, "sessions[0].ratings[1].value: is false; it must be a whole"),
    ("sessions.0.ratings.1.kind", "before", 'sessions[0].ratings[1]: a session has one rating of'),
    ("sessions.1.ratings.0.kind", "after", 'sessions[1].ratings: a pain score has one rating'),
    ("sessions.0.plan", "q", "sessions[0].plan: there is no such plan in plans"),
    ("sessions.0.corrections.0.change", IDS[5], "sessions[0].corrections[0].change: there is no such change"),
    ("sessions.0.corrections.0.field", "brought", 'sessions[0].corrections[0].field: is "brought"; it'),
    ("sessions.0.corrections.0.field", "time", "sessions[0].corrections[0].earlier: can't be"),
    ("sessions.0.corrections", {}, "sessions[0].corrections: is an object; it must be a list in brackets"),
    ("changes.0.kind", "import", 'changes[0].kind: is "import"; it must be one of edit, deletion'),
    ("deletions.0.at", None, "deletions[0].at: is null; it must be a time"),
    ("programmes.0.every_days", 10**6, "programmes[0]: sessions are planned every"),
    ("programmes.0.started_on", "2026-02-30", 'programmes[0].started_on: is "2026-02-30"; it must be a day'),
    ("programmes.0.started_on", "1026-02-20", 'programmes[0].started_on: is "1026-02-20"; it must be a day'),
    ("programmes.0.pause.last_day", "2026-01-01", "programmes[0].pause: a pause has"),
    ("comparisons.0.things", ["a"], "comparisons[0]: a comparison has two or three different things"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "problem"), BAD, ids=map(str, range(len(BAD))))
def test_a_mistake_is_named_with_its_place_and_what_would_be_right(
    path: str, value: object, problem: str
) -> None:
    content = json.loads(TEXT)
    put(path, value)(content)
    found = check_whole(content)[0]
    assert found.startswith(problem)
    assert len(found) < 250


@pytest.mark.parametrize(
    ("field", "text", "fits"),
    [
        (CorrectedField.EXISTS, "yes", True),
        (CorrectedField.EXISTS, "no", False),
        (CorrectedField.BEFORE, "10", True),
        (CorrectedField.BEFORE, "11", False),
        (CorrectedField.AFTER, "x", False),
        (CorrectedField.TIME, "2026-01-31T09:00:00", False),
        (CorrectedField.TIME, "9999-12-31T23:59:59+00:00", False),
        (CorrectedField.LATER, "2026-01-31T09:00:00+00:00=3", True),
    ],
)
def test_a_correction_has_texts_that_its_field_can_have(
    field: CorrectedField, text: str, *, fits: bool
) -> None:
    session = item_to_json(a_session())
    session["corrections"][0] |= {"field": field.value, "earlier": text, "now": text}
    if fits:
        assert isinstance(decode_item("sessions", session), ExchangedSession)
    else:
        with pytest.raises(MisfitError, match="can't be the text"):
            decode_item("sessions", session)


@pytest.mark.parametrize("key", ["earlier", "now"])
@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        (CorrectedField.PLACE, "chest", ""),
        (CorrectedField.PLACE, "nonsense", 'is "nonsense"; it must be the id of a place, such as neck'),
        (CorrectedField.PLACE, "", 'is ""; it must be the id of a place, such as neck'),
        (CorrectedField.AREA, "foot", ""),
        # Before it was corrected, the session may have had no area.
        (CorrectedField.AREA, "", ""),
        (CorrectedField.AREA, "chest", 'is "chest"; it must be the id of an area, such as neck'),
    ],
)
def test_a_correction_has_a_place_and_an_area_that_there_are(
    field: CorrectedField, text: str, problem: str, key: str
) -> None:
    session = item_to_json(a_session())
    session["corrections"][0] |= {"field": field.value, "earlier": "neck", "now": "neck", key: text}
    if problem:
        with pytest.raises(MisfitError, match=f"^{re.escape(f'corrections[0].{key}: {problem}')}$"):
            decode_item("sessions", session)
    else:
        assert isinstance(decode_item("sessions", session), ExchangedSession)


def test_a_correction_gives_a_pain_score_no_area() -> None:
    score = item_to_json(a_score())
    correction = {"change": IDS[0], "field": "area", "earlier": "", "now": "neck"}
    score["corrections"] = [correction]
    with pytest.raises(
        MisfitError, match=r"^corrections\[0\]\.now: must be empty: a pain score has no area$"
    ):
        decode_item("sessions", score)


def test_a_missing_value_is_named_unless_it_has_a_default() -> None:
    score = item_to_json(a_score())
    least = {key: score[key] for key in ("id", "kind", "started_at", "place", "side")}
    assert isinstance(decode_item("sessions", least), ExchangedSession)
    del least["side"]
    with pytest.raises(MisfitError, match="side: is missing"):
        decode_item("sessions", least)


def test_what_refers_to_nothing_or_comes_twice_is_named() -> None:
    content = json.loads(TEXT)
    content["plans"].append(content["plans"][0])
    content["deletions"] *= 2
    assert check_whole(content) == [
        "deletions[1].id: another entry has the same id",
        "plans[1].id: another entry has the same id",
    ]
    del content["format"]
    assert check_whole(content)[-1] == "format: is missing; it must be 1"


def test_only_the_first_problems_are_listed_and_no_session_is_yielded_after_one() -> None:
    content = json.loads(TEXT)
    bad = {**content["sessions"][0], "side": 5}
    content["sessions"] = [content["sessions"][0], *[bad] * 50, content["sessions"][1]]
    checker = FileChecker()
    checker.check_all_but_sessions(iterate_whole(content))
    assert list(checker.check_sessions(partial(iterate_whole, content))) == [a_session()]
    assert len(checker.problems) == MOST_PROBLEMS
    rest = FileChecker()
    rest.check_all_but_sessions(iterate_whole(json.loads(TEXT)))
    assert list(rest.check_sessions(partial(iterate_whole, json.loads(TEXT)), first=1)) == [a_score()]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("order", [(0, 0, 1), (0, 1, 0), (1, 0, 1), (0, 1, 1)])
def test_a_session_that_comes_twice_is_named_in_any_order(order: tuple[int, ...], first: int) -> None:
    content = json.loads(TEXT)
    content["sessions"] = [content["sessions"][index] for index in order]
    checker = FileChecker()
    checker.check_all_but_sessions(iterate_whole(content))
    taken = list(checker.check_sessions(partial(iterate_whole, content), first))
    again = next(number for number, index in enumerate(order) if index in order[:number])
    assert checker.problems == [f"sessions[{again}].id: another session has the same id"]
    assert taken == [(a_session(), a_score())[index] for index in order[first:again]]


def test_a_newer_format_and_an_anonymous_file_are_refused_plainly() -> None:
    with pytest.raises(TpsessionError, match=r"newer tpsession \(format 2; this one reads 1\)"):
        check_whole({"format": 2})
    with pytest.raises(TpsessionError, match="The file is anonymous"):
        check_lines("".join(encode_file(everything(), anonymous=True)))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"format": 1,\n "sessions": [}', "line 2, column 15: expecting value"),
        ("", "line 1, column 1: expecting value"),
        ("[" * 100_000, "it has too many brackets inside each other"),
        ("1" * 5000, "Exceeds the limit"),
    ],
)
def test_broken_json_is_refused_with_line_and_column(text: str, problem: str) -> None:
    with pytest.raises(MisfitError) as caught:
        parse_whole(text)
    assert str(caught.value).startswith(problem)


def test_a_file_must_hold_lists_of_items() -> None:
    with pytest.raises(MisfitError, match="the file must hold an object"):
        check_whole([])
    with pytest.raises(MisfitError, match="sessions: must be a list"):
        check_whole({"format": 1, "sessions": {}})
    unknown = TEXT.replace('"plans": [', '"others": [')
    assert check_lines(unknown)[0].problems == [
        "others: isn't known here; take it out",
        "sessions[0].plan: there is no such plan in plans",
    ]
