"""The man page, ``docs/tpsession.1``, made of the parser and of tables of the documentation.

``python -m tests.docs`` writes it; a test fails when it is out of date. No library serves: argparse-manpage
breaks the indentation of its "usage:" lines, has no types, and would need all that isn't in the parser, such
as exit codes, files and variables, in a file of roff.
"""

from __future__ import annotations

import argparse
import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator

from tests.docs.generated import DOCS, ROOT, commands, options
from tpsession import __version__
from tpsession.arguments.parser import make_parser
from tpsession.cli import NO_ARGUMENTS

PAGE = DOCS / "tpsession.1"
_PAGE_OF_COMMANDS = DOCS / "commands.md"
_ESCAPES = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "~": r"\(ti", "^": r"\(ha"}
"""Characters that roff reads, or draws as others, which can't be copied from the page into a terminal."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def man_page() -> str:
    """The whole page in the markup of man(7). It has no date, which would change it every day."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    parser = make_parser(NO_ARGUMENTS)
    yield r".\" Made by: python -m tests.docs"
    yield f'.TH TPSESSION 1 "" "tpsession {__version__}" "User Commands"'
    yield ".SH NAME"
    yield rf"tpsession \- {_escaped(_short_description())}"
    yield ".SH SYNOPSIS"
    yield from (
        ".B tpsession",
        r"[\fB\-\-plain\fR]",
        ".br",
        ".B tpsession",
        r"\fICOMMAND\fR [\fIARGUMENT\fR ...]",
    )
    yield ".SH DESCRIPTION"
    yield from _paragraph(str(parser.description))
    for text in _opening():
        yield ".PP"
        yield from _paragraph(text)
    yield ".SH OPTIONS"
    yield from _arguments(parser)
    yield from _item(r"\fB\-h\fR, \fB\-\-help\fR", "Show what the program, or a command, takes.")
    yield ".SH COMMANDS"
    for name, command in commands().items():
        yield from _command(name, command)
    yield ".SH EXIT STATUS"
    for code, meaning in _table("Exit codes"):
        yield from _item(_bold(code), meaning)
    yield ".SH ENVIRONMENT"
    for names, effect in _table("Environment"):
        yield from _item(_formatted(names), effect)
    yield ".SH FILES"
    yield from _paragraph("`tpsession paths` shows where your files are. Without `TPSESSION_HOME` these are:")
    for what, linux, mac, _ in _table("paths"):
        yield from _item(_formatted(linux, font="I"), f"{what.replace('`', '')}. On macOS: {mac}.")
    yield ".SH EXAMPLES"
    for line, meaning in _examples():
        yield from _item(_bold(line), meaning)


def _command(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    """The subsection of one command: what it does, its arguments, and what its help ends with."""
    taken = [
        f"[{action.metavar} ...]" if action.nargs == "*" else str(action.metavar)
        for action in command._get_positional_actions()
        if not isinstance(action, argparse._SubParsersAction)
    ]
    yield f".SS {_escaped(' '.join([name, *taken]))}"
    yield from _paragraph(_sentence(_help_texts()[name]))
    yield from _arguments(command)
    if command.epilog:
        yield ".PP"
        yield from _paragraph(command.epilog)


def _help_texts() -> dict[str, str]:
    """The help of each command, by its words."""

    def search(parser: argparse.ArgumentParser, before: str) -> Iterator[tuple[str, str]]:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for each in action._choices_actions:
                    yield f"{before}{each.dest}", str(each.help)
                for word, command in action.choices.items():
                    yield from search(command, f"{before}{word} ")

    return dict(search(make_parser(NO_ARGUMENTS), ""))


def _arguments(command: argparse.ArgumentParser) -> Iterator[str]:
    """A list of the arguments and options of a command."""
    for names, text in options(command):
        marked = re.sub(r"`([^`]*)`", lambda found: _argument(found[1]), names)
        yield from _item(marked, text)


def _argument(written: str) -> str:
    """An argument as it is written: the name of an option in bold, what is to be replaced in italics."""
    return " ".join(
        _bold(word) if word.startswith("-") else rf"\fI{_escaped(word)}\fR" for word in written.split(" ")
    )


def _item(head: str, text: str) -> Iterator[str]:
    """An entry of a list: a head that is already marked up, and its indented text."""
    yield ".TP"
    yield head
    yield from _paragraph(_sentence(text))


def _sentence(text: str) -> str:
    """The text with a capital and a full stop; a command stays as it is."""
    return f"{text[0].upper()}{text[1:]}".removesuffix(".") + "."


def _paragraph(text: str) -> Iterable[str]:
    """The text in lines of source; none of them begins with what roff takes for a command."""
    for line in textwrap.wrap(_formatted(text), 78, break_long_words=False, break_on_hyphens=False):
        yield rf"\&{line}" if line[0] in ".'" else line


def _formatted(text: str, font: str = "B") -> str:
    """Text of the documentation, with what is in backquotes in another font."""
    parts = text.split("`")
    return "".join(
        rf"\f{font}{_escaped(part)}\fR" if number % 2 else _escaped(part) for number, part in enumerate(parts)
    )


def _bold(text: str) -> str:
    return rf"\fB{_escaped(text)}\fR"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _short_description() -> str:
    """What the program is, for ``man -k``: the start of the package's description."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    start = str(project["description"]).partition(":")[0]
    return f"{start[0].lower()}{start[1:]}"


def _opening() -> list[str]:
    """The paragraphs at the top of the page of commands."""
    text = _PAGE_OF_COMMANDS.read_text(encoding="utf-8").partition("\n## ")[0]
    return [_LINK.sub(r"\1", block) for block in text.split("\n\n") if block[0] not in "# |"]


def _table(section: str) -> list[list[str]]:
    """The rows of the table in a section of the page of commands, without its head."""
    page = _PAGE_OF_COMMANDS.read_text(encoding="utf-8")
    text = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _examples() -> list[tuple[str, str]]:
    """The commands of README with what they do."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## On the command line\n")[2]
    lines = text.partition("\n## ")[0].strip("\n").splitlines()
    return [(line, meaning) for line, meaning in (re.split(r" {2,}", each.strip()) for each in lines)]
