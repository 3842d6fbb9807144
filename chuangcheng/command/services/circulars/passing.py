"""下发和转发: the office passes a circular down to units, a unit to its own; who has not signed is reminded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.circular_access import KEEP, SIGN, addressed_for, circular_for, own_addressed
from chuangcheng.command.library_indexing import index_circular
from chuangcheng.command.models import Circular, CircularUnit
from chuangcheng.command.services.circulars.registering import CircularEnded, open_circular
from chuangcheng.command.services.circulars.telling import ask_to_sign, tell_addressed
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.inbox_text import InboxText
from chuangcheng.core.notices import inbox_text
from chuangcheng.core.times import now, today
from chuangcheng.orgs.queries import every_unit

MOST_UNITS = 3000  # of one circular; our choice, above the units of a large city
FAR = 2100


@dataclass(frozen=True)
class PassGiven:
    """To whom a circular goes: units by name, with all below them, or of a kind; by when they sign."""

    unit_ids: Sequence[int] = ()
    branch_ids: Sequence[int] = ()  # these and everything below them
    kinds: Sequence[str] = ()  # every unit of the kind
    sign_by: date | None = None
    wants_answer: bool = False
    despite: str = ""  # why, although a unit has its number for this week


@transaction.atomic
def issue_circular(*, actor: Actor, circular_id: UUID, given: PassGiven) -> int:
    """Passes it to units, later to more of them; who has it already is left. Gives how many are new."""
    found = open_circular(actor, circular_id)
    wanted = _chosen(given, every_unit())
    if not wanted:
        raise InvalidInput(_("请选择要发给的单位。"))
    _check_day(given.sign_by)
    if not found.text and not found.files.exists():
        raise InvalidInput(_("这份文件还没有内容，请先上传附件或录入正文。"))
    is_first = found.issued_at is None
    if is_first:
        found.issued_at, found.sign_by, found.wants_answer = now(), given.sign_by, given.wants_answer
        found.save(update_fields=["issued_at", "sign_by", "wants_answer"])
    rows = _added(actor, found, wanted, None, given)
    detail = {"units": len(rows)}
    audit.record(actor=actor, action="command.issue_circular", subject=found, detail=detail)
    return len(rows)


@transaction.atomic
def pass_on_circular(*, actor: Actor, circular_id: UUID, unit_id: int, given: PassGiven) -> int:
    """A unit passes it on to units below it; their receipts add up to its own. Gives how many are new."""
    found = circular_for(actor, circular_id, lock=True)
    own = addressed_for(actor, found, unit_id)
    if found.withdrawn_at is not None:
        raise CircularEnded
    below = units_below(own.unit)
    wanted = _chosen(given, below)
    strange = {*given.unit_ids, *given.branch_ids} - {unit.pk for unit in below}
    if strange:
        raise InvalidInput(_("只能转发给本单位下属的单位，请重新选择。"))
    if not wanted:
        raise InvalidInput(_("请选择要转发的单位。"))
    _check_day(given.sign_by)
    rows = _added(actor, found, wanted, own, given)
    detail = {"unit": own.unit.name, "units": len(rows)}
    audit.record(actor=actor, action="command.pass_on_circular", subject=found, detail=detail)
    return len(rows)


@transaction.atomic
def remind_circular(*, actor: Actor, circular_id: UUID) -> int:
    """Reminds those who have not signed: all for the office, for a unit those it passed it on to. Gives how many
    units; a person hears of it once a day."""
    found = circular_for(actor, circular_id, lock=True)
    if found.withdrawn_at is not None:
        raise CircularEnded
    rows = found.units.filter(signed__isnull=True).select_related("unit").defer("unit__boundary")
    if not actor.everywhere(KEEP):
        require(actor, SIGN)
        rows = rows.filter(passed_by__in=own_addressed(actor, found))
    unsigned = list(rows)
    if not unsigned:
        raise InvalidInput(_("都已签收，不用提醒。"))
    tell_addressed(found, unsigned, inbox_text("请签收：%(title)s", {"title": found.title}), f"remind-{today()}")
    CircularUnit.objects.filter(pk__in=[row.pk for row in unsigned]).update(reminded_at=now())
    audit.record(actor=actor, action="command.remind_circular", subject=found, detail={"units": len(unsigned)})
    return len(unsigned)


def units_below(unit: Any) -> list[Any]:
    """The open units below this one, in the order of the tree. One query."""
    return [each for each in every_unit() if each.path.startswith(unit.path) and each.pk != unit.pk and _is_open(each)]


def _is_open(unit: Any) -> bool:
    return bool(unit.closed_on is None)


def _chosen(given: PassGiven, among: Iterable[Any]) -> list[Any]:
    units = [unit for unit in among if _is_open(unit)]
    named = {*given.unit_ids, *given.branch_ids}
    if not named <= {unit.pk for unit in units}:
        raise InvalidInput(_("没有找到所选的单位，请重新选择。"))
    branches = tuple(unit.path for unit in units if unit.pk in set(given.branch_ids))
    return [
        unit
        for unit in units
        if unit.pk in named or unit.kind in given.kinds or (branches and unit.path.startswith(branches))
    ]


def _check_day(day: date | None) -> None:
    if day is not None and not (today() <= day and day.year <= FAR):
        raise InvalidInput(_("签收期限不能早于今天，请核对。"))


def _added(
    actor: Actor, found: Circular, wanted: Sequence[Any], passed_by: CircularUnit | None, given: PassGiven
) -> list[CircularUnit]:
    there = set(found.units.values_list("unit", flat=True))
    fresh = [unit for unit in wanted if unit.pk not in there]
    if len(there) + len(fresh) > MOST_UNITS:
        raise InvalidInput(_("一份文件最多发给%(most)s个单位。") % {"most": MOST_UNITS})
    rows = CircularUnit.objects.bulk_create(
        [
            CircularUnit(circular=found, unit=unit, passed_by=passed_by, sign_by=given.sign_by, added_at=now())
            for unit in fresh
        ],
        batch_size=500,
    )
    ask_to_sign(actor, found, rows, given.despite)
    tell_addressed(found, rows, _call_text(found, given.sign_by), "issued")
    index_circular(found)
    return rows


def _call_text(found: Circular, sign_by: date | None) -> InboxText:
    if sign_by is None:
        return inbox_text("新文件，请签收：%(title)s", {"title": found.title})
    return inbox_text("新文件，请于%(day)s前签收：%(title)s", {"title": found.title, "day": sign_by.isoformat()})
