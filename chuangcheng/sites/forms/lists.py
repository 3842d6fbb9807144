"""The filter of the list, read from the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.inputs import DayInput
from chuangcheng.orgs.access import units_where
from chuangcheng.orgs.fields import UnitField
from chuangcheng.sites.access import VIEW
from chuangcheng.sites.queries import GAP_LABELS, LATE, NEVER, STATES, UNCOVERED, SiteFilter
from chuangcheng.standards.queries import active_site_types

AREA_KINDS = ("district", "street", "town", "park")  # offered as 街镇
SMALL_AREA_KINDS = ("community", "village")  # offered to who has none of these
STATE_CHOICES = [("", _("使用中")), ("model", _("示范点")), ("inactive", _("已停用")), ("all", _("全部"))]


class SiteFilterForm(forms.Form):
    """Filled from the address; what cannot be understood is left out, and `left_out` names it."""

    q = forms.CharField(label=_("名称、编号、地址"), max_length=60, required=False)
    type = forms.ChoiceField(label=_("类型"), required=False)
    area = forms.ChoiceField(label=_("街镇"), required=False)
    owner = UnitField(label=_("责任单位"), required=False)
    # The next two are of the tabs.
    missing = forms.ChoiceField(choices=[("", ""), *GAP_LABELS.items()], required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)
    looked = forms.ChoiceField(
        choices=[("", ""), *((each, each) for each in (UNCOVERED, NEVER, LATE))],
        required=False,
        widget=forms.HiddenInput,
    )
    since = forms.DateField(label=_("某日以来未检查"), widget=DayInput, required=False)
    state = forms.ChoiceField(label=_("状态"), choices=STATE_CHOICES, required=False)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        types = [(str(found.pk), found.name) for found in active_site_types()]
        self._choose("type", [("", _("不限")), *types])
        self._choose("area", [("", _("不限")), *_areas(actor)])

    def chosen(self) -> SiteFilter:
        """The filter as far as it can be understood."""
        self.is_valid()
        found = self.cleaned_data
        state = found.get("state", "")
        return SiteFilter(
            words=found.get("q", ""),
            site_type_id=int(found["type"]) if found.get("type") else None,
            area_id=int(found["area"]) if found.get("area") else None,
            owner_id=found["owner"].pk if found.get("owner") else None,
            missing=found.get("missing", ""),
            looked=found.get("looked", ""),
            unchecked_since=found.get("since"),
            only_models=state == "model",
            only_mine=bool(found.get("mine")),
            state=state if state in STATES else "active",
        )

    @property
    def left_out(self) -> list[str]:
        """Labels of the conditions that cannot be understood."""
        return [str(self.fields[name].label) for name in self.errors]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _areas(actor: Actor) -> list[tuple[str, str]]:
    units = units_where(actor, VIEW).filter(closed_on__isnull=True, kind__in=(*AREA_KINDS, *SMALL_AREA_KINDS))
    rows = list(units.order_by("path").values_list("pk", "name", "kind"))
    large = [(str(pk), name) for pk, name, kind in rows if kind in AREA_KINDS]
    return large or [(str(pk), name) for pk, name, _kind in rows]
