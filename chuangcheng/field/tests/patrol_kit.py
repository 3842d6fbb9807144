"""A steward with two places, and what their phone sends on a patrol."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.field.testing import Phone, phone_of, record
from chuangcheng.orgs.testing import LONG_AGO, Cast
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.testing import make_site


def give_place(cast: Cast, name: str, *, kind: str = "lane_keeper", person: Any = None, area: Any = None) -> Site:
    """A lane that the keeper looks after since long ago."""
    site = make_site(name, area=area or cast.lane)
    who = person or cast.keeper
    Stewardship.objects.create(site=site, person=who, name=who.name, kind=kind, starts_on=LONG_AGO)
    return site


@dataclass
class Walker:
    """A steward on a patrol that began half an hour ago."""

    phone: Phone
    patrol_id: str = field(default_factory=lambda: str(new_id()))
    started_at: datetime = field(default_factory=lambda: now() - timedelta(minutes=30))

    @property
    def ref(self) -> dict[str, str]:
        """How a record names the patrol."""
        return {"id": self.patrol_id, "started_at": self.started_at.isoformat()}

    def after(self, minutes: int) -> str:
        """A moment of the patrol."""
        return (self.started_at + timedelta(minutes=minutes)).isoformat()

    def begun(self, *, places: int = 2) -> dict[str, Any]:
        """The record of setting out."""
        return record("patrol_begin", {"patrol": self.ref, "place_count": places}, made_at=self.after(0))

    def ticked(self, site: Site, *, minutes: int = 5, finding: str = "clear", **more: Any) -> dict[str, Any]:
        """The record of a place, taken where it lies."""
        at = self.after(minutes)
        position = {"lon": site.lon, "lat": site.lat, "accuracy": 12, "at": at}
        body = {"patrol": self.ref, "site_id": str(site.pk), "finding": finding}
        return record("patrol_stop", body, **({"made_at": at, "position": position} | more))

    def ended(self, *, minutes: int = 20, ending: str = "finished", **more: Any) -> dict[str, Any]:
        """The record of the end."""
        body = {"patrol": self.ref, "ending": ending, "place_count": 2, **more}
        return record("patrol_end", body, made_at=self.after(minutes))

    def sends(self, *records: dict[str, Any]) -> list[int]:
        """Sends them in this order; gives the status of each answer."""
        return [self.phone.records(each).status_code for each in records]


def walker(cast: Cast) -> Walker:
    """The keeper, about to send."""
    return Walker(phone_of(cast.keeper))


def patrols(client: Any, **asked: Any) -> Any:
    """The list over the API."""
    return client.get("/api/v1/patrols", asked).json()


def told(client: Any, walked: Walker) -> Any:
    """One patrol over the API."""
    return client.get(f"/api/v1/patrols/{walked.patrol_id}").json()


def this_month() -> dict[str, str]:
    """First and last day asked for, up to today."""
    return {"first": str(today().replace(day=1)), "last": str(today())}
