"""What counts through links with other frameworks (decisions/0008): checks once an answer, and whole material."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.evidence.testing import bring, judge, make_material
from chuangcheng.inspections.queries import SiteTally, WhatCounts, checks_of_standard, latest_tallies, tallies
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit, signed_in
from chuangcheng.scoring.queries import SheetChoice, SubjectSheet, sheet_for
from chuangcheng.scoring.services import Told, record_proof
from chuangcheng.scoring.services.keeping import keep_sheet
from chuangcheng.scoring.tests.ground import Ground, at
from chuangcheng.sites.testing import make_item, make_site, make_site_type
from chuangcheng.standards.models import Framework, Standard
from chuangcheng.standards.queries import borrowing_of
from chuangcheng.standards.services import LinkDraft, end_link, link_standards
from chuangcheng.standards.testing import make_draft, make_framework, make_part, standard_of

ANSWERS = st.tuples(
    st.integers(0, 1),  # site
    st.integers(0, 2),  # days ago of the visit
    st.booleans(),  # of a released round
    st.sampled_from([("1",), ("2",), ("1", "2"), ("1", "2", "3")]),  # standards that the item counts for
    st.sampled_from([("pass", 0), ("fail", 0), ("fail", 3), ("na", 0)]),
    st.sampled_from([None, ("1", "pass", 0), ("2", "fail", 2), ("1", "na", 0)]),  # a correction for one of them
    st.integers(0, 1),  # framework
)
LINKS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["equal", "covers", "covered_by", "overlaps"]),
    ),
    max_size=5,
    unique_by=lambda link: link[:2],
)


@dataclass(frozen=True)
class Seen:
    """A standing check, as the records were meant."""

    standard_id: int
    site_id: Any
    answer_id: Any
    verdict: str
    violations: int
    at: datetime
    written: int  # order of writing


class BorrowedTest(TestCase):
    """Two frameworks with answers that lead to several standards, and random links between them."""

    @settings(max_examples=30)
    @given(answers=st.lists(ANSWERS, max_size=8), links=LINKS)
    def test_counting_through_links_equals_a_count_by_hand(self, answers: Any, links: Any) -> None:
        place = _Place()
        for answer in answers:
            place.add(*answer)
        for first, second, relation in links:
            place.link(first, second, relation)
        what = WhatCounts(place.own.pk, until=now(), since=None, borrowed=borrowing_of(place.own.pk).targets)
        leading = list(place.leading(links))
        assert counting(tallies(what)) == by_hand(leading)
        assert counting(latest_tallies(what)) == by_hand(newest(leading))
        for standard in place.own.standards.all():
            rows = checks_of_standard(what, standard_id=standard.pk)
            found = sorted((str(row.answer_id), row.verdict, row.violations) for row in rows)
            assert found == sorted(
                (str(seen.answer_id), seen.verdict, seen.violations)
                for target, seen in leading
                if target == standard.pk
            )


def counting(rows: Sequence[SiteTally]) -> dict[Any, SiteTally]:
    """The tallies that say something."""
    return {(row.standard_id, row.site_id): row for row in rows if row.passed or row.failed}


def by_hand(leading: Sequence[tuple[int, Seen]]) -> dict[Any, SiteTally]:
    """The same, counted by hand."""
    found: dict[Any, list[int]] = {}
    for target, seen in leading:
        count = found.setdefault((target, seen.site_id), [0, 0, 0])
        if seen.verdict == "pass":
            count[0] += 1
        if seen.verdict == "fail":
            count[1] += 1
            count[2] += seen.violations or 1
    return {key: SiteTally(*key, *count) for key, count in found.items() if any(count)}


def newest(leading: Sequence[tuple[int, Seen]]) -> list[tuple[int, Seen]]:
    """Of each standard and site the checks of the latest visit."""
    last: dict[Any, datetime] = {}
    for target, seen in leading:
        last[target, seen.site_id] = max(seen.at, last.get((target, seen.site_id), seen.at))
    return [(target, seen) for target, seen in leading if seen.at == last[target, seen.site_id]]


class _Place:
    """Answers written straight into the tables."""

    def __init__(self) -> None:
        drafts = [make_draft(code) for code in "123"]
        self.own, self.other = make_framework(*drafts, name="卫生"), make_framework(*drafts, name="文明")
        root = make_unit("云澜区", kind="place", code="YL")
        self.sites = [make_site(name, area=root) for name in ("甲", "乙")]
        self.item, self.person = make_item(make_site_type(), "x"), make_person("somebody")
        self.rounds: dict[Any, Any] = {}
        self.seen: list[Seen] = []

    def standard(self, framework: Framework, code: str) -> Standard:
        return standard_of(framework, code)

    def link(self, first: str, second: str, relation: str) -> None:
        share = Decimal("0.5") if relation == "overlaps" else None
        pair = self.standard(self.other, first).pk, self.standard(self.own, second).pk
        link_standards(actor=SYSTEM, draft=LinkDraft(*pair, relation, share))

    def add(
        self,
        site: int,
        days_ago: int,
        released: bool,  # noqa: FBT001 - drawn
        codes: Sequence[str],
        said: tuple[str, int],
        corrected: tuple[str, str, int] | None,
        framework: int,
    ) -> None:
        whose, place = (self.own, self.other)[framework], self.sites[site]
        found = self._round(whose, released=released)
        assignment, _made = found.assignments.get_or_create(site=place)
        moment = at(days_ago)
        visit = _create(
            "Visit",
            assignment=assignment,
            round=found,
            site=place,
            inspector=self.person,
            started_at=moment,
            submitted_at=moment,
        )
        answer = _create("Answer", visit=visit, item=self.item, verdict=said[0], violations=said[1])
        made = {}
        for code in codes:
            facts = {"answer": answer, "round": found, "standard": self.standard(whose, code), "site": place}
            made[code] = _create("Check", **facts, verdict=said[0], violations=said[1], checked_at=moment)
            if corrected is None or corrected[0] != code:
                self._keep(facts, said, moment, released=released)
        if corrected is not None and corrected[0] in made:
            code, stands = corrected[0], corrected[1:]
            facts = {"answer": answer, "round": found, "standard": self.standard(whose, code), "site": place}
            later = {"corrects": made[code], "corrected_at": now()}
            _create("Check", **facts, **later, verdict=stands[0], violations=stands[1], checked_at=moment)
            self._keep(facts, stands, moment, released=released)

    def _keep(self, facts: Any, said: tuple[str, int], moment: datetime, *, released: bool) -> None:
        if released:
            place = len(self.seen)
            self.seen.append(Seen(facts["standard"].pk, facts["site"].pk, facts["answer"].pk, *said, moment, place))

    def leading(self, links: Sequence[tuple[str, str, str]]) -> Iterator[tuple[int, Seen]]:
        """Every check with each standard of the own framework for which it counts, once an answer."""
        own = {row.pk for row in self.own.standards.all()}
        borrowed: dict[Any, Seen] = {}
        for seen in self.seen:
            if seen.standard_id in own:
                yield seen.standard_id, seen
            for first, second, relation in links:
                if relation in ("equal", "covers") and self.standard(self.other, first).pk == seen.standard_id:
                    key = (self.standard(self.own, second).pk, seen.answer_id)
                    if key not in borrowed or borrowed[key].written < seen.written:
                        borrowed[key] = seen
        yield from ((target, seen) for (target, _answer), seen in borrowed.items())

    def _round(self, framework: Framework, *, released: bool) -> Any:
        key = (framework.pk, released)
        if key not in self.rounds:
            self.rounds[key] = _create(
                "Round",
                number=str(new_id())[-20:],
                name="轮次",
                kind="weekly",
                state="released" if released else "finished",
                released_at=at(0) if released else None,
                framework=framework,
                starts_on=today(),
                ends_on=today(),
            )
        return self.rounds[key]


def _create(model: str, **facts: Any) -> Any:
    return apps.get_model("inspections", model).objects.create(**facts)


def linked_pair(cast: Cast, relation: str = "equal", **facts: Any) -> tuple[Standard, Standard, Any]:
    """文明 1.1, 卫生 3.2 and the link between them, on site and by material."""
    parts = (make_part("实地考察", Decimal("0.5"), "pass_rate", ""), make_part("网上申报", Decimal("0.5"), "proof", ""))
    civilised = standard_of(make_framework(make_draft("1.1", marks=Decimal(10), parts=parts), name="文明"), "1.1")
    own = make_framework(make_draft("3.2", marks=Decimal(10), parts=parts), name="卫生", **facts)
    hygiene = standard_of(own, "3.2")
    draft = LinkDraft(civilised.pk, hygiene.pk, relation)
    return civilised, hygiene, link_standards(actor=actor_of(cast.chief), draft=draft)


def sheet(cast: Cast, standard: Standard, **asked: Any) -> SubjectSheet:
    choice = SheetChoice(today(), **asked)
    return sheet_for(actor=actor_of(cast.chief), framework_id=standard.framework_id, choice=choice)


def earned(found: SubjectSheet) -> list[Any]:
    """What the parts earned, on site and by material; None while unknown."""
    (each,) = found.sheet.standards.values()
    return [part.earned for part in each.parts]


@pytest.mark.django_db
def test_check_of_a_linked_standard_counts_as_long_as_the_link_stands(cast: Cast) -> None:
    civilised, hygiene, link = linked_pair(cast)
    Ground([civilised.framework, hygiene.framework]).check("1.1", ("pass", 0))
    linked = now()

    assert earned(sheet(cast, hygiene)) == [5, None]
    end_link(actor=actor_of(cast.chief), link_id=link.pk, reason="口径不同")
    assert earned(sheet(cast, hygiene)) == [None, None]
    assert earned(sheet(cast, hygiene, known_at=linked)) == [5, None]
    assert earned(sheet(cast, hygiene, known_at=linked - timedelta(days=1))) == [None, None]


@pytest.mark.django_db
def test_unreleased_round_stays_invisible_through_links_and_a_release_is_seen_at_once(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast)
    ground = Ground([civilised.framework, hygiene.framework])
    ground.check("1.1", ("pass", 0), released_days_ago=None)

    assert earned(sheet(cast, hygiene)) == [None, None]
    ground.check("1.1", ("fail", 1), ("pass", 0))
    assert earned(sheet(cast, hygiene)) == [5, None]


@pytest.mark.django_db
@pytest.mark.parametrize(("relation", "there", "back"), [("covers", 5, None), ("covered_by", None, 5)])
def test_what_is_found_counts_one_way_when_one_covers_the_other(
    cast: Cast, relation: str, there: Any, back: Any
) -> None:
    civilised, hygiene, _link = linked_pair(cast, relation)
    ground = Ground([civilised.framework, hygiene.framework])
    ground.check("1.1", ("pass", 0))
    assert earned(sheet(cast, hygiene))[0] == there
    assert earned(sheet(cast, civilised))[0] == 5

    ground.check("3.2", ("fail", 2), framework=1)
    assert earned(sheet(cast, civilised))[0] == (Decimal("2.5") if back else 5)


@pytest.mark.django_db
def test_window_kinds_and_subject_hold_for_borrowed_checks(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast, window_from=today() - timedelta(days=5))
    ground = Ground([civilised.framework, hygiene.framework])
    ground.check("1.1", ("fail", 1), days_ago=9)
    ground.check("1.1", ("pass", 0), site=0, kind="weekly")
    ground.check("1.1", ("fail", 1), site=2, kind="daily")

    assert earned(sheet(cast, hygiene))[0] == Decimal("2.5")
    assert earned(sheet(cast, hygiene, kinds=("weekly",)))[0] == 5
    assert earned(sheet(cast, hygiene, subject=ground.areas["west"]))[0] == 0


@pytest.mark.django_db
def test_whole_material_counts_where_none_is_asked_for_and_half_of_it_costs_nothing(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast)
    material = make_material(cast, civilised)
    bring(cast, material, 1)
    judge(cast, material, "accepted")
    assert earned(sheet(cast, hygiene)) == [None, None]

    bring(cast, material, 1, first=7)
    judge(cast, material, "accepted")
    assert earned(sheet(cast, hygiene)) == [None, 5]
    assert earned(sheet(cast, hygiene, subject=cast.sanitation))[1] == 5
    assert earned(sheet(cast, hygiene, subject=cast.east))[1] is None

    make_material(cast, hygiene)
    assert earned(sheet(cast, hygiene)) == [None, 0]


@pytest.mark.django_db
def test_proof_recorded_later_counts_instead_of_borrowed_material(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast)
    material = make_material(cast, civilised)
    bring(cast, material, 2)
    judge(cast, material, "accepted")
    assert earned(sheet(cast, hygiene))[1] == 5
    record_proof(actor=SYSTEM, standard_id=hygiene.pk, accepted=1, required=2, told=Told(today(), "上级审核"))
    assert earned(sheet(cast, hygiene))[1] == Decimal("2.5")


@pytest.mark.django_db
def test_pages_and_api_say_through_which_standard(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast)
    Ground([civilised.framework, hygiene.framework]).check("1.1", ("fail", 1))
    material = make_material(cast, civilised)
    bring(cast, material, 2)
    judge(cast, material, "accepted")
    client = signed_in(cast.chief)

    page = client.get(reverse("scoring:standard", args=[hygiene.pk])).content.decode()
    assert page.count("经《文明》1.1计入") == 2
    assert "不合格的背后" in page
    page = client.get(reverse("scoring:standard", args=[civilised.pk])).content.decode()
    assert "计入</a>" not in page

    (check,) = client.get(f"/api/v1/standards/{hygiene.pk}/checks").json()
    assert (check["through"]["code"], check["through"]["id"]) == ("1.1", civilised.pk)
    (check,) = client.get(f"/api/v1/standards/{civilised.pk}/checks").json()
    assert check["through"] is None


@pytest.mark.django_db
def test_kept_sheet_is_kept_anew_when_a_link_or_a_linked_round_changes(cast: Cast) -> None:
    civilised, hygiene, link = linked_pair(cast)
    ground = Ground([civilised.framework, hygiene.framework])
    chief, choice = actor_of(cast.chief), SheetChoice(today())

    def kept() -> Any:
        return keep_sheet(actor=chief, framework_id=hygiene.framework_id, choice=choice)

    first = kept()
    assert kept().pk == first.pk
    ground.check("1.1", ("pass", 0))
    second = kept()
    assert (second.pk != first.pk, second.total) == (True, Decimal(100))
    end_link(actor=chief, link_id=link.pk, reason="口径不同")
    assert kept().total is None


@pytest.mark.django_db
def test_number_of_queries_does_not_grow_with_links(cast: Cast) -> None:
    codes = [str(number) for number in range(1, 9)]
    own = make_framework(*(make_draft(code) for code in codes), name="卫生")
    other = make_framework(*(make_draft(code) for code in codes), name="文明")
    counts = []
    for code in codes:
        draft = LinkDraft(standard_of(other, code).pk, standard_of(own, code).pk, "equal")
        link_standards(actor=SYSTEM, draft=draft)
        with CaptureQueriesContext(connection) as queries:
            sheet(cast, standard_of(own, "1"))
        counts.append(len(queries))
    assert len(set(counts)) == 1
