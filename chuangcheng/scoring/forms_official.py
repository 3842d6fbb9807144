"""What the pages of official results ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.scoring.models import OfficialRound
from chuangcheng.scoring.services import ResultFacts, RoundFacts

if TYPE_CHECKING:
    from chuangcheng.scoring.models import OfficialResult
    from chuangcheng.standards.models import Framework

_MARKS = re.compile(r"(?P<name>.+?)\s*[=＝:：]\s*(?P<earned>[\d.]+)\s*(?:[/／]\s*(?P<full>[\d.]+))?")


class OfficialRoundForm(forms.Form):
    """What a document says about a round."""

    round_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    framework = forms.ChoiceField(label=_("测评体系"))
    name = forms.CharField(label=_("轮次名称"), max_length=120, help_text=_("例如“2025年度市级测评”。"))
    held_on = forms.DateField(label=_("测评日期"), widget=DayInput, help_text=_("各轮按这个日期排先后。"))
    level = forms.ChoiceField(label=_("级别"), choices=OfficialRound.Level.choices)
    published_on = forms.DateField(label=_("公布日期"), required=False, widget=DayInput)
    quota = forms.IntegerField(label=_("名额（个）"), required=False, min_value=1, max_value=5000)
    line = forms.DecimalField(label=_("达标线（分）"), required=False, min_value=0, max_digits=8, decimal_places=4)
    source = forms.CharField(label=_("来源文件"), required=False, max_length=200)
    note = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(
        self, *given: Any, frameworks: Sequence[Framework], groups: Sequence[Mapping[str, Any]] = (), **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.groups = [str(group["name"]) for group in groups]
        self.fields["framework"].choices = [(row.pk, str(row)) for row in frameworks]  # type: ignore[attr-defined] # a choice field
        for at, group in enumerate(groups):
            label = gettext("“%(group)s”的名额（个）") % {"group": group["name"]}
            self.fields[f"group_{at}"] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=5000, initial=group.get("quota")
            )

    def facts(self) -> RoundFacts:
        """The round as filled in."""
        given = self.cleaned_data
        quotas = {name: given.get(f"group_{at}") for at, name in enumerate(self.groups)}
        names = ("name", "held_on", "level", "published_on", "quota", "line", "source", "note")
        return RoundFacts(group_quotas=quotas, **{name: given[name] for name in names})


class OfficialResultForm(forms.Form):
    """What was published about one place; a correction says why."""

    result_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(label=_("地区"), max_length=80)
    group = forms.CharField(label=_("组别"), required=False, max_length=40)
    total = forms.DecimalField(
        label=_("总分"), required=False, min_value=0, max_digits=8, decimal_places=4, help_text=_("没有公布的留空。")
    )
    published_place = forms.IntegerField(label=_("公布名次"), required=False, min_value=1, max_value=5000)
    methods = forms.CharField(
        label=_("各方法得分"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("一行一个，写成“实地考察=36.5/40”，满分不知道的只写得分。"),
    )
    items = forms.CharField(
        label=_("各项目得分"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("一行一个，写法同上。"),
    )
    comments = forms.CharField(
        label=_("评语和扣分原因"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    reason = forms.CharField(label=_("更正理由"), max_length=300, help_text=_("原来的结果保留在记录里。"))

    def __init__(self, *given: Any, before: OfficialResult | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        if before is None:
            del self.fields["reason"]
        else:
            self.fields["place"].disabled = True

    def clean_methods(self) -> list[dict[str, str | None]]:
        """Each method with its marks."""
        return _marks(self.cleaned_data["methods"])

    def clean_items(self) -> list[dict[str, str | None]]:
        """Each item with its marks."""
        return _marks(self.cleaned_data["items"])

    def facts(self) -> ResultFacts:
        """The result as filled in."""
        names = ("place", "group", "total", "published_place", "comments", "methods", "items")
        return ResultFacts(**{name: self.cleaned_data[name] for name in names})


class HardFaultForm(forms.Form):
    """A grave fault beside a place."""

    text = forms.CharField(label=_("硬伤"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    standard_code = forms.CharField(
        label=_("标准编号"), required=False, max_length=40, help_text=_("知道是哪条标准的写上编号，不知道的留空。")
    )


def marks_text(marks: Sequence[Mapping[str, Any]]) -> str:
    """The marks as the form takes them: one a line."""
    lines = (f"{each['name']}={each['earned']}" + (f"/{each['full']}" if each.get("full") else "") for each in marks)
    return "\n".join(lines)


def _marks(text: str) -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = []
    for line in (part.strip() for part in text.splitlines()):
        if not line:
            continue
        match = _MARKS.fullmatch(line)
        numbers = match and [_number(match["earned"]), _number(match["full"] or "1")]
        if match is None or numbers is None or None in numbers:
            raise ValidationError(gettext("“%(line)s”看不懂，请写成“实地考察=36.5/40”。") % {"line": line[:40]})
        found.append({"name": match["name"].strip()[:200], "earned": match["earned"], "full": match["full"]})
    return found


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if 0 <= number < 10_000 else None  # noqa: PLR2004 - the most points of a result
