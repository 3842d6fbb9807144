"""Times a deed, by the clock and by the processor, and counts its statements."""

from __future__ import annotations

import platform
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UP = 3
FLAT = 1.1  # times the cost at ten times the rows: the target of the design


@dataclass(frozen=True)
class Measured:
    """One deed at one size."""

    name: str
    size: int  # rows
    median_ms: float  # by the clock
    p95_ms: float  # by the clock
    cpu_ms: float  # median, of this process: what a busy machine does not change; without a database server's part
    statements: int


def measure(name: str, size: int, deed: Callable[[], object], *, times: int) -> Measured:
    """Runs the deed a few times to warm up, once to count statements, then `times` times against the clock."""
    for _turn in range(WARM_UP):
        deed()
    with CaptureQueriesContext(connection) as captured:
        deed()
    statements = len(captured)
    spent, computed = [], []
    for _turn in range(times):
        start, begun = time.perf_counter(), time.process_time()
        deed()
        spent.append((time.perf_counter() - start) * 1000)
        computed.append((time.process_time() - begun) * 1000)
    return Measured(name, size, median(spent), quantiles(spent, n=20)[-1], median(computed), statements)


def table(rows: Sequence[Measured], *, most_ms: float, most_statements: dict[str, int]) -> str:
    """The rows as Markdown with the ratios of medians to the smallest size and what missed its target."""
    smallest: dict[str, Measured] = {}
    lines = [
        "| deed | rows | median ms | p95 ms | cpu ms | statements | ratio | cpu ratio | |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        base = smallest.setdefault(row.name, row)
        ratio, cpu_ratio = row.median_ms / base.median_ms, row.cpu_ms / base.cpu_ms
        missed = []
        if row.p95_ms > most_ms:
            missed.append(f"MISSED {most_ms:.0f} ms")
        limit = next(
            (most for begin, most in most_statements.items() if row.name.startswith(begin)), most_statements["*"]
        )
        if row.statements > limit:
            missed.append(f"MISSED {limit} statements")
        if min(ratio, cpu_ratio) > FLAT:
            missed.append(f"MISSED {FLAT} times")
        lines.append(
            f"| {row.name} | {row.size:,} | {row.median_ms:.1f} | {row.p95_ms:.1f} | {row.cpu_ms:.1f} "
            f"| {row.statements} | {ratio:.2f} | {cpu_ratio:.2f} | {'; '.join(missed)} |"
        )
    return "\n".join(lines)


def heading(title: str, command: str) -> str:
    """What was measured, how, on which commit and machine."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    return f"## {title}\n\n`{command}` at commit {commit.stdout.strip()}, {machine}\n"
