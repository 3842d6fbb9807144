"""The sites of a round and who visits them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.inspections.access import round_to_plan
from chuangcheng.inspections.models import Assignment, Round
from chuangcheng.inspections.queries import may_visit_people, sites_to_add
from chuangcheng.inspections.services.rounds import OPEN_STATES, RoundMovedOn
from chuangcheng.sites.access import visible_sites

MOST_SITES = 5_000  # in one round; our choice


class NotAnInspector(InvalidInput):
    """Sites are given to people who may visit."""


@transaction.atomic
def add_sites(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID]) -> int:
    """Puts sites into a round that is not finished; those already there stay once. Gives the number added."""
    found = open_round(actor, round_id)
    _check_count(len(site_ids))
    fresh = list(sites_to_add(actor=actor, found=found).filter(pk__in=site_ids).values_list("pk", flat=True))
    check_room(found, len(fresh))
    put_in_order(actor, found, fresh)
    audit.record(actor=actor, action="inspections.add_sites", subject=found, detail={"added": len(fresh)})
    return len(fresh)


@transaction.atomic
def remove_sites(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID]) -> int:
    """Takes sites out that have not been visited; visited ones stay. Gives the number taken out."""
    found = open_round(actor, round_id)
    _check_count(len(site_ids))
    removed, _kinds = found.assignments.filter(site_id__in=site_ids, visited_at__isnull=True).delete()
    if not removed:
        raise InvalidInput(_("所选点位已检查或不在本轮次中，不能移出。"))
    detail = {"removed": removed, "sites": [str(site_id) for site_id in site_ids[:100]]}
    audit.record(actor=actor, action="inspections.remove_sites", subject=found, detail=detail)
    return removed


@transaction.atomic
def assign_inspector(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID], inspector_id: int | None) -> int:
    """Gives unvisited sites of a round to a person, or to nobody; gives the number of sites."""
    found = open_round(actor, round_id)
    _check_count(len(site_ids))
    if inspector_id is not None:
        check_inspectors([inspector_id])
    changed = found.assignments.filter(site_id__in=site_ids, visited_at__isnull=True).update(
        inspector_id=inspector_id, unit=None
    )
    if not changed:
        raise InvalidInput(_("所选点位已检查或不在本轮次中，不能再分派。"))
    detail = {"inspector": inspector_id, "sites": changed}
    audit.record(actor=actor, action="inspections.assign", subject=found, detail=detail)
    return changed


@transaction.atomic
def assign_owners(*, actor: Actor, round_id: UUID, site_ids: Sequence[UUID]) -> int:
    """Gives unvisited sites to the units that answer for them, whose people check themselves; the number of sites."""
    found = open_round(actor, round_id)
    _check_count(len(site_ids))
    rows = list(found.assignments.filter(site_id__in=site_ids, visited_at__isnull=True).select_related("site"))
    if not rows:
        raise InvalidInput(_("所选点位已检查或不在本轮次中，不能再分派。"))
    for row in rows:
        row.inspector_id, row.unit_id = None, row.site.owner_id or row.site.area_id
    Assignment.objects.bulk_update(rows, ["inspector", "unit"], batch_size=500)
    audit.record(actor=actor, action="inspections.assign", subject=found, detail={"sites": len(rows)})
    return len(rows)


@transaction.atomic
def spread_over_inspectors(*, actor: Actor, round_id: UUID, inspector_ids: Sequence[int]) -> int:
    """Gives the sites nobody has to the people, in even runs of neighbours. Returns the number of sites."""
    found = open_round(actor, round_id)
    people = list(dict.fromkeys(inspector_ids))
    if not people:
        raise InvalidInput(_("请至少选择一名检查员。"))
    check_inspectors(people)
    free = list(
        found.assignments.filter(inspector__isnull=True, unit__isnull=True, visited_at__isnull=True).order_by(
            "site__area__path", "order"
        )
    )
    for index, assignment in enumerate(free):
        assignment.inspector_id = people[index * len(people) // len(free)]
    Assignment.objects.bulk_update(free, ["inspector"], batch_size=500)
    audit.record(actor=actor, action="inspections.spread", subject=found, detail={"sites": len(free)})
    return len(free)


def check_room(found: Round, more: int) -> None:
    """Raises InvalidInput when the round cannot take so many sites more."""
    _check_count(found.assignments.count() + more)


def put_in_order(actor: Actor, found: Round, site_ids: Sequence[UUID]) -> None:
    """Appends sites that are not in the round yet, neighbours together."""
    last = found.assignments.aggregate(last=Max("order"))["last"] or 0
    rows = visible_sites(actor).filter(pk__in=site_ids).order_by("area__path", "site_type__order", "number")
    Assignment.objects.bulk_create(
        [
            Assignment(round=found, site_id=pk, order=last + n)
            for n, pk in enumerate(rows.values_list("pk", flat=True), 1)
        ],
        batch_size=1_000,
    )


def open_round(actor: Actor, round_id: UUID) -> Round:
    """The round, locked, while its sites may be changed; raises RoundMovedOn."""
    found = round_to_plan(actor, round_id)
    if found.state not in OPEN_STATES:
        raise RoundMovedOn(found)
    return found


def _check_count(count: int) -> None:
    if count > MOST_SITES:
        raise InvalidInput(_("一个轮次最多%(most)s个点位，请分成几个轮次。") % {"most": MOST_SITES})


def check_inspectors(person_ids: Sequence[int]) -> None:
    """Raises NotAnInspector unless all of them may visit."""
    may = set(may_visit_people(today=today()).values_list("pk", flat=True))
    if not set(person_ids) <= may:
        raise NotAnInspector(_("所选人员不能做现场检查，请从列表中选择。"))
