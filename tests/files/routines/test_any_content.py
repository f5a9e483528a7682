"""Any content is read without an exception, and the content of a good file exactly as it was written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.files.routines.toml_dump import dump
from tests.scale import short_and_long
from tpsession.core.catalog.area import AREAS, FOREARM
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.proposed import MAX_EVERY_DAYS, MAX_SESSIONS, MIN_EVERY_DAYS, MIN_SESSIONS
from tpsession.core.catalog.routine import (
    MAX_COUNT,
    MAX_FILE_BYTES,
    Routine,
    Sides,
)
from tpsession.core.catalog.technique import COMMON_KEYS, TECHNIQUES, StepKey
from tpsession.core.errors import Problem, Severity
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.totals import played_s
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.files.toml.duration import format_duration

HEAD = 'format = 1\nname = "X"\narea = "neck"\nsides = "each"\n'
STEP = '[[steps]]\ntechnique = "oil"\nduration = "30s"\n'


def routine_of(content: str) -> Routine:
    """Return the routine of a file that must have no errors."""
    routine, problems = read_routine_text(content, "x")
    assert routine is not None, problems
    return routine


TOMLISH = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *HEAD.splitlines(keepends=True),
                *STEP.splitlines(keepends=True),
                "[[steps]]\n", "[defaults]\n", "[", "]", "[[", "]]", "{", "}", '"', "'", '"""', "'''", "=",
                ".", ",", "#", "\n", "\r\n", "\r", "\t", " ", "\\", "\\u", "format", "steps", "duration = ",
                "hold = ", "1m30s", "00:01:30", "true", "nan", "1e400", "ä", "🙂", "\u2028", "\ufeff", "\x00",
                "\ue000", "have = [",
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=30,
).map("".join)  # fmt: skip


def assert_located(content: str, problems: tuple[Problem, ...]) -> None:
    """Assert that every problem has a place in the content and a printable message."""
    lines = content.replace("\r\n", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message.isprintable()


@given(TOMLISH)
@example('a = """\n')
@example('"\ue000" = "\ue000"\n=')
def test_any_text_is_read_and_every_problem_has_a_place_in_the_file(content: str) -> None:
    _, problems = read_routine_text(content, "x")
    assert_located(content.removeprefix("\ufeff"), problems)


@given(st.binary(max_size=200), st.integers(0, len(HEAD + STEP)))
def test_any_bytes_are_read(data: bytes, at: int) -> None:
    good = (HEAD + STEP).encode()
    content = good[:at] + data + good[at:]
    routine, problems = read_routine_text(content, "x")
    assert routine is not None or problems
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert_located(content.removeprefix(b"\xef\xbb\xbf").decode(errors="replace"), problems)


@given(st.data())
def test_a_good_file_without_any_one_part_is_still_good_or_has_a_problem(data: st.DataObject) -> None:
    good = HEAD + 'have = ["oil", "towel"]\n' + STEP + 'text = """a\nb"""\n' + STEP
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    content = good[:start] + good[end:]
    routine, problems = read_routine_text(content, "x")
    assert routine is not None or problems
    assert_located(content, problems)


SECONDS = st.one_of(st.integers(1, 60), st.integers(1, 60).map(format_duration))
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
KEY_VALUES: dict[StepKey, st.SearchStrategy[object]] = {
    StepKey.WAIT: st.booleans(),
    StepKey.HALFWAY: st.booleans(),
    StepKey.SIDED: st.booleans(),
    StepKey.TEMPO: st.integers(1, 60),
    StepKey.INHALE: st.integers(1, 20),
    StepKey.EXHALE: st.integers(1, 20),
    StepKey.TEXT: ANY_TEXT,
    StepKey.SAY: ANY_TEXT,
}


@st.composite
def steps(draw: st.DrawFn, *, with_massage: bool = True) -> dict[str, object]:
    """Draw the keys and values of a good step."""
    possible = [each for each in TECHNIQUES.values() if with_massage or not each.is_massage]
    technique = draw(st.sampled_from(possible))
    step: dict[str, object] = {"technique": technique.id}
    must_hold = StepKey.DURATION not in technique.keys
    if StepKey.HOLD in technique.keys and (must_hold or draw(st.booleans())):
        step["hold"] = draw(SECONDS)
        step |= draw(st.fixed_dictionaries({}, optional={"release": SECONDS, "repeat": st.integers(1, 3)}))
    elif StepKey.COUNT in technique.keys and draw(st.booleans()):
        step["count"] = draw(st.integers(1, MAX_COUNT))
    elif not technique.waits or draw(st.booleans()):
        step["duration"] = draw(SECONDS)
    for key in sorted((technique.keys | COMMON_KEYS) & KEY_VALUES.keys()):
        if draw(st.booleans()):
            step[key.value] = draw(KEY_VALUES[key])
    if "hold" in step and draw(st.booleans()):
        repeat = int(str(step.get("repeat", 1)))
        step["text"] = draw(st.lists(ANY_TEXT, min_size=repeat, max_size=repeat))
    return step


@st.composite
def routines(draw: st.DrawFn) -> dict[str, object]:
    """Draw the content of a good routine file."""
    area = draw(st.sampled_from(["any", "none", *AREAS]))
    content: dict[str, object] = {
        "format": 1,
        "name": draw(ANY_TEXT.filter(str.strip)),
        "area": area,
        "sides": "none" if area == "none" else draw(st.sampled_from(list(Sides))).value,
        "have": draw(st.lists(ANY_TEXT, max_size=3)),
        "summary": draw(ANY_TEXT),
        "defaults": {"get_ready": draw(SECONDS), "countdown": draw(st.sampled_from(list(Countdown))).value},
    }
    if draw(st.booleans()):
        content |= {
            "first": draw(st.sampled_from(["left", "right"])),
            "switch": draw(st.sampled_from(["block", "step"])),
            "link": "https://example.org/page?a=1#top",
        }
    if draw(st.booleans()):
        content["programme"] = {
            "sessions": draw(st.integers(MIN_SESSIONS, MAX_SESSIONS)),
            "every_days": draw(st.integers(MIN_EVERY_DAYS, MAX_EVERY_DAYS)),
        }
    listed = draw(st.lists(steps(with_massage=area != "none"), min_size=1, max_size=6))
    if draw(st.booleans()):
        inner = draw(st.lists(steps(with_massage=area != "none"), min_size=1, max_size=3))
        rounds: dict[str, object] = {"rounds": draw(st.integers(2, 3)), "steps": inner}
        if draw(st.booleans()):
            rounds["rest"] = draw(SECONDS)
        listed.insert(draw(st.integers(0, len(listed))), rounds)
    content["steps"] = listed
    return content


@given(routines())
def test_a_good_routine_reads_back_as_it_was_written(content: dict[str, object]) -> None:
    routine = routine_of(dump(content))
    written = content["steps"]
    assert isinstance(written, list)
    assert (routine.name, routine.sides.value, routine.summary) == (
        content["name"],
        content["sides"],
        content["summary"],
    )
    assert list(routine.have) == content["have"]
    assert (routine.first, routine.switch) == (content.get("first", "left"), content.get("switch", "block"))
    assert routine.link == content.get("link", "")
    assert (routine.programme and routine.programme._asdict()) == content.get("programme")
    flat = [(source, item) for item in written for source in (item["steps"] if "rounds" in item else [item])]
    for step, (source, item) in zip(routine.steps, flat, strict=True):
        assert (step.rounds.count if step.rounds else None) == item.get("rounds")
        assert step.technique.id == source["technique"]
        assert step.repeat == source.get("repeat", 1)
        text = source.get("text", step.technique.text)
        assert (list(step.hold_texts) == text) if isinstance(text, list) else (step.text == text)
        assert step.count == source.get("count")
        assert step.say == source.get("say", step.technique.phrase)
        assert step.sided == source.get("sided", step.technique.sided)
        assert (step.hold_s is None) == ("hold" not in source)
        is_timed = bool({"hold", "duration"} & source.keys()) or {"count", "tempo"} <= source.keys()
        assert step.is_gate == (not is_timed)


@given(routines())
def test_the_checked_length_is_the_length_of_the_plan(content: dict[str, object]) -> None:
    # The forearm has no limits. A file is checked as it is written, even if its area shortens holds.
    routine = routine_of(dump({**content, "area": "any"}))
    planned = build_plan(routine, PlanOptions(area=FOREARM))
    length_s = played_s(routine.steps, routine.sides, routine.get_ready_s, routine.switch)
    assert length_s == pytest.approx(planned.planned_s)


@given(routines(), st.data())
def test_a_mistyped_key_is_reported_on_its_own_line(content: dict[str, object], data: st.DataObject) -> None:
    lines = dump(content).split("\n")
    keys = [index for index, line in enumerate(lines) if " = " in line and not line.startswith("technique")]
    at = data.draw(st.sampled_from(keys))
    lines[at] = f"zz{lines[at]}"
    routine, problems = read_routine_text("\n".join(lines), "x")
    assert routine is None
    assert any((problem.line, problem.column) == (at + 1, 1) for problem in problems)


@given(routines(), st.data())
def test_a_line_that_is_not_toml_causes_no_other_error(
    content: dict[str, object], data: st.DataObject
) -> None:
    lines = dump(content).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines.insert(at, "!")
    routine, problems = read_routine_text("\n".join(lines), "x")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert routine is None
    assert [(problem.line, problem.column) for problem in errors] == [(at + 1, 1)]


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        '"a".',
        "[",
        "{a=",
        "[[steps]]\n",
        "k=[\n",
        'k="""\n',
        "no toml\n",
        "a=1\n",
        '"',
        "'",
        "\\",
        "\r",
        "9",
        "1,",
    ],
)
@pytest.mark.parametrize("start", short_and_long(HEAD + "have = ", ""))
def test_the_largest_file_of_one_repeated_piece_is_read(start: str, piece: str) -> None:
    content = (start + piece * MAX_FILE_BYTES)[:MAX_FILE_BYTES]
    routine, problems = read_routine_text(content, "x")
    assert routine is None
    assert_located(content, problems)
