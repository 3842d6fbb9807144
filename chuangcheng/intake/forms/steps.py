"""Forms of the steps of a report. Each knows the service that it is for."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.intake import services
from chuangcheng.intake.access import APPROVE, DRAFT, RECEIVE
from chuangcheng.intake.models import Answer, Report, ReportEvent
from chuangcheng.intake.queries.cases import case_of_number
from chuangcheng.intake.services import ReportStep

MOST_TEXT = 2000


class StepForm(forms.Form):
    """One press on the page of a report."""

    permission: ClassVar[str] = DRAFT
    done: ClassVar[str | Promise] = ""

    event_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *arguments: Any, report: Report, **details: Any) -> None:
        super().__init__(*arguments, **details)
        self.report = report

    def step(self) -> ReportStep:
        """Which report, under which id."""
        return ReportStep(self.report.pk, event_id=self.cleaned_data["event_id"])

    @abstractmethod
    def submit(self, *, actor: Actor) -> ReportEvent:
        """Carries the step out."""


class OpenCaseForm(StepForm):
    permission = RECEIVE
    done = _("已生成问题，转创城办立案派遣。")

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Makes a case of it."""
        return services.open_case_of_report(actor=actor, step=self.step())


class LinkForm(StepForm):
    permission = RECEIVE
    done = _("已并入该问题，办结后同样答复反映人。")

    case = forms.CharField(label=_("问题编号"), max_length=40)

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Puts it to the case of this number."""
        case_id = case_of_number(actor=actor, written=self.cleaned_data["case"])
        return services.link_report(actor=actor, step=self.step(), case_id=case_id)


class UnlinkForm(StepForm):
    permission = RECEIVE
    done = _("已撤销并入，来件回到受理台。")

    reason = forms.CharField(label=_("原因"), max_length=MOST_TEXT)

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Takes it out of the case."""
        return services.unlink_report(actor=actor, step=self.step(), reason=self.cleaned_data["reason"])


class EndForm(StepForm):
    done = _("已办结，请答复反映人。")

    ending = forms.ChoiceField(
        label=_("怎样办结"), choices=[each for each in Report.Ending.choices if each[0] in services.FROM_DESK]
    )
    reason = forms.CharField(label=_("原因"), max_length=MOST_TEXT)

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Ends it without a case."""
        values = self.cleaned_data
        return services.end_report(actor=actor, step=self.step(), ending=values["ending"], text=values["reason"])


class DraftForm(StepForm):
    done = _("答复已起草。")

    text = forms.CharField(label=_("答复内容"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))

    def submit(self, *, actor: Actor) -> ReportEvent:
        """A final draft when the matter has ended, else one that tells how it stands."""
        is_final = self.report.settled_at is not None
        text = self.cleaned_data["text"]
        return services.draft_answer(actor=actor, step=self.step(), text=text, is_final=is_final)


class AnswerForm(StepForm):
    answer_id = forms.UUIDField(widget=forms.HiddenInput)

    def answer(self) -> UUID:
        """The draft that is meant."""
        found: UUID = self.cleaned_data["answer_id"]
        return found


class ApproveForm(AnswerForm):
    permission = APPROVE
    done = _("已同意，可以发出。")

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Approves the draft."""
        return services.approve_answer(actor=actor, step=self.step(), answer_id=self.answer())


class ReturnForm(AnswerForm):
    permission = APPROVE
    done = _("已退回修改。")

    reason = forms.CharField(label=_("要修改什么"), max_length=MOST_TEXT)

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Sends the draft back."""
        text = self.cleaned_data["reason"]
        return services.return_answer(actor=actor, step=self.step(), answer_id=self.answer(), text=text)


class SendForm(AnswerForm):
    done = _("答复已登记为发出。")

    way = forms.ChoiceField(label=_("答复方式"), choices=Answer.Way.choices)

    def submit(self, *, actor: Actor) -> ReportEvent:
        """Records that it was said or sent."""
        way = self.cleaned_data["way"]
        return services.send_answer(actor=actor, step=self.step(), answer_id=self.answer(), way=way)


STEP_FORMS: dict[str, type[StepForm]] = {
    "open": OpenCaseForm,
    "link": LinkForm,
    "unlink": UnlinkForm,
    "end": EndForm,
    "draft": DraftForm,
    "approve": ApproveForm,
    "return": ReturnForm,
    "send": SendForm,
}


def first_error(form: forms.Form) -> str:
    """The first sentence about what is wrong with the form."""
    return next((str(error) for errors in form.errors.values() for error in errors), gettext("请核对后再提交。"))
