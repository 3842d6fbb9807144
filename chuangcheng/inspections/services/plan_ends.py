"""The end of the day and of a round: planners are told what was not done, rounds of plans end as their terms say."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import Refusal
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import local_date
from chuangcheng.inspections.models import PlanRun, PlanTerms, Round
from chuangcheng.inspections.queries.completion import left_by_round
from chuangcheng.inspections.queries.plans import terms_on
from chuangcheng.inspections.services.rounds import finish_round, release_round
from chuangcheng.orgs.access import actor_with_id

GRACE_DAYS = 1  # working days after the last one in which a late visit is still taken; our choice


def tell_what_was_not_done(*, now: datetime) -> int:
    """After close of business on the last day of a round, a notice to its planner, once; gives their number."""
    today = local_date(now)
    rows = PlanRun.objects.filter(told_at__isnull=True, round__isnull=False, ends_on__lte=today)
    told = 0
    for run in rows.select_related("plan", "round").order_by("pk")[:500]:
        if now < office_calendar().close_of_business(run.ends_on):
            continue
        if not PlanRun.objects.filter(pk=run.pk, told_at__isnull=True).update(told_at=now):
            continue
        told += _tell(run)
    return told


def end_rounds_of_plans(*, today: date) -> int:
    """Finishes, and releases where the terms say so, rounds whose last day and day of grace are over."""
    rows = PlanRun.objects.filter(round__state__in=(Round.State.RUNNING, Round.State.FINISHED), ends_on__lt=today)
    ended = 0
    for run in rows.select_related("plan", "round").order_by("pk")[:500]:
        if office_calendar().working_day_from(run.ends_on, GRACE_DAYS) < today:
            ended += _end(run)
    return ended


def _tell(run: PlanRun) -> bool:
    found = run.round
    if found is None:
        return False
    left = left_by_round(round_ids=[found.pk]).get(found.pk, 0)
    if not left:
        return False
    notify(
        person_ids=[run.plan.created_by_id],
        key=f"inspections.not-done-{found.pk}",
        title=inbox_text("%(round)s：还有%(count)s个点位没有检查", {"round": found.name, "count": left}),
        body=inbox_text("可以转交给别人，或写明理由免检。"),
        link=f"/rounds/{found.pk}/?visited=open",
    )
    return True


def _end(run: PlanRun) -> bool:
    found = run.round
    terms = terms_on(plan=run.plan, day=run.period)
    if found is None or terms.ending == PlanTerms.Ending.BY_HAND:
        return False
    planner = actor_with_id(run.plan.created_by_id)
    try:
        if found.state == Round.State.RUNNING:
            finish_round(actor=planner, round_id=found.pk, reason=_("到期，按计划自动结束。"))
        elif terms.ending != PlanTerms.Ending.RELEASE:
            return False
        if terms.ending == PlanTerms.Ending.RELEASE:
            release_round(actor=planner, round_id=found.pk)
    except Refusal:
        # What stands against it is seen by the planner among the to-dos.
        return False
    return True
