"""Relapses through the services and pages: recognised when and as they should be, shown to whom they may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, ProblemClass, Relapse
from chuangcheng.cases.queries import CaseFilter, CaseLists, relapse_analysis
from chuangcheng.cases.services import CauseMissing, Step
from chuangcheng.cases.testing import case_in, make_site, problem_class, report, stored_photo
from chuangcheng.cases.tests.test_concurrency import all_at_once
from chuangcheng.cases.tests.test_opening import MOST_STATEMENTS
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in

SPOT: Any = {"place_text": "东关大街", "lon": 114.5, "lat": 36.6}
CAUSE = "保洁力量或频次不足"


def again(cast: Cast, times: int, **where: Any) -> Case:
    """A problem fixed that many times and back again."""
    for _time in range(times):
        case = case_in("fed_back", cast, **where)
        if case.relapse_count:
            services.state_cause(actor=actor_of(cast.liaison), case_id=case.pk, cause=CAUSE)
        services.close_case(actor=actor_of(cast.chief), step=Step(case.pk))
    return report(cast, **where)


# Recognising


def test_same_problem_back_at_the_site_is_a_relapse_of_the_last_fix(cast: Cast) -> None:
    site = make_site(cast)
    first = case_in("closed", cast, site_id=site.pk)
    back = report(cast, site_id=site.pk)
    relapse = Relapse.objects.get(case=back)
    assert (relapse.earlier, relapse.reason, relapse.days) == (first, "same_site", 0)
    assert (relapse.unit, back.relapse_count) == (cast.sanitation, 1)


def test_problem_near_by_is_a_relapse_and_one_farther_off_is_not(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    radius = problem_class().radius_m
    step = 0.9 * radius / 111_320
    assert report(cast, **{**SPOT, "lat": 36.6 + step}).relapse_count == 1
    assert report(cast, **{**SPOT, "lat": 36.6 + 3 * step}).relapse_count == 0
    assert Relapse.objects.get().distance_m == pytest.approx(0.9 * radius, abs=2)


def test_third_time_is_counted_as_the_second_return(cast: Cast) -> None:
    assert again(cast, 2, **SPOT).relapse_count == 2


def test_open_problem_another_class_or_an_old_fix_is_no_relapse(cast: Cast) -> None:
    fixed = case_in("closed", cast, **SPOT)
    assert report(cast, **SPOT, problem_class=ProblemClass.objects.exclude(pk=problem_class().pk)[0]).relapse_count == 0
    report(cast, place_text="西苑", lon=115.0, lat=36.6)
    assert report(cast, place_text="西苑", lon=115.0, lat=36.6).relapse_count == 0
    long_ago = now() - timedelta(days=problem_class().relapse_days + 1)
    Case.objects.filter(pk=fixed.pk).update(closed_at=long_ago)
    assert report(cast, **SPOT).relapse_count == 0


def test_class_set_right_at_filing_is_looked_at_again(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = report(cast, **SPOT, problem_class=None)
    assert back.relapse_count == 0
    services.file_case(actor=actor_of(cast.chief), step=Step(back.pk), problem_class_id=problem_class().pk)
    assert Case.objects.get(pk=back.pk).relapse_count == 1


def test_void_case_is_no_relapse_any_more(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = report(cast, **SPOT)
    services.void_case(actor=actor_of(cast.chief), step=Step(back.pk), reason="录入有误。")
    deliver_events()
    assert Case.objects.get(pk=back.pk).relapse_count == 0
    assert Relapse.objects.get(case=back).ruling == "withdrawn"


def test_relapse_costs_at_most_two_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    site = make_site(cast)
    case_in("closed", cast, site_id=site.pk)
    actor, kind = actor_of(cast.inspector), problem_class()
    with django_assert_max_num_queries(MOST_STATEMENTS[connection.vendor] + 2):  # of a report, and two
        services.open_case(actor=actor, case_id=new_id(), description="又有垃圾", site_id=site.pk, problem_class=kind)
    assert Relapse.objects.count() == 1


# What is held


def test_held_case_is_recognised_only_when_it_is_released(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = report(cast, **SPOT, held=True, source_kind="inspections.answer", source_id="a")
    assert back.relapse_count == 0
    services.release_held_cases(actor=actor_of(cast.chief), source_kind="inspections.answer", source_ids=["a"])
    assert Case.objects.get(pk=back.pk).relapse_count == 1


def test_fix_of_a_hidden_round_does_not_show_on_a_later_case_before_release(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    hidden = report(
        cast, **SPOT, held=True, source_kind="inspections.answer", source_id="a", photo_ids=[stored_photo()]
    )
    services.fix_on_spot(actor=chief, step=Step(hidden.pk), after=[stored_photo(2)])
    later = report(cast, **SPOT)
    assert later.relapse_count == 0
    services.release_held_cases(actor=chief, source_kind="inspections.answer", source_ids=["a"])
    assert Relapse.objects.get(case=later).earlier == hidden


def test_relapse_in_a_unit_that_i_do_not_see_is_not_told(cast: Cast) -> None:
    first = case_in("closed", cast, **SPOT, area_id=cast.east.pk)
    report(cast, **SPOT, area_id=cast.west.pk)
    page = signed_in(cast.east_liaison).get(f"/cases/{first.pk}/").content.decode()
    assert "结案后又出现" not in page
    assert relapse_analysis(actor=actor_of(cast.east_liaison), since=today(), until=today()).count == 0


# What people say of it


def test_relapse_is_closed_only_when_it_is_known_why_it_came_back(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = case_in("fed_back", cast, **SPOT)
    chief = actor_of(cast.chief)
    with pytest.raises(CauseMissing, match="回潮原因"):
        services.close_case(actor=chief, step=Step(back.pk))
    services.state_cause(actor=actor_of(cast.liaison), case_id=back.pk, cause=CAUSE, text="早市收摊后没有清扫")
    services.close_case(actor=chief, step=Step(back.pk))
    assert Case.objects.get(pk=back.pk).state == "closed"


def test_cause_is_one_of_the_list_and_said_by_who_fixes_or_judges(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = case_in("fixing", cast, **SPOT)
    with pytest.raises(InvalidInput):
        services.state_cause(actor=actor_of(cast.liaison), case_id=back.pk, cause="天气不好")
    with pytest.raises(NotPermitted):
        services.state_cause(actor=actor_of(cast.leader), case_id=back.pk, cause=CAUSE)
    with pytest.raises(NotFound):
        services.state_cause(actor=actor_of(cast.west_liaison), case_id=back.pk, cause=CAUSE)


def test_denied_relapse_counts_no_more_and_stays_denied(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = report(cast, **SPOT)
    chief = actor_of(cast.chief)
    with pytest.raises(InvalidInput):
        services.rule_on_relapse(actor=chief, case_id=back.pk, ruling="denied", reason=" ")
    services.rule_on_relapse(actor=chief, case_id=back.pk, ruling="denied", reason="不是同一处垃圾。")
    services.recognise([back.pk])
    assert Case.objects.get(pk=back.pk).relapse_count == 0
    services.rule_on_relapse(actor=chief, case_id=back.pk, ruling="confirmed", reason="核对照片后确认。")
    assert Case.objects.get(pk=back.pk).relapse_count == 1


def test_head_of_the_unit_hears_of_the_second_return_once(cast: Cast) -> None:
    head = make_person("head", unit=cast.sanitation, role="unit_head", duty="head", name="局长")
    back = again(cast, 2, **SPOT)
    deliver_events()
    services.tell_of_new_case({"case_id": str(back.pk)})
    told = Notice.objects.filter(recipient=head, title__contains="第2次回潮")
    assert told.count() == 1
    assert not Notice.objects.filter(recipient=head, title__contains="第1次回潮").exists()


# On the pages


def test_list_and_page_show_the_badge_and_both_link(cast: Cast) -> None:
    first = case_in("closed", cast, **SPOT)
    back = report(cast, **SPOT)
    report(cast, place_text="别处")
    client = signed_in(cast.chief)
    listed = client.get("/cases/?relapse=1").content.decode()
    assert "回潮 第1次" in listed
    assert "别处" not in listed
    assert f"/cases/{first.pk}/" in client.get(f"/cases/{back.pk}/").content.decode()
    assert f"/cases/{back.pk}/" in client.get(f"/cases/{first.pk}/").content.decode()


def test_analysis_opens_the_lists_that_it_counts(cast: Cast) -> None:
    again(cast, 2, **SPOT)
    actor = actor_of(cast.chief)
    found = relapse_analysis(actor=actor, since=today(), until=today())
    assert (found.count, [(row.name, row.count, row.again) for row in found.by_unit]) == (2, [("区城管局", 2, 1)])
    assert [(row.name, row.count) for row in found.by_street] == [("东关街道", 2)]
    assert found.by_cause == [(CAUSE, 1)]
    chosen = CaseFilter(is_relapse=True, relapse_unit_id=cast.sanitation.pk, relapse_since=today().isoformat())
    assert CaseLists(actor, now()).count(chosen) == 2
    page = signed_in(cast.chief).get("/cases/relapses/").content.decode()
    assert f"relapse_unit={cast.sanitation.pk}" in page


def test_cause_and_ruling_by_the_page(cast: Cast) -> None:
    case_in("closed", cast, **SPOT)
    back = case_in("fixing", cast, **SPOT)
    signed_in(cast.liaison).post(f"/cases/{back.pk}/relapse/cause/", {"cause": CAUSE, "text": "补充保洁"})
    signed_in(cast.chief).post(f"/cases/{back.pk}/relapse/ruling/", {"ruling": "confirmed", "reason": "属实"})
    found = Relapse.objects.get(case=back)
    assert (found.cause, found.ruling, found.ruled_by_name) == (CAUSE, "confirmed", "程主任")


@pytest.mark.django_db(transaction=True)
def test_two_opened_at_once_at_one_place_are_both_relapses_of_the_fix(cast: Cast) -> None:
    first = case_in("closed", cast, **SPOT)
    all_at_once(lambda: report(cast, **SPOT), lambda: report(cast, **SPOT))
    assert [row.earlier for row in Relapse.objects.all()] == [first, first]
    assert set(Relapse.objects.values_list("case__relapse_count", flat=True)) == {1}
