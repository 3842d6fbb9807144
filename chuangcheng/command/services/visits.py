"""Visits of assessors: planned, moved to other days, called off. What was known before stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.access import assessor_visit_to_change, creation_to_change
from chuangcheng.command.indexing import index_visit
from chuangcheng.command.models import AssessorVisit, VisitWindow
from chuangcheng.command.services.endings import refuse_closed
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now
from chuangcheng.inspections.queries import Terms, round_kinds
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.standards.access import framework_for

MOST_NAME, MOST_ASSESSOR, MOST_NOTE, MOST_REASON = 80, 120, 500, 300  # characters, as the columns
LONGEST_DAYS = 184  # of a window, half a year; our choice
FIRST_YEAR, LAST_YEAR = 2000, 2100  # as the working calendar


class VisitCancelled(Refusal):
    """The visit was called off."""

    def __init__(self) -> None:
        super().__init__(_("这次迎检已经取消，不能再改，请另建一次。"))


@dataclass(frozen=True)
class VisitGiven:
    """A visit as the form sends it."""

    name: str
    level: str
    first_on: date
    last_on: date
    assessor: str = ""
    is_announced: bool = True
    framework_id: int | None = None  # None: the edition in force
    round_kinds: Sequence[str] = ()  # empty: all
    sample: Terms | None = None  # how they draw; None: not known
    note: str = ""


@transaction.atomic
def plan_visit(*, actor: Actor, creation_id: UUID, visit_id: UUID, given: VisitGiven) -> AssessorVisit:
    """A visit of a campaign; the same id twice is one visit."""
    creation = creation_to_change(actor, creation_id)
    facts = _checked(actor, given)
    there = AssessorVisit.objects.filter(pk=visit_id).first()
    if there is not None and there.creation_id == creation.pk:
        return there
    if there is not None or not is_client_id(visit_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    refuse_closed(creation)
    made = AssessorVisit.objects.create(pk=visit_id, creation=creation, created_by_id=actor.person_id, **facts)
    _keep_window(actor, made)
    audit.record(actor=actor, action="command.plan_visit", subject=made)
    index_visit(made)
    return made


@transaction.atomic
def change_visit(*, actor: Actor, visit_id: UUID, given: VisitGiven, reason: str = "") -> AssessorVisit:
    """Other facts of a visit; another window needs a reason and stands beside the former ones."""
    found = assessor_visit_to_change(actor, visit_id)
    if found.cancelled_at:
        raise VisitCancelled
    refuse_closed(found.creation)
    facts, before = _checked(actor, given), (found.first_on, found.last_on)
    is_moved = (given.first_on, given.last_on) != before
    words = checked_text(reason, label=_("改期的依据"), at_most=MOST_REASON)
    if is_moved and not words:
        raise InvalidInput(_("改了日期，请写明依据，例如通知的文号；原来的日期会留存。"))
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=list(facts))
    if is_moved:
        _keep_window(actor, found, words)
    detail = {"before": [day.isoformat() for day in before], "reason": words} if is_moved else {}
    audit.record(actor=actor, action="command.change_visit", subject=found, detail=detail)
    index_visit(found)
    return found


@transaction.atomic
def cancel_visit(*, actor: Actor, visit_id: UUID, reason: str) -> AssessorVisit:
    """The visit does not take place; it stays on record with the reason."""
    found = assessor_visit_to_change(actor, visit_id)
    if found.cancelled_at:
        raise VisitCancelled
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明取消的理由。"))
    found.cancelled_at, found.cancelled_by_id, found.cancel_reason = now(), actor.person_id, words
    found.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    audit.record(actor=actor, action="command.cancel_visit", subject=found, detail={"reason": words})
    return found


def _keep_window(actor: Actor, found: AssessorVisit, reason: str = "") -> None:
    VisitWindow.objects.create(
        visit=found,
        first_on=found.first_on,
        last_on=found.last_on,
        reason=reason,
        written_by_id=actor.person_id,
        written_at=now(),
    )


def _checked(actor: Actor, given: VisitGiven) -> dict[str, Any]:
    name = checked_text(given.name, label=_("名称"), at_most=MOST_NAME)
    if not name:
        raise InvalidInput(_("请填写迎检的名称。"))
    if given.level not in AssessorVisit.Level.values:
        raise InvalidInput(_("请选择级别。"))
    _check_window(given.first_on, given.last_on)
    kinds = round_kinds()
    if unknown := [kind for kind in given.round_kinds if kind not in kinds]:
        raise InvalidInput(_("没有“%(kind)s”这种轮次，请更正。") % {"kind": unknown[0][:20]})
    framework = None if given.framework_id is None else framework_for(actor, given.framework_id)
    return {
        "name": name,
        "level": given.level,
        "first_on": given.first_on,
        "last_on": given.last_on,
        "assessor": checked_text(given.assessor, label=_("测评方"), at_most=MOST_ASSESSOR),
        "is_announced": given.is_announced,
        "framework": framework,
        "round_kinds": [kind for kind in kinds if kind in given.round_kinds],
        "sample": None if given.sample is None else given.sample.as_json(),
        "note": checked_text(given.note, label=_("说明"), at_most=MOST_NOTE),
    }


def _check_window(first: date, last: date) -> None:
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR and last >= first:
        raise InvalidInput(_("日期不在工作日历的范围内，请核对。"))
    if last < first:
        raise InvalidInput(_("结束日期不能早于开始日期，请改正。"))
    if (last - first).days >= LONGEST_DAYS:
        raise InvalidInput(_("一次迎检的时间窗最长%(days)s天，请核对日期。") % {"days": LONGEST_DAYS})
