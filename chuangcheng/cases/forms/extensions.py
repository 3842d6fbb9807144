"""Forms of 申请延期 and its answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.moves import MoveForm, read_term, reason_field
from chuangcheng.cases.limits import Term
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import open_request
from chuangcheng.cases.wording import term_written

TERM_HELP = _("可写“24小时”“3个工作日”，从现在的期限往后算；或写日期“2026-09-30”。")


class AskExtensionForm(MoveForm):
    service = staticmethod(services.ask_extension)
    title = _("申请延期")
    submit_label = _("提交申请")
    next_step = _("由创城办批复；批复前期限不变。")
    usual_reasons = (_("需要工程施工。"), _("受天气影响。"), _("需要多个单位配合。"))

    term = forms.CharField(
        label=_("申请延长"),
        max_length=30,
        help_text=TERM_HELP,
        error_messages={"required": _("没有填写期限，请填写后再提交。")},
    )
    reason = reason_field(_("延期的原因"))

    def clean_term(self) -> Term | None:
        """The term asked for."""
        return read_term(self.cleaned_data["term"])


class GrantExtensionForm(MoveForm):
    service = staticmethod(services.grant_extension)
    alternative = "refuse_extension"
    title = _("同意延期")
    submit_label = _("同意延期")
    next_step = _("期限随即改变，责任单位会收到通知。")

    term = forms.CharField(label=_("同意延长"), required=False, max_length=30, help_text=TERM_HELP)
    reason = reason_field(_("批复意见"), required=False)

    def __init__(self, *arguments: Any, case: Case, **details: Any) -> None:
        super().__init__(*arguments, case=case, **details)
        asked = open_request(case)
        if asked is not None:
            self.fields["term"].initial = term_written(asked.term)

    def clean_term(self) -> Term | None:
        """The term granted; nothing for the one asked for."""
        return read_term(self.cleaned_data["term"])


class RefuseExtensionForm(MoveForm):
    service = staticmethod(services.refuse_extension)
    title = _("不同意延期")
    submit_label = _("不同意延期")
    next_step = _("期限不变，责任单位会收到通知。")
    usual_reasons = (_("理由不充分。"), _("可以在原期限内完成。"))

    reason = reason_field(_("不同意的原因"))
