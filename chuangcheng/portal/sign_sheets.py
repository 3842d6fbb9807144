"""QR signs as a PDF: six on an A4 page, with lines to cut along."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.pdf import render_pdf
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.portal.access import PRINT_SIGNS
from chuangcheng.portal.queries import Sign, signs_of

TEMPLATE = Path(__file__).with_name("typst") / "signs.typ"
MOST = 300  # signs in one file: 50 pages; our choice
SCALE = 8  # pixels of one module


def sign_sheet(*, actor: Actor, site_ids: Sequence[UUID], address_of: Callable[[str], str]) -> bytes:
    """The PDF with the signs of these sites. `address_of`: a path → the whole address. Raises one sentence."""
    require(actor, PRINT_SIGNS)
    if not site_ids:
        raise InvalidInput(_("请先勾选要打印标牌的点位。"))
    if len(site_ids) > MOST:
        raise InvalidInput(_("一次最多打印%(most)s个标牌，请分几次打印。") % {"most": MOST})
    signs = signs_of(actor=actor, site_ids=site_ids, today=today())
    if not signs:
        raise InvalidInput(_("这些点位已停用或不归您查看，没有可打印的标牌。"))
    with transaction.atomic():
        audit.record(actor=actor, action="portal.print_signs", detail={"sites": len(signs)})
    pictures = {f"{place}.png": _code(address_of(report_path(sign))) for place, sign in enumerate(signs)}
    data = {
        "place": settings.PLACE_NAME,
        "title": _("发现问题，扫码反映"),
        "steps": _("拍照 · 提交 · 查进度，不用注册"),
        "signs": [_shown(sign, f"{place}.png") for place, sign in enumerate(signs)],
    }
    return render_pdf(template=TEMPLATE, data=data, pictures=pictures)


def report_path(sign: Sign) -> str:
    """The report page with the site filled in."""
    return f"{reverse('portal:report')}?{urlencode({'site': sign.number})}"


def _shown(sign: Sign, picture: str) -> dict[str, str]:
    steward = _("管护岗位：%(posts)s") % {"posts": sign.steward} if sign.steward else ""
    return {"name": sign.name, "number": sign.number, "kind": sign.kind, "steward": steward, "code": picture}


def _code(address: str) -> bytes:
    written = io.BytesIO()
    segno.make(address, error="q", micro=False).save(written, kind="png", scale=SCALE, border=2)
    return written.getvalue()
