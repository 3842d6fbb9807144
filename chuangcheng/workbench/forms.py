"""What the settings pages ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingForm(forms.Form):
    """A new value from a day on, with its reason."""

    value = forms.CharField(label=_("值"), widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000)
    valid_from = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = forms.CharField(label=_("修改原因"), max_length=300)
