"""What the page of comparisons asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.orgs.fields import UnitField

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


@dataclass(frozen=True)
class Comparison:
    """What is compared."""

    day: date
    since: date | None
    kind: str  # of units; "" = the usual one
    unit: Unit | None  # whose line over time is drawn; None: the whole place


class CompareForm(forms.Form):
    """A day, an earlier day, and whose line over time."""

    unit = UnitField(label=_("走势对象"), required=False)
    day = forms.DateField(label=_("日期"), required=False, widget=DayInput)
    since = forms.DateField(label=_("与这一天相比"), required=False, widget=DayInput)
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def chosen(self, *, until: date) -> Comparison:
        """The sound fields; a day to come becomes the last one that may be asked for."""
        self.is_valid()
        given = self.cleaned_data
        day = min(given.get("day") or until, until)
        return Comparison(day, given.get("since"), given.get("kind") or "", given.get("unit"))
