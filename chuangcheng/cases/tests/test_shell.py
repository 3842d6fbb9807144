"""What cases add to the rest: to-dos, navigation, search, unit pages, and what merging units does to them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services, shell
from chuangcheng.cases.models import Assist, Case
from chuangcheng.cases.panels import open_problems, site_panel, unit_panel, why_unit_stays
from chuangcheng.cases.queries import case_of_source, counts_by_state, problem_class_named
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, make_site, report
from chuangcheng.core import search
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.slots import OpenProblems

AT_NOON = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI)


def test_liaison_sees_overdue_then_due_today_then_returned_then_new(cast: Cast) -> None:
    new, returned, due_today, overdue = (case_in("fixing", cast) for _ in range(4))
    later = AT_NOON + timedelta(days=9)
    Case.objects.filter(pk__in=[new.pk, returned.pk]).update(due_at=later)
    Case.objects.filter(pk=returned.pk).update(rework_count=1)
    Case.objects.filter(pk=due_today.pk).update(due_at=AT_NOON + timedelta(hours=3))
    Case.objects.filter(pk=overdue.pk).update(due_at=AT_NOON - timedelta(days=1))
    found = shell.todos(actor_of(cast.liaison), AT_NOON)
    assert [(todo.urgency, todo.number) for todo in found] == [
        (0, overdue.number),
        (1, due_today.number),
        (2, returned.number),
        (3, new.number),
    ]
    assert {str(todo.act) for todo in found} == {"去反馈"}


def test_office_sees_what_waits_to_be_filed_dispatched_and_verified(cast: Cast) -> None:
    for state in ("reported", "filed", "fixing", "fed_back", "closed"):
        case_in(state, cast)
    acts = [str(todo.act) for todo in shell.todos(actor_of(cast.chief), now())]
    assert sorted(acts) == sorted(["去立案", "去派遣", "去核查"])
    assert shell.todos(actor_of(cast.leader), now()) == []


def test_case_that_was_sent_back_comes_before_new_ones(cast: Cast) -> None:
    case_in("filed", cast)
    case = case_in("fixing", cast)
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我们。")
    first = shell.todos(actor_of(cast.chief), now())[0]
    assert (first.number, first.urgency) == (case.number, 2)
    assert "被责任单位回退" in str(first.situation)


def test_todos_cost_the_same_for_three_and_thirty(cast: Cast) -> None:
    costs = []
    for count in (3, 27):
        for _ in range(count):
            case_in("fixing", cast)
        actor = actor_of(cast.liaison)
        shell.todos(actor, now())  # the calendar is kept for seconds
        with CaptureQueriesContext(connection) as queries:
            shell.todos(actor, now())
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 4  # two of them for the look-backs that the unit was given


@pytest.mark.parametrize(
    ("who", "is_shown"), [("chief", True), ("liaison", True), ("admin", False), ("stranger", False)]
)
def test_navigation_has_cases_for_who_may_see_some(cast: Cast, who: str, *, is_shown: bool) -> None:
    entries = {entry.url for entry in shell.navigation(actor_of(getattr(cast, who)))}
    assert entries >= {"/cases/", "/cases/desk/"} if is_shown else not entries


def test_search_finds_a_case_by_number_text_and_unit(cast: Cast) -> None:
    case = case_in("fixing", cast, place_text="红星农贸市场东门")
    for words in (case.number, "堆放垃圾", "红星农贸", "区城管局"):
        hits = search.find(actor=actor_of(cast.liaison), query=words, limit=5)
        assert case.number in [hit.number for hit in hits]
    hits = search.find(actor=actor_of(cast.west_liaison), query=case.number, limit=5)
    assert hits == []


def test_unit_page_shows_its_cases_and_a_unit_with_open_ones_stays(cast: Cast) -> None:
    case = case_in("fixing", cast)
    panel = unit_panel(actor_of(cast.chief), cast.sanitation)
    assert panel is not None
    assert str(case.pk) in panel.context["table"].body
    assert "没有办结的问题" in why_unit_stays(cast.sanitation.pk)
    assert unit_panel(actor_of(cast.chief), cast.west) is None
    assert unit_panel(actor_of(cast.admin), cast.sanitation) is None
    assert why_unit_stays(cast.west.pk) == ""


def test_site_page_shows_its_cases_and_offers_to_report_another(cast: Cast) -> None:
    site, empty = make_site(cast), make_site(cast)
    case = report(cast, site_id=site.pk)
    page = signed_in(cast.chief).get(f"/sites/{site.pk}/").content.decode()
    assert case.number in page
    assert f"/cases/new/?site={site.pk}" in page
    assert "这里没有问题记录。" in signed_in(cast.chief).get(f"/sites/{empty.pk}/").content.decode()
    assert site_panel(actor_of(cast.leader), empty.pk) is None


def test_open_and_overdue_cases_are_counted_by_site(cast: Cast) -> None:
    site, quiet = make_site(cast), make_site(cast)
    late = case_in("fixing", cast, site_id=site.pk)
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(hours=1))
    case_in("closed", cast, site_id=site.pk)
    report(cast, site_id=site.pk)
    assert open_problems(actor_of(cast.chief), [site.pk, quiet.pk]) == {site.pk: OpenProblems(2, 1)}
    assert open_problems(actor_of(cast.west_liaison), [site.pk]) == {}
    assert open_problems(actor_of(cast.admin), [site.pk]) == {}


def test_open_cases_follow_a_merged_unit_and_closed_ones_stay(cast: Cast) -> None:
    fixing, closed = case_in("fixing", cast), case_in("closed", cast)
    Assist.objects.create(case=fixing, unit=cast.west)
    payload = {"old_ids": [cast.sanitation.pk, cast.west.pk], "new_id": cast.lane.pk, "on": "2026-11-23"}
    for _ in range(2):  # told twice
        services.follow_merger(payload)
    fixing.refresh_from_db()
    closed.refresh_from_db()
    assert (fixing.lead_unit, closed.lead_unit) == (cast.lane, cast.sanitation)
    assert [assist.unit for assist in fixing.assists.all()] == [cast.lane]
    services.follow_split({"old_id": cast.lane.pk, "new_ids": [cast.west.pk], "main_id": cast.west.pk})
    fixing.refresh_from_db()
    assert fixing.lead_unit == cast.west


def test_open_cases_are_counted_by_state(cast: Cast) -> None:
    for state in ("reported", "fixing", "fixing", "closed"):
        case_in(state, cast)
    counts = counts_by_state(actor=actor_of(cast.chief))
    assert (counts["reported"], counts["fixing"], counts["filed"]) == (1, 2, 0)
    assert counts_by_state(actor=actor_of(cast.west_liaison))["fixing"] == 0


def test_case_is_found_by_its_source_and_class_by_its_name(cast: Cast) -> None:
    case = report(cast, source_kind="inspections.answer", source_id="42")
    assert case_of_source(source_kind="inspections.answer", source_id="42") == case
    assert case_of_source(source_kind="inspections.answer", source_id="43") is None
    found = problem_class_named(name=" 暴露垃圾 ")
    assert found is not None
    assert problem_class_named(name="没有的类别") is None
    assert problem_class_named(name="") is None


def test_unit_page_tells_how_the_unit_stands_and_leads_to_what_it_counts(cast: Cast) -> None:
    late, _other = case_in("fixing", cast), case_in("fed_back", cast)
    Case.objects.filter(pk=late.pk).update(due_at="2026-01-01T00:00:00Z")
    panel = unit_panel(actor_of(cast.chief), cast.sanitation)
    assert panel is not None
    assert [(figure.label, figure.value) for figure in panel.context["figures"]][:3] == [
        ("超期未改", "1"),
        ("处置中", "1"),
        ("待核查", "1"),
    ]
    assert panel.context["figures"][0].url == f"/cases/?unit={cast.sanitation.pk}&view=overdue"
    assert str(late.pk) in panel.context["table"].body
    assert unit_panel(actor_of(cast.chief), cast.west) is None


def test_title_leads_to_the_case_and_the_act_to_its_form(cast: Cast) -> None:
    case = case_in("fixing", cast)
    (line,) = shell.todos(actor_of(cast.liaison), now())
    assert line.url == f"/cases/{case.pk}/"
    assert line.act_url == f"/cases/{case.pk}/feed_back/"
    page = signed_in(cast.liaison).get("/").content.decode()
    assert f'href="/cases/{case.pk}/feed_back/"' in page
    assert signed_in(cast.liaison).get(line.act_url).status_code == 200


def test_who_may_report_begins_with_one_press(cast: Cast) -> None:
    assert 'href="/cases/new/"' in signed_in(cast.inspector).get("/").content.decode()
    assert 'href="/cases/new/"' not in signed_in(cast.leader).get("/").content.decode()
