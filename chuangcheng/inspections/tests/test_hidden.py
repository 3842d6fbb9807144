"""A hidden round, walked from every side: before its release nobody outside its team finds a trace of it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from chuangcheng.cases.slots import case_origin
from chuangcheng.core.ids import new_id
from chuangcheng.core.shell import search_kinds
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import now
from chuangcheng.core.todos import todos_of
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Round, Visit
from chuangcheng.inspections.queries import SOURCE_KIND, WhatCounts, tallies
from chuangcheng.inspections.services import AnswerGiven
from chuangcheng.inspections.shell import origin_of_case, visits_panel
from chuangcheng.inspections.testing import MARKET, Field, bring_to, make_field, make_round, make_visit, sent_photo
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in
from chuangcheng.sites.testing import make_site

TELLTALE = "暗访第七组"


@dataclass(frozen=True)
class Walk:
    """A mystery round with a visit, a photo and a case."""

    found: Round
    visit: Visit
    photo: UUID
    answer_id: UUID
    case: Any
    field: Field

    def addresses(self) -> list[str]:
        """Everything that shows it, on screen and in the API."""
        found, visit = self.found.pk, self.visit.pk
        return [
            f"/rounds/{found}/",
            f"/rounds/{found}/report/",
            f"/rounds/{found}/report/checks/",
            f"/rounds/{found}/report/docx/",
            f"/rounds/{found}/sites/{self.field.sites[0].pk}/visit/",
            f"/visits/{visit}/",
            f"/files/{self.photo}/480.jpg",
            f"/files/{self.photo}/original",
            f"/cases/{self.case.pk}/",
            f"/api/v1/rounds/{found}",
            f"/api/v1/rounds/{found}/assignments",
            f"/api/v1/rounds/{found}/report",
            f"/api/v1/rounds/{found}/sites/{self.field.sites[0].pk}/checklist",
            f"/api/v1/visits/{visit}",
            f"/api/v1/cases/{self.case.pk}",
        ]


LISTS = (
    "/rounds/",
    "/rounds/?view=running",
    "/rounds/?view=finished",
    "/rounds/?view=mine",
    "/cases/",
    "/api/v1/rounds",
    "/api/v1/cases",
    f"/search/?q={TELLTALE[:4]}",
    f"/api/v1/search?q={TELLTALE[:4]}",
)


@pytest.fixture
def walk(cast: Cast) -> Walk:
    field = make_field(cast)
    found = make_round(cast, field, kind="mystery", name=TELLTALE)
    photo = sent_photo(cast.inspector)
    given = AnswerGiven(0, {"faults": 3}, TELLTALE, (photo,))
    visit = make_visit(cast, field, found, litter=given)
    answer = visit.answers.get(item=field.items["litter"])
    case = services.open_cases_for_visit(actor=actor_of(cast.inspector), visit_id=visit.pk)[0]
    deliver_events()
    return Walk(found, visit, photo, answer.pk, case, field)


def outsiders(cast: Cast) -> list[Any]:
    """The street and the bureau concerned, a leader, the steward, an inspector who has no site in it."""
    other = make_person("second", unit=cast.office, role="inspector")
    return [cast.east_liaison, cast.liaison, cast.leader, cast.keeper, other]


def test_nobody_outside_the_team_opens_any_of_it_before_the_release(cast: Cast, walk: Walk) -> None:
    for person in outsiders(cast):
        client = signed_in(person)
        for address in walk.addresses():
            assert client.get(address).status_code in {403, 404}, (person.name, address)


def test_no_list_or_search_names_it_before_the_release(cast: Cast, walk: Walk) -> None:
    for person in outsiders(cast):
        client = signed_in(person)
        for address in LISTS:
            body = client.get(address).content.decode()
            assert TELLTALE not in body, (person.name, address)
            assert str(walk.found.pk) not in body, (person.name, address)
            assert walk.case.number not in body, (person.name, address)


def test_no_page_of_the_site_case_or_person_hints_at_it_before_the_release(cast: Cast, walk: Walk) -> None:
    site = walk.field.sites[0]
    site.refresh_from_db()
    assert site.last_checked_at is None
    for person in outsiders(cast):
        actor = actor_of(person)
        assert visits_panel(actor, site.pk) is None
        assert origin_of_case(actor, str(walk.answer_id)) is None
        assert not any(TELLTALE in str(todo.title) for each in todos_of(actor=actor, now=now()) for todo in each)
        for kind in search_kinds:
            if kind.kind == "case":
                assert kind.visible_ids(actor, [str(walk.case.pk)]) == set()
    assert tallies(WhatCounts(walk.field.framework.pk, until=now())) == []


def everywhere_else(walk: Walk) -> list[str]:
    """Pages, papers and addresses that gather from many rounds, cases and sites."""
    site, framework = walk.field.sites[0].pk, walk.field.framework.pk
    standards = [row.pk for row in walk.field.standards.values()]
    return [
        *(
            "/",
            "/notices/",
            "/jobs/",
            "/cases/?view=all",
            "/cases/export.xlsx",
            "/sites/",
            "/sites/export/",
            "/sites/gaps/",
        ),
        *(f"/sites/{site}/", f"/api/v1/sites/{site}", "/api/v1/sites", "/api/v1/todos", "/api/v1/visits/mine"),
        *(f"/cases/?site={site}", f"/api/v1/cases?site={site}", f"/units/{walk.field.sites[0].area_id}/"),
        *("/scores/", f"/scores/{framework}/", f"/scores/{framework}/workbook/", f"/api/v1/scores/{framework}"),
        *(f"/scores/standards/{standard}/" for standard in standards),
        *(f"/api/v1/standards/{standard}/checks" for standard in standards),
        "/sites/points/?bbox=114,36,115,37&zoom=18",
    ]


def words_of(answer: Any) -> str:
    """What an answer says, workbooks unpacked."""
    content = answer.getvalue() if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return str(content.decode())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_nothing_that_gathers_from_many_records_tells_of_it(cast: Cast, walk: Walk) -> None:
    traces = (TELLTALE, str(walk.found.pk), str(walk.visit.pk), str(walk.case.pk), walk.case.number)
    for person in [*outsiders(cast), make_person("tester", unit=cast.office, role="third_party")]:
        client = signed_in(person)
        for address in everywhere_else(walk):
            answer = client.get(address)
            found = [trace for trace in traces if trace in words_of(answer)]
            assert not (answer.status_code == 200 and found), (person.name, address, found)


def test_trail_tells_an_auditor_that_somebody_worked_and_not_what_was_found(cast: Cast, walk: Walk) -> None:
    auditor = signed_in(make_person("auditor", unit=cast.place, role="auditor"))
    answer = auditor.get("/audit/")
    assert answer.status_code == 200
    assert "提交现场检查" in words_of(answer)
    for trace in (TELLTALE, walk.field.sites[0].name):
        assert trace not in words_of(answer)


def test_checks_behind_a_standard_come_with_the_release(cast: Cast, walk: Walk) -> None:
    leader = signed_in(cast.leader)
    address = f"/api/v1/standards/{walk.field.standards['2.1'].pk}/checks"
    assert leader.get(address).json() == []
    bring_to(cast, walk.found, "released")
    assert len(leader.get(address).json()) == 2


def test_its_team_works_with_it(cast: Cast, walk: Walk) -> None:
    for person in (cast.chief, cast.inspector):
        client = signed_in(person)
        for address in (f"/rounds/{walk.found.pk}/", f"/visits/{walk.visit.pk}/", f"/files/{walk.photo}/480.jpg"):
            assert client.get(address).status_code == 200, (person.name, address)
    assert TELLTALE in signed_in(cast.inspector).get("/rounds/?view=mine").content.decode()
    assert origin_of_case(actor_of(cast.chief), str(walk.answer_id)) is not None


def test_inspector_of_the_round_sees_own_sites_and_visits_only(cast: Cast, walk: Walk) -> None:
    second = make_person("second", unit=cast.office, role="inspector")
    field = make_second_site(cast, walk, second)
    client = signed_in(second)
    page = client.get(f"/rounds/{walk.found.pk}/").content.decode()
    assert field.sites[-1].name in page
    assert walk.field.sites[0].name not in page
    assert cast.inspector.name not in page
    assert client.get(f"/visits/{walk.visit.pk}/").status_code == 404
    assert client.get(f"/files/{walk.photo}/480.jpg").status_code == 404
    shares = client.get(f"/api/v1/rounds/{walk.found.pk}").json()["by_inspector"]
    assert [share["label"] for share in shares] == [second.name]


def make_second_site(cast: Cast, walk: Walk, person: Any) -> Field:
    """Another site in the round, given to the person."""
    site, chief = make_site("西苑市场", area=cast.west, site_type=MARKET), actor_of(cast.chief)
    services.add_sites(actor=chief, round_id=walk.found.pk, site_ids=[site.pk])
    services.assign_inspector(actor=chief, round_id=walk.found.pk, site_ids=[site.pk], inspector_id=person.pk)
    return replace(walk.field, sites=[*walk.field.sites, site])


def test_after_the_release_the_unit_concerned_sees_it_and_others_still_not(cast: Cast, walk: Walk) -> None:
    bring_to(cast, walk.found, "released")
    deliver_events()
    concerned, elsewhere = signed_in(cast.east_liaison), signed_in(cast.west_liaison)
    for address in (f"/visits/{walk.visit.pk}/", f"/files/{walk.photo}/480.jpg", f"/cases/{walk.case.pk}/"):
        assert concerned.get(address).status_code == 200, address
        assert elsewhere.get(address).status_code == 404, address
    assert TELLTALE in concerned.get("/rounds/?view=released").content.decode()
    assert visits_panel(actor_of(cast.east_liaison), walk.field.sites[0].pk) is not None
    assert visits_panel(actor_of(cast.west_liaison), walk.field.sites[0].pk) is None
    walk.field.sites[0].refresh_from_db()
    assert walk.field.sites[0].last_checked_at == walk.visit.submitted_at
    assert tallies(WhatCounts(walk.field.framework.pk, until=now()))


def test_origin_slot_answers_for_answers_only(cast: Cast, walk: Walk) -> None:
    assert case_origin.get(SOURCE_KIND) is origin_of_case
    assert origin_of_case(actor_of(cast.chief), "no id") is None
    assert origin_of_case(actor_of(cast.admin), str(walk.answer_id)) is None


def test_problems_of_a_round_are_listed_by_it_after_the_release_and_hinted_at_by_nothing_before(
    cast: Cast, walk: Walk
) -> None:
    leader, unknown = signed_in(cast.leader), new_id()
    hidden, absent = (leader.get(f"/cases/?group={group}").content.decode() for group in (walk.found.pk, unknown))
    assert walk.case.number not in hidden
    known = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=")\w{64}(?=")')
    assert known.sub("", hidden) == known.sub("", absent)
    bring_to(cast, walk.found, "released")
    page = leader.get(f"/cases/?group={walk.found.pk}").content.decode()
    assert walk.case.number in page
    assert walk.found.name in page
    assert walk.case.number not in leader.get(f"/cases/?group={unknown}").content.decode()
    listed = leader.get("/api/v1/cases", {"group": str(walk.found.pk)}).json()["items"]
    assert [row["number"] for row in listed] == [walk.case.number]
    assert f"?group={walk.found.pk}" in leader.get(f"/rounds/{walk.found.pk}/").content.decode()
