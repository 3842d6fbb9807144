"""The rows of the sheet 负面清单."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.standards.drafts import NegativeDraft
from chuangcheng.standards.models import Framework
from chuangcheng.standards.queries import negative_drafts_of
from chuangcheng.standards.services.negative import put_entries_in_order, write_negative_entries
from chuangcheng.standards.services.said import keep, new_fields

OPTIONAL = ("look_back_months", "note", "source")


def take_negative_rows(framework: Framework, rows: Sequence[Row], report: Report) -> None:
    """Writes the entries that the file says anew; an edition in force takes nothing new."""
    if not rows:
        return
    now = {draft.code: draft for draft in negative_drafts_of(framework)}
    first = _first_rows(rows, report)
    sayings = {_thing(code): _fields(row) for code, row in first.items()}
    fresh = new_fields(framework, sayings)
    wanted = {code: draft for code in first if (draft := _wanted(code, now, sayings, fresh))}
    changed = {code: draft for code, draft in wanted.items() if now.get(code) != draft}
    report.unchanged += len(first) - len(changed)
    if framework.state != Framework.State.DRAFT:
        for code in changed:
            report.reject(first[code], "", _("该体系已经启用，不能再改。请先沿用为新版本，再导入。"))
        return
    write_negative_entries(framework=framework, drafts=list(changed.values()))
    put_entries_in_order(framework=framework, codes=list(first))
    report.created += len(set(changed) - set(now))
    report.updated += len(set(changed) & set(now))
    keep(framework, sayings)


def _first_rows(rows: Sequence[Row], report: Report) -> dict[str, Row]:
    """The first row of each code; a code again is a problem."""
    first: dict[str, Row] = {}
    for row in rows:
        earlier = first.setdefault(row.values["code"], row)
        if earlier is not row:
            reason = _("编号“%(code)s”已用于第%(row)s行，请更正。")
            report.reject(row, "code", reason % {"code": row.values["code"], "row": earlier.number})
    return first


def _fields(row: Row) -> dict[str, Any]:
    fields = {"domain": row.values["domain"], "text": row.values["entry"], "sanction": row.values["sanction"]}
    for name in OPTIONAL:
        if row.has(name):
            fields[name] = row.values[name] if name == "look_back_months" else row.text(name)
    return fields


def _wanted(
    code: str,
    now: Mapping[str, NegativeDraft],
    sayings: Mapping[str, Mapping[str, Any]],
    fresh: Mapping[str, Mapping[str, Any]],
) -> NegativeDraft | None:
    """The entry as it should be; None when people took it out and the file says nothing new about it."""
    if code in now:
        return replace(now[code], **fresh[_thing(code)])
    return NegativeDraft(code=code, **sayings[_thing(code)]) if fresh[_thing(code)] else None


def _thing(code: str) -> str:
    return f"negative {code}"
