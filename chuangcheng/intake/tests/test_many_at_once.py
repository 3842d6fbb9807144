"""A storm night at the desk: one press for many reports; a long list by a job; a caller found without an address."""

from __future__ import annotations

import pytest

from chuangcheng.cases.testing import problem_class, report
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.intake import exporting, services
from chuangcheng.intake.models import Report
from chuangcheng.intake.services import Press
from chuangcheng.intake.testing import PHONE, close_its_case, fresh, make_clerk, make_report
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db


def test_forty_reports_of_a_night_are_put_to_one_case_and_each_stays(cast: Cast) -> None:
    person, case = make_clerk(cast), report(cast)
    clerk = actor_of(person)
    made = [make_report(clerk, opens_case=False) for _number in range(40)]
    press = Press("link", new_id(), case_id=case.pk)
    told = services.press_for_all(actor=clerk, press=press, report_ids=[each.pk for each in made])
    assert [each.is_done for each in told] == [True] * 40
    assert {fresh(each).current_case for each in made} == {case}


def test_what_cannot_be_done_is_told_for_each_and_the_rest_is_done(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    waiting, in_hand = make_report(clerk, opens_case=False), make_report(clerk)
    press = Press("end", new_id(), text="转供电公司", ending="transferred")
    told = services.press_for_all(actor=clerk, press=press, report_ids=[waiting.pk, in_hand.pk, new_id()])
    assert [(each.number, each.is_done) for each in told] == [(waiting.number, True), (in_hand.number, False)]
    assert "已经在办" in told[1].sentence
    assert fresh(waiting).ending == "transferred"


def test_pressed_again_nothing_happens_twice(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    made = [make_report(clerk, opens_case=False) for _number in range(3)]
    press, ids = Press("open", new_id()), [each.pk for each in made]
    for _press in range(2):
        assert all(each.is_done for each in services.press_for_all(actor=clerk, press=press, report_ids=ids))
    assert [each.history.filter(kind="opened").count() for each in made] == [1, 1, 1]


def test_answers_are_drafted_approved_and_sent_together(cast: Cast) -> None:
    clerk, chief = actor_of(make_clerk(cast)), actor_of(cast.chief)
    made = [make_report(clerk, source="line12345") for _number in range(2)]
    for each in made:
        close_its_case(each, cast)
    ids = [each.pk for each in made]
    for actor, press in (
        (clerk, Press("draft", new_id(), text="倒树已清走，感谢反映。")),
        (chief, Press("approve", new_id())),
        (clerk, Press("send", new_id(), way="phone")),
    ):
        assert all(each.is_done for each in services.press_for_all(actor=actor, press=press, report_ids=ids))
    assert all(fresh(each).answered_at is not None for each in made)


def test_a_clerk_does_not_approve_many_either(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    with pytest.raises(NotPermitted):
        services.press_for_all(actor=clerk, press=Press("approve", new_id()), report_ids=[new_id()])
    with pytest.raises(InvalidInput):
        services.press_for_all(actor=clerk, press=Press("erase", new_id()), report_ids=[new_id()])


def test_list_offers_the_acts_asks_once_and_tells_what_came_of_it(cast: Cast) -> None:
    person = make_clerk(cast)
    made = [make_report(actor_of(person), opens_case=False) for _number in range(2)]
    client = signed_in(person)
    page = client.get("/intake/").content.decode()
    assert 'value="classify"' in page
    assert 'value="approve"' not in page
    chosen = {"act": "classify", "report": [str(each.pk) for each in made]}
    assert "共2件来件" in client.post("/intake/bulk/", chosen).content.decode()
    given = {**chosen, "press_id": str(new_id()), "problem_class": problem_class("路灯不亮").pk}
    assert client.post("/intake/bulk/", given).status_code == 422
    told = client.post("/intake/bulk/", {**given, "text": "风吹断了线"}).content.decode()
    assert "已办理的来件" in told
    assert {fresh(each).problem_class for each in made} == {problem_class("路灯不亮")}
    assert client.post("/intake/bulk/", {"act": "open"}).status_code == 422
    assert client.post("/intake/bulk/", {"act": "open", "report": ["x"]}).status_code == 422


def test_api_presses_for_many_and_tells_each(cast: Cast) -> None:
    person = make_clerk(cast)
    made = make_report(actor_of(person), opens_case=False)
    body = {"act": "open", "press_id": str(new_id()), "report_ids": [str(made.pk)]}
    for _press in range(2):
        told = signed_in(person).post("/api/v1/reports/press", body, content_type="application/json").json()
        assert told == [{"report_id": str(made.pk), "number": made.number, "is_done": True, "sentence": ""}]


def test_a_long_list_is_written_by_a_job_without_a_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(exporting, "TOLD_EVERY", 1)
    clerk = actor_of(make_clerk(cast))
    made = [make_report(clerk) for _number in range(4)]
    chief = signed_in(cast.chief)
    answered = chief.get("/intake/export.xlsx")
    assert answered.status_code == 302
    run_all_jobs()
    job = Job.objects.get(name="intake.export")
    content = b"".join(chief.get(job.result["url"]).streaming_content)  # type: ignore[attr-defined]
    told = str([list(sheet.rows) for sheet in read_book(content, name="a.xlsx")])
    assert all(each.number in told for each in made)
    assert PHONE not in told
    started = chief.get("/api/v1/reports/workbook")
    assert started.status_code == 202
    assert Job.objects.filter(pk=started.json()["job_id"]).exists()


def test_a_caller_is_found_without_the_phone_in_any_address(cast: Cast) -> None:
    person = make_clerk(cast)
    mine = make_report(actor_of(person))
    other = make_report(actor_of(person), contact=services.Contact("李某", "19900000002"))
    client = signed_in(person)
    answered = client.post("/intake/find-caller/", {"phone": "199 0000 0001"})
    assert PHONE not in answered.headers["Location"]
    page = client.get(answered.headers["Location"]).content.decode()
    assert f"/intake/{mine.pk}/" in page
    assert f"/intake/{other.pk}/" not in page
    assert Report.objects.get(pk=mine.pk).phone_index not in answered.headers["Location"].split(":")[0][:20]
    stolen = signed_in(cast.chief).get(answered.headers["Location"]).content.decode()
    assert f"/intake/{mine.pk}/" not in stolen
    turned = client.get("/intake/", {"q": PHONE, "source": "hotline"})
    assert (turned.status_code, turned.headers["Location"]) == (302, "/intake/?source=hotline")
    assert client.post("/intake/find-caller/", {"phone": "12"}).headers["Location"] == "/intake/"
