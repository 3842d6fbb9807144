"""Reads on plans: the list, what holds on a day, the next rounds and the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.inspections.access import visible_plans
from chuangcheng.inspections.models import Plan, PlanRun, PlanTerms
from chuangcheng.inspections.queries.rounds import Progress, progress_by_round
from chuangcheng.inspections.rhythm import Period, Rhythm, next_periods
from chuangcheng.inspections.sharing import Member
from chuangcheng.orgs.queries import person_names, unit_names
from chuangcheng.standards.queries import site_type_names

RUNS_SHOWN = 30  # on the page of a plan
NEXT_SHOWN = 8  # rounds ahead
WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


@dataclass(frozen=True)
class RunShown:
    """A round of a plan with how far it is."""

    run: PlanRun
    progress: Progress | None


@dataclass(frozen=True)
class TermsInWords:
    """What a plan says, in words."""

    rhythm: str
    scope: str
    team: Sequence[str]


def plans_in_view(*, actor: Actor, view: str) -> QuerySet[Plan]:
    """The plans in a state, newest first."""
    rows = visible_plans(actor).select_related("created_by").order_by("-pk")
    return rows.filter(state=view) if view else rows


def terms_on(*, plan: Plan, day: date) -> PlanTerms:
    """What the plan says on a day; before its first day what it will say then. One query."""
    rows = plan.terms.select_related("framework").order_by("-applies_from", "-pk")
    held = rows.filter(applies_from__lte=day).first() or rows.last()
    if held is None:  # a plan is never written without terms
        raise LookupError(plan.pk)
    return held


def rhythm_of(terms: PlanTerms) -> Rhythm:
    """When the terms make rounds."""
    return Rhythm(terms.rhythm, tuple(terms.weekdays), terms.month_day, terms.lasts_days)


def team_of(terms: PlanTerms) -> list[Member]:
    """The team in its order."""
    return [Member(row["person_id"], row["unit_id"], tuple(row["town_ids"])) for row in terms.team]


def next_rounds(*, plan: Plan, today: date, count: int = NEXT_SHOWN) -> list[Period]:
    """The next rounds that the plan will make; none when it is not active."""
    if plan.state != Plan.State.ACTIVE:
        return []
    had = PlanRun.objects.filter(plan=plan).order_by("-period").values_list("period", flat=True).first()
    since = max(plan.starts_on, today)
    terms = terms_on(plan=plan, day=since)
    found = next_periods(rhythm=rhythm_of(terms), calendar=office_calendar(), since=since, count=count + 1)
    coming = [period for period in found if had is None or period.starts_on > had]
    return [period for period in coming if plan.ends_on is None or period.starts_on <= plan.ends_on][:count]


def runs_of(*, plan: Plan) -> list[RunShown]:
    """The last rounds of a plan. Two queries."""
    runs = list(PlanRun.objects.filter(plan=plan).select_related("round").order_by("-period")[:RUNS_SHOWN])
    progress = progress_by_round(round_ids=[run.round_id for run in runs if run.round_id])
    return [RunShown(run, progress.get(run.round_id) if run.round_id else None) for run in runs]


def in_words(terms: PlanTerms) -> TermsInWords:
    """What the terms say. Four queries at most."""
    return TermsInWords(rhythm_words(rhythm_of(terms)), _scope_words(terms), _team_words(terms))


def rhythm_words(rhythm: Rhythm) -> str:
    """每个工作日；每周一、周三；每月10日；每月最后一个工作日."""
    if rhythm.kind == PlanTerms.Rhythm.DAILY:
        words = _("每个工作日")
    elif rhythm.kind == PlanTerms.Rhythm.WEEKLY:
        words = _("每%(days)s") % {"days": "、".join(str(WEEKDAYS[day]) for day in rhythm.weekdays)}
    elif rhythm.month_day:
        words = _("每月%(day)s日") % {"day": rhythm.month_day}
    else:
        words = _("每月最后一个工作日")
    if rhythm.lasts_days > 1:
        words += _("，每轮%(days)s个工作日") % {"days": rhythm.lasts_days}
    return words


def _scope_words(terms: PlanTerms) -> str:
    scope = terms.scope
    if scope["site_ids"]:
        return _("指定的%(count)s个点位") % {"count": len(scope["site_ids"])}
    sample = scope.get("sample")
    kept = sample or scope
    names = [*unit_names(kept["town_ids"]).values(), *site_type_names(kept["type_ids"]).values()]
    words = "、".join(names) or _("全部点位")
    return _("%(scope)s，每轮抽%(size)s个") % {"scope": words, "size": sample["design"]["size"]} if sample else words


def _team_words(terms: PlanTerms) -> list[str]:
    people = person_names([row["person_id"] for row in terms.team if row["person_id"]])
    named = [pk for row in terms.team for pk in (row["unit_id"], *row["town_ids"]) if pk]
    units = unit_names(named)
    found = []
    for row in terms.team:
        words = people.get(row["person_id"], "") or units.get(row["unit_id"], "")
        towns = "、".join(units.get(pk, "") for pk in row["town_ids"])
        found.append(f"{words}（{towns}）" if towns else words)
    return found
