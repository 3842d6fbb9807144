"""A report comes in once, with its clocks; it becomes a case, part of one, or waits for the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in, make_site, problem_class, report, stored_photo
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import SHANGHAI, now, replayed_at
from chuangcheng.intake import services
from chuangcheng.intake.models import Report, ReportPhoto, Source
from chuangcheng.intake.queries import earlier_reports
from chuangcheng.intake.services import RESIDENT, Contact, ReportIdTaken
from chuangcheng.intake.states import State
from chuangcheng.intake.testing import PHONE, fresh, given, make_clerk, make_report
from chuangcheng.orgs.testing import Cast, actor_of, grant

pytestmark = pytest.mark.django_db


def test_report_becomes_a_case_that_knows_nobody(cast: Cast) -> None:
    found = make_report(actor_of(make_clerk(cast)), problem_class_id=problem_class().pk, photo_ids=[stored_photo(3)])
    case = found.case
    assert case is not None
    assert (case.source, case.source_kind, case.source_id) == ("public", "intake.report", str(found.pk))
    assert case.source_label == f"举报电话来件{found.number}"
    assert case.photos.count() == 1
    assert found.state is State.IN_HAND
    assert [event.kind for event in found.history.all()] == ["received", "opened"]
    assert len(found.token) >= 20
    assert PHONE not in f"{case.description}{case.place_text}{case.source_label}"


def test_same_report_sent_again_is_one_report_and_one_case(cast: Cast) -> None:
    clerk, report_id = actor_of(make_clerk(cast)), new_id()
    first, second = (make_report(clerk, report_id=report_id) for _time in range(2))
    assert first.pk == second.pk
    assert Report.objects.count() == Case.objects.count() == 1


def test_id_of_somebody_else_is_refused(cast: Cast) -> None:
    report_id = new_id()
    make_report(actor_of(make_clerk(cast)), report_id=report_id)
    with pytest.raises(ReportIdTaken):
        make_report(actor_of(cast.chief), report_id=report_id)


def test_contact_is_encrypted_and_found_by_phone(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    found = make_report(clerk)
    assert PHONE.encode() not in bytes(found.phone_encrypted)
    assert "王某".encode() not in bytes(found.name_encrypted)
    assert services.contact_of(found) == Contact("王某", PHONE)
    assert [each.pk for each in earlier_reports(actor=clerk, phone="+86 199-0000-0001")] == [found.pk]
    assert earlier_reports(actor=clerk, phone="19900000002") == []
    assert earlier_reports(actor=clerk, phone="abc") == []


def test_phone_numbers_in_the_text_do_not_reach_the_case(cast: Cast) -> None:
    text = "垃圾没人收，找我13812345678，或家里0310-2222333，身份证130402199001011234"
    found = make_report(actor_of(make_clerk(cast)), text=text)
    assert found.case is not None
    assert found.case.description == "垃圾没人收，找我138****，或家里031****，身份证130****"
    assert found.text == text


def test_clocks_of_the_source_run_over_working_time(cast: Cast) -> None:
    friday_evening = datetime(2026, 9, 18, 17, tzinfo=SHANGHAI)
    with replayed_at(friday_evening):
        found = make_report(actor_of(make_clerk(cast)))
    # Two working hours, five working days; 2026-09-20 is a Sunday that is worked, 25 September is Mid-Autumn.
    calendar = office_calendar()
    assert found.accept_by == calendar.add_working_hours(friday_evening, timedelta(hours=2))
    assert found.answer_by == calendar.add_working_days(friday_evening, 5)
    assert found.answer_by > found.accept_by > friday_evening


def test_rule_that_is_set_later_leaves_earlier_reports_alone(cast: Cast) -> None:
    chief, source = actor_of(cast.chief), Source.objects.get(code="hotline")
    before = make_report(chief)
    facts = {**before.rule.facts(), "answer_amount": 1, "needs_approval": True, "answering": "always"}
    services.set_rule(actor=chief, source_id=source.pk, valid_from=date(2020, 1, 1), facts=facts, reason="新规定")
    after = make_report(chief, wants_answer=False)
    assert fresh(before).answer_by == before.answer_by
    assert after.answer_by < before.answer_by
    assert after.needs_answer
    assert after.rule.needs_approval


def test_rule_of_tomorrow_does_not_count_today(cast: Cast) -> None:
    chief, source = actor_of(cast.chief), Source.objects.get(code="hotline")
    facts = {**source.rules.get().facts(), "answer_amount": 1}
    tomorrow = now().astimezone(SHANGHAI).date() + timedelta(days=1)
    services.set_rule(actor=chief, source_id=source.pk, valid_from=tomorrow, facts=facts, reason="明天起")
    assert make_report(chief).rule.answer_amount == 5


def test_source_says_whether_an_answer_is_due(cast: Cast) -> None:
    asked = [("hotline", True), ("hotline", False), ("npc", False), ("portal", False)]
    made = [make_report(actor_of(cast.chief), source=source, wants_answer=wants) for source, wants in asked]
    assert [each.needs_answer for each in made] == [True, False, True, False]


def test_report_may_wait_for_the_desk(cast: Cast) -> None:
    found = make_report(RESIDENT, source="portal", opens_case=False)
    assert (found.state, found.case, Case.objects.count()) == (State.RECEIVED, None, 0)
    clerk = actor_of(make_clerk(cast))
    services.open_case_of_report(actor=clerk, step=services.ReportStep(found.pk))
    opened = fresh(found)
    assert opened.state is State.IN_HAND
    assert opened.case is not None
    assert opened.case.source_label.startswith("随手拍来件")


def test_report_joins_a_case_that_is_there_already(cast: Cast) -> None:
    there = report(cast)
    found = make_report(actor_of(make_clerk(cast)), link_to=there.pk)
    assert found.case == there
    assert found.state is State.IN_HAND
    assert Case.objects.count() == 1
    with pytest.raises(services.LinkedAlready):
        services.open_case_of_report(actor=actor_of(cast.chief), step=services.ReportStep(found.pk))


def test_report_about_a_closed_case_is_to_be_answered_at_once(cast: Cast) -> None:
    found = make_report(actor_of(make_clerk(cast)), link_to=case_in("closed", cast).pk)
    assert found.state is State.TO_ANSWER


def test_resident_needs_no_account_and_superior_findings_are_told_apart(cast: Cast) -> None:
    by_portal = make_report(RESIDENT, source="portal", contact=Contact())
    by_superior = make_report(actor_of(cast.chief), source="superior")
    assert by_portal.recorded_by_id is None
    assert by_portal.case is not None
    assert (by_portal.case.reporter_id, by_portal.case.source) == (None, "public")
    assert by_superior.case is not None
    assert (by_superior.case.source, by_superior.case.severity) == ("superior", "urgent")


def test_place_is_a_site_a_position_or_words(cast: Cast) -> None:
    chief, site = actor_of(cast.chief), make_site(cast, area=cast.lane)
    at_site = make_report(chief, site_id=site.pk, place_text="")
    assert (at_site.site_id, at_site.area_id, at_site.place) == (site.pk, cast.lane.pk, "东关大街")
    at_position = make_report(chief, lon=114.49, lat=36.61, place_text="")
    assert at_position.case is not None
    assert at_position.case.place_text == "定位114.49,36.61附近"


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"text": " "}, "请写明反映了什么问题"),
        ({"text": "长" * 6001}, "不能超过6000字"),
        ({"place_text": ""}, "请选择点位"),
        ({"source": "carrier_pigeon"}, "没有这个来源"),
        ({"contact": Contact("王某", "12")}, "电话号码不正确"),
        ({"contact": Contact(email="a@")}, "电子邮箱的写法不对"),
        ({"lon": 200.0, "lat": 36.0}, "定位超出范围"),
        ({"photo_ids": [new_id()]}, "有照片没有上传成功"),
        ({"severity": "awful"}, "没有这个紧急程度"),
        ({"received_at": datetime(2999, 1, 1, tzinfo=SHANGHAI)}, "不能晚于现在"),
    ],
)
def test_what_cannot_be_kept_is_told_and_leaves_nothing(cast: Cast, details: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        make_report(actor_of(cast.chief), **details)
    assert Report.objects.count() == Case.objects.count() == 0


def test_only_the_desk_receives(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        make_report(actor_of(cast.liaison))


def test_photos_and_trail_are_kept(cast: Cast) -> None:
    found = make_report(actor_of(cast.chief), photo_ids=[stored_photo(5), stored_photo(6)])
    assert ReportPhoto.objects.filter(report=found).count() == 2
    entry = AuditEntry.objects.get(action="intake.received")
    assert entry.detail == {"number": found.number}


def test_who_holds_a_unit_alone_sees_its_reports_alone(cast: Cast) -> None:
    from chuangcheng.intake.access import visible_reports

    mine = make_report(actor_of(cast.chief), area_id=cast.lane.pk)
    make_report(actor_of(cast.chief), area_id=cast.west.pk)
    street = grant(cast.east_liaison, cast.east, "intake.view")
    assert [each.pk for each in visible_reports(street)] == [mine.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_five_identical_posts_at_once_leave_one_report_and_one_case(cast: Cast) -> None:
    services.load_default_sources()
    report_id, barrier, made = new_id(), Barrier(5), []

    def send() -> None:
        barrier.wait()
        try:
            received = services.receive_report(
                actor=RESIDENT, report_id=report_id, given=replace(given(), source="portal")
            )
            made.append((received.pk, received.token))
        finally:
            connections.close_all()

    threads = [Thread(target=send) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 5
    assert len(set(made)) == 1
    assert Report.objects.count() == Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("door", ["desk", "api"])
def test_five_identical_posts_at_the_desk_or_the_api_leave_one_report(cast: Cast, door: str) -> None:
    services.load_default_sources()
    person, report_id, barrier, statuses = make_clerk(cast), str(new_id()), Barrier(5), []
    words = {"source": "hotline", "text": "垃圾没人收", "place_text": "东关大街12号"}

    def send() -> None:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        barrier.wait()
        try:
            if door == "desk":
                answered = client.post("/intake/new/", {**words, "report_id": report_id, "then": "case"})
            else:
                body = {**words, "id": report_id}
                answered = client.post("/api/v1/reports", body, content_type="application/json")
            statuses.append(answered.status_code)
        finally:
            connections.close_all()

    threads = [Thread(target=send) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302 if door == "desk" else 201] * 5
    assert Report.objects.count() == Case.objects.count() == 1
