from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput


class NoticeForm(forms.Form):
    """What stands on the notices besides the problems."""

    batch_id = forms.UUIDField(widget=forms.HiddenInput)
    requirement = forms.CharField(
        label=_("整改要求"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
    reply_by = forms.DateField(
        label=_("回复期限"),
        required=False,
        widget=DayInput(),
        help_text=_("不填的，以本单位问题中最晚的整改期限为准。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"batch_id": new_id(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
