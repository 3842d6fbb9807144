"""The rounds of plans, made by a worker: each period once, whoever is killed; days long past are not made up for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.inspections.models import Assignment, AssignmentChange, Plan, PlanRun, PlanTerms, Round
from chuangcheng.inspections.queries.absences import absent_on
from chuangcheng.inspections.queries.places import places_of
from chuangcheng.inspections.queries.plans import rhythm_of, team_of, terms_on
from chuangcheng.inspections.rhythm import Period, periods
from chuangcheng.inspections.sample_terms import from_json
from chuangcheng.inspections.services.rounds import create_round, start_round
from chuangcheng.inspections.services.samples import draw_into, new_seed
from chuangcheng.inspections.sharing import Member, among_present, share
from chuangcheng.orgs.access import actor_with_id

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOK_BACK = timedelta(days=31)  # how long a period may have been missed and still be noted; our choice


def make_due_rounds(*, today: date) -> int:
    """Makes the rounds that begin today, and those begun earlier whose last day is not over; gives their number."""
    made = 0
    plans = Plan.objects.filter(state=Plan.State.ACTIVE, starts_on__lte=today).order_by("pk")
    for plan in plans:
        for period in due_periods(plan=plan, today=today):
            made += make_run(plan=plan, period=period, today=today) is not None
    return made


def due_periods(*, plan: Plan, today: date) -> list[Period]:
    """The periods begun by today that the plan has not had yet."""
    since = max(plan.starts_on, today - LOOK_BACK)
    until = min(today, plan.ends_on or today)
    had = set(PlanRun.objects.filter(plan=plan, period__gte=since).values_list("period", flat=True))
    found, calendar = [], office_calendar()
    all_terms = list(plan.terms.order_by("applies_from", "pk"))
    for terms, first, last in _stretches(all_terms, since, until):
        found += periods(rhythm=rhythm_of(terms), calendar=calendar, since=first, until=last)
    return [period for period in found if period.starts_on not in had]


def make_run(*, plan: Plan, period: Period, today: date) -> Round | None:
    """The round of a period, once; None when it was made before or cannot be made, which is noted and told."""
    with transaction.atomic():
        # The key stops a second worker here until the first one is done, or has been killed.
        Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).values_list("pk").first()
        run, is_new = PlanRun.objects.get_or_create(
            plan=plan, period=period.starts_on, defaults={"ends_on": period.ends_on}
        )
        if not is_new:
            return None
        if period.ends_on < today:
            _note(run, _("已过期，没有补生成。"))
            return None
        try:
            with transaction.atomic():
                return _made(plan, run, period)
        except Refusal as refusal:
            _note(run, str(refusal))
            _tell(plan, run)
            return None


def _made(plan: Plan, run: PlanRun, period: Period) -> Round:
    terms = terms_on(plan=plan, day=period.starts_on)
    planner = actor_with_id(plan.created_by_id)
    made = create_round(
        actor=planner,
        round_id=new_id(),
        name=name_of(plan, period),
        kind=plan.kind,
        framework_id=terms.framework_id,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )
    _put_sites(planner, plan, terms, run, made)
    start_round(actor=planner, round_id=made.pk)
    run.round = made
    run.save(update_fields=["round", "absent"])
    audit.record(actor=planner, action="inspections.make_run", subject=made, detail={"plan": str(plan.pk)})
    return made


def name_of(plan: Plan, period: Period) -> str:
    """What the round of a period is called."""
    return f"{plan.name} {period.starts_on:%m-%d}"


def _put_sites(planner: Actor, plan: Plan, terms: PlanTerms, run: PlanRun, made: Round) -> None:
    wanted = None
    if terms.scope.get("sample"):
        drawn = draw_into(actor=planner, found=made, terms=from_json(terms.scope["sample"]), seed=new_seed())
        wanted = [UUID(site_id) for site_id in drawn.site_ids]
    places = places_of(actor=planner, plan=plan, scope=terms.scope, site_ids=wanted)
    turn = PlanRun.objects.filter(plan=plan, round__isnull=False).count()
    shares = share(places=places, team=team_of(terms), sharing=terms.sharing, turn=turn)
    absent = absent_on(person_ids=[m.person_id for m in shares.values() if m.person_id], day=run.period)
    run.absent = [{"person": person, "substitute": other} for person, other in sorted(absent.items())]
    given = among_present(shares=shares, absent=absent)
    rows = [_assignment(made, place.site_id, order, given) for order, place in enumerate(places, start=1)]
    Assignment.objects.bulk_create(rows, batch_size=1_000)
    _record_substitutes(rows)


def _assignment(made: Round, site_id: str, order: int, given: Mapping[str, tuple[Member, int | None]]) -> Assignment:
    member, instead_of = given.get(site_id, (Member(), None))
    return Assignment(
        round=made,
        site_id=UUID(site_id),
        order=order,
        inspector_id=member.person_id,
        unit_id=member.unit_id,
        stands_in_for_id=instead_of,
    )


def _record_substitutes(rows: Sequence[Assignment]) -> None:
    AssignmentChange.objects.bulk_create(
        AssignmentChange(
            assignment=row,
            kind=AssignmentChange.Kind.SUBSTITUTED,
            from_person_id=row.stands_in_for_id,
            to_person_id=row.inspector_id,
            reason=_("请假替班"),
        )
        for row in rows
        if row.stands_in_for_id is not None
    )


def _stretches(all_terms: Sequence[PlanTerms], since: date, until: date) -> list[tuple[PlanTerms, date, date]]:
    """Which terms hold from when to when; of several from one day on the last one written."""
    by_day = {terms.applies_from: terms for terms in all_terms}
    days = sorted(by_day)
    found = []
    for index, day in enumerate(days):
        last = days[index + 1] - timedelta(days=1) if index + 1 < len(days) else until
        first, last = max(day, since), min(last, until)
        if first <= last:
            found.append((by_day[day], first, last))
    return found


def _note(run: PlanRun, words: str) -> None:
    run.note = words[:300]
    run.save(update_fields=["note"])


def _tell(plan: Plan, run: PlanRun) -> None:
    notify(
        person_ids=[plan.created_by_id],
        key=f"inspections.plan-{plan.pk}-{run.period}",
        title=inbox_text("%(plan)s：%(day)s的轮次没有生成", {"plan": plan.name, "day": run.period}),
        body=run.note,
        link=f"/plans/{plan.pk}/",
    )
