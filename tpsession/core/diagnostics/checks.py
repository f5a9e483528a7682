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
from tpsession.core.text.formatting import format_count

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

    A part with several failed results counts once. If nothing failed, the sentence says whether there are
    notes.
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
    """Report the version of the running Python. The result is always good."""
    return CheckResult(CheckedPart.PYTHON, CheckStatus.OK, f"Python {version}.")


def check_terminal(terminal: Terminal) -> CheckResult:
    """Check whether the terminal is large enough and its encoding can show the pictures.

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
    """Return a failed result for each folder or file that can't be written; one good result if there is none.

    unwritable: the name, the path and the reason for each folder or file that can't be written.
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
    """Return the failed results about the history, or one good result if nothing is wrong.

    There is one result if it can't be opened, or else one for each damaged part, or else one if its disk
    isn't safe.

    Args:
        error: Why the history can't be opened; empty if it can.
        damage: One sentence for each damaged part of the history.
        disk_problem: Why sessions can't be saved safely on the history's disk, a clause; empty if they can.
        fixes: What to do about the disk problem, one sentence each.

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
    """Return results about backups: when the last good one was made, and what is wrong with their folder.

    The first result is always good, even without a backup. A missing folder adds a note, an unwritable one a
    failed result.

    Args:
        newest: The local time and the path of the newest good backup; None if there is none.
        missing: The folder that the settings name for backups, if it isn't there now; otherwise empty.
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
    """Return a failed result for each problem and a note for each conflict; one good result without either.

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
    """Return a problem with a full stop added, or unchanged if it ends with a question mark."""
    return problem if problem.endswith("?") else f"{problem}."


def check_routines(entries: Sequence[RoutineEntry]) -> list[CheckResult]:
    """Return a result for each problem in a routine file, or one good result with the number of routines.

    An error gives a failed result. A warning gives a note, because the routine can be played.
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
    count = format_count(len(entries), "routine")
    return results or [CheckResult(CheckedPart.ROUTINES, CheckStatus.OK, f"{count}, no problems.")]


def check_sound(
    state: SoundState, device: SoundDevice | None, machine: Machine, *, turned_off: bool
) -> CheckResult:
    """Report whether there is sound, and what plays it.

    If the person turned the sound off, the result is a note. If sound works, it is good, or a note if the
    player has a message. Otherwise it is a failure, with advice for this computer.

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
    """Return which library plays through which device, and the latency.

    For example: ``miniaudio through PulseAudio, default device, latency 40 ms (measured), compensated for``.
    """
    device_name = f"device {device.name}" if device.name else "default device"
    source = "measured" if device.measured else "typical, not measured"
    latency = f"latency {1000 * device.latency_s:.0f} ms ({source}), compensated for"
    return f"{library} through {device.system}, {device_name}, {latency}"


def check_voice(machine: Machine, *, installed: bool) -> CheckResult:
    """Report whether the extra voice, which can speak any text, is installed. The result is always good.

    If it isn't installed but can be on this computer, the result says how to install it.
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
    """Report whether the computer can be kept awake during a session; if not, the result is a note.

    Args:
        names: The parts of the system that agreed to keep it awake, such as ``logind``; empty if none did.
        turned_off: Whether the setting turns keeping it awake off; the result is then good.

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
