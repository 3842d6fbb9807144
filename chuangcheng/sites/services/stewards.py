"""街巷长, 小巷管家, 路长, 段长: who looks after a site, from one day to another; ended, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.sites.access import STEWARD, site_for, stewardship_for
from chuangcheng.sites.models import Stewardship
from chuangcheng.sites.services.owners import working_person
from chuangcheng.sites.services.sites import PERSON_LENGTH
from chuangcheng.sites.services.texts import checked_line, checked_reason

SEGMENT_LENGTH = 100  # characters, as the column


@dataclass(frozen=True)
class StewardFacts:
    """Who, as what, for which part. `person_id`, or the `name` of somebody who does not sign in."""

    kind: str  # Stewardship.Kind
    starts_on: date
    person_id: int | None = None
    name: str = ""
    segment: str = ""  # from where to where; empty: the whole site


def name_steward(*, actor: Actor, site_id: UUID, facts: StewardFacts) -> Stewardship:
    """The stewardship; the same person in the same part already: as it stands. Several stand beside each other."""
    if facts.kind not in Stewardship.Kind.values:
        raise InvalidInput(_("请选择街巷长、小巷管家、路长或段长。"))
    segment = checked_line(facts.segment, label=_("管护范围"), at_most=SEGMENT_LENGTH)
    with transaction.atomic():
        site = site_for(actor, site_id, permission=STEWARD, lock=True)
        if not site.is_active:
            raise InvalidInput(_("该点位已停用，请先恢复使用。"))
        person = working_person(actor, facts.person_id) if facts.person_id else None
        given = person.name if person else facts.name
        name = checked_line(given, label=_("姓名"), at_most=PERSON_LENGTH, required=True)
        running = site.stewardships.filter(ends_on__isnull=True, kind=facts.kind, segment=segment)
        same = running.filter(person=person, name=name).first()
        if same is not None:
            return same
        made = Stewardship.objects.create(
            site=site, person=person, name=name, kind=facts.kind, segment=segment, starts_on=facts.starts_on
        )
        detail = {"kind": facts.kind, "person": facts.person_id, "segment": segment}
        audit.record(actor=actor, action="sites.name_steward", subject=site, detail=detail)
    return made


def end_stewardship(*, actor: Actor, stewardship_id: int, ends_on: date, reason: str) -> Stewardship:
    """The stewardship ends with this day; the row stays as history. Ended already: as it stands."""
    why = checked_reason(reason)
    with transaction.atomic():
        found = stewardship_for(actor, stewardship_id, lock=True)
        if found.ends_on is not None:
            return found
        if ends_on < found.starts_on:
            raise InvalidInput(_("结束日期不能早于开始日期，请改正。"))
        found.ends_on, found.end_reason = ends_on, why
        found.save(update_fields=["ends_on", "end_reason"])
        detail = {"kind": found.kind, "person": found.person_id, "reason": why}
        audit.record(actor=actor, action="sites.end_stewardship", subject=found.site, detail=detail)
    return found
