"""街巷巡查 as workbooks: the log, and what was asked for and done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import FileResponse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import SHANGHAI, now, today
from chuangcheng.core.web import download
from chuangcheng.field.patrol_words import line_of
from chuangcheng.field.queries.lists import MOST_EXPORTED
from chuangcheng.field.queries.patrol_duty import DutyFilter, PlaceDuty, duties
from chuangcheng.field.queries.patrols import PatrolFilter, patrol_list

BATCH = 500  # patrols read at once


def patrols_download(*, actor: Actor, chosen: PatrolFilter) -> FileResponse:
    """The visible patrols of the filter, newest first, MOST_EXPORTED rows at most."""
    columns = [
        Column(_("开始"), width=17),
        Column(_("结束"), width=17),
        Column(_("巡查人"), width=12),
        Column(_("单位"), width=18),
        Column(_("状态"), width=10),
        Column(_("应到点位"), "number", width=10),
        Column(_("已到点位"), "number", width=10),
        Column(_("用时（分钟）"), "number", width=12),
        Column(_("路程（米）"), "number", width=12),
        Column(_("问题"), "number", width=8),
        Column(_("劝导"), "number", width=8),
        Column(_("备注"), width=30),
    ]
    content = write_table(name=_("街巷巡查"), columns=columns, rows=_patrols(actor, chosen), title=_("街巷巡查记录"))
    audit.record(actor=actor, action="field.export_patrols")
    return download(content, _("街巷巡查%(day)s.xlsx") % {"day": today()})


def duty_download(*, actor: Actor, chosen: DutyFilter) -> FileResponse:
    """Each steward and place with what was asked for and done."""
    rows = duties(actor=actor, chosen=chosen, today=today())
    columns = [
        Column(_("管护人"), width=12),
        Column(_("岗位"), width=12),
        Column(_("点位编号"), width=14),
        Column(_("点位"), width=28),
        Column(_("管护范围"), width=18),
        Column(_("街道、社区"), width=16),
        Column(_("频次"), width=14),
        *(Column(label, "number", width=8) for label in (_("应巡"), _("已巡"), _("未巡"), _("请假"))),
        Column(_("最近巡查"), width=12),
    ]
    span = {"first": chosen.first, "last": chosen.last}
    title = _("应巡与已巡（%(first)s至%(last)s）") % span
    content = write_table(name=_("应巡与已巡"), columns=columns, rows=_duties(rows), title=title)
    audit.record(actor=actor, action="field.export_patrol_duty")
    return download(content, _("应巡与已巡%(last)s.xlsx") % span)


def _patrols(actor: Actor, chosen: PatrolFilter) -> Iterator[list[Value]]:
    at = now()
    rows = patrol_list(actor=actor, chosen=chosen).order_by("-pk")[:MOST_EXPORTED]
    for patrol in rows.iterator(chunk_size=BATCH):
        line = line_of(patrol, at=at)
        who: list[Value] = [patrol.person_name, patrol.unit_name, line.state, patrol.place_count, line.stops]
        figures: list[Value] = [line.minutes, line.metres, line.problems, line.advice]
        remark = "；".join(text for text in (patrol.reason, patrol.note) if text)
        yield [_moment(patrol.started_at), _moment(patrol.ended_at), *who, *figures, remark]


def _duties(rows: Sequence[PlaceDuty]) -> Iterator[list[Value]]:
    for row in sorted(rows, key=lambda row: (row.stewardship.name, row.stewardship.site.number)):
        held, site = row.stewardship, row.stewardship.site
        told: list[Value] = [held.name, held.get_kind_display(), site.number, site.name, held.segment, site.area.name]
        figures: list[Value] = [row.duty.asked, row.duty.done, row.duty.missed, row.duty.excused]
        yield [*told, _(row.frequency.words), *figures, "" if row.last_on is None else row.last_on.isoformat()]


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
