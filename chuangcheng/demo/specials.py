"""Special campaigns: one that runs, with rounds, daily reports and its cases; one that has ended with a summary."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from chuangcheng.cases.models import Case
from chuangcheng.cases.models.cases import WAS_FIXED
from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.services.specials import (
    ReportGiven,
    SpecialGiven,
    attach_round,
    choose_case,
    end_special,
    pick_photos,
    plan_special,
    report_progress,
    start_special,
    wind_up_special,
    write_summary,
)
from chuangcheng.command.special_templates import class_ids, site_type_ids, special_templates
from chuangcheng.core.times import local_date, replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.queries import rounds_to_attach
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import Framework

TOLD = (
    "劝导流动摊点{n}处，清理店外经营{n}处。",
    "清理人行道占用{n}处，恢复通行。",
    "联合执法一次，规范摊点{n}处。",
    "与商户签门前三包{n}份，复查前一天的点位。",
)
STANDARDS = {"street-vending": ("6.2.4", "6.2.7"), "old-estates": ("6.4.1", "6.4.2")}  # codes of the sample framework
TAKEN_IN, BEFORE = 8, "摸底时先行整改的同类问题（示例）"  # cases
RUNNING_DAYS, ENDED_DAYS = 12, 20  # how long they have been running; how long the other one ran


class Organiser:
    """The office and the units at the moments when they did it."""

    def __init__(self, framework: Framework, units: Units, people: People) -> None:
        self.framework, self.people, self.rng = framework, people, dice("specials")
        self.office = actor_with_id(people.by_username["chuangchengban"].pk)
        self.leader_id = people.by_username["lingdao"].pk
        self.lead = units.bureaus["CGJ"]
        self.units: list[Unit] = [self.lead, *units.streets]

    def key(self, moment: datetime) -> UUID:
        """An id of that moment."""
        return id_at(moment, self.rng)

    def starts(self, template: str, first: datetime, days: int, targets: dict[str, int]) -> SpecialCampaign:
        """A campaign from a template, started on its first day."""
        made = special_templates()[template]
        standards = self.framework.standards.filter(code__in=STANDARDS[template]).order_by("pk")
        given = SpecialGiven(
            name=f"{made.name}（示例）",
            purpose=made.purpose,
            leader_id=self.leader_id,
            lead_unit_id=self.lead.pk,
            starts_on=local_date(first),
            ends_on=local_date(first) + timedelta(days=days - 1),
            standard_ids=list(standards.values_list("pk", flat=True)),
            class_ids=class_ids(made),
            site_type_ids=site_type_ids(made),
            unit_ids=[unit.pk for unit in self.units],
            targets=targets,
        )
        with replayed_at(first):
            found = plan_special(actor=self.office, special_id=self.key(first), given=given)
            return start_special(actor=self.office, special_id=found.pk, despite="全区统一部署（示例）")

    def reports(self, found: SpecialCampaign, first: datetime, days: int, *, silent: int) -> None:
        """Each unit's days but for the last `silent` units."""
        for number, unit in enumerate(self.units[: len(self.units) - silent]):
            liaison = self.people.liaisons.get(unit.pk)
            if liaison is None:
                continue
            actor = actor_with_id(liaison.pk)
            for day in range(number % 2, days, 2):
                moment = first + timedelta(days=day, hours=8, minutes=number)
                count = 2 + (number * 3 + day) % 9
                text = TOLD[(number + day) % len(TOLD)].format(n=count)
                given = ReportGiven(unit.pk, local_date(moment), 4 + (number * 5 + day) % 22, text, hours=8 + count)
                with replayed_at(moment):
                    report_progress(actor=actor, special_id=found.pk, report_id=self.key(moment), given=given)

    def looks(self, found: SpecialCampaign, at: datetime) -> None:
        """The patrols of its days count for it, and cases of its groups that were fixed last are taken in by hand."""
        moment = at - timedelta(hours=3)
        near = rounds_to_attach(actor=self.office, first=found.starts_on, last=local_date(at), at_most=50)
        patrols = [row.pk for row in near if row.kind == Round.Kind.PATROL and row.state == Round.State.RELEASED]
        groups = list(found.problem_classes.values_list("group", flat=True))
        fixed = Case.objects.filter(WAS_FIXED, main_case__isnull=True)
        cases = list(fixed.filter(problem_class__group__in=groups).order_by("-closed_at", "pk")[:TAKEN_IN])
        with replayed_at(moment):
            for round_id in patrols:
                attach_round(actor=self.office, special_id=found.pk, round_id=round_id)
            for case in cases:
                facts = {"special_id": found.pk, "case_id": case.pk}
                choose_case(actor=self.office, **facts, is_in=True, reason=BEFORE)
                pick_photos(actor=self.office, **facts)


def make_specials(framework: Framework, units: Units, people: People, at: datetime) -> None:
    """By the services that people use."""
    desk = Organiser(framework, units, people)
    first = (at - timedelta(days=RUNNING_DAYS)).replace(hour=9)
    running = desk.starts("street-vending", first, 40, {"found": 150, "fixed_rate": 90, "coverage": 80, "people": 600})
    desk.reports(running, first, RUNNING_DAYS, silent=1)
    desk.looks(running, at)
    before = (at - timedelta(days=70)).replace(hour=9)
    ended = desk.starts("old-estates", before, ENDED_DAYS, {"found": 100, "fixed": 80})
    desk.reports(ended, before, 8, silent=0)
    with replayed_at(before + timedelta(days=ENDED_DAYS)):
        wind_up_special(actor=desk.office, special_id=ended.pk)
        remains = "两个小区的充电设施待明年改造，由街道盯办。（示例）"
        lessons = "楼栋长每周巡一次，堆物当天清。（示例）"
        write_summary(actor=desk.office, special_id=ended.pk, remains=remains, lessons=lessons)
        end_special(actor=desk.office, special_id=ended.pk)
