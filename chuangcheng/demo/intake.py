"""Reports of the sample district: calls, letters and motions in every state, and a batch of a superior's findings.

Phone numbers begin with 199000 and belong to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import problem_class_named
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import local_date, replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.names import person_name
from chuangcheng.demo.people import People
from chuangcheng.intake import services
from chuangcheng.intake.models import Report
from chuangcheng.intake.services import BatchGiven, Contact, ReportGiven, ReportStep
from chuangcheng.orgs.access import actor_for
from chuangcheng.sites.models import Site

CALLS = (  # source, words, class, hours ago, whether it waits at the desk
    ("hotline", "路口的垃圾桶满了两天没人清运，味道很大", "暴露垃圾", 30, False),
    ("hotline", "晚上十点以后还有烧烤摊占道，油烟呛人", "占道经营", 20, False),
    ("line12345", "共享单车堆在盲道上，轮椅过不去", "非机动车乱停", 26, False),
    ("line12345", "小区门口井盖松动，车一过就响", "井盖缺失破损", 5, True),
    ("county_line", "背街小巷的路灯坏了一排，老人不敢出门", "路灯不亮", 50, False),
    ("mayor_box", "建议在菜市场门口增设非机动车停车区", "非机动车乱停", 70, True),
    ("npc", "关于加强背街小巷环境整治的建议", "背街小巷脏乱", 200, False),
    ("cppcc", "关于规范户外广告设置的提案", "违规户外广告", 180, False),
    ("media", "记者反映河道边有漂浮垃圾", "水域不洁", 8, False),
    ("supervisor", "公交站台座椅破损，海报过期", "座椅健身设施破损", 28, False),
)
ON_CASES = 6  # reports that tell of cases which are there already
FINDINGS = (  # words, class
    ("主干道人行道有积尘和烟头", "道路不洁"),
    ("公共厕所无洗手液", "公厕不洁有异味"),
    ("农贸市场门口非机动车乱停放", "非机动车乱停"),
    ("小区楼道堆放杂物", "楼道堵塞黑暗"),
)


def make_intake(people: People, sites: Sequence[Site], cases: Sequence[Case], at: datetime) -> None:
    """Reports and a batch, by the services themselves as of their moments."""
    rng = dice("intake")
    clerk = actor_for(people.by_username["shouliyuan"], today=local_date(at))
    made: list[Report] = []
    for number, (source, words, named, hours, waits) in enumerate(CALLS):
        moment, site = at - timedelta(hours=hours), rng.choice(list(sites))
        given = ReportGiven(
            source=source,
            text=words,
            problem_class_id=_class_id(named),
            site_id=site.pk,
            contact=Contact(person_name(rng), f"199000{number:05d}"),
            wants_answer=True,
            opens_case=not waits,
        )
        with replayed_at(moment):
            made.append(services.receive_report(actor=clerk, report_id=id_at(moment, rng), given=given))
    closed = [case for case in cases if case.state == "closed" and case.closed_at is not None][:ON_CASES]
    for number, case in enumerate(closed):
        moment = case.reported_at + timedelta(minutes=10)
        given = ReportGiven(
            source="hotline",
            text=case.description,
            place_text=case.place,
            area_id=case.area_id,
            contact=Contact(person_name(rng), f"199001{number:05d}"),
            wants_answer=True,
            link_to=case.pk,
        )
        with replayed_at(max(moment, at - timedelta(days=20))):
            made.append(services.receive_report(actor=clerk, report_id=id_at(moment, rng), given=given))
    for report in made[len(CALLS) : -2]:
        with replayed_at(at - timedelta(hours=3)):
            step = services.draft_answer(actor=clerk, step=ReportStep(report.pk), text="已清理整改，欢迎继续监督。")
            services.send_answer(actor=clerk, step=ReportStep(report.pk), answer_id=step.pk, way="phone")
    _make_batch(people, sites, at)


def _class_id(name: str) -> int | None:
    found = problem_class_named(name=name)
    return found.pk if found is not None else None


def _make_batch(people: People, sites: Sequence[Site], at: datetime) -> None:
    rng = dice("superior")
    moment = at - timedelta(days=2)
    leader = people.by_username["lingdao"]
    given = BatchGiven(
        name="省级暗访反馈问题",
        giver="省文明办暗访组",
        received_on=local_date(moment),
        due_on=local_date(at + timedelta(days=8)),
        note="请对照清单逐条整改，报告整改情况。",
        leader_ids=[leader.pk],
    )
    with replayed_at(moment):
        batch = services.save_batch(actor=SYSTEM, batch_id=id_at(moment, rng), given=given)
        for number, (words, named) in enumerate(FINDINGS, start=1):
            finding = ReportGiven(
                source="superior",
                text=words,
                problem_class_id=_class_id(named),
                site_id=rng.choice(list(sites)).pk,
                outside_number=str(number),
                batch_id=batch.pk,
            )
            services.receive_report(actor=SYSTEM, report_id=id_at(moment, rng), given=finding)
