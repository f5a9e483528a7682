"""Every benchmark in turn: ``python -m tests.benchmarks``."""

from __future__ import annotations

import sys

from tests.benchmarks import (
    bench_history,
    bench_length,
    bench_render,
    bench_routine_files,
    bench_sound,
    bench_start,
)

for bench in (bench_start, bench_routine_files, bench_history, bench_length, bench_sound, bench_render):
    sys.stdout.write(f"{bench.__name__.rpartition('.')[2]}\n")
    bench.main()
