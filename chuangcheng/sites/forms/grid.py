"""A grid cell."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.orgs.fields import PersonField, UnitField
from chuangcheng.sites.services import GridFacts

MOST_LETTERS = 200_000  # of an outline


class GridForm(forms.Form):
    """The facts of a cell."""

    code = forms.CharField(label=_("网格编号"), max_length=40)
    name = forms.CharField(label=_("网格名称"), max_length=100)
    unit = UnitField(label=_("所属社区（村）"))
    keeper = PersonField(label=_("网格员"), required=False)
    boundary = forms.CharField(
        label=_("边界"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("GeoJSON的面，坐标为WGS-84；没有可以不填。"),
    )

    def clean_boundary(self) -> dict[str, Any] | None:
        """The geometry, also when a whole Feature was pasted."""
        text = self.cleaned_data["boundary"].strip()
        if not text:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("这不是GeoJSON，请检查后重新粘贴。")) from error
        if isinstance(found, dict) and found.get("type") == "Feature":
            found = found.get("geometry")
        if not isinstance(found, dict):
            raise forms.ValidationError(_("这不是GeoJSON，请检查后重新粘贴。"))
        return found

    def facts(self) -> GridFacts:
        """What the form says."""
        found = self.cleaned_data
        return GridFacts(
            code=found["code"],
            name=found["name"],
            unit_id=found["unit"].pk,
            keeper_id=found["keeper"].pk if found["keeper"] else None,
            boundary=found["boundary"],
        )
