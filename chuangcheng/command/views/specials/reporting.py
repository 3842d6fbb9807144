from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.command.forms.specials import ReportForm
from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.services.specials import report_progress
from chuangcheng.command.special_access import REPORT, special_for, units_to_report
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
@page(REPORT)
def report(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """A unit tells what it did today, on a phone or a PC."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    units = units_to_report(actor, found)
    if not units:
        raise NotFound(_("您的单位不参加这个专项整治，请从专项整治列表进入。"))
    first = _first(request, found, units)
    form = ReportForm(request.POST or None, units=units, initial={"unit_id": first.pk, "day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.given(photos=photos_from_request(request, "photos"))
            key = form.cleaned_data["report_id"]
            report_progress(actor=actor, special_id=special_id, report_id=key, given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("今日进展已报送。"))
            return redirect(f"{reverse('command:special', args=[special_id])}?view=reports&day={given.day}")
    context = {"form": form, "special": found, "cancel_url": reverse("command:special", args=[special_id])}
    return render(request, "command/special_report_form.html", context, status=422 if request.method == "POST" else 200)


def _first(request: HttpRequest, found: SpecialCampaign, units: list[Unit]) -> Unit:
    """The unit that the address names, else the first that has not reported today."""
    wanted = request.GET.get("unit", "")
    named = next((unit for unit in units if str(unit.pk) == wanted), None)
    told = set(found.reports.filter(day=today()).values_list("unit", flat=True))
    return named or next((unit for unit in units if unit.pk not in told), units[0])
