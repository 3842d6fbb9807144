"""Figures as the sources published or worked them, out of the records and onto the board and the sheet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast, make_unit, signed_in
from chuangcheng.supervision.testing import compute, make_board, make_formula, make_merit

SEPTEMBER = date(2026, 9, 15)
AT = datetime(2026, 9, 7, 9, tzinfo=SHANGHAI)
DUE = AT + timedelta(days=3)
LATE = {"fed_back_at": DUE + timedelta(days=2)}
OPEN = {"fed_back_at": None, "closed_at": None, "state": "fixing", "outcome": ""}
POSTPONED = {**OPEN, "state": "suspended"}


def case(cast: Cast, number: int, **columns: Any) -> Case:
    """A case of the sanitation bureau, due in September and closed in time."""
    usual = {
        "reported_at": AT,
        "filed_at": AT,
        "due_at": DUE,
        "fed_back_at": DUE - timedelta(hours=5),
        "closed_at": DUE + timedelta(days=9),
        "state": "closed",
        "outcome": "fixed",
        "lead_unit": cast.sanitation,
        "problem_class": problem_class(),
    }
    return unsaved_case(number, cast, **{**usual, **columns})


def page_of(cast: Cast, code: str, **more: Any) -> tuple[Any, str]:
    """The board by a ready-made formula: its run and its page."""
    run = compute(cast, make_board(cast, formula=make_formula(cast, code), **more), SEPTEMBER)
    return run, signed_in(cast.chief).get(f"/supervision/boards/{run.pk}/").content.decode()


def test_taishan_963_of_1032(cast: Cast) -> None:
    Case.objects.bulk_create([case(cast, at, **(OPEN if at >= 963 else {})) for at in range(1032)])
    run, page = page_of(cast, "rectification_rate", rate="closed")
    row = run.results.get(unit=cast.sanitation)
    assert (row.good, row.counted, str(row.points)) == (963, 1032, "93.31")
    assert ("93.31" in page, "963/1,032" in page) == (True, True)


def test_jinhua_on_worked_numbers(cast: Cast) -> None:
    """docs/algorithms/appraisal.md: 40 due of 42, 27 on time, 8 late, 5 open, 4 urgent, one rework, one fraud."""
    urgent: dict[str, Any] = {"severity": "urgent"}
    kinds: list[dict[str, Any]] = [{}] * 27 + [LATE] * 8 + [OPEN] * 5 + [POSTPONED] * 2
    extra: dict[int, dict[str, Any]] = {0: urgent, 1: urgent, 2: urgent, 27: urgent, 3: {"rework_count": 1}}
    Case.objects.bulk_create([case(cast, at, **kind, **extra.get(at, {})) for at, kind in enumerate(kinds)])
    make_merit(cast, kind="fraud")
    run, page = page_of(cast, "jinhua")
    row = run.results.get(unit=cast.sanitation)
    assert [line["points"] for line in row.lines] == ["47.50", "17.50", "5.00", "0.00", "-0.20", "0.00", "-1.00"]
    assert (str(row.points), "68.80" in page) == ("68.80", True)  # 70 − 0.2 − 1
    sheet = signed_in(cast.chief).get(f"/supervision/sheets/{row.pk}/?line=5").content.decode()
    assert f"/cases/{Case.objects.get(rework_count=1).pk}/" in sheet


def test_ties_are_all_listed_and_who_had_nothing_is_not_ranked_as_in_jiangmen(cast: Cast) -> None:
    names = ("区住建局", "区交通局", "区水务局", "区民政局")
    units = [make_unit(name, parent=cast.place) for name in names]
    cases = [case(cast, at, lead_unit=unit) for at, unit in enumerate(units[:2])]
    cases += [case(cast, 10 + at, **OPEN) for at in range(2)]
    cases += [case(cast, 20 + at, lead_unit=units[2], **OPEN) for at in range(2)]
    Case.objects.bulk_create(cases)
    run, page = page_of(cast, "rectification_rate", rate="closed", red=1, black=1)
    rows = run.results.exclude(place=None).order_by("order")
    assert sorted((row.place, row.listed) for row in rows) == [(1, "red"), (1, "red"), (3, "black"), (3, "black")]
    nobody = run.results.get(name="区民政局")
    assert (nobody.place, nobody.not_ranked) == (None, "nothing")
    assert "不参加排名：本期没有应结案的问题" in page
