"""What a copy of a built-in routine leaves out: how to make the built-in one one's own."""

from __future__ import annotations

import re

_INVITATION = re.compile(r"^#[ \t]*\r?\n# To make it your own\b.*\r?\n(?:#.*\r?\n)*", re.MULTILINE)
"""The last paragraph of the comment at the head of every built-in file, and the empty line before it."""


def without_invitation(text: str) -> str:
    """Return the text of a routine file without the paragraph that tells how to make the routine one's own.

    A text without that paragraph is returned unchanged.
    """
    return _INVITATION.sub("", text, count=1)
