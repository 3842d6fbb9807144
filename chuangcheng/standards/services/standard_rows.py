"""The rows of the sheet 标准, one a part: grouped by code into what the file says about each standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.standards.drafts import (
    MARKS_PLACES,
    RULE_OF_METHOD,
    RULES,
    SHARE_PLACES,
    PartDraft,
    StandardDraft,
    comparable,
    has_sound_shares,
    plain,
)
from chuangcheng.standards.services.checking import rule_problem
from chuangcheng.standards.services.row_codes import code_rows

CELLS = ("evidence", "source", "item_code")  # columns that say the same on every row of a standard


@dataclass
class StandardRows:
    """The rows of one code, one a part, and what they say by field of `StandardDraft`."""

    rows: list[Row] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def first(self) -> Row:
        return self.rows[0]


def read_standards(
    rows: Sequence[Row], *, existing: Sequence[StandardDraft], report: Report
) -> dict[str, StandardRows]:
    """What the file says about each code, in its order; bad rows are rejected, what was guessed is noted."""
    sound = [row for row in rows if _has_usable_rule(row, report)]
    grouped = _grouped(code_rows(sound, existing=existing, report=report), report)
    marks = _marks(grouped, report)
    for code, group in grouped.items():
        group.fields = _fields(group, marks[code], report)
    return grouped


def _has_usable_rule(row: Row, report: Report) -> bool:
    rule = row.values.get("rule") or ""
    if rule and not row.values.get("method"):
        report.reject(row, "method", _("没有填写测评方法，请补上。"))
        return False
    if problem := rule_problem(rule, row.text("parameters")):
        report.reject(row, "parameters", problem)
    return not problem


def _grouped(coded: Sequence[tuple[str, Row]], report: Report) -> dict[str, StandardRows]:
    """Rows by code; a row whose code stood higher with another wording, place or marks is rejected."""
    grouped: dict[str, StandardRows] = {}
    for code, row in coded:
        group = grouped.setdefault(code, StandardRows())
        if group.rows and _identity(row) != _identity(group.first):
            reason = _("编号“%(code)s”已用于第%(row)s行的另一条标准，请更正编号或内容。")
            report.reject(row, "code", reason % {"code": code, "row": group.first.number})
        else:
            group.rows.append(row)
    return grouped


def _identity(row: Row) -> tuple[object, ...]:
    names = (row.values["item"], row.values.get("content") or "", row.values["standard"])
    return (*(comparable(name) for name in names), row.values["marks"])


def _fields(group: StandardRows, marks: Decimal, report: Report) -> dict[str, Any]:
    first = group.first
    content = first.values.get("content") or first.values["item"]
    fields: dict[str, Any] = {"place": (first.values["item"], content), "text": first.values["standard"]}
    fields["marks"] = marks
    if first.has("method") or first.has("rule"):
        fields["parts"] = _parts(group, report)
    if first.has("site_types"):
        named = (name for row in group.rows for name in row.values.get("site_types") or ())
        fields["site_types"] = tuple(dict.fromkeys(named))
    for name in CELLS:
        if first.has(name):
            fields[name] = "；".join(dict.fromkeys(text for row in group.rows if (text := row.text(name))))
    return fields


def _parts(group: StandardRows, report: Report) -> tuple[PartDraft, ...]:
    """The parts; a standard whose rows name no method has none yet, and is unknown until it has."""
    found = [part for row in group.rows for part in _parts_of(row, report)]
    if found and not has_sound_shares(tuple(found)):
        total = plain(sum((part.share for part in found), Decimal(0)))
        reason = _("各计分部分的份额之和为%(total)s，应为1；在更正之前该标准按待测处理。")
        report.note(group.first, "share", reason % {"total": total})
    return tuple(found)


def _parts_of(row: Row, report: Report) -> list[PartDraft]:
    """Usually one, none without a method; a cell with several methods is as many equal parts (our choice)."""
    methods = row.values.get("method") or ()
    rule = row.values.get("rule") or ""
    share = (row.values.get("share") or Decimal(1)).quantize(SHARE_PLACES)
    if len(methods) > 1:
        reason = _("“%(methods)s”按几种方法各占相同份额计，请核对。")
        report.note(row, "method", reason % {"methods": "、".join(methods)})
    rules = [rule or _guessed_rule(row, method, report) for method in methods]
    return [
        PartDraft(method, part, one, row.text("parameters"))
        for method, one, part in zip(methods, rules, _divided(share, len(methods), SHARE_PLACES), strict=True)
    ]


def _guessed_rule(row: Row, method: str, report: Report) -> str:
    """The rule of the method in a file without a column of rules; "" when nobody can know."""
    if row.has("rule"):
        return ""
    rule = RULE_OF_METHOD.get(method, "")
    taken = _("没有计分规则，%(method)s暂按%(rule)s计。")
    missing = _("没有计分规则，%(method)s部分在补上之前按待测处理。")
    reason = (taken if rule else missing) % {"method": method, "rule": RULES.get(rule, "")}
    if all(problem.reason != reason for problem in report.problems):  # said once for each method
        report.note(row, "method", reason)
    return rule


def _marks(grouped: Mapping[str, StandardRows], report: Report) -> dict[str, Decimal]:
    """Points by code. Marks in a cell merged over several standards are divided equally; our choice, noted."""
    marks = {code: group.first.values["marks"].quantize(MARKS_PLACES) for code, group in grouped.items()}
    for run in _runs_sharing_marks(grouped):
        codes = list(dict.fromkeys(code for code, _row in run))
        first = run[0][1]
        absent = first.shared_by("marks") - len(run)  # rows of the cell that were rejected are standards too
        if len(codes) > 1:
            shared = first.values["marks"]
            divided = _divided(shared, len(codes) + absent, MARKS_PLACES)
            marks |= dict(zip(codes, divided, strict=False))
            reason = _("合并的分值%(marks)s平均分给%(n)d条标准。")
            report.note(first, "marks", reason % {"marks": plain(shared), "n": len(codes) + absent})
    return marks


def _runs_sharing_marks(grouped: Mapping[str, StandardRows]) -> list[list[tuple[str, Row]]]:
    """The rows of each cell of marks that several rows share, in the order of the file."""
    rows = [(code, row) for code, group in grouped.items() for row in group.rows if row.shared_by("marks") > 1]
    rows.sort(key=lambda each: (each[1].sheet, each[1].number))
    runs: list[list[tuple[str, Row]]] = []
    for code, row in rows:
        if runs and _is_same_cell(runs[-1], row):
            runs[-1].append((code, row))
        else:
            runs.append([(code, row)])
    return runs


def _is_same_cell(run: Sequence[tuple[str, Row]], row: Row) -> bool:
    first = run[0][1]
    if len(run) >= first.shared_by("marks") or row.sheet != first.sheet:
        return False
    return all(row.values.get(key) == first.values.get(key) for key in ("item", "content", "marks"))


def _divided(whole: Decimal, parts: int, places: Decimal) -> list[Decimal]:
    """Equal parts that add up to the whole: what rounding leaves goes to the first."""
    each = (whole / parts).quantize(places, rounding=ROUND_DOWN)
    return [whole - each * (parts - 1), *[each] * (parts - 1)]
