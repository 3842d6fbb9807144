"""The desk: a call by its form, the caller's earlier reports, likely doubles while typing; lists, answers, sources."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step, file_case
from chuangcheng.cases.testing import make_site, problem_class, report, stored_photo
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import photo
from chuangcheng.core.times import now, replayed_at
from chuangcheng.intake import services
from chuangcheng.intake.models import Report, Source
from chuangcheng.intake.queries import ReportFilter, reports_shown
from chuangcheng.intake.services import Contact
from chuangcheng.intake.states import State
from chuangcheng.intake.testing import PHONE, answer, close_its_case, fresh, make_clerk, make_report
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


def words_of(answer: Any) -> str:
    return str(answer.content.decode())


def call(**fields: Any) -> dict[str, Any]:
    usual = {
        "report_id": str(new_id()),
        "phone": "199 0000 0001",
        "name": "王某",
        "text": "东关大街12号门前垃圾没人收",
        "place_text": "东关大街12号门前",
        "source": "hotline",
        "wants_answer": "on",
        "then": "case",
    }
    return {**usual, **fields}


def test_call_is_kept_and_its_number_told_above_the_next_empty_form(cast: Cast) -> None:
    clerk = signed_in(make_clerk(cast))
    given = call()
    for _press in range(2):
        answered = clerk.post("/intake/new/", given)
        assert answered.status_code == 302
    made = Report.objects.get()
    page = words_of(clerk.get(answered.headers["Location"]))
    assert f'<p class="desk-number">{made.number}</p>' in page
    assert PHONE not in page
    assert "autofocus" in page


def test_wrong_call_keeps_what_was_typed(cast: Cast) -> None:
    answered = signed_in(make_clerk(cast)).post("/intake/new/", call(place_text="", phone="12"))
    assert answered.status_code == 422
    page = words_of(answered)
    assert "请选择点位，或写明问题在什么地方。" in page
    assert "东关大街12号门前垃圾没人收" in page
    assert Report.objects.count() == 0


def test_earlier_reports_of_the_caller_appear_masked(cast: Cast) -> None:
    person = make_clerk(cast)
    earlier = make_report(actor_of(person), text=f"上月也反映过，{PHONE}")
    page = words_of(signed_in(person).post("/intake/caller/", {"phone": "19900000001"}))
    assert earlier.number in page
    assert PHONE not in page
    assert "没有找到这个电话" in words_of(signed_in(person).post("/intake/caller/", {"phone": "19900000009"}))


def test_likely_doubles_appear_while_typing_and_one_press_puts_the_report_to_one(cast: Cast) -> None:
    person, site = make_clerk(cast), make_site(cast, area=cast.lane)
    site.lon, site.lat = 114.49, 36.61
    site.save()
    there = report(cast, site_id=site.pk, place_text="", photo_ids=[stored_photo(8)])
    typed = {"text": "门前堆放垃圾没人收", "site": str(site.pk), "problem_class": str(problem_class().pk)}
    page = words_of(signed_in(person).post("/intake/doubles/", typed))
    assert there.number in page
    assert "相距0米" in page
    signed_in(person).post("/intake/new/", call(site=str(site.pk), link_to=str(there.pk)))
    assert Report.objects.get().case == there
    assert Case.objects.count() == 1


def test_nothing_typed_offers_nothing(cast: Cast) -> None:
    report(cast)
    assert "没有相近的未办结问题" in words_of(signed_in(make_clerk(cast)).post("/intake/doubles/", {"text": ""}))


def test_classes_and_sites_are_found_by_a_part_of_their_names(cast: Cast) -> None:
    clerk = signed_in(make_clerk(cast))
    make_site(cast, name="柳巷农贸市场")
    assert "暴露垃圾" in words_of(clerk.get("/intake/classes/", {"words": "露垃"}))
    assert "柳巷农贸市场" in words_of(clerk.get("/intake/sites/", {"words": "农贸"}))


def test_report_stays_at_the_desk_when_the_clerk_says_so(cast: Cast) -> None:
    signed_in(make_clerk(cast)).post("/intake/new/", call(then="desk"))
    assert Report.objects.get().case is None


def test_letter_of_yesterday_has_its_clock_from_yesterday(cast: Cast) -> None:
    yesterday = now() - timedelta(days=1)
    written = yesterday.astimezone().strftime("%Y-%m-%dT%H:%M")
    signed_in(make_clerk(cast)).post("/intake/new/", call(source="mayor_box", received_at=written))
    found = Report.objects.get()
    assert abs((now() - found.received_at).total_seconds()) > 3600


def test_list_is_filtered_by_source_state_deadline_and_words(cast: Cast) -> None:
    person = make_clerk(cast)
    clerk = signed_in(person)
    with replayed_at(now() - timedelta(days=40)):
        late = make_report(actor_of(person), opens_case=False)
    mail = make_report(actor_of(person), source="mayor_box", text="路灯不亮", contact=Contact("李某", "19900000002"))

    def shown(**query: str) -> set[str]:
        page = words_of(clerk.get("/intake/", query))
        return {each.number for each in (late, mail) if f"/intake/{each.pk}/" in page}

    assert shown() == {late.number, mail.number}
    assert shown(source="mayor_box") == {mail.number}
    assert shown(state="received") == {late.number}
    assert shown(state="nonsense") == {late.number, mail.number}
    assert shown(due="accept_late") == {late.number}
    assert shown(due="near") == set()
    assert shown(q=late.number) == {late.number}
    assert shown(q="路灯") == {mail.number}


def test_every_state_of_the_list_says_the_same_as_the_row(cast: Cast) -> None:
    clerk, chief = actor_of(make_clerk(cast)), actor_of(cast.chief)
    made = [make_report(clerk, opens_case=False), make_report(clerk)]
    for source, wants in (("line12345", True), ("hotline", True), ("hotline", False), ("hotline", True)):
        made.append(make_report(clerk, source=source, wants_answer=wants))
        close_its_case(made[-1], cast)
    services.draft_answer(actor=clerk, step=services.ReportStep(made[2].pk), text="已清理。")
    services.draft_answer(actor=clerk, step=services.ReportStep(made[3].pk), text="已清理。")
    answer(made[5], clerk)
    found = {
        state.value: [each.pk for each in reports_shown(actor=chief, chosen=ReportFilter(state=state), now=now())]
        for state in State
    }
    for each in made:
        state = fresh(each).state
        assert [name for name, ids in found.items() if each.pk in ids] == [state.value]
    assert sum(len(ids) for ids in found.values()) == len(made)


def test_answer_goes_its_way_by_the_forms(cast: Cast) -> None:
    person = make_clerk(cast)
    clerk, chief = signed_in(person), signed_in(cast.chief)
    found = make_report(actor_of(person), source="line12345")
    close_its_case(found, cast)
    at = f"/intake/{found.pk}"
    assert clerk.post(f"{at}/draft/", {"event_id": str(new_id()), "text": ""}).status_code == 422
    clerk.post(f"{at}/draft/", {"event_id": str(new_id()), "text": "已清理干净。"})
    drafted = str(fresh(found).answer_id)
    assert clerk.post(f"{at}/approve/", {"event_id": str(new_id()), "answer_id": drafted}).status_code == 403
    assert "同意" in words_of(chief.get(f"{at}/"))
    chief.post(f"{at}/approve/", {"event_id": str(new_id()), "answer_id": drafted})
    clerk.post(f"{at}/send/", {"event_id": str(new_id()), "answer_id": drafted, "way": "phone"})
    page = words_of(clerk.get(f"{at}/"))
    assert fresh(found).state is State.ANSWERED
    for words in ("已答复", "已清理干净。", "程主任审批于", "199****0001"):
        assert words in page
    assert PHONE not in page


def test_contact_is_shown_in_full_after_a_press_and_leaves_a_record(cast: Cast) -> None:
    found = make_report(actor_of(make_clerk(cast)))
    assert PHONE not in words_of(signed_in(cast.chief).get(f"/intake/{found.pk}/"))
    assert PHONE in words_of(signed_in(cast.chief).post(f"/intake/{found.pk}/contact/"))
    assert AuditEntry.objects.filter(action="intake.contact").count() == 1
    assert signed_in(cast.leader).post(f"/intake/{found.pk}/contact/").status_code == 403


def test_page_of_the_case_shows_its_reports_masked_to_those_who_may(cast: Cast) -> None:
    found = make_report(actor_of(make_clerk(cast)))
    page = words_of(signed_in(cast.chief).get(f"/cases/{found.case_id}/"))
    assert found.number in page
    assert "199****0001" in page
    assert PHONE not in page
    assert found.case is not None
    file_case(actor=actor_of(cast.chief), step=Step(found.case.pk), problem_class_id=problem_class().pk)
    plain = words_of(signed_in(cast.inspector).get(f"/cases/{found.case_id}/"))
    assert "199****0001" not in plain


def test_two_cases_are_joined_by_one_press_from_the_page_of_either(cast: Cast) -> None:
    clerk = actor_of(make_clerk(cast))
    where: dict[str, Any] = {"lon": 114.49, "lat": 36.61, "problem_class_id": problem_class().pk}
    first, second = make_report(clerk, **where), make_report(clerk, **where)
    chief = signed_in(cast.chief)
    for part in ({}, {"HX-Request": "true"}):
        page = words_of(chief.get(f"/intake/doubles/{second.case_id}/", headers=part))
        assert "可能是同一个问题" in page
        assert "相距0米" in page
    assert f"/intake/doubles/{second.case_id}/" in words_of(chief.get(f"/cases/{second.case_id}/"))
    assert signed_in(cast.liaison).get(f"/intake/doubles/{second.case_id}/").status_code == 403
    chief.post(f"/intake/join/{first.case_id}/", {"other": str(second.case_id), "event_id": str(new_id())})
    joined = fresh(second)
    assert joined.current_case == first.case
    assert "没有找到可能相同的未办结问题" in words_of(chief.get(f"/intake/doubles/{first.case_id}/"))
    assert chief.get(f"/intake/doubles/{second.case_id}/").status_code == 403


def test_export_masks_who_reported(cast: Cast) -> None:
    make_report(actor_of(make_clerk(cast)), text=f"垃圾，{PHONE}")
    answered = signed_in(cast.chief).get("/intake/export.xlsx")
    content = answered.getvalue()
    told = str([list(sheet.rows) for sheet in read_book(content, name="a.xlsx")])
    assert "199****0001" in told
    assert PHONE not in told
    assert "王某" not in told


def test_sources_are_set_by_the_office_with_a_day(cast: Cast) -> None:
    source = Source.objects.get(code="hotline")
    chief = signed_in(cast.chief)
    assert "举报电话" in words_of(chief.get("/settings/sources/"))
    given = {**source.rules.get().facts(), "answer_amount": 3, "valid_from": "2026-01-01", "reason": "提速"}
    given = {name: value for name, value in given.items() if value is not False}
    assert chief.post(f"/settings/sources/{source.pk}/", given).status_code == 302
    assert make_report(actor_of(cast.chief)).rule.answer_amount == 3
    chief.post("/settings/sources/new/", {"name": "局长接待日", "is_active": "on"})
    assert Source.objects.filter(name="局长接待日").exists()


def test_photo_comes_with_the_call(cast: Cast) -> None:
    upload = SimpleUploadedFile("a.jpg", photo(shade=4), content_type="image/jpeg")
    signed_in(make_clerk(cast)).post("/intake/new/", {**call(), "photos": [upload]})
    assert Report.objects.get().photos.count() == 1


@pytest.mark.parametrize("path", ["/intake/", "/intake/new/", "/intake/{report}/", "/settings/sources/"])
def test_pages_ask_the_database_as_often_for_many_reports_as_for_one(cast: Cast, path: str) -> None:
    clerk, client = actor_of(make_clerk(cast)), signed_in(cast.chief)
    first = make_report(clerk, lon=114.49, lat=36.61)
    make_report(clerk, lon=114.49, lat=36.61)
    address = path.format(report=first.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(6):
        make_report(clerk, lon=114.49, lat=36.61)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(one) + 1
    assert len(many) <= MOST_QUERIES
