"""What becomes of open cases, usual units and dispatch rules when units merge or split.

Handlers of events of `orgs`; each may be told twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from chuangcheng.cases.models import Assist, Case, DispatchRule, ProblemClass
from chuangcheng.cases.services.indexing import index_cases
from chuangcheng.cases.services.rules import forget_rule_book
from chuangcheng.cases.workflow import OPEN_STATES
from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM


def follow_merger(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.unit_merged`: what the old units had to fix the new one has to fix."""
    _pass_on(payload["old_ids"], payload["new_id"])


def follow_split(payload: Mapping[str, Any]) -> None:
    """Handler of `orgs.unit_split`: everything goes to the main part until it is dispatched otherwise."""
    _pass_on([payload["old_id"]], payload["main_id"])


def _pass_on(former: Sequence[int], successor: int) -> None:
    """Closed cases stay with the unit that closed them."""
    still_open = Case.objects.filter(state__in=[state.value for state in OPEN_STATES])
    with transaction.atomic():
        concerned = (
            Q(lead_unit__in=former)
            | Q(area__in=former)
            | Q(pk__in=Assist.objects.filter(unit__in=former).values("case"))
        )
        moved = list(still_open.filter(concerned).values_list("pk", flat=True))
        led = still_open.filter(lead_unit__in=former).update(lead_unit=successor)
        lying = still_open.filter(area__in=former).update(area=successor)
        helping = Assist.objects.filter(unit__in=former, case__in=still_open)
        cases = set(helping.values_list("case", flat=True))
        helping.delete()
        Assist.objects.bulk_create(
            [Assist(case_id=case, unit_id=successor) for case in sorted(cases)], ignore_conflicts=True
        )
        usual = ProblemClass.objects.filter(default_unit__in=former).update(default_unit=successor)
        rules = _pass_on_rules(former, successor)
        index_cases(moved)
        if led or lying or cases or usual or rules:
            detail = {"from": list(former), "to": successor, "led": led, "in_area": lying, "assisted": len(cases)}
            detail |= {"classes": usual, "rules": rules}
            audit.record(actor=SYSTEM, action="cases.succession", detail=detail)


def _pass_on_rules(former: Sequence[int], successor: int) -> int:
    """Rules that name one of the former units name the successor; gives the number of rules changed.

    A rule for a district that is no more is one for the district into which it went.
    """
    helping = DispatchRule.assisting.through.objects.filter(unit__in=former)
    concerned = Q(unit__in=former) | Q(area__in=former) | Q(pk__in=helping.values("dispatchrule"))
    changed = list(DispatchRule.objects.filter(concerned).values_list("pk", flat=True))
    if not changed:
        return 0
    helped = list(DispatchRule.objects.filter(pk__in=helping.values("dispatchrule")))
    DispatchRule.objects.filter(unit__in=former).update(unit=successor)
    DispatchRule.objects.filter(area__in=former).update(area=successor)
    for rule in helped:
        rule.assisting.remove(*former)
        if rule.unit_id != successor:
            rule.assisting.add(successor)
    for rule in DispatchRule.objects.filter(pk__in=changed, unit=successor):
        rule.assisting.remove(successor)
    forget_rule_book()
    return len(changed)
