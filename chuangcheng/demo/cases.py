"""Fifteen hundred cases in all states, each with the history that leads there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from chuangcheng.cases import deadlines, workflow
from chuangcheng.cases.models import Case, CaseEvent, ProblemClass
from chuangcheng.cases.queries import classes_in_use, most_alike
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.numbers import set_last_numbers
from chuangcheng.core.times import SHANGHAI
from chuangcheng.core.workdays import Calendar
from chuangcheng.demo.courses import COURSES, ON_THE_SPOT, REASONS, Course
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.findings import FINDINGS
from chuangcheng.demo.people import People
from chuangcheng.demo.rounds import Failure
from chuangcheng.demo.units import Units
from chuangcheng.inspections.models import Answer
from chuangcheng.inspections.wording import found_words, problem_text
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.sites.models import Site

TOTAL = 1_500
FROM_CHECKS = 0.5
LATE = 0.2  # of the cases that were fixed
FIRST_HOUR, LAST_HOUR = 8, 18  # of the day, in which people report


@dataclass(frozen=True)
class SpotFix:
    """A case that its reporter puts right at once, and when."""

    case: Case
    at: datetime


@dataclass
class Ledger:
    """Collects rows, written oldest first so that numbers follow time."""

    cases: list[Case] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    spot_fixes: list[SpotFix] = field(default_factory=list)


@dataclass(frozen=True)
class Hands:
    """Who does what in the demo."""

    rng: Random
    units: Units
    people: People
    classes: Sequence[ProblemClass]
    calendar: Calendar
    at: datetime

    def who(self, move: str, case: Case) -> Person:
        """The person who makes a move: the unit fixes, the office and the inspectors do the rest."""
        if move in {"feed_back", "send_back"} and case.lead_unit_id in self.people.liaisons:
            return self.people.liaisons[case.lead_unit_id]
        if move in {"close", "fail_check"}:
            return self.people.by_username["dudao"]
        if move == "open":
            return case.reporter or self.people.by_username["jianchayuan"]
        return self.people.by_username["chuangchengban"]


def make_cases(
    units: Units, people: People, sites: list[Site], failures: list[Failure], at: datetime
) -> tuple[list[Case], list[SpotFix]]:
    """All cases with their histories; what was fixed on the spot still waits for that, see `fix_on_the_spot`."""
    rng = dice("cases")
    hands = Hands(rng, units, people, classes_in_use(), office_calendar(), at)
    by_type: defaultdict[str, list[Site]] = defaultdict(list)
    for site in sites:
        by_type[site.site_type.code].append(site)
    sources = rng.sample(failures, min(len(failures), int(TOTAL * FROM_CHECKS)))
    ledger = Ledger()
    drafts = [_from_check(hands, failure) for failure in sources]
    drafts += [_from_patrol(hands, by_type) for _index in range(TOTAL - len(drafts))]
    drafts.sort(key=lambda draft: draft[0].reported_at)
    for number, (case, course, begins) in enumerate(drafts, start=1):
        case.number = f"{at.year}-{number:06d}"
        _go(hands, case, course, begins, ledger)
    Case.objects.bulk_create(ledger.cases, batch_size=500)
    CaseEvent.objects.bulk_create(ledger.events, batch_size=1_000)
    Answer.objects.bulk_update([failure.answer for failure in sources], ["case"], batch_size=500)
    set_last_numbers({f"case/{at.year}": TOTAL})
    return ledger.cases, ledger.spot_fixes


def _course(hands: Hands, days_ago: float | None = None) -> Course:
    fitting = [
        course for course in COURSES if days_ago is None or course.least_days_ago <= days_ago <= course.most_days_ago
    ]
    return hands.rng.choices(fitting, [course.weight for course in fitting])[0]


def _course_of_a_check(hands: Hands, days_ago: float) -> Course:
    """An inspector may not fix on the spot: what a check finds goes the long way."""
    while (course := _course(hands, days_ago)) == ON_THE_SPOT:
        pass
    return course


def _from_check(hands: Hands, failure: Failure) -> tuple[Case, Course, datetime]:
    item = failure.answer.item
    reported = failure.at + timedelta(minutes=5)
    begins = max(reported, failure.counts_from)
    days_ago = (hands.at - begins) / timedelta(days=1)
    words = problem_text(failure.answer, found=found_words(item, failure.answer.value))
    case = _case(hands, failure.site, words, reported)
    case.problem_class = most_alike(item.problem_class, hands.classes)
    case.source = Case.Source.CHECK
    case.source_kind, case.source_id = "inspections.answer", str(failure.answer.pk)
    case.source_group = str(failure.visit.round_id)
    case.source_label = f"{failure.visit.round.name}·{failure.site.name}"
    case.reporter = failure.visit.inspector
    failure.answer.case = case
    return case, _course_of_a_check(hands, days_ago), begins


def _from_patrol(hands: Hands, by_type: Mapping[str, Sequence[Site]]) -> tuple[Case, Course, datetime]:
    course = _course(hands)
    days = hands.rng.uniform(course.least_days_ago + 0.1, course.most_days_ago)
    finding = hands.rng.choice(FINDINGS)
    site = hands.rng.choice([each for code in finding.site_types for each in by_type[code]])
    words = hands.rng.choice(finding.words).format(n=hands.rng.randint(2, 5))
    case = _case(hands, site, f"{words}。", _by_day(hands, hands.at - timedelta(days=days)))
    case.problem_class = most_alike(finding.problem_class, hands.classes)
    case.source = hands.rng.choice([Case.Source.PATROL, Case.Source.PATROL, Case.Source.PUBLIC, Case.Source.SUPERIOR])
    case.reporter = hands.rng.choice(hands.people.inspectors)
    if course == ON_THE_SPOT:  # by who walks along there and may put it right
        case.source = Case.Source.PATROL
        case.reporter = hands.people.stewards_of[_street_of(hands.units, case).pk][0]
    return case, course, case.reported_at


def _by_day(hands: Hands, moment: datetime) -> datetime:
    """The same day, between morning and evening, and not after now."""
    minutes = hands.rng.randint(FIRST_HOUR * 60, LAST_HOUR * 60)
    wanted = moment.astimezone(SHANGHAI).replace(hour=minutes // 60, minute=minutes % 60)
    return wanted if wanted < hands.at else wanted - timedelta(days=1)


def _case(hands: Hands, site: Site, description: str, reported: datetime) -> Case:
    return Case(
        pk=id_at(reported, hands.rng),
        description=description,
        site=site,
        place_text="",
        lon=site.lon,
        lat=site.lat,
        cell=site.cell,
        area=site.area,
        reported_at=reported,
        severity=Case.Severity.URGENT if hands.rng.random() < 0.06 else Case.Severity.NORMAL,  # noqa: PLR2004 - one in 17
    )


def _go(hands: Hands, case: Case, course: Course, begins: datetime, ledger: Ledger) -> None:
    """Makes the moves of the course one after the other, in working hours, as far as there is time until now."""
    state, moment = "reported", case.reported_at
    _note(hands, case, "open", "", state, moment, ledger)
    moment = begins
    for move in course.moves:
        moment = _next(hands, case, move, moment)
        if moment >= hands.at:
            break
        if course == ON_THE_SPOT:
            ledger.spot_fixes.append(SpotFix(case, moment))
            break
        target = workflow.target_of(move, state).value
        _change(hands, case, move, moment)
        _note(hands, case, move, state, target, moment, ledger)
        state = target
    case.state = state
    ledger.cases.append(case)


def _next(hands: Hands, case: Case, move: str, moment: datetime) -> datetime:
    """When the move is made: fixes mostly before the deadline, all else within hours; at work."""
    if move in ON_THE_SPOT.moves:
        return moment + timedelta(minutes=hands.rng.randint(10, 50))
    if move != "feed_back" or case.due_at is None:
        return hands.calendar.add_working_hours(moment, timedelta(hours=hands.rng.uniform(0.3, 6)))
    share = hands.rng.uniform(1.1, 1.6) if hands.rng.random() < LATE else hands.rng.uniform(0.3, 0.9)
    # A quarter of an hour at least, so that no two steps stand at the same moment.
    wanted = moment + max((case.due_at - moment) * share, timedelta(minutes=15))
    return hands.calendar.next_working_moment(wanted + timedelta(seconds=hands.rng.randint(0, 3000)))


def _change(hands: Hands, case: Case, move: str, at: datetime) -> None:
    """What the real services change beside the state."""
    if move == "file":
        case.filed_at = at
    elif move == "dispatch":
        _dispatch(hands, case, at)
    elif move == "send_back":
        case.lead_unit, case.due_at, case.send_back_count = None, None, case.send_back_count + 1
    elif move == "feed_back":
        case.fed_back_at, case.fixer = at, hands.who(move, case)
    elif move == "fail_check":
        case.rework_count, case.fed_back_at = case.rework_count + 1, None
        case.due_at = hands.calendar.add_working_days(at, 1)
    elif move == "close":
        case.closed_at, case.outcome = at, "fixed"
        case.fixer = case.fixer or hands.who(move, case)
    elif move == "reopen":
        case.closed_at, case.outcome, case.due_at, case.fed_back_at = None, "", None, None


def _dispatch(hands: Hands, case: Case, at: datetime) -> None:
    found = case.problem_class
    if found is None:
        return
    limit = found.limit
    owner = case.site.owner if case.site else None
    case.lead_unit = owner or _street_of(hands.units, case)
    case.clock_started_at = at
    case.limit_amount, case.limit_unit = limit.amount, limit.unit.value
    case.due_at = deadlines.due_at(limit, at, hands.calendar)


def _street_of(units: Units, case: Case) -> Unit:
    path = case.area.path if case.area else ""
    return next((street for street in units.streets if path.startswith(street.path)), units.streets[0])


def _note(hands: Hands, case: Case, move: str, source: str, target: str, at: datetime, ledger: Ledger) -> None:
    person = hands.who(move, case)
    event = CaseEvent(
        pk=id_at(at, hands.rng),
        case=case,
        move=move,
        from_state=source,
        to_state=target,
        actor=person,
        actor_name=person.name,
        unit=case.lead_unit if move in {"dispatch", "feed_back", "close", "fail_check"} else None,
        at=at,
        reason=REASONS.get(move, ""),
        data={"due_at": case.due_at.isoformat()} if move in {"dispatch", "fail_check"} and case.due_at else {},
    )
    case.latest_event_id = event.pk
    ledger.events.append(event)
