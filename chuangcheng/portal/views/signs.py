"""Sheets of QR signs for sites."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.portal.access import PRINT_SIGNS
from chuangcheng.portal.addresses import public_address
from chuangcheng.portal.sign_sheets import sign_sheet

PDF = "application/pdf"


@require_http_methods(["GET", "HEAD", "POST"])
@page(PRINT_SIGNS)
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The signs of the chosen sites (`site`, several) as a PDF to print."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        site_ids = [UUID(text) for text in given.getlist("site")]
    except ValueError as error:
        raise InvalidInput(_("勾选的点位无法识别，请刷新列表后重新勾选。")) from error
    content = sign_sheet(
        actor=actor_of(request), site_ids=site_ids, address_of=lambda path: public_address(request, path)
    )
    return download(content, _("二维码标牌-%(day)s.pdf") % {"day": today()}, PDF)
