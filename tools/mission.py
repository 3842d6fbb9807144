"""`script/test --mission`: runs the journeys and prints MISSION row → journey → result."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| ([A-I]\d) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
NO_JOURNEY = "尚无旅程"


class Results:
    """A pytest plugin that keeps the worst outcome of each journey and the rows that it shows."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, ...]] = {}
        self.outcomes: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Reads the rows from the marks."""
        for item in items:
            for mark in item.iter_markers("journey"):
                self.rows[item.nodeid] = tuple(str(row) for row in mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps the outcome; a failed set-up or tear-down counts as failed."""
        if report.when == "call" or report.failed:
            self.outcomes[report.nodeid] = (
                "failed" if report.failed else self.outcomes.get(report.nodeid, report.outcome)
            )


def table(results: Results) -> list[str]:
    """One line per row and journey, in the order of `docs/mission.md`; rows without a journey say so."""
    by_row: defaultdict[str, list[str]] = defaultdict(list)
    for journey, rows in results.rows.items():
        for row in rows:
            by_row[row].append(f"{journey.split('::')[-1]}  {results.outcomes.get(journey, 'not run')}")
    lines = []
    for code, name, reach in ROW.findall((ROOT / "docs" / "mission.md").read_text(encoding="utf-8")):
        found = by_row.get(code) or [f"{NO_JOURNEY}（{reach.strip()}）"]
        lines += [f"{code}  {name.strip()}  →  {journey}" for journey in found]
    return lines


def main(arguments: list[str]) -> int:
    """The exit code of the journeys; the table comes last."""
    results = Results()
    code = pytest.main(["-q", "-m", "journey", str(ROOT / "tests" / "journeys"), *arguments], plugins=[results])
    print("\n".join(table(results)))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
