"""What a steward is to patrol, as the phone shows it: each place, how often, and when last."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.field.access import PATROL
from chuangcheng.field.frequency import FREQUENCIES, Frequency, done_in, period_of
from chuangcheng.field.models import PatrolStop
from chuangcheng.field.policies import TRACK_DAYS, TRACK_METRES, offers_track
from chuangcheng.field.queries.patrol_duty import LONGEST_PERIOD, rhythm_on
from chuangcheng.sites.queries import stewardships_of

ORDER = {frequency: place for place, frequency in enumerate(FREQUENCIES.values())}  # the most often first


def has_places(*, actor: Actor, day: date) -> bool:
    """True for who looks after a place and may patrol it. One query at most."""
    return actor.may(PATROL) and stewardships_of(person_id=actor.person_id or 0, day=day).exists()


def my_patrol(*, actor: Actor, day: date) -> dict[str, Any] | None:
    """The places of a steward and what the office offers; None for who patrols nothing. Four queries at most."""
    if not actor.may(PATROL):
        return None
    held = list(stewardships_of(person_id=actor.person_id or 0, day=day))
    if not held:
        return None
    days, newest = _patrolled(actor, day)
    rhythm = rhythm_on(day)
    places: dict[UUID, dict[str, Any]] = {}
    for row in held:
        frequency = rhythm.of(row.kind, row.site.area.path)
        known = places.setdefault(row.site_id, _place(row, newest.get(row.site_id)))
        known["posts"].append(f"{row.get_kind_display()} {row.segment}".strip())
        known["frequencies"].append(frequency)
    for site_id, place in places.items():
        asked = [each for each in place.pop("frequencies") if each is not None]
        place.update(_asked(asked, days.get(site_id, set()), day), posts=list(dict.fromkeys(place["posts"])))
    track = {"metres": TRACK_METRES.on(day), "days": TRACK_DAYS.on(day)} if offers_track(day) else None
    return {"places": list(places.values()), "track": track}


def _place(row: Any, last_at: str | None) -> dict[str, Any]:
    site = row.site
    return {
        "site_id": str(row.site_id),
        "site": site.name,
        "type": site.site_type.name,
        "area": site.area.name,
        "address": site.address,
        "lon": site.lon,
        "lat": site.lat,
        "posts": [],
        "last_at": last_at,
        "frequencies": [],
    }


def _asked(frequencies: list[Frequency], patrolled: set[date], day: date) -> dict[str, Any]:
    """What the most frequent duty of a place asks for in its period of today."""
    if not frequencies:
        return {"often": "", "times": 0, "done": 0, "until": None}
    most = min(frequencies, key=lambda each: ORDER[each])
    until = period_of(most.per, day)[1].isoformat()
    return {"often": _(most.words), "times": most.times, "done": done_in(most, patrolled, day=day), "until": until}


def _patrolled(actor: Actor, day: date) -> tuple[dict[UUID, set[date]], dict[UUID, str]]:
    """Days of patrol of the current periods, and the newest moment, by place."""
    rows = PatrolStop.objects.filter(person=actor.person_id or 0, day__gt=day - 12 * LONGEST_PERIOD)
    days: dict[UUID, set[date]] = {}
    newest: dict[UUID, str] = {}
    for site_id, at in rows.order_by("at").values_list("site", "at"):
        days.setdefault(site_id, set()).add(local_date(at))
        newest[site_id] = at.isoformat()
    return days, newest
