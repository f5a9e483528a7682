"""A session's D-Bus of its own, with a desktop on it that can be asked to stay awake."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SCREEN_SAVER = "org.freedesktop.ScreenSaver"
COOKIE = 17


class Desktop:
    """Offers the screen saver of a desktop, and records who asks it to stay off."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self.calls: list[str] = []
        """The methods that were called."""
        self.changed = threading.Condition()
        connection.send_and_get_reply(message_bus.RequestName(SCREEN_SAVER))
        threading.Thread(target=self._serve, daemon=True).start()

    def was_called(self, *names: str) -> bool:
        """Wait for 3 s at most until exactly these methods were called."""
        with self.changed:
            return self.changed.wait_for(lambda: self.calls == list(names), 3.0)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is not MessageType.method_call:
                    continue
                name = message.header.fields[HeaderFields.member]
                reply = ("u", (COOKIE,)) if name == "Inhibit" else (None, ())
                self._connection.send(new_method_return(message, *reply))
                with self.changed:
                    self.calls.append(name)
                    self.changed.notify()


@contextmanager
def session_bus(daemon: str) -> Iterator[str]:
    """Run a bus without any service, with the daemon at a path; yields its address."""
    with subprocess.Popen(
        [daemon, "--session", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    ) as bus:
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.kill()


@contextmanager
def desktop(address: str) -> Iterator[Desktop]:
    """Run a desktop on a bus."""
    with open_dbus_connection(address) as connection:
        yield Desktop(connection)
