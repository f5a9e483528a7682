"""The list on the home screen: its order, its filter, and what stays in place while it is read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Self

from tpsession.core.history.recent import RECENT_SESSIONS
from tpsession.core.history.records import SessionRecord
from tpsession.tui.view_models.routine_rows import RoutineRow, matches, sort_rows

NO_ROUTINES = "There are no routines."
NO_MATCH = "No matching routines."


class HomeList(NamedTuple):
    """The routines to choose from."""

    rows: tuple[RoutineRow, ...] | None = None
    """All routines in the order of the list; None until they have been read."""
    filter_text: str = ""
    order_is_fixed: bool = False
    """Whether the person has moved in the list since it was last read: then its order stays."""
    keeps_highlight: bool = False
    """Whether the person has ever moved: then the highlighted routine stays so, wherever it goes in the list.
    Before that, the first one is always highlighted."""

    wanted: str = ""
    """The id of the routine to highlight once it is in the list; empty for none."""
    favourites: frozenset[str] = frozenset()
    """The ids of the routines that come right after the one used last."""
    last_used: str | None = None
    """The id of the routine that was used last; None if there is none, or it isn't known yet."""

    @property
    def is_read(self) -> bool:
        """Whether the routines have been read."""
        return self.rows is not None

    @property
    def visible_rows(self) -> list[RoutineRow]:
        """The routines that match the filter, in their order."""
        return [row for row in self.rows or () if matches(row, self.filter_text)]

    def describe_empty(self, close_key: str, where_key: str) -> str:
        """Return what the list says if no routine is visible: if the filter hides all, how to go on, too.

        Args:
            close_key: The key that closes the filter, as it is shown.
            where_key: The key that leads from where it hurts to a routine.

        """
        if not self.rows:
            return NO_ROUTINES
        return f"{NO_MATCH} Press {close_key}, then {where_key}, to say where it hurts."

    def before_reading(self, favourites: frozenset[str] = frozenset()) -> Self:
        """Return the list for when everything is read again: the next `with_rows` may change its order.

        favourites: the ids of the routines that the person keeps at the top; they replace those it had.
        """
        return self._replace(order_is_fixed=False, favourites=favourites)

    def after_move(self) -> Self:
        """Return the list for when the person has moved the highlight.

        Its order stays until `before_reading` or `with_favourites`, and `wanted` is dropped.
        """
        return self._replace(order_is_fixed=True, keeps_highlight=True, wanted="")

    def after_change(self, identifier: str) -> Self:
        """Return the list for when a routine was made, changed or deleted.

        identifier: the id of the routine that is to be highlighted; empty if the highlight stays near where
        it is.
        """
        return self._replace(keeps_highlight=True, wanted=identifier)

    def with_filter(self, text: str) -> Self:
        """Return the list with this filter; an empty one shows every routine."""
        return self._replace(filter_text=text)

    def with_rows(self, rows: Iterable[RoutineRow], last_used: str | None) -> Self:
        """Return the list with the routines that were read, in the place of those it had.

        The last used one comes first, then the favourites by name, then the others by name. If the order is
        fixed, routines that it had keep their places and new ones come last.

        Args:
            rows: The routines.
            last_used: Id of the routine that was used last; None if there is none, or it isn't known yet.

        """
        ordered = sort_rows((row._replace(is_favourite=row.id in self.favourites) for row in rows), last_used)
        if self.order_is_fixed and self.rows is not None:
            places = {row.id: place for place, row in enumerate(self.rows)}
            ordered.sort(key=lambda row: places.get(row.id, len(places)))
        return self._replace(rows=tuple(ordered), last_used=last_used)

    def with_favourites(self, favourites: frozenset[str]) -> Self:
        """Return the list with these favourites, put in their places; the highlight stays on its routine.

        After that the order stays, as by `after_move`, until `before_reading`. If the routines haven't been
        read, only the favourites are noted, for `with_rows`.

        favourites: the ids of the routines.
        """
        new = self._replace(favourites=favourites, order_is_fixed=False)
        return new if new.rows is None else new.with_rows(new.rows, new.last_used).after_move()


def routines_without_day(
    rows: Iterable[RoutineRow], days: Mapping[str, date], recent: Sequence[SessionRecord]
) -> list[str]:
    """Return the ids, sorted, of the routines that have no day in `days`.

    None of the recent sessions was of these routines, so their last sessions must be looked up. Empty if
    there are fewer recent sessions than `RECENT_SESSIONS`: then there are no older ones.

    Args:
        rows: The routines.
        days: The day of the last session by routine, as far as the recent sessions say it.
        recent: The recent sessions, `RECENT_SESSIONS` at most.

    """
    if len(recent) < RECENT_SESSIONS:
        return []
    return sorted({row.id for row in rows} - days.keys())
