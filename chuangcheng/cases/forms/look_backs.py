from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import LookBack
from chuangcheng.core.ids import new_id

CHOICES = [
    (LookBack.Finding.STILL_FIXED.value, _("仍保持：问题没有再出现")),
    (LookBack.Finding.CAME_BACK.value, _("已回潮：立即上报为回潮问题")),
    (LookBack.Finding.CANNOT_TELL.value, _("无法判断：写明原因")),
]


class LookBackForm(forms.Form):
    """What was seen."""

    case_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    finding = forms.ChoiceField(label=_("看到的情况"), choices=CHOICES, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
