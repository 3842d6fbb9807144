"""The load on units as a workbook."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.queries import Load, LoadLine, Span, asks_despite


def load_workbook(*, actor: Actor, load: Load) -> bytes:
    """The report of a week or month: every unit that is counted, the most loaded first, and the sum; the kinds beside
    the span before; who asks most; what was asked all the same, and why. That it was taken is on record.
    """
    audit.record(actor=actor, action="orgs.export_load", detail={"rows": len(load.lines)})
    stream = io.BytesIO()
    write_workbook(target=stream, tables=[_units(load), _kinds(load), _askers(load), _despite(load)])
    return stream.getvalue()


def _units(found: Load) -> Table:
    columns = [
        Column(_("单位"), width=24),
        *(Column(str(label), "number", width=10) for label in Ask.Kind.labels),
        Column(_("合计"), "number", width=10),
        Column(_("上期合计"), "number", width=10),
        Column(_("写明理由仍提"), "number", width=14),
        Column(_("超过上限"), width=10),
    ]
    over = sum(line.is_over for line in found.lines)
    total: tuple[str | int, ...] = (
        _("合计"),
        *(_count(found, kind) for kind in Ask.Kind.values),
        found.total,
        found.before,
        sum(line.despite for line in found.lines),
        _("%(n)s个") % {"n": over} if over else "",
    )
    title = _("基层负担（%(span)s）") % {"span": months_or_days(found.span)}
    return Table(_("基层负担"), columns, [*map(_row, found.lines), total], title)


def _kinds(found: Load) -> Table:
    columns = [
        Column(_("类别"), width=24),
        Column(_("本期"), "number", width=14),
        Column(_("上期"), "number", width=14),
        Column(_("增减"), "number", width=14),
    ]
    counts = [(str(kind.label), _count(found, kind), found.kinds_before[kind]) for kind in Ask.Kind]
    rows = [(label, now, before, now - before) for label, now, before in counts]
    rows.append((_("合计"), found.total, found.before, found.total - found.before))
    return Table(_("按类别"), columns, rows, _("按类别"))


def _askers(found: Load) -> Table:
    columns = [Column(_("单位"), width=40), Column(_("件数"), "number", width=14)]
    return Table(_("提得最多的单位"), columns, found.askers, _("提得最多的单位"))


def _despite(found: Load) -> Table:
    columns = [
        Column(_("单位"), width=20),
        Column(_("类别"), width=10),
        Column(_("事项"), width=40),
        Column(_("提出单位"), width=20),
        Column(_("提出日期"), "date", width=13),
        Column(_("仍要提出的理由"), width=40),
    ]
    rows = [
        (each.unit.name, each.get_kind_display(), each.title, each.asked_by_unit, each.asked_on, each.despite)
        for each in asks_despite(found)
    ]
    return Table(_("写明理由仍提"), columns, rows, _("写明理由仍提"))


def _count(found: Load, kind: str) -> int:
    return sum(line.counts[kind] for line in found.lines)


def months_or_days(span: Span) -> str:
    """2026-11, or 2026-11-23至2026-11-29."""
    if span.kind == "month":
        return f"{span.first:%Y-%m}"
    return _("%(first)s至%(last)s") % {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _row(line: LoadLine) -> tuple[str | int, ...]:
    counts = [line.counts[kind] for kind in Ask.Kind.values]
    return (line.unit.name, *counts, line.total, line.before, line.despite, _("是") if line.is_over else "")
