from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import workflow
from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.forms.extensions import TERM_HELP
from chuangcheng.cases.forms.meetings import NEW_LEAD_HELP, NEW_TERM_HELP
from chuangcheng.cases.limits import Term, parse_limit
from chuangcheng.cases.needs import IN_WORDS, SENTENCES
from chuangcheng.cases.queries import claiming_units
from chuangcheng.cases.workflow import OUTCOMES, OUTCOMES_OF, Need
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today

BY_RULES, TO_UNIT = "rules", "unit"
ASKED_BY = {  # field → the moves that ask for it; the reason is asked by all
    "way": {"dispatch"},
    "decided_on": {"decide"},
    "lead_unit_id": {"dispatch", "reassign", "decide"},
    "own_unit_id": {"claim"},
    "term": {"dispatch", "ask_extension", "decide"},
    "main_number": {"join"},
    "outcome": {"close"},
}
REASON_LABELS = {Need.REASON: _("原因"), Need.NOTE: _("做了什么"), Need.DECISION: _("会议决定了什么")}
ANSWERS = {"own_unit_id": "lead_unit_id", "main_number": "main_case_id"}  # field → parameter of the service


class BulkForm(forms.Form):
    """What one move over many cases asks for, once for all of them."""

    press_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    way = forms.ChoiceField(
        label=_("派给"),
        choices=[(BY_RULES, _("按派遣规则")), (TO_UNIT, _("全部派给一个单位"))],
        initial=BY_RULES,
        widget=forms.RadioSelect,
    )
    decided_on = forms.DateField(label=_("会议日期"), initial=today, widget=DayInput())
    lead_unit_id = forms.IntegerField(label=_("牵头单位"), required=False, widget=forms.HiddenInput)
    own_unit_id = forms.TypedChoiceField(label=_("认领的单位"), coerce=int)
    main_number = forms.CharField(
        label=_("主案编号"), max_length=40, help_text=_("所选的问题都作为重复问题并入这一件，可以逐件撤销。")
    )
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

    def __init__(self, *arguments: Any, move: str, actor: Actor, **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.move, self.actor = workflow.move_of(move), actor
        for name, moves in ASKED_BY.items():
            if move not in moves:
                del self.fields[name]
        if words := self.move.needs & IN_WORDS:
            reason = self.fields["reason"]
            reason.required = True
            reason.label = REASON_LABELS[min(words)]
            reason.error_messages["required"] = _(SENTENCES[min(words)])
        self._ask_by_move()

    def _ask_by_move(self) -> None:
        asked: Any = self.fields
        if self.move.code == "claim":
            asked["own_unit_id"].choices = [(unit.pk, unit.name) for unit in claiming_units(actor=self.actor)]
        if self.move.code == "ask_extension":
            asked["term"].label, asked["term"].help_text = _("申请延长"), TERM_HELP
            asked["term"].required = True
            asked["term"].error_messages["required"] = _(SENTENCES[Need.DEADLINE])
        if self.move.code == "decide":
            asked["term"].label, asked["term"].help_text = _("新的整改时限"), NEW_TERM_HELP
            asked["lead_unit_id"].help_text = NEW_LEAD_HELP
        elif "lead_unit_id" in asked:
            asked["lead_unit_id"].help_text = _("全部派给一个单位时选定。")

    def clean_term(self) -> Term | None:
        """The limit or the date as people write it."""
        written = self.cleaned_data["term"].strip()
        try:
            return parse_limit(written) if written else None
        except Refusal as refusal:
            raise forms.ValidationError(_(str(refusal))) from refusal

    def clean_main_number(self) -> UUID:
        """The id of the case with this number."""
        main = visible_cases(self.actor).filter(number=self.cleaned_data["main_number"].strip()).first()
        if main is None:
            raise forms.ValidationError(_("没有找到这个编号的问题，请核对。"))
        return main.pk

    def clean(self) -> dict[str, Any]:
        """A unit where one is meant."""
        values = super().clean() or {}
        if (values.get("way") == TO_UNIT or self.move.code == "reassign") and not values.get("lead_unit_id"):
            self.add_error("lead_unit_id", _("没有选定牵头单位，请选定后再提交。"))
        return values

    def options(self) -> dict[str, Any]:
        """What the service takes."""
        named = {ANSWERS.get(name, name): value for name, value in self.cleaned_data.items()}
        values = {name: value for name, value in named.items() if name not in {"press_id", "way"}}
        if self.cleaned_data.get("way") == BY_RULES:
            values.pop("lead_unit_id", None)
        return {name: value for name, value in values.items() if value not in {None, ""}}
