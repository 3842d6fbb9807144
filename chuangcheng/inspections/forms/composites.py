from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.inspections.models import Composition
from chuangcheng.inspections.queries.composites import SiteName, sites_called
from chuangcheng.inspections.services.composites import MOST_NAME, PartGiven

ROWS = 8  # parts that the form has room for
MOST_NUMBERS = 5  # named in a refusal
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


@dataclass(frozen=True)
class PartRow:
    """A row of the form: a part with the sites that are chosen, and what was typed and not chosen."""

    name: str = ""
    weight: str = ""
    chosen: Sequence[SiteName] = ()
    typed: str = ""

    @property
    def words(self) -> list[str]:
        """The typed numbers and names, one by one."""
        return [word for word in BETWEEN.split(self.typed) if word]

    @property
    def is_empty(self) -> bool:
        """True when nothing was filled in."""
        return not (self.name.strip() or self.weight.strip() or self.chosen or self.words)


def rows_of(composition: Composition | None) -> list[PartRow]:
    """The rows of the form: what stands, or the usual parts of a township."""
    if composition is None:
        rows = [PartRow(name, weight) for name, weight in USUAL_PARTS]
    else:
        rows = [
            PartRow(
                part.name,
                f"{part.weight.normalize():f}",
                [SiteName(site.number, site.name) for site in part.sites.all()],
            )
            for part in composition.parts.all()
        ]
    return rows + [PartRow()] * max(1, ROWS - len(rows))


def rows_posted(posted: QueryDict, *, actor: Actor) -> list[PartRow]:
    """The rows as they were sent. One query."""
    columns = [posted.getlist(name) for name in ("part", "weight", "words")]
    numbers = [posted.getlist(f"sites_{index}") for index in range(len(columns[0]))]
    names = dict(sites_called(actor=actor, words=[number for row in numbers for number in row]))
    return [
        PartRow(name, weight, [SiteName(number, names.get(number, number)) for number in chosen], typed)
        for name, weight, typed, chosen in zip(*columns, numbers, strict=False)
    ]


def parts_of(rows: Sequence[PartRow], *, actor: Actor) -> list[PartGiven]:
    """The filled rows as the service takes them; a weight that is no number counts as 0, which it refuses.

    Typed names become numbers; raises InvalidInput when several sites have the name. One query, for typed words.
    """
    filled = [row for row in rows if not row.is_empty]
    words = [word for row in filled for word in row.words]
    found = sites_called(actor=actor, words=words) if words else []
    return [
        PartGiven(
            row.name,
            _weight(row.weight),
            [site.number for site in row.chosen] + [_number(word, found) for word in row.words],
        )
        for row in filled
    ]


def _weight(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().rstrip("%％"))
    except InvalidOperation:
        return Decimal(0)
    return found.quantize(Decimal("0.01")) if found.is_finite() and abs(found) < 1000 else Decimal(0)  # noqa: PLR2004


def _number(word: str, found: Sequence[SiteName]) -> str:
    """The number of the site that a word names; the word itself when no site does."""
    named = [site.number for site in found if site.name == word]
    if not named or any(site.number == word for site in found):
        return word
    if len(named) == 1:
        return named[0]
    raise InvalidInput(
        gettext("有%(count)s个点位叫“%(name)s”，请改填编号：%(numbers)s。")
        % {"count": len(named), "name": word, "numbers": "、".join(named[:MOST_NUMBERS])}
    )
