from __future__ import annotations

import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import today
from chuangcheng.evidence.models import MaterialRequest, Piece
from chuangcheng.evidence.queries import drafts_of
from chuangcheng.evidence.testing import CAPTION, bring, judge, make_material, proof_standard
from chuangcheng.orgs.testing import LONG_AGO, Cast, actor_of, signed_in
from chuangcheng.standards.models import Duty
from chuangcheng.standards.testing import make_draft, make_framework, make_part


def page_of(person: Any, name: str, *arguments: Any, **query: Any) -> str:
    return signed_in(person).get(reverse(name, args=arguments), query).content.decode()


def test_the_office_asks_for_what_standards_want_in_one_go(cast: Cast) -> None:
    standard = proof_standard()
    Duty.objects.create(standard=standard, unit=cast.sanitation, kind="lead", starts_on=LONG_AGO)
    client, due = signed_in(cast.chief), today() + timedelta(days=20)
    address = f"{reverse('evidence:by_standard')}?due={due}"
    answer = client.get(address)
    page = answer.content.decode()
    assert "垃圾收运统计" in page
    assert "分类设施" in page
    forms = answer.context["forms"]
    sent = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "2"}
    for form in forms:
        for name, value in form.initial.items():
            if value is not None and value is not False:
                sent[f"{form.prefix}-{name}"] = str(value)
    sent["line-1-count"] = "0"
    assert client.post(address, sent).status_code == 422
    sent["line-1-count"] = "3"
    assert client.post(address, sent).status_code == 302
    made = {row.title: row for row in MaterialRequest.objects.all()}
    assert (made["分类设施"].count, made["分类设施"].captions) == (3, list(CAPTION))
    assert made["垃圾收运统计"].formats == ["pdf", "word", "table"]
    assert made["垃圾收运统计"].first_on is not None
    assert "已布置" in client.get(address).content.decode()


def test_a_standard_whose_material_counts_asks_for_itself_where_nothing_is_written(cast: Cast) -> None:
    proofs = make_part("材料审核", Decimal(1), "proof", "")
    silent = [
        make_draft("1.1", parts=(proofs,), text="年度工作方案和总结；近12个月"),
        make_draft("1.2", text="路面平整"),
    ]
    framework = make_framework(*silent)
    drafts = drafts_of(actor=actor_of(cast.chief), framework_id=framework.pk, item_id=None, day=today())
    assert [(line.standard.code, line.kind) for line in drafts.lines] == [("1.1", "document")]
    assert "年度工作方案和总结" in drafts.lines[0].title
    assert drafts.without == 1


def test_a_single_request_is_made_from_the_page_of_a_standard(cast: Cast) -> None:
    standard = proof_standard()
    address = reverse("evidence:new", args=[standard.pk])
    assert address in page_of(cast.chief, "standards:standard", standard.pk)
    client = signed_in(cast.chief)
    facts = {
        "material_id": new_id(),
        "title": "分类设施实景",
        "unit_id": cast.sanitation.pk,
        "kind": "picture",
        "count": 2,
        "formats": ["picture"],
        "megabytes": 20,
        "due_on": today(),
    }
    assert client.post(address, {**facts, "formats": []}).status_code == 422
    assert client.post(address, facts).status_code == 302
    material = MaterialRequest.objects.get()
    assert "分类设施实景" in page_of(cast.chief, "standards:standard", standard.pk)
    edit = reverse("evidence:edit", args=[material.pk])
    changed = {**facts, "material_id": new_id(), "count": 1, "reason": "一张就够"}
    assert client.post(edit, changed).status_code == 302
    assert "份数：2 → 1" in page_of(cast.chief, "evidence:material", material.pk)
    void = reverse("evidence:void", args=[material.pk])
    assert client.post(void, {"event_id": new_id(), "reason": ""}).status_code == 422
    assert client.post(void, {"event_id": new_id(), "reason": "重复布置"}).status_code == 302
    assert "分类设施实景" not in page_of(cast.chief, "evidence:list")


def row(number: int, **more: Any) -> dict[str, Any]:
    return {f"piece-{number}-{name}": value for name, value in more.items()}


def sent_of(*rows: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"piece-TOTAL_FORMS": len(rows), "piece-INITIAL_FORMS": 0, "event_id": new_id()}
    for each in rows:
        found |= each
    return found


def test_a_unit_brings_pictures_with_captions(cast: Cast) -> None:
    material, client = make_material(cast), signed_in(cast.liaison)
    address = reverse("evidence:hand_in", args=[material.pk])
    assert "第2份" in client.get(address).content.decode()
    first = row(0, file=photo_upload("一.jpg", shade=1), time="九月", place="柳巷")
    second = row(1, file=photo_upload("二.jpg", shade=2), time="", place="东关")
    assert client.post(address, sent_of(first, second)).status_code == 302
    assert [piece.caption for piece in Piece.objects.all()] == [
        {"time": "九月", "place": "柳巷"},
        {"time": "九月", "place": "东关"},
    ]
    page = page_of(cast.liaison, "evidence:material", material.pk)
    assert "时间：九月；地点：东关" in page
    piece = Piece.objects.get(name="一.jpg")
    withdraw = reverse("evidence:withdraw", args=[material.pk, piece.pk])
    assert client.post(withdraw, {"event_id": new_id()}).status_code == 302
    assert "已撤回的材料" in page_of(cast.liaison, "evidence:material", material.pk)


def test_a_file_that_arrived_stays_while_its_caption_is_mended(cast: Cast) -> None:
    material, client = make_material(cast), signed_in(cast.liaison)
    address = reverse("evidence:hand_in", args=[material.pk])
    answer = client.post(address, sent_of(row(0, file=photo_upload("一.jpg"), time="九月")))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请补全“一.jpg”的说明：地点" in page
    assert "已收到一.jpg" in page
    token = answer.context["rows"][0].token
    mended = sent_of(row(0, kept=token, time="九月", place="柳巷"))
    other = signed_in(cast.chief)
    assert other.post(address, mended).status_code == 403
    assert client.post(address, {**mended, "piece-0-kept": token + "x"}).status_code == 422
    assert client.post(address, mended).status_code == 302
    assert Piece.objects.get().name == "一.jpg"


def test_a_file_of_another_kind_is_refused_beside_its_row(cast: Cast) -> None:
    material, client = make_material(cast), signed_in(cast.liaison)
    address = reverse("evidence:hand_in", args=[material.pk])
    disguised = photo_upload("一.jpg")
    disguised.file = io.BytesIO(b"MZ not a picture at all")
    answer = client.post(address, sent_of(row(0, file=disguised, time="九月", place="柳巷")))
    assert answer.status_code == 422
    assert "不能用在这里" in answer.content.decode()
    assert client.post(address, sent_of(row(0))).status_code == 422
    assert not Piece.objects.exists()


def test_the_office_returns_a_picture_with_marked_places_and_accepts_the_next(cast: Cast) -> None:
    material = make_material(cast, count=1)
    piece = bring(cast, material)[0]
    client, address = signed_in(cast.chief), reverse("evidence:review", args=[material.pk])
    assert "在图上拖动" in client.get(address).content.decode()
    said = {f"verdict-{piece.pk}": "returned", f"text-{piece.pk}": "右下角有垃圾"}
    for marks in ("{", "[[1]]", "[[2,0,1,1]]", json.dumps([["a", 0, 1, 1]])):
        wrong = client.post(address, {**said, f"marks-{piece.pk}": marks, "event_id": new_id()})
        assert wrong.status_code == 422
    marks = json.dumps([[0.5, 0.5, 0.2, 0.2]])
    assert client.post(address, {**said, f"marks-{piece.pk}": marks, "event_id": new_id()}).status_code == 302
    page = page_of(cast.liaison, "evidence:material", material.pk)
    assert "右下角有垃圾" in page
    assert '<rect x="0.5" y="0.5" width="0.2" height="0.2">' in page
    hand_in = reverse("evidence:hand_in", args=[material.pk])
    assert "补正" in page_of(cast.liaison, "evidence:hand_in", material.pk)
    better = row(0, file=photo_upload("好.jpg", shade=9), time="九月", place="柳巷", replaces=piece.pk)
    assert signed_in(cast.liaison).post(hand_in, sent_of(better)).status_code == 302
    new = Piece.objects.get(name="好.jpg")
    accepted = {f"verdict-{new.pk}": "accepted", "event_id": new_id()}
    assert client.post(address, accepted).status_code == 302
    page = page_of(cast.chief, "evidence:material", material.pk)
    assert "以前的版本（1）" in page
    assert "已认可1份，应提供1份" in page


def test_the_list_is_filtered_and_exported(cast: Cast) -> None:
    standard = proof_standard()
    mine = make_material(cast, standard, title="=分类设施")
    late = make_material(cast, standard, unit_id=cast.east.pk, title="街道", due_on=today() - timedelta(days=9))
    assert mine.number in page_of(cast.chief, "evidence:list")
    only_late = page_of(cast.chief, "evidence:list", due="late")
    assert late.number in only_late
    assert mine.number not in only_late
    assert mine.number not in page_of(cast.east_liaison, "evidence:list")
    assert mine.number in page_of(cast.chief, "evidence:list", q="分类设施")
    answer: Any = signed_in(cast.chief).get(reverse("evidence:export"))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert any("=分类设施" in [str(cell).lstrip("'") for cell in each] for each in rows)


def test_an_empty_list_says_who_fills_it(cast: Cast) -> None:
    assert "由创城办按测评标准的材料要求布置" in page_of(cast.chief, "evidence:list")


def test_material_waits_on_the_to_do_page_of_who_acts_next(cast: Cast) -> None:
    material = make_material(cast, title="绿地实景", due_on=today())
    assert "绿地实景" in signed_in(cast.liaison).get("/").content.decode()
    assert "绿地实景" not in signed_in(cast.chief).get("/").content.decode()
    bring(cast, material)
    assert "绿地实景" in signed_in(cast.chief).get("/").content.decode()
    judge(cast, material, "returned")
    assert "去补正" in signed_in(cast.liaison).get("/").content.decode()


@pytest.mark.parametrize("count", [2, 12])
def test_pages_ask_no_more_of_the_database_for_more_rows(
    count: int, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    standard = proof_standard()
    material = make_material(cast, standard, count=count)
    bring(cast, material, count)
    judge(cast, material, "returned")
    for number in range(count):
        make_material(cast, standard, title=f"材料{number}")
    client = signed_in(cast.chief)
    for address, most in (
        (reverse("evidence:list"), 12),
        (reverse("evidence:material", args=[material.pk]), 14),
        (reverse("evidence:review", args=[material.pk]), 14),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
