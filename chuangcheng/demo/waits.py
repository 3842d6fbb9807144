"""What waits in the sample district: suspensions, requests for more time, whistles, the meeting, joins, re-checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chuangcheng.cases.models import (
    Assist,
    Case,
    CaseEvent,
    Escalation,
    Extension,
    Pause,
    Recheck,
    RecheckResult,
    Whistle,
    WhistleAnswer,
    WhistleCall,
)
from chuangcheng.core.calendar import office_calendar
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.demo.units import Units
from chuangcheng.orgs.models import Person, Unit

RECHECKED_WITHIN = timedelta(days=20)
EXTENSIONS, WHISTLES, ESCALATIONS, JOINS = 4, 2, 2, 3


class Waits:
    """Appends the steps; each lies between the last one of its case and now, at work."""

    def __init__(self, units: Units, people: People, at: datetime) -> None:
        self.units, self.people, self.at = units, people, at
        self.rng = dice("waits")
        self.calendar = office_calendar()
        self.office = people.by_username["chuangchengban"]

    def step(
        self,
        case: Case,
        move: str,
        reason: str,
        *,
        who: Person | None = None,
        unit: Unit | None = None,
        to_state: str = "",
        **data: object,
    ) -> CaseEvent | None:
        """A step half an hour of work after the last one; None when that would lie ahead."""
        last = case.history.order_by("at", "id").last()
        assert last is not None  # noqa: S101 - every case was reported
        person = who or self.office
        moment = self.calendar.add_working_hours(last.at, timedelta(minutes=self.rng.randint(20, 50)))
        if moment >= self.at:
            return None
        event = CaseEvent(
            pk=id_at(moment, self.rng),
            case=case,
            move=move,
            from_state=case.state,
            to_state=to_state or case.state,
            actor=person,
            actor_name=person.name,
            unit=unit or case.lead_unit,
            at=moment,
            reason=reason,
            data=data,
        )
        event.save(force_insert=True)
        case.latest_event_id = event.pk
        return event


def make_waits(units: Units, people: People, cases: Sequence[Case], at: datetime) -> None:
    """A few of each kind, on cases that stand where they fit."""
    waits = Waits(units, people, at)
    fixing = [case for case in cases if case.state == "fixing" and case.lead_unit_id in people.liaisons]
    fixing = [case for case in fixing if case.due_at is not None and case.due_at > at]
    filed = [case for case in cases if case.state == "filed" and not case.send_back_count]
    _keep_pauses(cases, at)
    _look_again(waits)
    for case in fixing[:EXTENSIONS]:
        _ask(waits, case)
    for case in fixing[EXTENSIONS : EXTENSIONS + WHISTLES]:
        _whistle(waits, case)
    for case in fixing[-ESCALATIONS:]:
        _escalate(waits, case)
    _join(waits, filed)


def _keep_pauses(cases: Sequence[Case], at: datetime) -> None:
    suspended = [case for case in cases if case.state == "suspended"]
    steps = {event.case_id: event for event in CaseEvent.objects.filter(case__in=suspended, move="suspend")}
    for index, case in enumerate(suspended):
        event = steps[case.pk]
        case.suspended_at = event.at
        expected = (at + timedelta(days=5 * index - 10)).date() if index % 3 else None
        Pause.objects.create(event=event, case=case, began_at=event.at, expected_on=expected)
    Case.objects.bulk_update(suspended, ["suspended_at"])


def _look_again(waits: Waits) -> None:
    """Fixes on the spot that were drawn: the older ones were seen again, the others wait for it."""
    drawn_then = Recheck.objects.filter(drawn_at__lte=waits.at - RECHECKED_WITHIN)
    for drawn in drawn_then.select_related("case").order_by("pk"):
        case = drawn.case
        seen = waits.step(case, "pass_recheck", "抽查现场仍然合格。", who=waits.people.by_username["dudao"])
        if seen is not None:
            RecheckResult.objects.create(event=seen, recheck=drawn, is_good=True, checked_at=seen.at)
            case.recheck_drawn_at = None
            case.save(update_fields=["latest_event_id", "recheck_drawn_at"])


def _ask(waits: Waits, case: Case) -> None:
    assert case.lead_unit_id is not None  # noqa: S101 - chosen so
    who = waits.people.liaisons[case.lead_unit_id]
    term = {"amount": 2, "unit": "working_days"}
    event = waits.step(case, "ask_extension", "需要更换配件，厂家两天后到货。", who=who, term=term)
    if event is None:
        return
    Extension.objects.create(
        event=event, case=case, unit=case.lead_unit, asked_at=event.at, amount=2, unit_of_time="working_days"
    )
    case.extension_asked_at = event.at
    case.save(update_fields=["extension_asked_at", "latest_event_id"])


def _whistle(waits: Waits, case: Case) -> None:
    others = [unit for unit in waits.units.bureaus.values() if unit.pk != case.lead_unit_id]
    called = [unit for unit in others if unit.pk in waits.people.liaisons][:3]
    event = waits.step(
        case,
        "whistle",
        "地下管线破损造成路面塌陷，一家单位无法处置，请到现场共同研究。",
        called=[unit.pk for unit in called],
        place=case.place,
    )
    if event is None:
        return
    by = event.at + timedelta(minutes=30)
    found = Whistle.objects.create(
        event=event, case=case, unit=case.area, called_at=event.at, respond_by=by, place=case.place
    )
    event.data["respond_by"] = by.isoformat()
    event.save(update_fields=["data"])
    case.whistled_at = event.at
    Assist.objects.bulk_create(Assist(case=case, unit=unit, is_assisting=False, is_called=True) for unit in called)
    calls = WhistleCall.objects.bulk_create(WhistleCall(whistle=found, unit=unit) for unit in called)
    for call, minutes in zip(calls[:2], (18, 47), strict=False):
        _come(waits, case, found, call, minutes)
    case.save(update_fields=["whistled_at", "latest_event_id"])


def _come(waits: Waits, case: Case, found: Whistle, call: WhistleCall, minutes: int) -> None:
    who = waits.people.liaisons[call.unit_id]
    arrived = found.called_at + timedelta(minutes=minutes)
    names, is_late = f"{who.name}等两人", arrived > found.respond_by
    event = waits.step(
        case,
        "answer_whistle",
        "已到现场围挡警示，查明管线走向。",
        who=who,
        unit=call.unit,
        arrived_at=arrived.isoformat(),
        who_came=names,
        late=is_late,
    )
    if event is not None:
        WhistleAnswer.objects.create(event=event, call=call, arrived_at=arrived, who_came=names)
        call.is_waiting = False
        call.save(update_fields=["is_waiting"])


def _escalate(waits: Waits, case: Case) -> None:
    event = waits.step(case, "escalate", "该处产权不清，多家单位均称不属本单位，请会议明确责任。")
    if event is not None:
        Escalation.objects.create(event=event, case=case, asked_at=event.at)
        case.escalated_at = event.at
        case.save(update_fields=["escalated_at", "latest_event_id"])


def _join(waits: Waits, filed: Sequence[Case]) -> None:
    by_class: dict[int | None, list[Case]] = {}
    for case in filed:
        by_class.setdefault(case.problem_class_id, []).append(case)
    pairs = [alike[:2] for alike in by_class.values() if len(alike) > 1][:JOINS]
    for main, case in pairs:
        event = waits.step(
            case, "join", "与主案是同一处问题。", to_state="closed", main=str(main.pk), main_number=main.number
        )
        if event is not None:
            case.main_case, case.joined_from, case.state = main, case.state, "closed"
            case.outcome, case.closed_at = "duplicate", event.at
            case.save(update_fields=["main_case", "joined_from", "state", "outcome", "closed_at", "latest_event_id"])
