"""Bringing a problem ledger in: read, understood, written with its history and search entries, and the same again;
beside a bare COPY of the same rows into the same tables, which knows nothing and checks nothing."""

from __future__ import annotations

import cProfile
import io
import pstats
import random
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from benchmarks.measuring import heading
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.sheets import read_book

TABLES = ("cases_case", "cases_caseevent", "cases_assist")
HEADER = "问题编号,发现时间,检查类型,点位,问题描述,责任单位,整改时限,整改情况,完成时间,是否销号"
UNITS = ("区城管局", "区住建局", "区市场监管局", "区公安分局", "东关街道", "西苑街道", "柳河镇", "石门镇")
PROBLEMS = ("公厕异味较重", "井盖缺失", "垃圾桶满溢，周边有散落垃圾", "盲道被占用", "飞线充电", "广告褪色破损")
HEAD = """| deed | rows | seconds | rows/s | times a bare COPY | processor s, of Python | peak MB |
|---|--:|--:|--:|--:|--:|--:|"""
MOST_PROFILED = 10_000  # rows
LEDGER = "cases/services/ledger/"
PARTS = {
    "guess the columns": [("core/imports/guess.py", "guess_plans")],
    "pass over what is no data": [("core/imports/reading.py", "read_rows")],
    "understand the cells": [("core/imports/lines.py", "row")],
    "understand the row": [(f"{LEDGER}drafts.py", "draft_of")],
    "ask what is known": [("core/imports/memory.py", "said_before"), (f"{LEDGER}writing.py", "numbers_of")],
    "look up names, make case and steps": [(f"{LEDGER}making.py", "made"), (f"{LEDGER}lookups.py", "list_places")],
    "write the cases": [(f"{LEDGER}new_cases.py", "insert_cases")],
    "write steps and assisting units": [(f"{LEDGER}writing.py", "_write_steps")],
    "cut and write search words": [(f"{LEDGER}writing.py", "_index_new")],
    "look for relapses": [("cases/services/relapses.py", "recognise_since")],
    "remember the row": [("core/imports/memory.py", "remember_new")],
}
LIMITS = ("立行立改", "24小时", "3天", "2个工作日")


def run(sizes: list[int]) -> None:
    """Prints a table; needs nothing but the database of the settings, in which it makes one of its own."""
    made = setup_databases(verbosity=0, interactive=False)
    try:
        print(
            heading(settings.DATABASES["default"]["ENGINE"].rpartition(".")[2], f"python -m benchmarks ledger {sizes}")
        )
        print(HEAD)
        for size in sizes:
            _measure(size)
        _tell_parts(min(*sizes, MOST_PROFILED))
    finally:
        teardown_databases(made, verbosity=0)


@dataclass(frozen=True)
class _Spent:
    """What a deed took."""

    seconds: float  # by the clock
    computed: float  # seconds of this process
    peak: float  # MB of this process, up to then

    def line(self, deed: str, size: int, bare: float) -> str:
        ratio = f"{self.seconds / bare:.1f}" if bare else "—"
        speed = f"{size / self.seconds:,.0f}"
        return f"| {deed} | {size:,} | {self.seconds:.1f} | {speed} | {ratio} | {self.computed:.1f} | {self.peak:.0f} |"


def _measure(size: int) -> None:
    content = _ledger(size).encode()
    read, book = _timed(lambda: read_book(content, name="问题台账.csv"))
    first, report = _timed(lambda: _import(book))
    _check(report.created, size)
    again, report = _timed(lambda: _import(book))
    _check(report.unchanged, size)
    bare = _bare_copy() if connection.vendor == "postgresql" else 0.0
    for deed, spent in (("read the file", read), ("import", first), ("the same again", again)):
        print(spent.line(deed, size, bare), flush=True)
    if bare:
        print(f"| bare COPY | {size:,} | {bare:.1f} | {size / bare:,.0f} | 1.0 | — | — |", flush=True)


def _tell_parts(size: int) -> None:
    """Prints what a row costs by part, in processor time under a profiler, which makes small functions look dearer."""
    book = read_book(_ledger(size, "P").encode(), name="问题台账.csv")
    profile = cProfile.Profile(time.process_time)
    _check(profile.runcall(_import, book).created, size)
    spent = {(path.rpartition("chuangcheng/")[2], name): row[3] for (path, _line, name), row in _rows_of(profile)}
    whole = spent["core/imports/run.py", "run_import"]
    parts = {label: sum(spent.get(place, 0.0) for place in places) for label, places in PARTS.items()}
    parts["all else: the transaction, what is counted and listed"] = whole - sum(parts.values())
    print(f"\n| part of an import of {size:,} rows, of processor time | microseconds a row | share |\n|---|--:|--:|")
    for label, seconds in parts.items():
        print(f"| {label} | {seconds / size * 1e6:.0f} | {seconds / whole:.0%} |")


def _rows_of(profile: cProfile.Profile) -> Any:
    return pstats.Stats(profile).stats.items()  # type: ignore[attr-defined] # typeshed leaves it out


def _check(found: int, size: int) -> None:
    if found != size:
        raise RuntimeError(f"{found} of {size} rows")


def _import(book: Any) -> Report:
    return run_import(kind_for("cases"), book, actor=SYSTEM)


def _timed(deed: Callable[[], Any]) -> tuple[_Spent, Any]:
    start, begun = time.perf_counter(), time.process_time()
    found = deed()
    return _Spent(time.perf_counter() - start, time.process_time() - begun, _peak()), found


def _bare_copy() -> float:
    """Seconds of COPY of all rows that the import wrote, into tables with the same indexes."""
    with connection.cursor() as cursor:
        streams = {}
        for table in TABLES:
            streams[table] = io.BytesIO()
            with cursor.cursor.copy(f"COPY {table} TO STDOUT") as copy:
                for block in copy:
                    streams[table].write(block)
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        start = time.perf_counter()
        for table, stream in streams.items():
            with cursor.cursor.copy(f"COPY bare_{table} FROM STDIN") as copy:
                copy.write(stream.getvalue())
        seconds = time.perf_counter() - start
        for table in TABLES:
            cursor.execute(f"DROP TABLE bare_{table}")
    return seconds


def _ledger(size: int, letter: str = "T") -> str:
    chance = random.Random(size)
    lines = [HEADER]
    for number in range(1, size + 1):
        month, day = chance.randint(1, 9), chance.randint(1, 27)
        done = f"已整改,2026-{month:02d}-{day + 1:02d},√" if chance.random() < 0.8 else "整改中,,"
        clock = f"1{chance.randint(0, 9)}:{chance.randint(10, 59)}"
        lines.append(
            f"W{letter}{size}-{number:06d},2026-{month:02d}-{day:02d} {clock},日巡查,"
            f'文明路{chance.randint(1, 5_000)}号,"{chance.choice(PROBLEMS)}",'
            f"{chance.choice(UNITS)}/{chance.choice(UNITS)},{chance.choice(LIMITS)},{done}"
        )
    return "\n".join(lines)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
