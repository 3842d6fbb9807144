"""A matter is proposed by hand: what no record shows, with a reason. Somebody else decides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.supervision.accountability import GRADES, Ground, Whom, is_praise
from chuangcheng.supervision.accountability_access import require_decider
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around
from chuangcheng.supervision.models import Matter

MOST_REASON = 1000  # characters, as the column
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class MatterGiven:
    """A proposal as the form sends it."""

    unit_id: int
    ground: str
    on: date  # the month in which it lies is the period
    grade: str
    whom: str
    reason: str


@transaction.atomic
def propose_matter(*, actor: Actor, matter_id: UUID, given: MatterGiven) -> Matter:
    """A proposal that somebody else decides; the same id twice is one."""
    require_decider(actor)
    there = Matter.objects.filter(pk=matter_id).first()
    if there is not None and there.proposed_by_id is not None and there.proposed_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(matter_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if not open_unit_ids([given.unit_id]):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    if given.ground not in list(Ground) or given.whom not in list(Whom):
        raise InvalidInput(_("请从列出的情形和对象中选择。"))
    praise = is_praise(Ground(given.ground))
    if given.grade not in GRADES[praise]:
        raise InvalidInput(_("奖励的情形只能建议奖励，问责的情形只能建议问责。"))
    if not given.on.year >= FIRST_YEAR or given.on > today():
        raise InvalidInput(_("请核对日期，不能晚于今天。"))
    reason = checked_text(given.reason, label=_("事由"), at_most=MOST_REASON)
    if not reason:
        raise InvalidInput(_("请写明事由，以便作决定的人核对。"))
    span = span_around(PeriodKind.MONTH, given.on)
    made = Matter.objects.create(
        pk=matter_id,
        is_praise=praise,
        unit_id=given.unit_id,
        ground=given.ground,
        period=span.kind.value,
        first=span.first,
        last=span.last,
        reason=reason,
        proposed_grade=given.grade,
        proposed_whom=given.whom,
        proposed_by_id=actor.person_id,
        proposed_by_name=actor.name,
    )
    audit.record(actor=actor, action="supervision.propose_matter", subject=made)
    return made
