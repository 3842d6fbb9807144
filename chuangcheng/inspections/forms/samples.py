from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.inspections.sample_terms import HIGHEST_FACTOR, LONGEST_DAYS, MOST, Terms, UnusableTerms, checked
from chuangcheng.inspections.sampling import Design, Key
from chuangcheng.inspections.services.samples import MOST_REASON, MOST_SEED
from chuangcheng.orgs.queries import open_towns
from chuangcheng.standards.queries import active_site_types

TOTAL, EACH = "total", "each"
CHANCE, FAVOURED, LONGEST = "chance", "favoured", "longest"
NUMBER, WEIGHT = "n-", "w-"  # n-TYPE-TOWN: sites of a stratum; w-TYPE: weight of a type


class SampleForm(forms.Form):
    """How a sample is drawn, read from the address, so that what is drawn is what was looked at."""

    strata = forms.ChoiceField(
        label=_("分层"),
        choices=[
            ("type_town", _("按街镇和类型分层")),
            ("type", _("按类型分层")),
            ("town", _("按街镇分层")),
            ("none", _("不分层，统一抽取")),
        ],
        help_text=_("分层后每一层分别抽取，结果能代表各街镇、各类型。"),
    )
    allot = forms.ChoiceField(
        label=_("数量"), choices=[(TOTAL, _("总数按比例分到各层")), (EACH, _("每层相同数量"))], initial=TOTAL
    )
    size = forms.IntegerField(label=_("抽取数"), min_value=1, max_value=MOST, initial=50)
    minimum = forms.IntegerField(
        label=_("每层至少"), required=False, min_value=0, max_value=MOST, help_text=_("按比例分配时的下限，可不填。")
    )
    order = forms.ChoiceField(
        label=_("先后"),
        choices=[
            (CHANCE, _("机会只看权重")),
            (FAVOURED, _("久未检查的机会更大")),
            (LONGEST, _("严格先抽最久未检查的")),
        ],
    )
    unseen_after = forms.IntegerField(
        label=_("多少天算久未检查"), required=False, min_value=1, max_value=LONGEST_DAYS, initial=90
    )
    unseen_factor = forms.IntegerField(
        label=_("机会放大倍数"), required=False, min_value=1, max_value=HIGHEST_FACTOR, initial=3
    )
    weigh_by = forms.ChoiceField(
        label=_("权重"),
        choices=[
            ("equal", _("各点位相同")),
            ("failures", _("近半年不合格多的点位更大")),
            ("types", _("按类型设定")),
        ],
    )
    not_within_days = forms.IntegerField(
        label=_("排除最近几天检查过的"), required=False, min_value=0, max_value=LONGEST_DAYS, initial=0
    )
    not_in_open_rounds = forms.BooleanField(label=_("排除其他未结束轮次中的点位"), required=False, initial=True)
    types: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("点位类型"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾选为全部。"),
    )
    towns: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("街镇"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾选为全部。"),
    )

    def __init__(self, parameters: QueryDict | None = None) -> None:
        super().__init__(parameters)
        offered: Any = self.fields
        offered["types"].queryset = active_site_types()
        offered["towns"].queryset = open_towns()

    def clean(self) -> dict[str, Any]:
        """Puts the terms together."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                values["terms"] = checked(self._terms(values))
            except UnusableTerms as error:
                raise forms.ValidationError(_text(str(error))) from error
        return values

    def weight_lines(self) -> list[tuple[Any, int]]:
        """Every type with its weight."""
        told = dict(self._weights())
        field: Any = self.fields["types"]
        return [(row, told.get(row.pk, 1)) for row in field.queryset]

    def _terms(self, values: dict[str, Any]) -> Terms:
        is_favoured = values["order"] == FAVOURED
        design = Design(
            strata=values["strata"],
            is_each=values["allot"] == EACH,
            size=values["size"],
            minimum=values["minimum"] or 0,
            numbers=dict(self._numbers(values["strata"])),
            longest_first=values["order"] == LONGEST,
            unseen_after=(values["unseen_after"] or 0) if is_favoured else 0,
            unseen_factor=(values["unseen_factor"] or 1) if is_favoured else 1,
        )
        return Terms(
            design=design,
            type_ids=tuple(sorted(row.pk for row in values["types"])),
            town_ids=tuple(sorted(row.pk for row in values["towns"])),
            not_within_days=values["not_within_days"] or 0,
            not_in_open_rounds=values["not_in_open_rounds"],
            weigh_by=values["weigh_by"],
            type_weights=dict(self._weights()) if values["weigh_by"] == "types" else {},
        )

    def _numbers(self, strata: str) -> Iterator[tuple[Key, int]]:
        for name, value in self.data.items():
            parts = name.removeprefix(NUMBER).split("-")
            if name.startswith(NUMBER) and str(value).isdecimal() and all(part.isdecimal() for part in parts):
                key = (int(parts[0]), int(parts[-1]))
                # Of another division they would ask for strata that there are not.
                if bool(key[0]) == (strata in {"type", "type_town"}) and bool(key[1]) == (
                    strata in {"town", "type_town"}
                ):
                    yield key, min(int(value), MOST)

    def _weights(self) -> Iterator[tuple[int, int]]:
        for name, value in self.data.items():
            key = name.removeprefix(WEIGHT)
            if name.startswith(WEIGHT) and key.isdecimal() and str(value).isdecimal():
                yield int(key), max(1, min(int(value), HIGHEST_FACTOR))


class DrawForm(forms.Form):
    """The act of drawing: a seed of one's own, and a reason where the round has a sample already."""

    draw_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    seed = forms.CharField(
        label=_("随机种子"),
        required=False,
        max_length=MOST_SEED,
        help_text=_("不填由系统生成；填写同一种子和同一范围，结果相同。"),
    )
    reason = forms.CharField(label=_("重新抽取的理由"), required=False, max_length=MOST_REASON)


def typed_terms(terms: Terms) -> QueryDict:
    """The terms as somebody would have typed them into a `SampleForm`."""
    design, typed = terms.design, QueryDict(mutable=True)
    order = LONGEST if design.longest_first else FAVOURED if design.unseen_after else CHANCE
    told = {
        "strata": design.strata,
        "allot": EACH if design.is_each else TOTAL,
        "size": design.size,
        "minimum": design.minimum or "",
        "order": order,
        "unseen_after": design.unseen_after or "",
        "unseen_factor": design.unseen_factor,
        "weigh_by": terms.weigh_by,
        "not_within_days": terms.not_within_days,
        "not_in_open_rounds": "on" if terms.not_in_open_rounds else "",
        **{f"{NUMBER}{key[0]}-{key[1]}": count for key, count in design.numbers.items()},
        **{f"{WEIGHT}{key}": weight for key, weight in terms.type_weights.items()},
    }
    typed.update({name: str(value) for name, value in told.items() if value != ""})
    typed.setlist("types", [str(pk) for pk in terms.type_ids])
    typed.setlist("towns", [str(pk) for pk in terms.town_ids])
    return typed
