from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.access import open_creations
from chuangcheng.command.models import AssessorVisit, Creation
from chuangcheng.command.services import VisitGiven
from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.inspections.fields import NUMBER, WEIGHT, SampleForm, typed_terms
from chuangcheng.inspections.queries import Terms, round_kinds, sample_terms_from
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.access import visible_frameworks

NAMES = ("name", "level", "assessor", "first_on", "last_on", "note")


class VisitForm(forms.Form):
    """A visit: who comes when, and what they look at; how they draw stands in a form of its own beside it."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    creation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("争创项目"), queryset=None)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("例如：省级文明城市年度测评。"))
    level = forms.ChoiceField(label=_("级别"), choices=AssessorVisit.Level.choices)
    assessor = forms.CharField(label=_("测评方"), required=False, max_length=120, help_text=_("谁来，不知道可不填。"))
    first_on = forms.DateField(label=_("时间窗起"), widget=DayInput)
    last_on = forms.DateField(label=_("时间窗止"), widget=DayInput, help_text=_("不知道确切日期时填预计的起止。"))
    reason = forms.CharField(
        label=_("改期的依据"), required=False, max_length=300, help_text=_("改了日期时填写，原来的日期会留存。")
    )
    is_announced = forms.TypedChoiceField(
        label=_("是否通知"),
        choices=[("yes", _("事先通知")), ("no", _("暗查，不通知"))],
        coerce=lambda value: value == "yes",
        help_text=_("暗查的时间窗是我们的估计。"),
    )
    framework: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("测评体系"), queryset=None, required=False, empty_label=_("执行中的版本")
    )
    round_kinds = forms.MultipleChoiceField(
        label=_("自评计入的轮次"),
        required=False,
        choices=lambda: list(round_kinds().items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("为这次迎检看自己的得分时，哪些检查轮次算数；不勾选为全部。"),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    knows_sample = forms.BooleanField(
        label=_("填写测评方怎样抽样"),
        required=False,
        initial=True,
        help_text=_("填了以后，可以按同样的办法抽取点位，组织模拟测评。"),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        found: AssessorVisit | None = None,
        creation: Creation | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(found, creation))
        offered: Any = self.fields
        offered["creation"].queryset = open_creations(actor)
        if actor.may(VIEW_STANDARDS):
            offered["framework"].queryset = visible_frameworks(actor).exclude(state="closed")
        else:
            del self.fields["framework"]
        if found is not None:
            del self.fields["creation"]
        else:
            del self.fields["reason"]
        self.sample = SampleForm(data if data is not None else _typed(found))
        self.told = data if data is not None else _typed(found)

    def is_valid(self) -> bool:
        """The visit and, when it is filled in, how they draw."""
        is_sound = super().is_valid()
        if not is_sound or not self.cleaned_data["knows_sample"] or self.sample.is_valid():
            return is_sound
        self.add_error("knows_sample", _text("抽样办法还不能用，请看下面的提示。"))
        return False

    def given(self) -> VisitGiven:
        """The visit as the service takes it."""
        values = self.cleaned_data
        edition = values.get("framework")
        sample: Terms | None = self.sample.cleaned_data["terms"] if values["knows_sample"] else None
        return VisitGiven(
            **{name: values[name] for name in NAMES},
            is_announced=values["is_announced"],
            framework_id=edition.pk if edition else None,
            round_kinds=values["round_kinds"],
            sample=sample,
        )

    def type_lines(self) -> list[tuple[Any, str, str]]:
        """Every site type with how many of it are drawn and how it weighs, as typed."""
        types: Any = self.sample.fields["types"]
        return [
            (row, self.told.get(f"{NUMBER}{row.pk}-0", ""), self.told.get(f"{WEIGHT}{row.pk}", ""))
            for row in types.queryset
        ]


class RehearsalForm(forms.Form):
    """When the rehearsal takes place, and its seed."""

    mock_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    starts_on = forms.DateField(label=_("开始"), widget=DayInput)
    ends_on = forms.DateField(label=_("结束"), widget=DayInput)
    seed = forms.CharField(
        label=_("随机种子"),
        required=False,
        max_length=40,
        help_text=_("不填由系统生成；种子和范围相同，结果相同。"),
    )


def _typed(found: AssessorVisit | None) -> QueryDict:
    if found is not None and found.sample is not None:
        return typed_terms(sample_terms_from(found.sample))
    typed = QueryDict(mutable=True)
    typed.update({"strata": "type", "allot": "total", "size": "50", "order": "chance", "weigh_by": "equal"})
    return typed


def _initial(found: AssessorVisit | None, creation: Creation | None) -> dict[str, Any]:
    if found is None:
        return {"creation": creation, "is_announced": "yes"}
    return {
        **{name: getattr(found, name) for name in NAMES},
        "visit_id": found.pk,
        "is_announced": "yes" if found.is_announced else "no",
        "framework": found.framework_id,
        "round_kinds": found.round_kinds,
        "knows_sample": found.sample is not None,
    }
