from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.sites.forms.lists import SiteFilterForm
from chuangcheng.sites.queries import LATE, NEVER, UNCOVERED

LOOKED = [
    (UNCOVERED, _("从未或久未检查")),
    (NEVER, _("从未检查")),
    (LATE, _("久未检查")),
    ("", _("全部点位")),
]


class CoverageForm(SiteFilterForm):
    """Type, street, owner, and how long nobody has looked."""

    looked = forms.ChoiceField(label=_("检查情况"), choices=LOOKED, required=False)

    field_order = ("looked", "type", "area", "owner", "q")

    def __init__(self, data: Any, *, actor: Any) -> None:
        super().__init__(data, actor=actor)
        for name in ("since", "state"):
            self.fields[name].widget = forms.HiddenInput()
