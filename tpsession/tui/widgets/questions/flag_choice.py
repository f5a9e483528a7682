"""The choices beside a rating: what may have changed it, such as heat, and whether the area is still sore."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from tpsession.core.history.rating_flags import FLAG_KEYS, FLAG_LABELS, SORE_KEY, SORE_LABEL
from tpsession.core.history.ratings import Soreness


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, or not."""

    id: str
    key: str
    """The letter that sets it, and takes it back."""
    label: str


FLAGS = tuple(Choice(flag.value, FLAG_KEYS[flag], label) for flag, label in FLAG_LABELS.items())
"""What may have changed a rating."""
SORE = Choice(Soreness.SORE.value, SORE_KEY, SORE_LABEL)


class FlagOption(Static):
    """An option that the person sets or takes back; while it is set, its box has a cross."""

    DEFAULT_CSS = """
    FlagOption {
        width: auto;
        height: 1;
        margin-left: 2;
        &:hover { background: $panel; }
        &.-set { text-style: bold; color: $text-primary; }
    }
    """

    def __init__(self, choice: Choice) -> None:
        """Make an option that isn't set."""
        super().__init__(id=f"flag-{choice.id}")
        self.choice = choice

    def show(self, *, is_set: bool) -> None:
        """Show whether the option is set."""
        self.set_class(is_set, "-set")
        box = "[x] " if is_set else "[ ] "
        self.update(Content.assemble(box, (self.choice.key, "bold $text-accent"), f"  {self.choice.label}"))


class FlagChoice(Container):
    """Options, any number of which the person sets by clicks or letters; the screen passes on the keys."""

    DEFAULT_CSS = """
    FlagChoice {
        layout: horizontal;
        width: 100%;
        height: 1;
        align: center middle;
        & > .flag-period { width: auto; color: $text-muted; }
    }
    """

    def __init__(self, period: str, choices: tuple[Choice, ...] = FLAGS) -> None:
        """Make choices of which none is set. period: the words in front of them, such as "Since then:"."""
        super().__init__()
        self._period = period
        self._choices = choices
        self._set = set[Choice]()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the options that are set, in the order in which all are shown."""
        return tuple(choice.id for choice in self._choices if choice in self._set)

    def compose(self) -> ComposeResult:
        """Build the words in front, and an option for each choice."""
        yield Static(self._period, classes="flag-period")
        for choice in self._choices:
            yield FlagOption(choice)

    def on_mount(self) -> None:
        """Show that no option is set."""
        self._show()

    def on_click(self, event: Click) -> None:
        """Set the option that was clicked, or take it back; a click beside the options does nothing."""
        if isinstance(event.widget, FlagOption):
            self._toggle(event.widget.choice)

    def process_key(self, key: str, *, held: bool) -> bool:
        """Turn the option with this letter on or off; return whether an option has this letter.

        Args:
            key: The letter, in upper or lower case.
            held: Whether the press may be a repeat of a held key. Then no option changes.

        """
        chosen = next((choice for choice in self._choices if choice.key == key.lower()), None)
        if chosen is not None and not held:
            self._toggle(chosen)
        return chosen is not None

    def _toggle(self, choice: Choice) -> None:
        self._set ^= {choice}
        self._show()

    def _show(self) -> None:
        for option in self.query(FlagOption):
            option.show(is_set=option.choice in self._set)
