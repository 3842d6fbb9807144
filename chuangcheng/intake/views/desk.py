"""受理台: a call in half a minute, by keyboard alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.cases.queries import classes_in_use, problem_class_for, site_options
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import NotFound, NotPermitted, Refusal, sentence_for_page
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import RECEIVE, report_for
from chuangcheng.intake.forms.desk import MOST_PLACE, MOST_TEXT, DeskForm
from chuangcheng.intake.panels import shown_double, shown_report
from chuangcheng.intake.queries import earlier_reports, likely_doubles, own_of_caller, sources_in_use, tale_being_told
from chuangcheng.sites.access import site_for

MOST_OPTIONS = 12  # offered while typing
MOST_WORDS = 60  # characters


@require_http_methods(["GET", "HEAD", "POST"])
@page(RECEIVE)
def new_report(request: HttpRequest) -> HttpResponse:
    """The form of a call; after it is kept, its number to read out above the next empty form."""
    actor, sources = actor_of(request), sources_in_use()
    if request.method != "POST":
        blank = DeskForm(sources=sources, initial={"source": request.GET.get("source") or "hotline"})
        return _shown(request, actor, blank)
    form = DeskForm(request.POST, sources=sources)
    if not form.is_valid():
        return _shown(request, actor, form, status=422)
    try:
        photos = photos_from_request(request, "photos")
        made = form.submit(actor=actor, photo_ids=[photo.pk for photo in photos])
    except Refusal as refusal:
        form.add_error(None, sentence_for_page(refusal))
        return _shown(request, actor, form, status=refusal.status)
    query = QueryDict(mutable=True)
    query.update({"source": form.cleaned_data["source"], "kept": str(made.pk)})
    return HttpResponseRedirect(f"{reverse('intake:new')}?{query.urlencode()}")


@require_POST
@page(RECEIVE)
def caller(request: HttpRequest) -> HttpResponse:
    """What whoever has this number reported before; in the body, so that no log has the number."""
    actor, at, calendar = actor_of(request), now(), office_calendar()
    phone = request.POST.get("phone", "")[:MOST_WORDS]
    rows = [shown_report(report, at, calendar) for report in earlier_reports(actor=actor, phone=phone)]
    return render(request, "intake/parts/earlier.html", {"rows": rows, "phone": phone.strip()})


@require_POST
@page(RECEIVE)
def doubles(request: HttpRequest) -> HttpResponse:
    """Open cases that may be what is being told, while it is typed."""
    actor, given = actor_of(request), request.POST
    text = given.get("text", "")[:MOST_TEXT]
    site = _site(actor, given.get("site", ""))
    tale = tale_being_told(
        text=text,
        at=now(),
        problem_class=_class(given.get("problem_class", "")),
        site_id=site.pk if site is not None else None,
        position=(site.lon, site.lat) if site is not None else (None, None),
        place=given.get("place_text", "")[:MOST_PLACE],
    )
    area_id = site.area_id if site is not None else None
    own = own_of_caller(given.get("phone", "")[:MOST_WORDS])
    found = likely_doubles(actor=actor, tale=tale, own=own, area_id=area_id) if text.strip() else []
    context = {"doubles": [shown_double(each) for each in found], "chosen": given.get("link_to", "")}
    return render(request, "intake/parts/desk_doubles.html", context)


@require_safe
@page(RECEIVE)
def suggest_classes(request: HttpRequest) -> HttpResponse:
    """Problem classes while typing: by name, other names and group."""
    words = request.GET.get("words", "")[:MOST_WORDS].strip()
    found = [each for each in classes_in_use() if words in f"{each.group} {each.name} {each.aliases}"]
    options = [(each.pk, each.name, each.group) for each in found[:MOST_OPTIONS]]
    return render(request, "components/pick_options.html", {"options": options})


@require_safe
@page(RECEIVE)
def suggest_sites(request: HttpRequest) -> HttpResponse:
    """Sites while typing."""
    sites = site_options(actor=actor_of(request), words=request.GET.get("words", "")[:MOST_WORDS])
    options = [(site.pk, site.name, f"{site.number} {site.area.name}") for site in sites]
    return render(request, "components/pick_options.html", {"options": options})


def _shown(request: HttpRequest, actor: Actor, form: DeskForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "kept": _kept(actor, request.GET.get("kept", "")),
        "sites": chosen_site(actor, form["site"].value()),
        "classes": chosen_class(form["problem_class"].value()),
        "more_is_open": any(form.errors.get(name) for name in ("outside_number", "received_at", "severity")),
    }
    return render(request, "intake/new.html", context, status=status)


def _kept(actor: Actor, written: str) -> Any:
    """The report that was kept just now; its number is read out."""
    try:
        return report_for(actor, UUID(written)) if written else None
    except (ValueError, NotFound):
        return None


def _site(actor: Actor, written: str) -> Any:
    try:
        return site_for(actor, UUID(written)) if written else None
    except (ValueError, NotFound, NotPermitted):
        return None


def _class(written: str) -> Any:
    try:
        return problem_class_for(int(written)) if written else None
    except (ValueError, NotFound):
        return None


def chosen_site(actor: Actor, value: Any) -> list[tuple[str, str]]:
    """The site in a form, with its name; none when it is not theirs."""
    site = _site(actor, str(value or ""))
    return [(str(site.pk), site.name)] if site is not None else []


def chosen_class(value: Any) -> list[tuple[str, str]]:
    """The class in a form, with its name."""
    found = _class(str(value or ""))
    return [(str(found.pk), f"{found.group}·{found.name}")] if found else []
