"""The load on units as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.orgs.access import VIEW_LOAD
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.queries import LoadLine, Span, load_of


def load_workbook(*, actor: Actor, span: Span) -> bytes:
    """All units that are counted with their numbers, the most loaded first. That it was taken is on record."""
    require(actor, VIEW_LOAD)
    found = load_of(actor=actor, span=span)
    audit.record(actor=actor, action="orgs.export_load", detail={"rows": len(found.lines)})
    columns = [
        Column(_("单位"), width=24),
        *(Column(str(label), "number", width=10) for label in Ask.Kind.labels),
        Column(_("合计"), "number", width=10),
        Column(_("上期合计"), "number", width=10),
        Column(_("写明理由仍提"), "number", width=14),
        Column(_("超过上限"), width=10),
    ]
    title = _("基层负担（%(span)s）") % {"span": months_or_days(span)}
    return write_table(name=_("基层负担"), columns=columns, rows=[_row(line) for line in found.lines], title=title)


def months_or_days(span: Span) -> str:
    """2026-11, or 2026-11-23至2026-11-29."""
    if span.kind == "month":
        return f"{span.first:%Y-%m}"
    return _("%(first)s至%(last)s") % {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _row(line: LoadLine) -> tuple[str | int, ...]:
    counts = [line.counts[kind] for kind in Ask.Kind.values]
    return (line.unit.name, *counts, line.total, line.before, line.despite, _("是") if line.is_over else "")
