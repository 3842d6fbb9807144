"""What lines of which step come into whose inbox."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.workflow import DECIDE, EXTEND_CASES
from chuangcheng.core.notices import Line, notify_all
from chuangcheng.core.times import SHANGHAI, local_date
from chuangcheng.orgs.queries import people_of_units, people_over

LIAISON, HEAD = "liaison", "head"  # duties of `orgs`

Recipients: TypeAlias = Callable[[CaseEvent], Collection[int]]  # ids of people


def tell(event: CaseEvent) -> None:
    """Puts the lines of a step into inboxes; one for each person, the first that concerns them."""
    lines = LINES.get(event.move, ())
    # An inbox keeps the text, so it is in the language of the office, not of who happened to act.
    with translation.override(settings.LANGUAGE_CODE):
        _put([_line(event, sentence, recipients(event)) for sentence, recipients in lines])


def tell_dispatches(events: Sequence[CaseEvent]) -> None:
    """The lines of many dispatches of one moment, as `LINES` has them; three queries at most."""
    units = {unit for event in events for unit in (event.unit_id, *event.data.get("added", ())) if unit is not None}
    people = _people_by_unit(units, local_date(events[0].at))
    (lead, _lead_people), (assisting, _added_people) = LINES["dispatch"]
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_line(event, lead, people.get(event.unit_id or 0, [])) for event in events]
        for event in events:
            helpers = [person for unit in event.data.get("added", ()) for person in people.get(unit, [])]
            lines.append(_line(event, assisting, helpers))
        _put(lines)


def _put(lines: Iterable[Line]) -> None:
    if some := [line for line in lines if line.person_ids]:
        notify_all(some)


def _line(event: CaseEvent, sentence: str, people: Collection[int]) -> Line:
    case = event.case
    due = f"{case.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" if case.due_at else ""
    return Line(
        person_ids=[person for person in people if person != event.actor_id],
        key=f"cases:{event.pk}",
        title=_(sentence) % {"number": case.number, "due": due},
        body=event.reason or case.description,
        link=reverse("cases:case", args=[case.pk]),
    )


def liaisons_of(event: CaseEvent, unit_ids: Iterable[int | None]) -> list[int]:
    """The liaison officers of units; of a unit without any, its head. Two queries at most."""
    wanted = {unit for unit in unit_ids if unit is not None}
    return [person for people in _people_by_unit(wanted, local_date(event.at)).values() for person in people]


def _people_by_unit(unit_ids: Collection[int], day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for duty in (LIAISON, HEAD):
        if lacking := set(unit_ids) - set(found):
            found |= people_of_units(lacking, duties=[duty], today=day)
    return found


def _lead(event: CaseEvent) -> Collection[int]:
    return liaisons_of(event, [event.case.lead_unit_id])


def _former_lead(event: CaseEvent) -> Collection[int]:
    return liaisons_of(event, [event.data.get("former_unit")])


def _added(event: CaseEvent) -> Collection[int]:
    return liaisons_of(event, event.data.get("added", ()))


def _reporter(event: CaseEvent) -> Collection[int]:
    return [person for person in [event.case.reporter_id] if person is not None]


def _reporters_of_joined(event: CaseEvent) -> Collection[int]:
    found = Case.objects.filter(main_case=event.case_id, reporter__isnull=False)
    return list(found.values_list("reporter", flat=True))


def _called(event: CaseEvent) -> Collection[int]:
    return liaisons_of(event, event.data["called"])


def _whistler(event: CaseEvent) -> Collection[int]:
    whistles = CaseEvent.objects.filter(case=event.case_id, move="whistle", actor__isnull=False).order_by("-at")
    return list(whistles.values_list("actor", flat=True)[:1])


def _fixer(event: CaseEvent) -> Collection[int]:
    return [person for person in [event.case.fixer_id] if person is not None]


def _over(permission: str) -> Recipients:
    def found(event: CaseEvent) -> Collection[int]:
        case: Case = event.case
        paths = [unit.path for unit in (case.lead_unit, case.area) if unit is not None]
        return people_over(permission=permission, paths=paths, today=local_date(event.at))

    return found


LINES: Mapping[str, tuple[tuple[str, Recipients], ...]] = {
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
