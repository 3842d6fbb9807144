"""Circulars through the pages, as the office and the units use them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chuangcheng.command.models import Circular, CircularQuestion, CircularReceipt, CircularTask, CircularUnit
from chuangcheng.command.services.circulars import PassGiven, pass_on_circular, read_circular, sign_circular
from chuangcheng.command.services.circulars.reminding import remind_due
from chuangcheng.command.testing import make_circular
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.testing import deliver_events, photo_upload, run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Ask, Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in

pytestmark = pytest.mark.django_db
LIST = "/command/circulars/"
HOSTILE = "<script>alert(1)</script>"
TASK_SENTENCE = "东关街道要于12月20日前完成背街小巷整治。"

BY_SCRIPT = {"HX-Request": "true"}


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def page_of(found: Circular) -> str:
    return f"{LIST}{found.pk}/"


def typed(**changed: Any) -> dict[str, Any]:
    """The form of a circular as somebody fills it in."""
    return {
        "circular_id": str(new_id()),
        "direction": "received",
        "title": "关于做好迎检工作的通知",
        "document_number": "云文明〔2026〕9号",
        "sender": "市文明办",
        "dated_on": str(today()),
        "urgency": "urgent",
        "text": "",
        **changed,
    }


def pdf(text: str = TASK_SENTENCE, name: str = "通知.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, write_pdf(Paper(title="通知", blocks=[Paragraph(text)])), "application/pdf")


def test_first_day_says_who_brings_circulars(cast: Cast) -> None:
    assert "由创城办登记" in read(signed_in(cast.liaison), LIST)
    assert "登记文件" not in read(signed_in(cast.liaison), LIST)
    assert "登记文件" in read(signed_in(cast.chief), LIST)


def test_office_registers_and_issues_with_a_file(cast: Cast) -> None:
    office, sent = signed_in(cast.chief), typed()
    assert office.post(f"{LIST}new/", {**sent, "files": [pdf()]}).status_code == 302
    assert office.post(f"{LIST}new/", {**sent, "files": [pdf()]}).status_code == 302
    found = Circular.objects.get()
    assert found.files.count() == 1
    assert signed_in(cast.liaison).get(page_of(found)).status_code == 404
    issued = {"unit_ids": [cast.sanitation.pk], "branch_ids": [cast.east.pk], "sign_by": str(today())}
    assert office.post(f"{page_of(found)}issue/", issued).status_code == 302
    assert office.post(f"{page_of(found)}issue/", issued).status_code == 302  # again: nobody new

    assert set(found.units.values_list("unit", flat=True)) == {cast.sanitation.pk, cast.east.pk, cast.lane.pk}
    assert "去签收" in read(signed_in(cast.liaison), "/")
    assert Ask.objects.filter(kind="circular", unit=cast.sanitation, ended_on__isnull=True).count() == 1
    assert Notice.objects.filter(recipient=cast.liaison, title__contains="请于").count() == 1


def test_issue_by_kind_of_unit(cast: Cast) -> None:
    found = make_circular(cast, unit_ids=(), kinds=("street",))
    assert set(found.units.values_list("unit", flat=True)) == {cast.east.pk, cast.west.pk}


def test_unit_reads_and_signs(cast: Cast) -> None:
    found = make_circular(cast, wants_answer=True)
    unit, office = signed_in(cast.liaison), signed_in(cast.chief)
    assert "未阅" in read(office, page_of(found))
    assert f'hx-post="{page_of(found)}read/"' in read(unit, page_of(found))
    assert unit.post(f"{page_of(found)}read/", headers=BY_SCRIPT).status_code == 204
    assert unit.post(f"{page_of(found)}read/", headers=BY_SCRIPT).status_code == 204
    assert CircularReceipt.objects.count() == 1
    assert "已阅未签收" in read(office, page_of(found))

    sent = {"receipt_id": str(new_id()), "unit_id": cast.sanitation.pk, "words": ""}
    assert unit.post(f"{page_of(found)}sign/", sent).status_code == 422
    assert unit.post(f"{page_of(found)}sign/", {**sent, "words": "今天已部署。"}).status_code == 302
    assert unit.post(f"{page_of(found)}sign/", {**sent, "words": "今天已部署。"}).status_code == 302
    shown = read(office, page_of(found))
    for words in ("廉联络", "今天已部署。", "共2个单位，已阅1个，已签收1个"):
        assert words in shown
    assert "去签收" not in read(unit, "/")
    assert Ask.objects.get(unit=cast.sanitation).ended_on == today()


def test_leaders_look_without_a_receipt(cast: Cast) -> None:
    found = make_circular(cast)
    leader = signed_in(cast.leader)
    assert "read/" not in read(leader, page_of(found))
    assert leader.post(f"{page_of(found)}read/", headers=BY_SCRIPT).status_code == 204
    assert not CircularReceipt.objects.exists()


def test_nobody_signs_for_another_unit(cast: Cast) -> None:
    found = make_circular(cast)
    sent = {"receipt_id": str(new_id()), "unit_id": cast.east.pk}
    assert signed_in(cast.liaison).post(f"{page_of(found)}sign/", sent).status_code == 422
    assert signed_in(cast.west_liaison).post(f"{page_of(found)}sign/", sent).status_code == 404
    assert signed_in(cast.chief).post(f"{page_of(found)}sign/", sent).status_code in {403, 404}
    assert not CircularReceipt.objects.exists()


def test_who_has_not_signed_is_named_and_reminded_once_a_day(cast: Cast) -> None:
    found = make_circular(cast)
    CircularUnit.objects.filter(circular=found).update(sign_by=today() - timedelta(days=1))
    office = signed_in(cast.chief)
    sign_circular(actor=actor_of(cast.liaison), circular_id=found.pk, receipt_id=new_id(), unit_id=cast.sanitation.pk)
    shown = read(office, page_of(found))
    assert "逾期未签收：" in shown
    assert "东关街道" in shown.split("逾期未签收：")[1][:60]
    for _again in range(2):
        assert office.post(f"{page_of(found)}remind/").status_code == 302
    reminded = Notice.objects.filter(title__startswith="请签收")
    assert list(reminded.values_list("recipient", flat=True)) == [cast.east_liaison.pk]
    assert remind_due(day=today()) == 1
    assert reminded.count() == 1


def test_street_passes_it_on_and_receipts_add_up(cast: Cast) -> None:
    found = make_circular(cast, unit_ids=(cast.east.pk,))
    below = make_person("lane", unit=cast.lane, role="liaison", duty=Post.Duty.LIAISON, name="柳联络")
    street, address = signed_in(cast.east_liaison), f"{page_of(found)}pass-on/{cast.east.pk}/"
    assert "柳巷社区" in read(street, address)
    assert street.post(address, {"unit_ids": [cast.west.pk]}).status_code == 422
    assert street.post(address, {"unit_ids": [cast.lane.pk]}).status_code == 302
    assert signed_in(cast.west_liaison).get(address).status_code == 404
    sent = {"receipt_id": str(new_id()), "unit_id": cast.lane.pk}
    assert signed_in(below).post(f"{page_of(found)}sign/", sent).status_code == 302

    shown = read(signed_in(cast.chief), page_of(found))
    assert "1/1" in shown
    assert "共2个单位，已阅1个，已签收1个" in shown
    assert "东关街道" in read(street, page_of(found))
    assert "东关街道</td>" not in read(signed_in(below), page_of(found))


def test_question_back_is_answered(cast: Cast) -> None:
    found = make_circular(cast)
    unit, office = signed_in(cast.liaison), signed_in(cast.chief)
    sent = {"question_id": str(new_id()), "unit_id": cast.sanitation.pk, "text": "是否包括城中村？"}
    for _again in range(2):
        assert unit.post(f"{page_of(found)}ask/", sent).status_code == 302
    question = CircularQuestion.objects.get()
    assert "去答复" in read(office, "/")
    address = f"{page_of(found)}questions/{question.pk}/answer/"
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "包括。"}).status_code == 302
    assert "包括。" in read(unit, page_of(found))
    assert "是否包括城中村" not in read(signed_in(cast.east_liaison), page_of(found))
    assert Notice.objects.filter(recipient=cast.liaison, title__contains="已答复").exists()


def test_withdrawn_circular_stays_and_readers_are_told(cast: Cast) -> None:
    found, other = make_circular(cast), make_circular(cast, title="关于调整整治标准的通知")
    office = signed_in(cast.chief)
    assert office.post(f"{page_of(found)}withdraw/", {"reason": ""}).status_code == 422
    wrong = {"reason": "标准有变", "replacement": "2026-99"}
    assert office.post(f"{page_of(found)}withdraw/", wrong).status_code == 422
    sent = {"reason": "标准有变", "replacement": other.number}
    assert office.post(f"{page_of(found)}withdraw/", sent).status_code == 302

    shown = read(signed_in(cast.liaison), page_of(found))
    assert "标准有变" in shown
    assert other.title in shown
    sign = {"receipt_id": str(new_id()), "unit_id": cast.sanitation.pk}
    assert signed_in(cast.liaison).post(f"{page_of(found)}sign/", sign).status_code == 409
    assert Notice.objects.filter(recipient=cast.liaison, title__contains="已被代替").exists()
    assert not Ask.objects.filter(source_label__contains=found.number, ended_on__isnull=True).exists()
    assert found.title in read(office, f"{LIST}?state=withdrawn")


def test_issued_circular_is_not_changed(cast: Cast) -> None:
    found = make_circular(cast)
    answer = signed_in(cast.chief).post(f"{page_of(found)}edit/", typed(title="改了"))
    assert answer.status_code == 422
    assert "不能再改" in answer.content.decode()
    fresh = make_circular(cast, is_issued=False, title="未发的")
    assert signed_in(cast.chief).post(f"{page_of(fresh)}edit/", typed(title="改了", text="新")).status_code == 302
    assert Circular.objects.get(pk=fresh.pk).title == "改了"


def test_full_text_finds_it_for_those_who_have_it(cast: Cast) -> None:
    office = signed_in(cast.chief)
    office.post(f"{LIST}new/", {**typed(), "files": [pdf("各单位务必清理僵尸车辆。"), photo_upload()]})
    found = Circular.objects.get()
    office.post(f"{page_of(found)}issue/", {"unit_ids": [cast.sanitation.pk]})
    run_all_jobs()
    deliver_events()
    rows = {row.name: row for row in found.files.all()}
    assert rows["通知.pdf"].outcome == "read"
    assert "扫描件或图片" in read(office, page_of(found))

    hit = read(signed_in(cast.liaison), "/search/?q=僵尸车辆")
    assert "通知.pdf" in hit
    assert f"{LIST}files/{rows['通知.pdf'].pk}/" in hit
    answer = signed_in(cast.liaison).get(f"{LIST}files/{rows['通知.pdf'].pk}/")
    assert answer["Location"].startswith(page_of(found))
    assert "通知.pdf" not in read(signed_in(cast.west_liaison), "/search/?q=僵尸车辆")
    assert signed_in(cast.west_liaison).get(f"{LIST}files/{rows['通知.pdf'].pk}/").status_code == 404
    assert signed_in(cast.west_liaison).get(f"/files/{rows['通知.pdf'].file_id}/original").status_code == 404
    assert signed_in(cast.liaison).get(f"/files/{rows['通知.pdf'].file_id}/original").status_code == 200


def test_tasks_come_out_of_its_sentences(cast: Cast) -> None:
    found = make_circular(cast, text=TASK_SENTENCE)
    office, address = signed_in(cast.chief), f"{page_of(found)}tasks/"
    shown = read(office, address)
    assert "找到1句有时限的要求" in shown
    assert f'name="line-0-unit_id" value="{cast.east.pk}"' in shown
    line = {"line-0-task_id": str(new_id()), "line-0-title": "完成背街小巷整治", "line-0-quotation": TASK_SENTENCE}
    sent = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", **line}
    assert "请勾选或填写" in office.post(address, sent).content.decode()
    ticked = {**sent, "line-0-takes": "on"}
    assert office.post(address, ticked).status_code == 422  # no unit, no date
    whole = {**ticked, "line-0-unit_id": cast.east.pk, "line-0-due_on": str(today() + timedelta(days=9))}
    for _again in range(2):
        assert office.post(address, whole).status_code == 302
    row = CircularTask.objects.get()
    assert "完成背街小巷整治" in read(office, page_of(found))
    theirs = read(signed_in(cast.east_liaison), f"/tasks/{row.task_id}/")
    assert found.title in theirs
    assert TASK_SENTENCE in theirs
    assert "找到" not in read(office, address).split("请逐条核对")[0][-40:]
    assert f"/tasks/{row.task_id}/" in read(signed_in(cast.east_liaison), page_of(found))
    assert f"/tasks/{row.task_id}/" not in read(signed_in(cast.liaison), page_of(found))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "标题"),
        ({"title": "长" * 201}, "200"),
        ({"title": "空\x00字"}, "字符"),
        ({"direction": "up"}, "选项"),
        ({"dated_on": "昨天"}, "日期"),
        ({"text": "长" * 50_001}, "50000"),
    ],
)
def test_wrong_form_comes_back(cast: Cast, changed: dict[str, Any], words: str) -> None:
    answer = signed_in(cast.chief).post(f"{LIST}new/", typed(**changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Circular.objects.exists()


def test_wrong_files_are_refused_whole(cast: Cast) -> None:
    office = signed_in(cast.chief)
    for wrong in (SimpleUploadedFile("病毒.exe", b"MZ" * 60), SimpleUploadedFile("假.pdf", b"PK\x03\x04" + b"x" * 90)):
        answer = office.post(f"{LIST}new/", {**typed(), "files": [pdf(), wrong]})
        assert answer.status_code == 422
    assert not Circular.objects.exists()
    assert (
        "最多上传20"
        in office.post(f"{LIST}new/", {**typed(), "files": [pdf(str(n)) for n in range(21)]}).content.decode()
    )


def test_hostile_words_are_escaped_and_filters_stand(cast: Cast) -> None:
    found = make_circular(cast, title=HOSTILE, about=HOSTILE, text=HOSTILE, sender=HOSTILE, document_number=HOSTILE)
    for address in (LIST, page_of(found), f"{page_of(found)}tasks/", f"{LIST}?q=%00&state=x&urgency=%27&view=z"):
        assert "<script>alert" not in read(signed_in(cast.chief), address)
    for address in (f"{LIST}?q=背街", f"{LIST}?unsigned=on", f"{LIST}?view=issued", f"{LIST}?urgency=most"):
        read(signed_in(cast.liaison), address)


def test_workbooks_hold_what_the_pages_say(cast: Cast) -> None:
    from chuangcheng.core.sheets import read_book

    found = make_circular(cast, title="=1+1")
    unit = signed_in(cast.liaison)

    def cells(address: str) -> str:
        answer = unit.get(address)
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a file
        return "|".join(str(cell) for sheet in read_book(content) for row in sheet.rows for cell in row)

    register = cells("/command/circulars.xlsx")
    assert found.number in register
    assert cells("/api/v1/circulars.xlsx") == register
    assert found.number in cells("/api/v1/circulars.xlsx?direction=received&state=issued")
    assert found.number not in cells("/api/v1/circulars.xlsx?direction=issued")
    assert found.number not in cells("/api/v1/circulars.xlsx?urgency=most")
    receipts = cells(f"{page_of(found)}receipts.xlsx")
    assert "区城管局" in receipts
    assert "东关街道" not in receipts
    assert cells(f"/api/v1/circulars/{found.pk}/receipts.xlsx") == receipts


def test_pages_ask_no_more_of_the_database_for_many_circulars_and_receipts(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    found, office = make_circular(cast), signed_in(cast.chief)

    def asked() -> list[int]:
        counts = []
        for address in (LIST, page_of(found), "/api/v1/circulars", f"/api/v1/circulars/{found.pk}"):
            with django_assert_max_num_queries(15) as captured:
                read(office, address)
            counts.append(len(captured))
        return counts

    read(office, LIST)
    few = asked()
    for number in range(5):
        more = make_circular(cast, title=f"通知{number}")
        for person in (cast.liaison, cast.east_liaison):
            read_circular(actor=actor_of(person), circular_id=more.pk)
            read_circular(actor=actor_of(person), circular_id=found.pk)
    street = actor_of(cast.east_liaison)
    given = PassGiven(unit_ids=(cast.lane.pk,))
    pass_on_circular(actor=street, circular_id=found.pk, unit_id=cast.east.pk, given=given)
    assert asked() == few


def test_receipt_needs_no_scripts(cast: Cast) -> None:
    found, unit = make_circular(cast), signed_in(cast.liaison)
    assert "<noscript>" in read(unit, page_of(found))
    answer = unit.post(f"{page_of(found)}read/", follow=True)
    assert "已记下您读过这份文件" in answer.content.decode()
    assert "<noscript>" not in answer.content.decode()  # read once is read
    assert CircularReceipt.objects.filter(person=cast.liaison, kind="read").count() == 1
    assert unit.post(f"{page_of(found)}read/", headers=BY_SCRIPT).status_code == 204
    assert CircularReceipt.objects.count() == 1


def test_same_over_the_api(cast: Cast) -> None:
    office, unit = signed_in(cast.chief), signed_in(cast.liaison)

    def sends(method: str, path: str, body: Any = None, *, by: Client = office) -> Any:
        data = "" if body is None else json.dumps(body)
        answer = by.generic(method, f"/api/v1{path}", data=data, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    facts = {"direction": "issued", "title": "通知", "sender": "区创城办", "dated_on": str(today())}
    made = sends("POST", "/circulars", facts)
    path = f"/circulars/{made['id']}"
    answer = office.post(f"/api/v1{path}/issue", json.dumps({"unit_ids": [cast.east.pk]}), "application/json")
    assert answer.status_code == 422  # it says nothing yet
    sends("PUT", path, {**facts, "text": TASK_SENTENCE})
    assert office.post(f"/api/v1{path}/files", {"files": [pdf()]}).status_code == 201
    issued = sends("POST", f"{path}/issue", {"unit_ids": [cast.sanitation.pk, cast.east.pk]})
    assert (issued["state"], len(issued["units"]), issued["files"][0]["name"]) == ("issued", 2, "通知.pdf")
    assert sends("POST", f"{path}/read", by=unit)["units"][0]["read"]["person"] == "廉联络"
    signed = sends("POST", f"{path}/sign", {"unit_id": cast.sanitation.pk}, by=unit)
    assert signed["units"][0]["signed"]["person"] == "廉联络"
    asked = sends("POST", f"{path}/questions", {"unit_id": cast.sanitation.pk, "text": "何时？"}, by=unit)
    key = asked["questions"][0]["id"]
    assert sends("POST", f"{path}/questions/{key}/answer", {"text": "年底。"})["questions"][0]["answer"] == "年底。"
    street = signed_in(cast.east_liaison)
    passed = sends("POST", f"{path}/pass-on", {"unit_id": cast.east.pk, "unit_ids": [cast.lane.pk]}, by=street)
    assert [row["unit"] for row in passed["units"]] == ["东关街道", "柳巷社区"]
    sends("POST", f"{path}/remind")
    [proposal] = sends("GET", f"{path}/proposals")
    line = {name: proposal[name] for name in ("title", "quotation", "due_on")}
    given = sends("POST", f"{path}/tasks", {"lines": [{**line, "unit_id": cast.east.pk}]})
    assert given["tasks"][0]["unit"] == "东关街道"
    assert [row["title"] for row in sends("GET", "/circulars?unsigned=true", by=street)] == ["通知"]
    assert sends("POST", f"{path}/withdraw", {"reason": "停止"})["state"] == "withdrawn"
