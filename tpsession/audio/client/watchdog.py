"""How long a player process may say nothing, or its device stand still, before it is ended and replaced."""

from __future__ import annotations

from enum import Enum, auto

from tpsession.audio.client.protocol import Message

STALL_S = 1.0
"""A device that asks for nothing for so long is gone, whatever the library says."""
FIRST_STALL_S = 4.0
"""The same for its first few requests: a sleeping speaker takes its time."""
FIRST_CALLBACKS = 5
QUIET_S = 2.5
"""A player that says nothing for so long hangs; it says something every half second."""


class PlayerPhase(Enum):
    """What the player process was last known to be at."""

    STARTING = auto()
    READING = auto()
    """One of the person's own sound files."""
    OPENING = auto()
    WAITING = auto()
    PLAYING = auto()
    ENDED = auto()


PATIENCE_S = {
    # For Python and the sounds to load, on a slow disk.
    PlayerPhase.STARTING: 10.0,
    # A sound file that takes longer to read hangs.
    PlayerPhase.READING: 4.0,
    # So does an opening.
    PlayerPhase.OPENING: 2.0,
    PlayerPhase.WAITING: 2 * QUIET_S,
    PlayerPhase.PLAYING: QUIET_S,
    PlayerPhase.ENDED: 0.0,
}
"""Seconds without a word after which the process hangs."""


def stalled(beat: Message) -> bool:
    """Whether a beat says that the device is gone."""
    age, callbacks = beat.get("age"), beat.get("callbacks")
    if not isinstance(age, (int, float)) or not isinstance(callbacks, int):
        return False
    return age > (STALL_S if callbacks >= FIRST_CALLBACKS else FIRST_STALL_S)
