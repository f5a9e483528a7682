"""The port to the doctor, which checks what works on this computer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.diagnostics.checks import CheckResult
    from tpsession.core.sound.player import CuePlayer


class Doctor(Protocol):
    """Checks what works on this computer, without changing anything.

    Example::

        results = doctor.run_checks(player, report=print)
        broken = [result.text for result in results if result.verdict is CheckStatus.FAILED]
        print(describe_results(results), *broken)
    """

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        """Run every check and return the results, in the order of the parts.

        Waits for the disk, and some seconds for the sound and for what keeps the computer awake.

        Args:
            player: The player whose sound is checked.
            report: Called now and then with a line that says what is being checked. An exception that it
                raises ends the checks.

        """
        ...
