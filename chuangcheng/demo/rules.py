"""Dispatch rules of the demo: the usual ones in force, one of the office's own before them, one still a draft."""

from __future__ import annotations

from datetime import timedelta

from chuangcheng.cases.models import DispatchRule, ProblemClass
from chuangcheng.cases.services import find_default_units, offer_usual_rules, order_rules, save_rule, switch_rule_on
from chuangcheng.core.access import SYSTEM
from chuangcheng.demo.plans import Ground
from chuangcheng.demo.units import Units

BY_WORDS = "共享单车、电动车"


def make_rules(ground: Ground, units: Units) -> None:
    """All of them, by the services, after the units that usually lead: they claim, and rules may name them."""
    find_default_units(actor=SYSTEM)
    offer_usual_rules(actor=SYSTEM)
    usual = list(DispatchRule.objects.order_by("order", "pk"))
    parked = ProblemClass.objects.get(name="非机动车乱停")
    bikes = DispatchRule(
        name="共享单车占道派城管局", problem_class=parked, words=BY_WORDS, lead="unit", unit=units.bureaus["CGJ"]
    )
    save_rule(actor=SYSTEM, rule=bikes, assisting_ids=[units.bureaus["JJDD"].pk])
    dogs = DispatchRule(name="不文明养犬派公安分局（试用）", words="犬、遛狗", lead="unit", unit=units.bureaus["GAJ"])
    save_rule(actor=SYSTEM, rule=dogs)
    order_rules(actor=SYSTEM, rule_ids=[bikes.pk, dogs.pk, *(rule.pk for rule in usual)])
    for rule in (bikes, *usual):
        switch_rule_on(actor=SYSTEM, rule_id=rule.pk, on=(ground.at - timedelta(days=90)).date())
