"""Schedules the sound of a session with the player, and again as the voice records more texts."""

from __future__ import annotations

from tpsession.core.catalog.cues import Speak, TimedCue
from tpsession.core.clock import Clock
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import CueReached, Event
from tpsession.core.sound.player import CuePlayer, Voice
from tpsession.core.text.formatting import describe_voice_progress

VOICE_REFRESH_S = 2.0
"""Shortest time in seconds between two reschedules that bring in what the voice has recorded since."""
START_LEAD_S = 0.3
"""Seconds between the start of a session and its first cue, besides the latency of the device.

Without a lead the first cue was heard 51 ms late on an idle machine, and 125 ms on a busy one."""


class SessionSound:
    """Has the player play the cues of one session. Every `now` is in session seconds."""

    def __init__(
        self,
        session: Session,
        player: CuePlayer,
        voice: Voice | None,
        clock: Clock,
        *,
        speed: float,
        gate_s: float,
    ) -> None:
        """Schedule nothing yet.

        Args:
            session: Whose cues are played.
            player: Plays them.
            voice: Records the spoken texts; None if there is no voice.
            clock: The clock of the player, by which the time between two reschedules is measured, too.
            speed: Session seconds that pass in one second of the clock.
            gate_s: Session seconds after which every gate passes; 0 if it waits for the person.

        """
        self._session = session
        self._player = player
        self._voice = voice
        self._clock = clock
        self._speed = speed
        self._gate_s = gate_s
        self._scheduled_texts = 0 if voice is None else voice.state().finished
        """Texts that the voice had recorded when the player last looked for its sounds."""
        self._scheduled_at = clock.now()

    @property
    def voice_text(self) -> str:
        """How many texts the voice has recorded, or why it can't record; empty when it is done.

        Always empty without a voice, or unless the person chose to have everything spoken.
        """
        # Recorded phrases say nearly everything: only a person who asked for more misses the voice.
        if self._voice is None or self._session.plan.speak is not Speak.EVERYTHING:
            return ""
        state = self._voice.state()
        return describe_voice_progress(state.finished, state.requested) if state.is_working else state.message

    @property
    def is_voice_working(self) -> bool:
        """Whether the voice is still recording texts; `voice_text` may be empty all the same."""
        return self._voice is not None and self._voice.state().is_working

    def start_lead_s(self) -> float:
        """Return the real seconds by which to start a session later, so that its first cue is in time.

        This is `START_LEAD_S` plus the latency of the device; 0 if no device plays.
        """
        device = self._player.device()
        return 0.0 if device is None else START_LEAD_S + device.latency_s

    def schedule(self, events: list[Event], now: float) -> None:
        """Replace the player's cues from `now` on by the cues in these events and the upcoming ones.

        If the session doesn't run, the player is silenced first.
        """
        immediate = [TimedCue(event.at, event.cue) for event in events if isinstance(event, CueReached)]
        if self._session.mode is not Mode.RUNNING:
            # Cuts off what is being said. The cue of the pause would do so too, as it is a signal.
            self.silence()
        if self._voice is not None:
            self._scheduled_texts = self._voice.state().finished
            self._scheduled_at = self._clock.now()
        cues = (*immediate, *self._session.upcoming_sounds(now, self._gate_s))
        self._player.schedule([cue.at_speed(self._speed) for cue in cues], since=now / self._speed)

    def use_recorded_texts(self, now: float) -> None:
        """Schedule the sound of a running session again if the voice has recorded more texts meanwhile.

        Does nothing without a voice, or if the sound was scheduled less than `VOICE_REFRESH_S` real seconds
        ago.
        """
        waited_s = self._clock.now() - self._scheduled_at
        is_running = self._session.mode is Mode.RUNNING
        if self._voice is None or not is_running or waited_s < VOICE_REFRESH_S:
            return
        if self._voice.state().finished != self._scheduled_texts:
            self.schedule([], now)

    def silence(self) -> None:
        """Stop what plays, and forget every scheduled cue."""
        self._player.cancel()
