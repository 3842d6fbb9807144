"""What a cycle can still end with: the table of its page, and trying every end."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.scoring.engine import Reach, needed_alone, prospect, score_text


def page_rows() -> list[list[str]]:
    """The table of the page on cycles."""
    page = Path(__file__).parents[3] / "docs" / "algorithms" / "places.md"
    lines = page.read_text(encoding="utf-8").split("## A cycle")[1].splitlines()
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if line.startswith("| ")][1:]


@pytest.mark.parametrize("row", page_rows(), ids=lambda row: " ".join(row[:3]))
def test_page_on_cycles_gives_what_it_says(row: list[str]) -> None:
    weights = [Decimal(weight) for weight in row[0].split(";")]
    totals = [None if total == "-" else Decimal(total) for total in row[1].split(";")]
    found = prospect(weights=weights, totals=totals, line=Decimal(row[2]))
    last = needed_alone(weights=weights, totals=totals, line=Decimal(row[2]), year=len(weights) - 1)
    told = [score_text(found.lowest), score_text(found.highest), found.reach.value, score_text(last) or "null"]
    assert told == row[3:]


WEIGHTS = st.lists(st.integers(0, 60).map(Decimal), min_size=1, max_size=5).filter(any)
POINTS = st.integers(0, 100).map(Decimal)


@given(weights=WEIGHTS, line=POINTS, data=st.data())
def test_reach_agrees_with_trying_every_end(weights: list[Decimal], line: Decimal, data: st.DataObject) -> None:
    totals = [data.draw(st.none() | POINTS) for _weight in weights]
    found = prospect(weights=weights, totals=totals, line=line)
    ends = {rest: [rest if total is None else total for total in totals] for rest in (Decimal(0), Decimal(100))}
    whole = {
        rest: sum(Fraction(w) * Fraction(t) for w, t in zip(weights, end, strict=True)) / Fraction(sum(weights))
        for rest, end in ends.items()
    }

    assert (found.lowest, found.highest) == (whole[Decimal(0)], whole[Decimal(100)])
    if None in totals:
        assert (found.reach is Reach.SECURED) == (whole[Decimal(0)] >= line)
        assert (found.reach is Reach.OUT_OF_REACH) == (whole[Decimal(100)] < line)
    else:
        assert found.reach in {Reach.MET, Reach.MISSED}


@given(weights=WEIGHTS, line=POINTS, data=st.data())
def test_what_a_year_needs_alone_reaches_the_line_exactly(
    weights: list[Decimal], line: Decimal, data: st.DataObject
) -> None:
    totals = [data.draw(st.none() | POINTS) for _weight in weights]
    for year in range(len(weights)):
        needed = needed_alone(weights=weights, totals=totals, line=line, year=year)
        if needed is None:
            continue
        so_far = prospect(weights=weights, totals=totals).standing.so_far
        filled = [total if total is not None else (needed if at == year else so_far) for at, total in enumerate(totals)]
        assert prospect(weights=weights, totals=filled).standing.full == line
