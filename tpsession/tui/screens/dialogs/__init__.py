"""Screens over another screen: questions, notices, help, commands, waiting. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.dialogs.ask import AnswerOption as AnswerOption
    from tpsession.tui.screens.dialogs.ask import AskScreen as AskScreen
    from tpsession.tui.screens.dialogs.ask import ChoiceQuestion as ChoiceQuestion
    from tpsession.tui.screens.dialogs.help import HelpScreen as HelpScreen
    from tpsession.tui.screens.dialogs.line import LineQuestion as LineQuestion
    from tpsession.tui.screens.dialogs.line import LineScreen as LineScreen
    from tpsession.tui.screens.dialogs.loading import LoadingScreen as LoadingScreen
    from tpsession.tui.screens.dialogs.palette import Palette as Palette
    from tpsession.tui.screens.dialogs.task import TaskScreen as TaskScreen
    from tpsession.tui.screens.dialogs.task import UndoingScreen as UndoingScreen
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "AnswerOption": "ask",
            "AskScreen": "ask",
            "ChoiceQuestion": "ask",
            "HelpScreen": "help",
            "LineQuestion": "line",
            "LineScreen": "line",
            "LoadingScreen": "loading",
            "TaskScreen": "task",
            "UndoingScreen": "task",
            "Palette": "palette",
        },
    )
