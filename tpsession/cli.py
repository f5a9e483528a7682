"""The command line: calls the command that the arguments name, which wires the ports that it needs.

Only what a command needs is imported, and only once it runs: `--version` and the lists must start at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from tpsession.core.errors import RoutineFileError, TpsessionError

INTERRUPTED_EXIT = 130
PIPE_CLOSED_EXIT = 1
NO_ARGUMENTS: Mapping[str, object] = {"module": "play.play", "function": "choose", "plain": False}
"""What is done where nothing is said."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    _mend_streams()
    parsed = _parsed(sys.argv[1:] if arguments is None else arguments)
    try:
        command = import_module(f"tpsession.commands.{parsed.module}")
        return int(getattr(command, parsed.function)(parsed))
    except TpsessionError as error:
        tell(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED_EXIT
    except BrokenPipeError:
        # The reader of a pipe left, as `head` does. Python would complain once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED_EXIT
    except OSError as error:
        if error.filename is not None:
            raise
        # What the commands do with files has errors of its own: this is the output, on a full disk for one.
        sys.stderr.write(f"tpsession: The output can't be written: {error.strerror}.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parsed(arguments: Sequence[str]) -> Any:  # noqa: ANN401 - each command has arguments of its own
    """The arguments by their names; `module` and `function` say which command they are for."""
    if not arguments:
        # The list of routines needs no parser: 4 ms before its first paint.
        return SimpleNamespace(**NO_ARGUMENTS)
    from tpsession.arguments import make_parser  # noqa: PLC0415 - see above

    return make_parser(NO_ARGUMENTS).parse_args(arguments)


def _mend_streams() -> None:
    """Make the standard streams fit to be written to: some may be closed, or lack characters."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for good
        # A name in a routine file may hold what the terminal's encoding lacks.
        getattr(sys, name).reconfigure(errors="replace")


def tell(error: TpsessionError) -> None:
    """Print an error to standard error: located problems as they are, others with the program's name."""
    prefix = "" if isinstance(error, RoutineFileError) else "tpsession: "
    sys.stderr.write(f"{prefix}{error}\n")
