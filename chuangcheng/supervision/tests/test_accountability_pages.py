"""Pages of rewards and accountability: who sees what, on screen, on paper, in the list, in the search."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload, run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.testing import Cast, make_person, signed_in
from chuangcheng.supervision.models import Matter
from chuangcheng.supervision.tests.accounted import (
    by_hand,
    decided,
    head_post,
    late_cases,
    make_head,
    make_supervisor,
    slow_matter,
)


@pytest.fixture
def head(cast: Cast) -> Person:
    return make_head(cast)


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def text(person: Person, address: str) -> str:
    return signed_in(person).get(address).content.decode()


def test_from_the_records_to_the_letter_and_the_appeal(cast: Cast, head: Person, supervisor: Person) -> None:
    late_cases(cast, 6, of=10)
    office = signed_in(cast.chief)
    office.post("/accountability/reckon/", {"period": "month", "day": "2026-10-12"})
    run_all_jobs()
    matter = Matter.objects.get()
    listed = text(cast.chief, "/accountability/?view=proposed")
    assert "区城管局 行动迟缓" in listed
    shown = text(cast.chief, f"/accountability/{matter.pk}/")
    assert "超期办理、超时签收：6件，占10件的60%" in shown
    assert shown.count("/cases/") >= 6

    form = text(cast.chief, f"/accountability/{matter.pk}/decide/")
    assert "贺局长（第一责任人" in form
    typed = {
        "event_id": str(new_id()),
        "grade": "talk",
        "head": str(head_post(cast)),
        "facts": "10月超期6件。",
        "requirement": "说明原因，提出措施。",
        "term_on": today().isoformat(),
        "expires_on": today().isoformat(),
        "merit_kind": "",
    }
    answer = office.post(f"/accountability/{matter.pk}/decide/", {**typed, "term_on": ""})
    assert answer.status_code == 422
    assert "约谈请填约谈日期" in answer.content.decode()
    assert office.post(f"/accountability/{matter.pk}/decide/", typed).status_code == 302

    page = text(head, f"/accountability/{matter.pk}/")
    assert "申诉" in page
    assert "10月超期6件。" in page
    body = {"event_id": str(new_id()), "reason": "当天停水", "files": [photo_upload("停水通知.jpg")]}
    assert signed_in(head).post(f"/accountability/{matter.pk}/appeal/", body).status_code == 302
    matter.refresh_from_db()
    appeal = matter.appeals.get()
    assert "停水通知.jpg" in text(supervisor, f"/accountability/{matter.pk}/")
    file_id = appeal.files.get().file_id
    address = reverse("core:file_original", args=[file_id])
    assert signed_in(supervisor).get(address).status_code == 200
    assert signed_in(cast.west_liaison).get(address).status_code == 404
    done = signed_in(supervisor).post(f"/accountability/appeals/{appeal.pk}/uphold/", {"reason": "属实"})
    assert done.status_code == 302
    shown = text(head, f"/accountability/{matter.pk}/")
    assert "申诉成立" in shown
    Matter.objects.filter(pk=matter.pk).update(term_on=today() - timedelta(days=2))
    assert "到期未落实" not in text(head, f"/accountability/{matter.pk}/")


def test_a_proposal_is_shown_to_who_decides_alone(cast: Cast, head: Person) -> None:
    matter = slow_matter(cast)
    for person in (head, cast.liaison, cast.leader, cast.inspector):
        assert signed_in(person).get(f"/accountability/{matter.pk}/").status_code == 404
        assert "行动迟缓</a>" not in text(person, "/accountability/")
    decided(cast, matter, cast.chief)
    for person, is_seen in ((head, True), (cast.leader, True), (cast.west_liaison, False), (cast.inspector, False)):
        assert (signed_in(person).get(f"/accountability/{matter.pk}/").status_code == 200) is is_seen


def test_who_is_named_reads_it_whatever_their_role(cast: Cast, head: Person) -> None:
    officer = make_person("officer", unit=cast.sanitation, role="material_officer", name="材料员甲")
    Post.objects.update(starts_on="2020-01-01")
    matter = decided(cast, slow_matter(cast), cast.chief, responsible_post_id=officer.posts.get().pk)
    assert "材料员甲" in text(officer, f"/accountability/{matter.pk}/")
    assert signed_in(officer).get(f"/accountability/{matter.pk}/files/docx/").status_code == 200


def test_the_letter_opens_as_word_and_pdf_and_the_list_as_excel(cast: Cast, head: Person) -> None:
    matter = slow_matter(cast)
    client: Any = signed_in(cast.chief)
    assert client.get(f"/accountability/{matter.pk}/files/docx/").status_code == 404
    decided(cast, matter, cast.chief)
    matter.refresh_from_db()
    word = client.get(f"/accountability/{matter.pk}/files/docx/")
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(b"".join(word.streaming_content))).paragraphs)
    assert "约谈通知书" in said
    assert matter.number in said
    assert "决定约谈贺局长同志（区城管局第一责任人）" in said
    assert "提出申诉" in said
    pdf = b"".join(client.get(f"/accountability/{matter.pk}/files/pdf/").streaming_content)
    assert pdf.startswith(b"%PDF")
    assert client.get(f"/accountability/{matter.pk}/files/xml/").status_code == 404
    answer = client.get("/accountability/matters.xlsx?view=in_force")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert matter.number in {cell.value for row in sheet.iter_rows() for cell in row}


def test_tabs_show_what_stands_where(cast: Cast, head: Person, supervisor: Person) -> None:
    matter = decided(cast, slow_matter(cast), cast.chief)
    dropped, waiting = by_hand(cast, ground="shifting"), by_hand(cast, ground="unfinished")
    press = {"event_id": str(new_id()), "reason": "不属实"}
    assert signed_in(supervisor).post(f"/accountability/{dropped.pk}/drop/", press).status_code == 302
    shown = {
        view: {row.pk for row in (matter, dropped, waiting) if str(row.pk) in text(supervisor, address)}
        for view in ("proposed", "underway", "in_force", "over", "praise")
        for address in [f"/accountability/?view={view}"]
    }
    assert shown == {
        "proposed": {waiting.pk},
        "underway": {matter.pk},
        "in_force": {matter.pk},
        "over": {dropped.pk},
        "praise": set(),
    }
    press = {"event_id": str(new_id()), "reason": "已约谈，作出说明"}
    signed_in(supervisor).post(f"/accountability/{matter.pk}/fulfil/", press)
    assert str(matter.pk) not in text(supervisor, "/accountability/?view=underway")
    assert "没有符合条件" in text(supervisor, "/accountability/?view=praise&q=没有")


def test_list_does_not_ask_more_for_more_rows(
    cast: Cast, supervisor: Person, django_assert_max_num_queries: Any
) -> None:
    for ground in ("weak", "slow", "shifting", "prominent", "unfinished"):
        by_hand(cast, ground=ground)
    client = signed_in(supervisor)
    client.get("/accountability/")
    with django_assert_max_num_queries(15):
        page = client.get("/accountability/").content.decode()
    assert page.count("建议批评教育") == 5
    assert client.get("/accountability/", {"q": "x" * 99, "ground": "?", "unit": "-1", "view": "x"}).status_code == 200


def test_a_decided_matter_is_found_by_its_number_by_those_who_may_see_it(
    cast: Cast, head: Person, supervisor: Person
) -> None:
    matter = decided(cast, slow_matter(cast), cast.chief)
    for person, is_found in ((supervisor, True), (head, True), (cast.west_liaison, False)):
        assert (f"/accountability/{matter.pk}/" in text(person, f"/search/?q={matter.number}")) is is_found


def test_a_proposal_by_hand_is_for_somebody_else_to_decide(cast: Cast, head: Person) -> None:
    typed = {
        "matter_id": str(new_id()),
        "unit": str(cast.sanitation.pk),
        "ground": "weak",
        "on": "2026-10-12",
        "grade": "criticism",
        "whom": "head",
        "reason": "现场无人处置",
    }
    answer = signed_in(cast.chief).post("/accountability/new/", {**typed, "grade": "praise"})
    assert "问责的情形只能建议问责" in answer.content.decode()
    assert signed_in(cast.chief).post("/accountability/new/", typed).status_code == 302
    matter = Matter.objects.get()
    page = text(cast.chief, f"/accountability/{matter.pk}/")
    assert "现场无人处置" in page
    assert f"/accountability/{matter.pk}/decide/" not in page
    assert signed_in(cast.chief).get(f"/accountability/{matter.pk}/decide/").status_code == 403


def test_the_table_of_grounds_is_changed_with_a_reason(cast: Cast) -> None:
    client = signed_in(cast.chief)
    assert "超期办理、超时签收" in client.get("/settings/grounds/").content.decode()
    typed = {
        "ground-TOTAL_FORMS": "2",
        "ground-INITIAL_FORMS": "0",
        "ground-0-measure": "late",
        "ground-0-count": "3",
        "ground-0-grade": "criticism",
        "ground-0-whom": "head",
        "valid_from": "2026-10-01",
        "reason": "领导小组会议",
    }
    wrong = client.post("/settings/grounds/", {**typed, "ground-0-grade": "praise"})
    assert wrong.status_code == 422
    assert "问责的情形只能建议问责" in wrong.content.decode()
    assert client.post("/settings/grounds/", typed).status_code == 302
    assert "领导小组会议" in client.get("/settings/grounds/").content.decode()


def test_who_is_named_without_a_role_finds_it_and_nobody_else_does(cast: Cast, head: Person) -> None:
    officer = make_person("officer", unit=cast.sanitation, role="material_officer", name="材料员")
    other = make_person("other", unit=cast.sanitation, role="material_officer", name="旁人")
    Post.objects.filter(person=officer).update(starts_on=today() - timedelta(days=400))
    matter = decided(cast, slow_matter(cast), cast.chief, responsible_post_id=officer.posts.get().pk)
    address = f"/accountability/{matter.pk}/"
    for page in ("/", "/account/", "/accountability/"):
        assert (address in text(officer, page)) == (page != "/account/")
    assert "1件，只有本人和办理机关能看到" in text(officer, "/account/")
    assert address in text(head, "/")
    for page in ("/", "/account/", "/accountability/"):
        said = text(other, page)
        assert (address in said, matter.number in said, "只有本人" in said) == (False, False, False)

    signed_in(officer).post(f"{address}appeal/", {"event_id": str(new_id()), "reason": "不是我负责"})
    assert address in text(officer, "/")  # the talk is still to be held
    signed_in(cast.chief).post(f"{address}fulfil/", {"event_id": str(new_id()), "reason": "已约谈"})
    assert address not in text(officer, "/")
    assert "1件" in text(officer, "/account/")
