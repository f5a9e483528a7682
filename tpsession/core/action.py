"""The actions of a session: one definition each, from which keys, plain commands and help derive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person does in a session."""

    id: str
    name: str
    """Two or three words for a button or a list."""
    help: str
    """One sentence."""
    plain: str | None
    """The line that does it in plain mode; None where plain mode has no such line."""
    keys: tuple[str, ...]
    """The keys of the full-screen program, the shown one first."""


GO = Action(
    "go",
    "Pause or go on",
    "Pause, go on, or say that the spot is found.",
    "",
    ("space", "enter"),
)
SKIP = Action("skip", "Skip", "Leave out the rest of this step.", "s", ("right",))
BACK = Action("back", "Back", "Start this step again; twice, the one before.", "b", ("left",))
LONGER = Action("longer", "Ten seconds more", "Add ten seconds.", "+", ("up",))
SHORTER = Action("shorter", "Ten seconds less", "Take ten seconds away.", "-", ("down",))
EASE = Action("ease", "Ease off", "End this hold now and release.", "e", ("e",))
MUTE = Action("mute", "Mute", "Turn the sound off or on.", "m", ("m",))
STOP = Action("stop", "Stop", "Stop the clock at once, then end or go on.", "x", ("x", "ctrl+c"))
HELP = Action("help", "Help", "List what can be done.", "?", ("question_mark",))

ACTIONS: tuple[Action, ...] = (GO, SKIP, BACK, EASE, LONGER, SHORTER, MUTE, STOP, HELP)
"""Every action of a session, in the order of help."""


def plain_action(line: str) -> Action | None:
    """The action that a line of plain mode means, or None."""
    typed = line.strip().lower()
    return next((action for action in ACTIONS if action.plain == typed), None)
