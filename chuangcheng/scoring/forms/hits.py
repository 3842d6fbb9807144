"""What the pages of the negative list ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.queries import dictionary
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.fields import UnitField
from chuangcheng.scoring.services import HitGiven

if TYPE_CHECKING:
    from chuangcheng.scoring.services.hits import Evidence
    from chuangcheng.standards.models import Framework, NegativeEntry


class EntryField(forms.ModelChoiceField):  # type: ignore[type-arg] # takes none when it runs
    """An entry of the edition's negative list by code and wording."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, label=_("负面清单条目"), **options)

    def offer(self, framework: Framework) -> None:
        """The entries of this edition."""
        self.queryset = framework.negative_entries.all()

    def label_from_instance(self, entry: NegativeEntry) -> str:
        """`N01 发生重大安全事故（一票否决）`."""
        return f"{entry.code} {entry.text}（{entry.sanction_words}）"


class HitForm(forms.Form):
    """Something that happened and that an entry names."""

    hit_id = forms.UUIDField(widget=forms.HiddenInput)
    entry = EntryField()
    happened_on = forms.DateField(label=_("发生日期"), initial=today, widget=DayInput)
    unit = UnitField(
        label=_("发生在哪个单位"), required=False, help_text=_("不填即为全市（区、县）；填了的，同时计入全域和该单位。")
    )
    account = forms.CharField(
        label=_("情况"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("不写个人姓名和电话。")
    )
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("通报文号、新闻标题或问题编号。"))

    def __init__(self, *given: Any, framework: Framework, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["entry"].offer(framework)  # type: ignore[attr-defined]

    def given(self, *, evidence: Evidence, source_kind: str = "", source_id: str = "") -> HitGiven:
        """The hit as filled in."""
        said = self.cleaned_data
        return HitGiven(
            entry_id=said["entry"].pk,
            happened_on=said["happened_on"],
            account=said["account"],
            source=said["source"],
            unit=said["unit"],
            hit_id=said["hit_id"],
            evidence=evidence,
            source_kind=source_kind,
            source_id=source_id,
        )


class StepForm(forms.Form):
    """Why a step is made."""

    step_id = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("理由"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))


class WatchForm(forms.Form):
    """A class of problems that warns of an entry."""

    entry = EntryField()
    problem_class = forms.ModelChoiceField(label=_("问题类别"), queryset=dictionary(with_retired=False))

    def __init__(self, *given: Any, framework: Framework, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["entry"].offer(framework)  # type: ignore[attr-defined]
