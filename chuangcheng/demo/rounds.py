"""Two released rounds of one kind and one running; answers are drawn, judged by the real rules, and leave checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from chuangcheng.core.numbers import set_last_numbers
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.people import People
from chuangcheng.inspections.judgement import Judged, judge, score_of_visit
from chuangcheng.inspections.models import Answer, Assignment, Check, ReviewState, Round, Visit
from chuangcheng.inspections.services.visits import asked_by
from chuangcheng.orgs.models import Person
from chuangcheng.sites.models import ChecklistItem, Site
from chuangcheng.standards.models import Framework, Standard

FINISHED_SITES = 320
RUNNING_SITES = 200
EARLIER_SITES = 300
FAIL_SHARE = 0.16
EARLIER_FAIL_SHARE = 0.19  # things got better since
NA_SHARE = 0.04


@dataclass(frozen=True)
class Listed:
    """An item of a checklist with the standards that its answer counts for, read once for all visits."""

    item: ChecklistItem
    standards: tuple[Standard, ...]


@dataclass(frozen=True)
class Failure:
    """A failed answer that a case may come from."""

    answer: Answer
    visit: Visit
    site: Site
    at: datetime
    counts_from: datetime  # when the problem was handed on: with the release of its round, at once in a running one


def make_rounds(framework: Framework, sites: list[Site], people: People, at: datetime) -> list[Failure]:
    """All rounds; gives the failed answers of the last two, oldest first."""
    rng, lists = dice("rounds"), checklists()
    _make_earlier(framework, sites, people, lists, at)
    finished = _round(
        rng,
        framework,
        "三季度全域检查（示例）",
        Round.Kind.MONTHLY,
        at - timedelta(days=60),
        at - timedelta(days=54),
        2,
    )
    finished.state, finished.released_at = Round.State.RELEASED, at - timedelta(days=53)
    running = _round(
        rng, framework, "本月周检查（示例）", Round.Kind.WEEKLY, at - timedelta(days=6), at + timedelta(days=8), 3
    )
    running.state = Round.State.RUNNING
    Round.objects.bulk_create([finished, running])
    set_last_numbers({f"round/{year}": 3 for year in (at.year - 1, at.year)})
    chosen = rng.sample(sites, FINISHED_SITES + RUNNING_SITES)
    failures = _visit_all(rng, finished, chosen[:FINISHED_SITES], people, lists, share=1.0)
    return failures + _visit_all(rng, running, chosen[FINISHED_SITES:], people, lists, share=0.55)


def _make_earlier(
    framework: Framework, sites: list[Site], people: People, lists: dict[int, list[Listed]], at: datetime
) -> None:
    """A round of the same kind a quarter before, to compare with; its problems are settled and gone."""
    rng = dice("earlier round")
    starts, ends = at - timedelta(days=150), at - timedelta(days=144)
    earlier = _round(rng, framework, "二季度全域检查（示例）", Round.Kind.MONTHLY, starts, ends, 1)
    earlier.state, earlier.released_at = Round.State.RELEASED, at - timedelta(days=143)
    Round.objects.bulk_create([earlier])
    chosen = rng.sample(sites, EARLIER_SITES)
    _visit_all(rng, earlier, chosen, people, lists, share=1.0, fails=EARLIER_FAIL_SHARE)


def _round(
    rng: Random, framework: Framework, name: str, kind: str, starts: datetime, ends: datetime, number: int
) -> Round:
    return Round(
        pk=id_at(starts, rng),
        number=f"{ends.year}-{number:06d}",
        name=name,
        kind=kind,
        framework=framework,
        starts_on=starts.date(),
        ends_on=ends.date(),
    )


def checklists() -> dict[int, list[Listed]]:
    """What is asked at sites of each type."""
    found: dict[int, list[Listed]] = {}
    for item in ChecklistItem.objects.filter(retired_on__isnull=True).prefetch_related("standards"):
        found.setdefault(item.site_type_id, []).append(Listed(item, tuple(item.standards.all())))
    return found


class Sheaf:
    """Collects rows and writes them in a few statements."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.answers: list[Answer] = []
        self.checks: list[Check] = []

    def write(self) -> None:
        """Writes everything."""
        Visit.objects.bulk_create(self.visits, batch_size=500)
        Answer.objects.bulk_create(self.answers, batch_size=1_000)
        Check.objects.bulk_create(self.checks, batch_size=1_000)


def _visit_all(
    rng: Random,
    found: Round,
    sites: list[Site],
    people: People,
    lists: dict[int, list[Listed]],
    share: float,
    fails: float = FAIL_SHARE,
) -> list[Failure]:
    sheaf, assignments, failures = Sheaf(), [], []
    start = datetime.combine(found.starts_on, datetime.min.time()).astimezone()
    # The demo's inspector comes first, so that whoever looks in has sites to visit.
    inspectors = [people.by_username["jianchayuan"], *people.inspectors[:9]]
    for index, site in enumerate(sites):
        inspector = inspectors[index * len(inspectors) // len(sites)]
        assignment = Assignment(round=found, site=site, inspector=inspector, order=index)
        assignments.append(assignment)
        if rng.random() < share:
            at = start + timedelta(days=index % 5, hours=9 + index % 8, minutes=index % 60)
            assignment.visited_at = at
    Assignment.objects.bulk_create(assignments, batch_size=500)
    for assignment in assignments:
        if assignment.visited_at is not None:
            items = lists.get(assignment.site.site_type_id, [])
            failures += visit_site(rng, found, assignment, items, assignment.visited_at, sheaf, fails)
    sheaf.write()
    return failures


def visit_site(
    rng: Random,
    found: Round,
    assignment: Assignment,
    items: list[Listed],
    at: datetime,
    sheaf: Sheaf,
    fails: float,
) -> list[Failure]:
    """One visit with its answers into the sheaf; where the round asks for review it waits, and has no checks yet."""
    site, inspector = assignment.site, assignment.inspector
    if not isinstance(inspector, Person):
        return []
    visit = Visit(
        pk=id_at(at, rng),
        assignment=assignment,
        round=found,
        site=site,
        inspector=inspector,
        started_at=at - timedelta(minutes=25),
        submitted_at=at,
        lon=site.lon,
        lat=site.lat,
        accuracy=12.0,
        review=ReviewState.WAITING if found.asks_review else ReviewState.NONE,
    )
    sheaf.visits.append(visit)
    site.last_checked_at = max(site.last_checked_at or at, at)
    judged: list[tuple[Decimal, Judged]] = []
    failures = []
    for listed in items:
        item = listed.item
        value = _value(rng, item, fails)
        verdict = judge(asked_by(item), value)
        judged.append((item.marks or Decimal(0), verdict))
        answer = Answer(
            pk=id_at(at, rng),
            visit=visit,
            item=item,
            value=value,
            verdict=verdict.verdict,
            violations=verdict.violations,
        )
        sheaf.answers.append(answer)
        if visit.counts:
            sheaf.checks += _checks(rng, found, answer, listed, site, at)
        if verdict.verdict == "fail":
            failures.append(Failure(answer, visit, site, at, found.released_at or at))
    visit.score = score_of_visit(judged)
    return failures


def _checks(rng: Random, found: Round, answer: Answer, listed: Listed, site: Site, at: datetime) -> list[Check]:
    return [
        Check(
            pk=id_at(at, rng),
            answer=answer,
            round=found,
            standard=standard,
            site=site,
            verdict=answer.verdict,
            violations=answer.violations,
            checked_at=at,
        )
        for standard in listed.standards
        if standard.framework_id == found.framework_id
    ]


def _value(rng: Random, item: ChecklistItem, fail_share: float) -> dict[str, Any]:
    """What the inspector entered: mostly in order."""
    if rng.random() < NA_SHARE:
        return {"na": True}
    fails = rng.random() < fail_share
    kinds = ChecklistItem.Kind
    if item.kind == kinds.YES_NO:
        return {"ok": not fails}
    if item.kind == kinds.AT_LEAST:
        least = item.minimum or 1
        return {"count": rng.randint(0, least - 1) if fails else least + rng.randint(0, 2)}
    if item.kind == kinds.PERCENTAGE:
        line = int(item.line or 0)
        return {"percent": str(max(0, line - rng.randint(1, 20)) if fails else rng.randint(line, 100))}
    if item.kind == kinds.COMPOSITE:
        return {"present": list(item.pieces[1:] if fails else item.pieces)}
    return {"faults": rng.randint(1, 4) if fails else 0}
