"""Sheets of QR signs for sites."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.core.documents.media_types import PDF
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.portal.access import PRINT_SIGNS
from chuangcheng.portal.addresses import public_address
from chuangcheng.portal.queries import SignFilter, signs_for
from chuangcheng.portal.sign_sheets import MOST, SIX, sign_sheet


@require_http_methods(["GET", "HEAD", "POST"])
@page(PRINT_SIGNS)
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The signs of the chosen sites (`site`, several) as a PDF to print."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        site_ids = [UUID(text) for text in given.getlist("site")]
    except ValueError as error:
        raise InvalidInput(_("勾选的点位无法识别，请刷新列表后重新勾选。")) from error
    if not site_ids:
        raise InvalidInput(_("请先勾选要打印标牌的点位。"))
    return _printed(request, SignFilter(site_ids=site_ids), given)


@require_safe
@page(PRINT_SIGNS)
def unit_sheet(request: HttpRequest, unit_id: int) -> HttpResponseBase:
    """The signs of a street or community, of all its sites or (`stewarded`) of those with a steward."""
    chosen = SignFilter(unit_id=unit_id, only_stewarded="stewarded" in request.GET)
    return _printed(request, chosen, request.GET)


def _printed(request: HttpRequest, chosen: SignFilter, given: QueryDict) -> HttpResponseBase:
    actor = actor_of(request)
    content = sign_sheet(
        actor=actor,
        signs=signs_for(actor=actor, chosen=chosen, today=today(), at_most=MOST + 1),
        size=given.get("size") or SIX,
        address_of=lambda path: public_address(request, path),
    )
    return download(content, _("二维码标牌-%(day)s.pdf") % {"day": today()}, PDF)
