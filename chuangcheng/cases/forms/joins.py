"""Forms of 并案 and 撤销并案."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.moves import MoveForm, reason_field
from chuangcheng.cases.queries import Candidate, join_candidates
from chuangcheng.cases.wording import state_tone
from chuangcheng.core.access import Actor


class JoinForm(MoveForm):
    service = staticmethod(services.join_case)
    title = _("并案")
    submit_label = _("并入所选的主案")
    next_step = _("本案作为重复问题结案，可以撤销；主案结案时，本案的反映人会收到通知。")
    template: ClassVar[str] = "cases/join.html"

    main_case_id = forms.UUIDField(
        label=_("主案"),
        widget=forms.HiddenInput,
        error_messages={"required": _("没有选定主案，请选定要并入的问题后再提交。")},
    )
    reason = reason_field(_("说明"), required=False)

    def page_context(self, actor: Actor, words: str) -> dict[str, Any]:
        """The cases that may be the main one."""
        found = join_candidates(actor=actor, case=self.case, words=words)
        return {"candidates": [_shown(each) for each in found], "words": words}


def _shown(each: Candidate) -> dict[str, Any]:
    photo = reverse("core:file_copy", args=[each.photo.file_id, 480]) if each.photo is not None else ""
    return {
        "case": each.case,
        "tone": state_tone(each.case.state),
        "photo_url": photo,
        "metres": each.metres,
        "days": each.days,
    }


class UnjoinForm(MoveForm):
    service = staticmethod(services.unjoin_case)
    title = _("撤销并案")
    submit_label = _("撤销并案")
    next_step = _("恢复到并案前的状态，并案期间不计入时限。")
    usual_reasons = (_("经核实不是同一个问题。"),)

    reason = reason_field(_("撤销的原因"))
