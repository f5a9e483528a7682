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
    from tpsession.tui.screens.dialogs.opening import OpeningScreen as OpeningScreen
    from tpsession.tui.screens.dialogs.palette import Palette as Palette
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
            "OpeningScreen": "opening",
            "Palette": "palette",
        },
    )
