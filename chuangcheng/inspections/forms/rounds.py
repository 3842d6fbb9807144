from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.inspections.judgement import MOST
from chuangcheng.inspections.kinds import DEFAULTS, HIDDEN_KINDS
from chuangcheng.inspections.models import Round, Verdict
from chuangcheng.inspections.services.corrections import MOST_REASON
from chuangcheng.inspections.services.rounds import MOST_NAME, MOST_PAPER_NUMBER, REVIEWED_KINDS, SuperiorPaper
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.queries import framework_in_force


class ChangeRoundForm(forms.Form):
    """Name and days of a round."""

    name = forms.CharField(label=_("轮次名称"), max_length=MOST_NAME, help_text=_("例如：11月第4周检查。"))
    starts_on = forms.DateField(label=_("开始日期"), widget=DayInput())
    ends_on = forms.DateField(label=_("结束日期"), widget=DayInput(), help_text=_("最后一天，当天仍可检查。"))

    def clean(self) -> dict[str, Any]:
        """Refuses days in the wrong order beside the field that is wrong."""
        values: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("结束日期不能早于开始日期，请改正。"))
        return values


class PaperForm(forms.Form):
    """The superior's paper, if there is one yet."""

    paper_on = forms.DateField(label=_("来文日期"), required=False, widget=DayInput())
    paper_number = forms.CharField(
        label=_("文号"),
        required=False,
        max_length=MOST_PAPER_NUMBER,
        help_text=_("上级检查填写，例如：省文明办〔2026〕12号。"),
    )

    @property
    def paper(self) -> SuperiorPaper:
        """What was filled in."""
        return SuperiorPaper(self.cleaned_data.get("paper_on"), self.cleaned_data.get("paper_number", ""))


class ChangeDraftForm(ChangeRoundForm):
    """A round in preparation: whether its visits are reviewed may still be changed."""

    asks_review = forms.BooleanField(
        label=_("检查结果需要审核"),
        required=False,
        help_text=_("由别人审核通过才计入，没通过的可以退回补正。启动以后不能再改。"),
    )


REVIEW_CHOICES = [("", _("按检查类型")), ("yes", _("需要审核")), ("no", _("不需要审核"))]


# Field → when it is shown, see static/js/when.js.
SHOWN_WHEN = {
    "paper_on": "kind:superior",
    "paper_number": "kind:superior",
    "organisation": "kind:superior third_party",
}


class RoundForm(PaperForm, ChangeRoundForm):
    """A new round."""

    round_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    kind = forms.ChoiceField(label=_("检查类型"), choices=[("", _("请选择")), *Round.Kind.choices])
    framework: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("测评体系"), queryset=None)

    review = forms.ChoiceField(label=_("结果审核"), required=False, choices=REVIEW_CHOICES)
    organisation = forms.CharField(
        label=_("检查单位"),
        required=False,
        max_length=MOST_NAME,
        help_text=_("上级检查、第三方测评填写，例如：省文明办、某测评机构。"),
    )

    field_order = (
        "name",
        "kind",
        "organisation",
        "paper_on",
        "paper_number",
        "framework",
        "starts_on",
        "ends_on",
        "review",
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, kinds in SHOWN_WHEN.items():
            self.fields[name].widget.attrs["data-when"] = kinds
        frameworks = visible_frameworks(actor).exclude(state="closed")
        field: Any = self.fields["framework"]
        field.queryset = frameworks
        field.initial = framework_in_force(actor=actor)
        self.advice = [(Round.Kind(kind).label, _text(DEFAULTS[kind].advice)) for kind in Round.Kind.values]
        kinds = "、".join(str(Round.Kind(kind).label) for kind in Round.Kind.values if kind in HIDDEN_KINDS)
        words = _text("%(kinds)s在发布之前，只有安排的人和分到任务的检查员看得到。")
        self.fields["kind"].help_text = words % {"kinds": kinds}
        kinds = "、".join(str(Round.Kind(kind).label) for kind in Round.Kind.values if kind in REVIEWED_KINDS)
        words = _text("需要审核的，检查结果由别人审核通过才计入，没通过的可以退回补正。按检查类型：%(kinds)s需要审核。")
        self.fields["review"].help_text = words % {"kinds": kinds}

    def clean(self) -> dict[str, Any]:
        """Refuses the paper of a superior beside the field, for a round of another kind."""
        values = super().clean()
        if values.get("kind") != Round.Kind.SUPERIOR:
            for name in ("paper_on", "paper_number"):
                if values.get(name):
                    self.add_error(name, _("只有上级检查填写。"))
        return values

    @property
    def asks_review(self) -> bool | None:
        """Whether visits are reviewed; None: by kind."""
        chosen = self.cleaned_data.get("review")
        return chosen == "yes" if chosen else None


class RoundFilterForm(forms.Form):
    """The filter of the list of rounds, read from the address."""

    q = forms.CharField(label=_("名称或编号"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("检查类型"), required=False, choices=[("", _("全部")), *Round.Kind.choices])


class CorrectionForm(forms.Form):
    """What stands in place of a wrong verdict."""

    verdict = forms.ChoiceField(label=_("判定"), choices=Verdict.choices)
    violations = forms.IntegerField(label=_("违规数"), required=False, min_value=0, max_value=MOST)
    reason = forms.CharField(label=_("理由"), max_length=MOST_REASON)

    def clean(self) -> dict[str, Any]:
        """Only a fail has violations; 1 when none are told."""
        values: dict[str, Any] = super().clean() or {}
        is_fail = values.get("verdict") == Verdict.FAIL
        values["violations"] = (values.get("violations") or 1) if is_fail else 0
        return values
