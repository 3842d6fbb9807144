"""Times a deed, by the clock and by the processor, and counts its statements."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UP = 3
BRACKETS = ("BEGIN", "COMMIT")  # of a transaction: counted as no statement, as in the tests
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
    return measure_prepared(name, size, lambda: None, lambda _nothing: deed(), times=times)


def measure_prepared(
    name: str, size: int, prepare: Callable[[], Any], deed: Callable[[Any], object], *, times: int
) -> Measured:
    """The same for a deed that needs something new each time, which is prepared outside the clock."""
    for _turn in range(WARM_UP):
        deed(prepare())
    prepared = prepare()
    with CaptureQueriesContext(connection) as captured:
        deed(prepared)
    statements = sum(each["sql"] not in BRACKETS for each in captured)
    spent, computed = [], []
    for _turn in range(times):
        prepared = prepare()
        start, begun = time.perf_counter(), time.process_time()
        deed(prepared)
        spent.append((time.perf_counter() - start) * 1000)
        computed.append((time.process_time() - begun) * 1000)
    return Measured(name, size, median(spent), quantiles(spent, n=20)[-1], median(computed), statements)


def table(rows: Sequence[Measured], *, most_ms: dict[str, int], most_statements: dict[str, int]) -> str:
    """The rows as Markdown with the ratios of medians to the size before and what missed its target.

    Targets go by how the name of a deed begins; "*" is that of the others.
    """
    before: dict[str, Measured] = {}
    lines = [
        "| deed | rows | median ms | p95 ms | cpu ms | statements | ratio | cpu ratio | |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        base = before.get(row.name, row)
        before[row.name] = row
        ratio, cpu_ratio = row.median_ms / base.median_ms, row.cpu_ms / base.cpu_ms
        missed = []
        if row.p95_ms > _target(most_ms, row.name):
            missed.append(f"MISSED {_target(most_ms, row.name)} ms")
        if row.statements > _target(most_statements, row.name):
            missed.append(f"MISSED {_target(most_statements, row.name)} statements")
        if min(ratio, cpu_ratio) > FLAT:
            missed.append(f"MISSED {FLAT} times")
        lines.append(
            f"| {row.name} | {row.size:,} | {row.median_ms:.1f} | {row.p95_ms:.1f} | {row.cpu_ms:.1f} "
            f"| {row.statements} | {ratio:.2f} | {cpu_ratio:.2f} | {'; '.join(missed)} |"
        )
    return "\n".join(lines)


def _target(targets: dict[str, int], name: str) -> int:
    return next((target for begin, target in targets.items() if name.startswith(begin)), targets["*"])


def heading(title: str, command: str) -> str:
    """What was measured, how, on which commit and machine."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    load = f"load {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores in the last 15 minutes"
    machine = f"{platform.machine()}, Python {platform.python_version()}, {load}"
    return f"## {title}\n\n`{command}` at commit {commit.stdout.strip()}, {machine}\n"
