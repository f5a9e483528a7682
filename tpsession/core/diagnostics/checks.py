"""The results of checking this computer, as sentences: what works, what doesn't, and how to fix it.

The values to judge are passed in; `tpsession.commands.system.doctor` collects them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.errors import Severity
from tpsession.core.sound.packages import VOICE_PACKAGE
from tpsession.core.sound.player import SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import Machine, SoundFailure, describe_fixes

MINIMUM_SIZE = (80, 24)
"""Columns and lines that the full-screen program needs to show everything."""


class CheckStatus(StrEnum):
    """The outcome of one check."""

    OK = "ok"
    NOTE = "note"
    """It works, but the person should know something about it."""
    FAILED = "failed"


class CheckedPart(StrEnum):
    """The parts that are checked, in this order."""

    PYTHON = "python"
    TERMINAL = "terminal"
    FOLDERS = "folders"
    HISTORY = "history"
    SETTINGS = "settings"
    ROUTINES = "routines"
    SOUND = "sound"
    VOICE = "voice"
    AWAKE = "awake"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One result of a check. ``doctor --json`` prints its fields by these names."""

    part: CheckedPart
    verdict: CheckStatus
    text: str
    """One sentence."""
    fixes: tuple[str, ...] = ()
    """What the person can do about it, one sentence each; empty if nothing is needed."""


def describe_results(results: Sequence[CheckResult]) -> str:
    """Sum up all results in one sentence: how many parts failed, or that everything works.

    A part with several failed results counts once. If everything works, it says whether there are notes.
    """
    failed = len({result.part for result in results if result.verdict is CheckStatus.FAILED})
    if failed:
        return f"{failed} of {len(CheckedPart)} checks failed."
    has_notes = any(result.verdict is CheckStatus.NOTE for result in results)
    return "Everything works, with some notes." if has_notes else "Everything works."


def sort_results(results: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the results with what failed first; otherwise they stay in their order."""
    return sorted(results, key=lambda result: result.verdict is not CheckStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal that the program was started in."""

    size: tuple[int, int] | None
    """Columns and lines; None if there is no terminal."""
    encoding: str
    """The encoding of standard output, such as ``utf-8``."""


def check_python(version: str) -> CheckResult:
    """Report the running Python. It is always fine: a Python that is too old can't run this program."""
    return CheckResult(CheckedPart.PYTHON, CheckStatus.OK, f"Python {version}.")


def check_terminal(terminal: Terminal) -> CheckResult:
    """Check whether the terminal is large enough and can show the pictures.

    If not, or if there is no terminal, the result is a note; this check never fails.
    """
    if terminal.size is None:
        return CheckResult(
            CheckedPart.TERMINAL,
            CheckStatus.NOTE,
            "There is no terminal.",
            ("Use the full-screen program in a terminal, or play a session line by line with --plain.",),
        )
    columns, lines = terminal.size
    text = f"The terminal has {columns} columns, {lines} lines and the encoding {terminal.encoding}."
    fixes = []
    if columns < MINIMUM_SIZE[0] or lines < MINIMUM_SIZE[1]:
        fixes.append(f"Make it at least {MINIMUM_SIZE[0]} columns wide and {MINIMUM_SIZE[1]} lines high.")
    if not terminal.encoding.casefold().replace("-", "").startswith("utf"):
        fixes.append("Pictures are drawn with plain characters; UTF-8 would look better.")
    return CheckResult(
        CheckedPart.TERMINAL, CheckStatus.NOTE if fixes else CheckStatus.OK, text, tuple(fixes)
    )


def check_folders(unwritable: Sequence[tuple[str, str, str]]) -> list[CheckResult]:
    """Return a failed result for each folder or file that can't be written, or one good result if all can.

    unwritable: name, path and reason for each that can't.
    """
    if not unwritable:
        return [CheckResult(CheckedPart.FOLDERS, CheckStatus.OK, "All folders are writable.")]
    fixes = ("Fix its permissions, or set TPSESSION_HOME to a folder of your own.",)
    return [
        CheckResult(
            CheckedPart.FOLDERS, CheckStatus.FAILED, f"Can't write to {path} ({name}): {reason}.", fixes
        )
        for name, path, reason in unwritable
    ]


def check_history(
    error: str, damage: Sequence[str], disk_problem: str = "", fixes: tuple[str, ...] = ()
) -> list[CheckResult]:
    """Return a failed result for the error, else for each piece of damage or for the disk, else a good one.

    Args:
        error: Why the history can't be opened; empty if it can.
        damage: One sentence for each damaged part of it.
        disk_problem: Why sessions can't be saved safely where the history lies, a clause; empty if they can.
        fixes: What to do about that, one sentence each.

    """
    if error:
        return [CheckResult(CheckedPart.HISTORY, CheckStatus.FAILED, error)]
    if damage:
        return [CheckResult(CheckedPart.HISTORY, CheckStatus.FAILED, sentence) for sentence in damage]
    if disk_problem:
        sentence = f"Sessions can't be saved safely where your history is: {disk_problem}."
        return [CheckResult(CheckedPart.HISTORY, CheckStatus.FAILED, sentence, fixes)]
    return [CheckResult(CheckedPart.HISTORY, CheckStatus.OK, "The history can be read.")]


def check_backups(newest: tuple[datetime, str] | None, missing: str, unwritable: str) -> list[CheckResult]:
    """Return when the last good backup of the history was made, and what keeps the next one from its folder.

    The first result is always good; a missing folder adds a note, an unwritable one a failure.

    Args:
        newest: The local time and the path of the newest good backup; None if there is none.
        missing: The folder that the settings name for backups, if it isn't there now; else empty.
        unwritable: Why nothing can be written in the folder for backups, a clause; empty if it can.

    """
    if newest is None:
        text = "There is no backup yet. One is made by itself on each day that your history changes."
    else:
        made_at, path = newest
        text = f"The last good backup was made on {made_at:%Y-%m-%d} at {made_at:%H:%M}: {path}."
    results = [CheckResult(CheckedPart.HISTORY, CheckStatus.OK, text)]
    if missing:
        results.append(
            CheckResult(
                CheckedPart.HISTORY,
                CheckStatus.NOTE,
                f"The folder for backups, {missing}, isn't there now. For now they are beside your history.",
                ("Connect its disk, or change backups under [history] in the settings.",),
            )
        )
    if unwritable:
        results.append(
            CheckResult(
                CheckedPart.HISTORY,
                CheckStatus.FAILED,
                f"No backup can be made: {unwritable}.",
                ("Fix its permissions, or set another folder for backups under [history].",),
            )
        )
    return results


def check_settings(problems: Sequence[str], conflicts: Sequence[str]) -> list[CheckResult]:
    """Return a failed result for each problem and a note for each conflict, or one good result without any.

    Args:
        problems: One clause with its location for each mistake in the settings file.
        conflicts: One sentence for each key with two meanings.

    """
    use_default = ("The default is used until you fix it.",)
    change_key = ("Set another key under [keys], or on the settings screen.",)
    results = [
        CheckResult(CheckedPart.SETTINGS, CheckStatus.FAILED, _end_sentence(problem), use_default)
        for problem in problems
    ]
    results += [
        CheckResult(CheckedPart.SETTINGS, CheckStatus.NOTE, conflict, change_key) for conflict in conflicts
    ]
    return results or [CheckResult(CheckedPart.SETTINGS, CheckStatus.OK, "No problems in the settings.")]


def _end_sentence(problem: str) -> str:
    """Add a full stop to a problem, unless it ends with a question mark."""
    return problem if problem.endswith("?") else f"{problem}."


def check_routines(entries: Sequence[RoutineEntry]) -> list[CheckResult]:
    """Return a result for each problem in a routine file, or one good result with the number of routines.

    An error gives a failed result, a warning a note: the routine can be played.
    """
    results = [
        CheckResult(
            CheckedPart.ROUTINES,
            CheckStatus.FAILED if problem.severity is Severity.ERROR else CheckStatus.NOTE,
            _end_sentence(problem.format_with_path(entry.path)),
        )
        for entry in entries
        for problem in entry.problems
    ]
    count = "1 routine" if len(entries) == 1 else f"{len(entries)} routines"
    return results or [CheckResult(CheckedPart.ROUTINES, CheckStatus.OK, f"{count}, no problems.")]


def check_sound(
    state: SoundState, device: SoundDevice | None, machine: Machine, *, turned_off: bool
) -> CheckResult:
    """Report whether there is sound, and what plays it.

    Sound that the person turned off is a note. Sound that works is a note only if the player has a message
    about it. Anything else is a failure, with advice for this computer.

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
            "Sound is turned off in the settings; a flash shows each signal.",
            ("Set backend to auto under [sound] to turn it on.",),
        )
    if state.is_audible and device is not None:
        return CheckResult(
            CheckedPart.SOUND,
            CheckStatus.NOTE if state.message else CheckStatus.OK,
            f"Sound works: {describe_sound(state.backend, device)}.",
            (state.message,) if state.message else (),
        )
    # A player that reports neither sound nor a failure is still waiting for the sound system.
    failure = state.failure or SoundFailure.NO_ANSWER
    return CheckResult(
        CheckedPart.SOUND, CheckStatus.FAILED, failure.value, describe_fixes(failure, machine, state.reasons)
    )


def describe_sound(library: str, device: SoundDevice) -> str:
    """Return what plays, and its latency: ``miniaudio through PulseAudio, ...``."""
    device_name = f"device {device.name}" if device.name else "default device"
    source = "measured" if device.measured else "typical, not measured"
    latency = f"latency {1000 * device.latency_s:.0f} ms ({source}), compensated for"
    return f"{library} through {device.system}, {device_name}, {latency}"


def check_voice(machine: Machine, *, installed: bool) -> CheckResult:
    """Report whether the extra voice is installed; if not, the result is good too.

    The extra voice speaks any text; built-in texts are recorded. Where it can be had, the result advises how
    to install it.
    """
    if installed:
        return CheckResult(
            CheckedPart.VOICE, CheckStatus.OK, "The extra voice is installed and can speak any text."
        )
    if not machine.can_have_voice:
        return CheckResult(
            CheckedPart.VOICE,
            CheckStatus.OK,
            "There is no extra voice for this computer; only what comes with the program is spoken.",
        )
    return CheckResult(
        CheckedPart.VOICE,
        CheckStatus.OK,
        "The extra voice is not installed; only what comes with the program is spoken.",
        (f"To hear any text spoken: {machine.installer.install_command(VOICE_PACKAGE)}.",),
    )


def check_awake(names: Sequence[str], *, turned_off: bool) -> CheckResult:
    """Report whether the computer stays awake during a session.

    Args:
        names: What the system was asked through and agreed, such as ``logind``; empty if nothing did.
        turned_off: Whether the setting turns it off.

    """
    if turned_off:
        return CheckResult(
            CheckedPart.AWAKE,
            CheckStatus.OK,
            "The settings don't ask for the computer to stay awake during a session.",
        )
    if names:
        return CheckResult(
            CheckedPart.AWAKE,
            CheckStatus.OK,
            f"The computer stays awake during a session, through {' and '.join(names)}.",
        )
    return CheckResult(
        CheckedPart.AWAKE,
        CheckStatus.NOTE,
        "Nothing was found that keeps this computer awake during a session.",
        ("If its screen goes dark or it falls asleep, allow it a longer time in its settings.",),
    )
