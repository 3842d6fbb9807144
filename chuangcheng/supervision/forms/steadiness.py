from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.supervision.queries.steadiness import BY_CLASS, BY_UNIT

USUAL_DAYS = 365  # of closings; our choice


class SteadinessForm(forms.Form):
    """Closings of which days, and by what they are grouped; the last year by unit unless said."""

    by = forms.ChoiceField(
        label=_("分组"), required=False, choices=[(BY_UNIT, _("按单位")), (BY_CLASS, _("按问题类别"))]
    )
    first = forms.DateField(label=_("结案从"), required=False, widget=DayInput)
    last = forms.DateField(label=_("到"), required=False, widget=DayInput)
    special = forms.ChoiceField(label=_("专项整治"), required=False)
    unit = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, specials: Sequence[tuple[UUID, str]] = (), **details: Any) -> None:
        super().__init__(*arguments, **details)
        offered = [("", _("全部问题")), *((str(pk), name) for pk, name in specials)]
        cast("forms.ChoiceField", self.fields["special"]).choices = offered

    def days(self) -> tuple[date, date]:
        """First and last day; a wrong one counts as not given."""
        self.is_valid()
        last: date = self.cleaned_data.get("last") or today()
        first: date = self.cleaned_data.get("first") or last - timedelta(days=USUAL_DAYS - 1)
        return min(first, last), last

    @property
    def grouping(self) -> str:
        """What is grouped by."""
        self.is_valid()
        return BY_CLASS if self.cleaned_data.get("by") == BY_CLASS else BY_UNIT

    @property
    def special_id(self) -> UUID | None:
        """The campaign to which it is narrowed."""
        given = str(self.data.get("special", "")) if self.is_bound else ""
        try:
            return UUID(given) if given else None
        except ValueError:
            return None

    @property
    def unit_id(self) -> int | None:
        """The unit whose curve is drawn; None: all together."""
        self.is_valid()
        return self.cleaned_data.get("unit")
