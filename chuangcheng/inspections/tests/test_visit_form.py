"""The visit form as a browser sends it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.inspections.models import Answer, AnswerPhoto, Round, UploadedPhoto, Visit
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit, sent_photo
from chuangcheng.orgs.testing import Cast, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=2)


@pytest.fixture
def running(cast: Cast, field: Field) -> Round:
    return make_round(cast, field)


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.inspector, backend=BACKEND)
    return client


def address(found: Round, field: Field, site: int = 0) -> str:
    return f"/rounds/{found.pk}/sites/{field.sites[site].pk}/visit/"


def name(field: Field, code: str, part: str) -> str:
    return f"item-{field.items[code].pk}-{part}"


def filled_in(field: Field, **changed: Any) -> dict[str, Any]:
    """Every item passes; names such as `litter_amount` stand for the fields of an item."""
    values = {
        "stalls_answer": "pass",
        "posters_amount": "2",
        "litter_amount": "0",
        "smoking_amount": "0",
        "prices_amount": "96.5",
        "scales_piece": ["有公平秤", "在检定期内"],
        **changed,
    }
    own = {key: value for key, value in values.items() if key.split("_")[0] not in field.items}
    items = {
        name(field, *key.split("_", 1)): value
        for key, value in values.items()
        if key.split("_")[0] in field.items and value is not None
    }
    return {"visit": f"{new_id()}", "started_at": "2026-11-23T10:00:00+08:00", **items, **own}


def visit_id_in(page: str) -> str:
    found = re.search(r'name="visit" value="([0-9a-f-]+)"', page)
    assert found is not None
    return found[1]


def test_form_asks_every_item_in_its_own_way_with_its_counting_rule(
    client: Client, running: Round, field: Field
) -> None:
    page = client.get(address(running, field)).content.decode()
    for code, item in field.items.items():
        assert item.text in page, code
    assert "1平方米以内的垃圾计1处。" in page
    assert page.count('data-kind="') == 6
    for part in ("stalls_answer", "posters_amount", "prices_amount", "scales_piece", "scales_none", "litter_photos"):
        assert f'name="{name(field, *part.split("_", 1))}"' in page, part
    assert "开始计时5分钟" in page


def test_filled_in_form_becomes_a_visit(client: Client, running: Round, field: Field) -> None:
    form = filled_in(
        field,
        stalls_answer="fail",
        stalls_note="占道经营",
        posters_amount="1",
        litter_amount="12",
        smoking_na="on",
        prices_amount="９０％".translate({0xFF19: "9", 0xFF10: "0"}),
        scales_piece=["有公平秤"],
        note="整体一般",
        lon="114.49",
        lat="36.6",
        accuracy="12.3",
    )
    response = client.post(address(running, field), form)
    visit = Visit.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/visits/{visit.pk}/"
    assert str(visit.pk) == form["visit"]
    assert (visit.note, visit.lon, visit.accuracy) == ("整体一般", 114.49, 12.3)
    found = {row.item.code: (row.verdict, row.violations) for row in visit.answers.select_related("item")}
    assert found == {
        "stalls": ("fail", 1),
        "posters": ("fail", 1),
        "litter": ("fail", 12),
        "smoking": ("na", 0),
        "prices": ("fail", 1),
        "scales": ("fail", 1),
    }
    assert visit.answers.get(item=field.items["stalls"]).note == "占道经营"


def test_form_that_the_page_waits_for_is_led_on_when_it_arrived_and_shown_again_when_not(
    client: Client, cast: Cast, running: Round, field: Field
) -> None:
    script = {"HX-Request": "true"}
    answer = client.post(address(running, field), filled_in(field, litter_amount=""), headers=script)
    assert answer.status_code == 422
    assert 'id="content"' in answer.content.decode()
    given = filled_in(field)
    for _attempt in range(2):  # the answer to the first may have been lost on the way
        answer = client.post(address(running, field), given, headers=script)
        assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/visits/{given['visit']}/")
    assert Visit.objects.count() == 1
    bring_to(cast, running, "finished")
    assert client.post(address(running, field, 1), filled_in(field), headers=script).status_code == 422


def test_none_of_the_pieces_is_an_answer(client: Client, running: Round, field: Field) -> None:
    client.post(address(running, field), filled_in(field, scales_piece=None, scales_none="on"))
    assert Answer.objects.get(item=field.items["scales"]).value == {"present": []}


def test_same_form_sent_five_times_is_one_visit(client: Client, running: Round, field: Field) -> None:
    form = filled_in(field)
    answers = [client.post(address(running, field), form) for _time in range(5)]
    assert {answer.headers["Location"] for answer in answers} == {f"/visits/{Visit.objects.get().pk}/"}


def test_unanswered_items_are_named_and_nothing_entered_is_lost(client: Client, running: Round, field: Field) -> None:
    form = filled_in(
        field,
        stalls_answer=None,
        prices_amount="很高",
        scales_piece=None,
        litter_amount="7",
        litter_note="菜摊后面",
        posters_na="on",
        note="请复查",
        lon="114.49",
        lat="36.6",
        accuracy="12",
    )
    photo = {name(field, "litter", "photos"): [photo_upload(shade=1), photo_upload(shade=2)]}
    response = client.post(address(running, field), {**form, **photo})
    page = response.content.decode()
    assert response.status_code == 422
    assert not Visit.objects.exists()
    assert "有3项需要补填，已填的和已上传的照片都还在。" in page
    for sentence in ("请选择合格、不合格或不适用。", "请填写百分比，例如96.5。", "请勾选现场具备的各项"):
        assert sentence in page
    for kept in ('value="7"', 'value="菜摊后面"', 'value="很高"', "请复查</textarea>", 'value="114.49"'):
        assert kept in page, kept
    assert visit_id_in(page) == form["visit"]
    sent = set(UploadedPhoto.objects.values_list("file_id", flat=True))
    assert len(sent) == 2
    assert all(f'value="{key}" checked' in page for key in sent)
    for key in sent:
        assert client.get(f"/files/{key}/160.jpg").status_code == 200

    better = filled_in(field, litter_amount="7", visit=form["visit"])
    better[name(field, "litter", "kept")] = [str(key) for key in sent]
    assert client.post(address(running, field), better).status_code == 302
    assert set(AnswerPhoto.objects.values_list("file_id", flat=True)) == sent


def test_photo_taken_off_after_an_error_is_not_attached(client: Client, running: Round, field: Field) -> None:
    photo = {name(field, "litter", "photos"): [photo_upload(shade=1), photo_upload(shade=2)]}
    client.post(address(running, field), {**filled_in(field, stalls_answer=None), **photo})
    first = UploadedPhoto.objects.order_by("pk").first()
    assert first is not None
    client.post(address(running, field), {**filled_in(field), name(field, "litter", "kept"): [str(first.file_id)]})
    assert AnswerPhoto.objects.get().file_id == first.file_id


def test_file_that_is_no_photo_is_named_and_the_other_photos_are_kept(
    client: Client, running: Round, field: Field
) -> None:
    broken = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0 not a picture", content_type="image/jpeg")
    photos = {name(field, "litter", "photos"): [broken], name(field, "stalls", "photos"): [photo_upload(shade=5)]}
    response = client.post(address(running, field), {**filled_in(field), **photos})
    assert response.status_code == 422
    assert "“现场.jpg”" in response.content.decode()
    assert UploadedPhoto.objects.count() == 1
    assert not Visit.objects.exists()


def test_photo_of_somebody_else_is_left_out(client: Client, cast: Cast, running: Round, field: Field) -> None:
    theirs = sent_photo(cast.chief)
    form = {**filled_in(field), name(field, "litter", "kept"): [str(theirs), "no id"]}
    assert client.get(f"/files/{theirs}/160.jpg").status_code == 404
    assert client.post(address(running, field), form).status_code == 302
    assert not AnswerPhoto.objects.exists()


def test_round_that_ended_meanwhile_is_told_and_nothing_entered_is_lost(
    client: Client, cast: Cast, running: Round, field: Field
) -> None:
    bring_to(cast, running, "finished")
    form = {**filled_in(field, litter_amount="7"), name(field, "litter", "photos"): [photo_upload()]}
    response = client.post(address(running, field), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "检查结果没有保存" in page
    assert 'value="7"' in page
    assert UploadedPhoto.objects.count() == 1
    assert client.get(address(running, field)).status_code == 409


@pytest.mark.parametrize("wrong", ["", "no id", "00000000-0000-0000-0000-000000000000"])
def test_wrong_form_number_is_refused_and_the_form_comes_back_with_a_new_one(
    client: Client, running: Round, field: Field, wrong: str
) -> None:
    response = client.post(address(running, field), filled_in(field, visit=wrong))
    assert response.status_code == 422
    assert visit_id_in(response.content.decode()) != wrong
    assert not Visit.objects.exists()


def test_other_inspector_does_not_find_the_form(cast: Cast, running: Round, field: Field) -> None:
    other = Client()
    other.force_login(make_person("second", unit=cast.office, role="inspector"), backend=BACKEND)
    for site in (address(running, field), f"/rounds/{running.pk}/sites/{new_id()}/visit/"):
        assert other.get(site).status_code == 404
        assert other.post(site, filled_in(field)).status_code == 404
    assert not Visit.objects.exists()


def test_who_may_not_visit_is_refused(cast: Cast, running: Round, field: Field) -> None:
    leader = Client()
    leader.force_login(cast.leader, backend=BACKEND)
    assert leader.get(address(running, field)).status_code == 403
    assert Client().get(address(running, field)).status_code == 302


def test_second_visit_in_the_round_is_told_before_it_is_made(
    client: Client, cast: Cast, running: Round, field: Field
) -> None:
    visit = make_visit(cast, field, running)
    page = client.get(address(running, field)).content.decode()
    assert "再提交会另记一次" in page
    assert f"/visits/{visit.pk}/" in page


@pytest.mark.parametrize(
    "hostile",
    [
        {"litter_amount": "9" * 5000},
        {"litter_amount": "-1"},
        {"prices_amount": "1e9"},
        {"stalls_answer": "<script>"},
        {"scales_piece": ["没有这项"]},
        {"stalls_note": "长" * 501},
    ],
)
def test_hostile_entries_are_refused_with_a_sentence(
    client: Client, running: Round, field: Field, hostile: dict[str, Any]
) -> None:
    response = client.post(address(running, field), filled_in(field, **hostile))
    assert response.status_code == 422
    assert "<script>" not in response.content.decode().replace("<script src", "")
    assert not Visit.objects.exists()


def test_nonsense_in_position_and_start_does_not_matter(client: Client, running: Round, field: Field) -> None:
    form = filled_in(field, lon="east", lat="", accuracy="1", started_at="2026-99-99")
    assert client.post(address(running, field), form).status_code == 302
    assert Visit.objects.get().lon is None
