"""The port that looks at what works on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.diagnostics.checks import CheckResult
    from tpsession.core.sound.player import CuePlayer


class Doctor(Protocol):
    """Looks at what works on this machine, and changes nothing."""

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        """All that was found, in the order of the parts. Waits for the disk, and some seconds for sound.

        player: what is to be heard. tell: called with what is looked at; what it raises ends the look.
        """
        ...
