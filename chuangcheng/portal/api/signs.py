"""QR signs over the API: what stands on them, and the sheet to print."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chuangcheng.core.documents.media_types import PDF
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download
from chuangcheng.portal.addresses import public_address
from chuangcheng.portal.queries import Sign, SignFilter, signs_for
from chuangcheng.portal.sign_sheets import MOST, report_path, sign_sheet

router = Router()
BIGGEST_ID = 2**31 - 1


class SignQuery(Strict):
    """Which sites; without any condition those of everything that one sees."""

    site: list[UUID] = Field(default=[], max_length=MOST)
    unit: int | None = Field(default=None, ge=1, le=BIGGEST_ID)  # with all below
    stewarded: bool = False  # only sites with a steward

    def chosen(self) -> SignFilter:
        """The filter that was asked for."""
        return SignFilter(self.site or None, self.unit, self.stewarded)


class SheetQuery(SignQuery):
    size: Literal["six", "sheet"] = "six"  # six on a page, or a page for each


class SignOut(Schema):
    site_id: UUID
    number: str
    name: str
    kind: str  # type of the site
    steward: str  # posts; with names where the office's setting says so
    address: str  # in the code: the report page with the site filled in


@router.get("/signs", response=list[SignOut])
def list_signs(request: HttpRequest, asked: Query[SignQuery]) -> list[dict[str, Any]]:
    """What stands on the signs, by number, as many as fit one file."""
    signs = signs_for(actor=actor_of(request), chosen=asked.chosen(), today=today(), at_most=MOST)
    return [_shown(request, sign) for sign in signs]


@router.get("/signs/sheet", response={200: None})
def get_sheet(request: HttpRequest, asked: Query[SheetQuery]) -> FileResponse:
    """The same as a PDF to print."""
    actor = actor_of(request)
    content = sign_sheet(
        actor=actor,
        signs=signs_for(actor=actor, chosen=asked.chosen(), today=today(), at_most=MOST + 1),
        size=asked.size,
        address_of=lambda path: public_address(request, path),
    )
    return download(content, _("二维码标牌-%(day)s.pdf") % {"day": today()}, PDF)


def _shown(request: HttpRequest, sign: Sign) -> dict[str, Any]:
    names = ("site_id", "number", "name", "kind", "steward")
    return {
        **{name: getattr(sign, name) for name in names},
        "address": public_address(request, report_path(sign)),
    }
