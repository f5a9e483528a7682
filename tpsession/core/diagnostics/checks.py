"""The results of checking this computer, as sentences: what works, what doesn't, and how to fix it.

The values to judge are passed in; `tpsession.commands.system.doctor` collects them.
"""

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
    """The outcome of one check."""

    FINE = "fine"
    NOTE = "note"
    """It works, but the person should know something about it."""
    BROKEN = "broken"


class CheckedPart(StrEnum):
    """The parts that are checked, in this order."""

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
    """One result of a check. ``doctor --json`` prints its fields by these names."""

    part: CheckedPart
    verdict: CheckStatus
    text: str
    """One sentence."""
    mend: tuple[str, ...] = ()
    """What the person can do about it, one sentence each; empty if nothing is needed."""


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
    """Columns and lines; None if there is no terminal."""
    encoding: str
    """The encoding of standard output, such as ``utf-8``."""


def check_python(version: str) -> CheckResult:
    """The Python that runs this; one that is too old doesn't get here."""
    return CheckResult(CheckedPart.PYTHON, CheckStatus.FINE, f"Python {version}.")


def check_terminal(terminal: Terminal) -> CheckResult:
    """Whether the full-screen program has what it needs."""
    if terminal.size is None:
        return CheckResult(
            CheckedPart.TERMINAL,
            CheckStatus.NOTE,
            "There is no terminal.",
            ("Use the full-screen program in a terminal, or play a session line by line with --plain.",),
        )
    columns, lines = terminal.size
    said = f"The terminal has {columns} columns and {lines} lines, and the encoding {terminal.encoding}."
    mend = []
    if columns < MINIMUM_SIZE[0] or lines < MINIMUM_SIZE[1]:
        mend.append(f"Make it {MINIMUM_SIZE[0]} columns wide and {MINIMUM_SIZE[1]} lines high, so that all has room.")
    if not terminal.encoding.casefold().replace("-", "").startswith("utf"):
        fixes.append("Pictures are drawn with plain characters; UTF-8 would look better.")
    return CheckResult(
        CheckedPart.TERMINAL, CheckStatus.NOTE if fixes else CheckStatus.FINE, text, tuple(fixes)
    )


def check_folders(unfit: Sequence[tuple[str, str, str]]) -> list[CheckResult]:
    """Whether everything can be kept.

    unwritable: name, path and reason for each of them.
    """
    if not unwritable:
        return [CheckResult(CheckedPart.PLACES, CheckStatus.FINE, "All folders are writable.")]
    fixes = ("Fix its permissions, or set TPSESSION_HOME to a folder of your own.",)
    return [
        CheckResult(
            CheckedPart.PLACES, CheckStatus.BROKEN, f"Can't write to {path} ({name}): {reason}.", fixes
        )
        for name, path, reason in unwritable
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
    results += [
        CheckResult(CheckedPart.SETTINGS, CheckStatus.NOTE, conflict, change_key) for conflict in conflicts
    ]
    return results or [CheckResult(CheckedPart.SETTINGS, CheckStatus.FINE, "No problems in the settings.")]


def _end_sentence(problem: str) -> str:
    """Add a full stop to a problem, unless it ends with a question mark."""
    return problem if problem.endswith("?") else f"{problem}."


def check_routines(entries: Sequence[RoutineEntry]) -> list[CheckResult]:
    """What is wrong in the routine files; warnings stop nothing."""
    found = [
        CheckResult(
            CheckedPart.ROUTINES,
            CheckStatus.BROKEN if problem.severity is Severity.ERROR else CheckStatus.NOTE,
            _end_sentence(problem.located(entry.path)),
        )
        for entry in entries
        for problem in entry.problems
    ]
    count = "1 routine" if len(entries) == 1 else f"{len(entries)} routines"
    return results or [CheckResult(CheckedPart.ROUTINES, CheckStatus.FINE, f"{count}, no problems.")]


def check_sound(
    state: SoundState, device: SoundDevice | None, machine: Machine, *, turned_off: bool
) -> CheckResult:
    """Report whether there is sound, and what plays it.

    Args:
        state: Whether there is sound.
        device: The device that plays; None without sound.
        machine: The computer, for advice on how to get sound.
        turned_off: Whether the person turned the sound off in the settings.

    """
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
            f"Sound works: {describe_sound(state.backend, device)}.",
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
            CheckedPart.VOICE, CheckStatus.FINE, "The extra voice is installed and can speak any text."
        )
    return CheckResult(
        CheckedPart.VOICE,
        CheckStatus.FINE,
        "The extra voice is not installed; only built-in phrases are spoken.",
        ("To hear any text spoken: pip install 'tpsession[voice]'.",),
    )
