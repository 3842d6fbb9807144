"""One thing is asked once: counted by week and month, stopped when it is asked again, limited where the office says."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.spans import week_of
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Ask, Unit
from chuangcheng.orgs.policies import MOST_ASKS_A_WEEK
from chuangcheng.orgs.queries import load_of, span_of
from chuangcheng.orgs.services import AskGiven, AsksRefused, ask_units, end_asks, renew_asks
from chuangcheng.orgs.slots import visits_of_units
from chuangcheng.orgs.testing import Cast, actor_of, make_unit, signed_in

MONDAY = date(2026, 11, 23)


def asked(unit: Unit, number: int = 1, title: str = "报送楼道整治进度", **more: Any) -> AskGiven:
    facts = {"kind": "task", "source_kind": "test.thing", "source_id": str(number), "source_label": f"第{number}号"}
    return AskGiven(**{"unit_id": unit.pk, "title": title, **facts, **more})


def week(cast: Cast) -> Any:
    return load_of(actor=actor_of(cast.chief), span=span_of("week", today()))


def of_lane(cast: Cast) -> Any:
    return next(line for line in week(cast).lines if line.unit == cast.lane)


def test_what_a_community_is_asked_for_is_counted_by_kind(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane), asked(cast.lane, 2, "交照片", kind="material"), asked(cast.east, 3)])
    line = of_lane(cast)
    assert (line.counts["task"], line.counts["material"], line.total, line.is_over) == (1, 1, 2, False)
    assert [each.unit for each in week(cast).lines] == [cast.lane]


def test_the_same_record_is_written_down_once(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    assert ask_units(actor=actor, asks=[asked(cast.lane)]) == 1
    assert ask_units(actor=actor, asks=[asked(cast.lane)]) == 0
    assert Ask.objects.count() == 1


def test_a_unit_is_not_counted_for_what_it_asks_of_itself(cast: Cast) -> None:
    assert ask_units(actor=actor_of(cast.keeper), asks=[asked(cast.lane)]) == 0


@pytest.mark.parametrize("again", ["报送楼道整治进度", " 报送 楼道整治进度。", "报送“楼道整治”进度"])
def test_what_is_open_is_not_asked_again_and_the_earlier_one_is_named(cast: Cast, again: str) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane)])
    with pytest.raises(AsksRefused, match=r"柳巷.*第1号.*写明理由") as refused:
        ask_units(actor=actor, asks=[asked(cast.east, 7, "另一件"), asked(cast.lane, 2, again)])
    assert list(refused.value.problems) == [1]
    assert Ask.objects.count() == 1


def test_of_many_units_the_first_is_told_and_how_many_more(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane), asked(cast.east)])
    with pytest.raises(AsksRefused, match=r"柳巷社区已有同样的要求.*另有1项也是这样。$"):
        ask_units(actor=actor, asks=[asked(cast.lane, 2), asked(cast.east, 2)])


def test_twice_in_one_go_is_stopped_too(cast: Cast) -> None:
    with pytest.raises(AsksRefused, match="第1号"):
        ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane), asked(cast.lane, 2)])


@pytest.mark.parametrize(
    "other",
    [{"title": "报送楼道整治照片"}, {"kind": "form"}],
)
def test_something_else_is_not_stopped(cast: Cast, other: dict[str, Any]) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane)])
    assert ask_units(actor=actor, asks=[asked(cast.lane, 2, **other)]) == 1


def test_what_is_done_may_be_asked_again_and_what_is_open_again_may_not(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane)])
    end_asks(source_kind="test.thing", source_ids=["1"])
    renew_asks(source_kind="test.thing", source_ids=["1"])
    with pytest.raises(AsksRefused):
        ask_units(actor=actor, asks=[asked(cast.lane, 2)])
    end_asks(source_kind="test.thing", source_ids=["1"])
    assert ask_units(actor=actor, asks=[asked(cast.lane, 2)]) == 1


def test_with_a_reason_it_is_asked_and_the_reason_is_shown(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane)])
    assert ask_units(actor=actor, asks=[asked(cast.lane, 2)], despite="上级要求重报") == 1
    assert of_lane(cast).despite == 1
    page = signed_in(cast.chief).get(f"/load/units/{cast.lane.pk}/").content.decode()
    assert "仍提的理由：上级要求重报" in page


def test_each_number_on_a_phone_has_the_name_of_its_kind(cast: Cast) -> None:
    ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane)])
    page = signed_in(cast.chief).get("/load/").content.decode()
    counts = {str(kind.label): page.count(f'data-label="{kind.label}"') for kind in Ask.Kind}
    assert counts == dict.fromkeys(counts, 1)


def test_what_is_taken_back_is_not_counted(cast: Cast) -> None:
    ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane)])
    end_asks(source_kind="test.thing", source_ids=["1"], is_taken_back=True)
    assert of_lane(cast).total == 0


def test_above_the_number_of_the_week_a_reason_is_asked_for(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    change_setting(actor=SYSTEM, key=MOST_ASKS_A_WEEK.key, value=2, valid_from=today(), reason="试行")
    ask_units(actor=actor, asks=[asked(cast.lane, 1, "甲"), asked(cast.lane, 2, "乙")])
    with pytest.raises(AsksRefused, match="2件"):
        ask_units(actor=actor, asks=[asked(cast.lane, 3, "丙")])
    assert ask_units(actor=actor, asks=[asked(cast.east, 4, "丙")]) == 1
    assert ask_units(actor=actor, asks=[asked(cast.lane, 3, "丙")], despite="防汛") == 1
    assert of_lane(cast).is_over


def test_visits_of_a_context_above_are_counted_beside(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits_of_units, "_fillings", {"test": lambda _first, _last: {cast.lane.pk: 3}})
    line = of_lane(cast)
    assert (line.counts["visit"], line.total, line.before) == (3, 3, 3)


def test_a_week_goes_from_monday_to_sunday_and_a_month_from_the_first_to_the_last() -> None:
    assert week_of(date(2026, 11, 29)) == (MONDAY, date(2026, 11, 29))
    assert week_of(MONDAY) == (MONDAY, date(2026, 11, 29))
    month = span_of("month", date(2026, 2, 11))
    assert (month.first, month.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (month.before.first, month.after.last) == (date(2026, 1, 1), date(2026, 3, 31))


def test_who_sees_only_a_part_counts_only_that(cast: Cast) -> None:
    make_unit("西苑一社区", parent=cast.west, kind=Unit.Kind.COMMUNITY)
    ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane)])
    seen = load_of(actor=actor_of(cast.west_liaison), span=span_of("week", today()))
    assert [line.unit.name for line in seen.lines] == ["西苑一社区"]
    assert signed_in(cast.west_liaison).get(f"/load/units/{cast.lane.pk}/").status_code == 404


def test_the_office_sees_every_unit_and_a_bureau_itself(cast: Cast) -> None:
    given = [asked(cast.lane), asked(cast.sanitation, 2), asked(cast.sanitation, 3, "交照片")]
    ask_units(actor=actor_of(cast.chief), asks=given)
    office, bureau = signed_in(cast.chief), signed_in(cast.liaison)
    usual, every = office.get("/load/").content.decode(), office.get("/load/?units=every").content.decode()
    assert "区城管局" not in usual
    assert every.index("区城管局") < every.index("柳巷社区")
    assert "units=every" in every
    own = bureau.get("/load/")
    assert ([line.unit.name for line, _counts in own.context["lines"]], own.context["has_choice"]) == (
        ["区城管局"],
        False,
    )
    told = office.get("/api/v1/load?units=every").json()
    assert {line["unit"]: line["total"] for line in told["lines"] if line["total"]} == {"区城管局": 2, "柳巷社区": 1}


def test_visits_of_a_unit_are_told_where_its_list_does_not_name_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(visits_of_units._fillings, "test", lambda _first, _last: {cast.lane.pk: 11})
    page = signed_in(cast.chief).get(f"/load/units/{cast.lane.pk}/").content.decode()
    assert "另有检查11次" in page
    assert "这段时间没有被要求什么" not in page


def test_it_costs_the_same_for_one_community_and_for_many(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            week(cast)
        return len(captured)

    ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane)])
    cost()  # the settings are read once
    before = cost()
    for number in range(2, 9):
        unit = make_unit(f"第{number}社区", parent=cast.east, kind=Unit.Kind.COMMUNITY)
        ask_units(actor=actor_of(cast.chief), asks=[asked(unit, number)])
    assert cost() == before


@pytest.mark.parametrize(
    "query", ["", "?span=month", "?span=week&day=2026-13-99", "?day=9999-12-31", "?span=x&day=0001-01-01"]
)
def test_the_page_stands_for_every_span_and_for_nonsense(cast: Cast, query: str) -> None:
    ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane)])
    answer = signed_in(cast.chief).get(f"/load/{query}")
    assert (answer.status_code, "柳巷社区" in answer.content.decode()) == (200, True)


def test_the_workbook_and_the_api_say_the_same(cast: Cast) -> None:
    ask_units(actor=actor_of(cast.chief), asks=[asked(cast.lane)])
    office = signed_in(cast.chief)
    assert office.get("/load/export/").status_code == 200
    told = office.get("/api/v1/load").json()
    assert [(line["unit"], line["counts"]["task"], line["total"]) for line in told["lines"]] == [("柳巷社区", 1, 1)]
    (ask,) = office.get(f"/api/v1/load/units/{cast.lane.pk}").json()
    assert (ask["title"], ask["source_label"], ask["despite"]) == ("报送楼道整治进度", "第1号", "")


def test_the_report_of_a_month_adds_up_and_tells_what_was_asked_all_the_same(cast: Cast) -> None:
    actor = actor_of(cast.chief)
    ask_units(actor=actor, asks=[asked(cast.lane), asked(cast.lane, 2, "交照片", kind="material")])
    ask_units(actor=actor, asks=[asked(cast.lane, 3)], despite="上级要求重报")
    answer: Any = signed_in(cast.chief).get("/load/export/?span=month")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = {sheet.title: list(sheet.values) for sheet in book}
    assert rows["基层负担"][-2][:3] == ("柳巷社区", 2, 1)
    assert rows["基层负担"][-1][:3] == ("合计", 2, 1)
    assert (rows["按类别"][2], rows["按类别"][-1]) == (("任务", 2, 0, 2), ("合计", 3, 0, 3))
    assert rows["提得最多的单位"][-1] == (cast.office.name, 3)
    told = rows["写明理由仍提"][-1]
    assert (told[0], told[1], told[2], told[5]) == ("柳巷社区", "任务", "报送楼道整治进度", "上级要求重报")


def test_an_empty_week_says_so(cast: Cast) -> None:
    day = today() - timedelta(days=400)
    page = signed_in(cast.chief).get(f"/load/?day={day}").content.decode()
    assert "这段时间没有给社区和村提过要求" in page
