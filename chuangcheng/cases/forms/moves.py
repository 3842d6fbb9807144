"""One form for each move. A form knows what it asks for, which photos it takes, and which service it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases import services
from chuangcheng.cases.forms.choices import class_choices
from chuangcheng.cases.limits import Term, parse_limit
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.queries import cause_names, classes_in_use, standing_relapse
from chuangcheng.cases.services import Step
from chuangcheng.cases.workflow import OUTCOMES, OUTCOMES_OF, Outcome
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id

MOST_DIGITS = 10  # of an id

Photos = Mapping[str, Sequence[UUID]]
Text: TypeAlias = "str | Any"  # a text, or one that is translated when it is shown


@dataclass(frozen=True, slots=True)
class Pick:
    """Units that a move takes, chosen by typing a part of the name."""

    name: str  # of the form's field
    options: str  # name of the address that suggests
    is_required: bool = False
    many: bool = False
    help: Text = ""


@dataclass(frozen=True, slots=True)
class PhotoField:
    """Photos that a move takes."""

    name: str  # before, after, check: as the service names them
    label: Text
    is_required: bool = False
    help: Text = ""


class MoveForm(forms.Form):
    """What every move carries: the id of the press of the button, and what the person had seen."""

    service: ClassVar[Callable[..., CaseEvent]]  # its parameters are named as the fields and photo fields
    title: ClassVar[Text] = ""
    submit_label: ClassVar[Text] = ""
    next_step: ClassVar[Text] = ""  # what happens afterwards
    photo_fields: ClassVar[tuple[PhotoField, ...]] = ()
    picks: ClassVar[tuple[Pick, ...]] = ()
    usual_reasons: ClassVar[tuple[Text, ...]] = ()
    alternative: ClassVar[str] = ""  # the move that the same look at the case may lead to instead
    then: ClassVar[str] = ""  # the move that the same person may go on to at once
    then_label: ClassVar[Text] = ""
    template: ClassVar[str] = "cases/move.html"
    compares_photos: ClassVar[bool] = False  # shows what is doubtful about the photos of the fix

    event_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, case: Case, **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.case = case
        self.fields["seen"].initial = case.latest_event_id

    def prepare(self, actor: Actor) -> None:
        """Fills in what depends on the person, before the form is shown or checked."""

    def page_context(self, actor: Actor, words: str) -> dict[str, Any]:  # noqa: ARG002 - for the forms that search
        """What the page of this form shows besides; `words`: what was searched for on it."""
        return {}

    def chosen_units(self, name: str) -> list[int]:  # noqa: ARG002 - for the forms that have picks
        """Ids of the units that stand in a pick at first."""
        return []

    def add_photo_error(self, sentence: str) -> None:
        """Lets what is wrong about the photos stand at the top as well."""
        if sentence:
            self.add_error(None, sentence)

    def submit(self, *, actor: Actor, photos: Photos) -> CaseEvent:
        """Carries the move out."""
        given = dict(self.cleaned_data)
        step = Step(self.case.pk, given.pop("event_id"), given.pop("seen"))
        given |= {field.name: photos.get(field.name, ()) for field in self.photo_fields}
        return self.service(actor=actor, step=step, **given)


def reason_field(label: Text, *, required: bool = True, help_text: Text = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=1000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("没有写明原因，请填写后再提交。")},
    )


class UnitsField(forms.TypedMultipleChoiceField):
    """Any number passes here; the service knows which units there are."""

    def valid_value(self, value: Any) -> bool:
        """True for what can be an id."""
        return str(value).isdecimal() and len(str(value)) <= MOST_DIGITS


def lead_field(*, required: bool = True, label: Text = "") -> forms.IntegerField:
    """The unit that leads."""
    missing = {"required": _("没有选定牵头单位，请选定后再提交。")}
    return forms.IntegerField(
        label=label or _("牵头单位"), required=required, widget=forms.HiddenInput, error_messages=missing
    )


def units_field(label: Text) -> UnitsField:
    """Some units; none as well."""
    return UnitsField(label=label, required=False, coerce=int, widget=forms.MultipleHiddenInput)


def read_term(written: str) -> Term | None:
    """The limit or the date as people write it; nothing when nothing is written."""
    try:
        return parse_limit(written) if written.strip() else None
    except Refusal as refusal:
        raise forms.ValidationError(_(str(refusal))) from refusal


class FileForm(MoveForm):
    service = staticmethod(services.file_case)
    alternative = "reject"
    title = _("立案")
    submit_label = _("立案")
    next_step = _("立案后由创城办派遣到责任单位。")
    then = "dispatch"
    then_label = _("立案并派遣")

    problem_class_id = forms.TypedChoiceField(label=_("问题类别"), coerce=int, empty_value=None, required=False)
    severity = forms.ChoiceField(label=_("紧急程度"), choices=Case.Severity.choices, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, case: Case, **details: Any) -> None:
        super().__init__(*arguments, case=case, **details)
        field: Any = self.fields["problem_class_id"]
        field.choices = class_choices(classes_in_use(), _("暂不确定"))
        field.initial = case.problem_class_id
        self.fields["severity"].initial = case.severity


class RejectForm(MoveForm):
    service = staticmethod(services.reject_case)
    title = _("不予立案")
    submit_label = _("不予立案")
    next_step = _("反映人会看到这个原因。")
    usual_reasons = (_("不属于创建范围。"), _("现场核实未发现该问题。"), _("与已上报的问题重复。"))

    reason = reason_field(_("不予立案的原因"))


class VoidForm(MoveForm):
    service = staticmethod(services.void_case)
    title = _("作废")
    submit_label = _("作废")
    next_step = _("作废后不再办理，记录保留；并入本案的问题恢复为并案前的状态。")
    usual_reasons = (_("录入有误。"), _("测试记录。"))

    reason = reason_field(_("作废的原因"))


class DispatchForm(MoveForm):
    service = staticmethod(services.dispatch_case)
    title = _("派遣")
    submit_label = _("派遣")
    next_step = _("派遣后开始计时，责任单位联络员会收到通知。")
    template = "cases/dispatch.html"

    lead_unit_id = lead_field()
    assisting_unit_ids = units_field(_("配合单位"))
    term = forms.CharField(label=_("整改时限"), required=False, max_length=30)
    reason = reason_field(_("整改要求"), required=False)

    def clean_term(self) -> Term | None:
        """The limit or the date as people write it; nothing when the class's limit is to hold."""
        return read_term(self.cleaned_data["term"])


class CausedForm(MoveForm):
    """Why a relapse came back: asked with the step, and only where the case is one."""

    cause = forms.ChoiceField(label=_("回潮原因"), required=False)
    cause_text = forms.CharField(
        label=_("原因说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("为什么又出现，今后怎样不再出现。"),
    )

    def __init__(self, *arguments: Any, case: Case, **details: Any) -> None:
        super().__init__(*arguments, case=case, **details)
        relapse = standing_relapse(case=case) if case.relapse_count else None
        if relapse is None:
            del self.fields["cause"], self.fields["cause_text"]
            return
        field: Any = self.fields["cause"]
        field.choices = [("", _("请选择")), *((name, name) for name in cause_names(relapse))]
        field.help_text = _("该问题是回潮问题，结案前须写明原因。")
        field.initial, self.fields["cause_text"].initial = relapse.cause, relapse.cause_text


class SendBackForm(MoveForm):
    service = staticmethod(services.send_back)
    title = _("回退")
    submit_label = _("回退")
    next_step = _("回退后由创城办重新派遣，回退次数会记录在案。")
    usual_reasons = (_("不属于本单位职责。"), _("点位不在本单位管辖范围。"), _("需要其他单位先行处置。"))

    reason = reason_field(_("回退的原因"), help_text=_("写明为什么不归本单位、应当归谁。"))


class FeedBackForm(CausedForm):
    service = staticmethod(services.feed_back)
    alternative = "send_back"
    title = _("反馈处置情况")
    submit_label = _("提交反馈")
    next_step = _("反馈后由他人核查，核查通过即结案。")
    photo_fields = (
        PhotoField("after", _("整改后照片"), is_required=True, help=_("从整改前照片的同一位置、同一角度拍摄。")),
    )

    reason = reason_field(_("处置说明"), required=False)


class FixOnSpotForm(MoveForm):
    service = staticmethod(services.fix_on_spot)
    title = _("立行立改")
    submit_label = _("已改好，结案")
    next_step = _("立行立改直接结案，其中一部分会被抽查。")
    photo_fields = (
        PhotoField("before", _("整改前照片"), help=_("上报时已有整改前照片的，可以不再上传。")),
        PhotoField("after", _("整改后照片"), is_required=True),
    )

    reason = reason_field(_("处置说明"), required=False)


class CloseForm(CausedForm):
    service = staticmethod(services.close_case)
    compares_photos = True
    alternative = "fail_check"
    title = _("核查结案")
    submit_label = _("核查通过，结案")
    next_step = _("结案后反映人会收到通知。")
    photo_fields = (PhotoField("check", _("核查照片")),)

    outcome = forms.ChoiceField(
        label=_("办理结果"),
        choices=[(outcome.value, _(OUTCOMES[outcome])) for outcome in OUTCOMES_OF["close"]],
        initial=Outcome.FIXED.value,
        widget=forms.RadioSelect,
    )
    reason = reason_field(_("核查说明"), required=False)


class FailCheckForm(MoveForm):
    service = staticmethod(services.fail_check)
    compares_photos = True
    title = _("返工")
    submit_label = _("退回返工")
    next_step = _("责任单位在剩余时限内返工，至少还有一个工作日。")
    photo_fields = (PhotoField("check", _("核查照片")),)
    usual_reasons = (_("问题仍然存在。"), _("整改不到位。"), _("照片看不出整改结果。"))

    reason = reason_field(_("返工的原因"))


class ReopenForm(MoveForm):
    service = staticmethod(services.reopen_case)
    title = _("重开")
    submit_label = _("重开")
    next_step = _("重开后由创城办重新派遣。")
    photo_fields = (PhotoField("before", _("现场照片")),)
    usual_reasons = (_("问题没有解决。"), _("问题又出现了。"))

    reason = reason_field(_("重开的原因"))
