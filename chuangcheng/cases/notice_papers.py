"""A rectification notice as Word and PDF, and many of them in one zip."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, RectificationNotice
from chuangcheng.cases.queries.notices import cases_of_notice, first_photos
from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.excel import Table as Sheet
from chuangcheng.core.documents.media_types import DOCX, PDF
from chuangcheng.core.documents.paper import Block, Heading, PageBreak, Paper, Paragraph, Picture, Pictures, Table
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.steady import add_steadily, steady
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.files.covers import paper_copies
from chuangcheng.core.sheets import clean_text
from chuangcheng.core.times import SHANGHAI, local_date

WRITERS: dict[str, Callable[[Paper], bytes]] = {"docx": write_word, "pdf": write_pdf}
MEDIA_TYPES = {
    "docx": DOCX,
    "pdf": PDF,
}
PHOTO_SIZE = 480  # pixels
MOST_PHOTOS = 40  # of one notice; our choice, twenty lines of them
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')


@dataclass(frozen=True)
class PackedNotice:
    """A notice in a zip."""

    name: str
    content: bytes


def notice_paper(notice: RectificationNotice) -> Paper:
    """The notice as an office sends it: to whom, what, by when, signatures, then the photos."""
    cases = cases_of_notice(notice=notice)
    blocks: list[Block] = [
        Paragraph(f"{notice.unit.name}：", "flush"),
        Paragraph(
            _(
                "在%(source)s中，发现贵单位负责整改的问题%(count)s个（见下表）。%(requirement)s请于%(day)s前书面回复整改结果。"
            )
            % {
                "source": notice.source_label,
                "count": len(cases),
                "requirement": notice.requirement,
                "day": _long_day(notice),
            }
        ),
        Table(
            [_("序号"), _("问题编号"), _("地点"), _("问题"), _("检查标准或来源"), _("整改期限")],
            [_row(at, case) for at, case in enumerate(cases, start=1)],
            [0.95, 2.5, 2.0, 2.65, 2.2, 2.1],
        ),
        Paragraph(_("签发人：　　　　　　　　（盖章）"), "right"),
        Paragraph(_day_words(notice), "right"),
        Paragraph(_("签收单位：%(unit)s") % {"unit": notice.unit.name}),
        Paragraph(_signature(notice)),
    ]
    blocks += _photos(cases)
    subtitle = _("编号：%(number)s") % {"number": notice.number}
    if notice.version > 1:
        subtitle += _("（第%(version)s次印发）") % {"version": notice.version}
    return Paper(title=_("整改通知单"), subtitle=subtitle, blocks=blocks)


def write_notice(notice: RectificationNotice, kind: str) -> bytes:
    """The notice as `docx` or `pdf`."""
    return WRITERS[kind](notice_paper(notice))


def file_name(notice: RectificationNotice, kind: str) -> str:
    """ "整改通知单2026-000001-区城管局.docx": a name that every system takes."""
    return f"{_('整改通知单')}{notice.number}-{UNSAFE.sub('-', clean_text(notice.unit.name))[:60]}.{kind}"


def write_pack(*, target: BinaryIO, notices: Sequence[RectificationNotice], packed: Iterable[PackedNotice]) -> None:
    """All notices in one zip, in the same order as its list of contents, which comes first.

    They are taken one by one. The same notices as they stand give the same bytes.
    """
    digits = max(2, len(str(len(notices))))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        add_steadily(archive, f"{0:0{digits}d}-{_('目录')}.xlsx", steady(_contents(notices)))
        for at, found in enumerate(packed, start=1):
            add_steadily(archive, f"{at:0{digits}d}-{found.name}", steady(found.content))


def _contents(notices: Sequence[RectificationNotice]) -> bytes:
    columns = [
        Column(_("序号"), "centred"),
        Column(_("编号"), width=16),
        Column(_("责任单位"), width=28),
        Column(_("问题数"), "number"),
        Column(_("已结案"), "number"),
        Column(_("回复期限"), "date"),
        Column(_("签收时间"), "moment"),
    ]
    rows = [_content_row(at, notice) for at, notice in enumerate(notices, start=1)]
    table = Sheet(_("目录"), columns, rows, _("整改通知单目录"))
    return write_table(name=table.name, columns=table.columns, rows=table.rows, title=table.title)


def _content_row(at: int, notice: Any) -> tuple[Value, ...]:
    """`notice`: with the counts that `queries.notices` adds."""
    counts = (notice.case_count, notice.closed_count)
    return (at, notice.number, notice.unit.name, *counts, notice.reply_by, notice.signed_at)


def _row(at: int, case: Case) -> list[str]:
    due = f"{case.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if case.due_at else ""
    return [str(at), case.number, case.place, case.told, case.source_label or case.get_source_display(), due]


def _photos(cases: Sequence[Case]) -> list[Block]:
    files = first_photos(case_ids=[case.pk for case in cases])
    told = [(at, case, files[case.pk].pk) for at, case in enumerate(cases, start=1) if case.pk in files]
    copies = paper_copies([file_id for _at, _case, file_id in told[:MOST_PHOTOS]], PHOTO_SIZE)
    pictures = [Picture(copies[file], f"{at}. {case.place}") for at, case, file in told if file in copies]
    if not pictures:
        return []
    blocks: list[Block] = [PageBreak(), Heading(_("附：问题照片")), Pictures(pictures)]
    if len(told) > MOST_PHOTOS:
        blocks.append(Paragraph(_("其余问题的照片请在系统中查看。")))
    return blocks


def _signature(notice: RectificationNotice) -> str:
    if notice.signed_at is None:
        return _("签收人：　　　　　　签收时间：　　　年　　月　　日")
    words = {"name": notice.signed_by_name, "at": f"{notice.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"}
    return _("签收人：%(name)s　　签收时间：%(at)s") % words


def _long_day(notice: RectificationNotice) -> str:
    return long_day(notice.reply_by)


def _day_words(notice: RectificationNotice) -> str:
    return long_day(local_date(notice.issued_at))
