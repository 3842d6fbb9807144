"""How every move is carried out: get and lock, check, change and record, announce. The same id once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.cases import pending, workflow
from chuangcheng.cases.access import case_for, lock_cases, may, why_not
from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.cases.services.announcing import announce
from chuangcheng.cases.services.clock import in_the_language_of_the_person
from chuangcheng.cases.services.photos import attach_photos
from chuangcheng.cases.services.reminding import next_reminder
from chuangcheng.cases.standing import is_awaited, joined_from, standing
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id, new_id
from chuangcheng.core.times import SHANGHAI, now

FIXING_MOVES = ("feed_back", "fix_on_spot")  # who made one of them has fixed it, in the eyes of the rule
MOST_TEXT = 1000  # characters of a reason: our choice

CORRECT = "correct"  # a step that moves nothing: what describes the problem was put right
MAIN_REJECTED = "main_rejected"  # likewise: the main case, of which this is a duplicate, was not filed
STILL = {CORRECT: gettext_noop("更正"), MAIN_REJECTED: gettext_noop("主案不予立案")}  # steps that are no moves


class CaseMovedOn(Refusal):
    """Somebody else moved the case while this screen was open."""

    def __init__(self, latest: CaseEvent) -> None:
        facts = {
            "name": latest.actor_name,
            "moment": f"{latest.at.astimezone(SHANGHAI):%m-%d %H:%M}",
            "deed": move_label(latest.move),
            "state": latest.case.get_state_display(),
        }
        sentence = _("%(name)s已于%(moment)s办理“%(deed)s”，该问题现为“%(state)s”，请查看最新情况后再办理。")
        super().__init__(sentence % facts)
        self.latest = latest


class EventIdTaken(InvalidInput):
    """The id belongs to another step already, or is none that a form or phone makes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One press of a button: on which case, under which id, having seen what."""

    case_id: UUID
    event_id: UUID = field(default_factory=new_id)  # made by the form or phone; the same one again is the same step
    seen: UUID | None = None  # the newest step on the person's screen; None: does not matter


@dataclass(frozen=True, slots=True)
class Brought:
    """What the person brings along."""

    text: str = ""  # reason
    before: Sequence[UUID] = ()  # ids of stored photos
    after: Sequence[UUID] = ()
    check: Sequence[UUID] = ()
    scene: Sequence[UUID] = ()
    has_lead_unit: bool = False
    has_deadline: bool = False
    has_main_case: bool = False
    has_called_units: bool = False

    def photos(self) -> dict[str, Sequence[UUID]]:
        """The photos by moment."""
        moments = CasePhoto.Moment
        return {
            moments.BEFORE: self.before,
            moments.AFTER: self.after,
            moments.CHECK: self.check,
            moments.SCENE: self.scene,
        }


@dataclass(frozen=True, slots=True)
class Changed:
    """What a move changed besides the state: columns of the case, and what the step tells about it."""

    columns: Sequence[str] = ()
    unit_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


Change: TypeAlias = Callable[[Case, datetime], Changed]


def carry_out(
    *, actor: Actor, step: Step, move: str, brought: Brought, change: Change, also_lock: Collection[UUID] = ()
) -> CaseEvent:
    """The recorded step. The same `event_id` again gives the step recorded then and changes nothing.

    `also_lock`: other cases that the change looks at or writes; all are locked in one order, so that nobody waits in a
    ring.
    """
    if not is_client_id(step.event_id):
        raise EventIdTaken(_("提交编号无效，请刷新页面后重新提交。"))
    try:
        with transaction.atomic():
            lock_cases([step.case_id, *also_lock])
            case = case_for(actor, step.case_id)
            at = now()
            check_step(actor, step, move, case, brought, at)
            return _record(actor, step, move, case, brought, at, change)
    except (IntegrityError, Refusal) as failure:
        # Pressed before, or at this very moment: asked only now, since hardly any press comes twice.
        done = _done_before(actor, step, move, failure)
        if done is None:
            raise
        return done


def check_step(actor: Actor, step: Step, move: str, case: Case, brought: Brought, at: datetime) -> None:
    """Nothing when this person may make the move with the locked case as it stands; raises the refusal when not."""
    if not may(actor, move, case, now=at):
        raise NotPermitted(why_not(actor, move, case))
    if step.seen is not None and step.seen != case.latest_event_id:
        raise CaseMovedOn(CaseEvent.objects.select_related("case").get(pk=case.latest_event_id))
    if len(brought.text) > MOST_TEXT:
        raise InvalidInput(_("说明不能超过%(most)s字，请精简后再提交。") % {"most": MOST_TEXT})
    with in_the_language_of_the_person():
        workflow.check(move, case.state, _given(actor, move, case, brought))


def written(moment: datetime | None) -> str:
    """A moment as a step's data keep it; empty when there is none."""
    return moment.isoformat() if moment else ""


def move_label(move: str) -> str:
    """The name of a step, for people."""
    if move in STILL:
        return _(STILL[move])
    return _("上报") if move == "open" else _(workflow.move_of(move).label)


def _done_before(actor: Actor, step: Step, move: str, failure: Exception) -> CaseEvent | None:
    done = CaseEvent.objects.filter(pk=step.event_id).select_related("case").first()
    if done is None:
        return None
    if isinstance(failure, NotFound) and (done.case_id, done.actor_id) != (step.case_id, actor.person_id):
        # Sending back takes the case out of the unit's sight, and the same press is still answered alike; of steps of
        # others nothing is told.
        return None
    if (done.case_id, done.move, done.actor_id) != (step.case_id, move, actor.person_id):
        raise EventIdTaken(_("提交编号已经用过，请刷新页面后重新提交。"))
    return done


def _given(actor: Actor, move: str, case: Case, brought: Brought) -> workflow.Given:
    needs = workflow.move_of(move).needs
    return workflow.Given(
        text=brought.text,
        before_photos=len(brought.before) or _count_before(case, needs),
        after_photos=len(brought.after),
        has_lead_unit=brought.has_lead_unit,
        has_deadline=brought.has_deadline,
        has_main_case=brought.has_main_case,
        has_called_units=brought.has_called_units,
        is_second_person=workflow.Need.SECOND_PERSON not in needs or not has_fixed(actor, case),
        is_released=not case.is_held,
        is_imported=case.is_imported,
        has_everybody_answered=workflow.Need.ALL_ANSWERED in needs and not is_awaited(case),
        **standing(case),
    )


def _count_before(case: Case, needs: frozenset[workflow.Need]) -> int:
    if workflow.Need.TWO_PHOTOS not in needs:
        return 0
    return case.photos.filter(moment=CasePhoto.Moment.BEFORE).count()


def has_fixed(actor: Actor, case: Case) -> bool:
    """True when the actor is one of those who fixed the case or fed back on it, at any time."""
    if actor.person_id is None:
        return False
    fed_back = case.history.filter(move__in=FIXING_MOVES, actor=actor.person_id)
    return case.fixer_id == actor.person_id or fed_back.exists()


def _record(
    actor: Actor, step: Step, move: str, case: Case, brought: Brought, at: datetime, change: Change
) -> CaseEvent:
    before = case.state
    target = workflow.target_of(move, before, joined_from=joined_from(case))
    changed = change(case, at)
    lapsed = pending.lapses(move, target)
    for column in lapsed:
        setattr(case, column, None)
    case.state = target.value
    case.latest_event_id = step.event_id
    if case.state != before or "due_at" in changed.columns:
        case.next_reminder_at = next_reminder(case, came_from=before, at=at)
    case.save(update_fields={"state", "latest_event_id", "next_reminder_at", *changed.columns, *lapsed})
    event = CaseEvent.objects.create(
        id=step.event_id,
        case=case,
        move=move,
        from_state=before,
        to_state=case.state,
        actor_id=actor.person_id,
        actor_name=actor.name,
        unit_id=changed.unit_id,
        at=at,
        reason=brought.text.strip(),
        data=dict(changed.data),
    )
    attach_photos(event=event, photos=brought.photos())
    audit.record(actor=actor, action=f"cases.{move}", subject=case, detail={"event": str(event.pk)})
    announce(event)
    return event
