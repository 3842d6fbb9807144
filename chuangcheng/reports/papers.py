"""A bulletin as Word, PDF and Excel: from its frozen figures and what the office wrote, always the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core.documents import excel
from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.office_pdf import kept_pdf
from chuangcheng.core.documents.paper import Block, Blocks, Imprint, Masthead, Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.titles import title_lines
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.documents.word_templates import fill_word
from chuangcheng.core.files.covers import paper_copies
from chuangcheng.core.times import local_date
from chuangcheng.reports import wording
from chuangcheng.reports.figures import Grid, PeriodFigures, PhotoPair, unpacked
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.queries.templates import content_of, templates_now
from chuangcheng.reports.sections import (
    Part,
    main_table,
    numbered,
    parts_of,
    photo_blocks,
    ranking_chart,
    table_of,
)
from chuangcheng.reports.shown import shown_cell
from chuangcheng.reports.states import State

PIXELS = 480  # of a picture on paper
NO_NUMBER = "〔    〕    号"  # before it is approved
EXCEL_KINDS = {"text": "text", "number": "number", "rate": "decimal", "points": "decimal", "change": "change"}


@dataclass(frozen=True)
class Told:
    """A bulletin with its figures and pictures, ready to be written."""

    bulletin: Bulletin
    figures: PeriodFigures
    photos: Sequence[PhotoPair]
    contents: Mapping[str, bytes]
    word_template: bytes | None = None  # the office's own; None: the product's own
    slides_template: bytes | None = None

    @property
    def day(self) -> str:
        """成文日期; of a draft the day of the figures."""
        return long_day(self.signed_on)

    @property
    def signed_on(self) -> date:
        """The day of approval; before it the day of the figures."""
        return self.bulletin.signed_on or local_date(self.figures.as_of)

    @property
    def parts(self) -> list[Part]:
        """The parts, what is asked for last."""
        parts = parts_of(self.figures, self.photos, self.contents)
        return [*parts, (_("工作要求"), [Paragraph(self.bulletin.demands)])] if self.bulletin.demands else parts


def told_of(bulletin: Bulletin, *, pixels: int = PIXELS) -> Told:
    """The bulletin with what its papers need, a draft by the templates in force now. Four queries at most."""
    figures = unpacked(bulletin.figures)
    photos = chosen_photos(bulletin, figures)
    word, slides = bulletin.word_template, bulletin.slides_template
    if bulletin.state == State.DRAFT:
        word, slides = templates_now(bulletin.kind)
    return Told(bulletin, figures, photos, picture_contents(photos, pixels), content_of(word), content_of(slides))


def chosen_photos(bulletin: Bulletin, figures: PeriodFigures) -> list[PhotoPair]:
    """Those that the office chose, in its order."""
    offered = {pair.case_id: pair for pair in figures.photos}
    return [offered[case_id] for case_id in bulletin.case_ids if case_id in offered]


def word_paper(told: Told) -> bytes:
    """By the office's own template where it has one."""
    with translation.override(settings.LANGUAGE_CODE):
        return steady(fill_word(template=told.word_template or default_word_template(), data=tags_of(told)))


def pdf_paper(told: Told) -> bytes:
    """Always in the product's own layout; that of the office's template is `core.documents.office_pdf`."""
    with translation.override(settings.LANGUAGE_CODE):
        found = told.bulletin
        blocks: list[Block] = [Paragraph(_("%(names)s：") % {"names": found.recipients}, "flush")]
        blocks += [Paragraph(found.opening)] if found.opening else []
        blocks += [*numbered(told.parts), *_signed(told), _imprint(told)]
        head = Masthead(found.masthead, found.number or NO_NUMBER, found.issuer, told.day)
        return write_pdf(Paper(found.title, blocks, masthead=head))


def excel_paper(told: Told) -> bytes:
    """Every table of it, a sheet each."""
    with translation.override(settings.LANGUAGE_CODE):
        columns = [excel.Column(_("指标"), width=20), excel.Column(_("单位")), excel.Column(_("本期"), "decimal")]
        columns += [
            excel.Column(_("上期"), "decimal"),
            excel.Column(_("增减"), "change"),
            excel.Column(_("来源"), width=30),
        ]
        main: list[Sequence[Value]] = [
            [each.label, each.unit, each.value, each.before, each.change, each.source] for each in told.figures.main
        ]
        tables = [excel.Table(_("主要指标"), columns, main, title=told.bulletin.title)]
        tables += [_sheet(grid) for grid in told.figures.grids if grid.rows]
        stream = io.BytesIO()
        excel.write_workbook(target=stream, tables=tables)
        return steady(stream.getvalue())


def pdf_to_send(told: Told, word: bytes) -> bytes:
    """What goes out beside the Word paper: its PDF by the office's template where that was made, else our own."""
    made = kept_pdf(word) if told.word_template is not None else None
    return pdf_paper(told) if made is None else made


def file_name(found: Bulletin) -> str:
    """What its files are called, without the ending."""
    return f"{found.title}{found.number}"


def tags_of(told: Told) -> dict[str, Any]:
    """What the tags of a Word template stand for."""
    found, figures = told.bulletin, told.figures
    ranking = figures.grid("ranking")
    chart = ranking_chart(ranking) if ranking else None
    overview = [Paragraph(sentence) for sentence in wording.overview(figures)]
    return {
        "报头": found.masthead,
        "编号": found.number or NO_NUMBER,
        "发文机关": found.issuer,
        "日期": told.day,
        "标题": found.title,
        "标题分行": "\n".join(title_lines(found.title)),
        "时段": wording.period_words(found.kind, found.first_on, found.last_on),
        "主送": found.recipients,
        "抄送": found.copies,
        "开头语": Blocks([Paragraph(found.opening)] if found.opening else []),
        "正文": Blocks(list(numbered(told.parts))),
        "总体情况": Blocks(overview),
        "主要指标表": Blocks([main_table(figures)] if figures.main else []),
        "排名表": Blocks([table_of(ranking)] if ranking else []),
        "排名图": Blocks([chart] if chart else []),
        "对比照片": Blocks(photo_blocks(told.photos, told.contents)),
        "工作要求": Blocks([Paragraph(found.demands)] if found.demands else []),
        "落款": Blocks(_signed(told)),
        "印发栏": Blocks([_imprint(told)]),
        "排名": _ranked(ranking),
    }


def default_word_template() -> bytes:
    """The product's own template: red head, number, 主送, body, 落款, 印发栏."""
    blocks = [
        Paragraph("{{ 主送 }}：", "flush"),
        *(Paragraph(f"{{{{ {tag} }}}}", "flush") for tag in ("开头语", "正文", "落款", "印发栏")),
    ]
    head = Masthead("{{ 报头 }}", "{{ 编号 }}", "{{ 发文机关 }}", "{{ 日期 }}")
    return steady(write_word(Paper("{{ 标题分行 }}", blocks, masthead=head)))


def _ranked(grid: Grid | None) -> list[dict[str, str]]:
    if grid is None:
        return []
    return [
        {name: shown_cell(kind, cell) for name, kind, cell in zip(grid.header, grid.columns, row, strict=True)}
        for row in grid.rows
    ]


def _signed(told: Told) -> list[Block]:
    return [Paragraph(f"{told.bulletin.issuer}\n{told.day}", "right")]


def _imprint(told: Told) -> Imprint:
    found = told.bulletin
    copies = _("抄送：%(names)s。") % {"names": found.copies.rstrip("。")} if found.copies else ""
    return Imprint(copies, found.issuer, _("%(day)s印发") % {"day": told.day})


def _sheet(grid: Grid) -> excel.Table:
    columns = [
        excel.Column(name, EXCEL_KINDS[kind], width=30 if kind == "text" else 0)  # type: ignore[arg-type]
        for name, kind in zip(grid.header, grid.columns, strict=True)
    ]
    return excel.Table(grid.title, columns, grid.rows, title=grid.title)


def picture_contents(photos: Sequence[PhotoPair], pixels: int) -> dict[str, bytes]:
    """Id in the figures → the picture without what the camera wrote, with faces hidden where somebody hid them since;
    one that may not be shown, or that the disk has lost, is left out. Two queries and those of who hides."""
    wanted = {UUID(file_id) for pair in photos for file_id in (pair.before, pair.after)}
    return {str(original): content for original, content in paper_copies(wanted, pixels).items()}
