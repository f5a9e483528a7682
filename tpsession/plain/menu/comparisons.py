"""Sets up a fair comparison in plain mode, says how it stands, and ends it early."""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import partial

from tpsession.core.comparison.changes import end_comparison, start_comparison
from tpsession.core.comparison.setup import FIXED, NO_ROUTINES, ComparisonSetup, SetupChoice, make_setup
from tpsession.core.comparison.state import ComparisonStatus
from tpsession.core.comparison.today import ComparisonOverview
from tpsession.core.comparison.wording import (
    END_LABEL,
    EXPLANATION,
    START_LABEL,
    describe_result,
    describe_state,
    describe_things,
)
from tpsession.core.errors import TpsessionError
from tpsession.core.history.comparison import SEED_BITS, Comparison
from tpsession.plain.asking.choice import BACK, choose, confirm
from tpsession.plain.asking.question import BackRequested, Question, ask, words
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.prepare.routine_list import find_last_played
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

SET_UP = "Set one up"
_END_QUESTION = "End it now? Then it has no answer."


def compare(services: PlainServices, history: HistoryAccess) -> None:
    """Print how the running comparison stands, or else the newest; if there is none, what a comparison is.

    Then the person may end the running comparison, or set up and start one if none is running. That is saved.

    Raises `HistoryError` if the history can't be read, and `QuestionLeft` if the person leaves a question.
    """
    console, today = services.console, services.clock.local_time().date()
    overviews = history.load_comparisons(services.library, today)
    newest = overviews[0] if overviews else None
    for line in EXPLANATION if newest is None else _describe(newest):
        console.say(spell_out(line))
    is_running = newest is not None and newest.state.status is ComparisonStatus.RUNNING
    options = [END_LABEL if is_running else SET_UP, BACK]
    if choose(console, "What do you want to do?", options, " ".join(EXPLANATION)) != 0:
        return
    if newest is not None and is_running:
        if confirm(console, _END_QUESTION):
            running = newest.state.comparison
            if history.save_comparison(lambda saved_in: end_comparison(running, saved_in, today)):
                console.say("Ended.")
        return
    comparison = _ask_setup(services, history)
    if comparison is None:
        return
    library = services.library
    if history.save_comparison(lambda saved_in: start_comparison(comparison, saved_in, library, today)):
        for line in _describe(history.load_comparisons(services.library, today)[0])[:2]:
            console.say(line)


def _describe(overview: ComparisonOverview) -> list[str]:
    """Return what is compared, how far the comparison is, and its results, as lines."""
    state, names = overview.state, overview.names
    things = f"{describe_things(state.comparison, names)}."
    return [things, describe_state(state, names), *describe_result(state, names)]


def _ask_setup(services: PlainServices, history: HistoryAccess) -> Comparison | None:
    """Ask what to compare until the person chooses to start the comparison; return it, unsaved.

    If these things can't be compared, the reason is printed and the person is asked again. None if they go
    back, or if nobody can answer. If there is no routine to compare, print that and return None. Raises
    `QuitRequested` if they leave the program.
    """
    console, today = services.console, services.clock.local_time().date()
    last = find_last_played(services, history)
    entries = services.library.list_entries()
    setup = make_setup(entries, history.list_series(), None if last is None else last[1].id, today)
    if setup is None:
        console.say(NO_ROUTINES)
        return None
    while True:
        choices = setup.choices
        fields = [f"{choice.field.value}: {choice.options[choice.value]}" for choice in choices]
        options = [*fields, START_LABEL, BACK]
        title = f"{spell_out(setup.consequence)} What do you want to change?"
        index = choose(console, title, options, FIXED, details=partial(_explain, choices))
        if index is None or options[index] == BACK:
            return None
        if index < len(choices):
            with suppress(BackRequested):
                setup = _ask_field(services, setup, choices[index])
            continue
        try:
            return setup.make(services.new_id(), secrets.randbits(SEED_BITS), services.library)
        except TpsessionError as error:
            console.say(str(error))


def _explain(choices: tuple[SetupChoice, ...], index: int) -> list[str]:
    """Return the help of the choice with this index, as one line; empty without such a choice or help."""
    return [choice.help for choice in choices[index : index + 1] if choice.help]


def _ask_field(services: PlainServices, setup: ComparisonSetup, choice: SetupChoice) -> ComparisonSetup:
    """Ask for the value of the field of `choice`, and return `setup` with that value.

    If nobody can answer, `setup` is returned unchanged. Raises `QuestionLeft` if the person leaves the
    question.
    """
    values = list(choice.options)
    if all(value.isdigit() for value in values):
        prompt = f"{choice.field.value}? Type {values[0]} to {values[-1]}:"
        number = ask(
            services.console, Question(prompt, words({each: each for each in values}), help=choice.help)
        )
        return setup if number is None else setup.choose(choice.field, number)
    index = choose(services.console, f"{choice.field.value}?", list(choice.options.values()), choice.help)
    return setup if index is None else setup.choose(choice.field, values[index])
