"""The choice of flags beside a rating: a painkiller or heat, which may have changed it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from tpsession.core.history.rating_flags import FLAG_KEYS, FLAG_LABELS
from tpsession.core.history.ratings import RatingFlag


class FlagOption(Static):
    """A flag to set; one that is set has a cross as well as a colour."""

    DEFAULT_CSS = """
    FlagOption {
        width: auto;
        height: 1;
        margin-left: 2;
        &:hover { background: $panel; }
        &.-set { text-style: bold; color: $text-primary; }
    }
    """

    def __init__(self, flag: RatingFlag) -> None:
        """Make an option that isn't set."""
        super().__init__(id=f"flag-{flag}")
        self.flag = flag

    def show(self, *, is_set: bool) -> None:
        """Show whether the flag is set."""
        self.set_class(is_set, "-set")
        box = "[x] " if is_set else "[ ] "
        self.update(
            Content.assemble(box, (FLAG_KEYS[self.flag], "bold $text-accent"), f"  {FLAG_LABELS[self.flag]}")
        )


class FlagChoice(Container):
    """Lets the person set flags by a click. The screen passes the keys on through `process_key`."""

    DEFAULT_CSS = """
    FlagChoice {
        layout: horizontal;
        width: 100%;
        height: 1;
        align: center middle;
        & > .flag-period { width: auto; color: $text-muted; }
    }
    """

    def __init__(self, period: str) -> None:
        """Make a choice with no flag set. period: the words in front of the flags, such as "Since then:"."""
        super().__init__()
        self._period = period
        self._set = set[RatingFlag]()

    @property
    def flags(self) -> tuple[RatingFlag, ...]:
        """The flags that are set, in their usual order."""
        return tuple(flag for flag in FLAG_LABELS if flag in self._set)

    def compose(self) -> ComposeResult:
        """Build the words and an option for each flag."""
        yield Static(self._period, classes="flag-period")
        for flag in FLAG_LABELS:
            yield FlagOption(flag)

    def on_mount(self) -> None:
        """Show that no flag is set."""
        self._show()

    def on_click(self, event: Click) -> None:
        """Set the flag that was clicked, or take it back."""
        if isinstance(event.widget, FlagOption):
            self._toggle(event.widget.flag)

    def process_key(self, key: str, *, held: bool) -> bool:
        """Set a flag by its letter in either case, or take it back; return whether the key is of the choice.

        held: whether it may be a repeat of a held key, which changes nothing.
        """
        flag_of_key = {letter: flag for flag, letter in FLAG_KEYS.items()}
        flag = flag_of_key.get(key.lower())
        if flag is not None and not held:
            self._toggle(flag)
        return flag is not None

    def _toggle(self, flag: RatingFlag) -> None:
        self._set ^= {flag}
        self._show()

    def _show(self) -> None:
        for option in self.query(FlagOption):
            option.show(is_set=option.flag in self._set)
