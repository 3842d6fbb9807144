"""更正登记 and 撤销并入: what was taken down wrongly is put right, with reason and story; pages and API alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.cases.testing import problem_class, report
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import now
from chuangcheng.intake import services
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.services import Contact, Correction, Place, ReportStep
from chuangcheng.intake.states import State
from chuangcheng.intake.testing import PHONE, answer, close_its_case, fresh, make_clerk, make_report
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db


def test_clerk_corrects_text_place_source_time_and_caller_with_a_reason(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    made = make_report(clerk, opens_case=False)
    yesterday = now() - timedelta(days=1)
    correction = Correction(
        source="mayor_box",
        received_at=yesterday,
        text="东关大街21号的路灯不亮",
        place=Place("东关大街21号"),
        problem_class_id=problem_class("路灯不亮").pk,
        contact=Contact(phone="19900000002"),
    )
    event = services.correct_report(actor=clerk, step=ReportStep(made.pk), correction=correction, reason="听错了门牌")
    found = fresh(made)
    assert (found.text, found.place_text, found.source.code) == ("东关大街21号的路灯不亮", "东关大街21号", "mayor_box")
    assert found.received_at == yesterday
    assert found.accept_by < made.accept_by or found.rule != made.rule
    assert services.contact_of(found) == Contact("王某", "19900000002", "")
    assert event.text == "听错了门牌"
    assert event.data["before"]["text"] == made.text
    assert "contact" in event.data["fields"]
    assert PHONE not in str(event.data)
    assert AuditEntry.objects.filter(action="intake.changed").exists()


def test_correction_needs_a_reason_and_a_change(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    made = make_report(clerk, opens_case=False)
    with pytest.raises(Refusal, match="为什么更正"):
        services.correct_report(actor=clerk, step=ReportStep(made.pk), correction=Correction(text="改"), reason=" ")
    same = Correction(text=made.text)
    with pytest.raises(Refusal, match="没有改动"):
        services.correct_report(actor=clerk, step=ReportStep(made.pk), correction=same, reason="看看")


def test_the_same_correction_twice_is_one(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    made = make_report(clerk, opens_case=False)
    step, correction = ReportStep(made.pk, event_id=new_id()), Correction(text="路灯不亮")
    for _press in range(2):
        services.correct_report(actor=clerk, step=step, correction=correction, reason="听错了")
    assert made.history.filter(kind=ReportEvent.Kind.CHANGED).count() == 1


def test_page_corrects_only_what_was_changed_and_shows_no_phone(cast: Cast) -> None:
    person = make_clerk(cast)
    made = make_report(actor_of(person), lon=114.49, lat=36.61)
    client, address = signed_in(person), f"/intake/{made.pk}/correct/"
    page = client.get(address).content.decode()
    assert PHONE not in page
    assert "不随之改动" in page
    given = {
        "event_id": str(new_id()),
        "text": made.text,
        "place_text": "东关大街12号后门",
        "source": "hotline",
        "received_at": page.split('name="received_at" value="')[1][:16],
        "reason": "问清了地点",
    }
    assert client.post(address, {**given, "reason": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    found = fresh(made)
    assert (found.place_text, found.lon, found.received_at) == ("东关大街12号后门", 114.49, made.received_at)
    assert made.history.get(kind="changed").data["fields"] == ["place"]
    assert "原来的地点：东关大街12号门前" in client.get(f"/intake/{made.pk}/").content.decode()


def test_api_corrects_and_refuses_what_it_does_not_know(cast: Cast) -> None:
    person = make_clerk(cast)
    made = make_report(actor_of(person), opens_case=False)
    client, address = signed_in(person), f"/api/v1/reports/{made.pk}/correct"

    def sent(**body: Any) -> Any:
        return client.post(address, body, content_type="application/json")

    assert sent(reason="听错了", text="路灯不亮").json()["text"] == "路灯不亮"
    assert sent(reason="听错了", unknown=1).status_code == 422
    assert sent(reason="听错了", source="nobody").status_code in {400, 404, 422}


def test_a_report_put_to_the_wrong_case_is_taken_out_with_its_clocks(cast: Cast) -> None:
    clerk, wrong = actor_of(make_clerk(cast)), report(cast)
    made = make_report(clerk, opens_case=False)
    services.link_report(actor=clerk, step=ReportStep(made.pk), case_id=wrong.pk)
    services.unlink_report(actor=clerk, step=ReportStep(made.pk), reason="不是一处")
    found = fresh(made)
    assert found.case is None
    assert found.state is State.RECEIVED
    assert (found.accept_by, found.answer_by) == (made.accept_by, made.answer_by)
    services.open_case_of_report(actor=clerk, step=ReportStep(made.pk))
    assert fresh(made).current_case != wrong


def test_a_case_of_its_own_or_an_answered_report_is_not_taken_out(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    own = make_report(clerk)
    with pytest.raises(Refusal, match="单独生成了问题"):
        services.unlink_report(actor=clerk, step=ReportStep(own.pk), reason="错了")
    case = own.current_case
    assert case is not None
    linked = make_report(clerk, link_to=case.pk)
    close_its_case(own, cast)
    answer(fresh(linked), clerk)
    with pytest.raises(Refusal, match="已经答复"):
        services.unlink_report(actor=clerk, step=ReportStep(linked.pk), reason="错了")


def test_api_links_takes_out_and_names_doubles(cast: Cast) -> None:
    person, case = make_clerk(cast), report(cast, lon=114.49, lat=36.61)
    made = make_report(actor_of(person), opens_case=False, lon=114.49, lat=36.61)
    client, address = signed_in(person), f"/api/v1/reports/{made.pk}"
    doubles = client.get(f"{address}/doubles").json()
    assert [each["case_id"] for each in doubles] == [str(case.pk)]
    assert doubles[0]["metres"] == 0
    event = str(new_id())
    for _press in range(2):
        body = {"event_id": event, "case_id": str(case.pk)}
        answered = client.post(f"{address}/link", body, content_type="application/json")
        assert answered.json()["case_id"] == str(case.pk)
    taken = client.post(f"{address}/unlink", {"reason": "不是一处"}, content_type="application/json")
    assert taken.json()["case_id"] is None
    assert client.post(f"{address}/unlink", {"reason": "再来"}, content_type="application/json").status_code == 409


def test_api_joins_the_younger_case_to_the_older_and_every_reporter_is_kept(cast: Cast) -> None:
    chief = signed_in(cast.chief)
    first, second = (make_report(actor_of(make_clerk(cast, name)), lon=114.49, lat=36.61) for name in ("a1", "a2"))
    body = {"other_id": str(first.case_id), "event_id": str(new_id())}
    for _press in range(2):
        answered = chief.post(f"/api/v1/cases/{second.case_id}/join-double", body, content_type="application/json")
        assert answered.json() == {
            "event_id": body["event_id"],
            "joined_id": str(second.case_id),
            "main_id": str(first.case_id),
        }
    assert fresh(second).current_case == first.case
    undone = chief.post(f"/api/v1/cases/{second.case_id}/unjoin", {"reason": "两处"}, content_type="application/json")
    assert undone.status_code == 200
    assert fresh(second).current_case == second.case


def test_report_numbers_are_told_apart_from_those_of_cases_and_found_either_way(cast: Cast) -> None:
    person = make_clerk(cast)
    made = make_report(actor_of(person))
    case = made.current_case
    assert case is not None
    assert made.number.startswith("LJ")
    assert not case.number.startswith("LJ")
    Report.objects.filter(pk=make_report(actor_of(person)).pk).update(number="2025-000777")
    for words in (made.number, made.number.lower(), made.number[2:]):
        assert f"/intake/{made.pk}/" in signed_in(person).get("/intake/", {"q": words}).content.decode()
    assert "2025-000777" in signed_in(person).get("/intake/", {"q": "2025-000777"}).content.decode()
