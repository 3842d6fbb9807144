from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from chuangcheng.cases.testing import make_site, problem_class
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.crypto import decrypt
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import today
from chuangcheng.intake.models import Report
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.portal.models import AppKey, AppRequest, Submission
from chuangcheng.portal.open311.keys import revoke_key
from chuangcheng.portal.testing import app_key, ask_question, decided

REQUESTS = "/open311/v2/requests.json"
HERE = {"lat": "36.1234567", "long": "114.1234567"}


def send(key: str, address: str = REQUESTS, **fields: Any) -> Any:
    usual = {"api_key": key, "service_code": problem_class().code, "description": "垃圾桶满了没人收", **HERE}
    sent = {name: value for name, value in {**usual, **fields}.items() if value is not None}
    return Client().post(address, sent)


def sentence(answer: Any) -> str:
    (fault,) = answer.json()
    assert fault["code"] == answer.status_code
    return str(fault["description"])


def test_a_request_waits_for_a_moderator_and_gets_a_token(cast: Cast) -> None:
    key, _row = app_key(cast)
    (receipt,) = send(key, media=photo_upload()).json()
    report = Report.objects.get()
    assert receipt["token"] == report.token
    assert "service_request_id" not in receipt
    assert report.number in receipt["service_notice"]
    assert (report.source.code, report.case, report.photos.count()) == ("open311", None, 1)
    assert [event.actor_name for event in report.history.all()] == ["云澜随手报"]
    assert Submission.objects.get().doubt == "app"


def test_a_token_becomes_an_id_when_the_request_is_accepted(cast: Cast) -> None:
    key, _row = app_key(cast)
    (receipt,) = send(key).json()
    address = f"/open311/v2/tokens/{receipt['token']}.json"
    assert Client().get(address).json() == [{"service_request_id": None, "token": receipt["token"]}]
    decided(Submission.objects.get(), actor_of(cast.chief))
    (found,) = Client().get(address).json()
    assert found["service_request_id"] == str(Report.objects.get().case_id)
    (again,) = send(key).json()
    assert again["service_request_id"] == found["service_request_id"]
    assert "token" not in again


def test_what_a_trusted_app_sends_is_accepted_at_once_and_not_public(cast: Cast) -> None:
    key, _row = app_key(cast, is_trusted=True)
    (receipt,) = send(key).json()
    request_id = receipt["service_request_id"]
    assert "token" not in receipt
    assert Report.objects.get().case is not None
    assert Client().get(f"/open311/v2/requests/{request_id}.json").status_code == 404
    assert Client().get(REQUESTS).json() == []
    (own,) = Client().get(f"/open311/v2/requests/{request_id}.json", {"api_key": key}).json()
    assert (own["status"], own["service_request_id"]) == ("open", request_id)


def test_another_app_cannot_read_what_is_not_public(cast: Cast) -> None:
    key, _row = app_key(cast, is_trusted=True)
    other, _row = app_key(cast, name="别的应用")
    (receipt,) = send(key).json()
    address = f"/open311/v2/requests/{receipt['service_request_id']}.json"
    assert Client().get(address, {"api_key": other}).status_code == 404


def test_the_contact_is_kept_encrypted(cast: Cast) -> None:
    key, _row = app_key(cast)
    send(key, first_name="小明", last_name="王", phone="19900000001", email="w@example.cn")
    report = Report.objects.get()
    assert decrypt(bytes(report.name_encrypted)) == "王小明"
    assert decrypt(bytes(report.phone_encrypted)) == "19900000001"
    assert report.wants_answer


@pytest.mark.parametrize("client_id", [None, "a-1"])
def test_the_same_request_five_times_is_one(client_id: str | None, cast: Cast) -> None:
    key, _row = app_key(cast)
    tokens = {send(key, client_id=client_id).json()[0]["token"] for _time in range(5)}
    assert len(tokens) == 1
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_the_same_request_five_times_at_once_is_one(cast: Cast) -> None:
    key, _row = app_key(cast)
    found: list[Any] = []

    def press() -> None:
        try:
            found.append(send(key).json()[0]["token"])
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _time in range(5)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert len(found) == 5
    assert len(set(found)) == 1
    assert Report.objects.count() == 1


def test_the_id_of_the_app_may_stand_in_a_header(cast: Cast) -> None:
    key, _row = app_key(cast)
    sent = {"api_key": key, "service_code": problem_class().code, **HERE}
    for words in ("一", "二"):
        Client().post(REQUESTS, {**sent, "description": words}, headers={"Idempotency-Key": "k-7"})
    assert Report.objects.get().outside_number == "k-7"


def test_two_people_who_say_the_same_are_two(cast: Cast) -> None:
    key, _row = app_key(cast)
    for phone in ("19900000001", "19900000002"):
        send(key, phone=phone)
    assert Report.objects.count() == 2


def test_the_same_words_after_some_minutes_are_another_request(cast: Cast) -> None:
    key, _row = app_key(cast)
    send(key)
    for each in AppRequest.objects.all():
        AppRequest.objects.filter(pk=each.pk).update(sent_at=each.sent_at - timedelta(minutes=11))
    send(key)
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"api_key": None}, 403, "请带上接口密钥"),
        ({"api_key": "wrong"}, 403, "密钥无效或已停用"),
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "no-such"}, 404, "没有编号为“no-such”的问题类别"),
        ({"lat": None}, 400, "要一起填写"),
        ({"lat": None, "long": None}, 400, "请写明地点"),
        ({"lat": "nan"}, 400, "“lat”应为90以内的数字"),
        ({"long": "1e999"}, 400, "“long”应为180以内的数字"),
        ({"lat": "91"}, 400, "“lat”应为90以内的数字"),
        ({"description": "长" * 4001}, 400, "description"),
        ({"description": "有\x00字符"}, 400, "description"),
        ({"phone": "12"}, 400, "电话号码不正确"),
        ({"email": "a@"}, 400, "电子邮箱"),
        ({"address_id": "没有这个"}, 400, "address_id"),
    ],
)
def test_what_cannot_be_taken_is_told_and_keeps_nothing(
    fields: dict[str, Any], status: int, told: str, cast: Cast
) -> None:
    key, _row = app_key(cast)
    answer = send(key, **fields)
    assert answer.status_code == status
    assert told in sentence(answer)
    assert not Report.objects.exists()


def test_the_longest_description_is_taken_whole(cast: Cast) -> None:
    key, _row = app_key(cast)
    send(key, description="长" * 4000)
    assert len(Report.objects.get().text) == 4000
    decided(Submission.objects.get(), actor_of(cast.chief))
    case = Report.objects.get().case
    assert case is not None
    assert case.description == "长" * 4000


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("图.jpg", b"<svg onload='alert(1)'/>", 400), ("大.jpg", b"\xff\xd8\xff" + b"0" * 21_000_000, 413)],
)
def test_files_that_are_no_photos_are_refused(name: str, content: bytes, status: int, cast: Cast) -> None:
    key, _row = app_key(cast)
    answer = send(key, media=SimpleUploadedFile(name, content))
    assert answer.status_code == status
    assert name in sentence(answer)
    assert not Report.objects.exists()


def test_too_many_photos_are_refused(cast: Cast) -> None:
    key, _row = app_key(cast)
    assert send(key, media=[photo_upload(shade=shade) for shade in range(6)]).status_code == 400
    assert not Report.objects.exists()


def test_an_address_of_a_photo_is_kept_as_text(cast: Cast) -> None:
    key, _row = app_key(cast)
    send(key, media_url="http://169.254.169.254/latest/meta-data")  # the tests refuse every connection
    assert AppRequest.objects.get().media_url.startswith("http://169.254")
    assert not Report.objects.get().photos.exists()
    chief = Client()
    chief.force_login(cast.chief, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = chief.get(f"/moderation/{Submission.objects.get().pk}/").content.decode()
    assert "169.254.169.254" in page
    assert 'href="http://169' not in page
    assert 'src="http://169' not in page
    assert "云澜随手报" in page


def test_a_site_may_be_named(cast: Cast) -> None:
    key, _row = app_key(cast)
    site = make_site(cast)
    send(key, lat=None, long=None, address_id=site.number)
    assert Report.objects.get().site == site


def test_a_revoked_key_opens_nothing(cast: Cast) -> None:
    key, row = app_key(cast)
    revoke_key(actor=actor_of(cast.chief), key_id=row.pk, reason="合作结束")
    assert send(key).status_code == 403
    assert Client().get("/open311/v2/services.json", {"api_key": key}).status_code == 403


def test_a_key_sends_no_more_than_the_setting_says(cast: Cast) -> None:
    change_setting(actor=SYSTEM, key="portal.app_hourly", value=2, valid_from=today(), reason="试")
    key, _row = app_key(cast)
    other, _row = app_key(cast, name="别的应用")
    statuses = [send(key, description=words).status_code for words in ("一", "二", "三")]
    assert statuses == [200, 200, 429]
    assert send(key, description="一").status_code == 200  # known already
    assert send(other, description="三").status_code == 200  # from the same address


def test_the_key_notes_the_day_of_its_use(cast: Cast) -> None:
    key, row = app_key(cast)
    send(key)
    assert AppKey.objects.get(pk=row.pk).last_used_on == today()


def test_questions_are_answered_with_the_request(cast: Cast) -> None:
    key, _row = app_key(cast)
    ask_question(cast, "BINS", "有几个桶？", datatype="number", is_required=True)
    ask_question(cast, "KIND", "哪一种？", datatype="multivaluelist", choices=[("a", "厨余"), ("b", "其他")])
    refused = send(key)
    assert refused.status_code == 400
    assert "attribute[BINS]" in sentence(refused)
    answers: dict[str, Any] = {"attribute[BINS]": "3", "attribute[KIND]": ["a", "b"]}
    send(key, **answers)
    assert Report.objects.get().text == "垃圾桶满了没人收\n有几个桶？：3\n哪一种？：厨余、其他"


@pytest.mark.parametrize(
    ("datatype", "value"),
    [
        ("number", "nan"),
        ("number", "三"),
        ("string", "一\n二"),
        ("datetime", "昨天"),
        ("datetime", "2026-13-45"),
        ("singlevaluelist", "z"),
        ("multivaluelist", "a,z"),
        ("text", "长" * 301),
    ],
)
def test_answers_that_do_not_fit_are_refused(datatype: str, value: str, cast: Cast) -> None:
    key, _row = app_key(cast)
    choices = [("a", "厨余")] if datatype.endswith("list") else []
    ask_question(cast, "Q", "问", datatype=datatype, choices=choices)
    answer = send(key, **{"attribute[Q]": value})
    assert answer.status_code == 400
    assert "attribute[Q]" in sentence(answer)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"),
    ],
)
def test_a_body_that_is_no_form_is_refused(body: bytes, content_type: str, cast: Cast) -> None:
    answer = Client().post(REQUESTS, body, content_type=content_type)
    assert answer.status_code in {400, 403}
    assert sentence(answer)


def test_a_body_that_is_too_big_is_refused(cast: Cast) -> None:
    big = b"description=" + b"a" * 11_000_000
    answer = Client().post(REQUESTS, big, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert sentence(answer)


def test_a_request_costs_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    key, _row = app_key(cast)
    send(key)
    with django_assert_max_num_queries(25):
        send(key, description="另一件")
