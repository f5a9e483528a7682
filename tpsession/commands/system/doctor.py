"""``tpsession doctor``: what works here, what doesn't and how to mend it."""

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
from tpsession.commands.json_output import seconds
from tpsession.commands.play.sound import player
from tpsession.commands.render.progress_line import ProgressLine
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.diagnostics import checks
from tpsession.core.diagnostics.checks import CheckResult, CheckStatus, Terminal
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.settings.definitions import Preferences, describe_key_conflicts
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.sound.sound_check import GROUP_TITLES, SoundCheck, describe_muted_groups
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import Paths, find_paths
from tpsession.files.resources import Resources, find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings
from tpsession.files.writable import unwritable_reason
from tpsession.store.history import open_history

BROKEN_EXIT = 1
SOUND_PATIENCE_S = 6.0
"""The longest wait for a sound device; a restart of the player is in it."""
LOOKING_AT_WHAT_IS_KEPT = "Looking at what is kept ..."
LOOKING_FOR_SOUND = "Looking for a sound device ..."
_FOLDERS = frozenset({"data", "routines", "sounds", "cache"})
_VOICE_MODULE = "hibari"
_MARKS = {CheckStatus.FINE: "fine  ", CheckStatus.NOTE: "note  ", CheckStatus.BROKEN: "BROKEN"}


def check(arguments: argparse.Namespace) -> int:
    """Print what was found; exits with 1 where something doesn't work."""
    clock, paths, resources = SystemClock(), find_paths(), find_resources()
    settings = FileSettings(paths.settings)
    with ProgressLine() as progress:
        progress.tell(LOOKING_AT_WHAT_IS_KEPT)
        found = _kept(paths, resources, settings, clock)
        preferences = settings.load_preferences()
        progress.tell(LOOKING_FOR_SOUND)
        with closing(player(preferences, paths, resources, clock)) as sound:
            state = sound.wait_ready(SOUND_PATIENCE_S)
            device = sound.device()
            ears = SoundCheck(sound, clock)
            if arguments.sound and state.is_audible:
                _listen(ears, progress)
                state, device = sound.state(), sound.device() or device
    found.append(_sound(state, device, preferences))
    if arguments.sound and ears.played:
        found += _played(ears, preferences)
    found.append(_voice())
    if arguments.json:
        json.dump(_shape(found, state, device, ears.played), sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        _print(found)
    return BROKEN_EXIT if any(one.verdict is CheckStatus.BROKEN for one in found) else 0


class MachineDoctor:
    """The port `Doctor` over this machine."""

    def __init__(self, paths: Paths, resources: Resources, clock: SystemClock) -> None:
        """Nothing is looked at yet."""
        self._paths = paths
        self._resources = resources
        self._clock = clock

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        """See `Doctor.findings`."""
        report(LOOKING_AT_WHAT_IS_KEPT)
        settings = FileSettings(self._paths.settings)
        found = _kept(self._paths, self._resources, settings, self._clock)
        report(LOOKING_FOR_SOUND)
        state = player.wait_ready(SOUND_PATIENCE_S)
        return [*found, _sound(state, player.device(), settings.load_preferences()), _voice()]


def _kept(
    paths: Paths, resources: Resources, settings: FileSettings, clock: SystemClock
) -> list[CheckResult]:
    """All but sound and voice."""
    return [
        checks.check_python(platform.python_version()),
        checks.check_terminal(_terminal()),
        *checks.check_folders(_unfit(paths)),
        *_history(paths, clock),
        *checks.check_settings(
            [sanitize(problem) for problem in settings.find_problems()], describe_key_conflicts(settings.load_preferences())
        ),
        *checks.check_routines(FileLibrary(paths, resources).list_entries()),
    ]


def _voice() -> CheckResult:
    return checks.check_voice(installed=find_spec(_VOICE_MODULE) is not None)


def _terminal() -> Terminal:
    # The full-screen program puts something else into the place of the standard streams.
    stream = sys.__stdout__
    if stream is None:
        return Terminal(None, "")
    try:
        size = os.get_terminal_size(stream.fileno()) if stream.isatty() else None
    except (OSError, ValueError):
        size = None
    return Terminal((size.columns, size.lines) if size else None, stream.encoding or "")


def _unfit(paths: Paths) -> list[tuple[str, str, str]]:
    """Name, path and reason of each place where nothing can be written."""
    looked = [
        (name, place, unwritable_reason(place, folder=name in _FOLDERS)) for name, place in paths.named()
    ]
    return [(name, sanitize(str(place)), sanitize(why)) for name, place, why in looked if why]


def _history(paths: Paths, clock: SystemClock) -> list[CheckResult]:
    try:
        with open_history(paths.history, clock, read_only=True) as history:
            history.find_sessions(HistoryQuery(limit=1))
            return checks.check_history("", history.damage_reports())
    except HistoryError as error:
        return checks.check_history(str(error), [])


def _listen(ears: SoundCheck, progress: ProgressLine) -> None:
    """Play each group, one after the other."""
    pause = threading.Event()
    for group in ears.groups:
        progress.tell(f"Playing: {GROUP_TITLES[group]}")
        pause.wait(ears.play(group))


def _sound(state: SoundState, device: SoundDevice | None, preferences: Preferences) -> CheckResult:
    return checks.check_sound(
        state,
        device,
        this_machine(),
        turned_off=preferences.text("sound.backend") == "none",
    )


def _played(ears: SoundCheck, preferences: Preferences) -> list[CheckResult]:
    """What was played, and which groups nobody could hear for their volume."""
    groups = ", ".join(GROUP_TITLES[group].lower() for group in ears.played)
    said = [CheckResult(checks.CheckedPart.SOUND, CheckStatus.FINE, f"Played: {groups}.")]
    return said + [
        CheckResult(checks.CheckedPart.SOUND, CheckStatus.NOTE, sentence)
        for sentence in describe_muted_groups(ears.played, preferences)
    ]


def _print(found: list[CheckResult]) -> None:
    for one in found:
        sys.stdout.write(f"{_MARKS[one.verdict]}  {one.part.value}: {sanitize(one.text)}\n")
        for way in one.mend:
            sys.stdout.write(f"        {sanitize(way)}\n")


def _shape(
    found: list[CheckResult], state: SoundState, device: SoundDevice | None, played: list[CueGroup]
) -> dict[str, Any]:
    """The stable shape of ``doctor --json``."""
    heard = device if state.is_audible else None
    return {
        "works": not any(one.verdict is CheckStatus.BROKEN for one in found),
        "findings": [asdict(one) for one in found],
        "sound": {
            "backend": state.backend,
            "system": heard.system if heard else None,
            "device": heard.name if heard else None,
            "latency_s": seconds(heard.latency_s) if heard else None,
            "latency_measured": heard.measured if heard else None,
            "played": [group.value for group in played],
        },
    }
