from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.times import local_date, now
from chuangcheng.inspections import services
from chuangcheng.inspections.access import CORRECT, VIEW
from chuangcheng.inspections.models import Answer, Check, Round, Verdict, Visit
from chuangcheng.inspections.queries import SiteTally, WhatCounts, checks_of_standard, tallies, visit_sheet
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_framework, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit
from chuangcheng.sites.testing import make_item, make_site, make_site_type


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=2)


@pytest.fixture
def visit(cast: Cast, field: Field) -> Visit:
    return make_visit(cast, field, make_round(cast, field), litter={"faults": 3}, stalls={"ok": False})


def check_of(visit: Visit, item: str, standard: str) -> Check:
    rows = Check.objects.filter(answer__visit=visit, answer__item__code=item, standard__code=standard)
    return rows.get(correction__isnull=True)


def correct(cast: Cast, check: Check, verdict: str, violations: int, reason: str = "复看照片") -> Check:
    return services.correct_check(
        actor=actor_of(cast.chief), check_id=check.pk, verdict=verdict, violations=violations, reason=reason
    )


def test_correction_stands_beside_the_check_that_it_corrects(cast: Cast, field: Field, visit: Visit) -> None:
    old = check_of(visit, "litter", "2.1")
    made = correct(cast, old, "pass", 0)
    old.refresh_from_db()
    assert (old.verdict, old.violations) == ("fail", 3)
    assert (made.corrects, made.verdict, made.violations) == (old, "pass", 0)
    assert (made.checked_at, made.corrected_by_name, made.reason) == (old.checked_at, "程主任", "复看照片")
    assert AuditEntry.objects.filter(action="inspections.correct_check", subject_id=str(made.pk)).exists()


def test_check_cannot_be_changed_or_taken_away(cast: Cast, field: Field, visit: Visit) -> None:
    check = check_of(visit, "litter", "2.1")
    check.verdict = Verdict.PASS
    for act in (check.save, check.delete, Check.objects.all().delete, lambda: Check.objects.update(violations=0)):
        with pytest.raises(AppendOnlyViolated):
            act()


def test_check_is_corrected_once_and_then_its_correction(cast: Cast, field: Field, visit: Visit) -> None:
    old = check_of(visit, "litter", "2.1")
    made = correct(cast, old, "pass", 0)
    with pytest.raises(InvalidInput, match="已经更正过"):
        correct(cast, old, "na", 0)
    assert correct(cast, made, "fail", 2).corrects == made


@pytest.mark.parametrize(
    ("verdict", "violations", "reason"),
    [
        ("fail", 0, "理由"),
        ("pass", 1, "理由"),
        ("na", 2, "理由"),
        ("fail", -1, "理由"),
        ("fail", 10_000, "理由"),
        ("odd", 0, "理由"),
        ("pass", 0, " "),
        ("pass", 0, "长" * 301),
    ],
)
def test_correction_that_makes_no_sense_is_refused(
    cast: Cast, field: Field, visit: Visit, verdict: str, violations: int, reason: str
) -> None:
    with pytest.raises(InvalidInput):
        correct(cast, check_of(visit, "litter", "2.1"), verdict, violations, reason)
    assert not Check.objects.filter(corrects__isnull=False).exists()


def test_inspector_does_not_correct_and_absent_looks_like_not_yours(cast: Cast, field: Field, visit: Visit) -> None:
    check = check_of(visit, "litter", "2.1")
    with pytest.raises(NotPermitted):
        services.correct_check(
            actor=actor_of(cast.inspector), check_id=check.pk, verdict="pass", violations=0, reason="错了"
        )
    elsewhere = grant(make_person("west corrector"), cast.west, CORRECT, VIEW)
    sentences = set()
    for check_id in (check.pk, new_id()):
        with pytest.raises(NotFound) as refused:
            services.correct_check(actor=elsewhere, check_id=check_id, verdict="pass", violations=0, reason="错了")
        sentences.add(str(refused.value))
    assert len(sentences) == 1


def test_answer_is_corrected_for_all_its_standards_at_once(cast: Cast, field: Field, visit: Visit) -> None:
    answer = visit.answers.get(item=field.items["stalls"])
    made = services.correct_answer(
        actor=actor_of(cast.chief), answer_id=answer.pk, verdict="pass", violations=0, reason="已整理"
    )
    assert {check.standard.code for check in made} == {"1.1", "1.2"}
    shown = next(row for row in visit_sheet(actor=actor_of(cast.chief), visit=visit).answers if row.answer == answer)
    assert (shown.verdict, shown.violations, len(shown.corrections)) == ("pass", 0, 1)
    assert answer.verdict == "fail"  # as entered


def test_answer_that_counts_for_no_standard_needs_no_correction(cast: Cast, field: Field, visit: Visit) -> None:
    answer = visit.answers.get(item=field.items["scales"])
    with pytest.raises(InvalidInput, match="不需要更正"):
        services.correct_answer(
            actor=actor_of(cast.chief), answer_id=answer.pk, verdict="fail", violations=1, reason="没有秤"
        )


def test_score_of_the_visit_follows_the_verdicts_that_stand(cast: Cast, field: Field, visit: Visit) -> None:
    assert visit.score == 50  # litter 30 and stalls 20 lost
    correct(cast, check_of(visit, "litter", "2.1"), "pass", 0)
    visit.refresh_from_db()
    assert visit.score == 80
    correct(cast, check_of(visit, "litter", "2.1"), "na", 0)
    visit.refresh_from_db()
    assert visit.score == Decimal("71.43")  # 50 of 70


def test_only_released_rounds_count(cast: Cast, field: Field) -> None:
    for state in ("running", "finished", "released"):
        found = make_round(cast, field)
        make_visit(cast, field, found)
        bring_to(cast, found, state)
    rows = tallies(WhatCounts(field.framework.pk, until=now()))
    assert {(row.passed, row.failed) for row in rows if row.standard_id == field.standards["1.1"].pk} == {(2, 0)}


def test_tallies_keep_to_framework_area_and_window(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    visit = make_visit(cast, field, found, litter={"faults": 3})
    bring_to(cast, found, "released")
    key, today = field.framework.pk, local_date(visit.submitted_at)
    assert tallies(WhatCounts(key, until=now(), since=today))
    assert tallies(WhatCounts(key, until=now(), area_ids=[cast.lane.pk]))
    assert not tallies(WhatCounts(key, until=now(), area_ids=[cast.west.pk]))
    assert not tallies(WhatCounts(key, until=visit.submitted_at - timedelta(seconds=1)))
    assert not tallies(WhatCounts(key, until=now(), since=today + timedelta(days=1)))
    assert not tallies(WhatCounts(make_framework("hygiene").pk, until=now()))


def test_checks_behind_a_standard_are_those_that_stand(cast: Cast, field: Field, visit: Visit) -> None:
    made = correct(cast, check_of(visit, "litter", "2.1"), "pass", 0)
    bring_to(cast, visit.round, "released")
    key = field.standards["2.1"].pk
    rows = checks_of_standard(WhatCounts(field.framework.pk, until=now()), standard_id=key)
    keys = {row.pk for row in rows}
    assert made.pk in keys
    assert made.corrects_id not in keys
    assert len(keys) == 2  # litter as corrected, smoking


VERDICTS = st.sampled_from([("pass", 0), ("fail", 1), ("fail", 4), ("na", 0)])
DRAWN = st.tuples(
    st.integers(0, 1),  # site
    st.sampled_from(["1.1", "2.1"]),  # standard
    st.booleans(),  # of a released round
    st.lists(VERDICTS, min_size=1, max_size=3),  # the check and its corrections
)


class TallyTest(TestCase):
    """Random checks, some of them corrected, some of rounds that are not released."""

    @given(drawn=st.lists(DRAWN, max_size=12))
    def test_tallies_equal_a_count_by_hand(self, drawn: Sequence[tuple[int, str, bool, list[tuple[str, int]]]]) -> None:
        ground = _Ground()
        for site, standard, released, chain in drawn:
            ground.add(site, standard, chain, released=released)
        found = {(row.site_id, row.standard_id): row for row in ground.tallies()}
        assert found == ground.by_hand()


class _Ground:
    """Checks written straight into the tables."""

    def __init__(self) -> None:
        self.framework = make_framework()
        self.standards = {row.code: row for row in self.framework.standards.all()}
        place = make_unit("云澜区", kind="place", code="YL")
        self.sites = [make_site(name, area=place) for name in ("甲", "乙")]
        self.item = make_item(make_site_type(), "x")
        self.person = make_person("somebody")
        self.rounds = {released: self._round(released=released) for released in (True, False)}
        self.standing: list[tuple[object, int, str, int]] = []

    def _round(self, *, released: bool) -> Round:
        state = Round.State.RELEASED if released else Round.State.FINISHED
        days = {"starts_on": now().date(), "ends_on": now().date()}
        return Round.objects.create(
            number=f"R{released}", name="轮次", kind="weekly", state=state, framework=self.framework, **days
        )

    def add(self, site: int, standard: str, chain: Sequence[tuple[str, int]], *, released: bool) -> None:
        found, place, key = self.rounds[released], self.sites[site], self.standards[standard].pk
        assignment, _made = found.assignments.get_or_create(site=place)
        visit = Visit.objects.create(
            assignment=assignment, round=found, site=place, inspector=self.person, started_at=now()
        )
        answer = Answer.objects.create(visit=visit, item=self.item, verdict=chain[0][0], violations=chain[0][1])
        last = None
        for verdict, violations in chain:
            last = Check.objects.create(
                answer=answer,
                round=found,
                standard_id=key,
                site=place,
                verdict=verdict,
                violations=violations,
                checked_at=visit.submitted_at,
                corrects=last,
            )
        if released:
            self.standing.append((place.pk, key, *chain[-1]))

    def tallies(self) -> list[SiteTally]:
        return tallies(WhatCounts(self.framework.pk, until=now()))

    def by_hand(self) -> dict[tuple[object, int], SiteTally]:
        found = {}
        for place, key in {(row[0], row[1]) for row in self.standing}:
            rows = [
                (verdict, count) for site, standard, verdict, count in self.standing if (site, standard) == (place, key)
            ]
            found[place, key] = SiteTally(
                standard_id=key,
                site_id=place,  # type: ignore[arg-type] # the key of a site
                passed=sum(verdict == Verdict.PASS for verdict, _count in rows),
                failed=sum(verdict == Verdict.FAIL for verdict, _count in rows),
                violations=sum(count for verdict, count in rows if verdict != Verdict.NA),
            )
        return found
