"""The report page. Works without JavaScript: an ordinary form; what was filled in and sent so far is kept on errors."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core import files
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import local_date, now
from chuangcheng.intake.services import Contact
from chuangcheng.portal.effort import BASE, needed_bits
from chuangcheng.portal.queries import Sign, class_groups_of_page, sign_of_site, waiting_texts
from chuangcheng.portal.services import Sent, submit
from chuangcheng.portal.services.marks import sender_mark
from chuangcheng.portal.services.reporting import MOST_PHOTOS
from chuangcheng.portal.stamps import FormOutdated, kept, new_stamp, read_kept, read_stamp
from chuangcheng.portal.views.frame import public

WRITTEN = ("group", "problem_class", "place_text", "lon", "lat", "text", "name", "phone", "email", "site")
MOST_SENT = 4000  # letters of what the page asks about


@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
@public
def report(request: HttpRequest) -> HttpResponseBase:
    """The form, empty or filled in by a sign; sent, it leads to the page of progress."""
    if request.method != "POST":
        written = {"site": request.GET.get("site", ""), "wants_answer": True}
        return _form(request, written, stamp=new_stamp(now=now()))
    photo_ids = read_kept(request.POST.get("kept", ""))
    try:
        photo_ids = [*photo_ids, *_new_photos(request, len(photo_ids))]
        token = submit(sent=_sent(request, photo_ids), now=now())
    except Refusal as error:
        written = {**{name: request.POST.get(name, "") for name in WRITTEN}, "kept": kept(photo_ids)}
        written |= {"wants_answer": "wants_answer" in request.POST, "kept_count": len(photo_ids)}
        return _form(request, written, stamp=_stamp_again(request), problem=str(error), status=error.status)
    return redirect(reverse("portal:progress", args=[token]) + "?sent=1")


@require_POST
def effort(request: HttpRequest) -> JsonResponse:
    """How much work the text asks of the browser."""
    try:
        text = str(json.loads(request.body[:MOST_SENT]).get("text", ""))
    except (ValueError, AttributeError):
        text = ""
    waiting = waiting_texts(sender_mark(_address(request), local_date(now())))
    return JsonResponse({"bits": needed_bits(text, waiting)}, headers={"Cache-Control": "no-store"})


def _form(
    request: HttpRequest, written: dict[str, Any], *, stamp: str, problem: str = "", status: int = 200
) -> HttpResponseBase:
    sign = _sign(written["site"])
    context = {
        "groups": class_groups_of_page(),
        "written": written,
        "sign": sign,
        "is_unknown_sign": bool(written["site"]) and sign is None,
        "stamp": stamp,
        "bits": BASE,
        "most_photos": MOST_PHOTOS,
        "problem": problem,
        "tab": "report",
    }
    response = render(request, "portal/report.html", context, status=status)
    response["Cache-Control"] = "private, no-store"  # each form has an id of its own
    return response


def _stamp_again(request: HttpRequest) -> str:
    """The same one, so that the form goes on being the same report; a new one in place of what cannot be read."""
    text = request.POST.get("stamp", "")
    try:
        read_stamp(text)
    except FormOutdated:
        return new_stamp(now=now())
    return text


def _new_photos(request: HttpRequest, known: int) -> list[UUID]:
    return [each.pk for each in files.photos_from_request(request, "photos", at_most=max(MOST_PHOTOS - known, 0))]


def _sent(request: HttpRequest, photo_ids: list[UUID]) -> Sent:
    given = request.POST
    sign = _sign(given.get("site", ""))
    contact = Contact(given.get("name", ""), given.get("phone", ""), given.get("email", ""))
    return Sent(
        stamp=given.get("stamp", ""),
        text=given.get("text", ""),
        group=_group(given.get("group", "")),
        problem_class_id=_number(given.get("problem_class", "")),
        place_text=given.get("place_text", ""),
        site_id=sign.site_id if sign is not None else None,
        lon=_degrees(given.get("lon", "")),
        lat=_degrees(given.get("lat", "")),
        photo_ids=photo_ids,
        contact=contact,
        wants_answer="wants_answer" in given,
        answer=given.get("answer", ""),
        trap=given.get("website", ""),
        address=_address(request),
    )


def _sign(number: str) -> Sign | None:
    return sign_of_site(number, today=local_date(now())) if number else None


def _group(name: str) -> str:
    return name if any(name == each.name for each in class_groups_of_page()) else ""


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - digits that every database takes
        raise InvalidInput(_("没有这个问题类别，请重新选择。"))
    return int(text)


def _degrees(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidInput(_("定位无法识别，请重新定位或写明地点。")) from error
    if not -180 <= value <= 180:  # noqa: PLR2004 - degrees; also refuses NaN
        raise InvalidInput(_("定位超出范围，请重新定位或写明地点。"))
    return value


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
