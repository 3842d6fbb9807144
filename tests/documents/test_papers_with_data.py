"""Papers filled as offices have them: duties, the 任务分解表, a tour with its scores, a published month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chuangcheng.cases.testing import make_month_of_tianmen
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.inspections.services.tours import (
    ScoreGiven,
    StopGiven,
    TourGiven,
    finish_tour,
    open_tour,
    save_tour,
    score_stop,
)
from chuangcheng.inspections.testing import Field, make_field
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.scoring.models import OfficialRound
from chuangcheng.scoring.services import CycleFacts, YearTold, close_year, create_cycle
from chuangcheng.scoring.tests.results_books import book_of, bring, district_rows, results_framework
from chuangcheng.standards.models import Framework, Standard
from chuangcheng.standards.services import assign_duty, set_item_leader
from chuangcheng.standards.services.sample import load_sample
from tests.documents.opening import Expected, check_papers, fetch

FIGURES = "/cases/figures"
SEPTEMBER = "from=2026-09-01&to=2026-09-30"


@pytest.mark.documents
def test_month_of_tianmen_is_published_in_word_and_excel(cast: Cast, folder: Path) -> None:
    """domain.md §6.3: 1,054 received, 996 filed, 972 due, 911 closed = 93.72 %, on time 737 = 75.82 %."""
    make_month_of_tianmen(cast)
    sentences = (
        "共上报问题1,054件，立案996件，立案率94.50%。",
        "应结案972件，其中缓办0件；结案911件，结案率93.72%；按期结案737件，按期结案率75.82%；超期235件。",
        "合计1,054996972091173723593.72%75.82%",
    )
    figures = ("合计105499697209117372350", "93.72", "75.82", "94.50")

    check_papers(
        folder,
        [
            Expected(
                "天门通报.docx",
                partial(fetch, cast.chief, f"{FIGURES}/bulletin.docx?{SEPTEMBER}"),
                sentences,
                (2, 2),
            ),
            Expected(
                "天门统计.xlsx",
                partial(fetch, cast.chief, f"{FIGURES}/workbook.xlsx?{SEPTEMBER}"),
                figures,
                (5, 5),
            ),
        ],
    )


@pytest.mark.documents
def test_duties_and_breakdown_of_a_whole_framework_open(cast: Cast, folder: Path) -> None:
    framework = _divided(cast)

    told = check_papers(folder, _duty_papers(cast, framework))

    standards = Standard.objects.filter(framework=framework)
    for code in standards.values_list("code", flat=True):
        assert code in told["任务分解表-示例体系.xlsx"]
        assert code in told["责任分工表.xlsx"]


def _duty_papers(cast: Cast, framework: Framework) -> Iterator[Expected]:
    unit, leader = cast.sanitation, cast.leader
    for name, address, texts in (
        ("责任清单-单位.xlsx", f"/duties/units/{unit.pk}/workbook/", (f"{unit.name}创建工作职责清单", "牵头")),
        ("责任清单-领导.xlsx", f"/duties/leaders/{leader.pk}/workbook/", (f"{leader.name}创建工作职责清单",)),
        ("责任分工表.xlsx", "/duties/workbook/", ("创建工作责任分工表", unit.name, cast.east.name)),
        ("任务分解表-示例体系.xlsx", f"/frameworks/{framework.pk}/breakdown/", ("任务分解表", "责任分工", unit.name)),
        ("测评体系-示例体系.xlsx", f"/api/v1/frameworks/{framework.pk}/workbook", ("名称", "测评标准")),
    ):
        yield Expected(name, partial(fetch, cast.chief, address), texts, (1, 80))


def _divided(cast: Cast) -> Framework:
    """The sample framework with three units for each standard and a leader for the first item."""
    framework = load_sample(actor=actor_of(cast.chief))
    for item in framework.items.all()[:2]:
        set_item_leader(actor=SYSTEM, item_id=item.pk, person_id=cast.leader.pk, starts_on=today())
    for at, standard in enumerate(Standard.objects.filter(framework=framework)):
        lead, other = (cast.sanitation, cast.east) if at % 3 else (cast.east, cast.sanitation)
        for kind, unit in (("lead", lead), ("responsible", other), ("supporting", cast.west)):
            assign_duty(actor=SYSTEM, standard_id=standard.pk, unit_id=unit.pk, kind=kind, starts_on=today())
    return framework


@pytest.mark.documents
def test_result_of_a_tour_shows_scores_places_and_the_tour_before(cast: Cast, folder: Path) -> None:
    field = make_field(cast, sites=8)
    second = make_person("vice", unit=cast.place, role="leader", name="付领导")
    leaders = [cast.leader, second]
    before = _toured(cast, field, leaders, name="一季度拉练", previous=None, lacking=0)
    tour = _toured(cast, field, leaders, name="二季度拉练", previous=before, lacking=1)
    texts = ("名次", "上次得分", "尚未全部打分", "付领导：门口有积水，请当天处理。")

    check_papers(
        folder,
        [
            Expected("拉练结果-有得分.xlsx", partial(fetch, cast.chief, f"/tours/{tour}/result.xlsx"), texts, (2, 2)),
            Expected("路线单-八站.docx", partial(fetch, cast.chief, f"/tours/{tour}/route.docx"), ("8",), (1, 2)),
        ],
    )


def _toured(
    cast: Cast, field: Field, leaders: Sequence[Any], *, name: str, previous: UUID | None, lacking: int
) -> UUID:
    """A finished tour, or one whose last stops the second leader still has to score."""
    chief = actor_of(cast.chief)
    given = TourGiven(
        name=name,
        held_on=today(),
        starts_at=time(8, 30),
        start_name="区政府",
        leader_ids=[leader.pk for leader in leaders],
        stops=[StopGiven(site.number) for site in field.sites],
        start=(114.48, 36.60),
        previous_id=previous,
    )
    tour = open_tour(actor=chief, tour_id=save_tour(actor=chief, tour_id=new_id(), given=given, is_new=True).pk)
    stops = list(tour.stops.all())
    for which, leader in enumerate(leaders):
        for at, stop in enumerate(stops[: len(stops) - lacking * which]):
            marks = dict.fromkeys(("环境面貌", "秩序管理", "宣传氛围", "长效机制"), 10 - (at * 3 + which) % 7)
            remark = "门口有积水，请当天处理。" if at % 2 else ""
            score_stop(actor=actor_of(leader), given=ScoreGiven(new_id(), stop.pk, marks, remark))
    return tour.pk if lacking else finish_tour(actor=chief, tour_id=tour.pk).pk


@pytest.mark.documents
def test_notice_of_24_districts_and_the_brief_of_a_cycle_open(cast: Cast, folder: Path) -> None:
    framework = results_framework()
    rows = district_rows()
    rows[5][4:10] = [96.76, 90.5, 50, 38, "背街小巷保洁不到位", "公厕长期关闭"]
    bring(book_of(*rows))
    found = OfficialRound.objects.get()
    cycle = create_cycle(
        actor=SYSTEM,
        framework_id=framework.pk,
        facts=CycleFacts("本周期", today().year - 1, weights=["30", "30", "40"]),
    )
    told = YearTold(total=Decimal("87.5"), source="公布文件")
    close_year(actor=SYSTEM, cycle_id=cycle.pk, year=cycle.first_year, told=told)
    texts = ("一、总体情况", "第四组", "我们失分的地方", "公厕长期关闭", "93.90")

    check_papers(
        folder,
        [
            Expected("测评通报.docx", partial(fetch, cast.chief, f"/ranks/{found.pk}/bulletin/"), texts, (2, 4)),
            Expected("测评结果.xlsx", partial(fetch, cast.chief, f"/ranks/{found.pk}/workbook/"), ("云澜区",), (1, 3)),
            Expected("周期简报.docx", partial(fetch, cast.chief, f"/cycles/{cycle.pk}/paper.docx"), ("87.50",), (1, 1)),
        ],
    )
