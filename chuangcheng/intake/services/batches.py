"""上级反馈: a batch of a superior's findings goes before the top leaders, who read it and follow it up in person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import classes_in_use, most_alike
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.report import Report as ImportReport
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.notices import notify
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import now, start_of, today
from chuangcheng.intake.access import ACKNOWLEDGE, MANAGE_BATCHES, batch_for
from chuangcheng.intake.default_sources import SUPERIOR
from chuangcheng.intake.models import Batch, BatchStep, Report
from chuangcheng.intake.queries.batches import batch_named, top_leaders
from chuangcheng.intake.services.receiving import ReportGiven, receive_report
from chuangcheng.sites.queries import sites_by_name

MOST_TEXT = 1000  # characters, as the column


@dataclass(frozen=True, slots=True)
class BatchGiven:
    """What the office says of a batch."""

    name: str
    giver: str
    received_on: date
    due_on: date | None = None
    note: str = ""
    leader_ids: Sequence[int] = ()  # none: the top leaders


def save_batch(*, actor: Actor, batch_id: UUID, given: BatchGiven) -> Batch:
    """A new batch; the same id again is the same batch. Its leaders find it among their to-dos and in their inbox."""
    require(actor, MANAGE_BATCHES)
    if not is_client_id(batch_id):
        raise InvalidInput(_("批次编号无效，请刷新页面后重新提交。"))
    if not given.name.strip() or not given.giver.strip():
        raise InvalidInput(_("请填写批次的名称和哪一级反馈。"))
    with transaction.atomic():
        known = Batch.objects.filter(pk=batch_id).first()
        return known if known is not None else _made(actor, batch_id, given)


def acknowledge_batch(*, actor: Actor, batch_id: UUID, step_id: UUID, text: str = "") -> BatchStep:
    """已阅, with an instruction where there is one."""
    return _step(actor, batch_id, step_id, BatchStep.Kind.READ, text, None)


def follow_batch(*, actor: Actor, batch_id: UUID, step_id: UUID, text: str, visited_on: date | None) -> BatchStep:
    """亲自督办: what the leader saw and asked for, and when they were there."""
    if not text.strip():
        raise InvalidInput(_("请写明督办情况。"))
    if visited_on is not None and visited_on > today():
        raise InvalidInput(_("到现场的日期不能晚于今天，请核对。"))
    return _step(actor, batch_id, step_id, BatchStep.Kind.FOLLOWED, text, visited_on)


def apply_findings(rows: Rows, *, actor: Actor, report: ImportReport) -> None:
    """Every row is a finding of the batch: a report by the source of superiors, and its case. The same row once."""
    batch = _batch_of(actor, report)
    sites = sites_by_name(actor=actor, names={row.text("place") for row in rows})
    classes = classes_in_use()
    for row in rows:
        report_id = derived_id(batch.pk, *_key(row))
        if Report.objects.filter(pk=report_id).exists():
            report.unchanged += 1
            continue
        same, wanted = sites.get(row.text("place"), []), row.text("class")
        found = most_alike(wanted, classes) if wanted else None
        if wanted and found is None:
            report.note(row, "class", _("没有这个问题类别，已留空，由创城办确定。"))
        given = ReportGiven(
            source=SUPERIOR,
            text=row.text("description"),
            place_text=row.text("place"),
            site_id=same[0].pk if len(same) == 1 else None,
            problem_class_id=found.pk if found is not None else None,
            outside_number=row.text("code"),
            received_at=_moment(row, batch),
            batch_id=batch.pk,
        )
        try:
            receive_report(actor=actor, report_id=report_id, given=given)
        except InvalidInput as error:
            report.reject(row, "description", str(error))
        else:
            report.created += 1


def _made(actor: Actor, batch_id: UUID, given: BatchGiven) -> Batch:
    batch = Batch.objects.create(
        pk=batch_id,
        number=next_number(series="batch", year=given.received_on.year),
        name=given.name.strip(),
        giver=given.giver.strip(),
        received_on=given.received_on,
        due_on=given.due_on,
        note=given.note.strip(),
        made_by_id=actor.person_id,
    )
    leaders = list(given.leader_ids) or [person.pk for person in top_leaders(today=today())]
    batch.leaders.set(leaders)
    audit.record(actor=actor, action="intake.save_batch", subject=batch, detail={"number": batch.number})
    notify(
        person_ids=[leader for leader in leaders if leader != actor.person_id],
        key=f"intake-batch:{batch.pk}",
        title=_("上级反馈“%(name)s”，请阅示") % {"name": batch.name},
        body=batch.note or batch.giver,
        link=reverse("intake:batch", args=[batch.pk]),
    )
    return batch


def _step(
    actor: Actor, batch_id: UUID, step_id: UUID, kind: BatchStep.Kind, text: str, visited_on: date | None
) -> BatchStep:
    require(actor, ACKNOWLEDGE)
    if len(text) > MOST_TEXT:
        raise InvalidInput(_("文字不能超过%(most)s字，请精简后再提交。") % {"most": MOST_TEXT})
    try:
        with transaction.atomic():
            return _appended(actor, batch_id, step_id, kind, text.strip(), visited_on)
    except (IntegrityError, Refusal):
        done = BatchStep.objects.filter(pk=step_id, leader=actor.person_id or 0, kind=kind).first()
        if done is None:
            raise
        return done


def _appended(
    actor: Actor, batch_id: UUID, step_id: UUID, kind: BatchStep.Kind, text: str, visited_on: date | None
) -> BatchStep:
    batch = batch_for(actor, batch_id)
    if actor.person_id is None or not batch.leaders.filter(pk=actor.person_id).exists():
        raise NotPermitted(_("这批上级反馈不由您阅示，请联系创城办。"))
    if kind == BatchStep.Kind.READ and batch.steps.filter(kind=kind, leader=actor.person_id).exists():
        raise Refusal(_("您已经阅过这批反馈。"))
    step = BatchStep.objects.create(
        pk=step_id,
        batch=batch,
        kind=kind,
        leader_id=actor.person_id,
        leader_name=actor.name,
        at=now(),
        visited_on=visited_on,
        text=text,
    )
    action = "intake.acknowledge_batch" if kind == BatchStep.Kind.READ else "intake.follow_batch"
    audit.record(actor=actor, action=action, subject=batch, detail={"step": str(step.pk)})
    return step


def _batch_of(actor: Actor, report: ImportReport) -> Batch:
    if not report.target:
        raise InvalidInput(_("请先登记这批上级反馈，再把问题导入这一批。"))
    return batch_for(actor, UUID(report.target))


def batch_to_fill(actor: Actor, words: str) -> str:
    """The batch that an import goes into, by its number or name; "" for none."""
    if not words.strip():
        return ""
    found = batch_named(actor=actor, written=words.strip())
    if found is None:
        raise InvalidInput(_("没有找到批次“%(name)s”，请填写批次编号或名称。") % {"name": words.strip()[:40]})
    return str(found)


def _key(row: Row) -> list[str]:
    """What makes a finding the same one: its number; else its words and place."""
    code = row.text("code").strip()
    if code:
        return ["code", code]
    said = f"{row.text('description')}\x1f{row.text('place')}"
    return ["words", hashlib.sha256(said.encode()).hexdigest()]


def _moment(row: Row, batch: Batch) -> datetime:
    found = row.values.get("found_at")
    return found if isinstance(found, datetime) else start_of(batch.received_on)
