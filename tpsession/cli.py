"""The entry point of the command line: parses the arguments, imports the command's module and runs it.

A command imports only what it needs, so that `--version` and the lists start at once.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tpsession.core.errors import TpsessionError

INTERRUPTED_EXIT = 130
OUTPUT_FAILED_EXIT = 1
FAULT_EXIT = 1
NO_ARGUMENTS: Mapping[str, object] = {
    "module": "play.play",
    "function": "choose",
    "plain": False,
    "person": None,
}
"""The parsed arguments of a command line without any: the command that opens the program."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, and return its exit code.

    Errors are printed on standard error: a `TpsessionError`, whose code is returned; a fault of the program,
    which gives 1, with its details in the log; and standard output that can't be written, which gives 1,
    without a message if its reader is gone. Ctrl-C gives 130. `SystemExit` is raised after ``--help`` and
    ``--version``, for arguments that the parser refuses, and if the system or a closed terminal ends plain
    mode.

    Args:
        arguments: The command line without the program's name; `sys.argv` if None.

    """
    _prepare_streams()
    try:
        try:
            return _run(arguments)
        finally:
            # Here, where a failure is still reported: at exit Python would print its own message.
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED_EXIT
    except BrokenPipeError:
        _discard_output()
        return OUTPUT_FAILED_EXIT
    except Exception as error:
        # `--version` and `--help` need no errors, which take as long as Python's own start.
        from tpsession.core.errors import TpsessionError  # noqa: PLC0415 - only for errors

        if isinstance(error, TpsessionError):
            _print_error(error)
            return error.exit_code
        if not isinstance(error, OSError) or error.filename is not None:
            return _report_fault(error)
        # Commands report errors of the files they use themselves. This one is about standard output,
        # for example on a full disk.
        sys.stderr.write(f"tpsession: The output can't be written: {error.strerror}.\n")
        _discard_output()
        return OUTPUT_FAILED_EXIT


def _run(arguments: Sequence[str] | None) -> int:
    """Parse the arguments, run the command that they name, and return its exit code.

    If they name a person, that name goes into the environment, where the command finds it. Raises
    `SystemExit` for ``--help``, ``--version`` and arguments that the parser refuses, and whatever the command
    raises.

    arguments: None for those of the process.
    """
    with _no_garbage_collection():
        parsed = _parse(sys.argv[1:] if arguments is None else arguments)
        if parsed.person:
            from tpsession.files.people import PERSON_VARIABLE  # noqa: PLC0415 - hardly ever given

            os.environ[PERSON_VARIABLE] = parsed.person
        command = import_module(f"tpsession.commands.{parsed.module}")
    if arguments is None:
        # Nor later: what was imported stays until the process ends. A test's process goes on.
        gc.freeze()
    return int(getattr(command, parsed.function)(parsed))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Turn off the search for garbage in the block; during the imports it would take a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _parse(arguments: Sequence[str]) -> Any:  # noqa: ANN401 - each command has its own arguments
    """Return the parsed arguments; `module` (in `tpsession.commands`) and `function` in it name the command.

    Raises `SystemExit` for ``--help``, ``--version`` and arguments that the parser refuses.
    """
    if not arguments:
        # Opening the program needs no parser: that saves 4 ms before the first paint.
        return SimpleNamespace(**NO_ARGUMENTS)
    from tpsession.arguments.parser import make_parser  # noqa: PLC0415 - see above

    return make_parser(NO_ARGUMENTS, arguments[0]).parse_args(arguments)


def _prepare_streams() -> None:
    """Make the standard streams ready to be read and written.

    One that was closed when the process started is replaced by the null device. From now on a character that
    the encoding of an output lacks is written as a question mark, and bytes of the input that are no text in
    its encoding are read as U+FFFD.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for good
        # A name in a routine file may contain characters that the terminal's encoding lacks. A test may
        # have put another kind of stream there, or one from which it has read already.
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper) and stream.errors != "replace":
            stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Send the rest of standard output nowhere: Python would report its failure once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_fault(error: Exception) -> int:
    """Write the details of a fault into the log, print where the log is, and return the exit code.

    If the log can't be written, the error itself is printed instead, with the reason. All is printed to
    standard error.
    """
    from tpsession.core.text.sanitize import sanitize  # noqa: PLC0415 - hardly ever needed
    from tpsession.files.crash_report import write_crash_report  # noqa: PLC0415 - hardly ever needed
    from tpsession.files.paths import find_paths  # noqa: PLC0415 - loaded by now

    try:
        log = find_paths().log
        write_crash_report(error, log)
        details = f"The details are in {log}."
    except Exception as failure:
        details = f"The details can't be saved ({failure}): {type(error).__name__}: {error}"
    sys.stderr.write(f"tpsession: Sorry, the program has a fault and had to stop.\n{sanitize(details)}\n")
    return FAULT_EXIT


def _print_error(error: TpsessionError) -> None:
    """Print an error to standard error, in a line that begins with ``tpsession:``.

    For a routine file with errors, each of its problems is printed in a line that begins with the file's path
    instead. Control characters are replaced, because an error may quote arguments and paths.
    """
    from tpsession.core.errors import RoutineFileError  # noqa: PLC0415 - loaded by now
    from tpsession.core.text.sanitize import sanitize  # noqa: PLC0415 - only for errors

    if isinstance(error, RoutineFileError):
        lines = [sanitize(line) for line in str(error).splitlines()]
    else:
        lines = [f"tpsession: {sanitize(str(error))}"]
    sys.stderr.write("".join(f"{line}\n" for line in lines))
