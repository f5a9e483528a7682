"""Changes the text of a routine file and keeps its comments."""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.errors import RoutineFileError, TpsessionError
from tpsession.core.routine_editing.copies import without_invitation
from tpsession.core.routine_editing.port import RoutineText
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.files.toml.line_ends import BOM, restore_line_ends
from tpsession.files.toml.wording import printable

SCHEMA_FILE = "routine.schema.json"
"""The name of the file in the person's folder from which text editors know what a routine may have."""
SCHEMA_LINE = f"#:schema ./{SCHEMA_FILE}"
"""The first line of a routine file for editors that use Taplo; for all others it is a comment."""
_SCHEMA_MARK = "#:schema "


def make_copy(content: bytes) -> bytes:
    """Return the content, in UTF-8, of a person's copy of a built-in routine.

    The copy begins with a line that points text editors to the schema, which is added if it is missing. The
    paragraph on how to make the routine one's own is left out.
    """
    text = without_invitation(content.decode())
    bare = text.removeprefix(BOM)
    if bare.startswith(_SCHEMA_MARK):
        return text.encode()
    return restore_line_ends(text, f"{SCHEMA_LINE}\n\n{bare}").encode()


def with_values(old: RoutineText, values: Mapping[str, str]) -> str:
    """Return the text of a routine's file with other values at the top of the file, and all else as it is.

    Raises `RoutineFileError` if the file has errors, before or after, and `TpsessionError` if it can't be
    changed in this way. Nothing is saved.

    values: the new texts by their keys, such as ``name``.
    """
    routine, problems = read_routine_text(old.content, old.id)
    if routine is None:
        raise RoutineFileError(printable(old.path), problems)
    import tomlkit  # noqa: PLC0415 - 25 ms, and most commands change no routine
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - likewise

    text = old.content.decode()
    try:
        document = tomlkit.parse(text.removeprefix(BOM))
        document.update(values)
        changed = restore_line_ends(text, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise TpsessionError(
            f"{printable(old.path)} can't be changed: {printable(str(error))}.", "Edit the file yourself."
        ) from error
    routine, problems = read_routine_text(changed, old.id)
    if routine is None:
        raise RoutineFileError(printable(old.path), problems)
    return changed
