"""The figures of rectification as papers: an Excel workbook and the usual bulletin in Word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.figures import COUNT_LABELS, DEFINITIONS, RATE_LABELS, Counts
from chuangcheng.cases.queries.figure_conditions import Period
from chuangcheng.cases.queries.rectification import Figures
from chuangcheng.core.documents import paper
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.core.documents.word import write_word

GROUPING_NAMES: dict[str, str | Promise] = {
    "unit": gettext_lazy("责任单位"),
    "class": gettext_lazy("问题类别"),
    "street": gettext_lazy("所在街镇"),
    "source": gettext_lazy("来源"),
}
# What a bulletin has room for on a line; the workbook has all.
IN_WORD = ("received", "filed", "due", "suspended", "closed", "on_time", "overdue")
RATES_IN_WORD = ("closing_rate", "on_time_rate")
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a period, ready for a paper."""

    period: Period
    by: Mapping[str, Figures]  # grouping → table
    narrowed: str = ""  # what it is narrowed to, in words

    @property
    def total(self) -> Counts:
        """The same in every table."""
        return next(iter(self.by.values())).total

    @property
    def days(self) -> str:
        """ "2026年9月" for a whole month, else the days."""
        first, last = self.period.first, self.period.last
        if self.period == Period.month_of(first):
            return _("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}
        return _("%(first)s至%(last)s") % {"first": first.isoformat(), "last": last.isoformat()}


def rate(value: Decimal | None) -> str:
    """ "93.72%", or — for a rate of nothing."""
    return "—" if value is None else f"{value}%"


def write_figure_tables(*, target: BinaryIO, told: Told) -> int:
    """A sheet for each grouping, with totals; gives the number of rows."""
    tables = []
    for grouping, figures in told.by.items():
        name = str(GROUPING_NAMES[grouping])
        columns = [Column(name, width=24), *(Column(_(label), "number") for label in COUNT_LABELS.values())]
        columns += [Column(f"{_(label)}（%）", "decimal") for label in RATE_LABELS.values()]
        title = _("%(days)s问题整改统计（按%(name)s）") % {"days": told.days, "name": name}
        tables.append(Table(_("按%(name)s") % {"name": name}, columns, _sheet_rows(figures), title=title))
    notes = Table(_("指标说明"), [Column(_("指标说明"), width=100)], ((_(text),) for text in DEFINITIONS))
    return write_workbook(target=target, tables=[*tables, notes])


def write_bulletin(*, told: Told) -> bytes:
    """The usual bulletin: how it stands, then a table for each grouping, then what the figures mean."""
    place = str(settings.PLACE_NAME)
    blocks: list[paper.Block] = [
        paper.Heading(_("一、总体情况")),
        paper.Paragraph(_summary(told, place)),
    ]
    for number, (grouping, figures) in enumerate(told.by.items(), start=1):
        name = str(GROUPING_NAMES[grouping])
        blocks.append(paper.Heading(_("%(n)s、按%(name)s") % {"n": NUMERALS[number], "name": name}))
        blocks.append(_table(name, figures))
    blocks.append(paper.Heading(_("%(n)s、指标说明") % {"n": NUMERALS[len(told.by) + 1]}))
    blocks += [paper.Paragraph(_(text), is_small=True) for text in DEFINITIONS]
    title = _("%(place)s%(days)s问题整改情况通报") % {"place": place, "days": told.days}
    return write_word(paper.Paper(title, blocks, subtitle=told.narrowed, is_landscape=True))


def _summary(told: Told, place: str) -> str:
    total = told.total
    facts = {name: f"{getattr(total, name):,}" for name in COUNT_LABELS}
    facts |= {name: rate(getattr(total, name)) for name in RATE_LABELS}
    sentences = [
        _("%(days)s，%(place)s共上报问题%(received)s件，立案%(filed)s件，立案率%(filing_rate)s。"),
        _("应结案%(due)s件，其中缓办%(suspended)s件；"),
        _(
            "结案%(closed)s件，结案率%(closing_rate)s；按期结案%(on_time)s件，按期结案率%(on_time_rate)s；超期%(overdue)s件。"
        ),
        _("返工%(reworked)s件，返工率%(rework_rate)s；延期%(extended)s件，延期率%(extension_rate)s。"),
    ]
    return "".join(sentence % {**facts, "days": told.days, "place": place} for sentence in sentences)


def _table(name: str, figures: Figures) -> paper.Table:
    header = [name, *(_(COUNT_LABELS[each]) for each in IN_WORD), *(_(RATE_LABELS[each]) for each in RATES_IN_WORD)]
    lines = [(line.label, line.counts) for line in figures.lines]
    rows = [_word_row(label, counts) for label, counts in [*lines, (_("合计"), figures.total)]]
    widths = [2.4, *([1] * len(IN_WORD)), *([1.3] * len(RATES_IN_WORD))]
    return paper.Table(header, rows, widths, figures=range(1, len(header)))


def _word_row(label: str, counts: Counts) -> Sequence[Value]:
    return [
        label,
        *(f"{getattr(counts, name):,}" for name in IN_WORD),
        *(rate(getattr(counts, name)) for name in RATES_IN_WORD),
    ]


def _sheet_rows(figures: Figures) -> Iterator[Sequence[Value]]:
    for label, counts in [*((line.label, line.counts) for line in figures.lines), (_("合计"), figures.total)]:
        yield [
            label,
            *(getattr(counts, name) for name in COUNT_LABELS),
            *(getattr(counts, name) for name in RATE_LABELS),
        ]
