"""派遣 of many cases: by the rules or to one unit, a batch in one transaction with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases import pending
from chuangcheng.cases.access import KNOWN_WITH, visible_cases
from chuangcheng.cases.choosing import Choice
from chuangcheng.cases.models import Assist, Case, CaseEvent
from chuangcheng.cases.queries.rulebook import RuleBook, choices_of, rule_book, sentences_of
from chuangcheng.cases.services.announcing import announce_dispatches
from chuangcheng.cases.services.bulk.outcomes import Outcome, Press, refused
from chuangcheng.cases.services.dispatching import (
    CLOCK_COLUMNS,
    by_rule,
    start_clock,
)
from chuangcheng.cases.services.partners import MOST_ASSISTANTS, NO_SUCH_UNITS, set_assistants
from chuangcheng.cases.services.reminding import next_reminder
from chuangcheng.cases.services.steps import Brought, EventIdTaken, Step, check_step, written
from chuangcheng.cases.workflow import DISPATCH_CASES, State
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import derived_id
from chuangcheng.core.times import local_date, now
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.access import units_where


@dataclass(frozen=True, slots=True)
class _Target:
    """Where one case goes."""

    lead_unit_id: int | None
    assisting_ids: tuple[int, ...]
    term: Any  # Term or None: the limit of the class
    rule: Mapping[str, Any]  # what the step keeps of the rule
    sentence: str = ""  # why there, or what is missing


@dataclass(slots=True)
class _Batch:
    """What all cases of a batch share."""

    actor: Actor
    press: Press
    at: datetime
    calendar: Calendar
    done: Mapping[UUID, CaseEvent]  # steps of this press from before, by case
    targets: Mapping[UUID, _Target]
    open_units: frozenset[int]  # of those wanted, the ones to which the actor may dispatch


def dispatch_batch(actor: Actor, press: Press, case_ids: Sequence[UUID]) -> list[Outcome]:
    """What came of each case of one batch, in the order given."""
    with transaction.atomic():
        # Alone and first, in one order for everybody, so that two presses do not wait for each other crosswise.
        rows = Case.objects.select_for_update().filter(pk__in=case_ids).order_by("pk")
        numbers = dict(rows.values_list("pk", "number"))
        seen = visible_cases(actor).filter(pk__in=case_ids).select_related(*KNOWN_WITH)
        cases = {case.pk: case for case in seen.defer("area__boundary", "lead_unit__boundary")}
        batch = _gathered(actor, press, list(cases.values()))
        outcomes, events = [], []
        for case_id in case_ids:
            try:
                event = _dispatched(batch, cases, case_id)
            except Refusal as refusal:
                outcomes.append(refused(case_id, numbers, refusal))
                continue
            if event is not None:
                events.append(event)
            outcomes.append(Outcome(case_id, numbers[case_id], "done", batch.targets[case_id].sentence))
        _write(actor, events)
    return outcomes


def _gathered(actor: Actor, press: Press, cases: Sequence[Case]) -> _Batch:
    at = now()
    ids = {derived_id(press.id, case.pk): case.pk for case in cases}
    done = {event.case_id: event for event in CaseEvent.objects.filter(pk__in=ids)}
    targets = _targets(press, cases, rule_book(day=local_date(at)))
    wanted = {unit for target in targets.values() for unit in (target.lead_unit_id, *target.assisting_ids) if unit}
    open_units = units_where(actor, DISPATCH_CASES).filter(pk__in=wanted, closed_on__isnull=True)
    known = frozenset(open_units.values_list("pk", flat=True))
    return _Batch(actor, press, at, office_calendar(), done, targets, known)


def _targets(press: Press, cases: Sequence[Case], book: RuleBook) -> dict[UUID, _Target]:
    choices = {case.pk: Choice("") for case in cases} if book.is_empty else choices_of(cases, book)
    lead, term = press.options.get("lead_unit_id"), press.options.get("term")
    if lead is not None:
        assisting = tuple(sorted(set(press.options.get("assisting_unit_ids", ())) - {lead}))
        return {case.pk: _Target(lead, assisting, term, by_rule(choices[case.pk], lead)) for case in cases}
    if book.is_empty:
        missing = _Target(None, (), term, {}, _("没有启用的派遣规则，请选定单位。"))
        return {case.pk: missing for case in cases}
    sentences = sentences_of(choices)
    return {pk: _by_choice(choice, term, sentences[pk]) for pk, choice in choices.items()}


def _by_choice(choice: Choice, term: Any, sentence: str) -> _Target:
    rule = by_rule(choice, choice.lead_unit_id) if choice.lead_unit_id is not None else {}
    return _Target(choice.lead_unit_id, choice.assisting_ids, term or choice.term, rule, sentence)


def _dispatched(batch: _Batch, cases: Mapping[UUID, Case], case_id: UUID) -> CaseEvent | None:
    """The step to be written; None when this press has made it before."""
    if case_id not in cases:
        raise NotFound(_("没有找到该问题，请从问题列表进入。"))
    case, target = cases[case_id], batch.targets[case_id]
    step = Step(case_id, derived_id(batch.press.id, case_id), batch.press.seen.get(case_id))
    if case_id in batch.done:
        _require_same_press(batch, batch.done[case_id])
        return None
    text = str(batch.press.options.get("reason", ""))
    brought = Brought(text=text, has_lead_unit=True, has_deadline=True)
    check_step(batch.actor, step, "dispatch", case, brought, batch.at)
    lead = _open_lead(batch, target)
    start_clock(case, lead, target.term, batch.at, batch.calendar)
    before, case.state, case.latest_event_id = case.state, State.FIXING.value, step.event_id
    case.next_reminder_at = next_reminder(case, came_from=before, at=batch.at)
    assistants = list(target.assisting_ids)
    return CaseEvent(
        id=step.event_id,
        case=case,
        move="dispatch",
        from_state=before,
        to_state=case.state,
        actor_id=batch.actor.person_id,
        actor_name=batch.actor.name,
        unit_id=lead,
        at=batch.at,
        reason=text.strip(),
        data={"due_at": written(case.due_at), "assists": assistants, "added": assistants, **target.rule},
    )


def _require_same_press(batch: _Batch, event: CaseEvent) -> None:
    if (event.move, event.actor_id) != ("dispatch", batch.actor.person_id):
        raise EventIdTaken(_("提交编号已经用过，请刷新页面后重新提交。"))


def _open_lead(batch: _Batch, target: _Target) -> int:
    if target.lead_unit_id is None:
        raise InvalidInput(target.sentence)
    if len(target.assisting_ids) > MOST_ASSISTANTS:
        raise InvalidInput(_("配合单位最多%(most)s个，请减少后再提交。") % {"most": MOST_ASSISTANTS})
    if not {target.lead_unit_id, *target.assisting_ids} <= batch.open_units:
        raise InvalidInput(_(NO_SUCH_UNITS))
    return target.lead_unit_id


def _write(actor: Actor, events: Collection[CaseEvent]) -> None:
    if not events:
        return
    cases = [event.case for event in events]
    lapsed = pending.lapses("dispatch", State.FIXING)
    for case in cases:
        for column in lapsed:
            setattr(case, column, None)
    columns = {"state", "latest_event_id", "next_reminder_at", *CLOCK_COLUMNS, *lapsed}
    Case.objects.bulk_update(cases, sorted(columns))
    _write_assistants(events)
    CaseEvent.objects.bulk_create(events)
    details = [(event.case, {"event": str(event.pk)}) for event in events]
    audit.record_all(actor=actor, action="cases.dispatch", subjects=details)
    announce_dispatches(list(events))


def _write_assistants(events: Collection[CaseEvent]) -> None:
    """Cases in which a whistle called units keep those, one by one; the assistants of all others go in at once."""
    partnered = set(Assist.objects.filter(case__in=[event.case_id for event in events]).values_list("case", flat=True))
    for event in events:
        if event.case_id in partnered:
            event.data["assists"] = set_assistants(event.case, event.data["added"])
    fresh = [event for event in events if event.case_id not in partnered]
    Assist.objects.bulk_create(Assist(case=event.case, unit_id=unit) for event in fresh for unit in event.data["added"])
