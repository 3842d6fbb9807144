"""分管领导, 责任人, 频次, 完成时限 and 备注 on the page of a standard: written, undone, told apart from imports."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.models import AuditEntry
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.standards.breakdown_paper import breakdown_workbook
from chuangcheng.standards.models import Arrangement, ArrangementChange, Framework
from chuangcheng.standards.services import arrange_standard
from chuangcheng.standards.testing import make_draft, make_framework, standard_of
from chuangcheng.standards.tests.test_import_arrangements import ROW, bring

pytestmark = pytest.mark.django_db
WORDS = {
    "leader": "李副区长",
    "in_charge": "张三",
    "frequency": "每季度1次",
    "due": "2026年9月底前",
    "third_level": "",
    "note": "与城管联办",
}


def standard(**facts: Any) -> Any:
    return standard_of(make_framework(make_draft("1.1"), **facts), "1.1")


def test_office_writes_it_and_everybody_reads_it_with_its_history(cast: Cast) -> None:
    row, office = standard(), signed_in(cast.chief)

    page = office.post(reverse("standards:arrange", args=[row.pk]), WORDS, follow=True).content.decode()

    arrangement = Arrangement.objects.get()
    assert (arrangement.leader, arrangement.due, arrangement.due_on) == ("李副区长", "2026年9月底前", date(2026, 9, 30))
    assert "落实安排已保存" in page
    assert "undo/" in page
    entry = AuditEntry.objects.get(action="standards.arrange")
    assert entry.detail["fields"] == ["leader", "in_charge", "due", "frequency", "note"]
    read = signed_in(cast.liaison).get(reverse("standards:standard", args=[row.pk])).content.decode()
    assert all(text in read for text in ("李副区长", "每季度1次", "与城管联办", "改动记录", cast.chief.name))
    assert "修改落实安排" not in read


def test_last_change_is_undone_and_an_older_one_is_not(cast: Cast) -> None:
    row, office = standard(), signed_in(cast.chief)
    first = arrange_standard(actor=SYSTEM, standard_id=row.pk, words={"due": "9月底前"})
    second = arrange_standard(actor=SYSTEM, standard_id=row.pk, words={"due": "12月底前"})
    assert first is not None
    assert second is not None

    refused = office.post(reverse("standards:undo_arrangement", args=[row.pk, first.pk]))
    assert (refused.status_code, Arrangement.objects.get().due) == (422, "12月底前")
    office.post(reverse("standards:undo_arrangement", args=[row.pk, second.pk]))

    assert (Arrangement.objects.get().due, Arrangement.objects.get().due_on) == ("9月底前", date(2026, 9, 30))
    assert [change.way for change in ArrangementChange.objects.order_by("pk")] == ["hand", "hand", "undo"]


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("in_charge", "张三 13800000001", "责任人中不要写电话"),
        ("note", "值班电话0310-5550001", "备注中不要写电话"),
        ("leader", "长" * 201, "200"),
    ],
)
def test_phones_and_long_texts_are_refused_beside_what_was_typed(cast: Cast, field: str, text: str, why: str) -> None:
    row = standard()
    answer = signed_in(cast.chief).post(reverse("standards:arrange", args=[row.pk]), {**WORDS, field: text})
    assert (answer.status_code, Arrangement.objects.count()) == (422, 0)
    assert why in answer.content.decode()
    assert text in answer.content.decode()


def test_same_words_again_change_nothing(cast: Cast) -> None:
    row, office = standard(), signed_in(cast.chief)
    for _press in range(2):
        page = office.post(reverse("standards:arrange", args=[row.pk]), WORDS, follow=True).content.decode()
    assert "落实安排没有变化" in page
    assert ArrangementChange.objects.count() == 1


def test_table_brought_again_does_not_take_back_what_was_written_here(cast: Cast) -> None:
    row = standard()
    bring(ROW)
    arrange_standard(actor=SYSTEM, standard_id=row.pk, words={"due": "12月底前"})
    bring(ROW)
    assert Arrangement.objects.get().due == "12月底前"
    assert [change.way for change in ArrangementChange.objects.order_by("pk")] == ["import", "hand"]


def test_closed_edition_keeps_what_it_said(cast: Cast) -> None:
    row = standard(state=Framework.State.CLOSED)
    answer = signed_in(cast.chief).post(reverse("standards:arrange", args=[row.pk]), WORDS)
    assert (answer.status_code, Arrangement.objects.count()) == (422, 0)


def test_api_changes_what_it_names_and_undoes_it(cast: Cast) -> None:
    row, office = standard(), signed_in(cast.chief)
    arrange_standard(actor=SYSTEM, standard_id=row.pk, words=WORDS)
    address = f"/api/v1/standards/{row.pk}/arrangement"

    changed = office.patch(address, {"frequency": "每月"}, content_type="application/json").json()
    assert (changed["frequency"], changed["leader"]) == ("每月", "李副区长")
    assert changed["changes"][0]["before"] == {"frequency": "每季度1次"}
    wrong = office.patch(address, {"frequence": "每月"}, content_type="application/json")
    assert wrong.status_code in {400, 422}
    undone = office.post(f"/api/v1/arrangement-changes/{changed['changes'][0]['id']}/undo").json()
    assert undone["frequency"] == "每季度1次"
    assert signed_in(cast.liaison).get(address).json()["note"] == "与城管联办"


def test_phones_in_an_imported_note_never_stand_in_full(cast: Cast) -> None:
    row = standard()
    header = ("序号", "测评标准", "牵头单位", "备注")
    bring((1, "标准1.1", "区城管局", "联系人王某13800000001，办公室0310-5550001"), header=header)
    assert Arrangement.objects.get().note == "联系人王某138****0001，办公室0310-****001"
    Arrangement.objects.update(note="旧备注13800000001")  # of a release that kept it
    page = signed_in(cast.chief).get(reverse("standards:standard", args=[row.pk])).content.decode()
    assert "旧备注138****0001" in page
    assert b"13800000001" not in breakdown_workbook(actor=SYSTEM, framework=row.framework)


def test_page_asks_no_more_with_a_long_history(cast: Cast) -> None:
    row, office = standard(), signed_in(cast.chief)
    for day in range(1, 20):
        arrange_standard(actor=SYSTEM, standard_id=row.pk, words={"due": f"9月{day}日"})
    office.get(reverse("standards:standard", args=[row.pk]))
    with CaptureQueriesContext(connection) as asked:
        office.get(reverse("standards:standard", args=[row.pk]))
    assert len(asked) <= 20
