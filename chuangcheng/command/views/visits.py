from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.access import (
    MANAGE,
    VIEW,
    assessor_visit_for,
    assessor_visits_that_count,
    open_creations,
    visible_assessor_visits,
    visible_creations,
    visible_mocks,
)
from chuangcheng.command.forms.visits import RehearsalForm, VisitForm
from chuangcheng.command.icalendar import ICALENDAR, calendar_file
from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.months import month_sheets
from chuangcheng.command.queries import (
    VisitAhead,
    cancelled_visits,
    look_of,
    next_visits,
    past_visits,
    visits_of_closed,
    with_countdowns,
)
from chuangcheng.command.queries.mocks import mock_rows
from chuangcheng.command.queries.specials.calendar import special_days, special_days_around
from chuangcheng.command.services import cancel_visit, change_visit, plan_visit
from chuangcheng.command.views.mocks import rehearsal_days
from chuangcheng.command.wording import CountdownWords, in_words
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.inspections.access import PLAN

MOST_VISITS = 200  # of each part of the list
FIRST_YEAR, LAST_YEAR, MONTHS = 2000, 2100, 12


@require_safe
@page(VIEW)
def visits(request: HttpRequest) -> HttpResponse:
    """The visits: what is to come first, then what is over and what was called off."""
    actor, day = actor_of(request), today()
    context = {
        "coming": _worded(next_visits(actor=actor, today=day, at_most=MOST_VISITS)),
        "past": _worded(past_visits(actor=actor, today=day, at_most=MOST_VISITS)),
        "cancelled": cancelled_visits(actor=actor, at_most=MOST_VISITS),
        "closed": visits_of_closed(actor=actor, at_most=MOST_VISITS),
        "has_creations": open_creations(actor).exists(),
        "may_manage": actor.may(MANAGE),
        "views": _tabs("visits"),
        "today": day,
    }
    return render(request, "command/visits.html", context)


@require_safe
@page(VIEW)
def year(request: HttpRequest, number: int) -> HttpResponse:
    """A year of twelve months with the visits, and where special campaigns begin and end."""
    _check_year(number)
    marks = special_days(actor=actor_of(request), first=date(number, 1, 1), last=date(number, 12, 31))
    context = {
        "year": number,
        "months": month_sheets(number, range(1, MONTHS + 1), _visits_of(request, number), marks),
        "views": _tabs("year", _kept(request)),
        "earlier": number - 1,
        "later": number + 1,
        "today": today(),
        **_closed_or_not(request),
    }
    return render(request, "command/year.html", context)


@require_safe
@page(VIEW)
def month(request: HttpRequest, number: int, month_number: int) -> HttpResponse:
    """A month with the visits on their days."""
    _check_year(number)
    if not 1 <= month_number <= MONTHS:
        raise NotFound(_("没有这个月份，请从迎检日历进入。"))
    days = date(number, month_number, 1), date(number, month_number, monthrange(number, month_number)[1])
    marks = special_days(actor=actor_of(request), first=days[0], last=days[1])
    [sheet] = month_sheets(number, [month_number], _visits_of(request, number), marks)
    context = {
        "year": number,
        "month": sheet,
        "views": _tabs("month", _kept(request)),
        "earlier": _neighbour(number, month_number, -1),
        "later": _neighbour(number, month_number, 1),
        "today": today(),
        **_closed_or_not(request),
    }
    return render(request, "command/month.html", context)


@require_safe
@page(VIEW)
def calendar(request: HttpRequest) -> FileResponse:
    """All visits that stand, with beginnings and ends of special campaigns, for a calendar program."""
    actor = actor_of(request)
    rows, marks = assessor_visits_that_count(actor), special_days_around(actor=actor, today=today())
    return download(calendar_file(rows, marks, at=now()), f"{_('迎检日历')}.ics", ICALENDAR)


@require_safe
@page(VIEW)
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One visit: how long until then, what it will look at, what was rehearsed, and how its days moved."""
    actor, day = actor_of(request), today()
    found = assessor_visit_for(actor, visit_id)
    [row] = with_countdowns([found], today=day)
    may_rehearse = actor.may(MANAGE) and actor.may(PLAN) and not found.cancelled_at and not found.creation.is_closed
    context = {
        "found": found,
        "countdown": row.countdown,
        "words": in_words(row.countdown),
        "look": look_of(actor=actor, visit=found, today=day),
        "windows": list(found.windows.select_related("written_by")),
        "mocks": mock_rows(visible_mocks(actor).filter(visit=found)),
        "may_manage": actor.may(MANAGE),
        "rehearsal_form": RehearsalForm(initial=rehearsal_days(found, day)) if may_rehearse else None,
    }
    return render(request, "command/visit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def new_visit(request: HttpRequest) -> HttpResponse:
    """A visit to be planned; `?creation=` names the campaign."""
    actor = actor_of(request)
    wanted = _id(request.GET.get("creation", ""))
    rows = open_creations(actor)
    creation = (rows.filter(pk=wanted).first() if wanted else None) or rows.first()
    form = VisitForm(request.POST or None, actor=actor, creation=creation)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = plan_visit(
                actor=actor, creation_id=values["creation"].pk, visit_id=values["visit_id"], given=form.given()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("迎检已安排，已开始倒计时。"))
            return redirect("command:visit", visit_id=made.pk)
    return _form_page(request, form, None, has_creations=creation is not None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def edit_visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """A visit changed; other days need a reason."""
    actor = actor_of(request)
    found = assessor_visit_for(actor, visit_id)
    form = VisitForm(request.POST or None, actor=actor, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_visit(actor=actor, visit_id=visit_id, given=form.given(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("command:visit", visit_id=visit_id)
    return _form_page(request, form, found)


@require_POST
@page(MANAGE)
def cancel(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Calls a visit off, with a reason."""
    cancel_visit(actor=actor_of(request), visit_id=visit_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("这次迎检已取消，记录和理由都会留存。"))
    return redirect("command:visit", visit_id=visit_id)


def _form_page(
    request: HttpRequest, form: VisitForm, found: AssessorVisit | None, *, has_creations: bool = True
) -> HttpResponse:
    cancel_url = reverse("command:visit", args=[found.pk]) if found else reverse("command:visits")
    context = {"form": form, "found": found, "cancel_url": cancel_url, "has_creations": has_creations}
    status = 422 if request.method == "POST" else 200
    return render(request, "command/visit_form.html", context, status=status)


def _worded(rows: list[VisitAhead]) -> list[tuple[VisitAhead, CountdownWords]]:
    return [(row, in_words(row.countdown)) for row in rows]


def _tabs(active: str, kept: str = "") -> list[dict[str, Any]]:
    """The three looks at the calendar."""
    day = today()
    tabs = [
        ("visits", _("列表"), reverse("command:visits")),
        ("month", _("月历"), reverse("command:month", args=[day.year, day.month]) + kept),
        ("year", _("年历"), reverse("command:year", args=[day.year]) + kept),
    ]
    return [{"label": label, "url": url, "active": name == active} for name, label, url in tabs]


def _visits_of(request: HttpRequest, number: int) -> list[AssessorVisit]:
    actor = actor_of(request)
    rows = assessor_visits_that_count(actor)
    if request.GET.get("closed"):
        rows = visible_assessor_visits(actor).filter(cancelled_at__isnull=True)
    return list(rows.filter(first_on__year__lte=number, last_on__year__gte=number)[:MOST_VISITS])


def _closed_or_not(request: HttpRequest) -> dict[str, Any]:
    """Whether the calendar shows the visits of campaigns that have ended, and whether there are such campaigns."""
    return {
        "with_closed": bool(request.GET.get("closed")),
        "has_closed": visible_creations(actor_of(request)).exclude(outcome="").exists(),
        "kept": _kept(request),
    }


def _kept(request: HttpRequest) -> str:
    return "?closed=1" if request.GET.get("closed") else ""


def _check_year(number: int) -> None:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise NotFound(_("这一年不在日历的范围内，请从迎检日历进入。"))


def _neighbour(number: int, month_number: int, step: int) -> tuple[int, int]:
    years, rest = divmod(month_number - 1 + step, MONTHS)
    return number + years, rest + 1


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
