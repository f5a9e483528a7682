"""What is different in a routine is put into its file, and comments and everything else stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.core.strategies import routines
from tests.files.routine_editing.conftest import RoutineFolders
from tests.files.routines.toml_dump import value_text
from tpsession.core.catalog.area import ANY_AREA_ID
from tpsession.core.catalog.routine import YOURS, Rounds, Step
from tpsession.core.catalog.technique import StepKey
from tpsession.core.errors import RoutineFileError, TpsessionError, UsageError
from tpsession.core.routine_editing.line_values import WordsKind
from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.core.routine_editing.port import RoutineChangedError, RoutineText
from tpsession.core.routine_editing.saving import describe_saved, save_variation
from tpsession.core.routine_editing.variation import Variation
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.variation_file import apply_variation, read_variation
from tpsession.files.toml.duration import format_duration

TEXT = """\
# Mine, since June.
format = 1
name = "Evening"      # in the list
area = "neck"
sides = "each"

[defaults]
countdown = "calm"    # quiet

# The warm part

# Oil first.
[[steps]]
technique = "oil"
duration = 30         # not more

# Then press.
[[steps]]
technique = "pressure"
hold = "30s"          # Gulick
repeat = 3
# still pressing

[programme]
sessions = 6
every_days = 2

[[steps]]
technique = "wipe"
"""
OIL, PRESS, WIPE = range(3)


def file(text: str) -> RoutineText:
    """Return a file of the person's own with this text."""
    return RoutineText("sample", YOURS, "sample.toml", text.encode())


def changed(text: str, *turns: tuple[RoutineLine | StepKey, int, str]) -> str:
    """Return a text after values were typed for lines, each with its step."""
    variation = read_variation(file(text))
    for subject, step, typed in turns:
        variation = variation.read(LineId(subject, step), typed)
    return apply_variation(file(text), variation)


def test_nothing_different_is_the_same_text() -> None:
    assert changed(TEXT) == TEXT


def test_only_the_values_change_and_keep_their_form_and_comments() -> None:
    text = changed(
        TEXT,
        (StepKey.HOLD, PRESS, "20"),
        (StepKey.DURATION, OIL, "45"),
        (StepKey.RELEASE, PRESS, "10"),
        (StepKey.WAIT, PRESS, "yes"),
        (RoutineLine.NAME, -1, "Night"),
        (RoutineLine.GET_READY, -1, "10"),
        (RoutineLine.COUNTDOWN, -1, "beeps"),
    )
    assert text == (
        TEXT.replace('"30s"', '"20s"')
        .replace("30  ", "45  ")
        .replace("repeat = 3\n", 'repeat = 3\nrelease = "10s"\nwait = true\n')
        .replace('"Evening"', '"Night"')
        .replace('"calm"    # quiet\n', '"beeps"    # quiet\nget_ready = "10s"\n')
    )


def test_steps_take_their_comments_along() -> None:
    text = changed(TEXT, (RoutineLine.PLACE, PRESS, "1"))
    oil = '# Oil first.\n[[steps]]\ntechnique = "oil"\nduration = 30         # not more\n'
    press = TEXT[TEXT.index("# Then press") : TEXT.index("\n[programme]")]
    assert f"# The warm part\n\n{press}\n{oil}\n[programme]" in text


def test_a_step_that_is_left_out_stays_in_the_file_and_can_be_put_back() -> None:
    text = changed(TEXT, (RoutineLine.PLAYED, PRESS, "left out"))
    assert (
        '#| # Then press.\n#| [[steps]]\n#| technique = "pressure"\n#| hold = "30s"          # Gulick\n'
        in text
    )
    again = read_variation(file(text))
    assert again.left_out == {PRESS}
    assert len(again.routine.steps) == 2
    put_back = again.turn(LineId(RoutineLine.PLAYED, PRESS), 1).turn(LineId(StepKey.REPEAT, PRESS), 1)
    assert apply_variation(file(text), put_back) == TEXT.replace("repeat = 3", "repeat = 4")
    # Another change leaves it as it is.
    assert apply_variation(file(text), again.turn(LineId(StepKey.DURATION, OIL), 1)) == text.replace(
        "30  ", "45  "
    )


@pytest.mark.parametrize(
    "line", ["#| a drawn box", "#| tempo = 10", '#| [[steps]]\n#| technique = "dance"', "#|[programme]"]
)
def test_a_comment_that_only_looks_left_out_is_a_comment(line: str) -> None:
    text = TEXT.replace("# still pressing", line)
    variation = read_variation(file(text))
    assert variation.left_out == frozenset()
    assert apply_variation(file(text), variation.turn(LineId(StepKey.REPEAT, PRESS), 1)) == text.replace(
        "repeat = 3", "repeat = 4"
    )


def test_a_missing_table_of_defaults_is_added_above_the_steps() -> None:
    text = re.sub(r"\[defaults\]\n.*\n\n", "", TEXT)
    added = changed(text, (RoutineLine.GET_READY, -1, "10"))
    assert '\n\n[defaults]\nget_ready = "10s"\n\n# Oil first.\n[[steps]]' in added
    dense = changed(text.replace("\n\n", "\n"), (RoutineLine.GET_READY, -1, "10"))
    assert '"each"\n\n[defaults]\nget_ready = "10s"\n\n# The warm part\n# Oil first.\n[[steps]]' in dense


@pytest.mark.parametrize("defaults", ['defaults = {countdown = "calm"}', 'defaults.countdown = "calm"'])
def test_defaults_in_one_line_stay_so(defaults: str) -> None:
    text = re.sub(r"\[defaults\]\n.*\n\n", "", TEXT).replace("sides =", f"{defaults}\nsides =")
    both = changed(text, (RoutineLine.GET_READY, -1, "10"), (RoutineLine.COUNTDOWN, -1, "none"))
    assert "[defaults]" not in both
    assert 'get_ready = "10s"' in both


LIST = """\
format = 1
name = "Evening"
area = "neck"
sides = "each"
steps = [ # in order
  {technique = "oil", duration = 30}, # warm
  # the middle
  {technique = "pressure", hold = "30s", repeat = 3},
  {technique = "wipe"} # last
]
"""


def test_steps_in_a_list_are_changed_moved_and_left_out_too() -> None:
    assert changed(LIST, (StepKey.HOLD, PRESS, "20")) == LIST.replace('"30s"', '"20s"')
    with_defaults = changed(LIST, (RoutineLine.GET_READY, -1, "10"))
    assert with_defaults == LIST + '\n[defaults]\nget_ready = "10s"\n'
    text = changed(LIST, (RoutineLine.PLACE, PRESS, "1"), (RoutineLine.PLAYED, OIL, "left out"))
    assert text.endswith(
        'steps = [\n  # in order\n  {technique = "pressure", hold = "30s", repeat = 3},\n'
        '#|   {technique = "oil", duration = 30},\n  # warm\n  # the middle\n  {technique = "wipe"},\n'
        "  # last\n]\n"
    )
    again = read_variation(file(text))
    assert again.left_out == {1}
    whole = again.turn(LineId(RoutineLine.PLAYED, 1), 1)
    steps = read_variation(file(apply_variation(file(text), whole))).routine.steps
    assert [step.technique.id for step in steps] == ["pressure", "oil", "wipe"]


def test_a_key_that_is_taken_away_leaves_its_comment() -> None:
    text = TEXT.replace('technique = "wipe"\n', 'technique = "wipe"\nduration = 20 # slowly\n')
    assert changed(text, (StepKey.DURATION, WIPE, "-")) == text.replace("duration = 20 ", "")
    barred = text.replace("# slowly", "#| slowly")
    without = changed(barred, (StepKey.DURATION, WIPE, "-"), (RoutineLine.PLAYED, OIL, "left out"))
    assert without.endswith('"wipe"\n #| slowly\n')
    assert read_variation(file(without)).left_out == {OIL}


def test_a_text_that_looks_like_a_comment_stays_with_its_step() -> None:
    text = TEXT.replace("repeat = 3\n", 'repeat = 3\ntext = """\n[[steps]]\n# two"""\n').replace(
        "# still pressing\n\n[programme]\nsessions = 6\nevery_days = 2\n\n", ""
    )
    moved = changed(text, (RoutineLine.PLACE, WIPE, "1"), (StepKey.WAIT, PRESS, "yes"))
    assert moved.index("wipe") < moved.index("oil")
    assert moved.endswith('# two"""\nwait = true\n')


def test_line_ends_of_windows_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert changed(text, (RoutineLine.PLACE, WIPE, "1"), (StepKey.WAIT, PRESS, "yes")) == "\ufeff" + changed(
        TEXT, (RoutineLine.PLACE, WIPE, "1"), (StepKey.WAIT, PRESS, "yes")
    ).replace("\n", "\r\n")


def test_a_file_with_errors_or_another_file_is_refused() -> None:
    with pytest.raises(RoutineFileError, match="oli"):
        read_variation(file(TEXT.replace("oil", "oli")))
    variation = read_variation(file(TEXT)).turn(LineId(StepKey.REPEAT, PRESS), 1)
    with pytest.raises(TpsessionError, match="can't be changed in this way"):
        apply_variation(file(TEXT.replace("sessions = 6", "sessions = 7")), variation)


def test_a_text_that_is_too_long_for_a_file_is_refused() -> None:
    with pytest.raises(RoutineFileError, match="262,144 are allowed"):
        changed(TEXT, (StepKey.TEXT, OIL, "long " * 60_000))


# Saving


def test_of_a_built_in_routine_there_is_a_new_one_and_the_built_in_one_stays(folders: RoutineFolders) -> None:
    old, variation = folders.writer.open_variation("neck")
    assert variation.name == "Neck, mine"
    assert not variation.is_changed
    different = variation.turn(LineId(StepKey.DURATION, 0), 1)
    new = save_variation(folders.writer, old, different)
    assert folders.listed() == {"foot": "built-in", "neck": "built-in", "neck-mine": "yours"}
    assert folders.text("neck-mine.toml").startswith("#:schema ./routine.schema.json\n\nformat = 1")
    assert 'name = "Neck, mine"  # what the list shows' in folders.text("neck-mine.toml")
    assert folders.library.load_routine("neck-mine") == different.routine._replace(id="neck-mine")
    assert describe_saved(old, new, different) == 'Saved as your own routine "Neck, mine".'
    assert folders.writer.open_variation("neck")[1].name == "Neck, mine 2"
    greek = variation.read(LineId(RoutineLine.NAME), "\u03b1\u03c5\u03c7\u03ad\u03bd\u03b1\u03c2")
    assert save_variation(folders.writer, old, greek).id == "neck-mine-2"


def test_a_routine_of_ones_own_is_replaced_and_the_earlier_one_can_be_brought_back(
    folders: RoutineFolders,
) -> None:
    folders.writer.make_own("neck")
    before = folders.text("neck.toml")
    old, variation = folders.writer.open_variation("neck")
    assert variation.name == "Neck"
    different = variation.turn(LineId(StepKey.DURATION, 0), 1)
    new = save_variation(folders.writer, old, different)
    assert folders.text("neck.toml") == before.replace("30", '"45s"').replace('"45s"', "45")
    assert "tpsession routines restore neck" in describe_saved(old, new, different)
    assert folders.writer.restore("neck").took_place
    assert folders.text("neck.toml") == before


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(folders: RoutineFolders) -> None:
    folders.writer.make_own("neck")
    old, variation = folders.writer.open_variation("neck")
    theirs = folders.text("neck.toml").replace("30", "31")
    (folders.own / "neck.toml").write_text(theirs, encoding="utf-8")
    with pytest.raises(RoutineChangedError):
        save_variation(folders.writer, old, variation.turn(LineId(StepKey.DURATION, 0), 1))
    assert folders.text("neck.toml") == theirs
    assert folders.files() == ["neck.toml"]


# Any change to any file


def _step_values(step: Step) -> dict[str, object]:
    """Return the keys of a step as a file has them."""
    keys = step.technique.step_keys
    values: dict[StepKey, object] = {
        StepKey.TECHNIQUE: step.technique.id,
        StepKey.DURATION: step.duration_s,
        StepKey.HOLD: step.hold_s,
        StepKey.RELEASE: step.release_s if step.hold_s else None,
        StepKey.REPEAT: step.repeat if step.hold_s else None,
        StepKey.COUNT: step.count,
        StepKey.SOUND: step.sound or None,
        StepKey.WAIT: step.wait or None,
        StepKey.HALFWAY: step.halfway or None,
        StepKey.TEMPO: step.tempo,
        StepKey.INHALE: step.inhale_s,
        StepKey.EXHALE: step.exhale_s,
        StepKey.SIDED: step.sided,
        StepKey.TEXT: list(step.hold_texts) or step.text,
        StepKey.SAY: list(step.hold_says) or step.say,
    }
    return {key.value: value for key, value in values.items() if value is not None and key in keys}


@st.composite
def files(draw: st.DrawFn) -> str:
    """A routine file as a person may write it: with comments, empty lines, in one form or another."""
    routine = draw(routines())
    numbers = iter(range(1000))
    comment = st.sampled_from(["", "  # note {}", " #| {}"])
    above = st.sampled_from(["", "\n", "# above {}\n", "\n# above {}\n", '\n# "quoted" {}\n\n'])
    form = draw(st.sampled_from(["number", "text"]))

    def text_of(key: str, value: object) -> str:
        is_time = isinstance(value, float) and key != "tempo"
        if isinstance(value, float) and is_time and form == "text":
            return value_text(format_duration(value))
        if key == "text" and value and isinstance(value, str) and draw(st.booleans()):
            return f'"""\n{value}\n# "not" a comment\n[[steps]]\n"""'
        return value_text(value)

    def with_comment(text: str) -> str:
        return text + draw(comment).format(next(numbers))

    def pairs(values: Mapping[str, object]) -> Iterable[str]:
        for key, value in values.items():
            if value is not None:
                yield draw(above).format(next(numbers)) + with_comment(f"{key} = {text_of(key, value)}")

    head = {
        "format": 1,
        "name": routine.name,
        "area": ANY_AREA_ID if routine.area is None else routine.area.id,
        "sides": routine.sides.value,
        "first": routine.first.value,
        "switch": routine.switch.value,
        "have": list(routine.have) or None,
    }
    defaults = {"get_ready": routine.get_ready_s, "countdown": routine.countdown.value}
    parts = ["\n".join(pairs(head))]
    tables = [] if draw(st.booleans()) else ["\n".join(["[defaults]", *pairs(defaults)])]
    groups = [(rounds, list(steps)) for rounds, steps in groupby(routine.steps, key=lambda step: step.rounds)]
    if draw(st.integers(0, 3)) == 0:
        items = [item for rounds, steps in groups for item in _inline_items(rounds, steps)]
        parts[0] += "\nsteps = [\n" + "".join(f"{with_comment(f'  {item},')}\n" for item in items) + "]"
        parts += tables
    else:
        texts = []
        for rounds, steps in groups:
            if rounds:
                values = {"rounds": rounds.count, "rest": rounds.rest_s or None}
                texts.append("\n".join(["[[steps]]", *pairs(values)]))
            heading = "[[steps.steps]]" if rounds else "[[steps]]"
            texts += ["\n".join([heading, *pairs(_step_values(step))]) for step in steps]
        texts.insert(draw(st.integers(0, len(texts))), tables[0]) if tables else None
        parts += texts
    text = "\n".join(f"{part}{draw(above).format(next(numbers))}" for part in parts)
    ending = draw(st.sampled_from(["", "\n", "\n\n# the end\n"]))
    return (text + ending).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _inline(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key} = {value_text(value)}" for key, value in values.items()) + "}"


def _inline_items(rounds: Rounds | None, steps: Iterable[Step]) -> list[str]:
    """Return steps as items of a list; those in rounds are one."""
    inner = [_inline(_step_values(step)) for step in steps]
    if rounds is None:
        return inner
    rest = f"rest = {value_text(rounds.rest_s)}, " if rounds.rest_s else ""
    return [f"{{rounds = {rounds.count}, {rest}steps = [{', '.join(inner)}]}}"]


def comments_of(text: str) -> set[str]:
    """Return the numbered comments of a text."""
    return set(re.findall(r"(?:note|above|quoted\") \d+|#\| \d+", text))


@st.composite
def changes(draw: st.DrawFn, variation: Variation) -> Variation:
    """A variation after one more change."""
    line = draw(st.sampled_from(variation.lines))
    kind = variation.kind_of(line)
    try:
        if isinstance(kind, WordsKind):
            words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
            return variation.read(line, draw(words) or "x")
        return variation.turn(line, draw(st.sampled_from([-1, 1])))
    except UsageError:
        return variation


@given(files(), st.data())
def test_any_changes_to_any_file_give_that_routine_and_keep_every_comment(
    text: str, data: DataObject
) -> None:
    for _ in range(2):
        start = read_variation(file(text))
        variation = start
        for _ in range(data.draw(st.integers(0, 8))):
            variation = data.draw(changes(variation))
        try:
            after = apply_variation(file(text), variation)
        except TpsessionError:
            # Steps of rounds that are in a list can't change places.
            assert re.search(r"rounds = \d+, ", text)
            return
        again = read_variation(file(after))
        assert again.routine == variation.routine
        assert comments_of(after) >= comments_of(text)
        assert len(again.original.steps) == len(start.original.steps)
        assert [step.step for step in again.steps] == [step.step for step in variation.steps]
        text = after


ROUNDS_TEXT = """\
format = 1
name = "Rounds"
area = "hand"
sides = "each"

[[steps]]
technique = "oil"
duration = 30

# Again and again.
[[steps]]
rounds = 3            # not more
rest = "20s"

# Rub.
[[steps.steps]]
technique = "circles"
duration = 30

# Press.
[[steps.steps]]
technique = "pressure"
hold = 15

[[steps]]
technique = "wipe"
"""


def test_steps_in_rounds_change_places_among_themselves_and_the_rounds_change_too() -> None:
    text = changed(
        ROUNDS_TEXT,
        (RoutineLine.ROUNDS, 1, "4"),
        (RoutineLine.REST, 1, "-"),
        (RoutineLine.FIRST, -1, "right"),
        (RoutineLine.SWITCH, -1, "after each step"),
        (RoutineLine.PLACE, 2, "1"),
        (StepKey.HOLD, 2, "20s"),
    )
    assert "rounds = 4            # not more\n" in text
    assert "rest" not in text
    assert 'first = "right"\nswitch = "step"\n' in text
    assert text.index("# Press.") < text.index("hold = 20") < text.index("# Rub.") < text.index('"wipe"')
    left_out = changed(text, (RoutineLine.PLAYED, 2, "left out"))
    assert "#| [[steps.steps]]\n" in left_out
    variation = read_variation(file(left_out))
    assert variation.left_out == {2}
    # A step keeps to its rounds, and one of them stays.
    with pytest.raises(UsageError, match="At least one step of the rounds"):
        variation.read(LineId(RoutineLine.PLAYED, 1), "left out")
    assert not any(line.subject is RoutineLine.PLACE for line in variation.lines)


def test_steps_of_rounds_in_a_list_can_change_their_values_alone() -> None:
    inner = '{technique = "oil", duration = 30}, {technique = "circles", duration = 30}'
    head = ROUNDS_TEXT.partition("[[steps]]")[0]
    whole = f"{head}steps = [{{rounds = 2, steps = [{inner}]}}]\n"
    text = changed(whole, (StepKey.DURATION, 1, "40s"), (RoutineLine.ROUNDS, 0, "3"))
    assert "rounds = 3" in text
    assert 'technique = "circles", duration = 40' in text
    with pytest.raises(TpsessionError, match="unusual form"):
        changed(whole, (RoutineLine.PLACE, 1, "1"))
    with pytest.raises(TpsessionError, match="unusual form"):
        changed(f"{head}[[steps]]\nrounds = 2\nsteps = [{inner}]\n", (StepKey.DURATION, 1, "40s"))


@pytest.mark.parametrize("path", sorted(find_resources().routines.glob("*.toml")), ids=lambda path: path.stem)
def test_each_built_in_routine_can_be_changed_in_every_line(path: Path) -> None:
    old = RoutineText(path.stem, YOURS, str(path), path.read_bytes())
    variation = read_variation(old)
    for line in variation.lines:
        if line.subject not in {RoutineLine.PLAYED, RoutineLine.PLACE}:
            kind = variation.kind_of(line)
            variation = variation.turn(line, 1) if kind.is_turned else variation.read(line, "Other words")
    variation = variation.read(LineId(RoutineLine.PLACE, 0), "2")
    after = apply_variation(old, variation)
    assert sorted(re.findall(r"#.*", after)) == sorted(re.findall(r"#.*", old.content.decode()))
    assert read_variation(file(after)).routine._replace(id=path.stem) == variation.routine
