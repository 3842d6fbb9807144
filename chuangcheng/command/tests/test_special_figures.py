"""What belongs to a special campaign, and its figures: by rule, by rounds, by hand; never what is hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import cases_in_scope, fixed_with_photos
from chuangcheng.cases.testing import case_in, make_site, problem_class, stored_photo
from chuangcheng.command.models import SpecialCampaign
from chuangcheng.command.queries.specials.figures import SpecialFigures, figures_of
from chuangcheng.command.queries.specials.scope import scope_of, specials_of_case
from chuangcheng.command.services.specials import (
    attach_round,
    choose_case,
    detach_round,
    make_special_round,
    pick_photos,
    unpick_photos,
)
from chuangcheng.command.testing import make_special, report_day
from chuangcheng.command.tests.test_pages import SignedIn, read, signed_in
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services import open_case_for_answer
from chuangcheng.inspections.testing import bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.sites.models import Site

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15  # of the overview with everything on it


def figures(cast: Cast, found: SpecialCampaign, person: Any = None) -> SpecialFigures:
    return figures_of(actor=actor_of(person or cast.chief), found=found, now=now())


def numbers(cast: Cast, found: SpecialCampaign) -> set[str]:
    rows = cases_in_scope(actor=actor_of(cast.chief), scope=scope_of(found), now=now())
    return set(rows.values_list("number", flat=True))


def test_cases_belong_by_class_days_and_area(cast: Cast) -> None:
    found = make_special(cast, area_ids=[cast.east.pk])
    mine = case_in("fixing", cast)
    case_in("fixing", cast, problem_class=problem_class("占道经营"))
    case_in("fixing", cast, area_id=cast.west.pk)
    old = case_in("fixing", cast)
    Case.objects.filter(pk=old.pk).update(reported_at=now() - timedelta(days=30))
    below = case_in("fixing", cast, area_id=cast.lane.pk)

    assert numbers(cast, found) == {mine.number, below.number}


def test_list_of_cases_narrows_to_those_of_a_campaign(cast: Cast, signed_in: SignedIn) -> None:
    road, office = make_site(cast), actor_of(cast.chief)
    found = make_special(cast, area_ids=[cast.east.pk], site_type_ids=[road.site_type_id])
    ruled = case_in("fixing", cast, area_id=cast.lane.pk, site_id=road.pk)
    dropped, west, void = (
        case_in("fixing", cast),
        case_in("fixing", cast, area_id=cast.west.pk),
        case_in("closed", cast),
    )
    other = case_in("fixing", cast, problem_class=problem_class("占道经营"))
    Case.objects.filter(pk=void.pk).update(state="void")
    for case, is_in in ((dropped, True), (dropped, False), (other, False), (other, True)):
        choose_case(actor=office, special_id=found.pk, case_id=case.pk, is_in=is_in, reason="核实")
    client, address = signed_in(cast.chief), f"/cases/?special={found.pk}"

    def listed(client: Client) -> set[str]:
        rows = client.get(f"/api/v1/cases?special={found.pk}").json()["items"]
        return {row["number"] for row in rows}

    assert listed(client) == {ruled.number, other.number} == numbers(cast, found)
    assert address in read(client, f"/command/specials/{found.pk}/?view=cases").replace("&amp;", "&")
    shown = read(client, address)
    assert f"只看“{found.name}”的问题。" in shown
    assert ruled.number in shown
    assert west.number not in shown
    assert f'name="special" value="{found.pk}"' in shown
    assert listed(signed_in(cast.west_liaison)) == set()
    hidden = read(signed_in(cast.west_liaison), address)
    assert found.name not in hidden
    assert "没有找到该专项整治" in hidden


def test_narrowing_the_list_to_a_campaign_costs_one_statement(cast: Cast, signed_in: SignedIn) -> None:
    client, costs = signed_in(cast.chief), []
    found = make_special(cast, area_ids=[cast.east.pk, cast.west.pk])
    for address in ("/cases/?severity=urgent", "/cases/", f"/cases/?special={found.pk}"):
        for _turn in range(2):
            case_in("fixing", cast)
        read(client, address)
        with CaptureQueriesContext(connection) as captured:
            read(client, address)
        costs.append(len(captured))
    assert costs[2] <= costs[1] + 1


def test_case_at_a_site_must_be_of_a_type_and_one_at_none_counts(cast: Cast) -> None:
    road = make_site(cast)
    other = make_field(cast).sites[0]
    found = make_special(cast, site_type_ids=[road.site_type_id])
    at_road = case_in("fixing", cast, site_id=road.pk)
    nowhere = case_in("fixing", cast)
    case_in("fixing", cast, site_id=other.pk)

    assert numbers(cast, found) == {at_road.number, nowhere.number}


def test_cases_are_counted_by_unit_town_and_day(cast: Cast) -> None:
    found = make_special(cast, targets={"found": 3, "fixed": 2, "fixed_rate": 50, "people": 10, "hours": 100})
    case_in("fixing", cast)
    late = case_in("fixing", cast)
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(hours=1))
    case_in("closed", cast, area_id=cast.lane.pk)
    case_in("reported", cast)
    report_day(cast, found, people=12)

    told = figures(cast, found)
    assert (told.whole.found, told.whole.fixed, told.whole.open, told.whole.overdue) == (4, 1, 3, 1)
    east, bureau = told.by_unit
    assert (bureau.name, bureau.found, bureau.fixed, bureau.work.people) == ("区城管局", 3, 1, 12)
    assert (east.name, east.found, east.work.days) == ("东关街道", 0, 0)
    assert told.silent == ["东关街道"]
    assert [(row.name, row.found) for row in told.by_town] == [("东关街道", 4)]
    assert [(day.found, day.fixed, day.people) for day in told.days] == [(0, 0, 0), (4, 1, 12)]
    assert [(each.target.kind, each.stands, each.is_reached) for each in told.targets] == [
        ("found", 4, True),
        ("fixed", 1, False),
        ("fixed_rate", 25, False),
        ("people", 12, True),
        ("hours", 24, False),
    ]


def test_rejected_and_void_cases_are_no_findings(cast: Cast) -> None:
    found = make_special(cast)
    for state in ("rejected", "void"):
        case = case_in("reported", cast)
        Case.objects.filter(pk=case.pk).update(state=state)
    assert figures(cast, found).whole.found == 0


def test_units_count_only_what_they_see(cast: Cast) -> None:
    found = make_special(cast)
    case_in("fixing", cast, area_id=cast.west.pk)
    report_day(cast, found)
    assert figures(cast, found, cast.liaison).whole.found == 1
    theirs = figures(cast, found, cast.east_liaison)
    assert (theirs.whole.found, theirs.whole.work.people) == (0, 0)
    assert figures(cast, found, cast.leader).whole.work.people == 12


def test_case_is_taken_out_and_in_with_a_reason(cast: Cast) -> None:
    found, office = make_special(cast), actor_of(cast.chief)
    ruled, other = case_in("fixing", cast), case_in("fixing", cast, problem_class=problem_class("占道经营"))
    with pytest.raises(InvalidInput, match="请写明理由"):
        choose_case(actor=office, special_id=found.pk, case_id=ruled.pk, is_in=False, reason=" ")
    with pytest.raises(NotFound):
        choose_case(actor=office, special_id=found.pk, case_id=new_id(), is_in=False, reason="x")
    with pytest.raises(NotPermitted):
        choose_case(actor=actor_of(cast.leader), special_id=found.pk, case_id=ruled.pk, is_in=False, reason="x")
    for _time in range(2):
        choose_case(actor=office, special_id=found.pk, case_id=ruled.pk, is_in=False, reason="属于别的工作")
        choose_case(actor=office, special_id=found.pk, case_id=other.pk, is_in=True, reason="摊点留下的垃圾")

    assert found.choices.count() == 2
    assert numbers(cast, found) == {other.number}
    assert figures(cast, found).whole.found == 1
    choose_case(actor=office, special_id=found.pk, case_id=ruled.pk, is_in=True, reason="核实后还是算")
    assert figures(cast, found).whole.found == 2


def test_case_knows_its_campaigns(cast: Cast) -> None:
    road = make_site(cast)
    field, office = make_field(cast), actor_of(cast.chief)
    found = make_special(cast, area_ids=[cast.east.pk], site_type_ids=[road.site_type_id])
    inside = case_in("fixing", cast, area_id=cast.lane.pk, site_id=road.pk)
    elsewhere = case_in("fixing", cast, area_id=cast.west.pk)
    market = case_in("fixing", cast, site_id=field.sites[0].pk)

    def names(case: Case, person: Any = cast.chief) -> list[str]:
        case = Case.objects.select_related("site", "area").get(pk=case.pk)
        return [row.name for row, _choice in specials_of_case(actor=actor_of(person), case=case)]

    assert names(inside) == [found.name]
    assert names(elsewhere) == []
    assert names(market) == []
    assert names(inside, cast.west_liaison) == []
    choose_case(actor=office, special_id=found.pk, case_id=elsewhere.pk, is_in=True, reason="一并整治")
    choose_case(actor=office, special_id=found.pk, case_id=inside.pk, is_in=False, reason="不算")
    assert names(elsewhere) == [found.name]
    assert names(inside) == []


def test_round_is_made_over_the_sites_of_the_campaign(cast: Cast) -> None:
    field = make_field(cast, sites=3)
    make_site(cast)
    found = make_special(cast, site_type_ids=[field.sites[0].site_type_id])
    key = new_id()
    facts: Any = {"name": "专项检查", "kind": "weekly", "starts_on": today(), "ends_on": today()}
    for _time in range(2):
        made = make_special_round(actor=actor_of(cast.chief), special_id=found.pk, round_id=key, **facts)

    assert made.round.assignments.count() == 3
    assert found.rounds.count() == 1
    assert figures(cast, found).whole.sites == 3
    Site.objects.update(is_active=False)
    with pytest.raises(InvalidInput, match="范围内没有点位"):
        make_special_round(actor=actor_of(cast.chief), special_id=found.pk, round_id=new_id(), **facts)


def test_visits_cover_sites_once_and_their_cases_belong(cast: Cast) -> None:
    field = make_field(cast, sites=2)
    found = make_special(cast, class_ids=[problem_class("占道经营").pk], site_type_ids=[field.sites[0].site_type_id])
    made = make_round(cast, field)
    attach_round(actor=actor_of(cast.chief), special_id=found.pk, round_id=made.pk)
    visit = make_visit(cast, field, made, litter={"faults": 2})
    answer = visit.answers.get(item__code="litter")
    open_case_for_answer(actor=actor_of(cast.inspector), answer_id=answer.pk, case_id=new_id())

    told = figures(cast, found)
    assert (told.whole.sites, told.whole.visited, told.whole.coverage) == (2, 1, 50)
    assert told.whole.found == 1
    assert [day.visited for day in told.days] == [0, 1]
    detach_round(actor=actor_of(cast.chief), special_id=found.pk, round_id=made.pk)
    assert (figures(cast, found).whole.found, figures(cast, found).whole.visited) == (0, 0)


def test_hidden_round_is_in_no_figure_until_it_is_released(cast: Cast, signed_in: SignedIn) -> None:
    field = make_field(cast)
    found = make_special(cast, site_type_ids=[field.sites[0].site_type_id])
    made = make_round(cast, field, kind="mystery", name="不公开的暗访")
    attach_round(actor=actor_of(cast.chief), special_id=found.pk, round_id=made.pk)
    visit = make_visit(cast, field, made, litter={"faults": 2})
    answer = visit.answers.get(item__code="litter")
    open_case_for_answer(actor=actor_of(cast.inspector), answer_id=answer.pk, case_id=new_id())

    for person in (cast.chief, cast.liaison, cast.leader, cast.inspector):
        told = figures(cast, found, person).whole
        assert (told.found, told.visited) == (0, 0), person.name
        assert signed_in(person).get(f"/api/v1/cases?special={found.pk}").json()["items"] == [], person.name
    assert "不公开的暗访" not in read(signed_in(cast.liaison), f"/command/specials/{found.pk}/?view=rounds")
    bring_to(cast, made, "released")
    told = figures(cast, found).whole
    assert (told.found, told.visited) == (1, 1)
    assert len(signed_in(cast.chief).get(f"/api/v1/cases?special={found.pk}").json()["items"]) == 1


def test_gallery_shows_pairs_of_what_one_sees_and_keeps_the_chosen(cast: Cast, signed_in: SignedIn) -> None:
    found, office = make_special(cast), actor_of(cast.chief)
    case = case_in("closed", cast, photo_ids=[stored_photo(5)])
    case_in("fixing", cast)
    page = f"/command/specials/{found.pk}/?view=gallery"
    shown = read(signed_in(cast.chief), page)
    assert case.number in shown
    assert shown.count('class="photo-before"') == 1
    Case.objects.filter(pk=case.pk).update(lead_unit=cast.west, area=cast.west)
    address = reverse("cases:case", args=[case.pk])
    assert address not in read(signed_in(cast.east_liaison), page)
    assert address in read(signed_in(cast.chief), page)
    assert fixed_with_photos(actor=office, scope=scope_of(found), now=now()).count() == 1
    pick_photos(actor=office, special_id=found.pk, case_id=case.pk)
    pick_photos(actor=office, special_id=found.pk, case_id=case.pk)
    assert found.picks.count() == 1
    assert "已选1组进总结报告" in read(signed_in(cast.chief), page)
    unpick_photos(actor=office, special_id=found.pk, case_id=case.pk)
    assert not found.picks.exists()


def test_pages_put_in_and_take_out(cast: Cast, signed_in: SignedIn) -> None:
    field = make_field(cast)
    found, client = make_special(cast), signed_in(cast.chief)
    page = f"/command/specials/{found.pk}/"
    case = case_in("fixing", cast, problem_class=problem_class("占道经营"))
    assert client.post(f"{page}cases/", {"number": "没有\x00", "reason": "算"}).status_code == 302
    client.post(f"{page}cases/", {"number": case.number, "reason": ""})
    assert not found.choices.exists()
    client.post(f"{page}cases/", {"number": case.number, "reason": "算"})
    assert case.number in read(client, f"{page}?view=cases")
    assert found.name in read(client, f"/cases/{case.pk}/")
    client.post(f"{page}cases/{case.pk}/out/", {"reason": "不算"})
    assert "手工纳入和移出的" in read(client, f"{page}?view=cases&which=open")
    made = make_round(cast, field)
    assert made.name in read(client, f"{page}?view=rounds")
    client.post(f"{page}rounds/", {"round_id": str(made.pk)})
    client.post(f"{page}rounds/", {"round_id": "x"})
    assert found.rounds.count() == 1
    client.post(f"{page}rounds/{made.pk}/detach/")
    days = {"starts_on": str(today()), "ends_on": str(today())}
    assert client.post(f"{page}rounds/new/", {"round_id": str(new_id()), "name": "", **days}).status_code == 302
    facts = {"round_id": str(new_id()), "name": "专项检查", "kind": "weekly", **days}
    assert "/rounds/" in client.post(f"{page}rounds/new/", facts).headers["Location"]
    assert found.rounds.count() == 1
    for view in ("cases", "rounds", "gallery"):
        assert read(signed_in(cast.liaison), f"{page}?view={view}")


@pytest.mark.parametrize(("view", "most"), [("overview", 15), ("cases", 11), ("gallery", 12), ("rounds", 15)])
def test_figures_cost_the_same_for_few_and_many(cast: Cast, signed_in: SignedIn, view: str, most: int) -> None:
    found, client = make_special(cast), signed_in(cast.chief)
    costs = []
    for more in (1, 4):
        for _turn in range(more):
            case_in("closed", cast)
            case_in("fixing", cast)
        report_day(cast, found)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            read(client, f"/command/specials/{found.pk}/?view={view}")
        costs.append(len(captured))
    assert costs[0] == costs[1] <= most


def test_same_over_the_api(cast: Cast, signed_in: SignedIn) -> None:
    field = make_field(cast)
    found, client = make_special(cast), signed_in(cast.chief)
    made, case = make_round(cast, field), case_in("closed", cast)
    path = f"/api/v1/specials/{found.pk}"
    assert client.get(f"{path}/figures").json()["whole"]["fixed_rate"] == 100
    assert [row["id"] for row in client.get(f"{path}/cases?which=fixed").json()] == [str(case.pk)]
    assert client.get(f"{path}/cases?which=open").json() == []
    assert client.get(f"{path}/gallery").json()[0]["after"]
    assert client.put(f"{path}/gallery/{case.pk}").status_code == 204
    assert found.picks.exists()
    assert client.delete(f"{path}/gallery/{case.pk}").status_code == 204
    assert len(client.put(f"{path}/rounds/{made.pk}").json()) == 1
    assert client.delete(f"{path}/rounds/{made.pk}").json() == []
    new = {"name": "专项检查", "kind": "weekly", "starts_on": str(today()), "ends_on": str(today())}
    answer = client.post(f"{path}/rounds", new, content_type="application/json")
    assert (answer.status_code, len(answer.json())) == (201, 1)
    out = {"case_id": str(case.pk), "is_in": False, "reason": "不算"}
    answer = client.post(f"{path}/cases", out, content_type="application/json")
    assert (answer.status_code, answer.json()["whole"]["found"]) == (201, 0)


def test_overview_with_all_its_parts_reads_nothing_twice(cast: Cast, signed_in: SignedIn) -> None:
    field, office = make_field(cast, sites=2), actor_of(cast.chief)
    found = make_special(cast, site_type_ids=[field.sites[0].site_type_id], targets={"found": 3, "coverage": 50})
    made = make_round(cast, field)
    attach_round(actor=office, special_id=found.pk, round_id=made.pk)
    make_visit(cast, field, made, litter={"faults": 2})
    case_in("closed", cast, site_id=field.sites[0].pk)
    choose_case(actor=office, special_id=found.pk, case_id=case_in("fixing", cast).pk, is_in=True, reason="算")
    found.areas.add(cast.east)
    report_day(cast, found)
    for person in (cast.chief, cast.liaison, cast.leader):
        client, page = signed_in(person), f"/command/specials/{found.pk}/"
        read(client, page)
        with CaptureQueriesContext(connection) as captured:
            read(client, page)
        told = [query["sql"] for query in captured]
        assert len(told) == len(set(told)) <= MOST_STATEMENTS, "\n".join(sql[:160] for sql in told)


def test_steadiness_is_narrowed_to_a_campaign_from_its_own_page(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast)
    client = signed_in(cast.chief)
    option = f'<option value="{found.pk}"'
    assert f"{option}>{found.name}" in client.get("/supervision/steadiness/").content.decode()
    narrowed = client.get("/supervision/steadiness/", {"special": str(found.pk)}).content.decode()
    assert (f"{option} selected" in narrowed, "只看专项整治" in narrowed) == (True, True)
    assert client.get("/supervision/steadiness/", {"special": "x"}).status_code == 200
