"""What cases add to the rest: navigation, settings pages, to-dos, search, photos, pages of units and sites."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from chuangcheng.cases.access import CHANGE_CLASSES, CHANGE_RULES, LOOK_BACK, REPORT, VIEW
from chuangcheng.cases.answers import request_todos
from chuangcheng.cases.audit_words import CASE_WORDS
from chuangcheng.cases.events import CASE_MOVED, CASE_OPENED
from chuangcheng.cases.models import Case, LookBack
from chuangcheng.cases.moments import moments_at_site
from chuangcheng.cases.next_acts import ACTS, act_page
from chuangcheng.cases.panels import open_problems, site_panel, unit_panel, why_unit_stays
from chuangcheng.cases.queries import (
    LOOK_BACKS_MINE,
    MOST_COUNTED,
    OVERDUE,
    SOON,
    CaseFilter,
    CaseLists,
    Waiting,
    case_reach,
    closing_work,
    due_look_backs,
    may_read_photo,
    shown_count,
    visible_case_ids,
    waiting_cases,
)
from chuangcheng.cases.services import follow_case, follow_closing, follow_merger, follow_split, tell_of_new_case
from chuangcheng.cases.views.tables import COLUMNS
from chuangcheng.cases.wording import deadline_told
from chuangcheng.cases.workflow import DISPATCH_CASES, FILE_CASES, FIX_CASES, STATE_LABELS, State
from chuangcheng.core import events, files, shell
from chuangcheng.core.access import Actor
from chuangcheng.core.audit.words import words
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.pace import PacePart, pace_parts
from chuangcheng.core.saved_views import ListPage, list_pages
from chuangcheng.core.shell import Figure, NavEntry, QuickAct, SearchKind, Todo
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.events import UNIT_MERGED, UNIT_SPLIT
from chuangcheng.orgs.slots import closing_hurdles, unit_panels
from chuangcheng.sites import slots as sites
from chuangcheng.sites.slots import site_panels

DUE_TODAY = 1  # urgency of a to-do
KIND = "case"  # of search entries

# What is counted at the head of the to-do page: a state or a view, and who needs to know.
FIGURES = {
    State.REPORTED.value: FILE_CASES,
    State.FILED.value: DISPATCH_CASES,
    State.FIXING.value: "",
    OVERDUE: "",
    State.FED_BACK.value: "",
}


def fill() -> None:
    """Called once, when the application is ready."""
    shell.navigation.fill("cases", navigation)
    shell.settings_pages.fill("cases", settings_pages)
    shell.todos.fill("cases", todos)
    shell.todos.fill("cases.requests", request_todos)
    shell.rare_todos.fill("cases.look_backs", shell.RareTodos(look_backs_due, look_back_todos, MOST_COUNTED + 1))
    shell.figures.fill("cases", figures)
    shell.quick_acts.fill("cases", quick_acts)
    shell.search_kinds.fill(KIND, search_kind())
    files.readers.fill("cases", may_read_photo)
    unit_panels.fill("30-cases", unit_panel)
    closing_hurdles.fill("cases", why_unit_stays)
    site_panels.fill("20-cases", site_panel)
    sites.site_story.fill("20-cases", moments_at_site)
    sites.open_problems.fill("cases", open_problems)
    list_pages.fill("cases", ListPage("cases:list", (VIEW, REPORT), COLUMNS))
    words.fill("cases", CASE_WORDS)
    pace_parts.fill("10-cases", pace_part())
    events.subscribe(CASE_OPENED, "cases.relapse_news", tell_of_new_case)
    events.subscribe(CASE_MOVED, "cases.relapse_follow", follow_case)
    events.subscribe(CASE_MOVED, "cases.look_backs", follow_closing)
    events.subscribe(UNIT_MERGED, "cases.follow_merger", follow_merger)
    events.subscribe(UNIT_SPLIT, "cases.follow_split", follow_split)


def navigation(actor: Actor) -> Sequence[NavEntry]:
    """The list of cases."""
    if not (actor.may(VIEW) or actor.may(REPORT)):
        return []
    entries = [NavEntry("cases", _("问题"), reverse("cases:list"), "flag", phone_rank=3)]
    if actor.may(VIEW):
        entries += [
            NavEntry("cases", _("值班台"), reverse("cases:desk"), "gauge"),
            NavEntry("cases", _("期限日历"), reverse("cases:deadlines"), "calendar-event"),
            NavEntry("cases", _("整改统计"), reverse("cases:figures"), "chart-bar"),
            NavEntry("cases", _("回潮分析"), reverse("cases:relapses"), "refresh"),
            NavEntry("cases", _("整改通知单"), reverse("cases:notices"), "file-text"),
        ]
    if actor.may(LOOK_BACK):
        entries.append(NavEntry("cases", _("回头看"), reverse("cases:look_backs"), "history"))
    return entries


def quick_acts(actor: Actor) -> Sequence[QuickAct]:
    """To report a problem, for who walks the streets."""
    return [QuickAct(_("上报问题"), reverse("cases:new"), "plus")] if actor.may(REPORT) else []


def settings_pages(actor: Actor) -> Sequence[NavEntry]:
    """The problem dictionary, its named lists, the dispatch rules."""
    entries = [
        (CHANGE_CLASSES, _("问题类别"), "cases:classes", "tag"),
        (CHANGE_CLASSES, _("问题清单分组"), "cases:problem_lists", "list-check"),
        (CHANGE_RULES, _("派遣规则"), "cases:rules", "route"),
    ]
    return [NavEntry("system", name, reverse(page), icon) for code, name, page, icon in entries if actor.may(code)]


def todos(actor: Actor, now: datetime) -> Sequence[Todo]:
    """The cases on which this person acts next."""
    calendar = office_calendar()
    return [_todo(waiting, now, calendar) for waiting in waiting_cases(actor=actor, now=now)]


def look_backs_due(actor: Actor, now: datetime) -> QuerySet[LookBack] | None:
    """The look-backs that are this person's and that are due."""
    is_asked = actor.may(LOOK_BACK) or actor.may(FIX_CASES)
    return due_look_backs(actor=actor, today=local_date(now)) if is_asked else None


def look_back_todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """One line for all of them."""
    title = _("%(count)s项回头看到期") % {"count": shown_count(count)}
    url = f"{reverse('cases:look_backs')}?view={LOOK_BACKS_MINE}"
    return [Todo(urgency=DUE_TODAY, title=title, url=url, act=_("去看"), kind=_("回头看"))]


def search_kind() -> SearchKind:
    """How cases are found."""
    return SearchKind(
        kind=KIND,
        label=_("问题"),
        url_of=lambda case_id: reverse("cases:case", args=[case_id]),
        visible_ids=visible_case_ids,
        reach_of=case_reach,
    )


def pace_part() -> PacePart:
    """Closing as work whose pace is looked at."""
    return PacePart(
        name=gettext_lazy("问题整改"),
        told=gettext_lazy("应结案的问题（期限在时段内）中已结案的"),
        works=closing_work,
        url_of=lambda unit, first, last: (
            f"{reverse('cases:list')}?figure=due&figure_from={first}&figure_to={last}&lead={unit}"
        ),
    )


def _todo(waiting: Waiting, now: datetime, calendar: Calendar) -> Todo:
    case = waiting.case
    act, _move = ACTS[State(case.state)]
    return Todo(
        urgency=waiting.urgency,
        title=case.told,
        url=reverse("cases:case", args=[case.pk]),
        act=act,
        act_url=act_page(case),
        kind=pgettext("to-do", "问题"),
        number=case.number,
        due_at=case.due_at if case.state == State.FIXING.value else None,
        detail=case.place,
        situation=_situation(case, now, calendar),
    )


def figures(actor: Actor, now: datetime) -> Sequence[Figure]:
    """How many cases stand where, of those that this person sees; each counted to 1,000. One query."""
    if not actor.may(VIEW):
        return []
    shown = [view for view, permission in FIGURES.items() if not permission or actor.may(permission)]
    filters = [CaseFilter(view=view) if view == OVERDUE else CaseFilter(state=view) for view in shown]
    *counts, soon = CaseLists(actor, now).counts([*filters, CaseFilter(due=SOON)])
    return [*(_figure(view, count) for view, count in zip(shown, counts, strict=True)), _soon(soon)]


def _soon(count: int) -> Figure:
    url = f"{reverse('cases:list')}?overdue={SOON}"
    return Figure(_("临期"), shown_count(count), url, tone="amber" if count else "")


def _figure(view: str, count: int) -> Figure:
    state = "" if view == OVERDUE else view
    query = f"view={view}" if view == OVERDUE else f"state={state}"
    return Figure(
        label=_("超期未改") if view == OVERDUE else _(STATE_LABELS[State(state)]),
        value=shown_count(count),
        url=f"{reverse('cases:list')}?{query}",
        tone="red" if view == OVERDUE and count else "",
    )


def _situation(case: Case, now: datetime, calendar: Calendar) -> str:
    """How it stands with the case, in a few words."""
    if case.state != State.FIXING.value:
        was_sent_back = case.state == State.FILED.value and case.send_back_count
        return str(_("被责任单位回退") if was_sent_back else case.get_state_display())
    told = deadline_told(case, now=now, calendar=calendar).words
    return " · ".join([told, _("核查未通过")]) if case.rework_count else told
