"""The negative list of the sample district: a hit confirmed, appealed and lifted, and a warning from a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chuangcheng.cases.models import Case
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files import DOCUMENTS, store
from chuangcheng.core.times import local_date
from chuangcheng.demo.people import People
from chuangcheng.orgs.access import actor_for
from chuangcheng.scoring.services import HitGiven, move_hit, record_hit, suspect_hit, watch_class
from chuangcheng.standards.models import Framework

CASE = "cases.case"
COURSE = (
    ("duchashi", "confirm", "示例：经核实属实。"),
    ("chuangchengban", "appeal", "示例：已完成整改，申请复核。"),
    ("duchashi", "lift", "示例：复核后解除。"),
)


def make_negative(framework: Framework, people: People, cases: Sequence[Case], at: datetime) -> None:
    """Steps by the people whom the office would send; everything says that it is a sample."""
    day = local_date(at)
    actors = {name: actor_for(people.by_username[name], today=day) for name in ("chuangchengban", "duchashi")}
    entries = list(framework.negative_entries.order_by("order"))
    paper = write_word(Paper("情况通报（示例）", blocks=[Paragraph("示例数据，不是真实事件。")]))
    evidence = [(store(paper, name="情况通报（示例）.docx", limits=DOCUMENTS), "情况通报（示例）.docx")]
    told = HitGiven(
        entries[0].pk,
        day - timedelta(days=120),
        "示例：某施工工地发生一起事故。",
        "情况通报（示例）",
        evidence=evidence,
    )
    hit = record_hit(actor=actors["chuangchengban"], given=told)
    for name, move, note in COURSE:
        move_hit(actor=actors[name], hit_id=hit.pk, move=move, note=note)
    case = next((each for each in cases if each.problem_class_id and not each.is_held), None)
    if case is None or case.problem_class_id is None:
        return
    watch_class(actor=actors["chuangchengban"], entry_id=entries[-1].pk, class_id=case.problem_class_id)
    warning = HitGiven(
        entries[-1].pk,
        local_date(case.reported_at),
        case.description,
        f"问题{case.number}",
        source_kind=CASE,
        source_id=str(case.pk),
    )
    suspect_hit(actor=actors["chuangchengban"], given=warning)
