"""A leader's speech: drafted from live figures, each with its source; edited, refreshed, written as Word."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in
from chuangcheng.command.models import SpeechDraft
from chuangcheng.command.speeches.figures import Change, Figure, by_name, changes, names_in, said, unknown_names
from chuangcheng.command.speeches.outline import KINDS, outline
from chuangcheng.command.testing import make_assessor_visit, make_meeting, make_speech
from chuangcheng.command.tests.test_circulars import read
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.services import publish_run
from chuangcheng.supervision.testing import after_objections, compute, make_board, opened

LIST = "/command/speeches/"
HOSTILE = "=1+1 {{ 7*7 }} <b>&amp;</b> #panic()"
PARTS = ("praise", "troubles")
OVERDUE = Figure("超期问题", "3件", "整改统计", "/cases/figures/", "2026-11-01")


@pytest.mark.parametrize("kind", KINDS)
def test_without_figures_no_clause_leaves_a_gap(kind: str) -> None:
    sections = outline(kind, ())
    assert [each.key for each in sections] == [
        "purpose",
        "speeches",
        "praise",
        "troubles",
        "situation",
        "points",
        "end",
    ]
    assert not [name for each in sections for name in names_in(each.text)]
    assert sections[5].text.count("第") >= 3


def test_clauses_come_with_their_figures() -> None:
    every = {name for kind in KINDS for each in outline(kind, _Everything()) for name in names_in(each.text)}
    assert {"超期问题", "倒计时", "测算得分", "得分下限", "得分上限"} <= every


def test_a_poor_rate_is_no_praise() -> None:
    for kind in KINDS:
        praise, troubles = (
            [each.text for each in outline(kind, _Everything(), is_punctual=is_punctual) if each.key in PARTS]
            for is_punctual in (True, False)
        )
        assert ["{按期结案率}" in text for text in praise] == [True, False]
        assert ["{按期结案率}" in text for text in troubles] == [False, True]


def test_nothing_done_is_no_praise_and_nothing_late_no_trouble() -> None:
    assert [Figure("n", value, "s", "/", "").is_nought for value in ("0项", "0件", "10项", "0.5%", "0")] == [
        *(True, True, False, False, True)
    ]
    told = {each.key: each.text for each in outline(KINDS[0], _Everything(), nought=["已落实决定", "超期决定"])}
    assert "{已落实决定}" not in told["praise"]
    assert "{已销号任务}" in told["praise"]
    assert "{超期决定}" not in told["troubles"]


class _Everything(frozenset[str]):
    def __contains__(self, name: object) -> bool:
        return True


@given(st.text(max_size=60))
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    assert "".join(each.text for each in said(text, {})) == text


def test_each_figure_is_written_from_one_value() -> None:
    pieces = said("超期{超期问题}，即{超期问题}，另有{无}。", by_name([OVERDUE]))
    assert "".join(each.text for each in pieces) == "超期3件，即3件，另有{无}。"
    assert unknown_names("{超期问题}{无}", by_name([OVERDUE])) == ["无"]


def test_changes_name_what_is_new_other_and_gone() -> None:
    other = Figure("超期问题", "1件", "整改统计", "/", "2026-11-02")
    new, gone = Figure("倒计时", "5天", "迎检日历", "/", ""), Figure("旧", "1", "s", "/", "")
    told = changes([OVERDUE, gone], [other, new])
    assert told == [Change("超期问题", "3件", "1件"), Change("倒计时", "", "5天"), Change("旧", "1", "")]


def overdue_case(cast: Cast, **facts: Any) -> Case:
    found = case_in("fixing", cast)
    Case.objects.filter(pk=found.pk).update(due_at=now() - timedelta(days=2), **facts)
    return found


@pytest.mark.django_db
def test_a_speech_is_drafted_with_figures_and_their_sources(cast: Cast) -> None:
    overdue_case(cast)
    make_assessor_visit(cast, name="省级测评")
    meeting = make_meeting(cast, kind="review", well_unit_ids=(cast.sanitation.pk,))
    office = signed_in(cast.chief)
    form = {"speech_id": str(new_id()), "kind": "review", "leader_id": cast.leader.pk, "speaks_on": str(today())}
    form["meeting_id"] = str(meeting.pk)
    assert f"?meeting={meeting.pk}" in read(office, f"/command/meetings/{meeting.pk}/")
    for _again in range(2):
        assert office.post(f"{LIST}new/", form).status_code == 302
    found = SpeechDraft.objects.get()
    shown = read(office, f"{LIST}{found.pk}/")
    (troubles,) = (each["text"] for each in found.sections if each["key"] == "troubles")
    assert "按期结案率只有{按期结案率}" in troubles  # nothing was closed on time
    for words in ("超期问题：1件", "整改统计", "/cases/figures/?from=", "省级测评", "10天", "三点意见", "经验发言"):
        assert words in shown
    assert "{" not in shown.partition("<main")[2].partition("</main>")[0]


@pytest.mark.django_db
def test_held_cases_are_in_no_figure(cast: Cast) -> None:
    overdue_case(cast, is_held=True)
    names = {each["name"] for each in make_speech(cast).figures}
    assert "超期问题" not in names


@pytest.mark.django_db
def test_figures_stay_until_they_are_refreshed_and_changes_are_listed(cast: Cast) -> None:
    overdue_case(cast)
    found, office = make_speech(cast), signed_in(cast.chief)
    overdue_case(cast)
    page = f"{LIST}{found.pk}/"
    assert "超期问题：1件" in read(office, page)
    office.post(f"{page}refresh/")
    shown = read(office, page)
    assert "超期问题：2件" in shown
    assert "<del>1件</del>" in shown
    Case.objects.update(due_at=now() + timedelta(days=90))
    office.post(f"{page}refresh/")
    assert "文中仍用旧值" in read(office, page)


@pytest.mark.django_db
def test_words_are_edited_and_an_unknown_figure_is_refused(cast: Cast) -> None:
    overdue_case(cast)
    found, office = make_speech(cast), signed_in(cast.chief)
    page = f"{LIST}{found.pk}/edit/"
    texts = {each["key"]: each["text"] for each in found.sections}
    assert "{超期问题}" in read(office, page)
    wrong = office.post(page, {**texts, "title": "讲话", "end": "共{没有的数}。"})
    assert wrong.status_code == 422
    assert "没有名为“没有的数”的数据" in wrong.content.decode()
    assert office.post(page, {**texts, "title": "讲话", "end": "超期{超期问题}，<b>。"}).status_code == 302
    shown = read(office, f"{LIST}{found.pk}/")
    assert "&lt;b&gt;" in shown


@pytest.mark.django_db
def test_word_has_the_values_and_on_demand_their_sources(cast: Cast) -> None:
    overdue_case(cast)
    found, leader = make_speech(cast), signed_in(cast.leader)
    plain, checked = (_words(leader.get(f"{LIST}{found.pk}/{name}.docx")) for name in ("speech", "sources"))
    for words in (plain, checked):
        assert "超期问题1件" in words
        assert "{" not in words
    assert "整改统计" not in plain
    assert "整改统计" in checked
    api = signed_in(cast.chief).get(f"/api/v1/speeches/{found.pk}/speech.docx")
    assert "超期问题1件" in _words(api)
    assert "整改统计" in _words(signed_in(cast.chief).get(f"/api/v1/speeches/{found.pk}/sources.docx"))


def _words(answer: Any) -> str:
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.django_db
def test_a_leader_reads_the_own_ones_only(cast: Cast) -> None:
    own, other = make_speech(cast, title="自己的"), make_speech(cast, leader_id=cast.chief.pk, title="别人的")
    leader = signed_in(cast.leader)
    listed = read(leader, LIST)
    assert "自己的" in listed
    assert "别人的" not in listed
    assert leader.get(f"{LIST}{own.pk}/").status_code == 200
    assert leader.get(f"{LIST}{other.pk}/").status_code == 404
    assert leader.post(f"{LIST}{own.pk}/refresh/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [({"leader_id": 0}, "讲话的领导"), ({"kind": "party"}, "kind"), ({"speaks_on": "1200-01-01"}, "请核对日期")],
)
def test_what_makes_no_sense_is_refused(cast: Cast, changed: dict[str, Any], words: str) -> None:
    facts = {"kind": "review", "leader_id": cast.leader.pk, "speaks_on": str(today()), **changed}
    answer = signed_in(cast.chief).post("/api/v1/speeches", json.dumps(facts), content_type="application/json")
    assert answer.status_code in {400, 422}
    assert words in str(answer.json())
    assert not SpeechDraft.objects.exists()


@pytest.mark.django_db
def test_the_page_asks_the_same_however_many_figures(cast: Cast, django_assert_max_num_queries: Any) -> None:
    found, office = make_speech(cast), signed_in(cast.chief)
    office.get(f"{LIST}{found.pk}/")
    with django_assert_max_num_queries(8):
        office.get(f"{LIST}{found.pk}/")


@pytest.mark.django_db
def test_a_withdrawn_draft_keeps_its_reason_and_leaves_the_leader(cast: Cast) -> None:
    found, office = make_speech(cast, title="要撤回的"), signed_in(cast.chief)
    page = f"{LIST}{found.pk}/"
    assert office.post(f"{page}withdraw/", {"reason": " "}).status_code == 422
    for _again in range(2):
        assert office.post(f"{page}withdraw/", {"reason": "会议取消"}).status_code == 302
    assert "会议取消" in read(office, page)
    assert "已撤回" in read(office, LIST)
    leader = signed_in(cast.leader)
    assert "要撤回的" not in read(leader, LIST)
    assert leader.get(page).status_code == 404
    for act in ("refresh/", "edit/"):
        assert "已经撤回" in office.post(f"{page}{act}", {"title": "改"}).content.decode()
    answer = office.post(f"/api/v1/speeches/{found.pk}/withdraw", '{"reason":"x"}', content_type="application/json")
    assert answer.json()["withdrawn_at"]


@pytest.mark.django_db
def test_published_boards_are_among_the_figures_and_others_are_not(cast: Cast) -> None:
    case_in("closed", cast)
    board = make_board(cast, minimum=0, black=1)
    run = opened(cast, compute(cast, board, today() - timedelta(days=31)))
    assert "考核榜靠前单位" not in {each["name"] for each in make_speech(cast).figures}
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    said_of = {each["name"]: each["value"] for each in make_speech(cast).figures}
    ranked = [row.name for row in run.results.filter(place__isnull=False)]
    if ranked:
        assert "部门榜（" in said_of["考核榜靠前单位"] + said_of.get("考核黑榜单位", "")
    else:
        assert "考核榜靠前单位" not in said_of


@pytest.mark.django_db
def test_whom_a_speech_names_is_a_dated_setting(cast: Cast) -> None:
    overdue_case(cast)
    assert any(each["name"] == "超期较多单位" for each in make_speech(cast).figures)
    office = actor_of(cast.admin)
    change_setting(actor=office, key="command.speech_days", value=1, valid_from=today(), reason="只看当天")
    names = {each["name"] for each in make_speech(cast).figures}
    assert "超期较多单位" not in names


@pytest.mark.django_db
def test_hostile_words_stand_on_paper_as_they_were_written(cast: Cast) -> None:
    found, office = make_speech(cast, title=HOSTILE), signed_in(cast.chief)
    for name in ("speech.docx", "sources.docx"):
        for start in ("/command/speeches", "/api/v1/speeches"):
            answer: Any = office.get(f"{start}/{found.pk}/{name}")
            paper = Document(io.BytesIO(b"".join(answer.streaming_content)))
            assert HOSTILE in "".join(each.text for each in paper.paragraphs)


@pytest.mark.django_db
def test_held_cases_are_on_no_paper_of_a_speech(cast: Cast) -> None:
    held = overdue_case(cast, is_held=True, description="暗访里的秘密")
    found, office = make_speech(cast), signed_in(cast.chief)
    for name in ("speech.docx", "sources.docx"):
        answer: Any = office.get(f"{LIST}{found.pk}/{name}")
        text = "".join(each.text for each in Document(io.BytesIO(b"".join(answer.streaming_content))).paragraphs)
        assert held.number not in text
        assert "超期问题" not in text
