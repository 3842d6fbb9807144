"""What whoever reported may see of it through the public link: nothing of other people, and words that all know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from chuangcheng.intake.access import report_of_token
from chuangcheng.intake.models import Answer, Report, ReportEvent
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.states import PLAIN_WORDS, State
from chuangcheng.intake.telling import disputable_until

Kind = ReportEvent.Kind

# Steps that are told outside, in plain words; what the desk does among itself is not.
TOLD = {
    Kind.RECEIVED: mark("我们收到了您的反映"),
    Kind.OPENED: mark("已受理，转有关单位处理"),
    Kind.LINKED: mark("已有人反映同一问题，合并处理，结果同样答复您"),
    Kind.JOINED: mark("与其他人反映的同一问题合并处理，结果同样答复您"),
    Kind.ENDED: mark("已作出处理"),
    Kind.SETTLED: mark("问题处理完毕"),
    Kind.REOPENED: mark("问题重新处理"),
    Kind.SENT: mark("已答复您"),
    Kind.NOTED: mark("您补充了情况"),
    Kind.CHANGED: mark("登记作了更正"),
    Kind.ERASED: mark("您的联系方式已清除"),
    Kind.WITHDRAWN: mark("您撤回了反映"),
    Kind.RATED: mark("您作了评价"),
    Kind.DISPUTED: mark("您反映没有解决，已重新处理"),
}


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One step in plain words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What was answered."""

    at: datetime
    text: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A report as its sender sees it."""

    number: str
    token: str
    state: State
    state_words: str
    source: str
    received_at: datetime
    text: str  # phone and identity numbers masked: a link may be passed on
    place: str
    lon: float | None  # degrees WGS-84
    lat: float | None
    problem_class: str  # "": not settled
    answer_by: datetime | None  # None: no answer is due
    steps: list[PublicStep]
    answers: list[PublicAnswer]
    photo_ids: list[UUID]  # of the sender's own pictures; by `core.files.public_copy`
    satisfaction: str  # `Report.Satisfaction`, or ""
    is_said_fixed: bool | None
    may_rate: bool
    may_change: bool  # by who reported: put right or taken back
    has_contact: bool  # kept, and may be erased
    is_erased: bool  # the contact is no longer kept, and is not taken again
    disputable_until: datetime | None  # until when "not fixed" may be said; None: not now


def report_by_token(*, token: str, now: datetime) -> PublicReport:
    """The report of this link; NotFound when there is none. Four queries."""
    report = report_of_token(token)
    state, until = report.state, disputable_until(report)
    sent = [answer for answer in report.answers.all() if answer.sent_at is not None]
    return PublicReport(
        number=report.number,
        token=report.token,
        state=state,
        state_words=_words(report, state),
        source=report.source.label,
        received_at=report.received_at,
        text=without_numbers(report.text),
        place=report.place,
        lon=report.lon,
        lat=report.lat,
        problem_class=report.problem_class.name if report.problem_class is not None else "",
        answer_by=report.answer_by if report.needs_answer and report.answered_at is None else None,
        steps=_steps(report),
        answers=[_told(answer) for answer in sent],
        photo_ids=list(report.photos.values_list("file_id", flat=True)),
        satisfaction=report.satisfaction,
        is_said_fixed=report.is_said_fixed,
        may_rate=report.settled_at is not None and report.ending != Report.Ending.WITHDRAWN,
        may_change=report.settled_at is None and report.answered_at is None and not _is_withdrawn(report),
        has_contact=any(
            bytes(each) for each in (report.name_encrypted, report.phone_encrypted, report.email_encrypted)
        ),
        is_erased=report.erased_at is not None,
        disputable_until=until if _is_disputable(report, until, now) else None,
    )


def _is_withdrawn(report: Report) -> bool:
    return any(event.kind == Kind.WITHDRAWN for event in report.history.all())


def _is_disputable(report: Report, until: datetime | None, now: datetime) -> bool:
    return until is not None and now <= until and report.ending != Report.Ending.WITHDRAWN


def _words(report: Report, state: State) -> str:
    if report.ending == Report.Ending.DECLINED and state is not State.ANSWERED:
        return _("不属于受理范围，正在准备答复")
    if report.ending == Report.Ending.WITHDRAWN:
        return _("已撤回")
    return _(PLAIN_WORDS[state])


def _steps(report: Report) -> list[PublicStep]:
    return [PublicStep(event.at, _(TOLD[Kind(event.kind)])) for event in report.history.all() if event.kind in TOLD]


def _told(answer: Answer) -> PublicAnswer:
    assert answer.sent_at is not None  # noqa: S101 - asked before
    return PublicAnswer(answer.sent_at, answer.text, answer.is_final)
