"""Changes a routine file in the program: its text, its plan and problems beside it, and what fits where."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import DescendantFocus
from textual.widgets import Static, TextArea

from tpsession.core.catalog.routine import MAX_FILE_BYTES
from tpsession.core.errors import Problem, TpsessionError
from tpsession.core.routine_editing.completion import Completion
from tpsession.core.routine_editing.port import RoutineWriter
from tpsession.core.settings.actions import (
    CHOOSE_WORD,
    CLOSE,
    FIND_NEXT,
    FIND_PREVIOUS,
    HELP,
    NEXT_PROBLEM,
    REHEARSE_HERE,
    SAVE,
    SEARCH,
)
from tpsession.core.settings.plan_options import preview_plan
from tpsession.tui.base.overlays import ConfirmsExit
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.routines.saving import SAVED, SaveResult, save_text
from tpsession.tui.screens.routines.search_line import SearchLine
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.routines.routine_editor import (
    CHECKING,
    CheckedText,
    OpenedRoutine,
    Underline,
    describe_problem,
    find_first_step,
    find_next_problem,
    find_problem_in_row,
    find_underlines,
    place_of,
    routine_from,
)
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.editor.text_lines import TextLines
from tpsession.tui.widgets.editor.toml_area import TomlArea
from tpsession.tui.widgets.session.phase_bar import PhaseBar

_WIDTHS = [(0, "-below"), (100, "-beside")]
_HEIGHTS = [(0, "-low"), (24, "-high")]
_MOST_ROWS = 3
"""Rows that one problem takes at most."""
TOO_LARGE = f"Not inserted: a routine file has at most {MAX_FILE_BYTES // 1024} KB."
UNSAVED = "Your changes of this routine aren't saved."
_SAVE_AND_LEAVE, _LEAVE, _STAY = "save", "leave", "stay"
_LEAVING = ChoiceQuestion(
    "Save the changes?",
    (
        AnswerOption(_SAVE_AND_LEAVE, "Save and leave", "s"),
        AnswerOption(_LEAVE, "Leave without saving", "l", guarded=True),
        AnswerOption(_STAY, "Go on editing", "g"),
    ),
    back=_STAY,
    highlighted=_SAVE_AND_LEAVE,
)


class EditorScreen(Page[str], ConfirmsExit, inherit_bindings=False):
    """Edits one routine; its result is the id under which it was last saved here, or None if it wasn't."""

    CSS_PATH = "editor.tcss"
    ABOUT = (
        "The text of the routine. Beside or below it you see how long it takes, what is wrong with it, and "
        "what may be typed at the cursor. Grey letters after the cursor are a proposal: the right arrow "
        "takes it. Tab moves between the text and the lists; enter in a list takes you to the problem, or "
        "types the word. In the text, ctrl+z takes back what you typed, and ctrl+y brings it again. While "
        "you search, the up and down arrows go to the place before and to the next one."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        SAVE, CLOSE, NEXT_PROBLEM, CHOOSE_WORD, SEARCH, REHEARSE_HERE, HELP, hidden=[FIND_NEXT, FIND_PREVIOUS]
    )
    AUTO_FOCUS = "TomlArea"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, opened: OpenedRoutine, writer: RoutineWriter) -> None:
        """Make the screen for a routine, which has been read already."""
        super().__init__()
        self._opened = opened
        self._writer = writer
        self._saved_text: str | None = None
        """The text as it is in the file; None if there is no file yet."""
        self._first_text = ""
        """The text as the screen opened with it."""
        self._saved_id: str | None = None
        self._checked = CheckedText()
        self._completion = Completion(0, 0, ())
        self._saving = asyncio.Lock()
        """Held while the text is being saved, also while the person is asked about it."""
        self._is_checking = False
        self._must_check = False
        """Whether the text has changed since the running check began."""

    def build_heading(self) -> str:
        """Return which routine this is; `_show_saved` adds whether it is saved."""
        return self._opened.heading

    def compose_content(self) -> ComposeResult:
        """Build the search line and the text; beside or below it, the plan, problems and words to type."""
        area = TomlArea(self._opened.text, self._writer.schema(), id="toml")
        with Vertical(id="text"):
            yield SearchLine(area, id="search")
            yield area
        with Vertical(id="side"):
            yield Static(CHECKING, id="summary", classes="strong")
            yield PhaseBar()
            yield Static(literal(self._opened.note), id="message", classes="warning")
            yield Static("Problems", id="problems-title", classes="quiet")
            yield TextLines(id="problems", most_rows=_MOST_ROWS)
            yield Static("", id="hint", classes="quiet")
            yield Static(CHOOSE_WORD.name, id="words-title", classes="quiet")
            yield TextLines(id="words", most_rows=2, in_sight=True)

    def on_mount(self) -> None:
        """Put the cursor at the first step, where most changes are made, and begin to check the text.

        The text as it is now counts as saved if it was read from a file.
        """
        first_step = find_first_step(self._area.toml_lines)
        self._area.open_at(first_step)
        # As the text area has it, in which all line ends are the same.
        self._first_text = self._area.text
        if self._opened.old is not None:
            self._saved_text = self._first_text
        self._show_saved()
        self._show_message(self._opened.note)
        self._check_soon()

    @property
    def _area(self) -> TomlArea:
        return self.query_one(TomlArea)

    @property
    def _is_changed(self) -> bool:
        """Whether the text differs from what is saved; True for a new routine that wasn't saved yet."""
        return self._area.text != self._saved_text

    @property
    def _may_lose_work(self) -> bool:
        """Whether leaving would lose what the person typed; a new routine as it was opened has none."""
        is_untouched = self._saved_text is None and self._area.text == self._first_text
        return self._is_changed and not is_untouched

    # Checking

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Check the new text in a worker, and show whether it is saved.

        The last message is hidden, unless the new text is the saved one, which the message may be about.
        """
        if self._is_changed:
            self._show_message("")
        self._show_saved()
        self._check_soon()

    def on_text_area_selection_changed(self, _event: TextArea.SelectionChanged) -> None:
        """Show what may be typed where the cursor is now, and the problem there."""
        self._show_completion()

    def _check_soon(self) -> None:
        """Start a worker that checks the text; if one is running, have it check the text again at its end."""
        if self._is_checking:
            self._must_check = True
        else:
            self._is_checking = True
            self._check()

    @work(name="check", group="check")
    async def _check(self) -> None:
        """Check the text in a thread and show the result; if it was changed meanwhile, do so again."""
        try:
            self._must_check = True
            while self._must_check:
                self._must_check = False
                self._show_checked(await asyncio.to_thread(self._check_text, self._area.text))
        finally:
            self._is_checking = False

    def _check_text(self, text: str) -> CheckedText:
        """Return what is found in a text: its problems and, if it has no errors, the routine and its plan.

        Takes up to 100 ms.
        """
        routine, problems = self._writer.check(text, self._opened.id)
        plan = None if routine is None else preview_plan(routine, self.context.preferences)
        return CheckedText(routine, plan, problems)

    def _show_checked(self, checked: CheckedText) -> None:
        """Show what was found in the text: its length, its plan as a bar, and its problems."""
        self._checked = checked
        self.query_one("#summary", Static).update(literal(checked.describe()))
        bar = self.query_one(PhaseBar)
        bar.display = checked.plan is not None
        if checked.plan is not None:
            bar.show(checked.plan)
        problems = self.query_one("#problems", TextLines)
        problems.show([describe_problem(problem) for problem in checked.problems])
        self.set_class(not checked.problems, "-clean")
        underlines: dict[int, list[Underline]] = find_underlines(self._area.toml_lines, checked.problems)
        self._area.show_underlines(underlines)
        self._show_completion()

    def _show_completion(self) -> None:
        """Show what may be typed at the cursor, and what `_find_problem_here` finds, or else a hint."""
        self._completion = found = self._area.complete()
        here = self._find_problem_here()
        self._show_hint(here.message if here else found.hint, is_problem=here is not None)
        words = self.query_one("#words", TextLines)
        texts = [
            f"{each.text.strip()}  {each.sentence}" if each.sentence else each.text.strip()
            for each in found.candidates
        ]
        words.show(texts)
        self.set_class(not texts, "-no-words")

    def _find_problem_here(self) -> Problem | None:
        """Return the first problem in the cursor's row, or the highlighted one if their list has the focus.

        None if there is none.
        """
        problems, lines = self._checked.problems, self.query_one("#problems", TextLines)
        if problems and lines.has_focus:
            return problems[lines.highlighted_index]
        return find_problem_in_row(problems, self._area.cursor_location[0])

    def _show_hint(self, text: str, *, is_problem: bool) -> None:
        """Show a sentence about what is at the cursor, or highlighted in a list; an empty text hides it."""
        line = self.query_one("#hint", Static)
        line.update(literal(text[:1].upper() + text[1:]))
        line.set_class(is_problem, "warning")
        line.display = bool(text)

    # Going somewhere

    def action_next_problem(self) -> None:
        """Go to the next problem after the cursor; after the last, to the first. Say so if there is none."""
        problem = find_next_problem(self._checked.problems, self._area.cursor_location)
        if problem is None:
            self._show_message("There is no problem.")
        else:
            self._go_to(problem)

    def action_search(self) -> None:
        """Open the search line."""
        self._search.open()

    def action_find_next(self) -> None:
        """Select the next place that has the words of the search line, after the last the first.

        If that line is empty, open it instead.
        """
        self._search.go(1)

    def action_find_previous(self) -> None:
        """Select the previous place that has the words of the search line, before the first the last.

        If that line is empty, open it instead.
        """
        self._search.go(-1)

    @property
    def _search(self) -> SearchLine:
        return self.query_one(SearchLine)

    def action_choose_word(self) -> None:
        """Focus the list of what may be typed at the cursor, if there is anything."""
        if self._completion.candidates:
            self.query_one("#words").focus()

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Explain the highlighted problem if the problem list has the focus, else what is at the cursor."""
        self._show_completion()

    def on_text_lines_highlighted(self, event: TextLines.Highlighted) -> None:
        """Show the whole highlighted problem, which the list may cut, or what the highlighted word means."""
        if not self._is_listed(event):
            return
        if event.lines.id == "problems":
            self._show_hint(self._checked.problems[event.index].message, is_problem=True)
        else:
            self._show_hint(self._completion.candidates[event.index].sentence, is_problem=False)

    def on_text_lines_chosen(self, event: TextLines.Chosen) -> None:
        """Go to the chosen problem, or type the chosen word."""
        if not self._is_listed(event):
            return
        if event.lines.id == "problems":
            self._go_to(self._checked.problems[event.index])
        else:
            self._area.insert_candidate(self._completion, self._completion.candidates[event.index].text)
            self._area.focus()

    def _go_to(self, problem: Problem) -> None:
        row, column = place_of(problem)
        self._area.focus()
        self._area.move_cursor((row, column), center=True)

    def _is_listed(self, event: TextLines.Highlighted | TextLines.Chosen) -> bool:
        """Return whether the list still has a line at a message's index; a check may have shortened it."""
        listed = self._checked.problems if event.lines.id == "problems" else self._completion.candidates
        return event.index < len(listed)

    def action_rehearse_here(self) -> None:
        """Play the routine faster from the step under the cursor, without saving anything.

        If the cursor is above all steps, play all of them. If the text has errors, say that they have to be
        mended first.
        """
        row, _ = self._area.cursor_location
        if self._checked.routine is None:
            self._show_message("It can be rehearsed once its mistakes are mended.")
        else:
            rest = routine_from(self._checked.routine, self._area.toml_lines, row)
            self.context.navigator.play(rest, rehearse=True)

    def on_toml_area_too_large(self) -> None:
        """Say that something wasn't inserted because the file would become too large."""
        self._show_message(TOO_LARGE)

    # Saving and leaving

    @work(name="save", group="save")
    async def action_save(self) -> None:
        """Save the text, with or without mistakes, or show why it can't be saved.

        If another program has changed the file, first ask what to do.
        """
        await self._save()

    async def _save(self) -> bool:
        """Save the text, or show why that failed; return whether it was saved.

        If another program has changed the file, the person is asked. If they prefer the file's text, that
        replaces the one in the editor, and the result is False, as if they go on editing.
        """
        # One after the other, so that what this screen has just saved isn't taken for another's change.
        async with self._saving:
            text = self._area.text
            try:
                result = await save_text(self._opened, text, self._writer, self.context.navigator)
            except TpsessionError as error:
                self._show_message(str(error))
                return False
            if result is None:
                return False
            self._show_result(result, text)
            return result.is_saved

    def _show_result(self, result: SaveResult, text: str) -> None:
        """Edit from now on what is in the file after saving, and show what was done.

        If the person prefers the file's text, it replaces the one in the editor. text: what was to be saved.
        """
        self._opened = result.opened
        message = result.message
        if result.is_saved:
            self._saved_text, self._saved_id = text, result.opened.id
            if message == SAVED and self._checked.errors:
                message = f"{SAVED} {self._checked.describe()}"
        else:
            self._area.replace(result.opened.text, (0, 0), self._area.document.end)
            self._saved_text = self._area.text
        self._show_saved()
        self._show_message(message)

    def _show_saved(self) -> None:
        """Show in the title line whether the text is saved."""
        mark = ", not saved" if self._is_changed else ""
        self.query_one("#heading", TruncatedLabel).set_text(f"{self._opened.heading}{mark}")

    def _show_message(self, text: str) -> None:
        """Show what just happened; an empty text hides it."""
        line = self.query_one("#message", Static)
        line.update(literal(text))
        line.display = bool(text)

    def action_close(self) -> None:
        """Close the search line if it is open; otherwise go from a list back to the text.

        If the text has the focus already, do what `_leave` does.
        """
        if self._search.display:
            self._search.close()
        elif self._area.has_focus:
            self._leave()
        else:
            self._area.focus()

    def confirm_exit(self) -> None:
        """Leave the program; ask first if changes would be lost."""
        if self._may_lose_work:
            self.context.ask_to_leave(UNSAVED)
        else:
            self.context.leave(0)

    @work(name="leave", group="leave", exclusive=True)
    async def _leave(self) -> None:
        """Close with the id under which the routine was last saved here, None if it wasn't.

        If work would be lost, first ask what to do with it; if the person stays, or chooses to save and the
        text isn't saved after all, don't close.
        """
        if self._may_lose_work:
            answer = await self.context.navigator.ask(AskScreen(_LEAVING))
            if answer == _STAY or (answer == _SAVE_AND_LEAVE and not await self._save()):
                return
        self.dismiss(self._saved_id)
