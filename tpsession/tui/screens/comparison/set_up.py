"""The screen on which a fair comparison is set up: what it is, what to compare, and what that takes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import DescendantFocus, Key, Resize
from textual.widgets import Button, Static

from tpsession.core.comparison.setup import FIXED, ComparisonSetup, SetupChoice, SetupField
from tpsession.core.comparison.wording import EXPLANATION, START_LABEL, TITLE
from tpsession.core.settings.definitions import Setting, SettingKind
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.input.press_filter import MOUSE, TOO_FAST_TO_READ
from tpsession.tui.text.plain_text import display_text, literal
from tpsession.tui.view_models.setting_editor import ChoiceEditor, Reaction, Value
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.settings.setting_row import ChoiceRow

_WIDTHS = [(0, "-narrow"), (110, "-wide")]
_HIGH = 30
"""Rows from which each sentence of the explanation begins a line, and there is air between the fields."""
_HEIGHTS = [(0, "-low"), (24, "-medium"), (_HIGH, "-high")]


class FieldEditor(ChoiceEditor):
    """Chooses one of the values that a field can have now; there is no default to go back to."""

    def __init__(self, choice: SetupChoice) -> None:
        """Edit a field of the set-up."""
        self.field = choice.field
        self._texts = choice.options
        name, values = choice.field.value, tuple(choice.options)
        setting = Setting("comparison", name, SettingKind.CHOICE, choice.value, choice.help, values)
        super().__init__(setting, choice.value)

    @property
    def is_changed(self) -> bool:
        """Always false: nothing here has a default."""
        return False

    def press(self, key: str, character: str | None) -> Reaction | None:
        """Choose another value by a key, and return how the row reacts; None if the key does nothing here.

        Right, space and enter choose the next value, left the previous one, and both wrap around. A letter
        chooses the next value whose name begins with it.
        """
        if key in {"left", "right"}:
            return self.click("choice", self.index + (1 if key == "right" else -1))
        if character is not None and character.isalpha():
            count = len(self.choices)
            following = [(self.index + step) % count for step in range(1, count + 1)]
            for index in following:
                if self.format_value(self.choices[index]).lower().startswith(character.lower()):
                    return self.click("choice", index)
        return self._press(key, character)

    def format_value(self, value: Value) -> str:
        """Return the name of a value, such as that of a routine."""
        return display_text(self._texts[str(value)])


class FieldRow(ChoiceRow):
    """A row for one field. The screen moves between rows, because a button follows the last one."""

    editor: FieldEditor

    def __init__(self, choice: SetupChoice) -> None:
        """Make a row for a field."""
        super().__init__(FieldEditor(choice))
        self.id = f"field-{choice.field.name}"

    def show_choice(self, choice: SetupChoice) -> None:
        """Show what the field has now, and what can be chosen instead."""
        self.editor = FieldEditor(choice)
        self._show_editor()

    def process_key(self, event: Key) -> bool:
        """Do what a key means for this field, such as choosing a value; return whether it means anything."""
        reaction = self.editor.press(event.key, event.character)
        if reaction is not None:
            self.apply(reaction)
        return reaction is not None


class SetUpScreen(DeliberateInput, Page[ComparisonSetup]):
    """Asks what to compare; its result is what was chosen, and None is "back"."""

    CSS_PATH = "comparison.tcss"
    HEADING = TITLE
    ABOUT = (
        "Choose what to compare, and for how long. The up and down arrows move between the lines, left and "
        "right change one, round the ends. A letter goes to the next choice that begins with it. Nothing "
        "starts before you press the button below."
    )
    AUTO_FOCUS = ""
    """Empty, because `on_mount` focuses the first row without scrolling the explanation away."""
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, setup: ComparisonSetup) -> None:
        """Make the screen. setup: what is proposed."""
        super().__init__()
        self._setup = setup
        self._rows: dict[SetupField, FieldRow] = {}

    def compose_content(self) -> ComposeResult:
        """Build the explanation, a row for each field, how many days it takes, and the button to start with.

        A line below the rows says that nothing of this can be changed later.
        """
        choices = {choice.field: choice for choice in self._setup.choices}
        with VerticalScroll(id="setup", can_focus=False):
            yield BulletList(id="explanation")
            with Vertical(id="fields"):
                for field in SetupField:
                    choice = choices.get(field) or SetupChoice(field, {"": ""}, "", "")
                    self._rows[field] = FieldRow(choice)
                    yield self._rows[field]
                yield Static(literal(FIXED), id="fixed", classes="quiet")
        with Vertical(id="below"):
            yield Static(id="takes")
            yield Static(id="hint", classes="warning")
            yield Button(START_LABEL, id="start", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Show the proposed set-up, and focus the first row."""
        # The screen judges the presses; without this the button ignores them while it looks pressed.
        self.query_one(Button).active_effect_duration = 0
        self._show_setup()
        self._rows[SetupField.PLACE].focus(scroll_visible=False)

    def on_resize(self, event: Resize) -> None:
        """Show the explanation as a list; in a low window as one paragraph."""
        if event.size.height < _HIGH:
            self.query_one(BulletList).show((" ".join(EXPLANATION),), bullet="")
        else:
            self.query_one(BulletList).show(EXPLANATION)

    def on_setting_row_changed(self, event: FieldRow.Changed) -> None:
        """Set the value that was chosen in a row, and show what can be chosen in the others now."""
        event.stop()
        field = next(field for field, row in self._rows.items() if row is event.row)
        self._setup = self._setup.choose(field, str(event.value))
        self._show_setup()

    def on_key(self, event: Key) -> None:
        """Move between the rows and the button by up and down, wrapping around."""
        if event.key == "down":
            event.stop()
            self.focus_next()
        elif event.key == "up":
            event.stop()
            self.focus_previous()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Scroll to the top when the first row gets the focus, so that the explanation can be read again."""
        if event.widget is self._rows[SetupField.PLACE]:
            self.query_one("#setup").scroll_home(animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the set-up that was chosen.

        If the press came too soon after the screen appeared or after another enter or click, only show a
        hint.
        """
        event.stop()
        if self.is_deliberate("enter", MOUSE):
            self.dismiss(self._setup)
        else:
            hint = self.query_one("#hint", Static)
            hint.update(TOO_FAST_TO_READ)
            hint.display = True

    def _show_setup(self) -> None:
        """Show a row for each choice of the set-up and no other, and how many days the comparison takes."""
        choices = {choice.field: choice for choice in self._setup.choices}
        for field, row in self._rows.items():
            row.display = field in choices
            if field in choices:
                row.show_choice(choices[field])
        self.query_one("#takes", Static).update(literal(self._setup.consequence))
