"""Short words of offices for 测评方法, such as 实地: taken for the method as the framework names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.standards.models import Framework

# Short word → the methods that it may mean, the usual one first; our choice.
MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("实地", "现场", "实地查看", "现场考察", "实地检查"), ("实地考察",)),
    **dict.fromkeys(("材料", "查材料", "资料", "查看材料"), ("材料审核", "网上申报", "材料申报")),
    **dict.fromkeys(("网上", "网报", "申报"), ("网上申报",)),
    **dict.fromkeys(("问卷", "问卷测评", "入户问卷"), ("问卷调查",)),
}


def with_names_of_methods(framework: Framework, rows: Sequence[Row], report: Report) -> list[Row]:
    """The rows with the methods as the framework names them; each short word is told once."""
    told: dict[str, str] = {}
    return [_named(framework, row, report, told) for row in rows]


def _named(framework: Framework, row: Row, report: Report, told: dict[str, str]) -> Row:
    methods = row.values.get("method") or ()
    named = tuple(dict.fromkeys(_meant(framework, method) for method in methods))
    if named == methods:
        return row
    for method in methods:
        meant = _meant(framework, method)
        if meant != method and method not in told:
            told[method] = meant
            report.note(row, "method", _("“%(word)s”按“%(method)s”导入。") % {"word": method, "method": meant})
    return replace(row, values={**row.values, "method": named})


def _meant(framework: Framework, method: str) -> str:
    names = framework.method_weights or {}
    meant = MEANT.get(method, ())
    if method in names or not meant:
        return method
    return next((name for name in meant if name in names), meant[0])
