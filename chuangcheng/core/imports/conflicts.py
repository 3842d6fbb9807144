from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.values import parse_code


def without_conflicting_codes(rows: Sequence[Row], *, code: str, name: str, report: Report) -> list[Row]:
    """The rows without those whose code stood higher in the file with another name; each is listed.

    `code`, `name`: column keys. Rows with no code stay.
    """
    first: dict[str, Row] = {}
    kept = []
    for row in rows:
        earlier = first.setdefault(parse_code(row.text(code)), row) if row.text(code) else row
        if parse_code(earlier.text(name)) == parse_code(row.text(name)):
            kept.append(row)
        else:
            report.reject(row, code, _reason(row.text(code), earlier, earlier.text(name), sheet=row.sheet))
    return kept


def _reason(code: str, earlier: Row, name: str, *, sheet: str) -> str:
    details = {"code": code, "name": name, "row": earlier.number, "sheet": earlier.sheet}
    if earlier.sheet == sheet:
        return _("编号“%(code)s”已用于第 %(row)s 行的“%(name)s”，请更正编号。") % details
    return _("编号“%(code)s”已用于“%(sheet)s”第 %(row)s 行的“%(name)s”，请更正编号。") % details
