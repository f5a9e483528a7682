"""What a person can do: one definition each, from which keys, buttons, plain commands and help derive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class PressGuard(Enum):
    """What a press has to be, so that its action is done: hands slip, keys are held, a palm rests on many."""

    NONE = auto()
    """Any press, a held key's repeats too."""
    NO_REPEAT = auto()
    """One of its own, not one of the quick repeats of a held key."""
    DEBOUNCED = auto()
    """The first for a second of all that do this: a held key, a double press or a palm counts once."""
    ISOLATED = auto()
    """The first for a second of its kind, after a moment without any other: what ends or skips something."""


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """Something that a person does."""

    id: str
    """Its name in the settings, under ``[keys]``."""
    name: str
    """Two or three words for a button or a list."""
    help: str
    """One sentence."""
    plain_command: str | None
    """The line that does it in plain mode; None where plain mode has no such line."""
    keys: tuple[str, ...]
    """The keys of the full-screen program, the shown one first, in the names of `settings.key_names`."""
    guard: PressGuard = PressGuard.NONE
    """What a press in the full-screen program has to be."""


GO = Action(
    "go",
    "Pause, go on",
    "Pause, go on, or say that the spot is found.",
    "",
    ("space", "enter"),
    PressGuard.DEBOUNCED,
)
SKIP = Action("skip", "Skip", "Leave out the rest of this step.", "s", ("right",), PressGuard.ISOLATED)
BACK = Action(
    "back", "Step back", "Start this step again; twice, the one before.", "b", ("left",), PressGuard.DEBOUNCED
)
LONGER = Action("longer", "+10 s", "Add ten seconds.", "+", ("up", "plus"), PressGuard.NO_REPEAT)
SHORTER = Action("shorter", "-10 s", "Take ten seconds away.", "-", ("down", "minus"), PressGuard.NO_REPEAT)
EASE = Action("ease", "Ease off", "End this hold now and release.", "e", ("e",), PressGuard.NO_REPEAT)
MUTE = Action("mute", "Mute", "Turn the sound off or on.", "m", ("m",), PressGuard.NO_REPEAT)
LOUDER = Action("louder", "Louder", "Turn the sound up.", None, ("pageup", "right_square_bracket"))
QUIETER = Action("quieter", "Quieter", "Turn the sound down.", None, ("pagedown", "left_square_bracket"))
STOP = Action("stop", "Stop", "Stop the clock at once, then end or go on.", "x", ("x", "ctrl+c"))
HELP = Action("help", "Help", "List what can be done.", "?", ("question_mark", "f1"))

SESSION_ACTIONS: tuple[Action, ...] = (
    GO, SKIP, BACK, EASE, LONGER, SHORTER, MUTE, LOUDER, QUIETER, STOP, HELP,
)  # fmt: skip
"""Every action of a session, in the order of help."""
PLAIN_ACTIONS: tuple[Action, ...] = tuple(action for action in SESSION_ACTIONS if action.plain_command is not None)
"""Those that plain mode has a line for."""

# Elsewhere in the full-screen program.
PALETTE = Action("palette", "Commands", "Find any command by its name.", None, ("ctrl+p", "colon"))
CLOSE = Action("close", "Back", "Leave this screen.", None, ("escape",))
QUIT = Action(
    "quit", "Quit", "Leave the program; a session is asked about first.", None, ("q", "ctrl+q", "ctrl+c")
)
SUSPEND = Action(
    "suspend", "Suspend", "Put the program into the background, paused and silent; fg brings it back.", None,
    ("ctrl+z",),
)  # fmt: skip
PROCEED = Action(
    "proceed", "Go on", "Go on once this is read or done; a key that is still held doesn't.", None,
    ("space", "enter"), PressGuard.DEBOUNCED,
)  # fmt: skip
FILTER = Action("filter", "Filter", "Show only what has these letters.", None, ("slash",))
BEGIN = Action("begin", "Start", "Get ready for this routine and play it.", None, ("enter",))
REHEARSE = Action("rehearse", "Rehearse", "Play it ten times as fast; nothing is kept.", None, ("r",))
HISTORY = Action("history", "History", "See the sessions that were kept.", None, ("h",))
DETAIL = Action("detail", "Details", "See all that is kept of this session.", None, ("enter",))
SETTINGS = Action("settings", "Settings", "Change sound, screen and keys.", None, ("s",))
RENDER = Action(
    "render", "Render to a file", "Write the whole guided session as a sound file, for a phone.", None, ("w",)
)
DOCTOR = Action(
    "doctor", "Doctor", "See what works on this machine, what doesn't, and how to mend it.", None, ("d",)
)

SOUND = Action("sound", "Sound", "Set how loud each kind of sound is, and hear it.", None, ("v",))

ACTIONS: tuple[Action, ...] = (
    *SESSION_ACTIONS, SOUND, PALETTE, CLOSE, QUIT, SUSPEND, PROCEED, FILTER, BEGIN, REHEARSE, HISTORY, DETAIL,
    RENDER, DOCTOR, SETTINGS,
)  # fmt: skip
"""Every action of the program. No two have the same name: lists and settings show nothing else."""

KNUCKLE_ACTIONS = frozenset({GO.id, PROCEED.id})
"""Ids of what oily hands do without looking."""
KNUCKLE_KEYS: tuple[str, ...] = ("backspace", "tab")
"""What a knuckle hits beside space and enter: these do the big actions as well."""


def find_plain_action(line: str) -> Action | None:
    """The action that a line of plain mode means, or None."""
    typed = line.strip().lower()
    return next((action for action in PLAIN_ACTIONS if action.plain_command == typed), None)
