"""Dispatch rules: as the office edits them, tried on past cases, and what they say of one case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Router, Status

from chuangcheng.cases import schemas_rules as schemas
from chuangcheng.cases.access import CHANGE_RULES, case_for
from chuangcheng.cases.models import DispatchRule
from chuangcheng.cases.queries import (
    book_with_drafts,
    choices_of,
    every_rule,
    rule_book,
    rule_for,
    sentences_of,
    try_rules,
)
from chuangcheng.cases.schemas import OrderIn
from chuangcheng.cases.services import order_rules, save_rule, switch_rule_off, switch_rule_on
from chuangcheng.cases.workflow import DISPATCH_CASES
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of

router = Router()

PLAIN = (
    *("id", "name", "problem_class_id", "group", "problem_list_id", "site_type_id", "area_id", "source", "severity"),
    *("words", "lead", "unit_id", "limit_amount", "limit_unit", "is_automatic", "starts_on", "ends_on"),
)


@router.get("/dispatch-rules", response=list[schemas.RuleOut])
def list_rules(request: HttpRequest) -> list[dict[str, Any]]:
    """The rules in their order, those switched off too."""
    require(actor_of(request), CHANGE_RULES)
    return [_shape(each) for each in every_rule()]


@router.post("/dispatch-rules", response={201: schemas.RuleOut})
def add_rule(request: HttpRequest, given: schemas.RuleIn) -> Status[dict[str, Any]]:
    """A new rule at the end, not switched on."""
    actor = actor_of(request)
    require(actor, CHANGE_RULES)
    return Status(201, _saved(actor, DispatchRule(order=DispatchRule.objects.count() * 10 + 10), given))


@router.post("/dispatch-rules/order")
def put_rules_in_order(request: HttpRequest, given: OrderIn) -> dict[str, int]:
    """Puts the named rules first, in this order."""
    order_rules(actor=actor_of(request), rule_ids=given.ids)
    return {"ordered": len(given.ids)}


@router.get("/dispatch-rules/trial", response=schemas.TrialOut)
def try_on_past_cases(request: HttpRequest, n: int = 200, with_drafts: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 - of the address
    """The last `n` fixed cases dispatched anew by the rules; nothing is changed."""
    actor = actor_of(request)
    require(actor, CHANGE_RULES)
    book = book_with_drafts(day=today()) if with_drafts else rule_book(day=today())
    found = try_rules(actor=actor, book=book, most=max(1, n))
    differences = [
        {
            "case_id": each.case.pk,
            "number": each.case.number,
            "fixed_by": each.case.lead_unit.name if each.case.lead_unit else "",
            "chosen": each.chosen,
            "sentence": each.sentence,
        }
        for each in found.differences
    ]
    counts = ("tried_count", "agreed_count", "unplaced_count")
    return {**{name: getattr(found, name) for name in counts}, "differences": differences}


@router.put("/dispatch-rules/{int:rule_id}", response=schemas.RuleOut)
def change_rule(request: HttpRequest, rule_id: int, given: schemas.RuleIn) -> dict[str, Any]:
    """Changes a rule; what was dispatched stays where it is."""
    actor = actor_of(request)
    require(actor, CHANGE_RULES)
    return _saved(actor, rule_for(rule_id), given)


@router.post("/dispatch-rules/{int:rule_id}/on", response=schemas.RuleOut)
def switch_on(request: HttpRequest, rule_id: int) -> dict[str, Any]:
    """In force from today."""
    return _shape(switch_rule_on(actor=actor_of(request), rule_id=rule_id, on=today()))


@router.post("/dispatch-rules/{int:rule_id}/off", response=schemas.RuleOut)
def switch_off(request: HttpRequest, rule_id: int) -> dict[str, Any]:
    """Not in force from today."""
    return _shape(switch_rule_off(actor=actor_of(request), rule_id=rule_id, on=today()))


@router.get("/cases/{uuid:case_id}/dispatch-choice", response=schemas.ChoiceOut)
def get_dispatch_choice(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """What the rules say of a case, and why."""
    actor = actor_of(request)
    require(actor, DISPATCH_CASES)
    case = case_for(actor, case_id)
    choices = choices_of([case], rule_book(day=today()))
    choice = choices[case.pk]
    return {
        "lead_unit_id": choice.lead_unit_id,
        "assisting_unit_ids": list(choice.assisting_ids),
        "rule_id": choice.rule_id,
        "rule_number": choice.rule_number,
        "sentence": sentences_of(choices)[case.pk],
    }


def _saved(actor: Actor, found: DispatchRule, given: schemas.RuleIn) -> dict[str, Any]:
    for name, value in given.dict(exclude={"assisting_unit_ids"}).items():
        setattr(found, name, value)
    try:
        found.full_clean()
    except ValidationError as error:
        raise InvalidInput(error.messages[0]) from error
    return _shape(save_rule(actor=actor, rule=found, assisting_ids=given.assisting_unit_ids))


def _shape(found: DispatchRule) -> dict[str, Any]:
    assisting = [unit.pk for unit in found.assisting.all()]
    closed = [unit.pk for unit in (found.unit, found.area, *found.assisting.all()) if unit and unit.closed_on]
    plain = {name: getattr(found, name) for name in PLAIN}
    return {**plain, "assisting_unit_ids": assisting, "closed_unit_ids": closed}
