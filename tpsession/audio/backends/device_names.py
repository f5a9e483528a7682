"""Finds the device that a person has named among those of a sound system."""

from __future__ import annotations

from collections.abc import Sequence

SEARCH_INTERVAL = 8
"""Every so many calls of `Device.loss_reason`, that is every 4 s, a device that was missing is looked for."""


def find_name(wanted: str, names: Sequence[str]) -> int | None:
    """Return the index of the name that is equal to the wanted one, or else of the first that contains it.

    None if there is no such name. Upper and lower case count as the same, and spaces around the wanted name
    don't count. An empty wanted name is contained in every name.
    """
    folded = [name.casefold() for name in names]
    sought = wanted.strip().casefold()
    if sought in folded:
        return folded.index(sought)
    return next((index for index, name in enumerate(folded) if sought in name), None)
