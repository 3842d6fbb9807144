from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.services.circulars import PassGiven
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.orgs.fields import DespiteField, UnitKindsField
from chuangcheng.reports.figures import PhotoPair
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.queries.lists import BulletinFilter
from chuangcheng.reports.services import WordsGiven
from chuangcheng.reports.states import STATE_LABELS

ROWS = {"rows": 4}


class NewForm(forms.Form):
    """Which paper of which period."""

    bulletin_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("哪一种"), choices=Bulletin.Kind.choices)
    day = forms.DateField(
        label=_("时段内的任意一天"),
        widget=DayInput,
        help_text=_("周通报取这一天所在的周一至周日，月通报取整月，依此类推。"),
    )


class WordsForm(forms.Form):
    """What the office writes by hand."""

    title = forms.CharField(label=_("标题"), max_length=120)
    masthead = forms.CharField(label=_("报头"), max_length=40, help_text=_("红头上的名称。"))
    issuer = forms.CharField(label=_("发文机关"), max_length=60)
    recipients = forms.CharField(label=_("主送"), max_length=300)
    copies = forms.CharField(label=_("抄送"), max_length=300, required=False)
    opening = forms.CharField(label=_("开头语"), max_length=5000, required=False, widget=forms.Textarea(attrs=ROWS))
    demands = forms.CharField(
        label=_("工作要求"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写在最后一部分；一行一段。"),
    )
    case_ids = forms.MultipleChoiceField(label=_("整改对比照片"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, photos: list[PhotoPair], **details: Any) -> None:
        super().__init__(*arguments, **details)
        field: Any = self.fields["case_ids"]
        field.choices = [(pair.case_id, f"{pair.number} {pair.place}") for pair in photos]

    def given(self) -> WordsGiven:
        """The words as the service takes them."""
        return WordsGiven(**self.cleaned_data)


def words_initial(found: Bulletin) -> dict[str, Any]:
    """The fields of the form as the bulletin has them."""
    names = ("title", "masthead", "issuer", "recipients", "copies", "opening", "demands", "case_ids")
    return {name: getattr(found, name) for name in names}


class SendForm(forms.Form):
    """To which units it goes, by when they sign."""

    kinds = UnitKindsField(label=_("发给哪些单位"))
    sign_by = forms.DateField(label=_("签收期限"), required=False, widget=DayInput)
    despite = DespiteField()

    def given(self) -> PassGiven:
        """The units as the service takes them."""
        return PassGiven(**self.cleaned_data)


class FilterForm(forms.Form):
    """What the list shows."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部状态")), *((state.value, label) for state, label in STATE_LABELS.items())],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def chosen(self, kind: str) -> BulletinFilter:
        """The filter; what makes no sense is left out."""
        self.is_valid()
        return BulletinFilter(kind=kind, state=self.cleaned_data.get("state", ""))
