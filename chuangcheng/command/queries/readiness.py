"""迎检准备: every site that a visit may draw, whether it is ready and why not; the plan of the days; whom to call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import open_counts_by_site
from chuangcheng.command.models import AssessorVisit, DayPlanEntry, SitePreparation
from chuangcheng.command.readiness_policies import CHECKED_WITHIN, NEEDS_PERSON, NEEDS_REHEARSAL, OPEN_CASES
from chuangcheng.command.readiness_rules import Facts, Reason, Rules, reasons
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date, now
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.inspections.queries import preview_of, sample_terms_from
from chuangcheng.orgs.queries import heads_of, masked_phone
from chuangcheng.sites.access import VIEW as VIEW_SITES
from chuangcheng.sites.queries import sites_by_id

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person
    from chuangcheng.sites.models import Site

MOST_SITES = 3000  # of one visit; our choice
GO, NO_GO, OWN = "go", "no_go", "own"
MOST_WRITTEN = 20  # of one site on its page; our choice


@dataclass(frozen=True, slots=True)
class ReadySite:
    """A site that may be drawn."""

    site: Site
    preparation: SitePreparation | None  # the last one
    open_cases: int
    overdue_cases: int
    reasons: list[Reason]

    @property
    def is_go(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Readiness:
    """All sites of a visit, those that are not ready first."""

    visit: AssessorVisit
    rules: Rules
    rows: list[ReadySite]
    is_known: bool  # how they draw is known, and the actor sees sites
    left_out: int  # sites beyond MOST_SITES

    @cached_property
    def go(self) -> int:
        """Sites that are ready."""
        return sum(1 for row in self.rows if row.is_go)

    @cached_property
    def by_reason(self) -> list[tuple[Reason, int]]:
        """How many sites each reason holds back, most first."""
        return Counter(reason for row in self.rows for reason in row.reasons).most_common()


@dataclass(frozen=True, slots=True)
class Contact:
    """A line of the phone list."""

    unit: str
    name: str
    duty: str  # site, plan, else what the post is called
    phone: str  # masked
    person_id: int


def rules_on(day: date) -> Rules:
    """What the settings ask on a day."""
    return Rules(
        checked_within=CHECKED_WITHIN.on(day),
        open_cases=OPEN_CASES.on(day),
        needs_person=NEEDS_PERSON.on(day) == "yes",
        needs_rehearsal=NEEDS_REHEARSAL.on(day) == "yes",
    )


def readiness_of(*, actor: Actor, visit: AssessorVisit, today: date) -> Readiness:
    """Every site that the visit may draw and the actor sees. A constant number of queries."""
    rules = rules_on(today)
    if visit.sample is None or not (actor.may(VIEW_CHECKS) and actor.may(VIEW_SITES)):
        return Readiness(visit, rules, [], is_known=False, left_out=0)
    frame = preview_of(actor=actor, terms=sample_terms_from(visit.sample), day=today).frame
    ids = [UUID(row.site_id) for row in frame.candidates]
    rows = ready_sites(actor=actor, visit=visit, site_ids=ids[:MOST_SITES], today=today, rules=rules)
    return Readiness(visit, rules, rows, is_known=True, left_out=max(0, len(ids) - MOST_SITES))


def ready_sites(
    *, actor: Actor, visit: AssessorVisit, site_ids: list[UUID], today: date, rules: Rules
) -> list[ReadySite]:
    """These sites, those that are not ready first, then by number. Three queries."""
    sites = sites_by_id(actor=actor, site_ids=site_ids)
    counts = open_counts_by_site(actor=actor, site_ids=site_ids, now=now()) if actor.may(VIEW_CASES) else {}
    written = SitePreparation.objects.filter(visit=visit, site__in=site_ids).select_related("person")
    last = {row.site_id: row for row in written.order_by("written_at", "pk")}
    rows = [_row(site, last.get(site.pk), counts, today, rules) for site in sites.values()]
    return sorted(rows, key=lambda row: (row.is_go, -len(row.reasons), row.site.number))


def preparations_of(*, visit: AssessorVisit, site: Site) -> list[SitePreparation]:
    """What was written of a site, the last first. One query."""
    rows = SitePreparation.objects.filter(visit=visit, site=site).select_related("person", "written_by")
    return list(rows.order_by("-written_at", "-pk")[:MOST_WRITTEN])


def day_plan_of(visit: AssessorVisit) -> list[DayPlanEntry]:
    """The plan of the days, in order. One query."""
    return list(DayPlanEntry.objects.filter(visit=visit).select_related("unit", "person").defer("unit__boundary"))


def contacts_of(*, rows: Iterable[ReadySite], plan: Iterable[DayPlanEntry], today: date) -> list[Contact]:
    """Who stands at the sites, who is named in the plan, and who answers for the owners. One query."""
    rows, plan = list(rows), list(plan)
    units = {row.site.owner_id: row.site.owner.name for row in rows if row.site.owner_id and row.site.owner}
    units |= {entry.unit_id: entry.unit.name for entry in plan if entry.unit_id and entry.unit}
    found: dict[tuple[str, int], Contact] = {}
    for row in rows:
        if row.preparation is not None and row.preparation.person is not None:
            _add(found, row.site.name, row.preparation.person, "site")
    for entry in plan:
        if entry.person is not None:
            _add(found, entry.unit.name if entry.unit else entry.text, entry.person, "plan")
    for unit_id, posts in heads_of(units, today=today).items():
        for post in posts:
            _add(found, units[unit_id], post.person, post.get_duty_display())
    return sorted(found.values(), key=lambda each: (each.unit, each.name))


def _add(found: dict[tuple[str, int], Contact], unit: str, person: Person, duty: str) -> None:
    found.setdefault((unit, person.pk), Contact(unit, person.name, duty, masked_phone(person), person.pk))


def _row(
    site: Site,
    preparation: SitePreparation | None,
    counts: Mapping[UUID, tuple[int, int]],
    today: date,
    rules: Rules,
) -> ReadySite:
    open_cases, overdue = counts.get(site.pk, (0, 0))
    facts = Facts(
        has_owner=site.owner_id is not None,
        unseen_days=None if site.last_checked_at is None else (today - local_date(site.last_checked_at)).days,
        open_cases=open_cases,
        overdue_cases=overdue,
        lacks_material=bool(preparation and preparation.lacking),
        has_person=bool(preparation and preparation.person_id),
        rehearsal=preparation.rehearsal if preparation else "",
    )
    return ReadySite(site, preparation, open_cases, overdue, reasons(facts, rules))
