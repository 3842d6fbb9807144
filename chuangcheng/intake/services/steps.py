"""How every step of a report is carried out: get and lock, check, change and record, announce. The same id once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.times import now
from chuangcheng.intake.access import report_for, report_of_token
from chuangcheng.intake.events import REPORT_STEPPED
from chuangcheng.intake.models import Report, ReportEvent

MOST_TEXT = 2000  # characters of what is written with a step: our choice
# Whoever reports through a page needs no account; what they do is done in their name alone.
RESIDENT = Actor(person_id=None, name="反映人", is_system=True)


class StepIdTaken(InvalidInput):
    """The id belongs to another step already, or is none that a form or phone makes."""


@dataclass(frozen=True, slots=True)
class ReportStep:
    """One press of a button: on which report, under which id."""

    report_id: UUID
    event_id: UUID = field(default_factory=new_id)  # made by the form; the same one again is the same step


@dataclass(frozen=True, slots=True)
class Changed:
    """What a step changed, and what it tells about it."""

    columns: Sequence[str] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


Change: TypeAlias = Callable[[Report, datetime], Changed]


def carry_out(
    *, actor: Actor, permission: str, step: ReportStep, kind: str, change: Change, text: str = ""
) -> ReportEvent:
    """The recorded step. The same `event_id` again gives the step recorded then and changes nothing."""
    require(actor, permission)

    def get() -> Report:
        return report_for(actor, step.report_id, lock=True)

    return _once(actor, step.event_id, kind, get, change, text)


def carry_out_by_token(*, token: str, event_id: UUID, kind: str, change: Change, text: str = "") -> ReportEvent:
    """The same for whoever holds the link to the report."""
    return _once(RESIDENT, event_id, kind, lambda: report_of_token(token, lock=True), change, text)


def record_step(report: Report, kind: str, *, actor: Actor, at: datetime, text: str = "", **data: Any) -> ReportEvent:
    """Appends a step that follows from another one, in its transaction."""
    return _appended(report, new_id(), kind, actor, at, text, data)


def _once(actor: Actor, event_id: UUID, kind: str, get: Callable[[], Report], change: Change, text: str) -> ReportEvent:
    if not is_client_id(event_id):
        raise StepIdTaken(_("提交编号无效，请刷新页面后重新提交。"))
    if len(text) > MOST_TEXT:
        raise InvalidInput(_("文字不能超过%(most)s字，请精简后再提交。") % {"most": MOST_TEXT})
    if "\x00" in text:
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
    try:
        with transaction.atomic():
            return _carried_out(actor, event_id, kind, get, change, text.strip())
    except (IntegrityError, Refusal):
        # Pressed before, or at this very moment: asked only now, since hardly any press comes twice.
        done = ReportEvent.objects.filter(pk=event_id).select_related("report").first()
        if done is None:
            raise
        if (done.kind, done.actor_id) != (kind, actor.person_id):
            raise StepIdTaken(_("提交编号已经用过，请刷新页面后重新提交。")) from None
        return done


def _carried_out(
    actor: Actor, event_id: UUID, kind: str, get: Callable[[], Report], change: Change, text: str
) -> ReportEvent:
    report, at = get(), now()
    changed = change(report, at)
    if changed.columns:
        report.save(update_fields=set(changed.columns))
    event = _appended(report, event_id, kind, actor, at, text, changed.data)
    audit.record(actor=actor, action=f"intake.{kind}", subject=report, detail={"event": str(event.pk)})
    events.publish(REPORT_STEPPED, {"report_id": str(report.pk), "event_id": str(event.pk), "kind": kind})
    return event


def _appended(
    report: Report, event_id: UUID, kind: str, actor: Actor, at: datetime, text: str, data: Mapping[str, Any]
) -> ReportEvent:
    return ReportEvent.objects.create(
        id=event_id,
        report=report,
        kind=kind,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
        text=text,
        data=dict(data),
    )
