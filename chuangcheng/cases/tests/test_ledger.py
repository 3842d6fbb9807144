"""Ledgers of problems as offices keep them: states, dates, limits, several units in a cell, second readings."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.cases.models import Case
from chuangcheng.cases.services.ledger import survey
from chuangcheng.cases.services.ledger.words import is_urgent, source_of, state_of
from chuangcheng.cases.states import State
from chuangcheng.cases.testing import make_site
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import SearchEntry
from chuangcheng.core.sheets import read_book
from chuangcheng.orgs.models import Unit as OrgUnit
from chuangcheng.orgs.testing import Cast, actor_of

HEADER = "序号,发现时间,检查类型,点位,问题描述,责任单位,整改时限,整改情况,完成时间,是否销号"
CLOSED = "1,2026-03-14 11:09,日巡查,东关大街,人行道地砖破损4处,区环卫中心/东关街道,3天,已整改,2026-03-17 06:09,√"
OPEN = '2,2026年07月30日,群众反映,火车站附近,"垃圾桶满溢，周边有散落垃圾",区环卫中心,24小时,整改中,,'
SHANGHAI = ZoneInfo("Asia/Shanghai")


def take(*lines: str, actor: object = SYSTEM, header: str = HEADER) -> Report:
    text = "\n".join((header, *lines)).encode("gb18030")
    return run_import(kind_for("cases"), read_book(text, name="问题台账.csv"), actor=actor)  # type: ignore[arg-type]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected


def moves_of(case: Case) -> list[str]:
    return list(case.history.values_list("move", flat=True))


@pytest.fixture
def bureau(cast: Cast) -> OrgUnit:
    cast.sanitation.name = "区环卫中心"
    cast.sanitation.save(update_fields=["name"])
    return cast.sanitation


def test_closed_problem_keeps_its_state_and_its_days(cast: Cast, bureau: OrgUnit) -> None:
    site = make_site(cast)
    assert counts(take(CLOSED)) == (1, 0, 0, 0)
    case = Case.objects.get()
    assert (case.state, case.site_id, case.lead_unit, case.source) == ("closed", site.pk, bureau, "patrol")
    assert case.reported_at == datetime(2026, 3, 14, 11, 9, tzinfo=SHANGHAI)
    assert case.due_at == datetime(2026, 3, 17, 11, 9, tzinfo=SHANGHAI)
    assert case.closed_at == case.fed_back_at == datetime(2026, 3, 17, 6, 9, tzinfo=SHANGHAI)
    assert case.term == Limit(72, Unit.CALENDAR_HOURS)
    assert [assist.unit for assist in case.assists.all()] == [cast.east]
    assert moves_of(case) == ["open", "file", "dispatch", "feed_back", "close"]
    assert case.is_imported
    assert case.number.startswith("2026-")
    assert SearchEntry.objects.filter(kind="case", object_id=str(case.pk)).exists()


def test_open_problem_is_with_its_unit_and_goes_on_here(cast: Cast, bureau: OrgUnit) -> None:
    report = take(OPEN)
    case = Case.objects.get()
    assert (case.state, case.place, case.lead_unit) == ("fixing", "火车站附近", bureau)
    assert "不在点位台账中" in report.problems[0].reason
    liaison = actor_of(cast.liaison)
    services.feed_back(actor=liaison, step=services.Step(case.pk), after=[])  # imported history asks for no photo
    case.refresh_from_db()
    assert case.state == "fed_back"
    assert counts(take(OPEN.replace("整改中,,", "已整改,2026-08-01,是"))) == (0, 0, 1, 0)
    case.refresh_from_db()
    assert case.state == "fed_back"  # what was moved on here is not undone and not overtaken


def test_the_same_ledger_twice_changes_nothing_and_news_bring_forward(cast: Cast, bureau: OrgUnit) -> None:
    take(CLOSED, OPEN)
    assert counts(take(OPEN.replace("2,", "1,", 1), CLOSED.replace("1,", "2,", 1))) == (0, 0, 2, 0)
    assert counts(take(CLOSED, OPEN.replace("整改中,,", "已整改,2026-08-01,"))) == (0, 1, 1, 0)
    assert counts(take(CLOSED, OPEN.replace("整改中,,", "已整改,2026-08-01,已销号"))) == (0, 1, 1, 0)
    case = Case.objects.get(description__startswith="垃圾桶")
    assert moves_of(case) == ["open", "file", "dispatch", "feed_back", "close"]
    assert Case.objects.count() == 2


def test_wrong_rows_are_listed_and_the_others_go_in(cast: Cast, bureau: OrgUnit) -> None:
    report = take(
        CLOSED,
        "2,2099-01-01,日巡查,某处,来自未来,区环卫中心,3天,,,",
        "3,昨天下午,日巡查,某处,日期不清,区环卫中心,3天,,,",
        "4,2026-05-01,日巡查,某处,,区环卫中心,3天,,,",
        "5,2026-05-01,日巡查,某处,限期不清,区环卫中心,尽快,,,",
        "6,2026-05-03,日巡查,某处,完成在发现之前,区环卫中心,3天,已整改,2026-05-01,",
        "合计,6,,,,,,,,",
    )
    assert counts(report) == (3, 0, 0, 3)
    unclear = Case.objects.get(description="限期不清")
    assert unclear.term == Limit(5, Unit.WORKING_DAYS)
    early = Case.objects.get(description="完成在发现之前")
    assert (early.state, early.fed_back_at) == ("fed_back", None)


def test_problem_for_nobody_waits_for_dispatch(cast: Cast) -> None:
    take(
        "1,2026-05-01,日巡查,某处,井盖缺失,,3天,整改中,,", "2,2026-05-01,日巡查,某处,路灯不亮,,3天,已整改,2026-05-02,√"
    )
    assert [case.state for case in Case.objects.order_by("number")] == ["filed", "closed"]


def test_unknown_unit_is_made_unconfirmed(cast: Cast) -> None:
    report = take("1,2026-05-01,日巡查,某处,井盖缺失,区水利局,2026-05-20,整改中,,")
    assert OrgUnit.objects.filter(name="区水利局", is_confirmed=False).exists()
    assert any("待确认" in problem.reason for problem in report.problems)
    case = Case.objects.get()
    assert case.term == date(2026, 5, 20)


def test_only_who_may_import_does(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        take(CLOSED, actor=actor_of(cast.liaison))
    assert not Case.objects.exists()


def test_statements_do_not_grow_with_the_rows(cast: Cast, bureau: OrgUnit) -> None:
    def asked(first: int, count: int) -> int:
        lines = [f"1,2026-03-14,日巡查,某处{first + number},破损,区环卫中心,3天,整改中,," for number in range(count)]
        with CaptureQueriesContext(connection) as seen:
            take(*lines)
        return len(seen)

    asked(0, 1)
    few = asked(10, 3)
    assert asked(100, 400) <= few + 40  # a statement writes ten rows at least


@pytest.mark.parametrize(
    ("status", "fixed", "closed", "state"),
    [
        ("已整改", "", "是", State.CLOSED),
        ("已整改", "", "×", State.FED_BACK),
        ("未完成整改", "", "否", State.FIXING),
        ("尚未整改到位", "", "", State.FIXING),
        ("整改中", "", "未销号", State.FIXING),
        ("", "√", "", State.FED_BACK),
        ("已办结", "", "", State.CLOSED),
        ("挂账（列入明年计划）", "", "", State.SUSPENDED),
        ("经核实不属实", "", "", State.REJECTED),
        ("待核查", "", "", State.FED_BACK),
        ("不予立案", "", "", State.REJECTED),
        ("", "", "", State.FIXING),
    ],
)
def test_words_tell_where_a_problem_stands(status: str, fixed: str, closed: str, state: State) -> None:
    assert state_of(status=status, fixed=fixed, closed=closed, has_unit=True, has_fixed_day=False) is state


def test_a_row_beyond_those_kept_in_memory_goes_in_like_the_others(
    cast: Cast, bureau: OrgUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "MOST_DRAFTS", 1)
    assert counts(take(CLOSED, OPEN, OPEN.replace("垃圾桶", "果皮箱"))) == (3, 0, 0, 0)
    assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "fixing", "fixing"]
    assert counts(take(CLOSED, OPEN.replace("整改中", "已整改"))) == (0, 1, 1, 0)


def test_words_tell_where_it_came_from() -> None:
    words = ("日巡查", "周检查", "第三方测评", "12345热线", "省级暗访", "其他")
    assert [source_of(each) for each in words] == ["patrol", "check", "check", "public", "superior", "imported"]
    assert [is_urgent(each) for each in ("紧急", "一般", "不紧急", "严重")] == [True, False, False, True]


def test_a_place_that_is_no_site_is_listed_once_with_its_first_rows(cast: Cast, bureau: OrgUnit) -> None:
    lines = [
        f"{n},2026-03-0{n},日巡查,{place},问题{n},区环卫中心,3天,整改中,," for n, place in enumerate("甲乙甲甲甲", 1)
    ]

    report = take(*lines)

    listed = [(problem.row, problem.reason) for problem in report.problems if "点位台账" in problem.reason]
    assert listed == [
        (2, "“甲”不在点位台账中，地点按文字保存（共4行，例如第2、4、5行）。"),
        (3, "“乙”不在点位台账中，地点按文字保存。"),
    ]
