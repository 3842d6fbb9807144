"""A red and black list as Word, PDF and Excel; of those left out nothing is in it, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.core.documents.days import long_day
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.media_types import XLSX
from chuangcheng.core.documents.paper import Block, Heading, Masthead, Paper, Paragraph, Table
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.times import local_date, today
from chuangcheng.supervision.accountability_policies import MATTER_OFFICE
from chuangcheng.supervision.accountability_workflow import ListState
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.appraisal_wording import LISTED_WORDS, span_words
from chuangcheng.supervision.models import HonourEntry, HonourList
from chuangcheng.supervision.order_papers import MEDIA_TYPES

LIST_MEDIA_TYPES = {**MEDIA_TYPES, "xlsx": XLSX}
NUMERALS = ("", "一", "二")


def list_title(found: HonourList) -> str:
    """街道榜2026年10月红黑榜; a list that is not published says so."""
    title = _("%(board)s红黑榜") % {"board": _board_words(found)}
    return title if found.state == ListState.PUBLISHED else f"{title}{_('（未公布）')}"


def list_file_name(found: HonourList, kind: str) -> str:
    """The name of its file, with the ending."""
    return f"{list_title(found)}.{kind}"


def list_office(found: HonourList) -> str:
    """Who publishes it: the office of the day on which it was published."""
    return MATTER_OFFICE.on(list_day(found))


def write_list(found: HonourList, entries: Sequence[HonourEntry], kind: str) -> bytes:
    """The list as docx, pdf or xlsx. `entries`: those that stay on it, the best first."""
    if kind == "xlsx":
        return _workbook(found, entries)
    paper = list_paper(found, entries)
    return write_word(paper) if kind == "docx" else write_pdf(paper)


def list_paper(found: HonourList, entries: Sequence[HonourEntry]) -> Paper:
    """As an office files it: red head once it is published, after which board, red, black, office and day."""
    day = long_day(list_day(found))
    blocks: list[Block] = [Paragraph(_opening(found))]
    for number, (label, listed) in enumerate(_groups(entries), start=1):
        heading = _("%(number)s、%(label)s") % {"number": NUMERALS[number], "label": label}
        blocks += [Heading(heading), _table(found, listed)]
    blocks += [Paragraph(list_office(found), "right"), Paragraph(day, "right")]
    head = Masthead(list_office(found), "", "", day) if found.state == ListState.PUBLISHED else None
    return Paper(title=list_title(found), blocks=blocks, masthead=head)


def _opening(found: HonourList) -> str:
    facts = {"board": _board_words(found)}
    return _("根据%(board)s考核结果，经核定，列入红黑榜的名单如下。同分并列的，名次相同。") % facts


def _board_words(found: HonourList) -> str:
    """街道榜2026年10月: on paper without a space."""
    run = found.run
    return f"{run.board}{span_words(Span(PeriodKind(run.period), run.first, run.last))}"


def _groups(entries: Sequence[HonourEntry]) -> list[tuple[str, list[HonourEntry]]]:
    """Red and black, each with its label; one that has nobody is left out."""
    found = [
        (str(LISTED_WORDS[code][1]), [entry for entry in entries if entry.listed == code]) for code in LISTED_WORDS
    ]
    return [(label, listed) for label, listed in found if listed]


def _who(found: HonourList) -> str:
    return _("领导") if found.run.board_version.is_of_leaders else _("单位")


def _table(found: HonourList, entries: Sequence[HonourEntry]) -> Table:
    rows = [(entry.place, entry.name, entry.points) for entry in entries]
    header = [_("名次"), _who(found), _("得分")]
    return Table(header=header, rows=rows, widths=[1, 4, 1.5], figures=[2])


def _workbook(found: HonourList, entries: Sequence[HonourEntry]) -> bytes:
    columns = [
        Column(_("榜别"), "centred", width=10),
        Column(_("名次"), "centred", width=8),
        Column(_who(found), width=32),
        Column(_("得分"), "decimal", width=12),
    ]
    rows: list[tuple[Value, ...]] = [
        (label, entry.place, entry.name, entry.points) for label, listed in _groups(entries) for entry in listed
    ]
    return write_table(name=_("红黑榜"), columns=columns, rows=rows, title=list_title(found))


def list_day(found: HonourList) -> date:
    """The day on which it was published, before that today."""
    return local_date(found.published_at) if found.published_at is not None else today()
