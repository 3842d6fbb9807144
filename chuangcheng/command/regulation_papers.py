"""The regulations as Excel."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.command.circular_wording import standing_words
from chuangcheng.command.queries.regulations import RegulationFilter, dates_of, regulations_shown
from chuangcheng.command.regulation_states import standing_on
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table

MOST_EXPORTED = 20_000  # rows; our choice


def regulations_workbook(*, actor: Actor, chosen: RegulationFilter) -> tuple[str, bytes]:
    """Name and content, as they stand on the day of the filter."""
    columns = [
        Column(_("编号"), width=12),
        Column(_("名称"), width=40),
        Column(_("类别"), "centred", width=8),
        Column(_("文号"), width=22),
        Column(_("生效日期"), "date", width=12),
        Column(_("有效期至"), "date", width=12),
        Column(_("状态"), "centred", width=12),
        Column(_("被什么代替"), width=34),
        Column(_("废止日期"), "date", width=12),
        Column(_("废止的理由"), width=30),
        Column(_("依据"), width=34),
    ]
    rows = regulations_shown(actor=actor, chosen=chosen).defer("text")[:MOST_EXPORTED]
    lines = [
        (
            row.number,
            row.title,
            row.get_kind_display(),
            row.document_number,
            row.in_force_from,
            dates_of(row).last_day,
            standing_words(standing_on(dates_of(row), chosen.day))[1],
            row.replaced_by.title if hasattr(row, "replaced_by") else "",
            row.repealed_from,
            row.repeal_reason,
            row.basis.title if row.basis else row.basis_words,
        )
        for row in rows
    ]
    title = _("制度目录（%(day)s的状态）") % {"day": chosen.day.isoformat()}
    return f"{title}.xlsx", write_table(name=_("制度目录"), columns=columns, rows=lines, title=title)
