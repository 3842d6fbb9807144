"""The list of cases: what stands in it, how it is filtered and paged, what it costs."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from chuangcheng.cases import papers
from chuangcheng.cases.models import Assist, Case
from chuangcheng.cases.queries import MINE, OVERDUE, CaseFilter, CaseLists, shown_count
from chuangcheng.cases.testing import case_in, make_site, problem_class, report
from chuangcheng.cases.views.lists import VIEWS
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

MOST_QUERIES = 12
HOSTILE = "<script>alert(1)</script>\"'{{ x }}"


def numbers(cast_member: Any, **chosen: Any) -> list[str]:
    lists = CaseLists(actor_of(cast_member), now())
    return [case.number for case in lists.page(CaseFilter(**chosen)).cases]


def make_overdue(case: Case, *, hours: int = 1) -> None:
    Case.objects.filter(pk=case.pk).update(due_at=now() - timedelta(hours=hours))


def test_list_shows_number_problem_place_unit_state_and_deadline(cast: Cast) -> None:
    case = case_in("fixing", cast)
    page = signed_in(cast.chief).get("/cases/").content.decode()
    for words in (case.number, "门前堆放垃圾", "东关大街12号门前", "区城管局", "处置中", "还有"):
        assert words in page


def test_hostile_text_is_shown_as_text(cast: Cast) -> None:
    case = report(cast, place_text=HOSTILE)
    Case.objects.filter(pk=case.pk).update(description=HOSTILE)
    for address in ("/cases/", f"/cases/{case.pk}/"):
        page = signed_in(cast.chief).get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("who", ["chief", "liaison", "east_liaison"])
def test_list_costs_the_same_for_three_and_for_thirty_cases(cast: Cast, who: str) -> None:
    costs = []
    for count in (3, 27):
        for _ in range(count):
            case_in("fixing", cast)
        client = signed_in(getattr(cast, who))
        cache.clear()  # settings and calendar are kept for seconds: fetched now, not while it is counted
        client.get("/cases/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/cases/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= MOST_QUERIES


@pytest.mark.parametrize("who", ["chief", "leader", "liaison", "east_liaison", "inspector"])
@pytest.mark.parametrize("is_held", [False, True])
def test_each_count_is_that_of_the_rows(cast: Cast, who: str, is_held: bool) -> None:  # noqa: FBT001 - a column
    made = [case_in(state, cast) for state in ("reported", "filed", "fixing", "fixing", "fed_back", "closed")]
    # What its own unit leads, finds in its area, reported and assists: seen in every way, and one case all the same.
    case = made[2]
    person = getattr(cast, who)
    Assist.objects.bulk_create([Assist(case=case, unit_id=cast.sanitation.pk), Assist(case=case, unit_id=cast.east.pk)])
    Case.objects.filter(pk=case.pk).update(reporter=person, area=cast.east.pk)
    Case.objects.filter(pk__in=[each.pk for each in made[3:5]]).update(is_held=is_held)
    lists, units = CaseLists(actor_of(person), now()), [cast.sanitation.pk, cast.east.pk]
    chosen = [CaseFilter(view=view, unit_ids=those) for view in VIEWS for those in (None, units)]
    assert lists.counts(chosen) == [len(lists.ids(each, most=99)) for each in chosen]
    assert lists.count(CaseFilter(), most=1) == min(2, len(lists.ids(CaseFilter(), most=99)))


def test_pages_follow_each_other_without_gap_or_double(cast: Cast) -> None:
    made = [report(cast).number for _ in range(7)]
    lists, cursor, found = CaseLists(actor_of(cast.east_liaison), now()), "", []
    for _ in range(4):
        page = lists.page(CaseFilter(), cursor=cursor, limit=2)
        found += [case.number for case in page.cases]
        cursor = page.next_cursor
    assert found == made[::-1]
    assert cursor == ""


def test_overdue_view_shows_the_most_overdue_first_and_pages(cast: Cast) -> None:
    cases = [case_in("fixing", cast) for _ in range(3)]
    for hours, case in enumerate(cases, start=1):
        make_overdue(case, hours=hours)
    case_in("fixing", cast)
    lists = CaseLists(actor_of(cast.liaison), now())
    first = lists.page(CaseFilter(view=OVERDUE), limit=2)
    second = lists.page(CaseFilter(view=OVERDUE), cursor=first.next_cursor, limit=2)
    found = [case.pk for case in (*first.cases, *second.cases)]
    assert found == [case.pk for case in reversed(cases)]


@pytest.mark.parametrize("cursor", ["x", "1~2", "2026~" + "0" * 32, "~", "🙂"])
def test_broken_page_address_is_refused_in_a_sentence(cast: Cast, cursor: str) -> None:
    lists = CaseLists(actor_of(cast.chief), now())
    for view in ("", OVERDUE):
        with pytest.raises(InvalidInput, match="翻页地址"):
            lists.page(CaseFilter(view=view), cursor=cursor)
    assert signed_in(cast.chief).get("/cases/", {"cursor": cursor}).status_code == 422


def test_filters_narrow_the_list(cast: Cast) -> None:
    site = make_site(cast, area=cast.lane)
    here = report(cast, site_id=site.pk, area_id=None, problem_class=problem_class("井盖缺失破损"), source="public")
    fixing = case_in("fixing", cast)
    chief = cast.chief
    assert numbers(chief, state="fixing") == [fixing.number]
    assert numbers(chief, problem_class_id=problem_class("井盖缺失破损").pk) == [here.number]
    assert numbers(chief, source="public") == [here.number]
    assert numbers(chief, site_id=site.pk) == [here.number]
    assert numbers(chief, unit_ids=[cast.sanitation.pk]) == [fixing.number]
    assert numbers(chief, area_ids=[cast.lane.pk]) == [here.number]
    assert numbers(chief, is_overdue=True) == []


def test_area_filter_holds_everything_below(cast: Cast) -> None:
    below = report(cast, site_id=make_site(cast, area=cast.lane).pk, area_id=None)
    elsewhere = report(cast, area_id=cast.west.pk)
    page = signed_in(cast.chief).get("/cases/", {"area": cast.east.pk}).content.decode()
    assert below.number in page
    assert elsewhere.number not in page


def test_search_by_number_and_by_text(cast: Cast) -> None:
    case, other = report(cast, place_text="红星农贸市场东门"), report(cast)
    assert numbers(cast.chief, words=case.number) == [case.number]
    assert numbers(cast.chief, words="红星农贸") == [case.number]
    assert numbers(cast.chief, words="垃圾") == [other.number, case.number]
    assert numbers(cast.chief, words="没有的词") == []


def test_mine_is_what_waits_for_me(cast: Cast) -> None:
    reported, filed, fixing, fed_back = (case_in(s, cast) for s in ("reported", "filed", "fixing", "fed_back"))
    closed = case_in("closed", cast)
    assert set(numbers(cast.chief, view=MINE)) == {reported.number, filed.number, fed_back.number}
    assert numbers(cast.liaison, view=MINE) == [fixing.number]
    assert numbers(cast.leader, view=MINE) == []
    assert closed.number not in numbers(cast.chief, view=MINE)


@pytest.mark.parametrize(
    "query", ["state=nonsense", "problem_class=x", "overdue=2", "source=rumour", "site=nothing", "view=other"]
)
def test_senseless_filters_in_the_address_do_not_matter(cast: Cast, query: str) -> None:
    case = report(cast)
    answer = signed_in(cast.chief).get(f"/cases/?{query}")
    assert answer.status_code == 200
    assert case.number in answer.content.decode()


def test_unit_that_is_not_mine_is_no_filter_for_me(cast: Cast) -> None:
    assert signed_in(cast.liaison).get("/cases/", {"unit": cast.west.pk}).status_code == 404


def test_counts_stop_at_a_thousand() -> None:
    assert (shown_count(1000), shown_count(1001)) == ("1,000", "1,000+")


def test_empty_list_says_what_belongs_there(cast: Cast) -> None:
    assert "这里还没有问题" in signed_in(cast.chief).get("/cases/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("chief", 200), ("admin", 403), ("stranger", 403)])
def test_list_is_for_those_who_view_or_report(cast: Cast, who: str, status: int) -> None:
    assert signed_in(getattr(cast, who)).get("/cases/").status_code == status


def test_visitor_is_sent_to_the_sign_in(db: None) -> None:
    assert Client().get("/cases/").status_code == 302


# Export


def exported(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    answer = client.get(f"/cases/export.xlsx{query}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a FileResponse
    return list(load_workbook(io.BytesIO(content)).active.values)


def test_export_holds_the_filtered_list_and_leaves_a_trace(cast: Cast) -> None:
    fixing, _other = case_in("fixing", cast), report(cast)
    rows = exported(signed_in(cast.chief), "?state=fixing")
    assert [row[0] for row in rows] == ["编号", fixing.number]
    assert rows[1][7] == "区城管局"
    assert AuditEntry.objects.get(action="cases.export").detail == {"rows": 1}


def test_formula_in_a_description_stays_text(cast: Cast) -> None:
    case = report(cast)
    Case.objects.filter(pk=case.pk).update(description='=HYPERLINK("http://x","y")')
    content = b"".join(signed_in(cast.chief).get("/cases/export.xlsx").streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet["E2"].data_type in {"s", "inlineStr"}


def test_export_costs_the_same_however_many_rows(cast: Cast) -> None:
    client, costs = signed_in(cast.chief), []
    exported(client)  # named lists are kept for seconds: fetched now, not while it is counted
    for count in (3, 27):
        for _ in range(count):
            report(cast)
        with CaptureQueriesContext(connection) as queries:
            exported(client)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_long_export_goes_by_a_job_and_is_read_by_who_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST_AT_ONCE", 1)
    site = make_site(cast)
    cases = [report(cast, site_id=site.pk) for _ in range(2)]
    report(cast)
    chief = signed_in(cast.chief)
    answer = chief.get("/cases/export.xlsx", {"site": site.pk})
    (done,) = run_all_jobs()
    assert answer.headers["Location"].endswith(f"{done.pk}/")
    assert done.state == "done"
    file = chief.get(done.result["url"])
    rows = load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.values  # type: ignore[attr-defined]
    assert [row[0] for row in rows] == ["编号", *(case.number for case in reversed(cases))]
    assert signed_in(cast.leader).get(done.result["url"]).status_code == 404


def test_long_export_speaks_the_language_of_who_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST_AT_ONCE", 1)
    for _ in range(2):
        report(cast)
    chief = signed_in(cast.chief)
    chief.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for address in ("/cases/export.xlsx", "/api/v1/cases/workbook"):
        chief.get(address)
        (done,) = run_all_jobs()
        answer = chief.get(done.result["url"])
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        rows = list(book.active.values)
        assert (rows[0][0], rows[0][1], {row[1] for row in rows[1:]}) == ("Number", "State", {"To be filed"})
        assert "filename" in answer.headers["Content-Disposition"]
        assert not re.search("[\u4e00-\u9fff]", f"{done.message}{done.result['label']}{book.active.title}")
    chief.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    chief.get("/cases/export.xlsx")
    (done,) = run_all_jobs()
    answer = chief.get(done.result["url"])
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert next(iter(book.active.values))[0] == "编号"
