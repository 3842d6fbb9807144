"""Forms of the moves that say which units have a case, and of what they tell about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.access import partners_of
from chuangcheng.cases.forms.moves import MoveForm, PhotoField, Pick, lead_field, reason_field, units_field
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import claim_options
from chuangcheng.core.access import Actor

ASSISTANTS = Pick("assisting_unit_ids", "cases:suggest_units", many=True)


class ClaimForm(MoveForm):
    service = staticmethod(services.claim_case)
    title = _("认领")
    submit_label = _("认领")
    next_step = _("认领后开始计时，由认领的单位处置。")

    lead_unit_id = forms.TypedChoiceField(label=_("认领的单位"), coerce=int, empty_value=None)
    reason = reason_field(_("说明"), required=False)

    def prepare(self, actor: Actor) -> None:
        """Offers the units for which this person may take the case."""
        options = [(unit.pk, unit.name) for unit in claim_options(actor=actor, case=self.case)]
        field: Any = self.fields["lead_unit_id"]
        field.choices = options
        field.initial = options[0][0] if options else None


class ReassignForm(MoveForm):
    service = staticmethod(services.reassign_case)
    title = _("改派")
    submit_label = _("改派")
    next_step = _("期限不变，新的牵头单位会收到通知。")
    picks = (Pick("lead_unit_id", "cases:suggest_units", is_required=True), ASSISTANTS)
    usual_reasons = (_("经核实属于该单位职责。"), _("单位职责调整。"))

    lead_unit_id = lead_field(label=_("新的牵头单位"))
    assisting_unit_ids = units_field(_("配合单位"))
    reason = reason_field(_("改派的原因"))

    def chosen_units(self, name: str) -> list[int]:
        """Who assists now goes on."""
        return _assisting(self.case) if name == ASSISTANTS.name else []


class ChangeAssistsForm(MoveForm):
    service = staticmethod(services.change_assists)
    title = _("调整配合单位")
    submit_label = _("保存配合单位")
    next_step = _("新加入的配合单位会收到通知。")
    picks = (ASSISTANTS,)

    assisting_unit_ids = units_field(_("配合单位"))
    reason = reason_field(_("说明"), required=False)

    def chosen_units(self, name: str) -> list[int]:  # noqa: ARG002 - there is one pick
        """Who assists now."""
        return _assisting(self.case)


class NoteForm(MoveForm):
    service = staticmethod(services.add_note)
    title = _("补充情况")
    submit_label = _("提交")
    next_step = _("记入办理过程，问题的状态不变。")
    photo_fields = (PhotoField("scene", _("现场照片")),)

    reason = forms.CharField(
        label=_("做了什么"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("没有写明做了什么，请填写后再提交。")},
    )


def _assisting(case: Case) -> list[int]:
    return [partner.unit_id for partner in partners_of(case) if partner.is_assisting]
