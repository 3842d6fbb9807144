"""The page behind the link that whoever reported holds."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core import files
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.intake.access import report_of_token
from chuangcheng.intake.queries import report_by_token
from chuangcheng.portal.addresses import public_address
from chuangcheng.portal.queries import fix_pictures, last_stars
from chuangcheng.portal.services import rate, say_not_fixed
from chuangcheng.portal.services.reporting import MOST_PHOTOS
from chuangcheng.portal.views.frame import private

SAID = {  # done → what is said
    "rated": gettext_lazy("谢谢您的评价。"),
    "again": gettext_lazy("已经重新交办，请在这里看进展。"),
    "corrected": gettext_lazy("已更正，原来的内容留在我们的记录里。"),
    "erased": gettext_lazy("您的姓名、电话和邮箱已经清除，不能恢复。"),
    "withdrawn": gettext_lazy("已撤回，您的姓名、电话和邮箱已经清除。"),
}
STARS = (
    (5, gettext_lazy("很满意")),
    (4, gettext_lazy("满意")),
    (3, gettext_lazy("一般")),
    (2, gettext_lazy("不满意")),
    (1, gettext_lazy("很不满意")),
)


@require_safe
@private
def progress(request: HttpRequest, token: str) -> HttpResponseBase:
    """Number, course in plain words, answer, pictures of the fix; what may be said now."""
    return progress_page(request, token)


@require_safe
@private
def code(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link as a QR code."""
    report_of_token(token)
    drawing = io.BytesIO()
    address = public_address(request, reverse("portal:progress", args=[token]))
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", scale=4, border=2)
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@require_POST
@private
def rate_it(request: HttpRequest, token: str) -> HttpResponseBase:
    """One to five stars."""
    try:
        stars = request.POST.get("stars", "")
        text = request.POST.get("text", "")
        rate(token=token, event_id=event_id_of(request), stars=int(stars) if stars.isdecimal() else 0, text=text)
    except Refusal as error:
        return progress_page(request, token, problem=str(error), status=error.status)
    return redirect(reverse("portal:progress", args=[token]) + "?said=rated#said")


@require_POST
@private
def not_fixed(request: HttpRequest, token: str) -> HttpResponseBase:
    """It is not fixed: handled again."""
    try:
        report_of_token(token)
        photos = files.photos_from_request(request, "photos", at_most=MOST_PHOTOS)
        text = request.POST.get("text", "")
        say_not_fixed(token=token, event_id=event_id_of(request), text=text, photo_ids=[each.pk for each in photos])
    except Refusal as error:
        return progress_page(request, token, problem=str(error), status=error.status)
    return redirect(reverse("portal:progress", args=[token]) + "?said=again#said")


def progress_page(request: HttpRequest, token: str, *, problem: str = "", status: int = 200) -> HttpResponseBase:
    """The page, with what was wrong with what was sent."""
    report, row = report_by_token(token=token, now=now()), report_of_token(token)
    address = public_address(request, reverse("portal:progress", args=[token]))
    context = {
        "report": report,
        "usual": _usual(row.problem_class),
        "accept_by": row.accept_by if row.accepted_at is None else None,
        "pictures": fix_pictures(report_id=row.pk),
        "given_stars": last_stars(report_id=row.pk),
        "stars": STARS,
        "is_sent": "sent" in request.GET,
        "said": SAID.get(request.GET.get("said", ""), ""),
        "problem": problem,
        "address": address,
        "event_id": new_id(),
        "most_photos": MOST_PHOTOS,
    }
    return render(request, "portal/progress.html", context, status=status)


def _usual(problem_class: object) -> str:
    """How long a problem of this class has for its fix: "4工作时"."""
    amount, unit = getattr(problem_class, "limit_amount", None), getattr(problem_class, "get_limit_unit_display", None)
    if amount is None or unit is None:
        return ""
    return _("%(amount)s个%(unit)s") % {"amount": amount, "unit": unit()}


def event_id_of(request: HttpRequest) -> UUID:
    """The id of the press, made by the page."""
    try:
        return UUID(request.POST.get("event_id", ""))
    except ValueError as error:
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。")) from error
