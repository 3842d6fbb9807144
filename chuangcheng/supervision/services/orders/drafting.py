"""拟稿: an order is written by hand, about cases, a task, or a unit as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import visible_cases
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.supervision.escalation_policies import ORDER_DAYS
from chuangcheng.supervision.models import OrderCase, SupervisionOrder
from chuangcheng.supervision.order_access import require_issuer
from chuangcheng.supervision.order_policies import ORDER_OFFICE
from chuangcheng.supervision.order_workflow import CASE_STATES
from chuangcheng.supervision.services.orders.indexing import index_order
from chuangcheng.tasks.access import visible_tasks

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case


MOST_TITLE, MOST_WORDS, MOST_CASES, MOST_DAYS = 200, 1000, 200, 60  # as the columns; cases and days our choice


@dataclass(frozen=True)
class OrderGiven:
    """An order as the form sends it."""

    unit_id: int
    title: str
    grounds: str
    requirement: str
    answer_days: int | None = None  # working days from issue
    case_ids: Sequence[UUID] = ()
    task_id: UUID | None = None


@transaction.atomic
def draft_order(*, actor: Actor, order_id: UUID, given: OrderGiven) -> SupervisionOrder:
    """An order that waits to be issued; the same id twice is one."""
    require_issuer(actor)
    there = SupervisionOrder.objects.filter(pk=order_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(order_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    cases = _cases(actor, given)
    made = SupervisionOrder.objects.create(
        pk=order_id,
        unit_id=_unit(given.unit_id),
        title=_said(given.title, _("事由"), MOST_TITLE),
        grounds=_said(given.grounds, _("督办依据"), MOST_WORDS),
        requirement=_said(given.requirement, _("督办要求"), MOST_WORDS),
        answer_days=_days(given.answer_days),
        office_name=ORDER_OFFICE.on(today()),
        task_id=_task(actor, given.task_id),
        created_by_id=actor.person_id,
        created_at=now(),
    )
    OrderCase.objects.bulk_create([OrderCase(order=made, case=case) for case in cases])
    audit.record(actor=actor, action="supervision.draft_order", subject=made, detail={"cases": len(cases)})
    index_order(made)
    return made


def _cases(actor: Actor, given: OrderGiven) -> list[Case]:
    if len(given.case_ids) > MOST_CASES:
        raise InvalidInput(_("一份督办单最多列%(most)s个问题，请分开拟稿。") % {"most": MOST_CASES})
    # A held case stays unknown to its unit until its round is released, so no order may name it.
    may_be_named = visible_cases(actor).filter(lead_unit__isnull=False, is_held=False, state__in=CASE_STATES)
    found = list(may_be_named.filter(pk__in=given.case_ids).order_by("due_at", "pk"))
    if len(found) != len(set(given.case_ids)):
        raise InvalidInput(_("有的问题没有找到、没有责任单位、不在整改或所在轮次没有发布，请从问题页面重新进入。"))
    if any(case.lead_unit_id != given.unit_id for case in found):
        raise InvalidInput(_("所列问题不都由这个单位负责，请按单位分开拟稿。"))
    return found


def _task(actor: Actor, task_id: UUID | None) -> UUID | None:
    if task_id is None:
        return None
    if not visible_tasks(actor).filter(pk=task_id).exists():
        raise InvalidInput(_("没有找到该任务，请从任务页面重新进入。"))
    return task_id


def _unit(unit_id: int) -> int:
    if unit_id not in open_unit_ids([unit_id]):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    return unit_id


def _said(text: str, label: str, most: int) -> str:
    said = checked_text(text, label=label, at_most=most)
    if not said:
        raise InvalidInput(_("请填写%(label)s。") % {"label": label})
    return said


def _days(days: int | None) -> int:
    wanted = ORDER_DAYS.on(today()) if days is None else days
    if not 1 <= wanted <= MOST_DAYS:
        raise InvalidInput(_("反馈期限应是1到%(most)s个工作日。") % {"most": MOST_DAYS})
    return wanted
