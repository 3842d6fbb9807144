"""Circulars and regulations: signed by most, passed on, late with some, replaced; plainly samples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from chuangcheng.command.models import Circular
from chuangcheng.command.services.circulars import (
    CircularGiven,
    LineGiven,
    PassGiven,
    ask_about_circular,
    give_circular_tasks,
    issue_circular,
    pass_on_circular,
    proposed_lines,
    register_circular,
    sign_circular,
    units_below,
    withdraw_circular,
)
from chuangcheng.command.services.regulations import RegulationGiven, register_regulation
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files import store
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.meetings import Secretary
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Unit

ABOVE = "市创建工作领导小组办公室（示例）"
DONE = ("已传达到各科室，本周开始排查。", "已列入周计划，分管领导牵头。", "已召开会议部署。")
CALL = (
    "为做好迎检准备，现将有关事项通知如下（示例文字）。\n"
    "一、各街道要于{first}前完成背街小巷卫生死角排查。\n"
    "二、区城管局应在{second}前更换破损果皮箱。\n"
    "三、各单位要高度重视，明确专人负责。"
)
RULE = "第一条　为规范日常巡查，制定本办法（示例文字）。\n第二条　各街道每周巡查不少于两次。"


def make_circulars(units: Units, people: People, at: datetime) -> None:
    """By the services that people use, at the moments when they did it."""
    desk = Secretary(people, units, at)
    bureaus = [unit for unit in units.bureaus.values() if unit.pk not in _own(desk)]
    own = [unit for unit in units.bureaus.values() if unit.pk in _own(desk)]
    called = [*units.streets, *bureaus[:8], *own]  # the one whose liaison officer people try has something to sign
    call = _call(desk, at)
    _issued(desk, call, called, at - timedelta(days=19), at.date() - timedelta(days=9), signing=len(called) - 3)
    _passed_on(desk, call, units.streets[0], at - timedelta(days=17))
    _tasks(desk, call, at - timedelta(days=16))
    urgent = _entered(desk, at - timedelta(days=3), "关于报送迎检点位的紧急通知（示例）", urgency="urgent")
    _issued(desk, urgent, called, at - timedelta(days=2), at.date() + timedelta(days=2), signing=5, asks=True)
    old = _entered(desk, at - timedelta(days=40), "关于开展楼道清理的通知（示例）", direction="issued")
    _issued(desk, old, called, at - timedelta(days=39), None, signing=len(called))
    new = _entered(desk, at - timedelta(days=8), "关于调整楼道清理标准的通知（示例）", direction="issued")
    _issued(desk, new, called, at - timedelta(days=8), at.date() + timedelta(days=6), signing=9, wants_answer=True)
    with replayed_at(at - timedelta(days=7)):
        withdraw_circular(actor=desk.office, circular_id=old.pk, reason="标准有调整（示例）", replacement=new.number)
    _entered(desk, at - timedelta(hours=5), "关于转发文明交通倡议的函（示例）")
    _regulations(desk, call, at)


def _own(desk: Secretary) -> frozenset[int]:
    return actor_with_id(desk.people.by_username["lianluoyuan"].pk).unit_ids


def _call(desk: Secretary, at: datetime) -> Circular:
    first, second = at.date() + timedelta(days=12), at.date() + timedelta(days=25)
    text = CALL.format(first=_written(first), second=_written(second))
    blocks: list[Block] = [Heading("关于做好迎检准备工作的通知"), *(Paragraph(line) for line in text.splitlines())]
    paper = write_word(Paper(title="示例文件", blocks=blocks))
    with replayed_at(at - timedelta(days=20)):
        file = store(paper, name="通知（示例）.docx")
    return _entered(
        desk,
        at - timedelta(days=20),
        "关于做好迎检准备工作的通知（示例）",
        document_number="示例〔2026〕12号",
        about="部署迎检前的排查和整改。",
        text=text,
        files=[(file, "通知（示例）.docx")],
    )


def _entered(desk: Secretary, moment: datetime, title: str, **facts: object) -> Circular:
    usual: dict[str, object] = {"direction": "received", "text": "请各单位认真落实（示例文字）。"}
    told = {**usual, **facts}
    sender = ABOVE if told["direction"] == "received" else desk.units.office.name
    with replayed_at(moment):
        given = CircularGiven(title=title, sender=sender, dated_on=moment.date(), **told)  # type: ignore[arg-type] # as the form has them
        return register_circular(actor=desk.office, circular_id=desk.key(moment), given=given)


def _issued(
    desk: Secretary,
    found: Circular,
    units: Sequence[Unit],
    moment: datetime,
    sign_by: date | None,
    *,
    signing: int,
    asks: bool = False,
    wants_answer: bool = False,
) -> None:
    with replayed_at(moment):
        given = PassGiven(
            unit_ids=[unit.pk for unit in units],
            sign_by=max(sign_by, moment.date()) if sign_by else None,
            wants_answer=wants_answer,
        )
        issue_circular(actor=desk.office, circular_id=found.pk, given=given)
    for number, unit in enumerate(units[:signing]):
        actor, then = desk.liaison(unit), min(moment + timedelta(hours=1, minutes=17 * number), desk.at)
        if actor is None:
            continue
        with replayed_at(then):
            words = DONE[number % len(DONE)] if wants_answer else ""
            sign_circular(actor=actor, circular_id=found.pk, receipt_id=desk.key(then), unit_id=unit.pk, words=words)
            if asks and number == 0:
                text = "没有固定点位的流动摊点要不要报？（示例）"
                ask_about_circular(
                    actor=actor, circular_id=found.pk, question_id=desk.key(then), unit_id=unit.pk, text=text
                )


def _passed_on(desk: Secretary, found: Circular, street: Unit, moment: datetime) -> None:
    actor, below = desk.liaison(street), units_below(street)[:4]
    if actor is None or not below:
        return
    with replayed_at(moment):
        given = PassGiven(unit_ids=[unit.pk for unit in below], despite="上级统一部署（示例）")
        pass_on_circular(actor=actor, circular_id=found.pk, unit_id=street.pk, given=given)
    for number, unit in enumerate(below[:2]):
        keeper, then = desk.liaison(unit), moment + timedelta(hours=number + 1)
        if keeper is not None:
            with replayed_at(then):
                sign_circular(actor=keeper, circular_id=found.pk, receipt_id=desk.key(then), unit_id=unit.pk)


def _tasks(desk: Secretary, found: Circular, moment: datetime) -> None:
    streets = [unit.pk for unit in desk.units.streets]
    with replayed_at(moment):
        lines = [
            LineGiven(
                desk.key(moment + timedelta(seconds=number)),
                proposal.title,
                proposal.unit_ids[0] if proposal.unit_ids else streets[number],
                proposal.due_on,
                proposal.quotation,
            )
            for number, proposal in enumerate(proposed_lines(found)[:2])
        ]
        if lines:
            give_circular_tasks(actor=desk.office, circular_id=found.pk, lines=lines)


def _regulations(desk: Secretary, basis: Circular, at: datetime) -> None:
    day, made = at.date(), None
    for number, (title, kind, first, last, follows) in enumerate(
        (
            ("日常巡查办法（示例，2024年版）", "measures", day - timedelta(days=700), None, False),
            ("日常巡查办法（示例）", "measures", day - timedelta(days=200), None, True),
            ("集中整治实施方案（示例）", "plan", day - timedelta(days=100), day + timedelta(days=40), False),
            ("网格联络制度（示例）", "system", day + timedelta(days=15), None, False),
        )
    ):
        moment = at - timedelta(days=60 - number)
        given = RegulationGiven(title, kind, first, last, text=RULE, basis_number=basis.number if number else "")
        with replayed_at(moment):
            made = register_regulation(
                actor=desk.office,
                regulation_id=desk.key(moment),
                given=given,
                replaces_id=made.pk if made is not None and follows else None,
            )


def _written(day: date) -> str:
    return f"{day.month}月{day.day}日"
