"""One press for many reports: what a clerk with forty reports of a storm night does. Each stands or falls by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.intake.access import APPROVE, DRAFT, RECEIVE, visible_reports
from chuangcheng.intake.services.answering import approve_answer, draft_answer, end_report, send_answer
from chuangcheng.intake.services.correcting import Correction, correct_report
from chuangcheng.intake.services.linking import link_report, open_case_of_report
from chuangcheng.intake.services.steps import ReportStep

MOST_AT_ONCE = 200  # reports of one press: our choice, four pages of the list


@dataclass(frozen=True, slots=True)
class Press:
    """What is done to each, under one id: pressed again, it is the same press."""

    act: str  # one of ACTS
    press_id: UUID
    text: str = ""  # reason, answer
    case_id: UUID | None = None  # of `link`
    problem_class_id: int | None = None  # of `classify`
    ending: str = ""  # of `end`
    way: str = ""  # of `send`


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one report."""

    report_id: UUID
    number: str
    sentence: str = field(default="")  # why not; "": done

    @property
    def is_done(self) -> bool:
        """Whether the step was carried out, now or when it was pressed before."""
        return not self.sentence


def press_for_all(*, actor: Actor, press: Press, report_ids: Sequence[UUID]) -> list[Outcome]:
    """Carries the act out for each report, in the order given, each in its own transaction; what is refused is told."""
    if press.act not in ACTS:
        raise InvalidInput(_("这一步不能批量办理，请逐件办理。"))
    permission, act = ACTS[press.act]
    require(actor, permission)
    if not is_client_id(press.press_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    wanted = list(dict.fromkeys(report_ids))
    if not wanted:
        raise InvalidInput(_("请先在列表中选择来件。"))
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidInput(_("一次最多办理%(most)s件，请分几次办理。") % {"most": MOST_AT_ONCE})
    known = dict(visible_reports(actor).filter(pk__in=wanted).values_list("pk", "number"))
    answers = dict(visible_reports(actor).filter(pk__in=wanted).values_list("pk", "answer_id"))
    return [_one(actor, act, press, report_id, known, answers) for report_id in wanted if report_id in known]


def _one(
    actor: Actor,
    act: Act,
    press: Press,
    report_id: UUID,
    known: Mapping[UUID, str],
    answers: Mapping[UUID, UUID | None],
) -> Outcome:
    step = ReportStep(report_id, event_id=derived_id(press.press_id, report_id, press.act))
    try:
        act(actor, step, press, answers[report_id])
    except Refusal as refusal:
        return Outcome(report_id, known[report_id], str(refusal))
    return Outcome(report_id, known[report_id])


def _open(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:  # noqa: ARG001 - one signature
    open_case_of_report(actor=actor, step=step)


def _link(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:  # noqa: ARG001 - one signature
    if press.case_id is None:
        raise InvalidInput(_("请写明并入哪个问题。"))
    link_report(actor=actor, step=step, case_id=press.case_id)


def _classify(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:  # noqa: ARG001 - one signature
    if press.problem_class_id is None:
        raise InvalidInput(_("请选择问题类别。"))
    correction = Correction(problem_class_id=press.problem_class_id)
    correct_report(actor=actor, step=step, correction=correction, reason=press.text)


def _end(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:  # noqa: ARG001 - one signature
    end_report(actor=actor, step=step, ending=press.ending, text=press.text)


def _draft(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:  # noqa: ARG001 - one signature
    draft_answer(actor=actor, step=step, text=press.text)


def _approve(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:
    approve_answer(actor=actor, step=step, answer_id=_required(answer_id), text=press.text)


def _send(actor: Actor, step: ReportStep, press: Press, answer_id: UUID | None) -> None:
    send_answer(actor=actor, step=step, answer_id=_required(answer_id), way=press.way)


def _required(answer_id: UUID | None) -> UUID:
    if answer_id is None:
        raise Refusal(_("还没有起草答复。"))
    return answer_id


Act = Callable[[Actor, ReportStep, Press, UUID | None], None]
ACTS: Mapping[str, tuple[str, Act]] = {
    "open": (RECEIVE, _open),
    "link": (RECEIVE, _link),
    "classify": (RECEIVE, _classify),
    "end": (DRAFT, _end),
    "draft": (DRAFT, _draft),
    "approve": (APPROVE, _approve),
    "send": (DRAFT, _send),
}
