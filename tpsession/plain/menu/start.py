"""The start menu of plain mode: a few words to hear, and everything can be named at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.place_guide import WHERE_QUESTION
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.logged import LOG_SCORE, LOG_SESSION
from tpsession.plain.asking.choice import choose
from tpsession.plain.corrections import CORRECT_CHOICE, UNDO_CHOICE, correct_or_delete, undo_latest
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.menu.history import HISTORY_CHOICE, say_history
from tpsession.plain.menu.machine import DOCTOR_CHOICE, RENDER_CHOICE, check_computer, save_as_sound
from tpsession.plain.menu.settings import SETTINGS_CHOICE, change_settings
from tpsession.plain.menu.sound import SOUND_CHOICE, check_sound
from tpsession.plain.places.log import log_score, log_session
from tpsession.plain.places.where import NoRoutine, PlayFromPlace, choose_from_place
from tpsession.plain.prepare.routine_list import choose_routine, find_last_routine
from tpsession.plain.progress import PROGRESS_CHOICE, REPORT_CHOICE, save_report, show_progress
from tpsession.plain.services import PlainServices
from tpsession.plain.variation import VARY_CHOICE, vary_routine

TITLE = "What would you like to do?"
CHOOSE = "Choose a routine"
LOG = "Log"
RECORDS = "History and progress"
MORE = "Settings and more"
BACK = "Back"
QUIT = "Quit"
_HELP = "You can also type the name of a routine, or of anything in a group, such as sound or settings."

Choice = Callable[[], None]


class StartMenu:
    """Asks what to do until the person wants to play a routine, or leaves."""

    def __init__(self, services: PlainServices, history: HistoryAccess, options: SessionOptions) -> None:
        """Use these ports; a place where it hurts is added to the options."""
        self._services = services
        self._history = history
        self._options = options

    def run(self) -> PlayFromPlace | NoRoutine:
        """Return the routine to play and with which options, or that there is none. Raises `HistoryError`.

        `BACK` stands for a person who leaves, or isn't there.
        """
        while True:
            last = find_last_routine(self._services, self._history)
            groups = self._list_groups()
            again = [f"Play {last.name} again"] if last is not None else []
            options = [
                *again,
                CHOOSE,
                WHERE_QUESTION,
                *(name for name, group in groups.items() if group),
                QUIT,
            ]
            routines = {
                entry.routine.name: entry.routine
                for entry in self._services.library.list_entries()
                if entry.routine is not None
            }
            inner = {name: choice for group in groups.values() for name, choice in group.items()}
            names = [*options, *inner, *routines]
            index = choose(self._services.console, TITLE, options, _HELP, unlisted=names[len(options) :])
            chosen = QUIT if index is None else names[index]
            if chosen == QUIT:
                return NoRoutine.BACK
            found = self._follow(chosen, last if chosen in again else routines.get(chosen))
            if found is not None:
                return found
            if chosen in groups:
                self._open_group(chosen, groups[chosen])
            elif chosen in inner:
                inner[chosen]()

    def _follow(self, chosen: str, routine: Routine | None) -> PlayFromPlace | NoRoutine | None:
        """Return what to play if a choice says it, or leads to it; None if it doesn't."""
        if chosen == CHOOSE:
            routine = choose_routine(self._services, self._history)
        if chosen == WHERE_QUESTION:
            found = choose_from_place(self._services, self._history, self._options)
            return None if found is NoRoutine.BACK else found
        return None if routine is None else PlayFromPlace(routine, self._options)

    def _open_group(self, name: str, group: dict[str, Choice]) -> None:
        """Let the person choose in a group, and do that."""
        options = [*group, BACK]
        index = choose(self._services.console, f"{name}.", options)
        if index is not None and options[index] != BACK:
            group[options[index]]()

    def _list_groups(self) -> dict[str, dict[str, Choice]]:
        """Return what can be done now, by groups: what each is called, and what does it.

        Without sessions and scores, or if nothing is to be saved, some are left out. Raises `HistoryError`.
        """
        services, history = self._services, self._history
        log: dict[str, Choice] = {}
        records: dict[str, Choice] = {}
        has_records = bool(history.list_series())
        if history.writable is not None:
            log[LOG_SCORE] = partial(log_score, services, history)
            log[LOG_SESSION] = partial(log_session, services, history)
        if has_records:
            records[HISTORY_CHOICE] = partial(say_history, services, history)
            records[PROGRESS_CHOICE] = partial(show_progress, services.console, history)
            records[REPORT_CHOICE] = partial(save_report, services, history)
        if has_records and history.writable is not None:
            records[CORRECT_CHOICE] = partial(correct_or_delete, services, history)
        if history.writable is not None and history.load_undoable(services.clock.local_time()) is not None:
            records[UNDO_CHOICE] = partial(undo_latest, services, history)
        more: dict[str, Choice] = {
            VARY_CHOICE: partial(vary_routine, services),
            SETTINGS_CHOICE: partial(change_settings, services),
            SOUND_CHOICE: partial(check_sound, services),
            RENDER_CHOICE: partial(save_as_sound, services, history),
            DOCTOR_CHOICE: partial(check_computer, services),
        }
        return {LOG: log, RECORDS: records, MORE: more}
