from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.inspections.models import Composition
from chuangcheng.inspections.services.composites import MOST_NAME, PartGiven

ROWS = 8  # parts that the form has room for
BETWEEN = re.compile(r"[\s,，、;；]+")
# 贵阳白云 2021 Q4: what a township was made of (reference of the field, row of the example).
USUAL_PARTS = (("政府", "20"), ("主要街道", "30"), ("公厕", "15"), ("行政村", "20"), ("公路、河道", "15"))


class CompositeForm(forms.Form):
    """Name and first day of a composition; its parts stand in rows of their own."""

    name = forms.CharField(label=_("名称"), max_length=MOST_NAME, help_text=_("例如：白石镇。"))
    starts_on = forms.DateField(
        label=_("从哪天起"),
        widget=DayInput(),
        initial=today,
        help_text=_("开始日期不早于这一天的轮次按这次设定计算。"),
    )


def rows_of(composition: Composition | None) -> list[dict[str, Any]]:
    """The rows of the form: what stands, or the usual parts of a township."""
    if composition is None:
        rows = [{"name": name, "weight": weight, "sites": ""} for name, weight in USUAL_PARTS]
    else:
        rows = [
            {
                "name": part.name,
                "weight": f"{part.weight.normalize():f}",
                "sites": "、".join(site.number for site in part.sites.all()),
            }
            for part in composition.parts.all()
        ]
    return rows + [{"name": "", "weight": "", "sites": ""}] * max(1, ROWS - len(rows))


def rows_posted(posted: QueryDict) -> list[dict[str, Any]]:
    """The rows as they were sent."""
    columns = (posted.getlist(name) for name in ("part", "weight", "sites"))
    return [{"name": name, "weight": weight, "sites": sites} for name, weight, sites in zip(*columns, strict=False)]


def parts_of(rows: Sequence[dict[str, Any]]) -> list[PartGiven]:
    """The filled rows as the service takes them; a weight that is no number counts as 0, which it refuses."""
    filled = [row for row in rows if any(str(value).strip() for value in row.values())]
    return [PartGiven(row["name"], _weight(row["weight"]), _numbers(row["sites"])) for row in filled]


def _weight(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().rstrip("%％"))
    except InvalidOperation:
        return Decimal(0)
    return found.quantize(Decimal("0.01")) if found.is_finite() and abs(found) < 1000 else Decimal(0)  # noqa: PLR2004


def _numbers(text: str) -> list[str]:
    return [number for number in BETWEEN.split(text) if number]
