"""What all tests of the documentation need."""

from tests.commands.conftest import run

__all__ = ["run"]
