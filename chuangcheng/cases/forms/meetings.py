"""Forms of 提请联席会议 and 会议决定."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.moves import MoveForm, Pick, lead_field, read_term, reason_field
from chuangcheng.cases.limits import Term
from chuangcheng.core.inputs import DayInput
from chuangcheng.core.times import today

NEW_LEAD_HELP = _("会议另定了牵头单位的才填。")
NEW_TERM_HELP = _("会议另定了时限的才填，从现在起算；可写“24小时”“3个工作日”或日期“2026-09-30”。")


class EscalateForm(MoveForm):
    service = staticmethod(services.escalate)
    title = _("提请联席会议")
    submit_label = _("提请联席会议")
    next_step = _("列入待上会的问题；办理和期限不变。")
    usual_reasons = (_("涉及多个单位，职责不清。"), _("需要协调资金或工程。"))

    reason = reason_field(_("请会议研究什么"))


class DecideForm(MoveForm):
    service = staticmethod(services.decide)
    title = _("会议决定")
    submit_label = _("记录决定")
    next_step = _("责任单位会收到通知。")
    picks = (Pick("lead_unit_id", "cases:suggest_units", help=NEW_LEAD_HELP),)

    decided_on = forms.DateField(label=_("会议日期"), initial=today, widget=DayInput())
    lead_unit_id = lead_field(required=False)
    reason = reason_field(_("会议决定了什么"))
    term = forms.CharField(
        label=_("新的整改时限"),
        required=False,
        max_length=30,
        help_text=NEW_TERM_HELP,
    )

    def clean_term(self) -> Term | None:
        """The new term; nothing when the deadline stays."""
        return read_term(self.cleaned_data["term"])
