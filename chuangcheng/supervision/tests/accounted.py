"""Helpers of tests that need matters: a month of records, the proposals it makes, one brought as far as wanted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.models import Matter
from chuangcheng.supervision.services.accountability import (
    DecisionGiven,
    MatterGiven,
    decide_matter,
    propose_matter,
    reckon_period,
)

OCTOBER = Span(PeriodKind.MONTH, date(2026, 10, 1), date(2026, 10, 31))
LONG_AGO = date(2020, 1, 1)


def make_head(cast: Cast) -> Person:
    """The head of the sanitation bureau, since long."""
    person = make_person("head", unit=cast.sanitation, role="unit_head", duty="head", name="贺局长")
    Post.objects.update(starts_on=LONG_AGO)
    return person


def make_supervisor(cast: Cast) -> Person:
    """Somebody of the government's supervision office, who did not decide."""
    return make_person("gov", unit=cast.place, role="government_supervision", name="督主任")


def october_case(cast: Cast, number: int, **columns: Any) -> Case:
    """A case of the sanitation bureau that was due in October and closed in time."""
    at = datetime(2026, 10, 1 + number % 20, 9, tzinfo=SHANGHAI)
    due = at + timedelta(days=3)
    usual = {
        "reported_at": at,
        "filed_at": at,
        "due_at": due,
        "fed_back_at": due - timedelta(hours=5),
        "closed_at": due + timedelta(days=1),
        "state": "closed",
        "lead_unit": cast.sanitation,
        "problem_class": problem_class(),
    }
    return unsaved_case(number, cast, **{**usual, **columns})


def late_cases(cast: Cast, count: int, *, of: int) -> None:
    """So many late ones among so many."""
    late = {"fed_back_at": datetime(2026, 10, 30, 9, tzinfo=SHANGHAI)}
    cases = [october_case(cast, number, **(late if number < count else {})) for number in range(of)]
    Case.objects.bulk_create(cases)


def reckon() -> None:
    """October, computed from the records."""
    reckon_period(actor=SYSTEM, span=OCTOBER)


def slow_matter(cast: Cast) -> Matter:
    """行动迟缓 of the sanitation bureau, proposed by the records: 6 of 10 late."""
    late_cases(cast, 6, of=10)
    reckon()
    return Matter.objects.get(ground="slow")


def by_hand(cast: Cast, **more: Any) -> Matter:
    """A proposal of the creation office."""
    facts: dict[str, Any] = {
        "ground": "weak",
        "on": date(2026, 10, 12),
        "grade": "criticism",
        "whom": "head",
        "reason": "现场无人处置",
    }
    given = MatterGiven(unit_id=cast.sanitation.pk, **{**facts, **more})
    return propose_matter(actor=actor_of(cast.chief), matter_id=new_id(), given=given)


def decided(cast: Cast, matter: Matter, by: Person, **more: Any) -> Matter:
    """A talk with the head, that counts in the appraisal for half a year."""
    facts: dict[str, Any] = {
        "event_id": new_id(),
        "grade": "talk",
        "facts": "6件问题超期办理。",
        "head_post_id": more.pop("head_post_id") if "head_post_id" in more else head_post(cast),
        "term_on": today() + timedelta(days=3),
        "expires_on": today() + timedelta(days=180),
        "merit_kind": "held_to_account",
    }
    given = DecisionGiven(**{**facts, **more})
    return decide_matter(actor=actor_of(by), matter_id=matter.pk, given=given)


def head_post(cast: Cast) -> int:
    """The post of the bureau's head."""
    return Post.objects.get(unit=cast.sanitation, duty="head").pk
