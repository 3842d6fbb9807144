"""The other side of a record that was refused, as far as the person may see it; and where the person was before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from chuangcheng.cases.access import case_for
from chuangcheng.cases.queries import story_of
from chuangcheng.cases.services import move_label
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import SHANGHAI
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.positions import Fix
from chuangcheng.inspections.queries.fate import fate_of
from chuangcheng.sites.queries import sites_by_id


def how_it_stands(*, actor: Actor, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Lines for people, and the address where more is told; empty when the person may see nothing of it."""
    if kind == FieldRecord.Kind.VISIT:
        return _visit_side(actor, body["round_id"], body["site_id"])
    if body.get("case_id"):
        return _case_side(actor, body["case_id"])
    return {}


def position_before(*, person_id: int) -> Fix | None:
    """Where the person's phone was at its newest record. One query."""
    newest = FieldRecord.objects.filter(person=person_id).order_by("-pk").values_list("sent", flat=True).first()
    told = (newest or {}).get("position") if isinstance(newest, dict) else None
    at = parse_datetime(told["at"]) if told else None
    return None if not told or at is None else Fix(told["lon"], told["lat"], told["accuracy"], at)


def site_position(*, actor: Actor, body: Mapping[str, Any]) -> tuple[float, float] | None:
    """Longitude and latitude of the site that the record names, when the person sees it and it is known."""
    site_id = body.get("site_id") or (body.get("problem") or {}).get("site_id")
    if site_id is None or not actor.may("sites.view"):
        return None
    found = sites_by_id(actor=actor, site_ids=[site_id]).get(site_id)
    return None if found is None or found.lon is None or found.lat is None else (found.lon, found.lat)


def _visit_side(actor: Actor, round_id: UUID, site_id: UUID) -> dict[str, Any]:
    fate = fate_of(actor=actor, round_id=round_id, site_id=site_id)
    if fate is None:
        return {}
    lines = [_("%(round)s：%(state)s") % {"round": fate.round_name, "state": fate.round_state}]
    if fate.inspector:
        lines.append(_("点位现由%(name)s检查") % {"name": fate.inspector})
    if fate.visited_at:
        lines.append(_("%(moment)s已检查") % {"moment": _moment(fate.visited_at)})
    if fate.excused_at:
        lines.append(_("%(moment)s已免检") % {"moment": _moment(fate.excused_at)})
    return {"lines": [*lines, *([fate.reason] if fate.reason else [])], "url": ""}


def _case_side(actor: Actor, case_id: UUID) -> dict[str, Any]:
    try:
        story = story_of(case=case_for(actor, case_id))
    except NotFound:
        return {}
    case, latest = story.case, story.history[-1]
    facts = {"name": latest.actor_name, "moment": _moment(latest.at), "deed": move_label(latest.move)}
    lines = [
        _("问题%(number)s：%(state)s") % {"number": case.number, "state": case.get_state_display()},
        _("%(name)s于%(moment)s办理“%(deed)s”") % facts,
        *([latest.reason] if latest.reason else []),
    ]
    photos = [str(photo.file_id) for photo in getattr(latest, "shown_photos", [])]
    return {"lines": lines, "url": reverse("cases:case", args=[case.pk]), "photos": photos}


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"
