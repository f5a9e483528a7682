"""Writes histories as each earlier schema had them, with rows of every kind that it knew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tpsession.core.history.ratings import RatingFlag, RatingKind, Soreness
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StopReason
from tpsession.store.comparison_rows import encode_comparison
from tpsession.store.connection import connect, make_history_file, transaction
from tpsession.store.programme_rows import encode_programme
from tpsession.store.rows import collect_ratings, encode_rating, encode_session, plan_id
from tpsession.store.schema.former_tables import FORMER_TABLES
from tpsession.store.schema.migrating import migrate
from tpsession.store.schema.migrations import MIGRATIONS
from tpsession.store.tables import (
    COMPARISONS,
    DELETIONS,
    FACTS,
    PLANS,
    PROGRAMMES,
    RATINGS,
    SESSION_PLANS,
    SESSIONS,
    STATES,
    Row,
    SqlTable,
)

PLACES_FROM, PROGRAMMES_FROM, COMPARISONS_FROM, SHARED_PLANS_FROM, SORENESS_FROM = 2, 3, 4, 7, 10
STIFFNESS_FROM, STEP_NAMES_FROM = 11, 12
"""How many migrations a file needs until its rows have these."""


def sample_records(schema: int) -> list[SessionRecord]:
    """Return sessions of every kind that a schema knows; the last one runs."""
    ended = [
        a_record(
            number, area=("neck", "jaw")[number % 2], status=Status.COMPLETED, before=number % 11
        )._replace(
            id=f"session {number}",
            after=number * 3 % 11 if number % 3 else None,
            later=(a_rating(RatingKind.LATER, 5, hours=24.0 * number + 3),) if number % 4 == 0 else (),
            steps=a_checkpoint(60).steps,
            note="stiff\n\N{SNOWMAN} [b]" * (number % 3),
        )
        for number in range(12)
    ]
    ended[1] = ended[1]._replace(status=Status.STOPPED, stop_reason=StopReason.DIZZY)
    ended[2] = ended[2]._replace(status=Status.PARTIAL)
    if schema >= PLACES_FROM:
        flags = (RatingFlag.PAINKILLER,)
        ended[3] = ended[3]._replace(place="head", flags=flags, spot="behind the ear")
        ended[4] = ended[4]._replace(
            place="knee", area="", routine="", steps=(), after=None, kind=RecordKind.SCORE
        )
        (later,) = ended[8].later
        ended[8] = ended[8]._replace(later=(replace(later, flags=(RatingFlag.HEAT,)),))
    if schema >= SORENESS_FROM:
        (later,) = ended[8].later
        ended[8] = ended[8]._replace(later=(replace(later, soreness=Soreness.SORE),))
    if schema >= STIFFNESS_FROM:
        ended[6] = ended[6]._replace(stiffness_before=10, stiffness_after=0, after=2)
    if schema >= STEP_NAMES_FROM:
        ended[7] = ended[7]._replace(
            steps=tuple(step._replace(name="Picture a place") for step in ended[7].steps)
        )
    running = a_record(20, before=4)._replace(id="session 20", steps=a_checkpoint(60).steps)
    return [*ended, running]


def write_schema(path: Path, schema: int, *, known: int | None = None) -> list[SessionRecord]:
    """Make a history as the first `schema` migrations left it, and return its sessions, the oldest first.

    known: the schema that knows the sessions and all else in it, if not `schema`: an earlier one.
    """
    records = sample_records(known or schema)
    make_history_file(path)
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeClock(), MIGRATIONS[:schema])
        with transaction(connection):
            for table, row in (*_rows_of_sessions(records, schema), *_other_rows(known or schema)):
                connection.execute(table.insert_sql("INSERT OR IGNORE"), table.insert_values(row))
    return records


def _rows_of_sessions(records: Sequence[SessionRecord], schema: int) -> Iterator[tuple[SqlTable, Row]]:
    """Yield the rows of sessions, each with the table in which a schema has it."""
    sessions, ratings = (
        FORMER_TABLES[table.name] if schema < PLACES_FROM else table for table in (SESSIONS, RATINGS)
    )
    for number, record in enumerate(records):
        own = collect_ratings(record)
        known_at = record.ended_at or record.started_at
        yield sessions, encode_session(record, known_at=known_at, ratings=len(own), writer="")
        for rating in own:
            yield ratings, encode_rating(record.id, rating)
        if number % 2:
            continue
        plan = f"the plan {number % 4}" * 300
        if schema < SHARED_PLANS_FROM:
            yield FORMER_TABLES[PLANS.name], {"session_id": record.id, "plan": plan}
        else:
            yield PLANS, {"id": plan_id(plan), "plan": plan}
            yield SESSION_PLANS, {"session_id": record.id, "plan_id": plan_id(plan)}
        if record.status is Status.RUNNING or schema < SHARED_PLANS_FROM:
            yield STATES, {"session_id": record.id, "state": f"the state {number}"}
    yield DELETIONS, {"session_id": records[5].id, "at": START.isoformat()}


def _other_rows(schema: int) -> Iterator[tuple[SqlTable, Row]]:
    """Yield the rows of a schema that belong to no session."""
    yield FACTS, {"name": "safety_asked", "value": START.isoformat()}
    if schema >= PROGRAMMES_FROM:
        yield PROGRAMMES, encode_programme(a_programme())
    if schema >= COMPARISONS_FROM:
        yield COMPARISONS, encode_comparison(a_comparison())
