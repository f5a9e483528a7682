"""The sound check: plays one cue of each group, so that the person hears whether the sound works.

``tpsession doctor --sound`` and the sound screen use it.
"""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.cues import CUES, Cue, CueGroup, TimedCue
from tpsession.core.clock import Clock
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.speech import phrases
from tpsession.core.speech.utterance import sentence, text_part, utterance

LEAD_S = 0.2
"""Seconds by which a cue is scheduled ahead, so that the device can start it on time."""
LONGEST_PHRASE_S = 3.0
"""Seconds within which a phrase has ended."""
CUE_INTERVAL_S = 1.2
"""Seconds from one cue to the next: the longest built-in signal and a pause after it (ours)."""

GROUP_TITLES: dict[CueGroup, str] = {
    CueGroup.CUES: "Signals",
    CueGroup.COUNTDOWN: "Countdown",
    CueGroup.PACING: "Pacing",
    CueGroup.VOICE: "Voice",
}
"""The names of the groups for people."""

SAMPLE_TEXT = "This is how instructions sound."
"""Recorded like the instructions, so that it is heard where these can be heard."""
_VOICE_SAMPLE = utterance([sentence(text_part(SAMPLE_TEXT))], [sentence(phrases.SESSION_COMPLETE)])
SAMPLE_CUES: dict[CueGroup, Cue] = {
    group: next((cue for cue in CUES.values() if cue.group is group), _VOICE_SAMPLE) for group in CueGroup
}
"""The cue that is played for each group; for the voice, a recorded text, or a phrase if none can be read."""


def describe_muted_groups(groups: Iterable[CueGroup], preferences: Preferences) -> tuple[str, ...]:
    """Return a sentence for each of these groups with volume 0 in the settings, in the order of `CueGroup`.

    If the overall volume is 0, there is only one sentence, that nothing can be heard.
    """
    if preferences.percent("sound.volume") == 0:
        return ("Nothing can be heard: the volume is 0 in the settings.",)
    silent = [group for group in CueGroup if group in set(groups) and preferences.levels[group] == 0]
    return tuple(
        f"{GROUP_TITLES[group]} can't be heard: the volume is 0 in the settings." for group in silent
    )


class SoundCheck:
    """Plays a sample cue of each group, at the volumes that the player has."""

    def __init__(self, player: CuePlayer, clock: Clock) -> None:
        """Use this player, which the caller closes. Nothing is played yet."""
        self._player = player
        self._clock = clock
        self.played: list[CueGroup] = []
        """The groups that were played while there was sound, in that order."""

    @property
    def groups(self) -> tuple[CueGroup, ...]:
        """All groups of cues, in the order of `CueGroup`; each has a sample."""
        return tuple(SAMPLE_CUES)

    @property
    def state(self) -> SoundState:
        """Whether there is sound right now, and if not, why."""
        return self._player.state()

    @property
    def device(self) -> SoundDevice | None:
        """The device that plays, or None without sound."""
        return self._player.device()

    def play(self, group: CueGroup) -> float:
        """Schedule the sample cue of a group in place of all scheduled cues, and return at once.

        If there is sound, the group is added to `played`. Return how many seconds to wait before playing
        another sample: enough for a signal, but a spoken sample may take longer.
        """
        now = self._clock.now()
        start = now + LEAD_S
        is_spoken = group is CueGroup.VOICE
        timed = TimedCue(start, SAMPLE_CUES[group], *((start, start + LONGEST_PHRASE_S) if is_spoken else ()))
        self._player.schedule([timed], since=now)
        if self._player.state().is_audible:
            self.played.append(group)
        return LEAD_S + CUE_INTERVAL_S

    def stop(self) -> None:
        """Have the player drop the cue that was scheduled last, and fall silent, also in the middle of it.

        Samples that the caller still means to play are the caller's own to drop.
        """
        self._player.cancel()
