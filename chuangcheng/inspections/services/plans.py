"""Recurring plans: made, changed from a day on, paused, ended with a reason. The rounds themselves: `plan_runs`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.inspections.access import PLAN, plan_to_change
from chuangcheng.inspections.kinds import HIDDEN_KINDS
from chuangcheng.inspections.models import Plan, PlanTerms, Round
from chuangcheng.inspections.queries.assignments import may_visit_people
from chuangcheng.inspections.rhythm import MONTHLY, MOST_DAYS, RHYTHMS, WEEKLY, Rhythm
from chuangcheng.inspections.sample_terms import Terms, UnusableTerms, checked
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.inspections.sharing import OWNER, Member
from chuangcheng.standards.access import framework_for

MOST_NAME, MOST_REASON = 80, 300  # characters, as the columns
MOST_MEMBERS = 100  # of a team; our choice
DAYS_OF_WEEK, DAYS_OF_MONTH = 7, 31


class PlanEnded(Refusal):
    """An ended plan is not changed any more."""


@dataclass(frozen=True)
class Scope:
    """Which sites the rounds of a plan have: chosen ones, or those of types and towns, or a sample of these."""

    type_ids: Sequence[int] = ()  # empty: all
    town_ids: Sequence[int] = ()  # empty: all
    site_ids: Sequence[UUID] = ()  # chosen ones; then types and towns do not matter
    sample: Terms | None = None


@dataclass(frozen=True)
class PlanFacts:
    """What a plan says."""

    framework_id: int
    rhythm: Rhythm
    scope: Scope
    team: Sequence[Member] = field(default_factory=tuple)  # in order
    sharing: str = PlanTerms.Sharing.EVENLY
    ending: str = PlanTerms.Ending.BY_HAND


@transaction.atomic
def create_plan(
    *, actor: Actor, plan_id: UUID, name: str, kind: str, starts_on: date, ends_on: date | None, facts: PlanFacts
) -> Plan:
    """A plan that makes its rounds from its first day on; the same `plan_id` twice is one plan."""
    require(actor, PLAN)
    planner = _person(actor)
    if not is_client_id(plan_id):
        raise InvalidInput(_("计划编号无效，请刷新页面后重新填写。"))
    if kind not in Round.Kind.values:
        raise InvalidInput(_("请选择检查类型。"))
    _check_days(starts_on, ends_on)
    words = checked_text(name, label=_("计划名称"), at_most=MOST_NAME)
    if not words:
        raise InvalidInput(_("请填写计划名称。"))
    values = {"name": words, "kind": kind, "starts_on": starts_on, "ends_on": ends_on, "created_by_id": planner}
    made, is_new = Plan.objects.get_or_create(pk=plan_id, defaults=values)
    if made.created_by_id != planner:
        raise InvalidInput(_("计划编号已经用过，请刷新页面后重新填写。"))
    if is_new:
        _write_terms(planner, actor, made, facts, starts_on)
        audit.record(actor=actor, action="inspections.create_plan", subject=made)
    return made


@transaction.atomic
def change_plan(
    *, actor: Actor, plan_id: UUID, name: str, ends_on: date | None, facts: PlanFacts, applies_from: date
) -> Plan:
    """Other terms from a day on: rounds that are there stay as they are; the former terms stay on record."""
    found = _open_plan(actor, plan_id)
    _check_days(found.starts_on, ends_on)
    if applies_from < today():
        raise InvalidInput(_("修改从今天或以后的日期起执行，已经生成的轮次不变。"))
    words = checked_text(name, label=_("计划名称"), at_most=MOST_NAME)
    if not words:
        raise InvalidInput(_("请填写计划名称。"))
    before = {"name": found.name, "ends_on": f"{found.ends_on or ''}"}
    found.name, found.ends_on = words, ends_on
    found.save(update_fields=["name", "ends_on"])
    _write_terms(_person(actor), actor, found, facts, max(applies_from, found.starts_on))
    audit.record(actor=actor, action="inspections.change_plan", subject=found, detail={"before": before})
    return found


@transaction.atomic
def pause_plan(*, actor: Actor, plan_id: UUID, reason: str) -> Plan:
    """Makes no rounds until it is resumed."""
    return _put(_open_plan(actor, plan_id), actor, Plan.State.PAUSED, "inspections.pause_plan", reason)


@transaction.atomic
def resume_plan(*, actor: Actor, plan_id: UUID) -> Plan:
    """Makes rounds again, from today on; what fell into the pause is not made up for."""
    found = _open_plan(actor, plan_id)
    found.state, found.state_reason = Plan.State.ACTIVE, ""
    found.save(update_fields=["state", "state_reason"])
    audit.record(actor=actor, action="inspections.resume_plan", subject=found)
    return found


@transaction.atomic
def end_plan(*, actor: Actor, plan_id: UUID, reason: str) -> Plan:
    """Makes no more rounds, for good; its rounds stay."""
    return _put(_open_plan(actor, plan_id), actor, Plan.State.ENDED, "inspections.end_plan", reason)


def _put(found: Plan, actor: Actor, state: Plan.State, action: str, reason: str) -> Plan:
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明理由，理由会留在计划上。"))
    found.state, found.state_reason = state, words
    found.save(update_fields=["state", "state_reason"])
    audit.record(actor=actor, action=action, subject=found, detail={"reason": words})
    return found


def _open_plan(actor: Actor, plan_id: UUID) -> Plan:
    found = plan_to_change(actor, plan_id)
    if found.state == Plan.State.ENDED:
        raise PlanEnded(_("这个计划已经终止，不能再改，请新建计划。"))
    return found


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotPermitted(_("巡查计划由登录的人员安排。"))
    return actor.person_id


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(_("结束日期不能早于开始日期，请改正。"))


def _write_terms(writer: int, actor: Actor, plan: Plan, facts: PlanFacts, applies_from: date) -> PlanTerms:
    framework = framework_for(actor, facts.framework_id)
    rhythm = _checked_rhythm(facts.rhythm)
    return PlanTerms.objects.create(
        plan=plan,
        applies_from=applies_from,
        framework=framework,
        rhythm=rhythm.kind,
        weekdays=list(rhythm.weekdays),
        month_day=rhythm.month_day,
        lasts_days=rhythm.lasts_days,
        scope=_kept_scope(facts.scope),
        team=_kept_team(facts),
        sharing=_one_of(facts.sharing, PlanTerms.Sharing.values),
        ending=_checked_ending(facts.ending, plan),
        written_by_id=writer,
    )


def _checked_rhythm(rhythm: Rhythm) -> Rhythm:
    weekdays = set(rhythm.weekdays)
    is_known = rhythm.kind in RHYTHMS and weekdays <= set(range(DAYS_OF_WEEK))
    if not is_known or (rhythm.kind == WEEKLY and not weekdays):
        raise InvalidInput(_("请选择节奏，每周的计划至少选一天。"))
    if rhythm.kind == MONTHLY and not 0 <= rhythm.month_day <= DAYS_OF_MONTH:
        raise InvalidInput(_("每月的日期须为1至31，或选最后一个工作日。"))
    if not 1 <= rhythm.lasts_days <= MOST_DAYS:
        raise InvalidInput(_("一轮须为1至%(most)s个工作日。") % {"most": MOST_DAYS})
    return rhythm


def _checked_ending(ending: str, plan: Plan) -> str:
    if ending == PlanTerms.Ending.RELEASE and plan.kind in HIDDEN_KINDS:
        raise InvalidInput(_("未公开的检查由人发布，不能自动发布，请另选结束方式。"))
    return _one_of(ending, PlanTerms.Ending.values)


def _one_of(value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise InvalidInput(_("请从列表中选择。"))
    return value


def _kept_scope(scope: Scope) -> dict[str, Any]:
    try:
        sample = checked(scope.sample).as_json() if scope.sample is not None else None
    except UnusableTerms as error:
        raise InvalidInput(_(str(error))) from error
    return {
        "type_ids": sorted(set(scope.type_ids)),
        "town_ids": sorted(set(scope.town_ids)),
        "site_ids": [str(pk) for pk in dict.fromkeys(scope.site_ids)],
        "sample": sample,
    }


def _kept_team(facts: PlanFacts) -> list[dict[str, Any]]:
    team = list(dict.fromkeys(facts.team))
    if facts.sharing != OWNER and not team:
        raise InvalidInput(_("请至少选择一名检查员或一个单位。"))
    if len(team) > MOST_MEMBERS:
        raise InvalidInput(_("一个计划最多%(most)s名检查员，请分成几个计划。") % {"most": MOST_MEMBERS})
    people = {member.person_id for member in team if member.person_id is not None}
    if not people <= set(may_visit_people(today=today()).values_list("pk", flat=True)):
        raise InvalidInput(_("所选人员不能做现场检查，请从列表中选择。"))
    return [
        {"person_id": member.person_id, "unit_id": member.unit_id, "town_ids": list(member.town_ids)} for member in team
    ]
