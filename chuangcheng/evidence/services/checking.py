"""What a request for material must say, and what its texts may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.kinds import DOCUMENTS, MEGABYTE
from chuangcheng.core.sheets.text import clean_text
from chuangcheng.evidence.formats import FORMATS
from chuangcheng.evidence.wanted import MOST_COUNT
from chuangcheng.evidence.workflow import CAPTION_FIELDS, Kind
from chuangcheng.orgs.queries import open_unit_ids
from chuangcheng.standards.queries import framework_ids_of

FIRST_YEAR, LAST_YEAR = 2000, 2100  # as the working calendar
MOST_MEGABYTES = DOCUMENTS.max_bytes // MEGABYTE
MOST_PIXELS = 20_000  # of a picture's longer side
TEXTS = {"title": 200, "note": 1000}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks a unit to bring for a standard."""

    standard_id: int | None
    unit_id: int | None
    title: str
    due_on: date | None
    kind: str = Kind.OTHER.value
    count: int = 1  # pieces
    formats: Sequence[str] = ()
    megabytes: int = 50  # of one file
    least_pixels: int = 0  # of a picture's longer side
    first_on: date | None = None
    last_on: date | None = None
    captions: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Known:
    """What lines may refer to, read once for all of them."""

    units: set[int]
    frameworks: dict[int, int]  # standard → its framework


def known_of(lines: Sequence[Asked]) -> Known:
    """Two queries."""
    return Known(
        units=open_unit_ids([line.unit_id for line in lines if line.unit_id is not None]),
        frameworks=framework_ids_of({line.standard_id for line in lines if line.standard_id is not None}),
    )


def facts_of(asked: Asked, known: Known) -> dict[str, Any]:
    """The columns of a request; InvalidInput with one sentence when something is missing or makes no sense."""
    texts = {name: text_of(getattr(asked, name), most) for name, most in TEXTS.items()}
    if not texts["title"]:
        raise InvalidInput(_("请填写要什么材料。"))
    if asked.standard_id is None or asked.standard_id not in known.frameworks:
        raise InvalidInput(_("没有找到这条测评标准，请重新选择。"))
    if asked.unit_id is None or asked.unit_id not in known.units:
        raise InvalidInput(_("请选择责任单位。"))
    if asked.due_on is None:
        raise InvalidInput(_("请填写提交时限。"))
    if asked.kind not in set(Kind):
        raise InvalidInput(_("请选择材料类别。"))
    _check_numbers(asked)
    _check_days(asked)
    return {
        **texts,
        "standard_id": asked.standard_id,
        "framework_id": known.frameworks[asked.standard_id],
        "unit_id": asked.unit_id,
        "due_on": asked.due_on,
        "kind": str(asked.kind),
        "count": asked.count,
        "formats": _chosen(asked.formats, FORMATS, _("请至少选一种文件格式。")),
        "megabytes": asked.megabytes,
        "least_pixels": asked.least_pixels,
        "first_on": asked.first_on,
        "last_on": asked.last_on,
        "captions": _chosen(asked.captions, CAPTION_FIELDS, ""),
    }


def text_of(value: str, most: int) -> str:
    """The text as it is kept; InvalidInput when it is too long."""
    text = clean_text(unicodedata.normalize("NFC", value))
    if len(text) > most:
        raise InvalidInput(_("“%(text)s…”太长，不能超过%(most)s个字，请缩短。") % {"text": text[:12], "most": most})
    return text


def _chosen(given: Sequence[str], known: Any, missing: str) -> list[str]:
    """The names in the order in which we list them."""
    if unknown := [name for name in given if name not in known]:
        raise InvalidInput(_("没有“%(name)s”这个选项，请重新选择。") % {"name": unknown[0][:40]})
    if missing and not given:
        raise InvalidInput(missing)
    return [name for name in known if name in set(given)]


def _check_numbers(asked: Asked) -> None:
    if not 1 <= asked.count <= MOST_COUNT:
        raise InvalidInput(_("份数应在1到%(most)s之间，请核对。") % {"most": MOST_COUNT})
    if not 1 <= asked.megabytes <= MOST_MEGABYTES:
        raise InvalidInput(_("单个文件的大小应在1到%(most)s MB之间，请核对。") % {"most": MOST_MEGABYTES})
    if not 0 <= asked.least_pixels <= MOST_PIXELS:
        raise InvalidInput(_("图片像素应在0到%(most)s之间，请核对。") % {"most": MOST_PIXELS})


def _check_days(asked: Asked) -> None:
    for day in (asked.due_on, asked.first_on, asked.last_on):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise InvalidInput(_("日期不在工作日历的范围内，请核对。"))
    if asked.first_on is not None and asked.last_on is not None and asked.first_on > asked.last_on:
        raise InvalidInput(_("材料期间的起日在止日之后，请核对。"))
