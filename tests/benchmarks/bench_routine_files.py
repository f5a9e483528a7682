"""How long 1,000 routine files take to read and check: ``python -m tests.benchmarks.bench_routine_files``.

The target is 1 s. Half of the files are the built-in ones, which are full of comments; a tenth has a mistake.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tpsession.clock import SystemClock
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources, find_resources
from tpsession.files.routines.library import FileLibrary

FILES = 1000
_STEP = '\n[[steps]]\ntechnique = "pressure"\nhold = "30s"\nrelease = "15s"\nrepeat = 2\ntext = "Stay."\n'
_PLAIN = 'format = 1\nname = "Plain"\narea = "hip"\nsides = "left"\n' + 4 * _STEP


def _write(folder: Path) -> None:
    built_in = [path.read_text(encoding="utf-8") for path in sorted(find_resources().routines.glob("*.toml"))]
    for number in range(FILES):
        text = built_in[number % len(built_in)] if number % 2 else _PLAIN
        if number % 10 == 0:
            text = text.replace('technique = "pressure"', 'technique = "presure"')
        (folder / f"routine-{number}.toml").write_text(text, encoding="utf-8")


def main() -> None:
    """Print the seconds of three runs."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        nothing = folder / "nothing"
        paths = Paths(folder, folder, nothing, nothing, nothing, nothing, nothing)
        library = FileLibrary(paths, Resources(nothing, nothing))
        for _ in range(3):
            start = clock.now()
            entries = library.list_entries()
            seconds = clock.now() - start
            broken = sum(entry.routine is None for entry in entries)
            sys.stdout.write(f"{len(entries)} files, {broken} of them broken: {seconds:.3f} s\n")


if __name__ == "__main__":
    main()
