from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import every_unit
from chuangcheng.supervision.appraisal.corrections import Effect
from chuangcheng.supervision.appraisal_wording import AWARD_WORDS, FAULT_WORDS
from chuangcheng.supervision.models.objections import EFFECTS
from chuangcheng.supervision.services.appraisals.merits import MeritGiven

UPHELD, REFUSED = "upheld", "refused"


class ObjectionForm(forms.Form):
    """Why a record should not count as it does; files come beside."""

    objection_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写清哪里不对、应当怎么计，可以附证明材料。"),
    )

    def __init__(self, *args: Any, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        """kinds: of praise, where one was left out; empty where a record is wrong."""
        super().__init__(*args, **kwargs)
        if kinds:
            offered = [("", _("请选择")), *((kind, AWARD_WORDS[kind]) for kind in kinds)]
            self.fields["missing"] = forms.ChoiceField(label=gettext_lazy("漏记的是"), choices=offered)
            self.order_fields(["objection_id", "missing", "reason"])


class DecisionForm(forms.Form):
    """What came of an objection."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("认定"),
        choices=[(UPHELD, gettext_lazy("支持")), (REFUSED, gettext_lazy("不支持"))],
        widget=forms.RadioSelect,
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("支持后这条记录怎么计"),
        help_text=gettext_lazy("支持的必选，不支持的不用选；支持后立即重新计算全榜。"),
        error_messages={"required": gettext_lazy("请选择支持后这条记录怎么计。")},
    )
    reason = forms.CharField(label=gettext_lazy("认定的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, effects: Sequence[Effect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, label) for code, label in EFFECTS if code in effects]
        cast("forms.ChoiceField", self.fields["effect"]).choices = [("", _("请选择")), *offered]

    def clean(self) -> dict[str, Any]:
        """What is refused needs no effect."""
        found = super().clean() or {}
        if found.get("verdict") == REFUSED:
            self.errors.pop("effect", None)
            found["effect"] = ""
        return found


class MeritForm(forms.Form):
    """Praise or a fault."""

    merit_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    kind = forms.ChoiceField(
        label=gettext_lazy("事项"),
        choices=[
            (gettext_lazy("加分"), list(AWARD_WORDS.items())),
            (gettext_lazy("扣分"), list(FAULT_WORDS.items())),
        ],
    )
    on = forms.DateField(
        label=gettext_lazy("日期"), widget=DayInput, initial=today, help_text=gettext_lazy("计入这一天所在的各期考核。")
    )
    is_doubled = forms.BooleanField(
        label=gettext_lazy("加倍"), required=False, help_text=gettext_lazy("例如三处及以上点位全部无问题。")
    )
    source = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("例如通报的名称和文号。")
    )
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(str(unit.pk), unit.name) for unit in every_unit() if unit.closed_on is None]
        cast("forms.ChoiceField", self.fields["unit"]).choices = [("", _("请选择")), *units]

    def given(self) -> MeritGiven:
        """The merit as the service takes it."""
        found = self.cleaned_data
        names = ("kind", "on", "source", "reason", "is_doubled")
        return MeritGiven(unit_id=int(found["unit"]), **{name: found[name] for name in names})
