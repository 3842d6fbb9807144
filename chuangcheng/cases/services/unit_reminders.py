"""提醒 at the duty desk: one press tells units of what is overdue or near its deadline, on record, not too often."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.cases.access import REMIND, visible_cases
from chuangcheng.cases.models import UnitReminder
from chuangcheng.cases.queries.conditions import overdue_condition, soon_condition
from chuangcheng.cases.services.reminding import HEAD, LIAISON
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.notices import inbox_text, notify
from chuangcheng.core.times import SHANGHAI, local_date, now
from chuangcheng.orgs.access import units_where
from chuangcheng.orgs.queries import people_of_units

MOST_UNITS = 200  # of one press: our choice, far more than a board shows

QUIET_HOURS = register(
    DatedSetting(
        key="cases.remind_quiet_hours",
        label=gettext_lazy("同一单位两次提醒之间的小时数"),
        default=4,
        parse=lambda value: max(0, int(value)),
        help=gettext_lazy("值班台提醒过一个单位后，这些小时内不再提醒该单位；填0则不限。"),
        source=gettext_lazy("本系统的选择"),
    )
)


class RemindedAlready(Refusal):
    """Every unit was reminded a short while ago."""

    def __init__(self, last: UnitReminder, unit: str, hours: int) -> None:
        facts = {"unit": unit, "moment": f"{last.at.astimezone(SHANGHAI):%m-%d %H:%M}", "hours": hours}
        super().__init__(_("%(unit)s已于%(moment)s提醒过，%(hours)s小时内不再重复提醒，请稍后再试。") % facts)


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of one press."""

    rows: Sequence[UnitReminder]  # the units that were reminded
    skipped_count: int  # units in their quiet time, or with nothing to remind of

    @property
    def deaf_count(self) -> int:
        """How many of them have neither liaison officer nor head: the reminder is on record, and reached nobody."""
        return sum(not row.recipient_count for row in self.rows)


def remind_units(*, actor: Actor, press_id: UUID, unit_ids: Collection[int]) -> Reminded:
    """Reminds these units; the same `press_id` again gives what was done then. RemindedAlready when all rest."""
    require(actor, REMIND)
    if not is_client_id(press_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    at, wanted = now(), sorted(set(unit_ids))[:MOST_UNITS]
    with transaction.atomic():
        units = _locked(actor, wanted)
        done = list(UnitReminder.objects.filter(press_id=press_id).order_by("pk"))
        if done:
            return Reminded(done, len(units) - len(done))
        resting = _resting(units, at)
        counts = _counts(actor, sorted(units.keys() - resting.keys()), at)
        if not counts:
            raise _nothing_to_do(resting, units, at)
        rows = _write(actor, press_id, counts, at)
        audit.record(actor=actor, action="cases.remind_units", detail={"units": len(rows), "press": str(press_id)})
    return Reminded(rows, len(units) - len(rows))


def _locked(actor: Actor, unit_ids: Sequence[int]) -> dict[int, str]:
    """Names of the units that the actor may remind, held to the end: two who press at once remind once."""
    held = units_where(actor, REMIND).filter(pk__in=unit_ids).select_for_update().order_by("pk")
    return dict(held.values_list("pk", "name"))


def _resting(units: Collection[int], at: datetime) -> dict[int, UnitReminder]:
    since = at - timedelta(hours=QUIET_HOURS.on(local_date(at)))
    rows = UnitReminder.objects.filter(unit__in=list(units), at__gt=since).order_by("pk")
    return {row.unit_id: row for row in rows}


def _counts(actor: Actor, unit_ids: Sequence[int], at: datetime) -> dict[int, tuple[int, int]]:
    """Overdue and near cases of each unit that has some."""
    late, near = overdue_condition(at), soon_condition(at, office_calendar())
    rows = visible_cases(actor).filter(late | near, lead_unit__in=unit_ids).order_by().values("lead_unit")
    counted = rows.annotate(late=Count("pk", filter=late), near=Count("pk", filter=near))
    return {row["lead_unit"]: (row["late"], row["near"]) for row in counted}


def _nothing_to_do(resting: dict[int, UnitReminder], units: dict[int, str], at: datetime) -> Refusal:
    if not resting:
        return Refusal(_("所选单位没有超期或临期的问题，不需要提醒。"))
    unit_id, last = max(resting.items(), key=lambda item: item[1].at)
    return RemindedAlready(last, units[unit_id], QUIET_HOURS.on(local_date(at)))


def _write(actor: Actor, press_id: UUID, counts: dict[int, tuple[int, int]], at: datetime) -> list[UnitReminder]:
    people = people_of_units(counts, duties=[LIAISON, HEAD], today=local_date(at))
    rows = [
        UnitReminder(
            press_id=press_id,
            unit_id=unit_id,
            actor_id=actor.person_id,
            actor_name=actor.name,
            at=at,
            overdue_count=late,
            soon_count=near,
            recipient_count=len(set(people.get(unit_id, ()))),
        )
        for unit_id, (late, near) in counts.items()
    ]
    UnitReminder.objects.bulk_create(rows)
    for row in rows:
        _tell(row, people.get(row.unit_id, ()))
    return rows


def _tell(row: UnitReminder, people: Sequence[int]) -> None:
    notify(
        person_ids=people,
        key=f"cases:remind-{row.press_id}-{row.unit_id}",
        title=inbox_text(
            "%(name)s提醒：您单位有%(late)s件问题超期、%(near)s件临期，请抓紧处置",
            {"name": row.actor_name, "late": row.overdue_count, "near": row.soon_count},
        ),
        link=f"{reverse('cases:list')}?lead={row.unit_id}&overdue={'1' if row.overdue_count else 'soon'}",
    )
