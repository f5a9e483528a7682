"""A plan and a state as text: read as they were written, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.driving import ORIGIN, SessionRun
from tests.core.routines import OIL_30S, THREE_HOLDS, plan_of
from tests.core.strategies import TimedAction, action_sequences, plans
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import CueGroup, Speak
from tpsession.core.plan.plan import Plan
from tpsession.core.session.serialization import (
    FORMAT,
    SerializationError,
    plan_from_text,
    plan_to_text,
    state_from_text,
    state_to_text,
)

READERS = pytest.mark.parametrize("read", [plan_from_text, state_from_text])
KNOWN = plan_of(OIL_30S, THREE_HOLDS)
PLAN = plan_to_text(KNOWN)
STATE = state_to_text(SessionRun.started(KNOWN).session.state(ORIGIN + 2.5))


@given(plans(exact=False))
def test_a_plan_is_read_as_it_was_written(laid: Plan) -> None:
    assert plan_from_text(plan_to_text(laid)) == laid


@given(plans(exact=False), action_sequences(exact=False))
def test_a_state_is_read_as_it_was_written(laid: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(laid).perform_all(course)
    state = run.session.state(run.now)

    assert state_from_text(state_to_text(state)) == state


def test_a_text_is_one_line_that_says_its_format_and_names_by_id() -> None:
    for text in (PLAN, STATE):
        assert "\n" not in text
        assert json.loads(text)["format"] == FORMAT
    fields = json.loads(PLAN)
    assert fields["area"] == "shoulder"
    assert [entry["technique"] for entry in fields["entries"]] == ["oil", "pressure"]
    assert fields["phases"][0]["cues"][0] == {"cue": "get-ready", "anchor": "start", "offset_s": 0.0}


def test_letters_of_any_language_are_kept_as_they_are() -> None:
    laid = plan_of(OIL_30S)
    text = plan_to_text(laid).replace('"Known"', '"Nacken ä 首"')

    assert plan_from_text(text).name == "Nacken ä 首"
    assert plan_to_text(plan_from_text(text)) == text


def test_whole_seconds_may_be_written_without_a_point() -> None:
    text = PLAN.replace('"planned_s":30.0', '"planned_s":30')

    assert plan_from_text(text) == KNOWN


@READERS
@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "1", '"text"', "[]", "{}", '{"format":1}', "[" * 100_000, '{"format":1,"a":' * 50_000],
    ids=lambda text: text[:12],
)
def test_what_is_no_such_text_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(SerializationError):
        read(text)


@READERS
@given(text=st.text(max_size=200))
def test_any_rubbish_is_refused_in_one_way(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(SerializationError):
        read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    """The path to every value inside some JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def replaced(text: str, place: tuple[Any, ...], value: object) -> str:
    """The text with another value in a place."""
    content = json.loads(text)
    inner = content
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return json.dumps(content)


@given(st.sampled_from(places(json.loads(PLAN))[1:]), JSON)
@example(("phases", 0, "planned_s"), 10**400)
@example(("phases", 0, "planned_s"), float("nan"))
@example(("phases", 0, "planned_s"), float("inf"))
@example(("phases", 0, "planned_s"), True)
@example(("phases", 0, "entry"), 2)
@example(("phases", 0, "entry"), -1)
@example(("phases", 0, "kind"), "nap")
@example(("entries",), [])
@example(("area",), "elbow")
@example(("area",), [])
@example(("notes",), "text")
@example(("name",), None)
@example(("unknown",), 1)
def test_a_plan_with_anything_in_the_place_of_anything_is_whole_or_refused(
    place: tuple[Any, ...], value: object
) -> None:
    try:
        read = plan_from_text(replaced(PLAN, place, value))
    except SerializationError:
        return
    assert plan_from_text(plan_to_text(read)) == read
    SessionRun.started(read).finish()


@given(st.sampled_from(places(json.loads(STATE))[1:]), JSON)
@example(("index",), 1.0)
@example(("index",), True)
@example(("started",), 1)
@example(("entries", 0), {"active_s": "0"})
def test_a_state_with_anything_in_the_place_of_anything_is_whole_or_refused(
    place: tuple[Any, ...], value: object
) -> None:
    try:
        read = state_from_text(replaced(STATE, place, value))
    except SerializationError:
        return
    assert state_from_text(state_to_text(read)) == read


@pytest.mark.parametrize("other", [0, 2, "1", None])
def test_another_format_is_refused(other: object) -> None:
    for read, text in ((plan_from_text, PLAN), (state_from_text, STATE)):
        with pytest.raises(SerializationError, match="another format"):
            read(replaced(text, ("format",), other))


def test_a_plan_whose_phases_do_not_fit_together_is_refused() -> None:
    for place, value in (
        (("phases",), []),
        (("entries",), []),
        (("phases", 0, "entry"), 5),
        (("phases", 1, "entry"), 5),
        (("phases", 1, "planned_s"), -30.0),
        (("phases", 1, "starts_s"), 6.0),
    ):
        with pytest.raises(SerializationError, match="don't fit"):
            plan_from_text(replaced(PLAN, place, value))


def test_a_plan_that_was_kept_before_there_was_speech_is_played_without() -> None:
    content = json.loads(PLAN.replace('"start-rub"', '"start"'))
    del content["speak"]

    read = plan_from_text(json.dumps(content))

    assert read.speak is Speak.NONE
    assert read.phases[1].cues[0].cue is cues.START
    run = SessionRun.started(read)
    groups = {timed.cue.group for timed in run.session.upcoming_sounds(run.now)}
    # Pacing needs nothing that wasn't always kept.
    assert groups == {CueGroup.CUES, CueGroup.COUNTDOWN, CueGroup.PACING}


def test_a_field_that_is_missing_is_refused() -> None:
    content = json.loads(PLAN)
    del content["area"]

    with pytest.raises(SerializationError, match="missing"):
        plan_from_text(json.dumps(content))
