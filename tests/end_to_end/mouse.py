"""A person at the mouse of a terminal: clicks on the words that its screen shows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pexpect
from rich.cells import cell_len

from tests.end_to_end.full_screen import calm

ROWS, COLUMNS = 24, 80
_TOKEN = re.compile(
    r"\x1b\[(?P<arguments>[0-9;?<>=]*)[ !]?(?P<end>[@-~])|\x1b[^\[]|(?P<text>[^\x1b]+)", re.DOTALL
)
WHEEL_DOWN = 65
TIMEOUT_S = 20.0
AGAIN_S = 2.0
"""Seconds without an answer to a click after which a person clicks again."""


class MouseUser:
    """Follows what a program writes to its terminal of 24 rows and 80 columns, and clicks there.

    Knows what our program uses of a terminal: it moves the cursor and writes, and erases nothing.
    """

    def __init__(self, child: pexpect.spawn[str]) -> None:
        """Begin to read along. child: a program that has just been started."""
        self._child = child
        self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self._row = self._column = 0
        self._rest = ""
        child.logfile_read = self

    def write(self, data: str) -> None:
        """Take in what the program wrote. pexpect calls this."""
        data = self._rest + data
        # A sequence may come in two halves.
        cut = data.rfind("\x1b")
        whole = cut < 0 or _TOKEN.match(data, cut) is not None
        data, self._rest = (data, "") if whole else (data[:cut], data[cut:])
        for token in _TOKEN.finditer(data):
            if token["text"]:
                self._write_text(token["text"])
            elif token["end"] == "H":
                row, _, column = token["arguments"].partition(";")
                self._row, self._column = int(row or 1) - 1, int(column or 1) - 1

    def flush(self) -> None:
        """Do nothing: everything is taken in at once. pexpect calls this."""

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return ["".join(row) for row in self._cells]

    def see(self, *words: str) -> None:
        """Wait until the screen shows all of these words."""
        if not self._comes(lambda: all(map(self._shows, words)), TIMEOUT_S):
            raise AssertionError(self._missing(words))

    def click(self, words: str, part: str = "") -> None:
        """Click on words, once the screen shows them and stands still.

        part: of the line with the words, to click there instead.
        """
        self.see(words)
        self._read_on()
        self.see(words)
        self._press(words, part or words)

    def click_until(self, words: str, then: str) -> None:
        """Click on words until others are shown, as calmly as screens that have to be read want it."""
        self.see(words)
        for _ in range(12):
            calm()
            self._read_on()
            if self._shows(words) and not self._shows(then):
                self._press(words, words)
            if self._comes(lambda: self._shows(then), AGAIN_S):
                return
        raise AssertionError(self._missing(then))

    def _press(self, words: str, part: str) -> None:
        """Click on a part of the first line with these words."""
        row = next(row for row, line in enumerate(self.lines) if words in line)
        place = f"{self.lines[row].index(part) + 1};{row + 1}"
        self._child.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")

    def scroll_to(self, words: str) -> None:
        """Turn the wheel down, in the middle of the screen, until it shows these words and stands still."""
        turn = f"\x1b[<{WHEEL_DOWN};{COLUMNS // 2};{ROWS // 2}M"
        for _ in range(60):
            self._read_on()
            if self._shows(words):
                return
            self._child.send(turn * 5)
        raise AssertionError(self._missing(words))

    def _comes(self, is_true: Callable[[], bool], longest_s: float) -> bool:
        """Read until something is true, and return whether it is within so many seconds of silence."""
        for _ in range(int(longest_s / 0.1)):
            if is_true():
                return True
            self._read(0.1)
        return is_true()

    def _shows(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def _missing(self, words: object) -> str:
        return "\n".join([f"{words} isn't there:", *self.lines])

    def _read_on(self) -> None:
        """Read until the program has nothing to write for a moment."""
        while self._read(0.2):
            pass

    def _read(self, longest_s: float) -> bool:
        """Read what the program writes next, and return whether it does within so many seconds."""
        return self._child.expect([r"(?s).+", pexpect.TIMEOUT], timeout=longest_s) == 0

    def _write_text(self, text: str) -> None:
        for character in text:
            if character == "\n":
                self._row += 1
            elif character == "\r":
                self._column = 0
            elif character >= " " and self._row < ROWS and self._column < COLUMNS:
                width = max(1, cell_len(character))
                self._cells[self._row][self._column] = character
                self._column += width
