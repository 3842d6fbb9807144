"""Pages of regulations."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.circular_access import KEEP, READ, regulation_for
from chuangcheng.command.circular_wording import standing_words
from chuangcheng.command.forms.regulations import RegulationFilterForm, RegulationForm, regulation_initial
from chuangcheng.command.models import Regulation
from chuangcheng.command.queries.regulations import dates_of, regulation_story, regulations_shown
from chuangcheng.command.regulation_papers import regulations_workbook
from chuangcheng.command.regulation_states import Standing, standing_on
from chuangcheng.command.services.library_files import LIBRARY_FILES, MOST_FILES
from chuangcheng.command.services.regulations import change_regulation, register_regulation, repeal_regulation
from chuangcheng.command.views.circulars.lists import file_lines, library_tabs
from chuangcheng.command.views.meetings.holding import chosen_units
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page

FORM = ["GET", "HEAD", "POST"]
MOST_LISTED = 300  # our choice


@require_safe
@page(READ)
def regulations(request: HttpRequest) -> HttpResponse:
    """The regulations as they stand on a day, today unless said."""
    actor, form = actor_of(request), RegulationFilterForm(request.GET)
    chosen = form.chosen()
    rows = list(regulations_shown(actor=actor, chosen=chosen).defer("text")[: MOST_LISTED + 1])
    context = {
        "rows": [(row, *_standing(row, chosen.day)) for row in rows[:MOST_LISTED]],
        "is_cut": len(rows) > MOST_LISTED,
        "views": library_tabs("regulations"),
        "form": form,
        "day": chosen.day,
        "is_other_day": chosen.day != today(),
        "is_filtered": bool(chosen.standing or chosen.kind or chosen.words or chosen.day != today()),
        "may_keep": actor.everywhere(KEEP),
        "export_url": f"{reverse('command:regulations_workbook')}?{request.GET.urlencode()}",
    }
    return render(request, "command/regulations.html", context)


@require_safe
@page(READ)
def regulations_excel(request: HttpRequest) -> FileResponse:
    """The list as a workbook."""
    chosen = RegulationFilterForm(request.GET).chosen()
    name, content = regulations_workbook(actor=actor_of(request), chosen=chosen)
    return download(content, name)


@require_safe
@page(READ)
def regulation(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """One regulation: text, files, days, basis, versions."""
    actor, day = actor_of(request), today()
    found = regulation_for(actor, regulation_id)
    story = regulation_story(actor=actor, regulation=found, today=day)
    may_keep = actor.everywhere(KEEP)
    is_open = found.repealed_from is None and not hasattr(found, "replaced_by")
    context = {
        "regulation": found,
        "story": story,
        "state": standing_words(story.standing),
        "chain": [(row, standing_words(standing), dates_of(row).last_day) for row, standing in story.chain],
        "last_day": dates_of(found).last_day,
        "files": file_lines(story.files),
        "may_change": may_keep and story.standing is Standing.COMING,
        "may_end": may_keep and is_open,
        "today": day,
    }
    return render(request, "command/regulation.html", context)


@require_http_methods(FORM)
@page(KEEP)
def new_regulation(request: HttpRequest) -> HttpResponse:
    """A regulation for the register."""
    return _entered(request, None)


@require_http_methods(FORM)
@page(KEEP)
def replace(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """A new version, or another rule, in the place of this one."""
    return _entered(request, regulation_for(actor_of(request), regulation_id))


@require_http_methods(FORM)
@page(KEEP)
def edit_regulation(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """Puts right what was entered, before it is in force."""
    actor = actor_of(request)
    found = regulation_for(actor, regulation_id)
    form = RegulationForm(request.POST or None, initial=regulation_initial(found))
    form.fields["regulation_id"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            change_regulation(actor=actor, regulation_id=regulation_id, given=form.given(_files(request)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("制度已修改。"))
            return redirect("command:regulation", regulation_id)
    return _form(request, form, _("修改制度"), found)


@require_POST
@page(KEEP)
def repeal(request: HttpRequest, regulation_id: UUID) -> HttpResponse:
    """废止 from a day on."""
    first_day = _day(request.POST.get("first_day", ""))
    if first_day is None:
        raise InvalidInput(_("请填写从哪一天起废止。"))
    reason = request.POST.get("reason", "")
    repeal_regulation(actor=actor_of(request), regulation_id=regulation_id, first_day=first_day, reason=reason)
    messages.success(request, _("制度已登记废止，此前日期仍可查到它有效。"))
    return redirect("command:regulation", regulation_id)


def _standing(row: Regulation, day: date) -> tuple[tuple[str, str], date | None]:
    """How the regulation stands on the day, in words, and its last day."""
    dates = dates_of(row)
    return standing_words(standing_on(dates, day)), dates.last_day


def _entered(request: HttpRequest, former: Regulation | None) -> HttpResponse:
    initial = {} if former is None else {**regulation_initial(former), "in_force_from": today(), "in_force_until": None}
    form = RegulationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = register_regulation(
                actor=actor_of(request),
                regulation_id=form.cleaned_data["regulation_id"],
                given=form.given(_files(request)),
                replaces_id=None if former is None else former.pk,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("制度已登记，编号%(number)s。") % {"number": made.number})
            return redirect("command:regulation", made.pk)
    return _form(request, form, _("登记制度") if former is None else _("登记新的一版"), former)


def _day(typed: str) -> Any:
    try:
        return parse_date(typed)
    except ValueError:
        return None


def _files(request: HttpRequest) -> list[Any]:
    return documents_from_request(request, "files", at_most=MOST_FILES, limits=LIBRARY_FILES)


def _form(request: HttpRequest, form: RegulationForm, title: str, found: Regulation | None) -> HttpResponse:
    back = reverse("command:regulations") if found is None else reverse("command:regulation", args=[found.pk])
    context = {
        "form": form,
        "title": title,
        "former": found,
        "chosen": chosen_units(*(form["unit_ids"].value() or [])),
        "units_url": reverse("command:circular_units"),
        "cancel_url": back,
        "back_label": _("制度") if found is None else found.title,
    }
    return render(request, "command/regulation_form.html", context, status=422 if request.method == "POST" else 200)
