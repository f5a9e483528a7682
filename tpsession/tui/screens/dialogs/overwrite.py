"""The question whether to overwrite a file."""

from __future__ import annotations

from tpsession.core.errors import ExistsError
from tpsession.tui.screens.dialogs.ask import AnswerOption, ChoiceQuestion

OVERWRITE = "overwrite"
"""The answer that replaces the file."""


def overwrite_question(error: ExistsError) -> ChoiceQuestion:
    """Return the question whether to overwrite the existing file that `error` names.

    Its result is `OVERWRITE` for a yes. The answers have no letters, because what is typed may be meant for
    the path.
    """
    keep = AnswerOption("keep", "Keep it and choose another name")
    overwrite = AnswerOption(OVERWRITE, "Overwrite it", guarded=True)
    return ChoiceQuestion(
        "Overwrite the existing file?",
        (keep, overwrite),
        (error.message,),
        back=keep.id,
        highlighted=keep.id,
    )
