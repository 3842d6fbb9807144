"""What lines of which step come into whose inbox."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.urls import reverse
from django.utils.translation import gettext_noop as mark

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.workflow import DECIDE, EXTEND_CASES
from chuangcheng.core.notices import Line, inbox_text, notify_all
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.queries import liaisons_of_units, people_over


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a line: people, and the liaison officers of units."""

    person_ids: Collection[int | None] = ()
    unit_ids: Collection[int | None] = ()


Choose: TypeAlias = Callable[[CaseEvent], Recipients]


def tell(events: Sequence[CaseEvent]) -> None:
    """Puts the lines of steps of one moment into inboxes; one for each person and step, the first that concerns them.

    The number of statements does not grow with the steps.
    """
    chosen = [(event, text, choose(event)) for event in events for text, choose in LINES.get(event.move, ())]
    units = {unit for _event, _text, recipients in chosen for unit in recipients.unit_ids if unit is not None}
    liaisons = liaisons_of_units(units, today=local_date(events[0].at)) if units else {}
    lines = [_line(event, text, recipients, liaisons) for event, text, recipients in chosen]
    if some := [line for line in lines if line.person_ids]:
        notify_all(some)


def _line(event: CaseEvent, sentence: str, recipients: Recipients, liaisons: Mapping[int, Sequence[int]]) -> Line:
    case = event.case
    due = f"{case.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" if case.due_at else ""
    people = [*recipients.person_ids, *(pk for unit in recipients.unit_ids for pk in liaisons.get(unit or 0, ()))]
    return Line(
        person_ids=[person for person in people if person is not None and person != event.actor_id],
        key=f"cases:{event.pk}",
        title=inbox_text(sentence, {"number": case.number, "due": due}),
        body=event.reason or case.told,
        link=reverse("cases:case", args=[case.pk]),
    )


def _lead(event: CaseEvent) -> Recipients:
    return Recipients(unit_ids=[event.case.lead_unit_id])


def _former_lead(event: CaseEvent) -> Recipients:
    return Recipients(unit_ids=[event.data.get("former_unit")])


def _added(event: CaseEvent) -> Recipients:
    return Recipients(unit_ids=event.data.get("added", ()))


def _called(event: CaseEvent) -> Recipients:
    return Recipients(unit_ids=event.data["called"])


def _reporter(event: CaseEvent) -> Recipients:
    return Recipients(person_ids=[event.case.reporter_id])


def _reporters_of_joined(event: CaseEvent) -> Recipients:
    found = Case.objects.filter(main_case=event.case_id, reporter__isnull=False)
    return Recipients(person_ids=list(found.values_list("reporter", flat=True)))


def _whistler(event: CaseEvent) -> Recipients:
    whistles = CaseEvent.objects.filter(case=event.case_id, move="whistle", actor__isnull=False).order_by("-at")
    return Recipients(person_ids=list(whistles.values_list("actor", flat=True)[:1]))


def _fixer(event: CaseEvent) -> Recipients:
    return Recipients(person_ids=[event.case.fixer_id])


def _over(permission: str) -> Choose:
    def found(event: CaseEvent) -> Recipients:
        case: Case = event.case
        paths = [unit.path for unit in (case.lead_unit, case.area) if unit is not None]
        return Recipients(person_ids=people_over(permission=permission, paths=paths, today=local_date(event.at)))

    return found


LINES: Mapping[str, tuple[tuple[str, Choose], ...]] = {
    "dispatch": (
        (mark("问题%(number)s派遣给您单位，%(due)s到期"), _lead),
        (mark("请您单位配合处置问题%(number)s"), _added),
    ),
    "reassign": (
        (mark("问题%(number)s改派给您单位，%(due)s到期"), _lead),
        (mark("问题%(number)s已改派给其他单位，不再由您单位牵头"), _former_lead),
        (mark("请您单位配合处置问题%(number)s"), _added),
    ),
    "change_assists": ((mark("请您单位配合处置问题%(number)s"), _added),),
    "fail_check": ((mark("问题%(number)s核查未通过，请返工，%(due)s到期"), _lead),),
    "reopen": ((mark("问题%(number)s已重开，将重新派遣"), _lead),),
    "close": (
        (mark("您上报的问题%(number)s已结案"), _reporter),
        (mark("您上报的问题已随主案%(number)s结案"), _reporters_of_joined),
    ),
    "reject": ((mark("您上报的问题%(number)s不予立案"), _reporter),),
    "main_rejected": ((mark("您上报的问题%(number)s所并入的主案不予立案"), _reporter),),
    "suspend": ((mark("问题%(number)s已挂账，暂停计时"), _lead),),
    "resume": ((mark("问题%(number)s恢复处置，%(due)s到期"), _lead),),
    "ask_extension": ((mark("问题%(number)s申请延期，请批复"), _over(EXTEND_CASES)),),
    "grant_extension": ((mark("问题%(number)s的延期已同意，%(due)s到期"), _lead),),
    "refuse_extension": ((mark("问题%(number)s的延期未同意，%(due)s到期"), _lead),),
    "whistle": ((mark("吹哨：请您单位到场处置问题%(number)s"), _called),),
    "answer_whistle": ((mark("问题%(number)s的吹哨有单位回应"), _whistler),),
    "join": ((mark("您上报的问题%(number)s与其他问题重复，已并案办理"), _reporter),),
    "unjoin": ((mark("问题%(number)s已撤销并案，恢复办理"), _lead),),
    "fail_recheck": ((mark("问题%(number)s立行立改抽查不合格，已重开"), _fixer),),
    "escalate": ((mark("问题%(number)s提请联席会议研究"), _over(DECIDE)),),
    "decide": (
        (mark("联席会议对问题%(number)s作出决定"), _lead),
        (mark("联席会议对问题%(number)s作出决定"), _former_lead),
    ),
}
"""Move → its lines, each with those who get it."""
