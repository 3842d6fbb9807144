"""What reports add to the rest: navigation, settings pages, to-dos, search, photos, the page of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from chuangcheng.cases.events import CASE_MOVED
from chuangcheng.cases.slots import Origin, case_origin, case_panels
from chuangcheng.core import events, files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.key_rotation import EncryptedColumn, encrypted_columns
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import NavEntry, QuickAct, SearchKind, SearchReach, Todo
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import CHANGE_SOURCES, RECEIVE, VIEW
from chuangcheng.intake.audit_words import REPORT_WORDS
from chuangcheng.intake.batch_todos import batch_todos
from chuangcheng.intake.kinds import REPORT_KIND, SOURCE_KIND
from chuangcheng.intake.models import Report
from chuangcheng.intake.panels import case_panel, doubles_panel
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries import may_read_photo, report_of_id, visible_report_ids, waiting_reports
from chuangcheng.intake.services import follow_case
from chuangcheng.intake.states import STATE_LABELS, State
from chuangcheng.intake.telling import deadline_told
from chuangcheng.orgs.access import unit_ids_where

OVERDUE, DUE_TODAY, NEW = 0, 1, 3  # urgencies of a to-do

ACTS = {
    State.RECEIVED: gettext_noop("去受理"),
    State.TO_ANSWER: gettext_noop("去答复"),
    State.TO_APPROVE: gettext_noop("去审批"),
    State.TO_SEND: gettext_noop("去发出"),
}


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("intake", navigation)
    shell.settings_pages.fill("intake", settings_pages)
    shell.todos.fill("intake", todos)
    shell.todos.fill("intake.batches", batch_todos)
    shell.quick_acts.fill("intake", quick_acts)
    shell.search_kinds.fill(REPORT_KIND, search_kind())
    files.readers.fill("intake", may_read_photo)
    words.fill("intake", REPORT_WORDS)
    case_origin.fill(SOURCE_KIND, origin_of_report)
    case_panels.fill("10-reports", case_panel)
    case_panels.fill("20-doubles", doubles_panel)
    events.subscribe(CASE_MOVED, "intake.follow_case", follow_case)
    for name, index in (("name_encrypted", ""), ("phone_encrypted", "phone_index"), ("email_encrypted", "")):
        encrypted_columns.fill(f"intake.{name}", EncryptedColumn(Report, name, index))


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The list of reports and the desk."""
    entries = [NavEntry("public", _("来件登记"), reverse("intake:new"), "phone")] if actor.may(RECEIVE) else []
    if actor.may(VIEW):
        entries.insert(0, NavEntry("public", _("来件"), reverse("intake:list"), "mail", phone_rank=6))
        entries.append(NavEntry("public", _("上级反馈"), reverse("intake:batches"), "report"))
    return entries


def quick_acts(actor: Actor) -> Sequence[QuickAct]:
    """To take a call."""
    return [QuickAct(_("登记来件"), reverse("intake:new"), "phone")] if actor.may(RECEIVE) else []


def settings_pages(actor: Actor) -> Sequence[NavEntry]:
    """The sources with their clocks."""
    if not actor.may(CHANGE_SOURCES):
        return []
    return [NavEntry("system", _("来件来源"), reverse("intake:sources"), "mail")]


def search_kind() -> SearchKind:
    """How reports are found."""
    return SearchKind(
        kind=REPORT_KIND,
        label=gettext_lazy("来件"),
        url_of=lambda report_id: reverse("intake:report", args=[report_id]),
        visible_ids=visible_report_ids,
        reach_of=reach_of,
    )


def reach_of(actor: Actor) -> SearchReach | None:
    """All reports for who views the whole place; else those of the actor's units."""
    if not actor.may(VIEW):
        return None
    if actor.everywhere(VIEW):
        return SearchReach()
    return SearchReach(scopes=unit_scopes(unit_ids_where(actor, VIEW)))


def origin_of_report(actor: Actor, source_id: str) -> Origin | None:
    """The report that a case was opened for; its link for who may see reports."""
    report = report_of_id(UUID(source_id))
    if report is None or not visible_report_ids(actor, [source_id]):
        return None
    label = _("%(source)s来件%(number)s") % {"source": report.source.label, "number": report.number}
    return Origin(label, reverse("intake:report", args=[report.pk]), _(STATE_LABELS[report.state]))


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The reports on which this person acts next."""
    calendar = office_calendar()
    told = [(report, deadline_told(report, now=now, calendar=calendar)) for report in waiting_reports(actor=actor)]
    found = [_todo(report, now, badge.words) for report, badge in told]
    return sorted(found, key=lambda todo: (todo.urgency, todo.due_at))


def _todo(report: Report, now: datetime, told: str) -> Todo:
    state = report.state
    due = report.accept_by if state is State.RECEIVED else report.answer_by
    return Todo(
        urgency=_urgency(due, now),
        title=without_numbers(report.text),
        url=reverse("intake:report", args=[report.pk]),
        act=_(ACTS[state]),
        kind=_("来件"),
        number=report.number,
        due_at=due,
        detail=f"{report.source.label} {report.place}",
        situation=f"{_(STATE_LABELS[state])} · {told}",
    )


def _urgency(due: datetime, now: datetime) -> int:
    if due < now:
        return OVERDUE
    return DUE_TODAY if local_date(due) == local_date(now) else NEW
