"""Forms of the crosswalk."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

RELATIONS = (
    ("equal", _("等同：两边互相计入")),
    ("covers", _("涵盖：前者的结果计入后者")),
    ("covered_by", _("被涵盖：后者的结果计入前者")),
    ("overlaps", _("部分重合：只作提示，不计入")),
)


class RelationForm(forms.Form):
    """What the first standard has to do with the second."""

    relation = forms.ChoiceField(label=_("对照关系"), choices=RELATIONS)
    share = forms.IntegerField(
        label=_("重合比例（百分数）"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("只在部分重合时填写，例如60。"),
    )
    reason = forms.CharField(label=_("依据或说明"), max_length=300, required=False)

    def said(self) -> dict[str, Any]:
        """Relation, share and reason as `LinkDraft` takes them; call it when the form is valid."""
        given = self.cleaned_data
        share = None if given["share"] is None else Decimal(given["share"]) / 100
        return {"relation": given["relation"], "share": share, "reason": given["reason"]}


class LinkForm(RelationForm):
    """Two standards, each found by its code."""

    first = forms.CharField(max_length=40)
    second = forms.CharField(max_length=40)
    field_order = ("first", "second", "relation", "share", "reason")

    def __init__(
        self, *args: Any, codes: Mapping[str, Mapping[str, int]], names: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._codes = codes
        for side in ("first", "second"):
            field = self.fields[side]
            field.label = _("“%(name)s”的标准编号") % {"name": names[side]}
            field.help_text = _("输入编号或文字可以查找。")
            field.widget.attrs.update({"list": f"standards-{side}", "autocomplete": "off"})

    def clean_first(self) -> int:
        """The key of the standard."""
        return self._key("first")

    def clean_second(self) -> int:
        """The key of the standard."""
        return self._key("second")

    def _key(self, side: str) -> int:
        found = self._codes[side].get(self.cleaned_data[side].strip())
        if found is None:
            raise forms.ValidationError(_("没有这个编号的标准，请从列表中选择。"))
        return found
