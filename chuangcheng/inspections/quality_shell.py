"""What quality control and composite places add to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import shell
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.models import Control
from chuangcheng.inspections.queries.controls import my_open_controls

MOST_TODOS = 50
OVERDUE, DUE_TODAY, NEW = 0, 1, 3  # urgencies of a to-do
LAST_MINUTE = time(23, 59)


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("inspections-quality", navigation)
    shell.todos.fill("inspections-quality", todos)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The composite places."""
    if not actor.may(VIEW):
        return []
    return [NavEntry("inspections", _("组合点位"), reverse("inspections:composites"), "buildings")]


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The second visits that this person still has to make."""
    today = local_date(now)
    return [_control_todo(control, today) for control in my_open_controls(actor=actor)[:MOST_TODOS]]


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
