"""Dispatch rules as the office keeps them: edited, put into order, switched on and off from a day on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import CHANGE_RULES
from chuangcheng.cases.models import DispatchRule
from chuangcheng.cases.queries.rulebook import BOOK_KEY
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.texts import mark
from chuangcheng.core.times import today

MOST_RULES = 300  # our choice: an office with more has no rules any more
STEP = 10

# What an office may begin with, as drafts to be tried and switched on: our choice. Name, group, lead.
USUAL = (
    (mark("消防安全问题"), "消防安全", DispatchRule.Lead.CLASS_UNIT),
    (mark("点位有责任单位的"), "", DispatchRule.Lead.OWNER),
    (mark("公用设施问题"), "公用设施", DispatchRule.Lead.CLASS_UNIT),
    (mark("其余按属地"), "", DispatchRule.Lead.STREET),
)


def save_rule(*, actor: Actor, rule: DispatchRule, assisting_ids: Collection[int] = ()) -> DispatchRule:
    """Keeps a checked rule, new or changed. What was dispatched stays where it is."""
    require(actor, CHANGE_RULES)
    with transaction.atomic():
        _check(rule)
        rule.save()
        rule.assisting.set(set(assisting_ids) - {rule.unit_id})
        audit.record(actor=actor, action="cases.save_rule", subject=rule, detail={"lead": rule.lead})
    forget_rule_book()
    return rule


def order_rules(*, actor: Actor, rule_ids: Sequence[int]) -> None:
    """These rules first, in this order; those not named follow as they were."""
    require(actor, CHANGE_RULES)
    with transaction.atomic():
        rows = {each.pk: each for each in DispatchRule.objects.select_for_update().order_by("order", "pk")}
        named = [pk for pk in dict.fromkeys(rule_ids) if pk in rows]
        ordered = [*named, *(pk for pk in rows if pk not in set(named))]
        for place, pk in enumerate(ordered, start=1):
            rows[pk].order = place * STEP
        DispatchRule.objects.bulk_update(rows.values(), ["order"])
        audit.record(actor=actor, action="cases.order_rules", detail={"rules": len(named)})
    forget_rule_book()


def switch_rule_on(*, actor: Actor, rule_id: int, on: date) -> DispatchRule:
    """In force from this day on."""
    return _switched(actor, rule_id, "switch_rule_on", starts_on=on, ends_on=None)


def switch_rule_off(*, actor: Actor, rule_id: int, on: date) -> DispatchRule:
    """Not in force from this day on; it stays to be looked up."""
    return _switched(actor, rule_id, "switch_rule_off", ends_on=on)


def offer_usual_rules(*, actor: Actor) -> int:
    """Adds the usual rules as drafts when there is none; gives their number."""
    require(actor, CHANGE_RULES)
    with transaction.atomic():
        if DispatchRule.objects.exists():
            return 0
        for place, (name, group, lead) in enumerate(USUAL, start=1):
            DispatchRule.objects.create(name=_(name), group=group, lead=lead, order=place * STEP)
        audit.record(actor=actor, action="cases.offer_rules", detail={"rules": len(USUAL)})
    return len(USUAL)


def _switched(actor: Actor, rule_id: int, deed: str, **days: date | None) -> DispatchRule:
    require(actor, CHANGE_RULES)
    with transaction.atomic():
        rule = DispatchRule.objects.select_for_update().filter(pk=rule_id).first()
        if rule is None:
            raise InvalidInput(_("没有找到该派遣规则，请从规则列表进入。"))
        for name, day in days.items():
            setattr(rule, name, day)
        rule.save(update_fields=list(days))
        audit.record(actor=actor, action=f"cases.{deed}", subject=rule)
    forget_rule_book()
    return rule


def _check(rule: DispatchRule) -> None:
    if rule.lead == DispatchRule.Lead.UNIT and rule.unit_id is None:
        raise InvalidInput(_("请选定规则派给的单位。"))
    if rule.lead != DispatchRule.Lead.UNIT:
        rule.unit = None
    if bool(rule.limit_amount) != bool(rule.limit_unit):
        raise InvalidInput(_("整改时限和时限单位要一起填写，或都不填。"))
    if rule._state.adding and DispatchRule.objects.count() >= MOST_RULES:
        raise InvalidInput(_("派遣规则最多%(most)d条，请先合并或删减。") % {"most": MOST_RULES})


def forget_rule_book() -> None:
    """The rules of before are not used any more, here at once and elsewhere after seconds."""
    cache.delete_many([f"{BOOK_KEY}:{today() + timedelta(days=days)}" for days in (-1, 0, 1)])
