"""Composite places of a round as an Excel table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from chuangcheng.core.documents.excel import Column, Table, write_workbook
from chuangcheng.core.documents.values import Value
from chuangcheng.inspections.composites import CENT
from chuangcheng.inspections.queries.composites import PlaceScore


def write_composite_table(*, target: BinaryIO, scores: Sequence[PlaceScore]) -> int:
    """One row for each part, with the score of the place beside it; gives the number of rows."""
    columns = [
        Column(_("组合点位"), "text", 20),
        Column(_("得分"), "decimal", 10),
        Column(_("组成部分"), "text", 20),
        Column(_("权重（%）"), "number", 10),
        Column(_("部分得分"), "decimal", 10),
        Column(_("点位"), "text", 40),
        Column(_("没有得分的点位"), "text", 30),
    ]
    return write_workbook(target=target, tables=[Table(_("组合点位"), columns, _rows(scores))])


def _rows(scores: Sequence[PlaceScore]) -> Iterator[tuple[Value, ...]]:
    for row in scores:
        for part in row.parts:
            yield (
                row.place.name,
                row.result.score,
                part.part.name,
                part.part.weight,
                _rounded(part.score),
                "、".join(site.name for site in part.sites),
                "、".join(site.name for site in part.missing),
            )


def _rounded(score: Decimal | None) -> Decimal | None:
    return None if score is None else score.quantize(CENT, ROUND_HALF_UP)
