"""What inspections add to the shell and to other contexts' pages, and what they listen to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.slots import (
    CaseLink,
    CasesOfSource,
    Origin,
    case_groups,
    case_origin,
    held_groups,
    notice_sources,
)
from chuangcheng.core import events, files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.pace import PacePart, pace_parts
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.inspections.access import PLAN, REVIEW, VIEW, may_plan, may_visit, visible_rounds
from chuangcheng.inspections.audit_words import INSPECTION_WORDS
from chuangcheng.inspections.events import ROUND_RELEASED, VISIT_SUBMITTED
from chuangcheng.inspections.models import Answer, ReviewState, Round, Verdict, Visit
from chuangcheng.inspections.moments import MOST_SCORES, moments_at_site, score_chart
from chuangcheng.inspections.queries import (
    SOURCE_KIND,
    OpenRound,
    RoundToReview,
    answer_behind_case,
    may_read_photo,
    my_open_rounds,
    returned_to,
    rounds_to_review,
    rounds_waiting_for_planner,
    visiting_work,
    visits_of_owner,
    visits_of_site,
)
from chuangcheng.inspections.queries.burden import visits_of_units
from chuangcheng.inspections.services import make_round_of_sites, mark_released_sites, mark_visited_site
from chuangcheng.orgs.slots import UnitPanel, unit_panels
from chuangcheng.orgs.slots import visits_of_units as visits_of_units_slot
from chuangcheng.sites.slots import SitePanel, SiteRound, rounds_of_sites, site_panels, site_story

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

HOLDING = (Round.State.RUNNING, Round.State.FINISHED)  # a draft may still be discarded
VISITS_SHOWN = 5  # on the page of a site
VISITS_OF_UNIT = 10
MOST_TODOS = 50  # returned visits on the page of to-dos
OVERDUE, DUE_TODAY, RETURNED, NEW = 0, 1, 2, 3  # urgencies of a to-do
LAST_MINUTE = time(23, 59)


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("inspections", navigation)
    shell.todos.fill("inspections", todos)
    shell.rare_todos.fill("inspections.unfinished", shell.RareTodos(unfinished, unfinished_todos))
    shell.rare_todos.fill("inspections.returned", shell.RareTodos(returned, returned_todos))
    words.fill("inspections", INSPECTION_WORDS)
    pace_parts.fill("20-inspections", pace_part())
    files.readers.fill("inspections", may_read_photo)
    visits_of_units_slot.fill("inspections", visits_of_units)
    case_origin.fill(SOURCE_KIND, origin_of_case)
    case_groups.fill("inspections.round", round_of_group)
    notice_sources.fill("inspections.round", cases_of_round)
    held_groups.fill("inspections.round", hidden_round_of)
    site_panels.fill("10-visits", visits_panel)
    site_story.fill("10-visits", moments_at_site)
    unit_panels.fill("40-visits", unit_panel)
    rounds_of_sites.fill("inspections", round_of_sites)
    events.subscribe(VISIT_SUBMITTED, "inspections.mark_visited_site", mark_visited_site)
    events.subscribe(ROUND_RELEASED, "inspections.mark_released_sites", mark_released_sites)


def pace_part() -> PacePart:
    """Visiting as work whose pace is looked at."""
    return PacePart(
        name=gettext_lazy("现场检查"),
        told=gettext_lazy("轮次结束日在时段内的检查点位中已检查的，按检查人员所在单位"),
        works=visiting_work,
        url_of=lambda unit, first, last: f"{reverse('inspections:unit_visits', args=[unit])}?from={first}&to={last}",
    )


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The rounds, and one's own visits."""
    entries = []
    if actor.may(VIEW):
        entries.append(NavEntry("inspections", _("检查轮次"), reverse("inspections:rounds"), "checklist"))
    if actor.may(PLAN):
        entries.append(NavEntry("inspections", _("巡查计划"), reverse("inspections:plans"), "calendar-event"))
        entries.append(NavEntry("inspections", _("完成情况"), reverse("inspections:completion"), "chart-bar"))
    if may_visit(actor):
        entries.append(NavEntry("inspections", _("我的检查"), reverse("inspections:my_visits"), "route", phone_rank=2))
    if actor.may(REVIEW) and actor.may(VIEW):
        entries.append(
            NavEntry("inspections", _("审核检查结果"), reverse("inspections:review_desk"), "clipboard-check")
        )
    return entries


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The sites that this person still has to visit and the visits to review, a line for each round."""
    today = local_date(now)
    visits = [_visits_todo(row, today) for row in my_open_rounds(actor=actor)]
    visits += [_review_todo(row) for row in rounds_to_review(actor=actor)]
    return visits


def unfinished(actor: Actor, now: datetime) -> QuerySet[Round]:
    """The rounds that this person plans and that are to be finished or released."""
    return rounds_waiting_for_planner(actor=actor, today=local_date(now))


def unfinished_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """A line for each of them."""
    return [_round_todo(found) for found in unfinished(actor, now)[:MOST_TODOS]]


def returned(actor: Actor, now: datetime) -> QuerySet[Visit]:  # noqa: ARG001 - the signature of the slot
    """The visits of this person that came back."""
    return returned_to(actor=actor)


def returned_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """A line for each of them."""
    return [_returned_todo(visit) for visit in returned_to(actor=actor)[:MOST_TODOS]]


def origin_of_case(actor: Actor, source_id: str) -> Origin | None:
    """The check behind a case, with its visit, when the actor sees it."""
    answer = answer_behind_case(actor=actor, source_id=source_id)
    if answer is None:
        return None
    visit = answer.visit
    words = _("%(name)s于%(day)s现场检查")
    if visit.review == ReviewState.RETURNED:
        words = _("%(name)s于%(day)s现场检查，该次检查已被退回")
    elif visit.review == ReviewState.LEFT_OUT:
        words = _("%(name)s于%(day)s现场检查，该次检查不计入")
    told = words % {"name": visit.inspector.name, "day": local_date(visit.submitted_at)}
    if visit.round.paper:
        told = _("%(told)s；来文：%(paper)s") % {"told": told, "paper": visit.round.paper}
    return Origin(
        label=f"{visit.round.name}：{answer.item.text}",
        url=f"{reverse('inspections:visit_result', args=[visit.pk])}#answer-{answer.pk}",
        detail=told,
    )


def round_of_group(actor: Actor, group: UUID) -> CaseLink | None:
    """The round in which cases were found, when the actor sees it."""
    found = visible_rounds(actor).filter(pk=group).first()
    return None if found is None else CaseLink(found.name, reverse("inspections:round", args=[found.pk]))


def hidden_round_of(actor: Actor, number: str) -> UUID | None:
    """The hidden round of this number that the actor plans; its ledger is held until the release.

    Held to the end of the transaction, so that a release at the same moment waits for the ledger and lets it go.
    """
    with transaction.atomic():
        # Alone and first: a row that was waited for comes back with the columns of before.
        Round.objects.select_for_update(no_key=True).filter(number=number).values_list("pk").first()
        rows = visible_rounds(actor).filter(number=number, is_hidden=True, state__in=HOLDING)
        found = rows.first()
    return found.pk if found is not None and may_plan(actor, found) else None


def cases_of_round(actor: Actor, round_id: str) -> CasesOfSource | None:
    """The problems of a released round that the actor plans, those of its own ledgers among them."""
    try:
        found = visible_rounds(actor).filter(pk=UUID(round_id), state=Round.State.RELEASED).first()
    except ValueError:
        return None
    if found is None or not may_plan(actor, found):
        return None
    failed = Q(verdict=Verdict.FAIL) | Q(case__isnull=False)
    answers = Answer.objects.filter(failed, visit__round=found).order_by().values_list("pk", flat=True)
    return CasesOfSource(found.name, SOURCE_KIND, [str(pk) for pk in answers], str(found.pk))


def visits_panel(actor: Actor, site_id: UUID) -> SitePanel | None:
    """The last visits to a site."""
    if not actor.may(VIEW):
        return None
    visits = list(visits_of_site(actor=actor, site_id=site_id)[:MOST_SCORES])
    context = {"visits": visits[:VISITS_SHOWN], "scores": score_chart(visits)}
    return SitePanel("inspections/parts/site_panel.html", context) if visits else None


def unit_panel(actor: Actor, unit: Unit) -> UnitPanel | None:
    """The last visits to sites that the unit answers for, with the mean of their scores."""
    if not actor.may(VIEW):
        return None
    visits = list(visits_of_owner(actor=actor, unit_id=unit.pk)[:VISITS_OF_UNIT])
    scores = [visit.score for visit in visits if visit.score is not None]
    mean = sum(scores, Decimal(0)) / len(scores) if scores else None
    context = {"visits": visits, "mean": mean, "shows_site": True}
    return UnitPanel("inspections/parts/site_panel.html", context) if visits else None


def round_of_sites(actor: Actor) -> SiteRound | None:
    """A round of ticked sites, for who plans rounds."""
    return SiteRound(_("列成一轮检查"), _made_of_sites) if actor.may(PLAN) else None


def _made_of_sites(actor: Actor, site_ids: Sequence[UUID], round_id: UUID) -> tuple[str, int]:
    made = make_round_of_sites(actor=actor, site_ids=site_ids, round_id=round_id)
    return reverse("inspections:round", args=[made.pk]), made.assignments.count()


def _visits_todo(row: OpenRound, today: date) -> Todo:
    return Todo(
        urgency=_urgency(row.round.ends_on, today),
        title=_("%(round)s：还有%(count)s个点位待检查") % {"round": row.round.name, "count": row.left},
        url=f"{reverse('inspections:my_visits')}#round-{row.round.pk}",
        act=_("去检查"),
        kind=_("检查"),
        number=row.round.number,
        due_at=_end_of(row.round),
    )


def _returned_todo(visit: Visit) -> Todo:
    return Todo(
        urgency=RETURNED,
        title=_("“%(site)s”的检查被退回，请补正") % {"site": visit.site.name},
        url=reverse("inspections:amend_visit", args=[visit.pk]),
        act=_("去补正"),
        kind=_("检查"),
        number=visit.round.number,
        detail=visit.round.name,
    )


def _review_todo(row: RoundToReview) -> Todo:
    return Todo(
        urgency=NEW,
        title=_("%(round)s：有%(count)s次检查待审核") % {"round": row.round.name, "count": row.waiting},
        url=f"{reverse('inspections:review_desk')}?round={row.round.pk}",
        act=_("去审核"),
        kind=_("检查轮次"),
        number=row.round.number,
    )


def _round_todo(found: Round) -> Todo:
    is_running = found.state == Round.State.RUNNING
    title = _("%(round)s：已过结束日期，还没有结束") if is_running else _("%(round)s：已结束，还没有发布")
    return Todo(
        urgency=OVERDUE if is_running else NEW,
        title=title % {"round": found.name},
        url=reverse("inspections:round", args=[found.pk]),
        act=_("去结束") if is_running else _("去发布"),
        kind=_("检查轮次"),
        number=found.number,
        due_at=_end_of(found) if is_running else None,
    )


def _urgency(last_day: date, today: date) -> int:
    if last_day < today:
        return OVERDUE
    return DUE_TODAY if last_day == today else NEW


def _end_of(found: Round) -> datetime:
    return datetime.combine(found.ends_on, LAST_MINUTE, SHANGHAI)
