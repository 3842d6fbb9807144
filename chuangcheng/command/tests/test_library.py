"""The library through the pages and the API: a collection comes in, is parted, kept and searched."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chuangcheng.command.models import Collection, LibraryDocument
from chuangcheng.command.testing import make_collection
from chuangcheng.command.tests.test_circulars import pdf, read
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

pytestmark = pytest.mark.django_db
LIST = "/command/library/"
HOSTILE = "<script>alert(1)</script>"


def sent(text: str, name: str = "选编.txt") -> dict[str, Any]:
    return {"collection_id": str(new_id()), "file": SimpleUploadedFile(name, text.encode())}


def document(collection: Collection, title: str) -> LibraryDocument:
    return LibraryDocument.objects.get(collection=collection, title=title)


BOOK = (
    "在创建工作动员会上的讲话\n（2026年3月5日）\n区委书记　凌云\n同志们，区城管局要在4月底前完成果皮箱更换。\n"
    "联系人电话13800001234，请**街道配合。\n— 1 —\n\n在创建工作点评会上的讲话\n（2026年6月8日）\n"
    "刚才几个单位作了发言，讲得都很好，下一步要抓好落实。\n"
)


def test_a_collection_is_read_parted_and_kept(cast: Cast) -> None:
    office = signed_in(cast.chief)
    assert "文库里还没有文稿" in read(office, LIST)
    answer: Any = office.post(f"{LIST}collections/new/", sent(BOOK))
    page = answer["Location"]
    assert "正在读取" in read(office, page)
    run_all_jobs()
    shown = read(office, page)
    for words in ("建议拆成2篇", "在创建工作动员会上的讲话", "区委书记　凌云", "2026-06-08", "标题样式"):
        assert words in shown
    assert "核对拆分" in read(office, "/")
    assert "还没有文稿" in read(signed_in(cast.leader), LIST)
    assert office.post(f"{page}keep/").status_code == 302
    leader = signed_in(cast.leader)
    assert "在创建工作点评会上的讲话" in read(leader, LIST)
    assert AuditEntry.objects.filter(action="command.keep_collection").count() == 1


def test_the_same_form_twice_is_one_collection(cast: Cast) -> None:
    office, form = signed_in(cast.chief), sent(BOOK)
    for _again in range(2):
        office.post(f"{LIST}collections/new/", {**form, "file": SimpleUploadedFile("选编.txt", BOOK.encode())})
    assert Collection.objects.count() == 1


def test_what_is_found_is_shown_where_it_stands(cast: Cast) -> None:
    found = make_collection(cast, BOOK)
    leader = signed_in(cast.leader)
    shown = read(leader, f"{LIST}?q=果皮箱")
    assert '<mark class="text-hit">果皮箱</mark>' in shown
    assert "点评会" not in shown
    assert "在创建工作动员会上的讲话" in read(leader, "/search/?q=果皮箱更换")
    assert "动员会上的讲话" not in read(signed_in(cast.liaison), "/search/?q=果皮箱更换")
    page = f"{LIST}documents/{document(found, '在创建工作动员会上的讲话').pk}/"
    assert '<mark class="text-hit">果皮箱</mark>' in read(leader, f"{page}?q=果皮箱")


def test_masks_are_flagged_and_numbers_of_people_hidden(cast: Cast) -> None:
    found = make_collection(cast, BOOK)
    page = f"{LIST}documents/{document(found, '在创建工作动员会上的讲话').pk}/"
    shown = read(signed_in(cast.leader), page)
    assert "是没有填上的内容" in shown
    assert "13800001234" not in shown
    assert "号码已隐去" in shown
    assert not signed_in(cast.leader).get("/search/?q=13800001234").content.decode().count("动员会")


def test_what_was_cleaned_comes_back_and_goes_again(cast: Cast) -> None:
    found, office = make_collection(cast, BOOK), signed_in(cast.chief)
    row = document(found, "在创建工作动员会上的讲话")
    place = next(start for start, _end, mark, _shown in found.removed if mark == "page_number")
    for places, count in (([place], 1), ([], 0)):
        assert office.post(f"{LIST}documents/{row.pk}/marks/", {"places": places}).status_code == 302
        row.refresh_from_db()
        assert row.text.count("— 1 —") == count
    answer = office.post(f"{LIST}documents/{row.pk}/marks/", {"places": ["9999999"]})
    assert "没有找到所选的清理内容" in answer.content.decode()


def test_parts_are_merged_and_parted_again(cast: Cast) -> None:
    found, office = make_collection(cast, BOOK, is_kept=False), signed_in(cast.chief)
    page = f"{LIST}collections/{found.pk}/"
    second = document(found, "在创建工作点评会上的讲话")
    place = second.start
    office.post(f"{page}parts/{second.pk}/merge/")
    whole = found.documents.get()
    assert (whole.start, whole.end) == (0, len(found.text))
    assert "分开" in read(office, f"{page}parts/{whole.pk}/")
    for _again in range(2):
        office.post(f"{page}split/", {"at": place})
    assert [row.title for row in found.documents.all()] == ["在创建工作动员会上的讲话", "在创建工作点评会上的讲话"]
    assert "没有找到要分开的那一行" in office.post(f"{page}split/", {"at": place + 3}).content.decode()


def test_a_part_is_renamed_and_one_without_a_title_is_not_kept(cast: Cast) -> None:
    found, office = make_collection(cast, BOOK, is_kept=False), signed_in(cast.chief)
    page = f"{LIST}collections/{found.pk}/"
    row = document(found, "在创建工作动员会上的讲话")
    LibraryDocument.objects.filter(pk=row.pk).update(title="")
    assert "还没有标题" in office.post(f"{page}keep/").content.decode()
    typed = {"title": HOSTILE, "kind": "speech", "speaker": "凌云", "source": "", "dated_on": "2026-03-05"}
    assert office.post(f"{page}parts/{row.pk}/", {**typed, "dated_on": "0001-01-01"}).status_code == 422
    assert office.post(f"{page}parts/{row.pk}/", typed).status_code == 302
    assert HOSTILE not in read(office, page)
    office.post(f"{page}keep/")
    assert "已经入库" in office.post(f"{page}parts/{row.pk}/merge/").content.decode()


def test_a_kept_document_is_put_right_on_record(cast: Cast) -> None:
    found, office = make_collection(cast, BOOK), signed_in(cast.chief)
    row = document(found, "在创建工作动员会上的讲话")
    typed = {"title": "动员讲话", "kind": "speech", "speaker": "凌云", "source": "区委办", "dated_on": "2026-03-06"}
    assert office.post(f"{LIST}documents/{row.pk}/edit/", typed).status_code == 302
    assert "动员讲话" in read(office, "/search/?q=动员讲话")
    entry = AuditEntry.objects.get(action="command.change_library_document")
    assert entry.detail == {"fields": ["dated_on", "source", "speaker", "title"]}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("表.xlsx", b"PK\x03\x04no"), "文件"),
        (SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50), "文件"),
        (SimpleUploadedFile("程序.exe", b"MZ" + b"\x00" * 100), "文件"),
        (None, "请至少上传1个文件"),
    ],
)
def test_other_files_are_refused_in_a_sentence(cast: Cast, file: SimpleUploadedFile | None, words: str) -> None:
    form = {"collection_id": str(new_id()), **({"file": file} if file else {})}
    answer = signed_in(cast.chief).post(f"{LIST}collections/new/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Collection.objects.exists()


def test_a_broken_document_says_so_and_is_discarded_with_a_reason(cast: Cast) -> None:
    office = signed_in(cast.chief)
    broken = b"%PDF-1.4\n%broken"
    answer: Any = office.post(
        f"{LIST}collections/new/", {"collection_id": str(new_id()), "file": SimpleUploadedFile("坏.pdf", broken)}
    )
    page = answer["Location"]
    run_all_jobs()
    assert "读不出来" in read(office, page)
    assert "不能入库" in office.post(f"{page}keep/").content.decode()
    assert "请写明删除的理由" in office.post(f"{page}discard/", {"reason": " "}).content.decode()
    office.post(f"{page}discard/", {"reason": "文件坏了"})
    assert not Collection.objects.exists()
    assert AuditEntry.objects.get(action="command.discard_collection").detail == {"reason": "文件坏了"}


def test_a_pdf_is_read(cast: Cast) -> None:
    office = signed_in(cast.chief)
    file = pdf("在创建工作推进会上的讲话")
    answer: Any = office.post(f"{LIST}collections/new/", {"collection_id": str(new_id()), "file": file})
    run_all_jobs()
    assert "在创建工作推进会上的讲话" in read(office, answer["Location"])


def test_the_api_does_the_same(cast: Cast) -> None:
    found = make_collection(cast, BOOK, is_kept=False)
    office = signed_in(cast.chief)
    address = f"/api/v1/collections/{found.pk}"
    parts = office.get(address).json()["parts"]
    assert [part["title"] for part in parts] == ["在创建工作动员会上的讲话", "在创建工作点评会上的讲话"]
    changed = json_sent(office, f"{address}/parts/{parts[0]['id']}", {"title": "动员讲话", "kind": "speech"}, "put")
    assert changed["parts"][0]["title"] == "动员讲话"
    json_sent(office, f"{address}/keep", {})
    listed = office.get("/api/v1/library", {"words": "果皮箱"}).json()
    assert "果皮箱" in listed[0]["hits"][0]
    detail = office.get(f"/api/v1/library/documents/{listed[0]['id']}").json()
    assert {flag["trouble"] for flag in detail["flags"]} == {"mask"}
    assert "13800001234" not in json.dumps(detail, ensure_ascii=False)
    assert office.get("/api/v1/library", {"year": "99999999999999999999"}).json() == []
    assert signed_in(cast.liaison).get("/api/v1/library").status_code == 403


def test_the_list_asks_the_same_however_many_there_are(cast: Cast, django_assert_max_num_queries: Any) -> None:
    make_collection(cast, BOOK)
    make_collection(cast, BOOK.replace("动员会", "誓师会"))
    make_collection(cast, BOOK.replace("动员会", "部署会"), is_kept=False)
    office = signed_in(cast.chief)
    office.get(LIST)
    with django_assert_max_num_queries(12):
        office.get(LIST, {"q": "落实"})


def json_sent(client: Client, address: str, body: dict[str, Any], method: str = "post") -> Any:
    answer = getattr(client, method)(address, json.dumps(body), content_type="application/json")
    assert answer.status_code < 300, answer.content.decode()
    return answer.json()


def test_nobody_below_the_whole_place_reads_it(cast: Cast) -> None:
    make_collection(cast, BOOK)
    assert signed_in(cast.liaison).get(LIST).status_code == 403
    assert actor_of(cast.liaison).may("command.read_library") is False
