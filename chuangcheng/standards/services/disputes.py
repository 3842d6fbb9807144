"""Disputed duties: a unit asks who answers for a standard, the lead leader rules, and the ruling binds."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.core.times import now
from chuangcheng.orgs.access import unit_for, units_where
from chuangcheng.standards.access import DISPUTE, RULE, locked_standard_for, ruling_for
from chuangcheng.standards.models import Duty, DutyRuling
from chuangcheng.standards.services.spans import end_before, still_running

LONGEST = 1000  # characters; our choice


@transaction.atomic
def raise_dispute(*, actor: Actor, standard_id: int, unit_id: int, question: str) -> DutyRuling:
    """A unit asks who answers for a standard; the question that is open already, if any."""
    standard = locked_standard_for(actor, standard_id, permission=DISPUTE)
    if not units_where(actor, DISPUTE).filter(pk=unit_id, closed_on__isnull=True).exists():
        raise InvalidInput(_("请选择本单位提出争议。"))
    text = clean_text(question)[:LONGEST]
    if not text:
        raise InvalidInput(_("请写明争议的内容。"))
    found = standard.rulings.filter(raised_by_unit_id=unit_id, ruled_at__isnull=True).first()
    if found is not None:
        return found
    made = DutyRuling.objects.create(standard=standard, raised_by_unit_id=unit_id, question=text)
    audit.record(actor=actor, action="standards.raise_dispute", subject=made, detail={"standard": standard.code})
    return made


@transaction.atomic
def rule_on_dispute(*, actor: Actor, ruling_id: int, unit_id: int, reason: str, today: date) -> DutyRuling:
    """The ruling: this unit leads from today. It is kept, and it binds later assignment."""
    locked_standard_for(actor, ruling_for(actor, ruling_id, permission=RULE).standard_id, permission=RULE)
    ruling = ruling_for(actor, ruling_id, permission=RULE)
    if ruling.ruled_at is not None:
        raise InvalidInput(_("该争议已经裁定，请刷新页面。"))
    why = clean_text(reason)[:LONGEST]
    if not why:
        raise InvalidInput(_("请写明裁定的理由。"))
    unit = unit_for(SYSTEM, unit_id)
    if unit.closed_on is not None:
        raise InvalidInput(_("“%(name)s”已撤并，请选择现有单位。") % {"name": unit.name})
    _make_lead(ruling.standard_id, unit_id, today)
    ruling.ruled_for, ruling.ruled_by_id = unit, actor.person_id
    ruling.ruled_at, ruling.reason = now(), why
    ruling.save(update_fields=["ruled_for", "ruled_by", "ruled_at", "reason"])
    audit.record(actor=actor, action="standards.rule_on_dispute", subject=ruling, detail={"unit": unit_id})
    return ruling


def _make_lead(standard_id: int, unit_id: int, today: date) -> None:
    """What was arranged for later falls too: the ruling is the last word."""
    leads = still_running(Duty.objects.filter(standard_id=standard_id, kind=Duty.Kind.LEAD), today)
    if leads.filter(unit_id=unit_id, starts_on__lte=today, ends_on__isnull=True).exists():
        return
    leads.filter(starts_on__gt=today).delete()
    end_before(leads, today)
    Duty.objects.create(standard_id=standard_id, unit_id=unit_id, kind=Duty.Kind.LEAD, starts_on=today)
