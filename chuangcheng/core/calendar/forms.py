from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.calendar.days import NOTE_LENGTH, Day
from chuangcheng.core.inputs import DayInput


class DayForm(forms.Form):
    """One day that is not what its weekday says."""

    date = forms.DateField(label=_("日期"), widget=DayInput())
    is_working = forms.ChoiceField(label=_("安排"), choices=[("no", _("休息")), ("yes", _("上班"))])
    note = forms.CharField(label=_("说明"), max_length=NOTE_LENGTH, required=False, help_text=_("如：元旦、调休。"))

    def day(self) -> Day:
        """What was filled in."""
        data = self.cleaned_data
        return Day(data["date"], data["is_working"] == "yes", data["note"])
