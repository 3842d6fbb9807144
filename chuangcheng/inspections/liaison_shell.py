"""What liaison adds to the shell and to the page of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.slots import CaseLink, case_links
from chuangcheng.core import shell
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import NavEntry, Todo
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.queries.liaisons import my_contacts
from chuangcheng.orgs.access import ASK_HELP, LIAISE, is_mine
from chuangcheng.orgs.queries import help_requests

OVERDUE, NEW = 0, 3  # urgencies of a to-do
MOST_TODOS = 50
LAST_MINUTE = time(23, 59)


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("inspections-liaison", navigation)
    shell.todos.fill("inspections-liaison", todos)
    case_links.fill("inspections-help", help_link)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The towns, and the help that was asked for."""
    found = []
    if actor.may(VIEW):
        found.append(NavEntry("inspections", _("包干联系"), reverse("inspections:liaison"), "heart-handshake"))
    if actor.may(ASK_HELP) or actor.may(LIAISE):
        found.append(NavEntry("inspections", _("求助"), reverse("inspections:help"), "help-circle"))
    return found


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """Overdue visits to one's towns, and help that one is asked for."""
    if not actor.may(LIAISE):
        return []
    today = local_date(now)
    late = [each for each in my_contacts(actor=actor, day=today) if each.is_overdue(today)]
    visits = [
        Todo(
            urgency=OVERDUE,
            title=_("该走访%(town)s了") % {"town": each.link.town.name},
            url=reverse("inspections:log_liaison_visit"),
            act=_("去记录"),
            kind=_("包干联系"),
            due_at=datetime.combine(each.due_on, LAST_MINUTE, SHANGHAI),
        )
        for each in late[:MOST_TODOS]
    ]
    waiting = help_requests(actor=actor).filter(answered_at__isnull=True)[:MOST_TODOS]
    asked = [
        Todo(
            urgency=NEW,
            title=_("%(unit)s求助：%(what)s") % {"unit": row.unit.name, "what": row.source_label},
            url=reverse("inspections:help"),
            act=_("去答复"),
            kind=_("求助"),
        )
        for row in waiting
        if is_mine(actor, row.link)
    ]
    return visits + asked


def help_link(actor: Actor, case_id: UUID) -> CaseLink | None:
    """The way from a case to asking for help with it."""
    if not actor.may(ASK_HELP):
        return None
    return CaseLink(_("求助"), reverse("inspections:ask_about_case", args=[case_id]))
