"""The command ``tpsession doctor``: checks what works on this machine, and says how to fix what doesn't."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from importlib.util import find_spec
from typing import Any

from tpsession.audio.system.machine import this_machine
from tpsession.clock import SystemClock
from tpsession.commands.history.opening import find_backups, open_own_history
from tpsession.commands.json_output import round_seconds
from tpsession.commands.play.sound import start_player
from tpsession.commands.render.progress_line import ProgressLine
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.diagnostics import checks
from tpsession.core.diagnostics.checks import CheckResult, CheckStatus, Terminal
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.settings.definitions import Preferences, describe_key_conflicts
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.sound.sound_check import GROUP_TITLES, SoundCheck, describe_muted_groups
from tpsession.core.task_progress import TaskProgress
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import Paths, find_paths
from tpsession.files.resources import Resources, find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings
from tpsession.files.writable import unwritable_reason
from tpsession.power.inhibitors import staying_awake
from tpsession.store.disk_check import OTHER_DISK, find_disk_problem

FAILED_EXIT = 1
SOUND_TIMEOUT_S = 6.0
"""The longest wait for a sound device; it leaves time for one restart of the player."""
CHECKING_FILES = "Checking your files…"
CHECKING_SOUND = "Looking for a sound device…"
_FOLDERS = frozenset({"data", "routines", "sounds", "cache"})
_VOICE_MODULE = "hibari"
_LABELS = {CheckStatus.OK: "ok    ", CheckStatus.NOTE: "note  ", CheckStatus.FAILED: "FAILED"}


def check(arguments: argparse.Namespace) -> int:
    """Check everything, print the results, and return 1 if a check failed, else 0. ``--json`` prints JSON.

    With ``--sound``, a sound of each group is played if there is sound. Waits up to `SOUND_TIMEOUT_S` for a
    sound device, and some seconds to try whether the computer can be kept awake.
    """
    clock, paths, resources = SystemClock(), find_paths(), find_resources()
    settings = FileSettings(paths.settings)
    with ProgressLine() as progress:
        progress.show(CHECKING_FILES)
        results = _check_without_sound(paths, resources, settings, clock)
        preferences = settings.load_preferences()
        progress.show(CHECKING_SOUND)
        with closing(start_player(preferences, paths, resources, clock)) as player:
            state = player.wait_ready(SOUND_TIMEOUT_S)
            device = player.device()
            sound_check = SoundCheck(player, clock)
            if arguments.sound and state.is_audible:
                _play_samples(sound_check, progress)
                state, device = player.state(), player.device() or device
    results.append(_check_sound(state, device, preferences))
    if arguments.sound and sound_check.played:
        results += _report_played(sound_check, preferences)
    results += [_check_voice(), _check_awake(preferences)]
    if arguments.json:
        json.dump(_to_json(results, state, device, sound_check.played), sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        _print(results)
    return FAILED_EXIT if any(result.verdict is CheckStatus.FAILED for result in results) else 0


class MachineDoctor:
    """Implements the port `tpsession.core.diagnostics.doctor.Doctor` for this machine."""

    def __init__(self, paths: Paths, resources: Resources, clock: SystemClock) -> None:
        self._paths = paths
        self._resources = resources
        self._clock = clock

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        """Run every check and return the results.

        Waits for the disk, up to `SOUND_TIMEOUT_S` for the sound, and some seconds to try whether the
        computer can be kept awake.

        player: the player whose sound is checked. report: called with a line that says what is checked next:
        first the files, then the sound. An exception that it raises ends the checks.
        """
        report(CHECKING_FILES)
        settings = FileSettings(self._paths.settings)
        results = _check_without_sound(self._paths, self._resources, settings, self._clock)
        report(CHECKING_SOUND)
        state = player.wait_ready(SOUND_TIMEOUT_S)
        preferences = settings.load_preferences()
        sound = _check_sound(state, player.device(), preferences)
        return [*results, sound, _check_voice(), _check_awake(preferences)]


def _check_without_sound(
    paths: Paths, resources: Resources, settings: FileSettings, clock: SystemClock
) -> list[CheckResult]:
    """Check Python, the terminal, folders, history, backups, settings and routines; return the results."""
    return [
        checks.check_python(platform.python_version()),
        checks.check_terminal(_find_terminal()),
        *checks.check_folders(_find_unwritable(paths)),
        *_check_history(paths, clock),
        *checks.check_settings(
            [sanitize(problem) for problem in settings.find_problems()],
            describe_key_conflicts(settings.load_preferences()),
        ),
        *checks.check_routines(FileLibrary(paths, resources).list_entries()),
    ]


def _check_voice() -> CheckResult:
    """Return a result that is always OK: its text says whether the extra `voice` is installed.

    The extra isn't loaded for that.
    """
    return checks.check_voice(this_machine(), installed=find_spec(_VOICE_MODULE) is not None)


def _check_awake(preferences: Preferences) -> CheckResult:
    """Try to keep the computer awake for a moment; return whether that works, and by what.

    Waits up to a few seconds. If the setting is off, nothing is tried.
    """
    if not preferences.switch("session.stay_awake"):
        return checks.check_awake((), turned_off=True)
    with staying_awake() as names:
        return checks.check_awake(names, turned_off=False)


def _find_terminal() -> Terminal:
    """Return the encoding of standard output, and its size in columns and lines if it is a terminal."""
    # The full-screen program replaces `sys.stdout`; this is the stream that the interpreter opened.
    stream = sys.__stdout__
    if stream is None:
        return Terminal(None, "")
    try:
        size = os.get_terminal_size(stream.fileno()) if stream.isatty() else None
    except (OSError, ValueError):
        size = None
    return Terminal((size.columns, size.lines) if size else None, stream.encoding or "")


def _find_unwritable(paths: Paths) -> list[tuple[str, str, str]]:
    """Return the name, the path and the reason of each file or folder that can't be written."""
    reasons = [(name, path, unwritable_reason(path, folder=name in _FOLDERS)) for name, path in paths.named()]
    return [(name, sanitize(str(path)), sanitize(reason)) for name, path, reason in reasons if reason]


def _check_history(paths: Paths, clock: SystemClock) -> list[CheckResult]:
    """Open the history and read its newest session; return whether that works, and the damage met there.

    The rows of other sessions aren't checked. Without damage, a disk that doesn't do what saving needs is a
    failure. This is tried with a file made for that, unless nothing may be written there, which the check of
    the folders finds. If the history can be read, its backups are checked, too.
    """
    can_write = not unwritable_reason(paths.history, folder=False)
    disk_problem = find_disk_problem(paths.history.parent) if can_write else ""
    try:
        with open_own_history(paths, clock, read_only=True, progress=TaskProgress()) as history:
            has_sessions = bool(history.find_sessions(HistoryQuery(limit=1)))
            damage = history.damage_reports()
    except HistoryError as error:
        return checks.check_history(str(error), [])
    results = checks.check_history("", damage, disk_problem, (OTHER_DISK,))
    return [*results, *_check_backups(paths, clock, expects_one=has_sessions)]


def _check_backups(paths: Paths, clock: SystemClock, *, expects_one: bool) -> list[CheckResult]:
    """Return when the last good backup was made, and whether the folder for the next one can be used.

    expects_one: whether there is anything to back up; if not, and there is no good backup, the result is
    empty.
    """
    backups = find_backups(paths, clock)
    newest = next((backup for backup in backups.list_all() if backup.is_good), None)
    if newest is None and not expects_one:
        return []
    missing = backups.missing_folder()
    return checks.check_backups(
        None if newest is None else (newest.made_at, sanitize(str(newest.path))),
        "" if missing is None else sanitize(str(missing)),
        sanitize(unwritable_reason(backups.folder(), folder=True)),
    )


def _play_samples(sound_check: SoundCheck, progress: ProgressLine) -> None:
    """Play a sample cue of each group, one after the other, and show which in the line `progress`.

    Waits long enough after each for a signal to be heard. The spoken sample, which is the last, may still be
    heard afterwards; the player's `close` waits for it.
    """
    pause = threading.Event()
    for group in sound_check.groups:
        progress.show(f"Playing: {GROUP_TITLES[group]}")
        pause.wait(sound_check.play(group))


def _check_sound(state: SoundState, device: SoundDevice | None, preferences: Preferences) -> CheckResult:
    """Return the result that says whether there is sound, and what plays it.

    Args:
        state: The state of the player.
        device: What plays the sound; None without sound.
        preferences: The person's settings, which may turn the sound off; then its absence is no failure.

    """
    return checks.check_sound(
        state,
        device,
        this_machine(),
        turned_off=preferences.text("sound.backend") == "none",
    )


def _report_played(sound_check: SoundCheck, preferences: Preferences) -> list[CheckResult]:
    """Return which groups were played, and a note on each that is silent because its volume is 0.

    If the overall volume is 0, there is only one note, that nothing can be heard.
    """
    groups = ", ".join(GROUP_TITLES[group].lower() for group in sound_check.played)
    return [
        CheckResult(checks.CheckedPart.SOUND, CheckStatus.OK, f"Played: {groups}."),
        *(
            CheckResult(checks.CheckedPart.SOUND, CheckStatus.NOTE, sentence)
            for sentence in describe_muted_groups(sound_check.played, preferences)
        ),
    ]


def _print(results: list[CheckResult]) -> None:
    """Print each result, what failed first, and below it what to do about it."""
    for result in checks.sort_results(results):
        sys.stdout.write(f"{_LABELS[result.verdict]}  {result.part.value}: {sanitize(result.text)}\n")
        for sentence in result.fixes:
            sys.stdout.write(f"        {sanitize(sentence)}\n")


def _to_json(
    results: list[CheckResult], state: SoundState, device: SoundDevice | None, played: list[CueGroup]
) -> dict[str, Any]:
    """Return the results as ``doctor --json`` prints them; this format is stable.

    Args:
        results: What the checks found.
        state: How the sound is doing.
        device: The device that plays; its values are null without one, and while nothing can be heard.
        played: The groups of which a sample was played.

    """
    working_device = device if state.is_audible else None
    return {
        "works": not any(result.verdict is CheckStatus.FAILED for result in results),
        "findings": [asdict(result) for result in results],
        "sound": {
            "backend": state.backend,
            "system": working_device.system if working_device else None,
            "device": working_device.name if working_device else None,
            "latency_s": round_seconds(working_device.latency_s) if working_device else None,
            "latency_measured": working_device.measured if working_device else None,
            "played": [group.value for group in played],
        },
    }
