"""The keys of a routine file; a step's are in `tpsession.core.catalog.technique`."""

from __future__ import annotations

from enum import StrEnum

from tpsession.core.catalog.technique import StepKey


class FileKey(StrEnum):
    """The keys at the top of the file."""

    FORMAT = "format"
    NAME = "name"
    AREA = "area"
    SIDES = "sides"
    SUMMARY = "summary"
    POSITION = "position"
    HAVE = "have"
    AVOID = "avoid"
    SOURCES = "sources"
    DEFAULTS = "defaults"
    STEPS = "steps"


class DefaultsKey(StrEnum):
    """The keys of ``[defaults]``."""

    GET_READY = "get_ready"
    COUNTDOWN = "countdown"


REQUIRED: dict[FileKey, str] = {
    FileKey.FORMAT: "format = 1",
    FileKey.NAME: 'name = "Neck, ten minutes"',
    FileKey.AREA: 'area = "neck"',
    FileKey.SIDES: 'sides = "each"',
    FileKey.STEPS: "[[steps]]",
}
"""The keys that every routine file has, each with an example."""

# Python 3.11 can't ask an enumeration whether it has a text.
FILE_WORDS = tuple(key.value for key in FileKey)
DEFAULTS_WORDS = tuple(key.value for key in DefaultsKey)
STEP_WORDS = tuple(key.value for key in StepKey)
