from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.access import case_for
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.forms.liaisons import HelpForm, LiaisonVisitForm, TownLinkForm
from chuangcheng.inspections.queries.liaisons import my_contacts, town_table, visits_log
from chuangcheng.inspections.services.liaisons import LiaisonVisitGiven, log_liaison_visit
from chuangcheng.orgs.access import ASK_HELP, CHANGE_UNITS, LIAISE, VIEW_UNITS, is_mine, unit_for, units_where
from chuangcheng.orgs.queries import every_link, help_requests, links_of, links_on, links_to_ask
from chuangcheng.orgs.services import answer_help, ask_for_help, link_town

if TYPE_CHECKING:
    from chuangcheng.core.access import Actor
    from chuangcheng.orgs.models import HelpRequest

CASE = "cases.case"  # `source_kind` of help with a case
MOST_SHOWN = 100  # visits and requests on a page; the newest


@require_safe
@page(VIEW)
def liaison(request: HttpRequest) -> HttpResponse:
    """Every town with its leader and bureau, the last visit and the next one due."""
    actor = actor_of(request)
    context = {
        "rows": town_table(day=today()),
        "opened": set(units_where(actor, VIEW_UNITS).values_list("pk", flat=True)),
        "mine": my_contacts(actor=actor, day=today()),
        "may_liaise": actor.may(LIAISE),
        "may_change": actor.may(CHANGE_UNITS),
        "today": today(),
    }
    return render(request, "inspections/liaison.html", context)


@require_safe
@page(VIEW)
def town(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The log of a town: visits, and who answered for it when."""
    actor = actor_of(request)
    context = {
        "town": unit_for(actor, unit_id),
        "visits": visits_log(town_id=unit_id)[:MOST_SHOWN],
        "links": every_link().filter(town=unit_id),
    }
    return render(request, "inspections/liaison_town.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(LIAISE)
def log_visit(request: HttpRequest) -> HttpResponse:
    """A visit to one's town; the office logs for others."""
    actor = actor_of(request)
    links = list(links_on(today()) if actor.everywhere(CHANGE_UNITS) else links_of(actor))
    form = LiaisonVisitForm(request.POST or None, links=links)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        given = LiaisonVisitGiven(id=values.pop("visit_id"), link_id=values.pop("link"), **values)
        try:
            made = log_liaison_visit(actor=actor, given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("走访已记录，并生成一个问题。") if made.problem else _("走访已记录。")
            messages.success(request, words)
            return redirect("inspections:liaison_town", unit_id=made.link.town_id)
    return _form(request, form, _("记录走访"), reverse("inspections:liaison"))


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_UNITS)
def assign_town(request: HttpRequest) -> HttpResponse:
    """A leader or bureau for a town, from a day on."""
    form = TownLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        leader, bureau = values["leader"], values["bureau"]
        try:
            link_town(
                actor=actor_of(request),
                town_id=values["town"].pk,
                starts_on=values["starts_on"],
                leader_id=leader.pk if leader else None,
                bureau_id=bureau.pk if bureau else None,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已设定，原来的安排到前一天为止。"))
            return redirect("inspections:liaison")
    return _form(request, form, _("设定包干联系"), reverse("inspections:liaison"))


@require_safe
@page(ASK_HELP, LIAISE)
def help_list(request: HttpRequest) -> HttpResponse:
    """Help that was asked for, the newest first, with the answers."""
    actor = actor_of(request)
    rows = [(row, _is_asked(actor, row)) for row in help_requests(actor=actor)[:MOST_SHOWN]]
    return render(request, "inspections/help.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page(ASK_HELP)
def ask_about_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Help with a case."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    form = HelpForm(request.POST or None, links=links_to_ask(actor))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            ask_for_help(
                actor=actor,
                request_id=values["request_id"],
                link_id=values["link"],
                text=values["text"],
                source_kind=CASE,
                source_id=str(case.pk),
                source_label=_("问题%(number)s") % {"number": case.number},
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已发出求助，答复后会通知您。"))
            return redirect("inspections:help")
    return _form(request, form, _("求助"), reverse("cases:case", args=[case.pk]))


@require_POST
@page(LIAISE)
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What was done."""
    answer_help(actor=actor_of(request), request_id=request_id, answer=request.POST.get("reason", ""))
    messages.success(request, _("已答复。"))
    return redirect("inspections:help")


def _is_asked(actor: Actor, row: HelpRequest) -> bool:
    return row.answered_at is None and is_mine(actor, row.link)


def _form(request: HttpRequest, form: object, title: str, cancel_url: str) -> HttpResponse:
    context = {"form": form, "form_title": title, "cancel_url": cancel_url}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/liaison_form.html", context, status=status)
