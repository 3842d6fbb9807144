"""Forms of 挂账 and 恢复处置."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.moves import MoveForm, reason_field
from chuangcheng.core.inputs import DayInput


class SuspendForm(MoveForm):
    service = staticmethod(services.suspend_case)
    title = _("挂账")
    submit_label = _("挂账")
    next_step = _("挂账期间暂停计时，恢复处置后接着计时。")
    usual_reasons = (_("需要工程施工。"), _("受季节或天气限制。"), _("等待资金或规划。"))

    expected_on = forms.DateField(
        label=_("预计恢复日期"),
        required=False,
        widget=DayInput(),
        help_text=_("到期会列入待办；暂不能确定的可以不填。"),
    )
    reason = reason_field(_("挂账的原因"))


class ResumeForm(MoveForm):
    service = staticmethod(services.resume_case)
    title = _("恢复处置")
    submit_label = _("恢复处置")
    next_step = _("从现在起接着计时，责任单位会收到新的期限。")

    reason = reason_field(_("说明"), required=False)
