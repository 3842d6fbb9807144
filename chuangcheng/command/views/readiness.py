from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.access import MANAGE, PREPARE, VIEW, assessor_visit_for
from chuangcheng.command.forms.readiness import EntryForm, PreparationForm, initial_of
from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries import with_countdowns
from chuangcheng.command.queries.readiness import (
    GO,
    NO_GO,
    OWN,
    Readiness,
    ReadySite,
    contacts_of,
    day_plan_of,
    preparations_of,
    readiness_of,
    ready_sites,
    rules_on,
)
from chuangcheng.command.queries.readiness_material import material_by_type, material_of_site
from chuangcheng.command.readiness_papers import workbook_for
from chuangcheng.command.readiness_wording import PersonToCall, people_to_call, reason_label, reason_words
from chuangcheng.command.services.readiness import add_day_entry, prepare_site, remove_day_entry
from chuangcheng.command.wording import in_words
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.evidence.queries import Cell
from chuangcheng.orgs.access import VIEW_PHONES
from chuangcheng.orgs.services import open_phones
from chuangcheng.sites.access import may_at, site_for

PAGE_SITES = 100  # our choice
MOST_WORDS = 60  # characters of a search
FORM = ["GET", "HEAD", "POST"]


@require_safe
@page(VIEW)
def readiness(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Every site that the visit may draw: go or no-go, with reasons."""
    actor = actor_of(request)
    visit = assessor_visit_for(actor, visit_id)
    found = readiness_of(actor=actor, visit=visit, today=today())
    show, reason = request.GET.get("show", ""), request.GET.get("reason", "")
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    rows = [row for row in found.rows if _is_wanted(row, show, reason, actor) and _is_called(row, words)]
    shown = Paginator(rows, PAGE_SITES).get_page(request.GET.get("page"))
    material = material_by_type(actor=actor, visit=visit, sites=[row.site for row in shown])
    context = {
        **_head(visit, "sites"),
        "found": found,
        "count": len(rows),
        "page": shown,
        "rows": [_told(row, actor, material) for row in shown],
        "shows": _shows(visit, found, actor, show if not reason else None),
        "reasons": _reasons(visit, found, reason),
        "words": words,
        "kept": {"show": show, "reason": reason},
    }
    return render(request, "command/readiness.html", context)


@require_http_methods(FORM)
@page(VIEW)
def ready_site(request: HttpRequest, visit_id: UUID, site_id: UUID) -> HttpResponse:
    """One site: what holds it back, its material, what was written; who answers for it writes who stands there."""
    actor = actor_of(request)
    visit = assessor_visit_for(actor, visit_id)
    if request.method == "POST":
        require(actor, PREPARE)
        site_for(actor, site_id, permission=PREPARE)
    [row] = ready_sites(
        actor=actor, visit=visit, site_ids=[site_for(actor, site_id).pk], today=today(), rules=rules_on(today())
    )
    form = PreparationForm(request.POST or None, initial=initial_of(row.preparation))
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["preparation_id"]
            prepare_site(actor=actor, visit_id=visit_id, site_id=site_id, preparation_id=key, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(site)s”的准备情况已保存。") % {"site": row.site.name})
            return redirect("command:readiness", visit_id)
    context = {
        **_told(row, actor, {}),
        **_head(visit, "sites"),
        "site": row.site,
        "form": form if _may_prepare(row, actor) and _stands(visit) else None,
        "material": material_of_site(actor=actor, visit=visit, site=row.site),
        "written": preparations_of(visit=visit, site=row.site),
    }
    return render(request, "command/ready_site.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(FORM)
@page(VIEW)
def day_plan(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The plan of the visit's days; the office adds lines."""
    actor = actor_of(request)
    visit = assessor_visit_for(actor, visit_id)
    if request.method == "POST":
        require(actor, MANAGE)
    may_manage = actor.may(MANAGE) and _stands(visit)
    form = EntryForm(request.POST or None, initial={"day": visit.first_on, "starts": "09:00"})
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["entry_id"]
            add_day_entry(actor=actor, visit_id=visit_id, entry_id=key, given=form.given())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("安排已加入日程。"))
            return redirect("command:day_plan", visit_id)
    context = {
        **_head(visit, "plan"),
        "entries": day_plan_of(visit),
        "form": form if may_manage else None,
        "may_manage": may_manage,
    }
    return render(request, "command/day_plan.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(MANAGE)
def remove_entry(request: HttpRequest, visit_id: UUID, entry_id: UUID) -> HttpResponse:
    """A line off the day plan."""
    remove_day_entry(actor=actor_of(request), visit_id=visit_id, entry_id=entry_id)
    return redirect("command:day_plan", visit_id)


@require_safe
@page(VIEW)
def phone_list(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Whom to call: at the sites, in the plan, of the owners."""
    actor, day = actor_of(request), today()
    visit = assessor_visit_for(actor, visit_id)
    people = _people_to_call(actor, visit, day)
    may_open = actor.may(VIEW_PHONES) and any(each.phone for each in people)
    context = {**_head(visit, "phones"), "people": people, "may_open": may_open}
    return render(request, "command/phone_list.html", context)


@require_POST
@page(VIEW_PHONES)
def open_phone_list(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The same with full numbers, to print for the days of the visit; that they were looked at is kept on record."""
    actor = actor_of(request)
    visit = assessor_visit_for(actor, visit_id)
    people = _people_to_call(actor, visit, today())
    numbers = open_phones(actor=actor, person_ids=[each.person_id for each in people])
    told = [replace(each, phone=numbers.get(each.person_id, each.phone)) for each in people]
    context = {**_head(visit, "phones"), "people": told, "is_open": True}
    response = render(request, "command/phone_list.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@page(VIEW)
def workbook(request: HttpRequest, visit_id: UUID) -> FileResponse:
    """Sites, plan and phone list in Excel."""
    actor, day = actor_of(request), today()
    visit = assessor_visit_for(actor, visit_id)
    name, content = workbook_for(actor=actor, visit=visit, today=day)
    return download(content, name)


def _people_to_call(actor: Actor, visit: AssessorVisit, day: date) -> list[PersonToCall]:
    rows = readiness_of(actor=actor, visit=visit, today=day).rows
    return people_to_call(contacts_of(rows=rows, plan=day_plan_of(visit), today=day))


def _head(visit: AssessorVisit, active: str) -> dict[str, Any]:
    """What the three pages share."""
    [row] = with_countdowns([visit], today=today())
    tabs = [
        ("sites", _("点位"), reverse("command:readiness", args=[visit.pk])),
        ("plan", _("日程"), reverse("command:day_plan", args=[visit.pk])),
        ("phones", _("电话表"), reverse("command:phone_list", args=[visit.pk])),
    ]
    return {
        "visit": visit,
        "title": {"sites": _("迎检准备"), "plan": _("迎检日程"), "phones": _("迎检电话表")}[active],
        "headline": _("%(visit)s，%(first)s至%(last)s，%(left)s")
        % {
            "visit": visit.name,
            "first": visit.first_on,
            "last": visit.last_on,
            "left": in_words(row.countdown).headline,
        },
        "views": [{"label": label, "url": url, "active": name == active} for name, label, url in tabs],
    }


def _stands(visit: AssessorVisit) -> bool:
    """Whether the visit still stands."""
    return not visit.cancelled_at and not visit.creation.is_closed


def _is_wanted(row: ReadySite, show: str, reason: str, actor: Actor) -> bool:
    if reason:
        return reason in row.reasons
    if show == OWN:
        return _may_prepare(row, actor)
    return show not in (GO, NO_GO) or row.is_go == (show == GO)


def _is_called(row: ReadySite, words: str) -> bool:
    """Whether the words stand in what the site, its area or its owner is called."""
    site = row.site
    return any(
        words in text for text in (site.name, site.number, site.area.name, site.owner.name if site.owner else "")
    )


def _may_prepare(row: ReadySite, actor: Actor) -> bool:
    return actor.may(PREPARE) and may_at(actor, PREPARE, row.site)


def _told(row: ReadySite, actor: Actor, material: Mapping[int, Cell]) -> dict[str, Any]:
    return {
        "row": row,
        "reasons": [reason_words(reason, row) for reason in row.reasons],
        "cell": material.get(row.site.site_type_id),
        "may_prepare": _may_prepare(row, actor),
    }


def _shows(visit: AssessorVisit, found: Readiness, actor: Actor, active: str | None) -> list[dict[str, Any]]:
    address, total = reverse("command:readiness", args=[visit.pk]), len(found.rows)
    choices = [("", _("全部"), total), (NO_GO, _("没有准备好"), total - found.go), (GO, _("准备好了"), found.go)]
    if actor.may(PREPARE) and not actor.everywhere(PREPARE):
        choices.insert(1, (OWN, _("我来准备的"), sum(_may_prepare(row, actor) for row in found.rows)))
    return [
        {
            "label": label,
            "count": count,
            "url": f"{address}?show={name}" if name else address,
            "active": name == active,
        }
        for name, label, count in choices
    ]


def _reasons(visit: AssessorVisit, found: Readiness, active: str) -> list[dict[str, Any]]:
    address = reverse("command:readiness", args=[visit.pk])
    return [
        {
            "label": reason_label(reason),
            "count": count,
            "url": f"{address}?reason={reason.value}",
            "active": reason.value == active,
        }
        for reason, count in found.by_reason
    ]
