"""What whoever reported changes by their link, each confirmed and with a reason."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.intake.access import report_of_token
from chuangcheng.intake.services import (
    Contact,
    Correction,
    Place,
    correct_by_token,
    erase_contact_by_token,
)
from chuangcheng.portal.services import take_back
from chuangcheng.portal.views.frame import private
from chuangcheng.portal.views.progress import event_id_of, progress_page


@require_POST
@private
def correct(request: HttpRequest, token: str) -> HttpResponseBase:
    """更正: words, place, how to be reached; what is left as it was does not change."""

    def act(event_id: UUID) -> None:
        correction = _correction(request, token)
        reason = request.POST.get("reason", "")
        correct_by_token(token=token, event_id=event_id, correction=correction, reason=reason)

    return _done(request, token, act, "corrected")


@require_POST
@private
def erase(request: HttpRequest, token: str) -> HttpResponseBase:
    """清除联系方式, confirmed."""

    def act(event_id: UUID) -> None:
        _require_sure(request)
        erase_contact_by_token(token=token, event_id=event_id)

    return _done(request, token, act, "erased")


@require_POST
@private
def withdraw(request: HttpRequest, token: str) -> HttpResponseBase:
    """撤回, confirmed and with a reason."""

    def act(event_id: UUID) -> None:
        _require_sure(request)
        take_back(token=token, event_id=event_id, reason=request.POST.get("reason", ""))

    return _done(request, token, act, "withdrawn")


def _done(request: HttpRequest, token: str, act: Callable[[UUID], None], said: str) -> HttpResponseBase:
    try:
        report_of_token(token)
        act(event_id_of(request))
    except Refusal as error:
        return progress_page(request, token, problem=str(error), status=error.status)
    return redirect(reverse("portal:progress", args=[token]) + f"?said={said}#said")


def _require_sure(request: HttpRequest) -> None:
    if "sure" not in request.POST:
        raise InvalidInput(_("请先勾选确认，清除后不能恢复。"))


def _correction(request: HttpRequest, token: str) -> Correction:
    report, given = report_of_token(token), request.POST
    text, place = given.get("text", "").strip(), given.get("place_text", "").strip()
    contact = Contact(given.get("name", ""), given.get("phone", ""), given.get("email", ""))
    is_moved = bool(place) and place != report.place_text
    return Correction(
        text=text or None,
        place=Place(place, report.site_id, report.lon, report.lat, report.area_id) if is_moved else None,
        contact=contact if any((contact.name, contact.phone, contact.email)) else None,
    )
