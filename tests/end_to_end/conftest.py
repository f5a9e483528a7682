"""The sound server of the sound tests, for whole sessions."""

from tests.audio.conftest import one_server, server

__all__ = ["one_server", "server"]
