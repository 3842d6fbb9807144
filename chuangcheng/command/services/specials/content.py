"""What is put into a special campaign by hand: rounds of checks, cases with a reason, photos for the report."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.access import case_for
from chuangcheng.command.models import SpecialCampaign, SpecialCase, SpecialPick, SpecialRound
from chuangcheng.command.queries.specials.made_of import made_of
from chuangcheng.command.queries.specials.scope import sites_of
from chuangcheng.command.services.specials.steps import checked_reason, moved
from chuangcheng.command.special_access import special_to_organise
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import now
from chuangcheng.inspections.access import round_for
from chuangcheng.inspections.services import add_sites, create_round
from chuangcheng.sites.queries import ids_for_round

MOST_CHOICES = 500  # cases put in or left out by hand; our choice
MOST_PICKS = 30  # pairs of photos in a report; our choice


@transaction.atomic
def make_special_round(
    *, actor: Actor, special_id: UUID, round_id: UUID, name: str, kind: str, starts_on: date, ends_on: date
) -> SpecialRound:
    """A round in preparation over the sites of the campaign, under the framework of its first standard.

    The same `round_id` twice is one round.
    """
    found = special_to_organise(actor, special_id)
    moved(found, "change")
    standard = found.standards.order_by("pk").select_related("framework")[0]
    site_ids = ids_for_round(sites_of(actor, made_of(found.pk)))
    if not site_ids:
        raise InvalidInput(_("范围内没有点位，请先修改点位类型或区域。"))
    made = create_round(
        actor=actor,
        round_id=round_id,
        name=name,
        kind=kind,
        framework_id=standard.framework_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if not made.assignments.exists():
        add_sites(actor=actor, round_id=made.pk, site_ids=site_ids)
    return _attach(actor, found, made.pk)


@transaction.atomic
def attach_round(*, actor: Actor, special_id: UUID, round_id: UUID) -> SpecialRound:
    """A round that is there already; its cases belong to the campaign from now on. Again: nothing."""
    found = special_to_organise(actor, special_id)
    moved(found, "change")
    return _attach(actor, found, round_for(actor, round_id).pk)


@transaction.atomic
def detach_round(*, actor: Actor, special_id: UUID, round_id: UUID) -> None:
    """The round belongs to the campaign no more; it goes on by itself."""
    found = special_to_organise(actor, special_id)
    moved(found, "change")
    gone, _kinds = found.rounds.filter(round=round_for(actor, round_id)).delete()
    if gone:
        audit.record(actor=actor, action="command.detach_special_round", subject=found, detail={"round": str(round_id)})


@transaction.atomic
def choose_case(*, actor: Actor, special_id: UUID, case_id: UUID, is_in: bool, reason: str) -> SpecialCase:
    """A case in or out, against the rule, with a reason. Again the same: nothing."""
    found = special_to_organise(actor, special_id)
    moved(found, "change")
    case = case_for(actor, case_id)
    words = checked_reason(reason)
    if not words:
        raise InvalidInput(_("请写明理由，以便日后查考。"))
    last = found.choices.filter(case=case).order_by("-chosen_at", "-pk").first()
    if last is not None and last.is_in == is_in:
        return last
    if found.choices.count() >= MOST_CHOICES:
        raise InvalidInput(_("手工纳入和移出的问题最多%(most)s件，请改用问题类别和范围。") % {"most": MOST_CHOICES})
    made = SpecialCase.objects.create(
        campaign=found, case=case, is_in=is_in, reason=words, chosen_by_id=actor.person_id, chosen_at=now()
    )
    detail = {"number": case.number, "is_in": is_in, "reason": words}
    audit.record(actor=actor, action="command.choose_special_case", subject=found, detail=detail)
    return made


@transaction.atomic
def pick_photos(*, actor: Actor, special_id: UUID, case_id: UUID) -> None:
    """The photos of this case go into the closing report. Again: nothing."""
    found = special_to_organise(actor, special_id)
    case = case_for(actor, case_id)
    if found.picks.count() >= MOST_PICKS:
        raise InvalidInput(_("总结报告最多选%(most)s组对比图，请先去掉几组。") % {"most": MOST_PICKS})
    _made, is_new = SpecialPick.objects.get_or_create(campaign=found, case=case)
    if is_new:
        _record_pick(actor, found, case.number, is_in=True)


@transaction.atomic
def unpick_photos(*, actor: Actor, special_id: UUID, case_id: UUID) -> None:
    """They do not."""
    found = special_to_organise(actor, special_id)
    case = case_for(actor, case_id)
    gone, _kinds = found.picks.filter(case=case).delete()
    if gone:
        _record_pick(actor, found, case.number, is_in=False)


def _attach(actor: Actor, found: SpecialCampaign, round_id: UUID) -> SpecialRound:
    facts = {"added_by_id": actor.person_id, "added_at": now()}
    made, is_new = SpecialRound.objects.get_or_create(campaign=found, round_id=round_id, defaults=facts)
    if is_new:
        audit.record(actor=actor, action="command.attach_special_round", subject=found, detail={"round": str(round_id)})
    return made


def _record_pick(actor: Actor, found: SpecialCampaign, number: str, *, is_in: bool) -> None:
    detail = {"number": number, "is_in": is_in}
    audit.record(actor=actor, action="command.pick_special_photos", subject=found, detail=detail)
