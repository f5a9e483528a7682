"""The actions of the program: one definition each gives keys, buttons, plain-mode commands and help."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class PressGuard(Enum):
    """How deliberate a press must be to trigger an action: hands slip, hold keys, or hit several at once."""

    NONE = auto()
    """Every press counts, including the repeats of a held key."""
    NO_REPEAT = auto()
    """A press counts unless it is one of the quick repeats of a held key."""
    DEBOUNCED = auto()
    """A press counts if none of the action's keys was pressed in the second before it."""
    ISOLATED = auto()
    """A press counts after a moment without any other press; for what ends or skips something."""


class Action(NamedTuple):
    """Something that a person can do in the program."""

    id: str
    """Its name in the settings, under ``[keys]``."""
    name: str
    """Two or three words for a button or a list."""
    help: str
    """One sentence."""
    plain_command: str | None
    """The line to type for it in plain mode; None if plain mode doesn't offer it."""
    keys: tuple[str, ...]
    """Default keys in the full-screen program, spelled as in `settings.key_names`; the first is shown."""
    guard: PressGuard = PressGuard.NONE
    """How deliberate a press must be in the full-screen program."""
    plain_words: tuple[str, ...] = ()
    """Words that do the same in plain mode as `plain_command`, which is hard to hear; the first is named."""


GO = Action(
    "go",
    "Play/pause",
    "Pause, resume, or confirm that you found the spot.",
    "",
    ("space", "enter"),
    PressGuard.DEBOUNCED,
    ("pause", "resume", "continue", "found", "go"),
)
SKIP = Action(
    "skip", "Skip", "Skip the rest of this step.", "s", ("right",), PressGuard.ISOLATED, ("skip", "next")
)
BACK = Action(
    "back", "Step back", "Restart this step; twice, go back one step.", "b", ("left",), PressGuard.DEBOUNCED,
    ("back",),
)  # fmt: skip
LONGER = Action(
    "longer", "+10 s", "Add ten seconds.", "+", ("up", "plus"), PressGuard.NO_REPEAT, ("more", "longer")
)
SHORTER = Action(
    "shorter", "-10 s", "Remove ten seconds.", "-", ("down", "minus"), PressGuard.NO_REPEAT,
    ("less", "shorter"),
)  # fmt: skip
EASE = Action(
    "ease", "Ease off", "End this hold now and release.", "e", ("e",), PressGuard.NO_REPEAT, ("ease",)
)
MUTE = Action("mute", "Mute", "Turn the sound off or on.", "m", ("m",), PressGuard.NO_REPEAT, ("mute",))
LOUDER = Action(
    "louder", "Louder", "Turn the sound up.", "l", ("pageup", "right_square_bracket"), plain_words=("louder",)
)
QUIETER = Action(
    "quieter", "Quieter", "Turn the sound down.", "q", ("pagedown", "left_square_bracket"),
    plain_words=("quieter",),
)  # fmt: skip
STOP = Action(
    "stop", "Stop", "Stop the timer at once, then end or continue.", "x", ("x", "ctrl+c"),
    plain_words=("stop", "end", "quit"),
)  # fmt: skip
HELP = Action(
    "help", "Help", "List everything you can do here.", "?", ("question_mark", "f1"), plain_words=("help",)
)
REPEAT = Action(
    "repeat", "Repeat", "Hear this step again, with its instruction.", "r", (), plain_words=("repeat",)
)
"""Only in plain mode: a screen shows the step all the time."""

SESSION_ACTIONS: tuple[Action, ...] = (
    GO, SKIP, BACK, EASE, LONGER, SHORTER, MUTE, LOUDER, QUIETER, STOP, HELP,
)  # fmt: skip
"""Every action of a running session, in the order in which help lists them."""
PLAIN_ACTIONS: tuple[Action, ...] = (*SESSION_ACTIONS, REPEAT)
"""The session actions that plain mode offers."""

# Outside a session, only in the full-screen program.
PALETTE = Action("palette", "Commands", "Find any command by name.", None, ("ctrl+p", "colon"))
CLOSE = Action("close", "Back", "Leave this screen.", None, ("escape",))
QUIT = Action(
    "quit", "Quit", "Leave the program; asks first during a session.", None, ("q", "ctrl+q", "ctrl+c")
)
SUSPEND = Action(
    "suspend", "Suspend", "Send the program to the background, paused and silent; fg brings it back.", None,
    ("ctrl+z",),
)  # fmt: skip
PROCEED = Action(
    "proceed", "Continue", "Continue once you have read or done this; a held key doesn't count.", None,
    ("space", "enter"), PressGuard.DEBOUNCED,
)  # fmt: skip
SLIP = Action(
    "slip", "That was a slip", "Take back why you stopped; what had to rest needn't.", None, ("s",),
)  # fmt: skip
TEACH = Action(
    "teach", "Teach me again", "Hear every instruction in this session, or only the names again.", None,
    ("t",),
)  # fmt: skip
STOP_SIGNS = Action(
    "signs", "Stop signs", "See every sign at which to stop at once, or only some again.", None, ("i",),
)  # fmt: skip
SHORT_FIRST = Action(
    "short", "Short first session", "Play one hold and 1 to 2 minutes only, or the whole routine again.",
    None, ("f",),
)  # fmt: skip
NOTE_SPOT = Action(
    "note_spot", "Exact spot", "Note in a few words where exactly it hurts; you see it next time.", None,
    ("s",),
)  # fmt: skip
PAIN_HERE = Action(
    "pain_here", "What to rate", "Rate your pain where you massage, or at the place you chose before.", None,
    ("o",),
)  # fmt: skip
WHERE = Action("where", "It hurts", "Say where it hurts, and be led to a spot and a routine.", None, ("o",))
FILTER = Action("filter", "Filter", "Filter the list.", None, ("slash",))
SORT = Action("sort", "Sort", "Sort by time, change or pain before, each both ways.", None, ("s",))
BEGIN = Action("begin", "Start", "Prepare and start this routine.", None, ("enter",))
SAME_AGAIN = Action(
    "same_again", "Again", "Start the last routine again, for the same side and place.", None, ("g",)
)
FAVOURITE = Action(
    "favourite", "Favourite", "Move this routine to the top of the list, or back to its place.", None, ("f",)
)
REHEARSE = Action("rehearse", "Rehearse", "Play it ten times as fast; nothing is saved.", None, ("r",))
VARY = Action(
    "vary",
    "A little different",
    "Change times, steps and words of this routine, and save it as your own.",
    None,
    ("a",),
)
SAVE = Action("save", "Save", "Save what you have changed.", None, ("s", "ctrl+s"))
HISTORY = Action("history", "History", "See your saved sessions.", None, ("h",))
# The second key works while a note is typed.
PROGRESS = Action(
    "progress", "Progress", "See how your pain changes over time, and save a page for an appointment.", None,
    ("p", "f2"),
)  # fmt: skip
COMPARE = Action(
    "compare", "Compare", "Find out fairly which of two or three things helps more.", None,
    ("b",),
)  # fmt: skip
NEW_COMPARISON = Action("new_comparison", "New comparison", "Choose what to compare.", None, ("n",))
EARLIER_COMPARISON = Action(
    "earlier_comparison", "Earlier one", "Show the comparison before this one, or the newest again.", None,
    ("o",),
)  # fmt: skip
END_COMPARISON = Action(
    "end_comparison", "End early", "End this comparison without an answer; asks first.", None, ("x",)
)
PLACE = Action("place", "Next place", "Show the next place and side.", None, ("n",))
PERIOD = Action("period", "Period", "Show 30 days, 90 days, a year or everything.", None, ("d",))
CHART = Action("chart", "Next chart", "Pain over time, days of the year, or sizes of changes.", None, ("c",))
TABLE = Action("table", "Table", "Show the chart as a table, or the chart again.", None, ("t",))
REPORT = Action("report", "Report", "Save a page about this place for an appointment.", None, ("o",))
TICK = Action(
    "tick", "Tick", "Put this note on the page, or leave it out.", None, ("space",), PressGuard.NO_REPEAT
)
TICK_ALL = Action(
    "tick_all",
    "All or none",
    "Tick all notes, or none if all are ticked.",
    None,
    ("a",),
    PressGuard.NO_REPEAT,
)
DETAIL = Action("detail", "Details", "See everything saved about this session.", None, ("enter",))
CORRECT = Action(
    "correct",
    "Correct",
    "Correct what is wrong in this session: a rating, the time, the place.",
    None,
    ("e", "f3"),
)
EDIT_ROUTINE = Action(
    "edit_routine", "Edit", "Change the file of this routine; a built-in one stays as it is.", None, ("e",)
)
OPEN_LINK = Action(
    "open_link", "Open its page", "Open the web page that this routine names; asks first.", None, ("k",)
)
NEW_ROUTINE = Action("new_routine", "New routine", "Make a routine of your own.", None, ("n",))
COPY_ROUTINE = Action("copy_routine", "Copy", "Make a copy of this routine under another name.", None, ("c",))
DELETE_ROUTINE = Action(
    "delete_routine", "Delete routine", "Take this routine off the list; it can be undone.", None,
    ("delete", "backspace"),
)  # fmt: skip
UNDO_DELETION = Action(
    "undo_deletion", "Bring back", "Bring back the routine that you deleted last.", None, ("u",)
)
SHOW_CODE = Action(
    "show_code", "Code to scan", "Show this routine as a code for a phone, to give it to someone.", None,
    ("t",),
)  # fmt: skip
NEXT_PROBLEM = Action("next_problem", "Next problem", "Go to the next problem in the text.", None, ("f8",))
SEARCH = Action("search", "Search", "Find words in the text.", None, ("ctrl+f",))
FIND_NEXT = Action("find_next", "Find next", "Go to the next place with the words.", None, ("f3",))
FIND_PREVIOUS = Action(
    "find_previous", "Find previous", "Go to the place before with the words.", None, ("f2",)
)
CHOOSE_WORD = Action(
    "choose_word",
    "What fits here",
    "Go to the list of what may be typed at the cursor.",
    None,
    ("f4",),
)
REHEARSE_HERE = Action(
    "rehearse_here", "Rehearse from here", "Play from this step on, ten times as fast.", None, ("f5",)
)
DELETE = Action(
    "delete", "Delete", "Delete this session; it can be undone for 30 days.", None, ("delete", "backspace")
)
UNDO = Action("undo", "Undo", "Take back your latest correction, deletion or import.", None, ("u",))
LOG = Action(
    "log", "Log", "Save how it hurts now, or a session that you did without the program.", None, ("l",)
)
SETTINGS = Action("settings", "Settings", "Change sound, screen and keys.", None, ("s",))
PROGRAMME = Action(
    "programme",
    "Programme",
    "Plan a number of sessions of this routine, or pause and end that.",
    None,
    ("m",),
)
RENDER = Action(
    "render", "Save as sound file", "Save the guided session as a sound file, for your phone.", None, ("w",)
)
DOCTOR = Action(
    "doctor",
    "Check this computer",
    "See what works on this computer, what doesn't, and how to fix it.",
    None,
    ("d",),
)
OWN_DATA = Action(
    "own_data", "Your data", "See where your data is, back it up, and get it back.", None, ("y",)
)

SOUND = Action("sound", "Sound", "Set the volume of each kind of sound and test it.", None, ("v",))

ACTIONS: tuple[Action, ...] = (
    *SESSION_ACTIONS, SOUND, PALETTE, CLOSE, QUIT, SUSPEND, PROCEED, SLIP, TEACH, NOTE_SPOT, PAIN_HERE,
    STOP_SIGNS, SHORT_FIRST, WHERE, FILTER, SORT, BEGIN, SAME_AGAIN, FAVOURITE, REHEARSE, VARY, SAVE,
    HISTORY, PROGRESS, COMPARE,
    NEW_COMPARISON, EARLIER_COMPARISON, END_COMPARISON, PLACE, PERIOD, CHART, TABLE, REPORT, TICK, TICK_ALL,
    DETAIL, CORRECT, DELETE, UNDO, LOG, PROGRAMME, EDIT_ROUTINE, NEW_ROUTINE, COPY_ROUTINE, DELETE_ROUTINE,
    UNDO_DELETION, SHOW_CODE, OPEN_LINK, NEXT_PROBLEM, CHOOSE_WORD, SEARCH, FIND_NEXT, FIND_PREVIOUS,
    REHEARSE_HERE, RENDER, DOCTOR, OWN_DATA, SETTINGS,
)  # fmt: skip
"""Every action of the program. Names are unique, because lists and settings show only the name."""


class ActionGroup(NamedTuple):
    """Actions that belong together, for a list too long to be heard at once."""

    word: str
    """What to type for it; no action has this name."""
    title: str
    """Where they work."""
    actions: tuple[Action, ...]


ACTION_GROUPS: tuple[ActionGroup, ...] = (
    ActionGroup("session", "In a session", SESSION_ACTIONS),
    ActionGroup("everywhere", "Everywhere", (PALETTE, CLOSE, QUIT, SUSPEND, SOUND)),
    ActionGroup(
        "before",
        "Before and after a session",
        (PROCEED, SLIP, TEACH, STOP_SIGNS, SHORT_FIRST, NOTE_SPOT, PAIN_HERE),
    ),
    ActionGroup(
        "routines",
        "In the list of routines",
        (
            BEGIN, SAME_AGAIN, WHERE, FAVOURITE, REHEARSE, VARY, LOG, HISTORY, PROGRESS, COMPARE, PROGRAMME,
            NEW_ROUTINE, EDIT_ROUTINE, COPY_ROUTINE, DELETE_ROUTINE, UNDO_DELETION, SHOW_CODE, OPEN_LINK,
            RENDER, DOCTOR, SETTINGS,
        ),
    ),
    ActionGroup(
        "records",
        "In your history and progress",
        (
            OWN_DATA, FILTER, SORT, DETAIL, CORRECT, DELETE, UNDO, PLACE, PERIOD, CHART, TABLE, REPORT, TICK,
            TICK_ALL, NEW_COMPARISON, EARLIER_COMPARISON, END_COMPARISON,
        ),
    ),
    ActionGroup(
        "editor",
        "In the editor",
        (SAVE, NEXT_PROBLEM, CHOOSE_WORD, SEARCH, FIND_NEXT, FIND_PREVIOUS, REHEARSE_HERE),
    ),
)  # fmt: skip
"""Every action, once. Those that most people want come first."""

KNUCKLE_ACTIONS = frozenset({GO.id, PROCEED.id})
"""Ids of the actions that a person with oily hands triggers with a knuckle, without looking."""
KNUCKLE_KEYS: tuple[str, ...] = ("backspace", "tab")
"""Keys beside space and enter that a knuckle tends to hit; they trigger the `KNUCKLE_ACTIONS` too."""


def find_plain_action(line: str) -> Action | None:
    """Return the action that a line typed in plain mode stands for; None if it stands for none.

    An empty line stands for `GO`. Case, and spaces around the line, don't matter.
    """
    typed = line.strip().lower()
    return next(
        (action for action in PLAIN_ACTIONS if typed in (action.plain_command, *action.plain_words)), None
    )
