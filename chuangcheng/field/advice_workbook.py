"""劝导 as a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.core.web import download
from chuangcheng.field.queries.lists import MOST_EXPORTED, AdviceFilter, advice_list


def advice_download(*, actor: Actor, chosen: AdviceFilter) -> FileResponse:
    """The visible advice of the filter, newest first, MOST_EXPORTED rows at most."""
    columns = [
        Column(_("时间"), width=17),
        Column(_("劝导人"), width=12),
        Column(_("单位"), width=18),
        Column(_("地点"), width=28),
        Column(_("行为"), width=16),
        Column(_("人数"), "number", width=8),
        Column(_("结果"), width=12),
        Column(_("备注"), width=30),
        Column(_("照片"), "number", width=8),
    ]
    content = write_table(name=_("劝导记录"), columns=columns, rows=_rows(actor, chosen), title=_("劝导记录"))
    audit.record(actor=actor, action="field.export_advice")
    return download(content, _("劝导记录%(day)s.xlsx") % {"day": today()})


def _rows(actor: Actor, chosen: AdviceFilter) -> Iterator[list[Value]]:
    for row in advice_list(actor=actor, chosen=chosen).order_by("-pk")[:MOST_EXPORTED]:
        photos = len(row.shown_photos)  # type: ignore[attr-defined] # put there by `advice_list`
        moment = f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        told: list[Value] = [moment, row.person_name, row.unit_name, row.place, row.behaviour, row.count]
        yield [*told, row.get_outcome_display(), row.note, photos]
