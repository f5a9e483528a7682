"""The port to the doctor, which checks what works on this computer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.diagnostics.checks import CheckResult
    from tpsession.core.sound.player import CuePlayer


class Doctor(Protocol):
    """Checks what works on this computer, without changing anything.

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        """All that was found, in the order of the parts. Waits for the disk, and some seconds for sound.

        """
        ...
