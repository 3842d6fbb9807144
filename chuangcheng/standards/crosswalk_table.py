"""The crosswalk of two frameworks as an Excel table, which comes back by the import `crosswalk`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.excel_frame import Kind
from chuangcheng.core.documents.values import Value
from chuangcheng.core.imports.marks import MARK, mark_of_values
from chuangcheng.standards.access import VIEW
from chuangcheng.standards.models import Framework, StandardLink
from chuangcheng.standards.queries.crosswalk import links_between
from chuangcheng.standards.relation_words import relation_words


@dataclass(frozen=True, slots=True)
class LinkColumn:
    """One column of the table."""

    key: str
    label: Promise
    width: int  # characters
    kind: Kind = "text"


COLUMNS = (
    LinkColumn("first_framework", gettext_lazy("体系一"), 24),
    LinkColumn("first_code", gettext_lazy("标准编号一"), 12),
    LinkColumn("first_text", gettext_lazy("标准一"), 40),
    LinkColumn("relation", gettext_lazy("对照关系"), 10),
    LinkColumn("share", gettext_lazy("重合比例（%）"), 10, "number"),
    LinkColumn("second_framework", gettext_lazy("体系二"), 24),
    LinkColumn("second_code", gettext_lazy("标准编号二"), 12),
    LinkColumn("second_text", gettext_lazy("标准二"), 40),
    LinkColumn("reason", gettext_lazy("对照依据"), 24),
)
SAID = ("relation", "share", "reason")  # what a link says; the others name its standards


@cache
def exported_words(language: str) -> tuple[str, ...]:
    """The header words in a language, in the order of the columns."""
    with override(language):
        return tuple(str(column.label) for column in COLUMNS)


def line_of(link: StandardLink) -> tuple[Value, ...]:
    """What stands in the columns for a link that came with its standards and their frameworks; what covers is first."""
    return (
        str(link.first.framework),
        link.first.code,
        link.first.text,
        relation_words(link.relation),
        None if link.share is None else int(link.share * 100),
        str(link.second.framework),
        link.second.code,
        link.second.text,
        link.reason,
    )


def links_workbook(*, actor: Actor, first: Framework, second: Framework) -> bytes:
    """The standing links of two frameworks, in the order of the first one's standards."""
    require(actor, VIEW)
    links = [link for link in links_between(first_id=first.pk, second_id=second.pk) if link.ended_at is None]
    columns = [Column(str(column.label), column.kind, column.width) for column in COLUMNS]
    with transaction.atomic():
        audit.record(actor=actor, action="standards.export_links", subject=first, detail={"lines": len(links)})
        return write_table(name=_("指标对照"), columns=[*columns, Column(MARK, "mark")], rows=_rows(links))


def _rows(links: Iterable[StandardLink]) -> Iterable[tuple[Value, ...]]:
    for link in links:
        line = line_of(link)
        yield (*line, mark_of_values(line))
