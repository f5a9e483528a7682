"""Sentences about comparisons, shared by every front end. They never say more than the days can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tpsession.core.catalog.place import place_name
from tpsession.core.comparison.chances import DIFFERENCE, find_chance
from tpsession.core.comparison.results import BlockResult, PairResult, compare_pairs, list_blocks
from tpsession.core.comparison.state import ComparisonState, ComparisonStatus, DayKind, NotDue
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.records import ONLY_REST, ONLY_REST_NAME
from tpsession.core.history.wording import describe_record_routine
from tpsession.core.text.formatting import CAUSE_UNKNOWN, describe_place

TITLE = "A fair comparison"
START_LABEL = "Start the comparison"
END_LABEL = "End it early"
EXPLANATION = (
    "Choose two or three things for one sore place: routines, or a routine and only rest.",
    "Each day has one of them. The program draws which, so that none gets the better days.",
    "A block has each thing once, in random order.",
    "Rate your pain before and after. Do what is drawn, on good days and bad.",
    "A missed day only moves the later ones; an area that has to rest always rests.",
    "The answer comes after the last block; it may be that it can't tell.",
)
"""What a comparison is, for somebody who has never heard of one."""
FAIR_DAYS = "If you skipped or changed days because of how bad the pain was, this comparison isn't fair."
"""Skipping one thing's days from a pain of 6 on raises false alarms to 10 % with 10 blocks, and to 18 % with
20 (`tests/benchmarks/simulate_comparisons.py`)."""
NOT_BLINDED = "You knew what you were doing each day. Expecting relief can lower a rating, too."
LOOK_ONCE = "Differences seen on the way are often chance, so the answer comes after the last block."
NO_ANSWER = "It was ended early, so there are only the ratings, and no answer."
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.CHANGE: "How much your pain changes from before to after",
    Outcome.AFTER: "How strong your pain is after",
}
"""The outcomes as the person chooses them, in the order in which they are offered."""

_NOT_DUE = {
    NotDue.LATER: "It starts on {first_day}.",
    NotDue.RESTING: "An area has to rest today, so nothing is due.",
    NotDue.DAY_TAKEN: "Today had its session.",
    NotDue.SESSION_RUNNING: "A session is running in another window.",
}


def thing_name(thing: str, names: Mapping[str, str]) -> str:
    """Return the name of a thing that is compared, `ONLY_REST` included; its id if it isn't in `names`."""
    return ONLY_REST_NAME if thing == ONLY_REST else names.get(thing, thing)


def describe_things(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Return what is compared, and where: ``Foot roll against Only rest, for Foot, left side``."""
    things = " against ".join(thing_name(thing, names) for thing in comparison.things)
    series = comparison.series
    return f"{things}, for {describe_place(place_name(series.place), series.side)}"


def describe_length(things: int, blocks: int) -> str:
    """Return a sentence on how many days a comparison of so many things and blocks takes."""
    return f"{blocks} blocks of {things} days: {things * blocks} days with a session, one a day."


def describe_chance(things: int, blocks: int) -> str:
    """Return how likely it is that a difference is found if there is one, in two sentences.

    things: how many things are compared, only rest included. blocks: how often each is done.
    """
    pair = "" if things == 2 else " between two of them"
    return (
        f"If one really is {DIFFERENCE} points better{pair}, a comparison like this finds that out "
        f"{find_chance(things, blocks)} times in 100. With more blocks it does so more often."
    )


def describe_due(state: ComparisonState, names: Mapping[str, str]) -> str:
    """Return what is due today, or why nothing is, in a sentence.

    Empty unless the comparison is running. names: the names of routines by id.
    """
    if state.next_thing is None:
        return ""
    if state.not_due is None:
        return f"Today: {thing_name(state.next_thing, names)}."
    return _NOT_DUE[state.not_due].format(first_day=state.comparison.started_on)


def describe_state(state: ComparisonState, names: Mapping[str, str]) -> str:
    """Return how far a comparison is, for one line on the home screen.

    If it is running, the line also says what is due today, or why nothing is.

    names: the names of routines by id.
    """
    comparison = state.comparison
    if state.status is ComparisonStatus.FINISHED:
        return "Comparison finished."
    if state.status is ComparisonStatus.ENDED:
        return f"Comparison ended early, after {state.blocks_done} of {comparison.blocks} blocks."
    return f"Comparison, block {state.block} of {comparison.blocks}. {describe_due(state, names)}"


def describe_days(state: ComparisonState) -> str:
    """Return a sentence: how many days are done, and how many were changed, not rated or missed, if any."""
    counts = [f"{len(state.done)} of {state.comparison.days} days done"]
    others = (
        (state.count(DayKind.CHANGED), "changed"),
        (state.count(DayKind.NOT_RATED), "not rated"),
        (state.missed, "missed"),
    )
    counts += [f"{count} {word}" for count, word in others if count]
    return f"{', '.join(counts)}."


def describe_uncounted_days(state: ComparisonState, names: Mapping[str, str]) -> list[str]:
    """Return a line for each day that was changed or not rated: ``2026-03-04: Classic, not Only rest.``.

    names: the names of routines by id.
    """
    lines = []
    for day in state.days:
        if day.kind is DayKind.CHANGED:
            done = describe_record_routine(day.record, names)
            lines.append(f"{day.day.isoformat()}: {done}, not {thing_name(day.thing, names)}.")
        elif day.kind is DayKind.NOT_RATED:
            lines.append(f"{day.day.isoformat()}: {thing_name(day.thing, names)}, not rated.")
    return lines


def describe_block(block: BlockResult, things: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the ratings of a block: ``Block 1. Foot roll: before 6, after 4. Only rest: not done yet.``.

    things: the things of the comparison, in its order. names: the names of routines by id.
    """
    parts = [f"Block {block.number}."]
    for thing, day in zip(things, block.days, strict=True):
        if day is None:
            ratings = "not done yet"
        else:
            before = "not rated" if day.record.before is None else f"{day.record.before}"
            ratings = f"before {before}, after {day.record.after}"
        parts.append(f"{thing_name(thing, names)}: {ratings}.")
    return " ".join(parts)


def describe_pair(pair: PairResult, names: Mapping[str, str]) -> str:
    """Return how two things differ, or that the comparison can't tell, in one or two sentences.

    names: the names of routines by id.
    """
    first, second = thing_name(pair.first, names), thing_name(pair.second, names)
    low, high = pair.difference.interval.low, pair.difference.interval.high
    if not pair.can_tell:
        between = " and ".join(_describe_side(end, first, second) for end in (low, high))
        lies = "is about 0 points" if low == high else f"lies between {between}"
        return f"This comparison can't tell {first} and {second} apart: the difference {lies}."
    better, worse = (first, second) if high < 0 else (second, first)
    least, most = sorted((abs(low), abs(high)))
    lies = f"at about {_points(most)}" if least == most else f"between {least:g} and {_points(most)}"
    return (
        f"{better} came out better than {worse}, by about {_points(pair.difference.value)}."
        f" The difference lies {lies}."
    )


def describe_result(state: ComparisonState, names: Mapping[str, str]) -> list[str]:
    """Return what came out of a comparison, and the ratings of each block, a sentence or more in each line.

    First come the lines of `describe_answer`, then a line for each block of `list_blocks`. The last line is
    always `CAUSE_UNKNOWN`. names: the names of routines by id.
    """
    blocks = [describe_block(block, state.comparison.things, names) for block in list_blocks(state)]
    return [*describe_answer(state, names), *blocks, CAUSE_UNKNOWN]


def describe_answer(state: ComparisonState, names: Mapping[str, str]) -> list[str]:
    """Return what came out of a comparison, or why there is no answer, a sentence or two in each line.

    If the comparison is finished, the first lines are the differences and how sure they are, and the last
    ones say what may make it unfair. Otherwise a line says why there is no answer. A line always says how
    many days are done, and one says on how many of these the person had used a painkiller or heat, if any.

    names: the names of routines by id.
    """
    comparison = state.comparison
    lines = []
    pairs = compare_pairs(state)
    lines += [describe_pair(pair, names) for pair in pairs]
    if pairs:
        lines.append(_describe_certainty(comparison, pairs))
    lines.append(describe_days(state))
    if not pairs:
        lines.append(NO_ANSWER if state.status is ComparisonStatus.ENDED else LOOK_ONCE)
    marked = sum(bool(day.record.flags) for day in state.done)
    if marked:
        lines.append(
            f"On {marked} of these days you had used a painkiller or heat, which changes ratings more than"
            " massage does."
        )
    if pairs and (state.missed or len(state.days) > len(state.done)):
        lines.append(FAIR_DAYS)
    if pairs:
        lines.append(NOT_BLINDED)
    return lines


def _describe_certainty(comparison: Comparison, pairs: Sequence[PairResult]) -> str:
    """Return how sure the ranges are. If one can't tell two things apart, also say what that means.

    comparison: it is finished. pairs: its results, at least one.
    """
    sure = (
        "In at least 95 of 100 such comparisons, the true difference lies in such a range."
        if len(pairs) == 1
        else "In at least 95 of 100 such comparisons, all three true differences lie in such ranges."
    )
    if all(pair.can_tell for pair in pairs):
        return sure
    found = find_chance(len(comparison.things), comparison.blocks)
    return (
        f"{sure} That it can't tell doesn't mean that there is no difference: so few days show a difference"
        f" of {DIFFERENCE} points in only about {found} of 100 comparisons."
    )


def _describe_side(value: float, first: str, second: str) -> str:
    """Return one end of an interval in words: which thing it favours, and by how many points.

    value: the outcome of `first` minus that of `second`, as points. Below 0 it favours `first`; for 0 the
    words are ``0 points``.
    """
    if not value:
        return "0 points"
    return f"{_points(value)} in favour of {first if value < 0 else second}"


def _points(value: float) -> str:
    return "1 point" if abs(value) == 1 else f"{abs(value):g} points"
