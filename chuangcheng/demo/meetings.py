"""Meetings: two joint meetings of which the second checks the first, a review, and one that is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from chuangcheng.command.models import Meeting, MeetingUnit, Resolution
from chuangcheng.command.queries.review_figures import review_figures
from chuangcheng.command.queries.suggestions import suggested_for
from chuangcheng.command.services.meetings import (
    ItemGiven,
    MeetingGiven,
    MinutesGiven,
    ResolutionGiven,
    UnitMeetingGiven,
    add_item,
    add_papers,
    add_resolution,
    add_suggested,
    call_meeting,
    choose_speakers,
    issue_minutes,
    plan_meeting,
    reply_to_meeting,
    report_unit_meeting,
    write_minutes,
)
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files import store
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Unit
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.services import Step, take_step

Speech = MeetingUnit.Speech
PLACE, CHAIR = "区政府三楼会议室（示例）", "区长（示例）"
DECIDED = (  # resolution, days that it has
    ("摸清老旧小区楼道杂物底数，分批清理", 20),
    ("农贸市场周边流动摊点划定疏导点", 25),
    ("背街小巷破损路面列入修补计划", 60),
    ("主次干道公益广告破损的全部更换", 30),
)
AWAY = ("区长外出，派副职参加", "值班，不能参加")


class Secretary:
    """The office that writes everything down, at the moments when it did."""

    def __init__(self, people: People, units: Units, at: datetime) -> None:
        self.people, self.units, self.at, self.rng = people, units, at, dice("meetings")
        self.office = actor_with_id(people.by_username["chuangchengban"].pk)

    def key(self, moment: datetime) -> UUID:
        """An id of that moment."""
        return id_at(moment, self.rng)

    def liaison(self, unit: Unit) -> Actor | None:
        """Who answers for the unit."""
        found = self.people.liaisons.get(unit.pk)
        return None if found is None else actor_with_id(found.pk)

    def calls(self, given: MeetingGiven, units: Sequence[Unit], *, answering: int) -> Meeting:
        """A meeting called a week before, answered by so many of its units."""
        moment = min(given.starts_at - timedelta(days=7), self.at - timedelta(days=1))
        with replayed_at(moment):
            made = plan_meeting(actor=self.office, meeting_id=self.key(moment), given=given)
            if speeches := self._speeches(made):
                choose_speakers(actor=self.office, meeting_id=made.pk, speeches=speeches)
            call_meeting(actor=self.office, meeting_id=made.pk)
        for number, unit in enumerate(units[:answering]):
            actor, then = self.liaison(unit), moment + timedelta(hours=number + 1)
            if actor is None:
                continue
            comes = number % 5 != 4  # noqa: PLR2004 - every fifth is away
            words = f"{actor.name}" if comes else AWAY[number % 2]
            with replayed_at(min(then, self.at)):
                reply_to_meeting(
                    actor=actor,
                    meeting_id=made.pk,
                    reply_id=self.key(then),
                    unit_id=unit.pk,
                    comes=comes,
                    words=words,
                )
        return made

    def _speeches(self, made: Meeting) -> dict[int, str]:
        """Of a review: the unit that stands best tells how, the one that stands worst how it will do better."""
        figures = review_figures(actor=self.office, meeting=made, now=self.at)
        rows = [] if figures is None else [row for row in figures.rows if row.to_close]
        if not rows:
            return {}
        return {rows[-1].unit_id: Speech.WELL.value, rows[0].unit_id: Speech.BADLY.value}

    def concludes(self, made: Meeting, units: Sequence[Unit], decided: Sequence[tuple[str, int]], text: str) -> None:
        """Minutes and resolutions, issued the day after."""
        moment = made.starts_at + timedelta(hours=20)
        there = {unit.pk: self.people.liaisons[unit.pk].name for unit in units if unit.pk in self.people.liaisons}
        present = {unit: name for place, (unit, name) in enumerate(there.items()) if place % 6 != 5}  # noqa: PLR2004 - every sixth
        with replayed_at(moment):
            items = list(made.items.all())
            conclusions = {item.pk: "按职责分工落实，责任单位牵头。" for item in items if not item.source_kind}
            write_minutes(actor=self.office, meeting_id=made.pk, given=MinutesGiven(text, conclusions, present))
            for number, (words, days) in enumerate(decided):
                given = ResolutionGiven(
                    words, units[number % len(units)].pk, (made.starts_at + timedelta(days=days)).date()
                )
                key = self.key(moment + timedelta(seconds=number))
                add_resolution(actor=self.office, meeting_id=made.pk, resolution_id=key, given=given)
            issue_minutes(actor=self.office, meeting_id=made.pk)


def make_meetings(units: Units, people: People, at: datetime) -> None:
    """By the services that people use, at the moments when they did it."""
    desk = Secretary(people, units, at)
    called = [*units.streets, *list(units.bureaus.values())[:10]]
    first = _joint(desk, called, at - timedelta(days=75), "第二季度创城联席会议（示例）", DECIDED)
    _works_on(desk, first)
    _review(desk, called, at - timedelta(days=20))
    coming = (at + timedelta(days=3)).replace(hour=9)
    made = desk.calls(_given("joint", "第三季度创城联席会议（示例）", coming, called), called, answering=9)
    with replayed_at(at - timedelta(hours=2)):
        offered = suggested_for(actor=desk.office, meeting=made)
        keys = [each.key for each in offered if each.kind == "case"][:2]
        keys += [each.key for each in offered if each.kind == "task"][:1]
        add_suggested(actor=desk.office, meeting_id=made.pk, keys=keys)
        given = ItemGiven("研究下次迎检的任务分工", "各单位分别报告准备情况。", units.office.pk)
        item = add_item(actor=desk.office, meeting_id=made.pk, item_id=desk.key(at), given=given)
        paper = Paper("迎检任务分工建议（示例）", [Paragraph("本文件是示例，用来说明议题怎样附材料。")])
        file = store(write_word(paper), name="示例.docx")
        sent = [(file, "迎检任务分工建议（示例）.docx")]
        add_papers(actor=desk.office, meeting_id=made.pk, item_id=item.pk, files=sent)


def _given(kind: str, title: str, starts_at: datetime, called: Sequence[Unit]) -> MeetingGiven:
    return MeetingGiven(
        kind=kind,
        title=title,
        starts_at=starts_at,
        place=PLACE,
        chair=CHAIR,
        note="请分管负责人参加，汇报不超过五分钟。",
        unit_ids=[unit.pk for unit in called],
    )


def _joint(
    desk: Secretary, called: Sequence[Unit], day: datetime, title: str, decided: Sequence[tuple[str, int]]
) -> Meeting:
    starts_at = day.replace(hour=9)
    made = desk.calls(_given("joint", title, starts_at, called), called, answering=len(called))
    with replayed_at(starts_at - timedelta(days=2)):
        given = ItemGiven("研究背街小巷整治的分工", "产权不清的路段由谁修。", called[0].pk)
        add_item(actor=desk.office, meeting_id=made.pk, item_id=desk.key(starts_at - timedelta(days=2)), given=given)
    desk.concludes(
        made, called, decided, "会议通报了上半年创建工作情况，研究了背街小巷整治。\n会议要求各单位按时办结。"
    )
    return made


def _works_on(desk: Secretary, first: Meeting) -> None:
    """The first resolution is done, the second is on its way, the others wait or are late."""
    for number, row in enumerate(Resolution.objects.filter(meeting=first).select_related("task", "unit")):
        actor, moves = desk.liaison(row.unit), ("accept", "report", "finish", "verify")[: (4, 2, 1, 0)[number % 4]]
        if actor is None or row.task is None:
            continue
        for place, move in enumerate(moves):
            moment = first.starts_at + timedelta(days=4 + 3 * place)
            _step(desk.office if move == "verify" else actor, row.task, move, moment, desk.key(moment))


def _step(actor: Actor, task: Task, move: str, moment: datetime, key: UUID) -> None:
    percent, text = (40, "正在分批推进。") if move == "report" else (None, "已办结。" if move == "finish" else "")
    with replayed_at(moment):
        take_step(actor=actor, task_id=task.pk, step=Step(move, key, text, percent=percent))


def _review(desk: Secretary, called: Sequence[Unit], day: datetime) -> None:
    """A review with speeches, after which every unit holds its own meeting; most have told of it."""
    starts_at = day.replace(hour=15)
    given = MeetingGiven(
        kind="review",
        title="创城工作点评会（示例）",
        starts_at=starts_at,
        place=PLACE,
        chair=CHAIR,
        unit_ids=[unit.pk for unit in called],
        reports_by=(starts_at + timedelta(days=10)).date(),
    )
    made = desk.calls(given, called, answering=len(called))
    worst = set(made.units.filter(speech=Speech.BADLY).values_list("unit", flat=True))
    ordered = sorted(called, key=lambda unit: unit.pk not in worst)
    desk.concludes(made, ordered, (("排名靠后的单位制定整改清单", 15),), "会议通报了月评比结果，点评了各单位的工作。")
    for number, unit in enumerate(called[:-3]):
        actor, moment = desk.liaison(unit), starts_at + timedelta(days=2 + number % 6, hours=2)
        if actor is None:
            continue
        told = UnitMeetingGiven(unit.pk, moment.date(), 12 + number * 7 % 60, "传达会议要求，逐条分解到人。")
        with replayed_at(moment):
            report_unit_meeting(actor=actor, meeting_id=made.pk, report_id=desk.key(moment), given=told)
