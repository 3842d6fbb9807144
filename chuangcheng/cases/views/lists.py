from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.access import EXPORT, REPORT, VIEW
from chuangcheng.cases.exporting import case_table_answer, export_cases
from chuangcheng.cases.forms import CaseFilterForm
from chuangcheng.cases.forms.filters import FilterOptions
from chuangcheng.cases.queries import (
    CLAIMABLE,
    CLOSED,
    MINE,
    OVERDUE,
    SUSPENDED,
    TO_RECHECK,
    TO_VERIFY,
    CaseFilter,
    CaseLists,
    CasePage,
    classes_in_use,
    lists_in_use,
    shown_count,
    unit_choices,
)
from chuangcheng.cases.services import BULK_MOVES
from chuangcheng.cases.slots import CaseLink, case_bulk_acts, case_groups
from chuangcheng.cases.views.tables import COLUMNS, USUAL_COLUMNS, CaseColumn, case_table, columns_named
from chuangcheng.cases.workflow import CLAIM_CASES, VERIFY_CASES, move_of
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job
from chuangcheng.core.permissions import SHARE_VIEWS
from chuangcheng.core.saved_views import SavedViews, chosen_names, saved_views
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page

MOST_BUTTONS = 7  # moves in the bar under the list; the others stand in its menu
PAGE = "cases"  # of the list pages that keep views
VIEWS: dict[str, str | Promise] = {
    "": _("全部"),
    MINE: _("待我办理"),
    OVERDUE: _("超期"),
    TO_VERIFY: _("待核查"),
    CLAIMABLE: _("可认领"),
    SUSPENDED: _("挂账"),
    TO_RECHECK: _("立行立改抽查"),
    CLOSED: _("已结案"),
}
VIEWS_FOR = {CLAIMABLE: CLAIM_CASES, TO_RECHECK: VERIFY_CASES}  # shown as tabs to those who may act on them
EMPTY_VIEWS = {
    MINE: _("没有等您办理的问题。"),
    OVERDUE: _("没有超期的问题。"),
    TO_VERIFY: _("没有等待核查的问题。"),
    CLAIMABLE: _("没有您单位可以认领的问题。"),
    SUSPENDED: _("没有挂账的问题。"),
    TO_RECHECK: _("没有等待抽查的立行立改问题。"),
    CLOSED: _("还没有结案的问题。"),
}
COUNTED_VIEWS = (MINE, OVERDUE)  # the others are told when they are open


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
    count, *counted_views = _counts(request, lists, chosen, found)
    saved = saved_views(actor=actor, page=PAGE, parameters=request.GET)
    columns = columns_named(names) if (names := chosen_names(actor=actor, page=PAGE)) else USUAL_COLUMNS
    buttons, acts = bulk_buttons(actor, chosen.state), bulk_acts(actor)
    context = {
        "form": form,
        "views": [*_tabs(actor, view, counted_views, is_saved=saved.active is not None), *saved.tabs],
        **list_tools(actor, saved, columns),
        "count": shown_count(count),
        "table": case_table(found.cases, columns=columns, is_choosable=bool(buttons or acts)) if found.cases else None,
        "bulk_buttons": buttons[:MOST_BUTTONS],
        "bulk_menu": buttons[MOST_BUTTONS:],
        "bulk_acts": acts,
        "filter_query": only_filter(request),
        "next_url": _address(request, found.next_cursor) if found.next_cursor else "",
        "first_url": _address(request, ""),
        "empty_view": EMPTY_VIEWS.get(view),
        "figure_note": form.figure_note(),
        "group": _group(actor, chosen),
        "special": lists.special(chosen),
        "figures_query": urlencode({"from": chosen.figure_from, "to": chosen.figure_to}) if chosen.figure else "",
        "deadlines_day": chosen.due_from or chosen.due_to,
        "is_cut": lists.is_cut(chosen),
        "switch_query": only_filter(request),
        "open_view": "list",
        "is_later_page": "cursor" in request.GET,
        "is_filtered": bool(form.has_chosen()),
        "is_group_only": not view and not form.has_chosen(besides="group"),
        "is_special": bool(chosen.special),
        "may_report": actor.may(REPORT),
        "export_query": request.GET.urlencode() if actor.may(EXPORT) else None,
    }
    return render(request, "cases/list.html", context)


def _group(actor: Actor, chosen: CaseFilter) -> CaseLink | None:
    """The round or tour that the list is narrowed to."""
    if not chosen.group:
        return None
    links = (link_of(actor, UUID(chosen.group)) for link_of in case_groups)
    return next((link for link in links if link is not None), CaseLink(gettext("一个检查轮次"), ""))


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
    return known_view_of(request.GET)


def known_view_of(query: QueryDict) -> str:
    """The view that a filter names; all for one that does not exist."""
    view = query.get("view", "")
    return view if view in VIEWS else ""


def filter_form(request: HttpRequest, actor: Actor) -> CaseFilterForm:
    """The filter in the address, with what may be chosen."""
    return filter_form_of(request.GET, actor)


def filter_form_of(query: QueryDict, actor: Actor) -> CaseFilterForm:
    """A filter, with what may be chosen."""
    units, areas = unit_choices(actor=actor)
    return CaseFilterForm(query, options=FilterOptions(classes_in_use(), units, areas, lists_in_use()))


def only_filter(request: HttpRequest) -> str:
    """The filter in the address without the place in the list and how it is looked at: for the other views."""
    query: Any = request.GET.copy()
    for name in ("cursor", "heat", "bbox", "zoom"):
        query.pop(name, None)
    return str(query.urlencode())


def bulk_buttons(actor: Actor, state: str) -> list[tuple[str, str]]:
    """Code and name of the moves that this person may make over many cases; from that state, when one is chosen."""
    moves = [move_of(code) for code in BULK_MOVES]
    begin = [move for move in moves if not state or state in move.sources]
    return [(move.code, gettext(move.label)) for move in begin if actor.may(move.permission)]


def bulk_acts(actor: Actor) -> list[tuple[str, str]]:
    """Address and name of what higher contexts offer to do about the chosen cases."""
    offered = [(name, act_of(actor)) for name, act_of in case_bulk_acts.items()]
    return [(reverse("cases:bulk_act", args=[name]), act.label) for name, act in offered if act is not None]


def list_tools(actor: Actor, saved: SavedViews, columns: Sequence[CaseColumn]) -> dict[str, Any]:
    """What the buttons for keeping views and choosing columns need."""
    shown = {column.name for column in columns}
    choices = [
        {"name": each.name, "label": each.label, "is_shown": each.name in shown, "is_fixed": each.name == "problem"}
        for each in COLUMNS
    ]
    return {
        "saved": saved,
        "columns": choices,
        "page_name": PAGE,
        "may_share": actor.may(SHARE_VIEWS),
        "new_view_id": new_id(),
    }


def _tabs(actor: Actor, view: str, counts: Sequence[int], *, is_saved: bool) -> list[Tab]:
    counted = dict(zip(COUNTED_VIEWS, counts, strict=True))
    return [
        Tab(
            label,
            _view_address(name),
            name == view and not is_saved,
            shown_count(counted[name]) if counted.get(name) else "",
        )
        for name, label in VIEWS.items()
        if name not in VIEWS_FOR or actor.may(VIEWS_FOR[name])
    ]


def _view_address(name: str) -> str:
    if name == SUSPENDED:
        return reverse("cases:suspended")  # a list of its own: since when, why, until when
    return f"?view={name}" if name else "?"


def _counts(request: HttpRequest, lists: CaseLists, chosen: CaseFilter, found: CasePage) -> list[int]:
    """How long the list is, then the views whose number is told."""
    views = [CaseFilter(view=name) for name in COUNTED_VIEWS]
    is_everything = not found.next_cursor and "cursor" not in request.GET
    return [len(found.cases), *lists.counts(views)] if is_everything else lists.counts([chosen, *views])


def _address(request: HttpRequest, cursor: str) -> str:
    """The address of this list from a cursor on."""
    query: Any = request.GET.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    return f"?{query.urlencode()}"
