"""并案、撤销并案: a case that tells of the same problem as another one, its main case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.cases.access import KNOWN_WITH, case_for
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.announcing import announce
from chuangcheng.cases.services.clock import moved_by_pause
from chuangcheng.cases.services.steps import MAIN_REJECTED, Brought, Changed, Step, carry_out, written
from chuangcheng.cases.workflow import OPEN_STATES, Outcome, State
from chuangcheng.core import audit
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import derived_id


class NotJoinable(InvalidInput):
    """The two cases cannot become one: the sentence tells why."""


def join_case(*, actor: Actor, step: Step, main_case_id: UUID | None, reason: str = "") -> CaseEvent:
    """Any open state → 已结案 as a duplicate of the main case. Joining to a joined case joins its main."""
    main_id = _main_behind(actor, main_case_id) if main_case_id is not None else None

    def change(case: Case, at: datetime) -> Changed:
        assert main_id is not None  # noqa: S101 - a need of the move
        main = case_for(actor, main_id)
        _check(case, main)
        case.main_case_id, case.joined_from = main.pk, case.state
        case.outcome, case.closed_at = Outcome.DUPLICATE.value, at
        data = {"main": str(main.pk), "main_number": main.number, "due_at": written(case.due_at)}
        return Changed(("main_case", "joined_from", "outcome", "closed_at"), unit_id=case.lead_unit_id, data=data)

    brought = Brought(text=reason, has_main_case=main_id is not None)
    also = [main_id] if main_id is not None else []
    return carry_out(actor=actor, step=step, move="join", brought=brought, change=change, also_lock=also)


def unjoin_case(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """已结案 → the state before the join, with its clock: the time while it was joined does not count."""

    def change(case: Case, at: datetime) -> Changed:
        data: dict[str, Any] = {"assists": list(case.assists.values_list("unit", flat=True))}
        if case.joined_from == State.FIXING.value and case.due_at is not None and case.closed_at is not None:
            data["former_due_at"] = written(case.due_at)
            case.due_at = moved_by_pause(case, case.due_at, case.closed_at, at)
            data["due_at"] = written(case.due_at)
        case.main_case = case.closed_at = None
        case.joined_from = case.outcome = ""
        columns = ("main_case", "joined_from", "outcome", "closed_at", "due_at")
        return Changed(columns, unit_id=case.lead_unit_id, data=data)

    return carry_out(actor=actor, step=step, move="unjoin", brought=Brought(text=reason), change=change)


def release_joined(voided: CaseEvent, case_ids: Collection[UUID]) -> None:
    """Undoes the joins of these held cases to a case that was voided: else nobody would fix what they tell of.

    By the system, since who voids need neither see them all nor be allowed to undo joins.
    """
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"number": voided.case.number, "name": voided.actor_name}
        reason = _("主案%(number)s已由%(name)s作废，本案恢复为并案前的状态。") % facts
    for case_id in Case.objects.filter(pk__in=case_ids, main_case=voided.case_id).values_list("pk", flat=True):
        unjoin_case(actor=SYSTEM, step=Step(case_id), reason=reason)


def tell_joined_of_rejection(rejected: CaseEvent, case_ids: Collection[UUID]) -> None:
    """A step on each of these held cases, joined to one that was not filed; its reporter is told.

    They stay closed: the ruling is on what all of them tell of. Whoever sees it otherwise undoes the join.
    """
    rows = Case.objects.filter(pk__in=case_ids, main_case=rejected.case_id).select_related(*KNOWN_WITH)
    for case in rows.defer("area__boundary", "lead_unit__boundary").order_by("pk"):
        event_id = derived_id(rejected.pk, case.pk)
        if not CaseEvent.objects.filter(pk=event_id).exists():  # a press that comes again has told them before
            _keep_rejection(rejected, case, event_id)


def _keep_rejection(rejected: CaseEvent, case: Case, event_id: UUID) -> None:
    case.latest_event_id = event_id
    case.save(update_fields=["latest_event_id"])
    event = CaseEvent.objects.create(
        id=event_id,
        case=case,
        move=MAIN_REJECTED,
        from_state=case.state,
        to_state=case.state,
        actor_id=rejected.actor_id,
        actor_name=rejected.actor_name,
        unit_id=None,
        at=rejected.at,
        reason=rejected.reason,
        data={"main": str(rejected.case_id), "main_number": rejected.case.number},
    )
    audit.record(actor=SYSTEM, action=f"cases.{MAIN_REJECTED}", subject=case, detail={"event": str(event.pk)})
    announce(event)


def _main_behind(actor: Actor, case_id: UUID) -> UUID | None:
    try:
        chosen = case_for(actor, case_id)
    except NotFound:
        return None  # told as a main case that is missing, once the permission is checked
    return chosen.main_case_id or chosen.pk


def _check(case: Case, main: Case) -> None:
    """Both are locked: what is seen here stays so."""
    if main.pk == case.pk:
        raise NotJoinable(_("不能并入自己，请选择另一件问题作为主案。"))
    if main.main_case_id is not None:
        raise NotJoinable(_("所选的主案刚刚并入了其他问题，请重新选择。"))
    if main.state not in OPEN_STATES:
        raise NotJoinable(_("所选的主案已经办结，不能并入；如问题仍在，请重开主案或另选主案。"))
    if main.is_held != case.is_held:
        raise NotJoinable(_("其中一件所属的检查轮次尚未发布，请在发布后并案。"))
    if case.joined_cases.exists():
        raise NotJoinable(_("该问题已是其他问题的主案，请把所选的问题并入本案，或先撤销并案。"))
