"""QR signs as a PDF: six on an A4 page with lines to cut along, or a page for each."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.pdf import render_pdf
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.portal.policies import BOTH, SIGN_HOTLINE, SIGN_LANGUAGES
from chuangcheng.portal.queries import Sign

TEMPLATE = Path(__file__).with_name("typst") / "signs.typ"
MOST = 300  # signs in one file: 50 pages of six; our choice
SCALE = 8  # pixels of one module
LAST_LETTER = 0xFFFF  # of the plane of usual letters
PICTOGRAMS = {"So", "Sk", "Cn"}  # categories beyond that plane
SIX, SHEET = "six", "sheet"
SIZES = (SIX, SHEET)
OTHER = "en"  # the second language of a sign

AddressOf = Callable[[str], str]  # a path → the whole address


def sign_sheet(*, actor: Actor, signs: Sequence[Sign], size: str, address_of: AddressOf) -> bytes:
    """The PDF with these signs. Raises one sentence."""
    if size not in SIZES:
        raise InvalidInput(_("标牌的大小应为一页六个或一页一个，请重新选择。"))
    if not signs:
        raise InvalidInput(_("这些点位已停用或不归您查看，没有可打印的标牌。"))
    if len(signs) > MOST:
        raise InvalidInput(_("一次最多打印%(most)s个标牌，请分几次打印。") % {"most": MOST})
    with transaction.atomic():
        audit.record(actor=actor, action="portal.print_signs", detail={"sites": len(signs)})
    pictures = {f"{place}.png": _code(address_of(report_path(sign))) for place, sign in enumerate(signs)}
    shown = [_shown(sign, f"{place}.png") for place, sign in enumerate(signs)]
    return render_pdf(template=TEMPLATE, data={**_heads(), "size": size, "signs": shown}, pictures=pictures)


def report_path(sign: Sign) -> str:
    """The report page with the site filled in."""
    return f"{reverse('portal:report')}?{urlencode({'site': sign.number})}"


def _heads() -> dict[str, Any]:
    """What stands on every sign, in one language or in two."""
    heads = {"title": _title(), "steps": _steps(), "title_other": "", "steps_other": ""}
    if SIGN_LANGUAGES.on(today()) == BOTH:
        with override(OTHER):
            heads |= {"title_other": _title(), "steps_other": _steps()}
    return heads


def _title() -> str:
    return _("发现问题，扫码反映")


def _steps() -> str:
    return _("拍照 · 提交 · 查进度，不用注册")


def _shown(sign: Sign, picture: str) -> dict[str, str]:
    hotline = SIGN_HOTLINE.on(today())
    lines = [
        "　".join(text for text in (f"{sign.kind} {sign.number}", settings.PLACE_NAME) if text),
        _("管护岗位：%(posts)s") % {"posts": sign.steward} if sign.steward else "",
        _("热线电话：%(phone)s") % {"phone": hotline} if hotline else "",
    ]
    return {"name": drawable(sign.name), "foot": drawable("\n".join(line for line in lines if line)), "code": picture}


def drawable(text: str) -> str:
    """The text without pictograms, for which fonts of office machines have no sign."""
    return "".join(
        sign for sign in text if ord(sign) <= LAST_LETTER or category(sign) not in {"So", "Sk", "Cn"}
    ).strip()


def _code(address: str) -> bytes:
    written = io.BytesIO()
    segno.make(address, error="q", micro=False).save(written, kind="png", scale=SCALE, border=2)
    return written.getvalue()
