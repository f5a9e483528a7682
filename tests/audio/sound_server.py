"""A real sound server for tests, whose output is recorded, and measurements on a recording.

The server is a PulseAudio with one null sink, and listens on a socket in a private folder. One recorder runs
as long as the server, because an idle null sink would take up to 2 s to wake. Programs use the server if
`SoundServer.env` is in their environment.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tpsession.clock import SystemClock

RATE = 44_100
SINK = "out"
_DEVICE = f"module-null-sink sink_name={SINK} rate={RATE} channels=1"
_CHUNKS_AROUND = 100
"""A moment is estimated from this many recorded chunks of about 10 ms before and after it."""


def need_pulseaudio() -> None:
    """Skip the test if PulseAudio isn't installed, or fail it on the build machine."""
    missing = [name for name in ("pulseaudio", "parec") if shutil.which(name) is None]
    if not missing:
        return
    reason = f"needs {' and '.join(missing)} (Debian: apt install pulseaudio pulseaudio-utils)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Recording:
    """Recorded samples, and the moment at which each was heard."""

    def __init__(self, samples: array[int], arrivals: list[tuple[int, float]]) -> None:
        self.samples = samples
        """Mono, 16-bit, `RATE`."""
        self._counts = [count for count, _ in arrivals]
        self._moments = [moment for _, moment in arrivals]

    def moment_of(self, index: int) -> float:
        """The moment at which a sample left the sink, in seconds of the clock.

        The sink has a clock of its own, and chunks arrive late but never early. So the moment is estimated
        from the earliest arrivals near the sample.
        """
        here = bisect_right(self._counts, index)
        around = slice(max(0, here - _CHUNKS_AROUND), here + _CHUNKS_AROUND)
        pairs = zip(self._counts[around], self._moments[around], strict=True)
        return min(moment - (count - index) / RATE for count, moment in pairs)

    def onsets(self, threshold: int = 500, quiet_s: float = 0.05) -> list[int]:
        """The indices of the samples at which sound begins after at least `quiet_s` of quiet.

        A cue of several elements has an onset for each, unless `quiet_s` is over 0.1.
        """
        found: list[int] = []
        quiet = int(quiet_s * RATE)
        last = -quiet - 1
        for index, sample in enumerate(self.samples):
            if -threshold < sample < threshold:
                continue
            if index - last > quiet:
                found.append(index)
            last = index
        return found

    def heard(self, threshold: int = 500, quiet_s: float = 0.05) -> list[float]:
        """The moments of all onsets, in seconds of the clock."""
        return [self.moment_of(index) for index in self.onsets(threshold, quiet_s)]

    def pitch(self, index: int, candidates: list[float], seconds: float = 0.05) -> float:
        """The strongest of some frequencies in hertz, measured from a sample on."""
        part = self.samples[index : index + int(seconds * RATE)]
        return max(candidates, key=lambda hertz: strength(part, hertz))

    def level(self, index: int, seconds: float = 0.05) -> float:
        """The root mean square, measured from a sample on."""
        part = self.samples[index : index + int(seconds * RATE)]
        return math.sqrt(sum(sample * sample for sample in part) / len(part))


def strength(samples: array[int], hertz: float) -> float:
    """The power of a frequency in the samples, in an arbitrary unit (Goertzel algorithm)."""
    factor = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = now = 0.0
    for sample in samples:
        before, now = now, sample + factor * now - before
    return now * now + before * before - factor * now * before


class SoundServer:
    """A sound server that can be killed, started again and frozen."""

    def __init__(self, folder: Path) -> None:
        # The path of a socket may have only about 100 characters, so the folder's path must be short.
        self._folder = folder
        self._socket = folder / "native"
        home = str(folder)
        self.env = {
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "XDG_CONFIG_HOME": home,
            "PULSE_RUNTIME_PATH": str(folder / "run"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_CONFIG": str(folder / "daemon.conf"),
            "PULSE_SERVER": f"unix:{self._socket}",
        }
        """What a program needs in its environment to play on this server."""
        self._clock = SystemClock()
        self._server: subprocess.Popen[bytes] | None = None
        self._recorder: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._lock = threading.Lock()
        self._samples = array("h")
        self._arrivals: list[tuple[int, float]] = []
        self._awake = threading.Event()

    def start(self) -> None:
        """Start the server and the recorder, and wait until sound flows."""
        environment = os.environ | self.env
        self._socket.unlink(missing_ok=True)
        self._awake.clear()
        # The thread that mixes runs in real time, and by default the system kills the server if it computes
        # for 0.2 s without a break, which it does on a busy virtual machine. A player that is killed takes
        # away the memory that it shares with the server, which may not survive that: here nothing is shared.
        (self._folder / "daemon.conf").write_text("rlimit-rttime = -1\nenable-shm = no\n")
        self._server = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
                "-L", _DEVICE,
            ],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait_for_socket()
        self._start_recorder()

    def unplug(self) -> None:
        """Remove the only device of the server, which keeps running."""
        self._control("unload-module", "module-null-sink")
        self._stop_recorder()

    def plug_in(self) -> None:
        """Add the device again."""
        self._control("load-module", *_DEVICE.split())
        self._awake.clear()
        self._start_recorder()

    def add_device(self, name: str) -> str:
        """Add another device; returns its number for `remove_device`."""
        properties = [
            "sink_name=other",
            f"sink_properties=device.description={name}",
            f"rate={RATE}",
            "channels=1",
        ]
        return self._control("load-module", "module-null-sink", *properties)

    def remove_device(self, number: str) -> None:
        """Remove a device that was added."""
        self._control("unload-module", number)

    def revive(self) -> None:
        """Start the server if it isn't running, because an earlier test has stopped it."""
        if self._server is None or self._server.poll() is not None:
            self.stop()
            self.start()

    def _control(self, *arguments: str) -> str:
        """Send the server a command; returns its answer."""
        command = ["pactl", *arguments]
        done = subprocess.run(
            command, env=os.environ | self.env, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def _start_recorder(self) -> None:
        self._recorder = subprocess.Popen(
            [
                "parec", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=10",
                "-d", f"{SINK}.monitor",
            ],
            env=os.environ | self.env, bufsize=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self._recorder,), daemon=True)
        self._reader.start()
        if not self._awake.wait(10):
            self.stop()
            pytest.fail("the sound server delivers no sound")

    def stop(self) -> None:
        """Kill the server, as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
        self._server = None
        self._stop_recorder()

    def _stop_recorder(self) -> None:
        if self._recorder is not None:
            self._recorder.kill()
            self._recorder.wait()
        if self._reader is not None:
            self._reader.join()
        self._recorder = self._reader = None

    def freeze(self) -> None:
        """Stop the server without killing it: it accepts connections and answers nothing."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server continue."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Record while the block runs; the recording is filled when it ends."""
        recording = Recording(array("h"), [])
        with self._lock:
            first = len(self._samples)
        yield recording
        # The last sound is still on its way to the recorder.
        threading.Event().wait(0.1)
        self._fail_if_deaf(first, self._clock.now())
        with self._lock:
            arrivals = [(count - first, moment) for count, moment in self._arrivals if count > first]
            filled = Recording(self._samples[first:], arrivals)
        recording.__dict__.update(filled.__dict__)

    def _fail_if_deaf(self, first: int, now: float) -> None:
        """Fail the test if the recorder has stopped by itself: then missing sound says nothing.

        first: the number of samples when the recording began. now: in seconds of the clock.
        """
        if self._recorder is None:
            # The test has stopped the server itself.
            return
        with self._lock:
            counts = [count for count, _ in self._arrivals if count > first]
            last = self._arrivals[-1][1] if self._arrivals else now
        ended, server = self._recorder.poll(), self._server and self._server.poll()
        if ended is not None or not counts:
            pytest.fail(
                f"the recorder has ended ({ended}, the server {server}); "
                f"its last sound came {now - last:.1f} s before the end"
            )

    def _wait_for_socket(self) -> None:
        pause = threading.Event()
        for _ in range(500):
            if self._socket.exists():
                return
            pause.wait(0.01)
        self.stop()
        pytest.fail("the sound server doesn't start")

    def _read(self, recorder: subprocess.Popen[bytes]) -> None:
        assert recorder.stdout is not None
        odd = b""
        with recorder.stdout as pipe:
            while data := pipe.read(65_536):
                now = self._clock.now()
                data = odd + data
                odd = data[len(data) // 2 * 2 :]
                with self._lock:
                    self._samples.frombytes(data[: len(data) // 2 * 2])
                    self._arrivals.append((len(self._samples), now))
                self._awake.set()


@contextmanager
def running_server() -> Iterator[SoundServer]:
    """Run a new server in a folder with a short path."""
    need_pulseaudio()
    folder = Path(tempfile.mkdtemp(prefix="snd"))
    server = SoundServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
