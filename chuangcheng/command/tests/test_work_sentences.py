"""Sentences that set work: found by rules, made tasks once."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.command.models import LibraryDocument, WorkAnswer
from chuangcheng.command.testing import make_collection
from chuangcheng.command.tests.test_circulars import read
from chuangcheng.command.work_sentences.by_when import Anchors, by_when_of
from chuangcheng.command.work_sentences.finding import read_sentence, work_sentences
from chuangcheng.core.ids import new_id
from chuangcheng.orgs.testing import Cast, signed_in
from chuangcheng.tasks.models import Task

MONDAY = date(2026, 3, 2)
ANCHORS = Anchors(MONDAY, lambda day, count: day + timedelta(days=count), date(2026, 6, 1))
SAID = "区城管局要在4月底前完成果皮箱更换。"
HOPE = "各单位要高度重视这项工作。"
SPEECH = f"在动员会上的讲话\n（2026年3月2日）\n{SAID}\n{HOPE}\n请东关街道于12月1日前报送台账。\n"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("4月底前完成", date(2026, 4, 30)),
        ("2月10日前完成", date(2027, 2, 10)),
        ("明年1月5日前完成", date(2027, 1, 5)),
        ("于9月10日下班前报送", date(2026, 9, 10)),
        ("周五前拆除", date(2026, 3, 6)),
        ("下周三前测算", date(2026, 3, 11)),
        ("本周内走访", date(2026, 3, 8)),
        ("月底前交", date(2026, 3, 31)),
        ("三季度末完成", date(2026, 9, 30)),
        ("年内完成", date(2026, 12, 31)),
        ("15日前签订", date(2026, 3, 15)),
        ("1日前签订", date(2026, 4, 1)),
        ("3个工作日内反馈", date(2026, 3, 5)),
        ("两周内完成", date(2026, 3, 16)),
        ("迎检前自查", date(2026, 5, 31)),
        ("国庆节前检查", date(2026, 9, 30)),
        ("春节前完成", None),
        ("每月5日前上报", None),
        ("2月30日前完成", None),
    ],
)
def test_days_are_counted_from_the_day_of_the_speech(words: str, day: date | None) -> None:
    found = by_when_of(words, ANCHORS)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("words", ["9月已经过去", "2026年9月10日召开会议", "每天清扫"])
def test_a_time_is_no_last_day(words: str) -> None:
    assert by_when_of(words, ANCHORS) is None


def test_known_units_are_named_the_longer_before_the_shorter() -> None:
    units = {"东关": 1, "东关街道": 2, "区城管局": 3}
    found = read_sentence("请东关街道、区城管局于4月1日前报送台账。", 0, anchors=ANCHORS, units=units)
    assert found is not None
    assert (found.who, found.unit_ids, found.by_when) == ("东关街道、区城管局", (2, 3), "4月1日前")


@pytest.mark.parametrize(
    "words",
    [
        HOPE,
        "刚才，区城管局作了发言。",
        "今年以来，各街道完成了排查。",
        "如果各街道月底前完不成，要说明原因。",
        "老百姓要的是干净。",
    ],
)
def test_what_sets_no_work_is_left_out(words: str) -> None:
    assert read_sentence(words, 0, anchors=ANCHORS, units={}) is None


@given(
    st.lists(
        st.sampled_from([SAID, HOPE, "\n", "4月底", "区城管局", "要", "。", "每", "请", "12月31日前"]), max_size=20
    )
)
def test_a_sentence_stands_where_it_says(parts: list[str]) -> None:
    text = "".join(parts)
    for each in work_sentences(text, anchors=ANCHORS, units={}):
        assert text[each.start : each.end] == each.quote


def sentence(found: LibraryDocument, cast: Cast, **changed: Any) -> dict[str, Any]:
    facts = {"takes": "on", "title": "更换果皮箱", "unit_ids": [cast.sanitation.pk], "due_on": "2026-12-31"}
    facts |= {"task_id": str(new_id()), "quotation": SAID, **changed}
    return {"line-TOTAL_FORMS": 1, "line-INITIAL_FORMS": 0, **{f"line-0-{name}": each for name, each in facts.items()}}


def speech(cast: Cast) -> tuple[LibraryDocument, str]:
    found = make_collection(cast, SPEECH).documents.get()
    return found, f"/command/library/documents/{found.pk}/"


@pytest.mark.django_db
def test_sentences_are_proposed_with_unit_and_day(cast: Cast) -> None:
    _found, page = speech(cast)
    office = signed_in(cast.chief)
    assert "从讲话生成任务（2句）" in read(office, page)
    shown = read(office, f"{page}work/")
    for words in (SAID, "2026-04-30", "2026-12-01", "东关街道"):
        assert words in shown
    assert HOPE not in shown


@pytest.mark.django_db
def test_an_accepted_sentence_is_a_task_once_and_points_back(cast: Cast) -> None:
    found, page = speech(cast)
    office, form = signed_in(cast.chief), sentence(found, cast)
    for _again in range(2):
        assert office.post(f"{page}work/", form).status_code == 302
    task = Task.objects.get()
    assert task.unit == cast.sanitation
    assert SAID in task.work_standard
    assert WorkAnswer.objects.get().task == task
    assert SAID in read(office, f"/tasks/{task.pk}/")
    assert f'href="{page}"' in read(office, f"/tasks/{task.pk}/")
    assert task.number in read(office, page)
    other = office.post(f"{page}work/", sentence(found, cast))
    assert other.status_code == 422
    assert "已经转成任务" in other.content.decode()


@pytest.mark.django_db
def test_a_task_is_made_for_each_unit(cast: Cast) -> None:
    found, page = speech(cast)
    units = [cast.sanitation.pk, cast.east.pk]
    assert signed_in(cast.chief).post(f"{page}work/", sentence(found, cast, unit_ids=units)).status_code == 302
    assert set(Task.objects.values_list("unit", flat=True)) == set(units)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"unit_ids": []}, "请选择责任单位"),
        ({"due_on": ""}, "完成时限"),
        ({"quotation": "区城管局要飞起来。"}, "不在文稿里"),
        ({"task_id": "00000000-0000-4000-8000-000000000000"}, "表单编号无效"),
        ({"takes": ""}, "请勾选要转成任务的句子"),
    ],
)
def test_a_line_that_lacks_something_is_refused(cast: Cast, changed: dict[str, Any], words: str) -> None:
    found, page = speech(cast)
    answer = signed_in(cast.chief).post(f"{page}work/", sentence(found, cast, **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_a_sentence_is_dismissed_with_a_reason_and_proposed_again(cast: Cast) -> None:
    _found, page = speech(cast)
    office = signed_in(cast.chief)
    assert "请写明不转任务的理由" in office.post(f"{page}work/dismiss/", {"quotation": SAID}).content.decode()
    for _again in range(2):
        office.post(f"{page}work/dismiss/", {"quotation": SAID, "reason": "已另行布置"})
    row = WorkAnswer.objects.get()
    shown = read(office, f"{page}work/")
    assert "已另行布置" in shown
    assert "找到1句" in shown
    office.post(f"{page}work/{row.pk}/again/")
    assert "找到2句" in read(office, f"{page}work/")


@pytest.mark.django_db
def test_the_api_makes_tasks_of_sentences(cast: Cast) -> None:
    found, _page = speech(cast)
    office, address = signed_in(cast.chief), f"/api/v1/library/documents/{found.pk}"
    proposed = office.get(f"{address}/work").json()["proposed"]
    assert [each["due_on"] for each in proposed] == ["2026-04-30", "2026-12-01"]
    line = {"quotation": SAID, "title": "更换", "unit_ids": [cast.sanitation.pk], "due_on": "2026-12-31"}
    body = json.dumps({"lines": [{**line, "id": str(new_id())}]})
    for _again in range(2):
        answer = office.post(f"{address}/tasks", body, content_type="application/json")
        assert answer.status_code == 201
    assert Task.objects.count() == 1
    assert office.get(f"{address}/work").json()["answers"][0]["task_id"] == str(Task.objects.get().pk)
