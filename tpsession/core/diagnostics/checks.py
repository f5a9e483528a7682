"""What a look at this machine found: each part with its verdict, in words, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.errors import Severity
from tpsession.core.sound.player import SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import Machine, SoundFailure, describe_fixes

MINIMUM_SIZE = (80, 24)
"""Columns and lines from which on the full-screen program has room for everything."""


class CheckStatus(StrEnum):
    """How a part is."""

    FINE = "fine"
    NOTE = "note"
    """It works; something about it is worth knowing."""
    BROKEN = "broken"


class CheckedPart(StrEnum):
    """What is looked at, in this order."""

    PYTHON = "python"
    TERMINAL = "terminal"
    PLACES = "places"
    HISTORY = "history"
    SETTINGS = "settings"
    ROUTINES = "routines"
    SOUND = "sound"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was found."""

    part: CheckedPart
    verdict: CheckStatus
    text: str
    """One sentence."""
    mend: tuple[str, ...] = ()
    """What to do about it, a sentence each; empty where nothing need be done."""


def describe_results(found: Sequence[CheckResult]) -> str:
    """All findings in one sentence."""
    broken = len({one.part for one in found if one.verdict is CheckStatus.BROKEN})
    if broken:
        return f"{broken} of {len(CheckedPart)} parts {'does' if broken == 1 else 'do'} not work."
    noted = any(one.verdict is CheckStatus.NOTE for one in found)
    return "Everything works; something is worth knowing." if noted else "Everything works."


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal that the program was started in."""

    size: tuple[int, int] | None
    """Columns and lines; None where there is no terminal."""
    encoding: str
    """Of standard output, such as ``utf-8``."""


def check_python(version: str) -> CheckResult:
    """The Python that runs this; one that is too old doesn't get here."""
    return CheckResult(CheckedPart.PYTHON, CheckStatus.FINE, f"Python {version}.")


def check_terminal(terminal: Terminal) -> CheckResult:
    """Whether the full-screen program has what it needs."""
    if terminal.size is None:
        return CheckResult(
            CheckedPart.TERMINAL,
            CheckStatus.NOTE,
            "There is no terminal here.",
            ("Start the full-screen program in a terminal, or play line by line with --plain.",),
        )
    columns, lines = terminal.size
    said = f"The terminal has {columns} columns and {lines} lines, and the encoding {terminal.encoding}."
    mend = []
    if columns < MINIMUM_SIZE[0] or lines < MINIMUM_SIZE[1]:
        mend.append(f"Make it {MINIMUM_SIZE[0]} columns wide and {MINIMUM_SIZE[1]} lines high, so that all has room.")
    if not terminal.encoding.casefold().replace("-", "").startswith("utf"):
        mend.append("Pictures are drawn with plain characters; with UTF-8 they are finer.")
    return CheckResult(
        CheckedPart.TERMINAL, CheckStatus.NOTE if mend else CheckStatus.FINE, said, tuple(mend)
    )


def check_folders(unfit: Sequence[tuple[str, str, str]]) -> list[CheckResult]:
    """Whether everything can be kept.

    unfit: name, path and reason of each place where nothing can be written.
    """
    if not unfit:
        return [CheckResult(CheckedPart.PLACES, CheckStatus.FINE, "Everything can be kept where it belongs.")]
    mend = ("Mend its rights, or set TPSESSION_HOME to a folder of your own.",)
    return [
        CheckResult(
            CheckedPart.PLACES, CheckStatus.BROKEN, f"Nothing can be written to {name}, {path}: {why}.", mend
        )
        for name, path, why in unfit
    ]


def check_history(trouble: str, damaged: Sequence[str]) -> list[CheckResult]:
    """Whether the history can be read: why not, and what of it is damaged, a sentence each."""
    if trouble:
        return [CheckResult(CheckedPart.HISTORY, CheckStatus.BROKEN, trouble)]
    if damaged:
        return [CheckResult(CheckedPart.HISTORY, CheckStatus.BROKEN, sentence) for sentence in damaged]
    return [CheckResult(CheckedPart.HISTORY, CheckStatus.FINE, "The history can be read.")]


def check_settings(problems: Sequence[str], clashes: Sequence[str]) -> list[CheckResult]:
    """What is wrong in the settings, a located clause each, and a sentence on each key with two meanings."""
    mend = ("Its default is used until it is mended.",)
    other = ("Set another key under [keys], or in the settings.",)
    found = [
        CheckResult(CheckedPart.SETTINGS, CheckStatus.BROKEN, _ended(problem), mend) for problem in problems
    ]
    found += [CheckResult(CheckedPart.SETTINGS, CheckStatus.NOTE, clash, other) for clash in clashes]
    return found or [CheckResult(CheckedPart.SETTINGS, CheckStatus.FINE, "The settings are right.")]


def _ended(problem: str) -> str:
    """A problem as a sentence; one that asks ends already."""
    return problem if problem.endswith("?") else f"{problem}."


def check_routines(entries: Sequence[RoutineEntry]) -> list[CheckResult]:
    """What is wrong in the routine files; warnings stop nothing."""
    found = [
        CheckResult(
            CheckedPart.ROUTINES,
            CheckStatus.BROKEN if problem.severity is Severity.ERROR else CheckStatus.NOTE,
            _ended(problem.format_with_path(entry.path)),
        )
        for entry in entries
        for problem in entry.problems
    ]
    count = "1 routine" if len(entries) == 1 else f"{len(entries)} routines"
    return found or [CheckResult(CheckedPart.ROUTINES, CheckStatus.FINE, f"{count}, nothing wrong in them.")]


def check_sound(
    state: SoundState, device: SoundDevice | None, machine: Machine, *, turned_off: bool
) -> CheckResult:
    """Whether there is sound, by what and with which latency. turned_off: whether the settings want it so."""
    if turned_off:
        return CheckResult(
            CheckedPart.SOUND,
            CheckStatus.NOTE,
            "Sound is turned off in the settings; a flash shows each cue.",
            ("Set backend to auto under [sound] to turn it on.",),
        )
    if state.is_audible and device is not None:
        said = f"Sound works: {describe_sound(state.backend, device)}."
        return CheckResult(
            CheckedPart.SOUND,
            CheckStatus.NOTE if state.message else CheckStatus.FINE,
            said,
            (state.message,) if state.message else (),
        )
    # A player that hasn't said anything yet has found no answer either.
    lack = state.failure or SoundFailure.NO_ANSWER
    return CheckResult(
        CheckedPart.SOUND, CheckStatus.BROKEN, lack.value, describe_fixes(lack, machine, state.reasons)
    )


def describe_sound(library: str, device: SoundDevice) -> str:
    """What plays, and how late: ``miniaudio through PulseAudio, ...``."""
    named = f"the device {device.name}" if device.name else "the system's own device"
    how = "measured" if device.measured else "as usual, not measured"
    latency = f"latency {1000 * device.latency_s:.0f} ms ({how}), which is made up for"
    return f"{library} through {device.system}, {named}, {latency}"


def check_voice(*, installed: bool) -> CheckResult:
    """Whether the extra that speaks any text is there; the built-in phrases need nothing."""
    if installed:
        return CheckResult(
            CheckedPart.VOICE, CheckStatus.FINE, "The extra voice is installed: it speaks any text."
        )
    return CheckResult(
        CheckedPart.VOICE,
        CheckStatus.FINE,
        "The extra voice is not installed: the built-in phrases are spoken.",
        ("To have any text spoken: pip install 'tpsession[voice]'.",),
    )
