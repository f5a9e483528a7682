"""What a page with a list of routines starts and opens: a session, and the other screens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import work

from tpsession.tui.screens import comparison, history, prepare, progress, tools
from tpsession.tui.screens.home.editing_page import RoutineEditingPage

if TYPE_CHECKING:
    from tpsession.core.catalog.area import Area
    from tpsession.core.catalog.routine import Routine
    from tpsession.core.history.records import SessionRecord
    from tpsession.tui.screens.home.additions import HomeAdditions
    from tpsession.tui.view_models.routine_rows import RoutineRow
    from tpsession.tui.widgets.lists.routine_detail import RoutineDetail


class RoutineStartingPage(RoutineEditingPage, inherit_bindings=False):
    """Starts sessions, and opens the other screens. The base of the home screen, which shows the list."""

    _detail: RoutineDetail | None = None
    """The details of the highlighted routine; None until the list has been painted."""
    _additions: HomeAdditions | None = None
    """What stands beside the routines; None until the list has been painted."""
    _last_session: SessionRecord | None = None
    """The newest session of a routine in the list; None without one, or until the history is read."""
    _last_routine: RoutineRow | None = None
    """The routine of that session."""

    # Sessions

    def action_begin(self) -> None:
        """Prepare and start the highlighted routine, or what is due in the comparison if its line is focused.

        If nothing is due in the comparison, or it can't be played, the screen of comparisons opens. A routine
        whose file is broken is opened in the editor.
        """
        row = self.highlighted_row
        if self._additions is not None and self._additions.is_todays_thing_focused:
            self._additions.open_todays_thing()
        elif row is not None and row.is_broken:
            self.action_edit_routine()
        else:
            self._play_highlighted(rehearse=False)

    def action_same_again(self) -> None:
        """Prepare and start the routine of `_last_session` again, for its area, side, place and spot.

        Does nothing without such a session, while the routine's file hasn't been read yet, or if it is
        broken.
        """
        from tpsession.core.dialogue.same_again import options_again  # noqa: PLC0415 - 4 ms, if asked

        routine = None if self._last_routine is None else self._last_routine.routine
        if self._last_session is not None and routine is not None:
            self.context.navigator.play(routine, options=options_again(self._last_session, routine))

    def action_rehearse(self) -> None:
        """Play the highlighted routine faster, without saving anything.

        If its file is broken, focus the list of its problems instead.
        """
        self._play_highlighted(rehearse=True)

    def _play_highlighted(self, *, rehearse: bool) -> None:
        """Play or rehearse the highlighted routine; if its file is broken, focus the list of its problems."""
        routine = self._playable_routine()
        if routine is not None:
            self.context.navigator.play(routine, rehearse=rehearse)

    def _playable_routine(self) -> Routine | None:
        """Return the highlighted routine; None without one, or if its file is broken or hasn't been read yet.

        If the file is broken, this also gives the list of its problems the focus.
        """
        row = self.highlighted_row
        if row is not None and row.is_broken and self._detail is not None:
            self._detail.focus_problems()
        return None if row is None else row.routine

    def action_render(self) -> None:
        """Open the screen that saves the highlighted routine as a sound file.

        If the routine is for any area, first ask for the area. If its file is broken, only focus the list of
        its problems.
        """
        routine = self._playable_routine()
        if routine is None:
            return
        if routine.area is None:
            self.app.push_screen(prepare.AreaScreen(routine), partial(self._open_render_screen, routine))
        else:
            self._open_render_screen(routine, routine.area)

    def action_show_code(self) -> None:
        """Show the highlighted routine as a QR code.

        If its file is broken, focus the list of its problems instead.
        """
        routine = self._playable_routine()
        if routine is not None:
            self.show_code(routine)

    def action_programme(self) -> None:
        """Ask about the highlighted routine's programme.

        If its file is broken, focus the list of its problems instead.
        """
        routine = self._playable_routine()
        if routine is not None and self._additions is not None:
            self.context.navigator.run_in_background(partial(self._additions.ask_programme, routine))

    def _open_render_screen(self, routine: Routine, area: Area | None) -> None:
        """Open the screen that saves a routine as a sound file. area: None is "back", and nothing opens."""
        if area is not None:
            row = self.highlighted_row
            light_only = row is not None and row.plan is not None and row.plan.light_only
            self.app.push_screen(
                tools.RenderScreen(routine, area, self.context.preferences, light_only=light_only)
            )

    @work(name="log", group="log", exclusive=True)
    async def action_log(self) -> None:
        """Ask for a pain score or a session done without the program, and save it."""
        if self._additions is not None and await self._additions.log():
            # The screen with the rating has closed before it was saved, and the list was read then.
            self.read_again()

    def action_where(self) -> None:
        """Start the flow from where it hurts to a session, as `Navigator.ask_where_it_hurts` does."""
        self.context.navigator.ask_where_it_hurts()

    # Other screens

    def action_history(self) -> None:
        """Show the saved sessions."""
        self.app.push_screen(history.HistoryScreen())

    def action_progress(self) -> None:
        """Show how pain changed over time."""
        self.app.push_screen(progress.ProgressScreen())

    def action_compare(self) -> None:
        """Show the comparisons, where a new one is proposed with the highlighted routine."""
        row = self.highlighted_row
        self.app.push_screen(comparison.ComparisonScreen(routine=None if row is None else row.id))

    def action_settings(self) -> None:
        """Show the settings, but not if the key may be held, as after saving a routine by the same key."""
        if not self.context.press.is_held:
            self.app.push_screen(tools.SettingsScreen())

    def action_own_data(self) -> None:
        """Open the screen that shows where the person's data is, and can make a backup."""
        self.app.push_screen(tools.OwnDataScreen())

    def action_doctor(self) -> None:
        """Show what works on this computer."""
        self.app.push_screen(tools.DoctorScreen())
