"""Cases in the search: one's own are found among any number of others, and by nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.cases.queries import CaseFilter, CaseLists
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, make_site, report
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.search import Entry, find, index_all
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit

WORDS = "堆放垃圾"
LANDFILL = 1200  # newer records of others with the same words, more than the search looks at


def bury() -> None:
    """Newer cases with the same words that concern nobody of the cast."""
    index_all(Entry("case", str(UUID(int=number)), f"门前{WORDS}", scopes=["u999999"]) for number in range(LANDFILL))


def numbers(person: Any, words: str = WORDS) -> list[str]:
    return [hit.number for hit in find(actor=actor_of(person), query=words, limit=50) if hit.kind == "case"]


@pytest.mark.parametrize(
    ("who", "is_found"),
    [
        ("liaison", True),  # lead unit
        ("east_liaison", True),  # it lies in the street
        ("west_liaison", False),
        ("keeper", False),
        ("admin", False),
        ("stranger", False),
    ],
)
def test_own_case_is_found_among_many(cast: Cast, who: str, is_found: bool) -> None:  # noqa: FBT001 - a column of the table
    case = case_in("fixing", cast)
    bury()
    assert numbers(getattr(cast, who)) == ([case.number] if is_found else [])
    found = CaseLists(actor_of(getattr(cast, who)), now()).page(CaseFilter(words=WORDS)).cases
    assert [each.number for each in found] == ([case.number] if is_found else [])


def test_reporter_and_assisting_unit_find_the_case(cast: Cast) -> None:
    reporter = make_person("reporter", unit=cast.west, role="lane_chief")
    case = services.open_case(
        actor=actor_of(reporter),
        case_id=new_id(),
        description=f"门前{WORDS}",
        place_text="东关大街",
        area_id=cast.east.pk,
    )
    chief = actor_of(cast.chief)
    services.file_case(actor=chief, step=Step(case.pk))
    services.dispatch_case(
        actor=chief,
        step=Step(case.pk),
        lead_unit_id=cast.east.pk,
        assisting_unit_ids=[cast.sanitation.pk],
        term=Limit(3, Unit.WORKING_DAYS),
    )
    bury()
    assert numbers(reporter) == numbers(cast.liaison) == [case.number]


def test_unit_that_sent_a_case_back_finds_it_no_longer(cast: Cast) -> None:
    case = case_in("fixing", cast)
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我局")
    assert numbers(cast.liaison) == []
    assert numbers(cast.east_liaison) == [case.number]


def test_held_case_is_found_by_those_in_charge_only_until_the_release(cast: Cast) -> None:
    case = report(cast, held=True, source_kind="inspections.answer", source_id="1")
    assert numbers(cast.chief) == [case.number]
    assert numbers(cast.leader) == numbers(cast.east_liaison) == []
    services.release_held_cases(actor=SYSTEM, source_kind="inspections.answer", source_ids=["1"])
    assert numbers(cast.leader) == numbers(cast.east_liaison) == [case.number]


def test_cases_of_a_merged_unit_are_found_by_its_successor(cast: Cast) -> None:
    case = case_in("fixing", cast)
    bureau = make_unit("综合执法局", parent=cast.place)
    officer = make_person("officer", unit=bureau, role="liaison")
    assert numbers(officer) == []
    services.follow_merger({"old_ids": [cast.sanitation.pk], "new_id": bureau.pk})
    bury()
    assert numbers(officer) == [case.number]


def test_search_finds_a_case_by_number_place_unit_class_and_text(cast: Cast) -> None:
    site = make_site(cast, name="柳巷农贸市场")
    case = case_in("fixing", cast, site_id=site.pk)
    for words in (case.number, "柳巷农贸", cast.sanitation.name, "暴露垃圾", "门前堆放"):
        assert case.number in numbers(cast.liaison, words), words


def test_search_costs_the_same_for_few_and_many_hits(cast: Cast, django_assert_num_queries: Any) -> None:
    for count in (1, 6):
        for _turn in range(count):
            case_in("fixing", cast)
        actor = actor_of(cast.liaison)
        # The number, the units of the person, their sites, the candidates of all kinds, who may see them.
        with django_assert_num_queries(5):
            assert find(actor=actor, query=WORDS, limit=50)


def test_list_says_when_more_cases_may_have_the_words(cast: Cast) -> None:
    case_in("fixing", cast)
    lists = CaseLists(actor_of(cast.chief), now())
    assert not lists.is_cut(CaseFilter(words=WORDS))
    bury()
    assert CaseLists(actor_of(cast.chief), now()).is_cut(CaseFilter(words=WORDS))
    assert not CaseLists(actor_of(cast.liaison), now()).is_cut(CaseFilter(words=WORDS))
