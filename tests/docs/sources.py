"""The page docs/sources.md: every medical sentence of areas, techniques and routines, with its source.

The sentences come from the program's own definitions, the sources from the page itself: write them there. A
sentence that is new gets `MISSING` as its source, and a test fails until it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.dialogue.place_guide import MAY_REFER, NO_SPOT, OWN_SPOTS, START_WITH_FIRST
from tpsession.core.history.rating_flags import NOT_VALIDATED, STIFFNESS_QUESTION
from tpsession.core.history.records import StopReason
from tpsession.core.plan.light_only import LIGHT_ONLY, LIGHT_POSITION, PREGNANCY
from tpsession.core.plan.short_first import SHORT_FIRST
from tpsession.core.progress.recent_sessions import (
    EARLIER_MORE_PAIN,
    MORE_PAIN,
    REST_THEN_LIGHTER,
    SEE_SOMEBODY,
)
from tpsession.core.safety.dose import ENOUGH, OFFER_SHORT_FIRST, REST_DAY, REST_TOMORROW
from tpsession.core.safety.place_flags import PLACE_FLAGS, flag_lead
from tpsession.core.safety.questions import ITEMS
from tpsession.core.safety.reported_sign import ADVISED_SINCE, TITLE
from tpsession.core.safety.screening import (
    EVIDENCE,
    EVIDENCE_IN_SHORT,
    NOT_REVIEWED,
    PULSE_ENDS_STEP,
    PULSE_MOVE_OFF,
    SOME_STOP_SIGNS,
    STOP_SIGNS,
    TENSING,
    Tier,
    advice_for,
)
from tpsession.core.safety.soreness import SKIP_SPOT, TAKE_DAYS_OFF, WORK_LIGHTLY
from tpsession.core.safety.stopping import advice_after_stop
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"
MISSING = "MISSING: write where it is from"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_ROW = re.compile(r"^\| (?!words \||---)(.+?) \| (.*?) \|$", re.MULTILINE)


def sentences() -> dict[str, list[str]]:
    """Every medical sentence or list of places under the heading of its subject; each once in a subject."""
    signs = (*STOP_SIGNS, SOME_STOP_SIGNS, PULSE_ENDS_STEP, PULSE_MOVE_OFF, TENSING)
    found = {"Everywhere": [EVIDENCE, NOT_REVIEWED, EVIDENCE_IN_SHORT, *signs, *_split((PRESSURE_SCALE,))]}
    found["Safety questions"] = [
        *(words for item in ITEMS for words in (item.text, item.daily_text)),
        *(advice_for(tier, "") for tier in Tier),
        TITLE,
        ADVISED_SINCE,
    ]
    found["Light massage"] = [LIGHT_ONLY, PREGNANCY, LIGHT_POSITION]
    found["How much"] = [
        SHORT_FIRST,
        *_split((OFFER_SHORT_FIRST,)),
        *_split((REST_DAY, REST_TOMORROW)),
        ENOUGH,
    ]
    found["Where it hurts"] = list(_of_places())
    found["After a stop"] = list(_split(advice for reason in StopReason for advice in _after_stop(reason)))
    found["Stiffness"] = [STIFFNESS_QUESTION, *_split((NOT_VALIDATED,))]
    found["Sore spots"] = [SKIP_SPOT, TAKE_DAYS_OFF, WORK_LIGHTLY]
    found["After more pain"] = [MORE_PAIN, EARLIER_MORE_PAIN, REST_THEN_LIGHTER, *_split((SEE_SOMEBODY,))]
    found["Techniques"] = list(
        _split(
            text
            for technique in TECHNIQUES.values()
            for text in (technique.text, technique.release_text, technique.again_text, technique.let_go)
        )
    )
    for area in AREAS.values():
        found[area.name] = list(_of_area(area))
    for path in sorted(find_resources().routines.glob("*.toml")):
        routine, problems = read_routine(path)
        assert routine is not None, problems
        found[f"Routine: {routine.name}"] = list(_of_routine(routine))
    return {subject: list(dict.fromkeys(words)) for subject, words in found.items()}


def _of_places() -> Iterator[str]:
    for flags in PLACE_FLAGS.values():
        yield from (f"{flag_lead(flag.tier, '')} {flag.text}." for flag in flags)
    yield from (MAY_REFER, NO_SPOT, OWN_SPOTS, *_split((START_WITH_FIRST,)))


def _after_stop(reason: StopReason) -> Iterator[str]:
    """What is said after a stop, without an emergency number of the person's."""
    yield from advice_after_stop(reason, "")
    yield from advice_after_stop(reason, "", light_headed=True)


def _split(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, _SENTENCE_END.split(text))


def _of_area(area: Area) -> Iterator[str]:
    yield from _split((area.position,))
    for spot in area.spots:
        yield f"Tender: {spot.place}. May be felt in: {spot.refers_to}."
    yield from (f"Never press: {place}." for place in area.never_press)
    yield from area.care
    for wording in area.wordings:
        yield from _split((wording.text, wording.limit, wording.release_text, wording.let_go))
    yield from _split(unsafe.reason for unsafe in area.substitutions)
    yield from _split((area.hold_reason,))


def _of_routine(routine: Routine) -> Iterator[str]:
    usual = {step.technique.text for step in routine.steps}
    own = (step.text for step in routine.steps if step.text not in usual)
    yield from _split((routine.summary, routine.position, *own))
    yield from (f"Never press: {place}." for place in routine.avoid)


def table() -> str:
    """The tables of the page as they should be now, with the sources that are on it."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    known = {heading: dict(_ROW.findall(part)) for heading, part in _parts(page)}
    anywhere = {words: source for rows in known.values() for words, source in rows.items()}
    blocks = []
    for subject, words in sentences().items():
        rows = known.get(subject, {})
        lines = [f"| {text} | {rows.get(text) or anywhere.get(text, MISSING)} |" for text in words]
        blocks.append("\n".join([f"### {subject}", "", "| words | source |", "| --- | --- |", *lines]))
    return "\n\n".join(blocks)


def _parts(page: str) -> Iterator[tuple[str, str]]:
    """Yield each heading of the third level with what is below it."""
    for part in page.split("\n### ")[1:]:
        heading, _, rows = part.partition("\n")
        yield heading, rows


def sources_of_sentences() -> Iterator[tuple[str, str]]:
    """Yield every row of the page: the words and the source."""
    for _, rows in _parts(PAGE.read_text(encoding="utf-8")):
        yield from _ROW.findall(rows)
