"""吹哨、到场回应、结束吹哨: units are called together at the scene, and each says when it came and what it did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent, Whistle, WhistleAnswer, WhistleCall, WhistleEnd
from chuangcheng.cases.queries.whistles import answering_units, open_whistle
from chuangcheng.cases.services.partners import add_called
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.cases.settings import WHISTLE_MINUTES
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date
from chuangcheng.orgs.queries import open_unit_ids

MOST_CALLED = 20  # units in one whistle: our choice
LONGEST_WAIT = 10_000  # minutes, a week: our choice
MOST_PLACE, MOST_NAMES = 200, 100  # characters, as the columns
MINUTE = timedelta(minutes=1)  # a form gives the time without seconds


def whistle(
    *,
    actor: Actor,
    step: Step,
    called_unit_ids: Collection[int],
    reason: str,
    place: str = "",
    respond_within: int | None = None,
) -> CaseEvent:
    """Calls units to the scene. `respond_within`: minutes; the usual ones of the office unless said.

    `place`: where to meet; the place of the case unless said.
    """

    def change(case: Case, at: datetime) -> Changed:
        called = _known_units(called_unit_ids)
        respond_by = at + timedelta(minutes=_minutes(respond_within, at))
        case.whistled_at = at
        made = Whistle.objects.create(
            event_id=step.event_id,
            case=case,
            unit_id=_own_unit(actor, case),
            called_at=at,
            respond_by=respond_by,
            place=(place.strip() or case.place)[:MOST_PLACE],
        )
        WhistleCall.objects.bulk_create(WhistleCall(whistle=made, unit_id=unit) for unit in called)
        data = {"called": called, "respond_by": written(respond_by), "place": made.place}
        return Changed(("whistled_at",), unit_id=made.unit_id, data={**data, "assists": add_called(case, called)})

    brought = Brought(text=reason, has_called_units=bool(called_unit_ids))
    return carry_out(actor=actor, step=step, move="whistle", brought=brought, change=change)


def answer_whistle(
    *,
    actor: Actor,
    step: Step,
    unit_id: int | None,
    arrived_at: datetime,
    who_came: str,
    reason: str,
    scene: Sequence[UUID] = (),
) -> CaseEvent:
    """Tells for a called unit when it came, who, and what it did; it may tell more later."""

    def change(case: Case, at: datetime) -> Changed:
        found = open_whistle(case)
        call = next((call for call in answering_units(actor, found) if call.unit_id == unit_id), None)
        if found is None or call is None:
            raise InvalidInput(_("所选单位不在这次吹哨召集的单位中，请重新选择。"))
        if not found.called_at - MINUTE <= arrived_at <= at + MINUTE:
            raise InvalidInput(_("到场时间应在吹哨之后、现在之前，请重新填写。"))
        if not who_came.strip():
            raise InvalidInput(_("没有写明谁到场，请填写后再提交。"))
        WhistleCall.objects.filter(pk=call.pk).update(is_waiting=False)
        WhistleAnswer.objects.create(
            event_id=step.event_id, call=call, arrived_at=arrived_at, who_came=who_came.strip()[:MOST_NAMES]
        )
        is_late = arrived_at > found.respond_by
        data = {"arrived_at": written(arrived_at), "who_came": who_came.strip()[:MOST_NAMES], "late": is_late}
        return Changed(unit_id=unit_id, data=data)

    brought = Brought(text=reason, scene=scene)
    return carry_out(actor=actor, step=step, move="answer_whistle", brought=brought, change=change)


def end_whistle(*, actor: Actor, step: Step, reason: str = "") -> CaseEvent:
    """Everybody has answered, or the reason says why it ends before."""

    def change(case: Case, at: datetime) -> Changed:
        found = open_whistle(case)
        case.whistled_at = None
        if found is not None:
            WhistleEnd.objects.create(event_id=step.event_id, whistle=found, ended_at=at)
            WhistleCall.objects.filter(whistle=found, is_waiting=True).update(is_waiting=False)
        return Changed(("whistled_at",))

    return carry_out(actor=actor, step=step, move="end_whistle", brought=Brought(text=reason), change=change)


def _known_units(unit_ids: Collection[int]) -> list[int]:
    wanted = sorted(set(unit_ids))
    if len(wanted) > MOST_CALLED:
        raise InvalidInput(_("一次最多召集%(most)s个单位，请减少后再提交。") % {"most": MOST_CALLED})
    if open_unit_ids(wanted) != set(wanted):
        raise InvalidInput(_("所选单位不存在或已撤并，请重新选择。"))
    return wanted


def _minutes(given: int | None, at: datetime) -> int:
    minutes = WHISTLE_MINUTES.on(local_date(at)) if given is None else given
    if not 1 <= minutes <= LONGEST_WAIT:
        raise InvalidInput(_("到场时限应在1分钟到一周之间，请重新填写。"))
    return minutes


def _own_unit(actor: Actor, case: Case) -> int | None:
    """The unit that whistles: the lead unit or the area when the person works there, else their first one."""
    for unit in (case.lead_unit_id, case.area_id):
        if unit in actor.unit_ids:
            return unit
    return min(actor.unit_ids, default=None)
