"""Asks before the program is left, while something would be lost by that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App

from tpsession.tui.screens import dialogs


class ExitConfirmation:
    """Leaves the program with exit code 0, or has the person asked first."""

    def __init__(self, app: App[Any], leave: Callable[[int], None]) -> None:
        """Begin with nothing to ask about.

        Args:
            app: Shows the question; its `ConfirmsExit` screens come before it.
            leave: Leaves the program with an exit code, without a question.

        """
        self._app = app
        self._leave = leave
        self._warning = ""
        """What would be lost by leaving now, in one sentence; empty if nothing would be."""
        self._is_asking = False

    @contextmanager
    def warning(self, warning: str) -> Iterator[None]:
        """Return a context in which quitting asks first; afterwards an earlier warning applies again.

        If a `ConfirmsExit` screen is open, that decides instead, whatever the warning is.

        warning: what would be lost, in one sentence; if it is empty, nothing is asked.
        """
        outer, self._warning = self._warning, warning
        try:
            yield
        finally:
            self._warning = outer

    def leave_or_ask(self) -> None:
        """Leave the program with exit code 0, or have the person asked first.

        If a `ConfirmsExit` screen is open, close the overlays over the frontmost one and leave everything to
        it. Otherwise ask if there is a warning, and leave at once if there is none.
        """
        from tpsession.tui.base.overlays import ConfirmsExit, dismiss_overlays  # noqa: PLC0415 - 1 ms, on leaving

        screens = reversed(self._app.screen_stack)
        confirming = next((screen for screen in screens if isinstance(screen, ConfirmsExit)), None)
        if confirming is not None:
            dismiss_overlays(confirming)
            confirming.confirm_exit()
        elif self._warning:
            self.ask(self._warning)
        else:
            self._leave(0)

    def ask(self, warning: str) -> None:
        """Ask whether to leave; on a yes, leave with exit code 0. Do nothing while this is asked already.

        Returns at once.

        warning: what would be lost, in one sentence.
        """
        if self._is_asking:
            return
        stay, leave = (
            dialogs.AnswerOption("stay", "Stay", "s"),
            dialogs.AnswerOption("leave", "Leave the program", "l", guarded=True),
        )
        question = dialogs.ChoiceQuestion("Leave now?", (stay, leave), (warning,), back=stay.id)

        def answered(answer: str | None) -> None:
            """Leave on a yes; whatever the answer, the question may be asked again."""
            self._is_asking = False
            if answer == leave.id:
                self._leave(0)

        self._is_asking = True
        self._app.push_screen(dialogs.AskScreen(question), answered)
