"""Decides how a session that two machines have is merged.

Every correction that stands on either machine stays, in the order of their times, so that each can be undone.
The latest one of a field decides its value. A rating, note or spot that only one machine has is added. A
correction that was undone on either machine is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tpsession.core.corrections.fields import YES, encode_later, read_field
from tpsession.core.exchange.records import ChangeRecord, ExchangedSession, KeptCorrection
from tpsession.core.history.change import CorrectedField, Correction
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import SessionRecord

_ADDED_IF_MISSING = (
    CorrectedField.BEFORE,
    CorrectedField.AFTER,
    CorrectedField.SPOT,
    CorrectedField.NOTE,
)
_MERGED_LAST = (CorrectedField.LATER, CorrectedField.EXISTS)


@dataclass(frozen=True, slots=True)
class SessionHere:
    """A session of this history, as far as merging needs it."""

    record: SessionRecord
    kept: tuple[KeptCorrection, ...] = ()
    """Its corrections, imports not counted."""
    changes: Mapping[str, ChangeRecord] | None = None
    """The changes of these corrections by their ids."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What has to be done with a session of this history to merge a file's copy of it into it."""

    corrections: tuple[Correction, ...] = ()
    """From the values as they are here to the merged ones."""
    arrived: tuple[KeptCorrection, ...] = ()
    """Corrections that this history doesn't have yet, each following on the one before it."""
    undone: Mapping[str, datetime] | None = None
    """When each change was undone that stands here and was undone on the other machine."""
    relinked: tuple[KeptCorrection, ...] = ()
    """Corrections of this history that now follow on another one than before."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be done, because this history has everything already."""
        return not (self.corrections or self.arrived or self.undone)


def merge_session(
    here: SessionHere, there: ExchangedSession, changes: Mapping[str, ChangeRecord], *, is_deleted: bool
) -> Merge:
    """Return what to change in a session of this history to merge a file's copy of it into it.

    Nothing is written.

    Args:
        here: The session as it is in this history, where it isn't deleted.
        there: The session as it is in the file.
        changes: The changes of the file by their ids.
        is_deleted: Whether the session is deleted in the file. Then it is deleted here, too.

    """
    changes_here = here.changes or {}
    undone = {
        change_id: at
        for change_id in changes_here
        if changes_here[change_id].undone_at is None
        and change_id in changes
        and (at := changes[change_id].undone_at) is not None
    }
    known = {(kept.change_id, kept.correction.field) for kept in here.kept}
    arriving = [kept for kept in there.corrections if (kept.change_id, kept.correction.field) not in known]
    merged = _MergedChanges({**changes, **changes_here}, undone)
    corrections: list[Correction] = []
    arrived: dict[int, KeptCorrection] = {}
    relinked: list[KeptCorrection] = []
    fields = [field for field in CorrectedField if field not in {*_MERGED_LAST, CorrectedField.BROUGHT}]
    for field in (*fields, *_MERGED_LAST):
        own = [kept for kept in here.kept if kept.correction.field is field]
        new = [kept for kept in arriving if kept.correction.field is field]
        chain_here = _list_valid(own, changes_here, ())
        chain = _list_valid([*own, *new], merged.changes, undone)
        present = read_field(here.record, field)
        # If no correction counts any more, the file's text is the one before its corrections.
        chain_there = _list_valid(
            [kept for kept in there.corrections if kept.correction.field is field], changes, ()
        )
        text_there = chain_there[0].correction.earlier if chain_there else read_field(there.record, field)
        value = _merge_value(field, present, text_there, chain_here, chain, is_deleted=is_deleted)
        if field is CorrectedField.LATER:
            taken_back = _find_taken_back([*own, *new], merged)
            value = _unite_later_ratings(value, here.record.later, there.record.later, taken_back)
        if value != present:
            corrections.append(Correction(here.record.id, field, present, value))
        links = _link_corrections(chain_here, chain)
        arrived |= {id(kept): links.get(kept.change_id, kept) for kept in new}
        relinked += [link for kept in own if (link := links.get(kept.change_id)) is not None and link != kept]
    # In the order of the file: the same history is the same file on both machines.
    in_order = tuple(arrived[id(kept)] for kept in arriving)
    return Merge(tuple(corrections), in_order, undone, tuple(relinked))


def link_after_removal(
    before: Sequence[KeptCorrection], after: Sequence[KeptCorrection]
) -> tuple[KeptCorrection, ...]:
    """Return the corrections of one field whose earlier text has to change, with the new earlier text.

    It changes because another correction is now the one before it.

    before, after: the corrections whose changes weren't undone, before and after some were removed or came
    back, the earliest first.
    """
    links = _link_corrections(before, after)
    return tuple(link for kept in after if (link := links[kept.change_id]) != kept)


@dataclass(frozen=True, slots=True)
class _MergedChanges:
    """The changes of both machines, and which of them the merge undoes, with the times of that."""

    changes: Mapping[str, ChangeRecord]
    undone: Mapping[str, datetime]

    def is_undone(self, change_id: str) -> bool:
        return change_id in self.undone or self.changes[change_id].undone_at is not None


def _list_valid(
    kept: Iterable[KeptCorrection], changes: Mapping[str, ChangeRecord], undone: Iterable[str]
) -> list[KeptCorrection]:
    """Return the corrections whose changes weren't undone, the earliest first.

    Args:
        kept: The corrections of one field.
        changes: Their changes by id.
        undone: The ids of more changes that count as undone.

    """
    gone = set(undone)
    standing = [
        each for each in kept if changes[each.change_id].undone_at is None and each.change_id not in gone
    ]
    return sorted(standing, key=lambda each: (changes[each.change_id].at, each.change_id))


def _merge_value(
    field: CorrectedField,
    present: str,
    text_there: str,
    chain_here: Sequence[KeptCorrection],
    chain: Sequence[KeptCorrection],
    *,
    is_deleted: bool,
) -> str:
    """Return the merged text of a field, in its stored form. A correction counts if its change isn't undone.

    It is the text of the latest correction that counts on either machine. If the merge undoes all corrections
    of this history and the file has none that count, it is the text before the first one. If no correction
    counts for a field of `_ADDED_IF_MISSING` and it is empty here, it is `text_there`. Otherwise it is the
    present text.

    `EXISTS` is different: it is empty if the session is deleted in the file, and `YES` otherwise.

    Args:
        field: The field.
        present: Its text in this history.
        text_there: Its text in the file, before all corrections that count there.
        chain_here: The corrections of this history that count before the merge, the earliest first.
        chain: The corrections of both machines that count after the merge, the earliest first.
        is_deleted: Whether the session is deleted in the file.

    """
    if field is CorrectedField.EXISTS and is_deleted:
        return ""
    if chain and (not chain_here or chain[-1].change_id != chain_here[-1].change_id):
        return YES if field is CorrectedField.EXISTS else chain[-1].correction.now
    if chain_here and not chain:
        return chain_here[0].correction.earlier
    if not present and not chain and field in _ADDED_IF_MISSING:
        return text_there
    return present


def _link_corrections(
    chain_here: Sequence[KeptCorrection], chain: Sequence[KeptCorrection]
) -> dict[str, KeptCorrection]:
    """Return the corrections of a merged chain by the ids of their changes, with updated earlier texts.

    A correction's earlier text is updated if the correction is new here, or if it no longer follows on the
    same one as in this history. It becomes the text that the correction before it sets. For the first of the
    chain, it becomes the field's text before all corrections here, if there are any here. All other
    corrections stay as they are.

    Args:
        chain_here: The corrections of a field in this history before the merge, the earliest first.
        chain: The corrections after the merge, the earliest first.

    """
    predecessors = {
        kept.change_id: chain_here[index - 1].change_id if index else None
        for index, kept in enumerate(chain_here)
    }
    linked = {}
    for index, kept in enumerate(chain):
        predecessor = chain[index - 1].change_id if index else None
        correction = kept.correction
        if kept.change_id not in predecessors or predecessors[kept.change_id] != predecessor:
            if index:
                correction = replace(correction, earlier=chain[index - 1].correction.now)
            elif chain_here:
                correction = replace(correction, earlier=chain_here[0].correction.earlier)
        linked[kept.change_id] = replace(kept, correction=correction)
    return linked


def _find_taken_back(kept: Iterable[KeptCorrection], merged: _MergedChanges) -> set[str]:
    """Return the stored lines of later ratings that undone corrections had added.

    The merge doesn't add these lines again. One of them may still be in the field's text, if a correction
    that counts put it there as well.

    kept: the corrections of the later ratings on both machines. merged: says which changes are undone.
    """
    lines: set[str] = set()
    for each in kept:
        if merged.is_undone(each.change_id):
            lines |= {*each.correction.now.splitlines()} - {*each.correction.earlier.splitlines()}
    return lines


def _unite_later_ratings(
    value: str, here: Sequence[Rating], there: Sequence[Rating], taken_back: set[str]
) -> str:
    """Return the stored text of later ratings, with those of both machines added, sorted by time.

    The ratings of `here` are added first, then those of `there`. A rating isn't added if the text has one of
    the same minute already. If nothing is added, `value` is returned as it is.

    Args:
        value: The stored text, after the corrections of both machines.
        here: The later ratings in this history.
        there: The later ratings in the file.
        taken_back: Stored lines of ratings that aren't added, because they were undone.

    """
    lines = value.splitlines()
    minutes = {_minute(line) for line in lines}
    for rating in (*here, *there):
        line = encode_later([rating])
        if line not in taken_back and _minute(line) not in minutes:
            lines.append(line)
            minutes.add(_minute(line))
    if len(lines) == len(value.splitlines()):
        return value
    return "\n".join(sorted(lines, key=lambda line: datetime.fromisoformat(line.partition("=")[0])))


def _minute(line: str) -> int:
    """Return the time on a later rating's stored line, in whole minutes since 1970 in UTC."""
    at = datetime.fromisoformat(line.partition("=")[0])
    return int(at.timestamp() // 60)
