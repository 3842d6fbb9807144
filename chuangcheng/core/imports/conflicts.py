from __future__ import annotations

from collections.abc import Sequence

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
            place = (
                f"第 {earlier.number} 行" if earlier.sheet == row.sheet else f"“{earlier.sheet}”第 {earlier.number} 行"
            )
            reason = f"编号“{row.text(code)}”已用于{place}的“{earlier.text(name)}”，请更正编号。"
            report.reject(row, code, reason)
    return kept
