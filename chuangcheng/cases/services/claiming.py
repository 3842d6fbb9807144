"""认领: a unit takes a filed case itself; what nobody takes is told to the office."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.queries.claims import claim_options, unclaimed_cases
from chuangcheng.cases.services.automatic import dispatch_automatically
from chuangcheng.cases.services.clock import set_deadline, usual_term
from chuangcheng.cases.services.partners import set_assistants
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.cases.settings import CLAIM_HOURS
from chuangcheng.cases.workflow import DISPATCH_CASES
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import local_date, now
from chuangcheng.orgs.queries import people_over

MOST_AT_ONCE = 200  # cases in one run of the periodic work: it comes again soon


class NotForClaiming(InvalidInput):
    """The case cannot be taken by this unit: it has no limit, or lies with others."""


def claim_case(*, actor: Actor, step: Step, lead_unit_id: int | None, reason: str = "") -> CaseEvent:
    """待派遣 → 处置中: a unit of the actor takes it; the clock starts, with the limit of the class."""

    def change(case: Case, at: datetime) -> Changed:
        if case.problem_class is None:
            raise NotForClaiming(_("该问题没有类别，不能认领，请等待创城办派遣。"))
        case.lead_unit = next((unit for unit in claim_options(actor=actor, case=case) if unit.pk == lead_unit_id), None)
        if case.lead_unit is None:
            raise NotForClaiming(_("所选单位不能认领该问题，请重新选择。"))
        set_deadline(case, usual_term(case, at), at, office_calendar())
        case.clock_started_at = case.clock_started_at or at
        data = {"due_at": written(case.due_at), "assists": set_assistants(case, ())}
        columns = ("lead_unit", "due_at", "limit_amount", "limit_unit", "clock_started_at")
        return Changed(columns, unit_id=lead_unit_id, data=data)

    brought = Brought(text=reason, has_lead_unit=lead_unit_id is not None, has_deadline=True)
    return carry_out(actor=actor, step=step, move="claim", brought=brought, change=change)


def end_claims() -> int:
    """Dispatches what nobody claimed in time, where a rule may, and tells the office of the rest, each case once.

    Gives the number of those told, of MOST_AT_ONCE at most that are looked at.
    """
    at = now()
    found = list(unclaimed_cases(at).select_related("area").defer("area__boundary")[:MOST_AT_ONCE])
    told: list[Case] = []
    for case in found:
        try:
            ended = end_claim(step=Step(case.pk))
        except Refusal:
            continue  # claimed or dispatched at this very moment
        if dispatch_automatically(ended) is None:
            told.append(case)
    _tell_dispatchers(told, at)
    return len(told)


def _tell_dispatchers(cases: list[Case], at: datetime) -> None:
    counts: Counter[int] = Counter()
    people: dict[str, list[int]] = {}
    for case in cases:
        path = case.area.path if case.area is not None else ""
        if path not in people:
            people[path] = people_over(permission=DISPATCH_CASES, paths=[path], today=local_date(at))
        counts.update(people[path])
    for person, count in counts.items():
        notify(
            person_ids=[person],
            key=f"cases.unclaimed:{at.isoformat()}",
            title=inbox_text("%(count)s件问题无人认领，请派遣", {"count": count}),
            link=f"{reverse('cases:list')}?state=filed",
        )


def end_claim(*, step: Step) -> CaseEvent:
    """Nobody claimed the case in time: it waits for dispatch, and its story says so. Done by the system."""

    def change(case: Case, at: datetime) -> Changed:
        case.claim_ended_at = at
        return Changed(("claim_ended_at",), data={"hours": CLAIM_HOURS.on(local_date(at))})

    return carry_out(actor=SYSTEM, step=step, move="end_claim", brought=Brought(), change=change)
