from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import workflow
from chuangcheng.cases.limits import Term, parse_limit
from chuangcheng.cases.workflow import OUTCOMES, OUTCOMES_OF, Need
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id

BY_RULES, TO_UNIT = "rules", "unit"
ASKED_BY = {  # field → the moves that ask for it; the reason is asked by all
    "way": {"dispatch"},
    "lead_unit_id": {"dispatch", "reassign"},
    "term": {"dispatch"},
    "outcome": {"close"},
}


class BulkForm(forms.Form):
    """What one move over many cases asks for, once for all of them."""

    press_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    way = forms.ChoiceField(
        label=_("派给"),
        choices=[(BY_RULES, _("按派遣规则")), (TO_UNIT, _("全部派给一个单位"))],
        initial=BY_RULES,
        widget=forms.RadioSelect,
    )
    lead_unit_id = forms.IntegerField(label=_("牵头单位"), required=False, widget=forms.HiddenInput)
    term = forms.CharField(
        label=_("整改时限"),
        required=False,
        max_length=30,
        help_text=_("不填则按规则或类别的时限。可写“24小时”“3个工作日”或日期“2026-09-30”。"),
    )
    outcome = forms.ChoiceField(
        label=_("办理结果"),
        choices=[(outcome.value, _(OUTCOMES[outcome])) for outcome in OUTCOMES_OF["close"]],
        widget=forms.RadioSelect,
        initial=OUTCOMES_OF["close"][0].value,
    )
    reason = forms.CharField(label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *arguments: Any, move: str, **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.move = workflow.move_of(move)
        for name, moves in ASKED_BY.items():
            if move not in moves:
                del self.fields[name]
        if Need.REASON in self.move.needs:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("原因")
            self.fields["reason"].error_messages["required"] = _("没有写明原因，请填写后再提交。")

    def clean_term(self) -> Term | None:
        """The limit or the date as people write it."""
        written = self.cleaned_data["term"].strip()
        try:
            return parse_limit(written) if written else None
        except Refusal as refusal:
            raise forms.ValidationError(_(str(refusal))) from refusal

    def clean(self) -> dict[str, Any]:
        """A unit where one is meant."""
        values = super().clean() or {}
        if (values.get("way") == TO_UNIT or self.move.code == "reassign") and not values.get("lead_unit_id"):
            self.add_error("lead_unit_id", _("没有选定牵头单位，请选定后再提交。"))
        return values

    def options(self) -> dict[str, Any]:
        """What the service takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"press_id", "way"}}
        if self.cleaned_data.get("way") == BY_RULES:
            values.pop("lead_unit_id", None)
        return {name: value for name, value in values.items() if value not in {None, ""}}
