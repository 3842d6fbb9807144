"""Who answers for what: a leader per item; lead, responsible and supporting units per standard."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.orgs.access import person_for, unit_for
from chuangcheng.standards.access import ASSIGN, duty_for, item_for, locked_standard_for
from chuangcheng.standards.models import Duty, DutyRuling, Item, ItemLeader, Standard
from chuangcheng.standards.services.spans import checked_day, end_before, still_running


class DutyDisputed(Refusal):
    """A ruling stands; only a later ruling changes it."""


@transaction.atomic
def set_item_leader(*, actor: Actor, item_id: int, person_id: int, starts_on: date) -> ItemLeader:
    """The person leads the item from a day on; whoever led it until then ends the day before."""
    Item.objects.select_for_update().filter(pk=item_id).values_list("pk").first()
    item = item_for(actor, item_id, permission=ASSIGN)
    day = checked_day(starts_on)
    person = person_for(SYSTEM, person_id)
    running = still_running(ItemLeader.objects.filter(item=item), day)
    same = running.filter(person=person, starts_on__lte=day, ends_on__isnull=True).first()
    if same is not None:
        return same
    end_before(running, day)
    made = ItemLeader.objects.create(item=item, person=person, starts_on=day)
    audit.record(actor=actor, action="standards.set_item_leader", subject=made, detail={"item": item.pk})
    return made


@transaction.atomic
def end_item_leader(*, actor: Actor, item_id: int, ends_on: date, reason: str) -> None:
    """Nobody leads the item after this day. Raises InvalidInput when nobody does anyway, or without a reason."""
    Item.objects.select_for_update().filter(pk=item_id).values_list("pk").first()
    item = item_for(actor, item_id, permission=ASSIGN)
    why = _reason(reason)
    running = still_running(ItemLeader.objects.filter(item=item), checked_day(ends_on))
    if not running.exists():
        raise InvalidInput(_("该项目现在没有责任领导，请刷新页面。"))
    end_before(running, ends_on + timedelta(days=1))
    audit.record(actor=actor, action="standards.end_item_leader", subject=item, detail={"reason": why})


@transaction.atomic
def assign_duty(*, actor: Actor, standard_id: int, unit_id: int, kind: str, starts_on: date) -> Duty:
    """The unit has this part in the standard from a day on. One lead unit at a time: a new one ends the one before.

    Raises DutyDisputed when a ruling made another unit lead.
    """
    standard = locked_standard_for(actor, standard_id, permission=ASSIGN)
    day = checked_day(starts_on)
    if kind not in Duty.Kind.values:
        raise InvalidInput(_("责任类别应为牵头、责任或配合。"))
    unit = unit_for(SYSTEM, unit_id)
    if unit.closed_on is not None:
        raise InvalidInput(_("“%(name)s”已撤并，请选择现有单位。") % {"name": unit.name})
    running = still_running(Duty.objects.filter(standard=standard, kind=kind), day)
    same = running.filter(unit=unit, starts_on__lte=day, ends_on__isnull=True).first()
    if same is not None:
        return same
    if kind == Duty.Kind.LEAD:
        _refuse_against_ruling(standard, unit_id)
        end_before(running, day)
    else:
        end_before(running.filter(unit=unit), day)
    made = Duty.objects.create(standard=standard, unit=unit, kind=kind, starts_on=day)
    audit.record(
        actor=actor,
        action="standards.assign_duty",
        subject=made,
        detail={"standard": standard.code, "unit": unit.pk, "kind": kind},
    )
    return made


@transaction.atomic
def end_duty(*, actor: Actor, duty_id: int, ends_on: date, reason: str) -> None:
    """The unit's part ends with this day; the row stays as history, one that would never have begun goes."""
    standard = locked_standard_for(actor, duty_for(actor, duty_id, permission=ASSIGN).standard_id, permission=ASSIGN)
    duty = duty_for(actor, duty_id, permission=ASSIGN)
    day = checked_day(ends_on)
    why = _reason(reason)
    if duty.ends_on is not None:
        raise InvalidInput(_("该责任已经结束，请刷新页面。"))
    detail = {"reason": why, "standard": standard.code, "unit": duty.unit_id, "kind": duty.kind}
    audit.record(actor=actor, action="standards.end_duty", subject=duty, detail=detail)
    if day < duty.starts_on:
        duty.delete()
    else:
        duty.ends_on = day
        duty.save(update_fields=["ends_on"])


def _refuse_against_ruling(standard: Standard, unit_id: int) -> None:
    last = DutyRuling.objects.filter(standard=standard, ruled_at__isnull=False).order_by("-ruled_at", "-pk").first()
    if last is not None and last.ruled_for_id != unit_id:
        raise DutyDisputed(_("该标准的牵头单位已有裁定，如需变更请重新提出争议并裁定。"))


def _reason(reason: str) -> str:
    why = clean_text(reason)
    if not why:
        raise InvalidInput(_("请填写调整原因，以便日后查考。"))
    return why[:500]
