from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from chuangcheng.cases.testing import make_site, problem_class
from chuangcheng.core.testing import photo_upload
from chuangcheng.intake.models import Report
from chuangcheng.orgs.testing import Cast
from chuangcheng.portal.models import Submission
from chuangcheng.portal.testing import opened_form, send, sent, token_of


def test_a_report_needs_no_account_and_leads_to_its_number(cast: Cast) -> None:
    answer = send(opened_form(photos=[photo_upload()], phone="19900000001", problem_class=problem_class().pk))
    assert answer.status_code == 302
    shown = Client().get(answer["Location"])
    report = Report.objects.get()
    assert report.number in shown.content.decode()
    assert report.source.code == "portal"
    assert report.case is not None
    assert report.photos.count() == 1
    assert "19900000001" not in shown.content.decode()
    assert "4个工作时" in shown.content.decode()  # how long a problem of this class usually takes


def test_the_same_form_sent_five_times_is_one_report(cast: Cast) -> None:
    form = opened_form()
    tokens = {token_of(send(form)) for _time in range(5)}
    assert len(tokens) == 1
    assert (Report.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_the_same_form_sent_five_times_at_once_is_one_report(cast: Cast) -> None:
    form = opened_form()
    found: list[Any] = []

    def press() -> None:
        try:
            found.append(send(form).status_code)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _time in range(5)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert found == [302] * 5
    assert (Report.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_photo_is_enough_and_nothing_is_not(cast: Cast) -> None:
    assert send(opened_form(text="", photos=[photo_upload()])).status_code == 302
    assert Report.objects.get().text == "【市容环境】照片反映的问题"
    answer = send(opened_form(text=""))
    assert answer.status_code == 422
    assert "请拍一张照片，或写一句话说明问题。" in answer.content.decode()


def test_what_was_sent_so_far_is_kept_when_something_is_missing(cast: Cast) -> None:
    answer = send(opened_form(place_text="", photos=[photo_upload()], text="井盖坏了"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "井盖坏了" in page
    assert "已上传的1张照片还在" in page
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert send(opened_form(kept=kept, text="井盖坏了")).status_code == 302
    assert Report.objects.get().photos.count() == 1


@pytest.mark.parametrize(
    "field", [{"stamp": "made up"}, {"lon": "nan", "lat": "36"}, {"problem_class": "99999999"}, {"phone": "12"}]
)
def test_what_makes_no_sense_is_told_and_keeps_nothing(field: dict[str, Any], cast: Cast) -> None:
    assert send(opened_form(**field)).status_code == 422
    assert not Report.objects.exists()


def test_kept_photos_of_somebody_else_cannot_be_named(cast: Cast) -> None:
    assert send(opened_form(text="", kept="forged")).status_code == 422


def test_too_many_photos_are_refused(cast: Cast) -> None:
    photos = [photo_upload(shade=shade) for shade in range(6)]
    assert send(opened_form(photos=photos)).status_code == 422
    assert not Report.objects.exists()


def test_without_scripts_the_report_is_taken_and_waits(cast: Cast) -> None:
    submission = sent(answer="")
    assert submission.doubt == "effort"
    assert submission.report.case is None
    assert submission.report.accepted_at is None


def test_a_form_sent_at_once_waits(cast: Cast) -> None:
    assert sent(ago=timedelta(seconds=1)).doubt == "fast"


def test_who_fills_the_hidden_field_waits(cast: Cast) -> None:
    assert sent(website="http://spam.example").doubt == "trap"


def test_a_flood_of_one_text_from_one_address_works_ever_more_and_is_never_refused(cast: Cast) -> None:
    for number in range(4):
        sent(text=f"快来看便宜的好东西大促销{number}", place_text=f"某处{number}")
    doubts = [each.doubt for each in Submission.objects.order_by("pk")]
    assert doubts[0] == ""
    assert set(doubts[2:]) == {"effort"}
    client = Client(REMOTE_ADDR="198.51.100.7")
    asked = {"text": "快来看便宜的好东西大促销9"}
    needed = client.post(reverse("portal:effort"), asked, content_type="application/json").json()["bits"]
    assert needed == 20
    assert Report.objects.count() == 4


def test_many_people_behind_one_address_are_not_hurt(cast: Cast) -> None:
    texts = [
        "路灯不亮晚上很黑",
        "小区门口垃圾没人清",
        "学校门口车乱停",
        "公园长椅坏了一条",
        "河边有人烧烤冒烟",
        "盲道被共享单车占了",
    ]
    assert {sent(text=text, place_text=text).doubt for text in texts} == {""}


def test_the_same_content_again_waits_and_makes_no_second_case(cast: Cast) -> None:
    first, second = sent(address="198.51.100.1"), sent(address="198.51.100.2")
    assert first.report.case is not None
    assert second.doubt == "same"
    assert second.report.case is None


def test_the_address_itself_is_not_kept(cast: Cast) -> None:
    submission = sent(address="198.51.100.77")
    assert "198.51.100" not in submission.sender_mark
    assert len(submission.sender_mark) == 64


def test_a_sign_fills_in_place_and_post(cast: Cast) -> None:
    site = make_site(cast, name="柳巷")
    shown = Client().get(reverse("portal:report"), {"site": site.number}).content.decode()
    assert "柳巷" in shown
    submission = sent(site=site.number, place_text="")
    assert submission.report.site == site


@pytest.mark.parametrize("number", ["'; DROP TABLE", "<script>alert(1)</script>", "\x00", "9" * 500, "没有这个"])
def test_a_hostile_sign_is_harmless(number: str, cast: Cast) -> None:
    answer = Client().get(reverse("portal:report"), {"site": number})
    assert answer.status_code == 200
    assert "没有找到标牌上的点位" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_a_class_can_be_chosen_by_picture_alone(cast: Cast) -> None:
    shown = Client().get(reverse("portal:report")).content.decode()
    assert shown.count('type="radio" name="group"') >= 9
    assert sent(group="公用设施").report.text.startswith("【公用设施】")
    assert not sent(group="没有这一类", text="别的").report.text.startswith("【")
