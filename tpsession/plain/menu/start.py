"""The start menu of plain mode: one line to hear, in which everything can be named at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tpsession.core.catalog.routine import Routine
from tpsession.core.comparison.wording import TITLE as COMPARISON_TITLE
from tpsession.core.dialogue.same_again import options_again
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.logged import LOG_SCORE, LOG_SESSION
from tpsession.core.history.records import SessionRecord
from tpsession.core.safety.questions import TRY_OUT
from tpsession.plain.asking.choice import BACK, choose, read_named
from tpsession.plain.asking.question import HELP_OFFER, BackRequested, Explained, Question, ask, join_offers
from tpsession.plain.console import Console
from tpsession.plain.corrections import CORRECT_CHOICE, UNDO_CHOICE, correct_or_delete, undo_latest
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.menu.comparisons import compare
from tpsession.plain.menu.history import HISTORY_CHOICE, say_history
from tpsession.plain.menu.machine import DOCTOR_CHOICE, RENDER_CHOICE, check_computer, save_as_sound
from tpsession.plain.menu.programmes import PROGRAMMES_CHOICE, manage_programmes
from tpsession.plain.menu.routines import (
    DELETE_CHOICE,
    NEW_CHOICE,
    RESTORE_CHOICE,
    delete_routine,
    make_routine,
    restore_routine,
)
from tpsession.plain.menu.settings import SETTINGS_CHOICE, change_settings
from tpsession.plain.menu.sound import SOUND_CHOICE, check_sound
from tpsession.plain.places.log import log_score, log_session
from tpsession.plain.places.where import NoRoutine, PlayFromPlace, choose_from_place
from tpsession.plain.prepare.routine_list import choose_routine, find_last_played
from tpsession.plain.progress import PROGRESS_CHOICE, REPORT_CHOICE, save_report, show_progress
from tpsession.plain.services import PlainServices
from tpsession.plain.variation import VARY_CHOICE, vary_routine

TRY = "try"
SAME = "same"
ROUTINE = "routine"
WHERE = "where"
LOG = "log"
HISTORY = "history"
MORE = "more"
QUIT = "quit"
_GREETING = "tpsession: guided self-massage."
_TRY_OFFER = "New here? Type try for two minutes on one hand."
_EXPLANATIONS = {
    TRY: "plays the two-minute try-out on one hand",
    SAME: "plays {name} again, for the same place and side",
    ROUTINE: "says all routines",
    WHERE: "begins with where it hurts",
    LOG: "saves how it hurts now, or a session that you did without the program",
    HISTORY: "says your sessions and your progress, and corrects them",
    MORE: "has programmes, comparisons, your own routines, settings, sound and checks",
}
_NAMES = "You can also type the name of a routine, or of anything behind these words, such as sound."

Choice = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Offers:
    """What can be named at the menu now."""

    words: tuple[str, ...]
    """The words of the prompt."""
    groups: dict[str, dict[str, Choice]]
    """What is behind a word: what each choice is called, and what does it."""
    routines: dict[str, Routine]
    """The routines that can be played and whose name no other has, by their names."""
    shared_names: set[str]
    """The names, in lower case, that several routines have: which one is meant is chosen from the list."""
    last: tuple[SessionRecord, Routine] | None
    """The last session whose routine can be played; None without one."""
    try_out: Routine | None
    """What a new person may try; None once there is a session or a score, or if it was deleted."""

    @property
    def inner(self) -> dict[str, Choice]:
        """Return the choices of all groups by their names, each as the function that does it."""
        return {name: choice for group in self.groups.values() for name, choice in group.items()}

    def read(self, console: Console, typed: str) -> str | Explained | None:
        """Return the word of the menu, or the name of the choice or routine, that a typed line names.

        None if it names none; a number names none. If it is only a part of the name of a choice or routine,
        the whole name is printed. If several have that part, that is printed, and the result is `EXPLAINED`.

        A name that several routines have has to be typed whole, and gives `ROUTINE`, the word for the list of
        routines.
        """
        word = typed.strip().casefold()
        if word in self.words:
            return word
        if word in self.shared_names:
            return ROUTINE
        names = [*self.inner, *self.routines]
        exact = [name for name in names if name.casefold() == word]
        if exact:
            return exact[0]
        index = read_named(console, names, typed, count=0)
        return names[index] if isinstance(index, int) else index


class StartMenu:
    """Asks what to do until the person wants to play a routine, or leaves."""

    def __init__(
        self, services: PlainServices, history: HistoryAccess, options: SessionOptions, *, greets: bool = True
    ) -> None:
        """Use these ports; a place where it hurts is added to the options.

        greets: whether a person without any sessions and scores hears what this is.
        """
        self._greets = greets
        self._services = services
        self._history = history
        self._options = options
        self.has_greeted = False
        """Whether a person without any sessions and scores heard what this is, and what works everywhere."""

    def run(self) -> PlayFromPlace | NoRoutine:
        """Ask what to do and do it, until the person wants to play a routine; return it with options.

        A person without any sessions and scores is greeted first, if that was wanted.

        If nothing is to be played, returns why: `BACK` if the person leaves, or if nobody can answer;
        `NOT_TODAY` if there may be no session. Going back, at the menu or from a question behind it, leads to
        the menu. Raises `HistoryError`, and `QuitRequested` if the person leaves the program at a question
        behind the menu.
        """
        if self._greets and self._services.console.attended and not self._history.list_series():
            self.has_greeted = True
            offers = self._list_offers()
            try_offer = _TRY_OFFER if offers.try_out is not None else ""
            self._services.console.say(" ".join(filter(None, (_GREETING, try_offer, HELP_OFFER))))
        while True:
            try:
                found = self._ask_once()
            except BackRequested:
                # Nothing lies behind the menu, and it is what lies behind a question that it led to.
                continue
            if found is not None:
                return found

    def _ask_once(self) -> PlayFromPlace | NoRoutine | None:
        """Ask what to do, and do it or return what to play; None to ask again.

        `BACK` if the person types ``quit`` at the menu, or if nobody can answer; `NOT_TODAY` if there may be
        no session. Raises `BackRequested` for ``back`` at the menu, and `QuestionLeft` if the person leaves a
        question behind it.
        """
        offers = self._list_offers()
        chosen = ask(self._services.console, _make_question(self._services.console, offers))
        if chosen is None or chosen == QUIT:
            return NoRoutine.BACK
        found = self._find_session(chosen, offers)
        if found is None and chosen in offers.groups:
            self._open_group(offers.groups[chosen])
        elif found is None and chosen in offers.inner:
            offers.inner[chosen]()
        return found

    def _find_session(self, chosen: str, offers: _Offers) -> PlayFromPlace | NoRoutine | None:
        """Ask what a choice of the menu leaves open, and return what to play.

        `NOT_TODAY` if there may be no session. None if the choice isn't about playing, or if the person
        chooses no routine. Raises `QuestionLeft` if the person leaves a question.

        chosen: a word of the menu, or the name of a choice or routine in `offers`.
        """
        if chosen == SAME and offers.last is not None:
            record, routine = offers.last
            again = options_again(record, routine)
            return PlayFromPlace(
                routine,
                self._options._replace(
                    area=again.area,
                    side=again.side,
                    place=again.place,
                    pain_side=again.pain_side,
                    spot=again.spot,
                ),
            )
        if chosen == WHERE:
            found = choose_from_place(self._services, self._history, self._options)
            return None if found is NoRoutine.BACK else found
        if chosen == ROUTINE:
            named = choose_routine(self._services, self._history)
        elif chosen == TRY:
            named = offers.try_out
        else:
            named = offers.routines.get(chosen)
        return None if named is None else PlayFromPlace(named, self._options)

    def _open_group(self, group: dict[str, Choice]) -> None:
        """Let the person choose one of a group of choices, and call it; do nothing if they go back.

        Raises `QuestionLeft` if they leave the program, or as what is called does.
        """
        options = [*group, BACK]
        index = choose(self._services.console, "Which one?", options)
        if index is not None and options[index] != BACK:
            group[options[index]]()

    def _list_offers(self) -> _Offers:
        """Return the words, choices and routines that can be named at the menu now. Raises `HistoryError`."""
        last = find_last_played(self._services, self._history)
        groups = {word: group for word, group in self._list_groups().items() if group}
        entries = self._services.library.list_entries()
        playable = [entry.routine for entry in entries if entry.routine is not None]
        uses = Counter(routine.name.casefold() for routine in playable)
        routines = {routine.name: routine for routine in playable if uses[routine.name.casefold()] == 1}
        shared_names = {name for name, count in uses.items() if count > 1}
        found = (entry.routine for entry in entries if entry.id == TRY_OUT)
        try_out = None if self._history.list_series() else next(found, None)
        first = (*([] if last is None else [SAME]), *([] if try_out is None else [TRY]))
        words = (*first, ROUTINE, WHERE, *groups, QUIT)
        return _Offers(words, groups, routines, shared_names, last, try_out)

    def _list_groups(self) -> dict[str, dict[str, Choice]]:
        """Return what the person can do now, by group: for each choice, the function that does it.

        What needs sessions or scores, or saves something in the history, is left out where that isn't
        possible; so is undoing without a change to undo. Raises `HistoryError`.
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
        planned: dict[str, Choice] = {}
        if history.writable is not None:
            planned[PROGRAMMES_CHOICE] = partial(manage_programmes, services, history)
            planned[COMPARISON_TITLE] = partial(compare, services, history)
        more: dict[str, Choice] = {
            **planned,
            VARY_CHOICE: partial(vary_routine, services),
            NEW_CHOICE: partial(make_routine, services),
            DELETE_CHOICE: partial(delete_routine, services),
            RESTORE_CHOICE: partial(restore_routine, services),
            SETTINGS_CHOICE: partial(change_settings, services),
            SOUND_CHOICE: partial(check_sound, services),
            RENDER_CHOICE: partial(save_as_sound, services, history),
            DOCTOR_CHOICE: partial(check_computer, services),
        }
        return {LOG: log, HISTORY: records, MORE: more}


def _make_question(console: Console, offers: _Offers) -> Question[str]:
    """Return the menu's question, whose prompt names every word of the menu."""
    name = "" if offers.last is None else offers.last[1].name
    others = [word for word in offers.words if word != SAME]
    # Who has played a session has heard of help; the line is heard at every start.
    prompt = (
        f"Type {SAME} for {name}, or {', '.join(others)}:"
        if name
        else f"Type {join_offers([*others, 'help'])}:"
    )
    explained = [
        f"{word} {_EXPLANATIONS[word].format(name=name)}." for word in offers.words if word in _EXPLANATIONS
    ]
    return Question(prompt, partial(offers.read, console), is_first=True, help=" ".join((*explained, _NAMES)))
