"""Makes the code of a routine: a QR code that holds its whole file, without the comments."""

from __future__ import annotations

from tpsession.core.errors import RoutineFileError
from tpsession.core.routine_editing.port import RoutineWriter
from tpsession.core.routine_editing.qr_code import QrCode
from tpsession.files.routine_editing.compact import compact_toml
from tpsession.files.toml.wording import printable
from tpsession.report.qr_code import make_qr_code


def make_routine_code(writer: RoutineWriter, name: str) -> QrCode | None:
    """Return the QR code of a routine's file without its comments; None if that is too long for one.

    Waits for the disk. Raises `UsageError` if there is no such routine, `RoutineFileError` if its file has
    errors, and `TpsessionError` if it can't be read.

    name: the id of the routine, or the path of its file.
    """
    found = writer.read(name)
    routine, problems = writer.check(found.content, found.id)
    if routine is None:
        raise RoutineFileError(printable(found.path), problems)
    return make_qr_code(compact_toml(found.content))
