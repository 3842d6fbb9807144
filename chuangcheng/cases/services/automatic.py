"""派遣 without a person, where the office has switched that on: by a rule that may, under a step id of its own."""

from __future__ import annotations

from chuangcheng.cases.access import case_for
from chuangcheng.cases.automatic import AUTO_DISPATCH
from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.queries.rulebook import choices_of, rule_book
from chuangcheng.cases.services.dispatching import dispatch_case
from chuangcheng.cases.services.steps import Step
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import derived_id
from chuangcheng.core.times import local_date


def dispatch_automatically(filed: CaseEvent) -> CaseEvent | None:
    """The dispatch that follows from filing, once; None where no rule may, or where a person has to look."""
    day = local_date(filed.at)
    if not AUTO_DISPATCH.on(day):
        return None
    case = case_for(SYSTEM, filed.case_id)
    choice = choices_of([case], rule_book(day=day))[case.pk]
    if case.is_held or choice.lead_unit_id is None or not choice.is_automatic:
        return None
    try:
        return dispatch_case(
            actor=SYSTEM,
            step=Step(case.pk, derived_id(filed.pk, "dispatch"), seen=filed.pk),
            lead_unit_id=choice.lead_unit_id,
            assisting_unit_ids=choice.assisting_ids,
            term=choice.term,
        )
    except Refusal:
        return None  # a closed unit, a class without limit: it waits for a person, as every filed case does
