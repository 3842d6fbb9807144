from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import MOST_KEY
from chuangcheng.inspections.queries import AssignmentFilter, RoundFigures, ShareDone
from chuangcheng.inspections.queries.assignments import NOBODY, OPEN, VISITED
from chuangcheng.orgs.fields import UnitField
from chuangcheng.standards.queries import active_site_types

ALL = _("全部")
KEY_DIGITS = 18  # fewer than MOST_KEY has


class AssignmentFilterForm(forms.Form):
    """The filter of the sites of a round; what makes no sense there does not matter."""

    q = forms.CharField(label=_("点位名称或编号"), required=False, max_length=100)
    type = forms.IntegerField(label=_("类型"), required=False, widget=forms.Select, max_value=MOST_KEY)
    area = forms.IntegerField(label=_("所在街镇、社区"), required=False, widget=forms.Select, max_value=MOST_KEY)
    inspector = forms.CharField(label=_("检查员"), required=False, widget=forms.Select)
    visited = forms.ChoiceField(
        label=_("检查情况"), required=False, choices=[("", ALL), (OPEN, _("未检查")), (VISITED, _("已检查"))]
    )

    def __init__(self, parameters: QueryDict, *, figures: RoundFigures) -> None:
        super().__init__(parameters)
        self._offer("type", _choices(figures.by_type))
        self._offer("area", _choices(figures.by_area))
        people = [(NOBODY if share.key is None else str(share.key), share.label) for share in figures.by_inspector]
        self._offer("inspector", [(key, label or _("未分派")) for key, label in people])

    def chosen(self) -> AssignmentFilter:
        """The filter."""
        self.is_valid()
        values = self.cleaned_data
        inspector = values.get("inspector", "")
        return AssignmentFilter(
            words=values.get("q") or "",
            site_type_id=values.get("type"),
            area_id=values.get("area"),
            inspector=inspector if inspector == NOBODY or _is_key(inspector) else "",
            visited=values.get("visited") or "",
        )

    def _offer(self, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
        # On the field as well, where the chips of the filter look up the words of a chosen value.
        field: Any = self.fields[name]
        field.choices = field.widget.choices = [("", ALL), *choices]


class SiteFilterForm(forms.Form):
    """Which sites are offered to a round."""

    q = forms.CharField(label=_("点位名称或编号"), required=False, max_length=100)
    type: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("类型"), queryset=None, required=False, empty_label=ALL
    )
    area = UnitField(label=_("所在街镇、社区"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["type"]
        field.queryset = active_site_types()

    def chosen(self) -> dict[str, Any]:
        """The conditions of `sites_to_add`."""
        self.is_valid()
        values = self.cleaned_data
        area = values.get("area")
        return {
            "words": values.get("q") or "",
            "site_type_id": values["type"].pk if values.get("type") else None,
            "area_path": area.path if area else "",
        }


def chosen_sites(parameters: QueryDict) -> list[UUID]:
    """The sites ticked in a list; raises InvalidInput when none are."""
    try:
        found = [UUID(value) for value in parameters.getlist("site")]
    except ValueError:
        found = []
    if not found:
        raise InvalidInput(_text("请先勾选点位，再办理。"))
    return found


def chosen_people(parameters: QueryDict) -> list[int]:
    """The people ticked in a list."""
    return [int(value) for value in parameters.getlist("person") if _is_key(value)]


def _is_key(value: str) -> bool:
    return value.isdecimal() and len(value) <= KEY_DIGITS


def _choices(shares: Sequence[ShareDone]) -> list[tuple[str, str]]:
    return [(str(share.key), share.label) for share in shares]
