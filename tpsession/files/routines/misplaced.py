"""Says where a key belongs that is in the wrong table of a routine file."""

from __future__ import annotations

from collections.abc import Callable

from tpsession.files.routines.keys import DEFAULTS_KEYS, FILE_KEYS, PROGRAMME_KEYS, STEP_KEYS, RoundsKey
from tpsession.files.toml.wording import quoted

AT_TOP = "at the top of the file, before the first [ or [["
IN_DEFAULTS = "under [defaults]"
IN_PROGRAMME = "under [programme]"
IN_STEP = "in a step, under [[steps]]"
IN_STEP_OF_ROUNDS = "in a step of the rounds, under [[steps.steps]]"
IN_ROUNDS = "under a [[steps]] of its own, above the [[steps.steps]] that are played in rounds"


def explain_misplaced_key(*other_places: str) -> Callable[[str], str | None]:
    """Return a function that takes a key and returns a clause that says where in the file the key belongs.

    That function returns None for a key that belongs in none of the places.

    other_places: texts of this module, such as `IN_STEP`; the first that has the key is named.
    """
    keys_by_place = {
        AT_TOP: FILE_KEYS,
        IN_DEFAULTS: DEFAULTS_KEYS,
        IN_PROGRAMME: PROGRAMME_KEYS,
        IN_STEP: STEP_KEYS,
        IN_STEP_OF_ROUNDS: STEP_KEYS,
        IN_ROUNDS: (RoundsKey.ROUNDS.value, RoundsKey.REST.value),
    }

    def explain(key: str) -> str | None:
        """Return a clause that says where a key belongs; None if in none of the other places."""
        right_place = next((place for place in other_places if key in keys_by_place[place]), None)
        return None if right_place is None else f"{quoted(key)} belongs {right_place}"

    return explain
