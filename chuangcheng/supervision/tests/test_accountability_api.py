"""Rewards and accountability over the API, the same way as on screen."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.supervision.models import AppealFile
from chuangcheng.supervision.tests.accounted import (
    by_hand,
    decided,
    head_post,
    late_cases,
    make_head,
    make_supervisor,
)

BASE = "/api/v1/accountability"
JSON: dict[str, Any] = {"content_type": "application/json"}


def test_api_walks_from_the_records_to_the_appeal(cast: Cast) -> None:
    head, supervisor = make_head(cast), make_supervisor(cast)
    late_cases(cast, 6, of=10)
    office: Any = signed_in(cast.chief)
    unit: Any = signed_in(head)
    assert office.post(f"{BASE}/reckon", {"day": "2026-10-12"}, **JSON).status_code == 202
    run_all_jobs()
    found = office.get(f"{BASE}?view=proposed").json()[0]
    address = f"{BASE}/{found['id']}"
    detail = office.get(address).json()
    assert (detail["findings"][0]["count"], detail["findings"][0]["of"]) == (6, 10)
    assert unit.get(address).status_code == 404

    body = {"grade": "talk", "facts": "超期6件", "head_post_id": head_post(cast), "term_on": today().isoformat()}
    made = office.post(f"{address}/decide", {**body, "merit_kind": "held_to_account"}, **JSON).json()
    assert (made["state"], made["head"], made["is_in_force"]) == ("decided", "贺局长", True)
    assert office.post(f"{address}/fulfil", {"text": "已约谈"}, **JSON).json()["done_at"]
    appealed = unit.post(f"{address}/appeals", {"text": "不服"}, **JSON).json()
    appeal = appealed["appeals"][0]["id"]
    settled = {"is_upheld": True, "reason": "属实"}
    assert office.post(f"/api/v1/appeals/{appeal}/decide", settled, **JSON).status_code == 403
    said = signed_in(supervisor).post(f"/api/v1/appeals/{appeal}/decide", settled, **JSON).json()
    assert (said["state"], said["appeals"][0]["is_upheld"]) == ("overturned", True)
    assert [event["move"] for event in unit.get(address).json()["events"]] == ["decide", "fulfil", "overturn"]

    word = b"".join(unit.get(f"{address}/paper.docx").streaming_content)
    assert made["number"] in "\n".join(each.text for each in Document(io.BytesIO(word)).paragraphs)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(unit.get(f"{BASE}.xlsx").streaming_content))).active
    assert made["number"] in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_proposal_by_hand_is_dropped_and_another_withdrawn(cast: Cast) -> None:
    make_head(cast)
    office, other = signed_in(cast.chief), signed_in(make_supervisor(cast))
    body = {"unit_id": cast.sanitation.pk, "ground": "weak", "on": "2026-10-12", "grade": "criticism", "reason": "无人"}
    first, second = (office.post(BASE, body, **JSON).json() for _each in range(2))
    assert other.post(f"{BASE}/{first['id']}/drop", {"text": "不实"}, **JSON).json()["state"] == "dropped"
    decision = {"grade": "criticism", "facts": "无人处置", "head_post_id": head_post(cast)}
    assert other.post(f"{BASE}/{second['id']}/decide", decision, **JSON).json()["state"] == "decided"
    assert other.post(f"{BASE}/{second['id']}/withdraw", {"text": "重复"}, **JSON).json()["state"] == "withdrawn"


def test_the_table_of_grounds_is_read_and_changed(cast: Cast) -> None:
    office = signed_in(cast.chief)
    rows = office.get("/api/v1/accountability-grounds").json()["rows"]
    body = {"rows": rows[:1], "valid_from": today().isoformat(), "reason": "会议"}
    assert office.put("/api/v1/accountability-grounds", body, **JSON).json()["rows"] == rows[:1]
    wrong = {**body, "rows": [{**rows[0], "count": 0}]}
    assert office.put("/api/v1/accountability-grounds", wrong, **JSON).status_code == 422


def test_files_come_with_an_appeal_until_it_is_decided(cast: Cast) -> None:
    head, supervisor = make_head(cast), make_supervisor(cast)
    matter = decided(cast, by_hand(cast), supervisor)
    unit: Any = signed_in(head)
    appealed = unit.post(f"{BASE}/{matter.pk}/appeals", {"text": "不服"}, **JSON).json()
    files = f"/api/v1/appeals/{appealed['appeals'][0]['id']}/files"

    def proof(text: str) -> dict[str, SimpleUploadedFile]:
        content = write_pdf(Paper(title=text, blocks=[Paragraph(text)]))
        return {"files": SimpleUploadedFile("派单记录.pdf", content, "application/pdf")}

    assert len(unit.post(files, proof("一")).json()["appeals"][0]["file_ids"]) == 1
    assert len(unit.post(files, proof("二")).json()["appeals"][0]["file_ids"]) == 2
    assert unit.post(files).status_code == 422
    assert signed_in(cast.leader).post(files, proof("三")).status_code == 403
    assert signed_in(cast.west_liaison).post(files, proof("三")).status_code == 404
    told = {"is_upheld": False, "reason": "有记录"}
    assert signed_in(cast.chief).post(files.replace("files", "decide"), told, **JSON).status_code == 200
    assert unit.post(files, proof("三")).status_code == 409
    assert AppealFile.objects.count() == 2
