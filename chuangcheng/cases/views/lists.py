from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import EXPORT, REPORT, VIEW
from chuangcheng.cases.exporting import case_table_answer, export_cases
from chuangcheng.cases.forms import CaseFilterForm
from chuangcheng.cases.forms.filters import FilterOptions
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import (
    CLOSED,
    MINE,
    MOST_COUNTED,
    OVERDUE,
    TO_VERIFY,
    CaseFilter,
    CaseLists,
    CasePage,
    classes_in_use,
    shown_count,
    unit_choices,
)
from chuangcheng.cases.wording import Told, deadline_told, state_tone
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.models import Job
from chuangcheng.core.templatetags.ui import state_badge
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page

VIEWS: dict[str, str | Promise] = {
    "": _("全部"),
    MINE: _("待我办理"),
    OVERDUE: _("超期"),
    TO_VERIFY: _("待核查"),
    CLOSED: _("已结案"),
}
EMPTY_VIEWS = {
    MINE: _("没有等您办理的问题。"),
    OVERDUE: _("没有超期的问题。"),
    TO_VERIFY: _("没有等待核查的问题。"),
    CLOSED: _("还没有结案的问题。"),
}
COUNTED_VIEWS = (MINE, OVERDUE)  # the others are told when they are open


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    case: Case
    badge: SafeString  # of the state
    deadline: Told


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view."""

    label: str | Promise
    url: str
    active: bool
    count: str = ""


@require_safe
@page(VIEW, REPORT)
def case_list(request: HttpRequest) -> HttpResponse:
    """The list of cases, a page at a time; the whole filter stands in the address."""
    actor, moment = actor_of(request), now()
    view = known_view(request)
    form = filter_form(request, actor)
    chosen = form.chosen(actor, view=view)
    lists = CaseLists(actor, moment)
    found = lists.page(chosen, cursor=request.GET.get("cursor", ""))
    context = {
        "form": form,
        "views": _tabs(lists, view),
        "count": _count(request, lists, chosen, found),
        "lines": lines_of(found.cases),
        "next_url": _address(request, found.next_cursor) if found.next_cursor else "",
        "first_url": _address(request, ""),
        "empty_view": EMPTY_VIEWS.get(view),
        "is_cut": lists.is_cut(chosen),
        "is_later_page": "cursor" in request.GET,
        "is_filtered": bool(form.has_chosen()),
        "may_report": actor.may(REPORT),
        "export_query": request.GET.urlencode() if actor.may(EXPORT) else None,
    }
    return render(request, "cases/list.html", context)


@require_safe
@page(EXPORT)
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as an Excel table, written row by row; a long one by a job whose progress is shown."""
    actor = actor_of(request)
    chosen = filter_form(request, actor).chosen(actor, view=known_view(request))
    made = export_cases(actor=actor, chosen=chosen)
    return redirect("core:job", made.pk) if isinstance(made, Job) else case_table_answer(made)


def known_view(request: HttpRequest) -> str:
    """The view that the address names; all for one that does not exist."""
    view = request.GET.get("view", "")
    return view if view in VIEWS else ""


def filter_form(request: HttpRequest, actor: Actor) -> CaseFilterForm:
    """The filter in the address, with what may be chosen."""
    units, areas = unit_choices(actor=actor)
    return CaseFilterForm(request.GET, options=FilterOptions(classes_in_use(), units, areas))


def lines_of(cases: Sequence[Case]) -> list[Line]:
    """The rows of a table of cases."""
    moment, calendar = now(), office_calendar()
    of_state = {case.state: case for case in cases}
    badges = {state: state_badge(state_tone(state), case.get_state_display()) for state, case in of_state.items()}
    return [Line(case, badges[case.state], deadline_told(case, now=moment, calendar=calendar)) for case in cases]


def _tabs(lists: CaseLists, view: str) -> list[Tab]:
    found = []
    for name, label in VIEWS.items():
        count = lists.count(CaseFilter(view=name)) if name in COUNTED_VIEWS else 0
        found.append(Tab(label, f"?view={name}" if name else "?", name == view, shown_count(count) if count else ""))
    return found


def _count(request: HttpRequest, lists: CaseLists, chosen: CaseFilter, found: CasePage) -> str:
    is_everything = not found.next_cursor and "cursor" not in request.GET
    return shown_count(len(found.cases) if is_everything else lists.count(chosen, most=MOST_COUNTED))


def _address(request: HttpRequest, cursor: str) -> str:
    """The address of this list from a cursor on."""
    query: Any = request.GET.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    return f"?{query.urlencode()}"
