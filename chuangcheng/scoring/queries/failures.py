"""What stands behind the failed checks of a standard: sites, open cases, and the units that answer for the sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.cases.queries import cases_of_source
from chuangcheng.core.access import Actor
from chuangcheng.inspections.queries import SOURCE_KIND
from chuangcheng.scoring.queries.behind import checks_behind

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.sites.models import Site
    from chuangcheng.standards.models import Standard

MOST_CHECKS = 500  # the newest failed ones
MOST_SITES = 10


@dataclass(frozen=True)
class FailedSite:
    """A site where the standard failed."""

    site_id: UUID
    name: str
    failed: int  # checks
    owner: str  # the unit that answers for it, "" without one
    cases: Sequence[Case]  # open ones that came from these checks


@dataclass(frozen=True)
class Failures:
    """The failed checks of a standard, summed up."""

    sites: Sequence[FailedSite]  # those that failed most, at most MOST_SITES
    site_count: int
    units: Sequence[tuple[str, int]]  # name and failed checks at their sites, most first
    open_cases: int
    is_cut: bool  # there are more failed checks than were read


def failures_behind(*, actor: Actor, standard: Standard, choice: SheetChoice) -> Failures:
    """Of the newest failed checks that the actor may see. Two queries besides visibility."""
    rows = checks_behind(actor=actor, standard=standard, choice=choice, verdict="fail")
    checks = list(rows.select_related("site__owner").defer("site__owner__boundary")[:MOST_CHECKS])
    answers = sorted({str(check.answer_id) for check in checks})
    opened = cases_of_source(actor=actor, source_kind=SOURCE_KIND, source_ids=answers) if answers else {}
    failed = Counter(check.site_id for check in checks)
    sites = {check.site_id: check.site for check in checks}
    cases: dict[UUID, dict[UUID, Case]] = {}
    for check in checks:
        for case in opened.get(str(check.answer_id), ()):
            if case.closed_at is None:
                cases.setdefault(check.site_id, {})[case.pk] = case
    units = Counter(check.site.owner.name for check in checks if check.site.owner)
    return Failures(
        sites=[
            FailedSite(
                pk,
                sites[pk].name,
                count,
                owner.name if (owner := sites[pk].owner) else "",
                list(cases.get(pk, {}).values()),
            )
            for pk, count in failed.most_common(MOST_SITES)
        ],
        site_count=len(failed),
        units=units.most_common(),
        open_cases=len({pk for found in cases.values() for pk in found}),
        is_cut=len(checks) == MOST_CHECKS,
    )


def _owner(site: Site) -> str:
    return site.owner.name if site.owner else ""
