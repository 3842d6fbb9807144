"""What a phone keeps for a day without signal: one answer, some fifteen statements whatever its length."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from math import cos, radians
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from chuangcheng.cases.access import FIX
from chuangcheng.cases.queries import MINE, CaseFilter, CaseLists, classes_in_use
from chuangcheng.cases.queries.notices import first_photos
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.field.access import powers
from chuangcheng.field.models import Advice
from chuangcheng.field.queries.my_patrol import has_places, my_patrol
from chuangcheng.field.wording import BEHAVIOURS, example_words
from chuangcheng.inspections.access import may_visit
from chuangcheng.inspections.queries import my_open_assignments, returned_to
from chuangcheng.inspections.queries.telling import asked_words
from chuangcheng.sites.access import VIEW as VIEW_SITES
from chuangcheng.sites.access import visible_sites
from chuangcheng.sites.queries import items_by_type, steward_names

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.sites.models import Site

MOST_VISITS = 200  # sites of a day
MOST_RETURNED = 50  # visits to amend
MOST_CASES = 100  # to fix, the most urgent first
MOST_SITES = 200  # around the person
AROUND_DEGREES = 0.02  # of latitude: some 2 km
Place = tuple[float, float]  # longitude, latitude, degrees WGS-84


def day_of(*, actor: Actor, moment: datetime, here: Place | None = None, brief: bool = False) -> dict[str, Any]:
    """The visits, checklists, classes, cases and sites of a person today. The same as long as nothing changed.

    brief: without what only the screens behind the first one need.
    """
    visits = list(my_open_assignments(actor=actor)[:MOST_VISITS]) if may_visit(actor) else []
    day = local_date(moment)
    stewards = steward_names(site_ids=[row.site_id for row in visits], day=day) if visits else {}
    first = {
        "person": {"id": actor.person_id, "name": actor.name, "unit": actor.unit_name},
        "day": day.isoformat(),
        "may": powers(actor),
        "visits": [_visit(row, stewards.get(row.site_id, [])) for row in visits],
        "to_amend": _to_amend(actor),
        "patrols": has_places(actor=actor, day=day),
        "cases": _cases_to_fix(actor, moment),
    }
    return {**first, "is_brief": True} if brief else {**first, **_rest(actor, visits, moment, here)}


def _rest(actor: Actor, visits: Sequence[Any], moment: datetime, here: Place | None) -> dict[str, Any]:
    types = {row.site.site_type_id: row.site.site_type.name for row in visits}
    return {
        "checklists": _checklists(types, moment),
        "classes": [{"id": row.pk, "group": row.group, "name": row.name} for row in classes_in_use()],
        "patrol": my_patrol(actor=actor, day=local_date(moment)),
        "sites": _sites(actor, here or _middle([row.site for row in visits])),
        "behaviours": [str(words) for words in BEHAVIOURS],
        "outcomes": [{"code": code, "name": str(name)} for code, name in Advice.Outcome.choices],
    }


def _visit(row: Any, stewards: Sequence[str]) -> dict[str, Any]:
    site = row.site
    return {
        "round_id": str(row.round_id),
        "round": row.round.name,
        "ends_on": row.round.ends_on.isoformat(),
        "site_id": str(row.site_id),
        "site": site.name,
        "type_id": site.site_type_id,
        "type": site.site_type.name,
        "area": site.area.name,
        "address": site.address,
        "lon": site.lon,
        "lat": site.lat,
        "stewards": list(stewards),
    }


def _to_amend(actor: Actor) -> list[dict[str, str]]:
    """Visits that came back: they are amended on their own page, which needs the network."""
    rows = returned_to(actor=actor)[:MOST_RETURNED] if may_visit(actor) else []
    return [
        {"site": row.site.name, "round": row.round.name, "url": reverse("inspections:amend_visit", args=[row.pk])}
        for row in rows
    ]


def _checklists(types: dict[int, str], moment: datetime) -> dict[str, Any]:
    asked = items_by_type(site_type_ids=types, day=local_date(moment)) if types else {}
    return {str(pk): {"name": name, "items": [_item(item) for item in asked.get(pk, [])]} for pk, name in types.items()}


def _item(item: Any) -> dict[str, Any]:
    return {
        "id": item.pk,
        "part": item.part,
        "text": item.text,
        "kind": item.kind,
        "minimum": item.minimum,
        "minutes": item.minutes,
        "line": None if item.line is None else float(item.line),
        "pieces": item.pieces,
        "unit": item.unit,
        "rule": item.counting_rule,
        "asked": asked_words(item),
        "example": example_words(item),
        "pictures": [
            {"id": str(each.file_id), "passes": each.passes, "caption": each.caption} for each in item.pictures.all()
        ],
        "problem": item.problem_class,
    }


def _cases_to_fix(actor: Actor, moment: datetime) -> list[dict[str, Any]]:
    if not actor.may(FIX):
        return []
    chosen = CaseFilter(view=MINE, state="fixing")
    cases = CaseLists(actor, moment).page(chosen, limit=MOST_CASES).cases
    cases.sort(key=lambda case: (case.due_at is None, case.due_at, case.pk))
    photos = first_photos(case_ids=[case.pk for case in cases]) if cases else {}
    return [_case(case, photos.get(case.pk)) for case in cases]


def _case(case: Case, photo: Any) -> dict[str, Any]:
    return {
        "id": str(case.pk),
        "number": case.number,
        "class": case.problem_class.name if case.problem_class is not None else "",
        "description": case.description,
        "place": case.place,
        "unit": case.lead_unit.name if case.lead_unit is not None else "",
        "lon": case.lon,
        "lat": case.lat,
        "due_at": case.due_at.isoformat() if case.due_at is not None else None,
        "rework": case.rework_count,
        "seen": str(case.latest_event_id),
        "photo": None if photo is None else str(photo.pk),
    }


def _sites(actor: Actor, here: Place | None) -> list[dict[str, Any]]:
    if not actor.may(VIEW_SITES):
        return []
    rows = visible_sites(actor).filter(is_active=True)
    if here is not None:
        rows = rows.filter(_around(here))
    named = rows.order_by("name", "pk").values_list("pk", "name", "lon", "lat")[:MOST_SITES]
    return [{"id": str(pk), "name": name, "lon": lon, "lat": lat} for pk, name, lon, lat in named]


def _around(here: Place) -> Q:
    lon, lat = here
    sideways = AROUND_DEGREES / max(cos(radians(lat)), 0.01)
    return Q(lat__range=(lat - AROUND_DEGREES, lat + AROUND_DEGREES), lon__range=(lon - sideways, lon + sideways))


def _middle(sites: Collection[Site]) -> Place | None:
    placed = [(site.lon, site.lat) for site in sites if site.lon is not None and site.lat is not None]
    if not placed:
        return None
    lons, lats = zip(*placed, strict=True)
    return sum(lons) / len(placed), sum(lats) / len(placed)
