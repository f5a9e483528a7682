"""Every benchmark in turn: ``python -m tests.benchmarks``."""

from __future__ import annotations

import sys

from tests.benchmarks import (
    bench_chart,
    bench_exchange,
    bench_history,
    bench_length,
    bench_render,
    bench_routine_files,
    bench_screen,
    bench_sound,
    bench_start,
)

BENCHES = (
    bench_start,
    bench_screen,
    bench_chart,
    bench_routine_files,
    bench_history,
    bench_exchange,
    bench_length,
    bench_sound,
    bench_render,
)

for bench in BENCHES:
    sys.stdout.write(f"{bench.__name__.rpartition('.')[2]}\n")
    bench.main()
