"""What higher contexts show of a site; they fill these in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot


@dataclass(frozen=True)
class SitePanel:
    """A panel on the page of a site: a template of the context that brings it, and what the template needs."""

    template: str  # its root is one <section class="panel">
    context: Mapping[str, Any] = field(default_factory=dict)


# (actor, site id) → the panel, or None when there is nothing to show or the actor may not see it. A constant number of
# queries each. Keys order the panels: "10-visits", "20-cases".
SitePanelOf: TypeAlias = Callable[[Actor, UUID], SitePanel | None]
site_panels: Slot[SitePanelOf] = Slot("site panels")


@dataclass(frozen=True)
class OpenProblems:
    """What is open at a site."""

    count: int
    overdue_count: int


# (actor, site ids) → open problems that the actor may see, by site; sites without any are absent. One query.
OpenProblemsAt: TypeAlias = Callable[[Actor, Sequence[UUID]], Mapping[UUID, OpenProblems]]
open_problems: Slot[OpenProblemsAt] = Slot("open problems at sites")


@dataclass(frozen=True)
class SiteMoment:
    """One thing that happened at a site, as its line of life tells it."""

    at: datetime
    word: str  # "现场检查", "已整改"
    tone: str  # of the house style
    icon: str
    who: str = ""
    unit: str = ""
    note: str = ""
    url: str = ""
    label: str = ""  # of the link
    is_day: bool = False  # only the day is known


# (actor, site id, before which moment or None, at most how many) → what happened, as far as the actor may see it; the
# newest, in any order. A constant number of queries.
SiteStoryOf: TypeAlias = Callable[[Actor, UUID, "datetime | None", int], Sequence[SiteMoment]]
site_story: Slot[SiteStoryOf] = Slot("what happened at sites")


@dataclass(frozen=True)
class BulkAct:
    """What a higher context does with chosen sites: a button that sends their ids as `site`."""

    label: str
    url: str
    icon: str


# actor → the act, or None when the actor may not. No queries.
BulkActOf: TypeAlias = Callable[[Actor], "BulkAct | None"]
bulk_acts: Slot[BulkActOf] = Slot("acts on chosen sites")


@dataclass(frozen=True)
class SiteRound:
    """How a list of sites becomes a round of visits by one press."""

    label: str
    # (actor, site ids, id of the round, made by the form) → address of the round, and how many sites it has
    make: Callable[[Actor, Sequence[UUID], UUID], tuple[str, int]]


# actor → the way, or None when the actor may not.
RoundOfSites: TypeAlias = Callable[[Actor], SiteRound | None]
rounds_of_sites: Slot[RoundOfSites] = Slot("rounds made of sites")


def round_maker(actor: Actor) -> SiteRound | None:
    """How this actor makes a round of sites; None when they may not."""
    return next((made for offer in rounds_of_sites if (made := offer(actor)) is not None), None)
