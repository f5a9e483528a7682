"""A check by ear: a cue of each group, one at a time. For the command line and for a screen alike."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.cues import CUES, Cue, CueGroup, TimedCue
from tpsession.core.clock import Clock
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.speech.announcements import SESSION_COMPLETE

LEAD_S = 0.2
"""A cue is asked for so long ahead, so that the device can begin it at its moment."""
LONGEST_PHRASE_S = 3.0
"""By then a phrase has ended."""
CUE_INTERVAL_S = 1.2
"""From one cue to the next: the longest built-in signal and a pause to tell them apart (ours)."""

GROUP_TITLES: dict[CueGroup, str] = {
    CueGroup.CUES: "Cues",
    CueGroup.COUNTDOWN: "Countdown",
    CueGroup.PACING: "Pacing",
    CueGroup.VOICE: "Voice",
}
"""The groups as a person reads them."""

SAMPLE_CUES: dict[CueGroup, Cue] = {
    group: next((cue for cue in CUES.values() if cue.group is group), SESSION_COMPLETE) for group in CueGroup
}
"""The cue that stands for each group; for the voice a phrase does."""


def describe_muted_groups(groups: Iterable[CueGroup], preferences: Preferences) -> tuple[str, ...]:
    """A sentence for each of these groups that is set to silence, or one for all where everything is."""
    if preferences.percent("sound.volume") == 0:
        return ("Nothing can be heard: the volume is 0 in the settings.",)
    silent = [group for group in CueGroup if group in set(groups) and preferences.levels[group] == 0]
    return tuple(f"{GROUP_TITLES[group]} can't be heard: the volume is 0 in the settings." for group in silent)


class SoundCheck:
    """Plays the groups' cues through a player, whose volumes stay as they were set."""

    def __init__(self, player: CuePlayer, clock: Clock) -> None:
        """Play nothing yet; the player isn't closed here."""
        self._player = player
        self._clock = clock
        self.played: list[CueGroup] = []
        """The groups that were played while there was sound, in that order."""

    @property
    def groups(self) -> tuple[CueGroup, ...]:
        """The groups that can be played."""
        return tuple(SAMPLE_CUES)

    @property
    def state(self) -> SoundState:
        """How the sound is doing right now."""
        return self._player.state()

    @property
    def device(self) -> SoundDevice | None:
        """What plays, None while nothing is heard."""
        return self._player.device()

    def play(self, group: CueGroup) -> float:
        """Let a group's cue be heard in place of what was to come; returns the seconds until it is over.

        Asks no questions: whether there is sound at all, `state` says.
        """
        now = self._clock.now()
        begins = now + LEAD_S
        spoken = group is CueGroup.VOICE
        timed = TimedCue(begins, SAMPLE_CUES[group], *((begins, begins + LONGEST_PHRASE_S) if spoken else ()))
        self._player.schedule([timed], since=now)
        if self._player.state().is_audible:
            self.played.append(group)
        return LEAD_S + CUE_INTERVAL_S

    def stop(self) -> None:
        """Be silent at once."""
        self._player.cancel()
