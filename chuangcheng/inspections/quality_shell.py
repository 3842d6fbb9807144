"""What quality control, tours and composite places add to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.slots import CaseLink, Origin, case_groups, case_origin
from chuangcheng.core import files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.inspections.access import SCORE_TOUR, VIEW, may_read_tour_photo, visible_tours
from chuangcheng.inspections.models import Control, TourScore
from chuangcheng.inspections.queries.controls import my_open_controls
from chuangcheng.inspections.services.tours import TOUR_SOURCE

MOST_TODOS = 50
OVERDUE, DUE_TODAY, NEW = 0, 1, 3  # urgencies of a to-do
LAST_MINUTE = time(23, 59)


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("inspections-quality", navigation)
    shell.rare_todos.fill("inspections-quality", shell.RareTodos(controls, todos))
    files.readers.fill("inspections-tours", may_read_tour_photo)
    case_origin.fill(TOUR_SOURCE, origin_of_case)
    case_groups.fill("inspections.tour", tour_of_group)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """Tours and composite places."""
    entries = []
    if actor.may(VIEW) or actor.may(SCORE_TOUR):
        entries.append(NavEntry("inspections", _("拉练检查"), reverse("inspections:tours"), "route"))
    if not actor.may(VIEW):
        return entries
    return [*entries, NavEntry("inspections", _("组合点位"), reverse("inspections:composites"), "buildings")]


def controls(actor: Actor, now: datetime) -> QuerySet[Control]:  # noqa: ARG001 - the signature of the slot
    """The second visits that this person still has to make."""
    return my_open_controls(actor=actor)


def todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """A line for each of them."""
    today = local_date(now)
    return [_control_todo(control, today) for control in my_open_controls(actor=actor)[:MOST_TODOS]]


def origin_of_case(actor: Actor, source_id: str) -> Origin | None:
    """The leader's remark behind a case, as far as the actor sees the tour."""
    try:
        rows = TourScore.objects.filter(pk=UUID(source_id), stop__tour__in=visible_tours(actor))
    except ValueError:
        return None
    found = rows.select_related("stop__tour", "leader").first()
    if found is None:
        return None
    words = _("%(name)s在拉练检查中提出") % {"name": found.leader.name}
    return Origin(label=found.stop.tour.name, url=reverse("inspections:tour", args=[found.stop.tour_id]), detail=words)


def tour_of_group(actor: Actor, group: UUID) -> CaseLink | None:
    """The tour on which cases were noted, when the actor sees it."""
    found = visible_tours(actor).filter(pk=group).first()
    return None if found is None else CaseLink(found.name, reverse("inspections:tour", args=[found.pk]))


def _control_todo(control: Control, today: date) -> Todo:
    late = OVERDUE if control.due_on < today else DUE_TODAY
    return Todo(
        urgency=NEW if control.due_on > today else late,
        title=_("复核：%(site)s") % {"site": control.visit.site.name},
        url=reverse("inspections:second_visit", args=[control.pk]),
        act=_("去复核"),
        kind=_("检查"),
        number=control.round.number,
        due_at=datetime.combine(control.due_on, LAST_MINUTE, SHANGHAI),
    )
