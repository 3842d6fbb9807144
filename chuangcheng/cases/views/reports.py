from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.cases.access import REPORT, visible_cases
from chuangcheng.cases.forms import ReportForm
from chuangcheng.cases.forms.moves import PhotoField
from chuangcheng.cases.forms.reports import read_position
from chuangcheng.cases.queries import classes_in_use, site_options, sites_near
from chuangcheng.cases.views.photos import SentPhotos, sent_photos
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound, NotPermitted, Refusal
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import VIEW as VIEW_SITES
from chuangcheng.sites.access import site_for

PHOTOS = PhotoField("photos", gettext_lazy("现场照片"))


@require_http_methods(["GET", "HEAD", "POST"])
@page(REPORT)
def report(request: HttpRequest) -> HttpResponse:
    """上报: the form, and the report itself. `?site=` fills in a site."""
    actor, classes = actor_of(request), classes_in_use()
    if request.method != "POST":
        blank = ReportForm(initial={"site": request.GET.get("site")}, classes=classes)
        return _shown(request, actor, blank, SentPhotos(PHOTOS))
    form = ReportForm(request.POST, classes=classes)
    (photos,) = sent_photos(request, actor, [PHOTOS])
    if photos.error:
        form.add_error(None, photos.error)
    if not form.is_valid():
        return _shown(request, actor, form, photos, status=422)
    try:
        case = form.submit(actor=actor, photo_ids=photos.ids)
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, actor, form, photos, status=refusal.status)
    messages.success(request, _("已上报，编号%(number)s。") % {"number": case.number})
    is_visible = visible_cases(actor).filter(pk=case.pk).exists()
    return redirect("cases:case", case.pk) if is_visible else redirect("cases:list")


@require_safe
@page(REPORT)
def site_suggestions(request: HttpRequest) -> HttpResponse:
    """Sites while typing; before that those near the reporter, when the phone has told where it is."""
    actor = actor_of(request)
    # Testers of another organisation see no sites: they write down the place.
    options = _options(request, actor) if actor.may(VIEW_SITES) else []
    return render(request, "components/pick_options.html", {"options": options})


def _options(request: HttpRequest, actor: Actor) -> list[tuple[UUID, str, str]]:
    words = request.GET.get("words", "")[:60].strip()
    lon, lat = read_position(request.GET.get("position", "")[:60])
    if not words and lon is not None and lat is not None:
        near = sites_near(actor=actor, lon=lon, lat=lat)
        told = _("%(number)s %(area)s，约%(metres)s米")
        found = [
            (site.pk, site.name, told % {"number": site.number, "area": site.area.name, "metres": metres})
            for site, metres in near
        ]
        if found:
            return found
    sites = site_options(actor=actor, words=words)
    return [(site.pk, site.name, f"{site.number} {site.area.name}") for site in sites]


def _shown(
    request: HttpRequest, actor: Actor, form: ReportForm, photos: SentPhotos, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "photo": photos, "sites": _chosen_sites(actor, form), "cancel_url": reverse("cases:list")}
    return render(request, "cases/report.html", context, status=status)


def _chosen_sites(actor: Actor, form: ReportForm) -> list[tuple[str, str]]:
    """The site that the form holds, for the chip that shows it; none when it is absent or not visible."""
    try:
        site = site_for(actor, form.fields["site"].clean(form["site"].value()))
    except (NotFound, NotPermitted, ValidationError):
        return []
    return [(str(site.pk), site.name)]
