"""A new edition carries over what still holds; `changes_between` lists what is different."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.standards.access import CHANGE, framework_for
from chuangcheng.standards.events import EDITION_CARRIED_OVER
from chuangcheng.standards.models import Arrangement, Duty, DutyRuling, Framework, ItemLeader, StandardLink
from chuangcheng.standards.queries import drafts_of, negative_drafts_of
from chuangcheng.standards.queries.crosswalk import EQUAL, standing_links
from chuangcheng.standards.services.crosswalk import LinkDraft, write_links
from chuangcheng.standards.services.frameworks import create_framework
from chuangcheng.standards.services.negative import write_negative_entries
from chuangcheng.standards.services.spans import checked_day, still_running
from chuangcheng.standards.services.tree import put_in_order, write_standards

# The window belongs to the old year and is not carried.
CARRIED = ("note", "levels", "total", "programme", "is_sample", "counted_checks")
CARRIED_RULES = ("method_weights", "cycle_weights", "gate")


@transaction.atomic
def carry_over(*, actor: Actor, framework_id: int, edition: str, starts_on: date) -> Framework:
    """A draft of a new edition with the standards, negative list, leaders, duties and rulings of the old one.

    `starts_on`: the day from which leaders and units answer under the new edition.
    """
    old = framework_for(actor, framework_id, permission=CHANGE)
    day = checked_day(starts_on)
    if not old.standards.exists():
        raise InvalidInput(_("该体系还没有测评标准，没有可以沿用的内容。"))
    facts = {name: getattr(old, name) for name in (*CARRIED, *CARRIED_RULES)}
    new = create_framework(actor=actor, code=old.code, name=old.name, edition=edition, **facts)
    new.carried_over_from = old
    new.save(update_fields=["carried_over_from"])
    drafts = drafts_of(old)
    write_standards(framework=new, drafts=drafts)
    put_in_order(framework=new, codes=[draft.code for draft in drafts])
    write_negative_entries(framework=new, drafts=negative_drafts_of(old))
    codes = dict(new.standards.values_list("code", "pk"))
    _carry_leaders(old, new, day)
    _carry_duties(old, codes, day)
    _carry_rulings(old, codes)
    _carry_arrangements(old, codes)
    successors = {pk: codes[code] for pk, code in old.standards.values_list("pk", "code")}
    _carry_links(actor, successors)
    pairs = [list(pair) for pair in successors.items()]
    events.publish(EDITION_CARRIED_OVER, {"old": old.pk, "new": new.pk, "standards": pairs})
    audit.record(actor=actor, action="standards.carry_over", subject=new, detail={"from": old.pk})
    return new


def _carry_links(actor: Actor, successors: Mapping[int, int]) -> None:
    """Links of the old edition hold for the new one; each standard equals its successor, which counts nothing by itself
    (decisions/0008) and lets last year's material be offered.
    """
    standing = standing_links().filter(Q(first__in=successors) | Q(second__in=successors))
    carried = [
        LinkDraft(
            successors.get(link.first_id, link.first_id),
            successors.get(link.second_id, link.second_id),
            link.relation,
            link.share,
            link.reason,
        )
        for link in standing.select_related("first__framework", "second__framework").order_by("pk")
        if link.first.framework.code != link.second.framework.code
    ]
    same = [LinkDraft(before, after, EQUAL) for before, after in successors.items()]
    write_links(actor=actor, drafts=[*carried, *same], origin=StandardLink.Origin.EDITION)


def _carry_leaders(old: Framework, new: Framework, day: date) -> None:
    names = dict(new.items.values_list("name", "pk"))
    running = still_running(ItemLeader.objects.filter(item__framework=old, person__is_active=True), day)
    ItemLeader.objects.bulk_create(
        ItemLeader(
            item_id=names[row.item.name],
            person_id=row.person_id,
            starts_on=max(day, row.starts_on),
            ends_on=row.ends_on,
        )
        for row in running.select_related("item")
    )


def _carry_duties(old: Framework, codes: Mapping[str, int], day: date) -> None:
    running = still_running(Duty.objects.filter(standard__framework=old, unit__closed_on__isnull=True), day)
    Duty.objects.bulk_create(
        (
            Duty(
                standard_id=codes[row.standard.code],
                unit_id=row.unit_id,
                kind=row.kind,
                starts_on=max(day, row.starts_on),
                ends_on=row.ends_on,
            )
            for row in running.select_related("standard").order_by("pk")
        ),
        batch_size=500,
    )


def _carry_rulings(old: Framework, codes: Mapping[str, int]) -> None:
    """A ruling binds until another one, so it binds under the new edition too; open questions stay with the old."""
    ruled = DutyRuling.objects.filter(standard__framework=old, ruled_at__isnull=False).select_related("standard")
    DutyRuling.objects.bulk_create(
        DutyRuling(
            standard_id=codes[row.standard.code],
            raised_by_unit_id=row.raised_by_unit_id,
            question=row.question,
            raised_at=row.raised_at,
            ruled_for_id=row.ruled_for_id,
            ruled_by_id=row.ruled_by_id,
            ruled_at=row.ruled_at,
            reason=row.reason,
        )
        for row in ruled.order_by("pk")
    )


def _carry_arrangements(old: Framework, codes: Mapping[str, int]) -> None:
    """What holds from year to year; 完成时限 belongs to the old year."""
    rows = Arrangement.objects.filter(standard__framework=old).select_related("standard")
    Arrangement.objects.bulk_create(
        (
            Arrangement(
                standard_id=codes[row.standard.code],
                leader=row.leader,
                in_charge=row.in_charge,
                frequency=row.frequency,
                third_level=row.third_level,
                note=row.note,
            )
            for row in rows
        ),
        batch_size=500,
    )
