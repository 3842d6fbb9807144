"""加减分事项: praise and faults that no record shows, entered for a day; withdrawn, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.supervision.appraisal_access import require_appraiser
from chuangcheng.supervision.appraisal_wording import MERIT_WORDS
from chuangcheng.supervision.models import Merit, MeritWithdrawal
from chuangcheng.supervision.services.appraisals.righting import put_boards_right

MOST_SOURCE, MOST_REASON, MOST_WORDS = 200, 500, 300  # characters, as the columns
FIRST_YEAR = 2000


class WithdrawnAlready(Refusal):
    """It does not hold any more."""

    def __init__(self) -> None:
        super().__init__(_("这条加减分事项已经撤销。"))


@dataclass(frozen=True, slots=True)
class MeritGiven:
    """Praise or a fault as the form sends it."""

    unit_id: int
    kind: str  # of AwardKind or FaultKind
    on: date
    source: str
    reason: str
    is_doubled: bool = False


@transaction.atomic
def enter_merit(*, actor: Actor, merit_id: UUID, given: MeritGiven) -> Merit:
    """Counts in the periods in which its day lies, when they are computed; the same id twice is one."""
    require_appraiser(actor)
    there = Merit.objects.filter(pk=merit_id).first()
    if there is not None and there.entered_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(merit_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if given.kind not in MERIT_WORDS:
        raise InvalidInput(_("请从列出的事项中选择。"))
    if not open_unit_ids([given.unit_id]):
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    if not given.on.year >= FIRST_YEAR or given.on > today():
        raise InvalidInput(_("请核对日期，不能晚于今天。"))
    source = checked_text(given.source, label=_("依据"), at_most=MOST_SOURCE)
    reason = checked_text(given.reason, label=_("事由"), at_most=MOST_REASON)
    if not source or not reason:
        raise InvalidInput(_("请填写依据和事由，以便被考核的单位核对。"))
    made = Merit.objects.create(
        pk=merit_id,
        unit_id=given.unit_id,
        kind=given.kind,
        on=given.on,
        is_doubled=given.is_doubled,
        source=source,
        reason=reason,
        entered_by_id=actor.person_id,
        entered_by_name=actor.name,
    )
    audit.record(actor=actor, action="supervision.enter_merit", subject=made, detail={"kind": made.kind})
    return made


@transaction.atomic
def withdraw_merit(*, actor: Actor, merit_id: UUID, reason: str) -> MeritWithdrawal:
    """It does not hold; boards that units have seen are put right."""
    require_appraiser(actor)
    found = Merit.objects.filter(pk=merit_id).first()
    if found is None:
        raise NotFound(_("没有找到这条加减分事项，请从列表进入。"))
    if MeritWithdrawal.objects.filter(merit=found).exists():
        raise WithdrawnAlready
    words = checked_text(reason, label=_("理由"), at_most=MOST_WORDS)
    if not words:
        raise InvalidInput(_("请写明撤销的理由。"))
    made = MeritWithdrawal.objects.create(merit=found, reason=words, by_id=actor.person_id, by_name=actor.name)
    audit.record(actor=actor, action="supervision.withdraw_merit", subject=found, detail={"reason": words})
    put_boards_right(actor=actor, merit=found, reason=words)
    return made
