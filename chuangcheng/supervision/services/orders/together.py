"""One press for chosen cases: an order to each of their units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.times import now
from chuangcheng.supervision.models import SupervisionOrder
from chuangcheng.supervision.order_access import require_issuer
from chuangcheng.supervision.queries.order_groups import UnitCases, order_groups, why_nothing
from chuangcheng.supervision.services.orders.drafting import OrderGiven, draft_order
from chuangcheng.supervision.services.orders.moving import MoveGiven, move_order

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

MOST_CHOSEN = 500  # cases of one press: our choice
MOST_NAMED = 20  # numbers of cases in the grounds; the paper lists all


@dataclass(frozen=True)
class OrdersGiven:
    """What the form says once for all orders."""

    case_ids: Sequence[UUID]
    requirement: str
    grounds: str = ""  # put before what the records say
    answer_days: int | None = None  # working days from issue


@transaction.atomic
def draft_orders(*, actor: Actor, press_id: UUID, given: OrdersGiven) -> list[SupervisionOrder]:
    """A draft for each unit that answers for some of the cases; the same press twice drafts nothing again."""
    require_issuer(actor)
    if not is_client_id(press_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    there = _drafted(actor, press_id, given.case_ids)
    if there:
        return there
    if len(given.case_ids) > MOST_CHOSEN:
        raise InvalidInput(_("一次最多为%(most)s个问题拟督办单，请缩小范围。") % {"most": MOST_CHOSEN})
    found = order_groups(actor=actor, case_ids=given.case_ids)
    if not found.groups:
        raise InvalidInput(why_nothing(found))
    return [_draft(actor, press_id, group, given) for group in found.groups]


@transaction.atomic
def draft_and_issue_orders(*, actor: Actor, press_id: UUID, given: OrdersGiven) -> list[SupervisionOrder]:
    """The same, each of them issued at once."""
    drafted = draft_orders(actor=actor, press_id=press_id, given=given)
    return [
        move_order(actor=actor, order_id=order.pk, given=MoveGiven(derived_id(order.pk, "issue"), "issue"))
        for order in drafted
    ]


def title_of(cases: Sequence[Case]) -> str:
    """关于3件问题的督办; of a single case what it is about. In the language of the place, as on paper."""
    if len(cases) == 1:
        return cases[0].told[:100].rstrip("。")
    with translation.override(settings.LANGUAGE_CODE):
        return _("关于%(count)s件问题的督办") % {"count": len(cases)}


def grounds_of(cases: Sequence[Case], *, moment: datetime) -> str:
    """What the records say: which cases are past their deadline, which are not. In the language of the place."""
    late = [case for case in cases if is_late(case, moment)]
    late_ids = {case.pk for case in late}
    rest = [case for case in cases if case.pk not in late_ids]
    with translation.override(settings.LANGUAGE_CODE):
        said = [_("超过整改期限的问题%(count)s件：%(numbers)s") % _named(late)] if late else []
        said += [_("没有超期的问题%(count)s件：%(numbers)s") % _named(rest)] if rest else []
        return _("%(sentences)s。") % {"sentences": "；".join(said)}


def is_late(case: Case, moment: datetime) -> bool:
    """Past its deadline and still being fixed; a case with an approved pause is not."""
    return case.state == "fixing" and case.due_at is not None and case.due_at < moment


def _drafted(actor: Actor, press_id: UUID, case_ids: Sequence[UUID]) -> list[SupervisionOrder]:
    """What this press drafted before, in order."""
    rows = SupervisionOrder.objects.filter(entries__case__in=case_ids, created_by=actor.person_id).distinct()
    found = [
        order
        for order in rows.select_related("unit").defer("unit__boundary")
        if _id(press_id, order.unit_id) == order.pk
    ]
    return sorted(found, key=lambda order: order.unit.path)


def _draft(actor: Actor, press_id: UUID, group: UnitCases, given: OrdersGiven) -> SupervisionOrder:
    said = [words for words in (given.grounds.strip(), grounds_of(group.cases, moment=now())) if words]
    order = OrderGiven(
        unit_id=group.unit.pk,
        title=title_of(group.cases),
        grounds="\n".join(said),
        requirement=given.requirement,
        answer_days=given.answer_days,
        case_ids=[case.pk for case in group.cases],
    )
    return draft_order(actor=actor, order_id=_id(press_id, group.unit.pk), given=order)


def _id(press_id: UUID, unit_id: int) -> UUID:
    return derived_id(press_id, "order", unit_id)


def _named(cases: Sequence[Case]) -> dict[str, object]:
    numbers = "、".join(case.number for case in cases[:MOST_NAMED])
    return {"count": len(cases), "numbers": f"{numbers}等" if len(cases) > MOST_NAMED else numbers}
