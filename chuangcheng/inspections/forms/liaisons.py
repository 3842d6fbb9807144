from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import PersonField, UnitField


def long_text(label: Any, *, most: int, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=help_text)


class LiaisonVisitForm(forms.Form):
    """A visit to one's town."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    link = forms.TypedChoiceField(label=_("走访的街镇"), coerce=int)
    visited_on = forms.DateField(label=_("日期"), widget=DayInput(), initial=today)
    with_whom = forms.CharField(label=_("陪同人员"), max_length=120, required=False)
    seen = long_text(_("看到的情况"), most=1000, required=True)
    problem = long_text(_("发现的问题"), most=500, help_text=_("填写后生成一个问题，按正常流程立案派遣。"))
    promised = long_text(_("答应的帮助"), most=500)

    def __init__(self, *args: Any, links: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["link"]
        field.choices = [(link.pk, f"{link.town.name}（{link.name}）") for link in links]


class TownLinkForm(forms.Form):
    """Who answers for a town, or helps it, from a day on."""

    town = UnitField(label=_("街镇"))
    leader = PersonField(label=_("包干领导"), required=False)
    bureau = UnitField(label=_("联系部门"), required=False, help_text=_("包干领导和联系部门一次设定一个。"))
    starts_on = forms.DateField(label=_("从哪天起"), widget=DayInput(), initial=today)


class HelpForm(forms.Form):
    """What help is needed, and of whom."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    link = forms.TypedChoiceField(label=_("向谁求助"), coerce=int)
    text = long_text(_("需要什么帮助"), most=500, required=True)

    def __init__(self, *args: Any, links: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["link"]
        field.choices = [(link.pk, link.name) for link in links]
