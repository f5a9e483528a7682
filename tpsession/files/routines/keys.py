"""The keys of a routine file; those of a step are defined in `tpsession.core.catalog.technique`."""

from __future__ import annotations

from enum import StrEnum

from tpsession.core.catalog.technique import StepKey


class FileKey(StrEnum):
    """The keys at the top of a routine file."""

    FORMAT = "format"
    NAME = "name"
    AREA = "area"
    SIDES = "sides"
    FIRST = "first"
    SWITCH = "switch"
    SUMMARY = "summary"
    POSITION = "position"
    HAVE = "have"
    AVOID = "avoid"
    SOURCES = "sources"
    LINK = "link"
    DEFAULTS = "defaults"
    PROGRAMME = "programme"
    STEPS = "steps"


class DefaultsKey(StrEnum):
    """The keys under ``[defaults]``."""

    GET_READY = "get_ready"
    COUNTDOWN = "countdown"


class ProgrammeKey(StrEnum):
    """The keys under ``[programme]``; both are required there."""

    SESSIONS = "sessions"
    EVERY_DAYS = "every_days"


class RoundsKey(StrEnum):
    """The keys of a table under ``[[steps]]`` that holds steps which are played in rounds."""

    ROUNDS = "rounds"
    REST = "rest"
    STEPS = "steps"


REQUIRED: dict[FileKey, str] = {
    FileKey.FORMAT: "format = 1",
    FileKey.NAME: 'name = "Neck, ten minutes"',
    FileKey.AREA: 'area = "neck"',
    FileKey.SIDES: 'sides = "each"',
    FileKey.STEPS: "[[steps]]",
}
"""The keys that every routine file must have, each with an example."""

TIME_KEYS = (StepKey.DURATION, StepKey.HOLD, StepKey.COUNT)
"""The keys that say how long a step takes; it has one of them, or none in a gate."""

# As texts: Python 3.11 can't check whether an enumeration has a member with a given text.
FILE_KEYS = tuple(key.value for key in FileKey)
DEFAULTS_KEYS = tuple(key.value for key in DefaultsKey)
PROGRAMME_KEYS = tuple(key.value for key in ProgrammeKey)
STEP_KEYS = tuple(key.value for key in StepKey)
ROUNDS_KEYS = tuple(key.value for key in RoundsKey)
