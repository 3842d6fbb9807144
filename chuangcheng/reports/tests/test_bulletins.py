from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.testing import case_in
from chuangcheng.command.models import CircularUnit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Person, Post, Role
from chuangcheng.orgs.testing import LONG_AGO, Cast, actor_of, signed_in
from chuangcheng.reports.access import bulletin_for, teller
from chuangcheng.reports.figures import unpacked
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.periods import Kind, span_of
from chuangcheng.reports.queries.collecting import collect
from chuangcheng.reports.queries.lists import moves_offered, waiting_for
from chuangcheng.reports.services import (
    WordsGiven,
    ask_for_bulletin,
    change_bulletin,
    keep_bulletin,
    move_bulletin,
)
from chuangcheng.reports.services.bulletins import NotADraft, PeriodTaken
from chuangcheng.reports.states import MOVES, State
from chuangcheng.reports.testing import make_bulletin, make_figures

MOST_QUERIES = 80  # of collecting, whatever the rows
WORDS = WordsGiven("标题", "报头", "区创城办", "各单位")


def _office(cast: Cast) -> Actor:
    return actor_of(cast.chief)


def _also(person: Person, cast: Cast, role: str) -> Actor:
    """The person with one more role in the whole place."""
    Post.objects.create(person=person, unit=cast.place, role=Role.objects.get(code=role), starts_on=LONG_AGO)
    return actor_of(person)


def test_a_month_is_collected_by_a_job_and_becomes_one_draft(cast: Cast) -> None:
    case_in("fixing", cast)
    found = new_id()
    for _press in range(2):
        ask_for_bulletin(actor=_office(cast), bulletin_id=found, kind=Kind.MONTHLY, day=today())
    jobs = run_all_jobs()
    assert [job.state for job in jobs] == [Job.State.DONE] * 2
    made = Bulletin.objects.get()
    figures = unpacked(made.figures)
    assert (made.pk, made.state, made.first_on) == (found, "draft", today().replace(day=1))
    received = figures.figure("cases.received")
    assert received is not None
    assert received.value == 1
    assert jobs[0].result["url"].endswith(f"/bulletins/{found}/")


def test_problems_of_rounds_that_are_not_released_are_never_told(cast: Cast) -> None:
    held = case_in("fixing", cast)
    type(held).objects.filter(pk=held.pk).update(is_held=True)
    span = span_of(Kind.MONTHLY, today())
    told = collect(actor=teller(_office(cast)), kind=Kind.MONTHLY, span=span, now=now(), step=lambda *_at: None)
    received = told.figure("cases.received")
    assert received is not None
    assert received.value == 0


def test_the_number_of_queries_does_not_grow_with_the_cases(cast: Cast) -> None:
    case_in("closed", cast)
    _collected(cast)
    before = _collected(cast)
    for _more in range(3):
        case_in("closed", cast)
    assert _collected(cast) <= before + 1
    assert before < MOST_QUERIES


def _collected(cast: Cast) -> int:
    """Queries of collecting the present month."""
    span = span_of(Kind.MONTHLY, today())
    with CaptureQueriesContext(connection) as found:
        collect(actor=teller(_office(cast)), kind=Kind.MONTHLY, span=span, now=now(), step=lambda *_at: None)
    return len(found)


def test_a_period_has_one_bulletin_until_it_is_withdrawn(cast: Cast) -> None:
    made = make_bulletin(cast)
    with pytest.raises(PeriodTaken, match="已有"):
        keep_bulletin(actor=_office(cast), bulletin_id=new_id(), figures=make_figures())
    move_bulletin(actor=_office(cast), bulletin_id=made.pk, code="withdraw", reason="重做")
    assert keep_bulletin(actor=_office(cast), bulletin_id=new_id(), figures=make_figures()).pk != made.pk


def test_a_period_that_has_not_begun_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="还没有开始"):
        ask_for_bulletin(actor=_office(cast), bulletin_id=new_id(), kind=Kind.DAILY, day=today() + timedelta(days=1))


def test_what_was_written_by_hand_is_kept_while_it_is_a_draft(cast: Cast) -> None:
    made = make_bulletin(cast)
    given = replace(WORDS, demands="一、抓紧整改。\n二、防止反弹。")
    assert change_bulletin(actor=_office(cast), bulletin_id=made.pk, given=given).demands.endswith("反弹。")
    with pytest.raises(InvalidInput, match="所选的照片"):
        change_bulletin(actor=_office(cast), bulletin_id=made.pk, given=replace(WORDS, case_ids=[str(new_id())]))
    move_bulletin(actor=_office(cast), bulletin_id=made.pk, code="submit")
    with pytest.raises(NotADraft):
        change_bulletin(actor=_office(cast), bulletin_id=made.pk, given=WORDS)


def test_who_made_it_cannot_approve_it(cast: Cast) -> None:
    made = make_bulletin(cast, state="submitted")
    maker = _also(cast.chief, cast, "leader")
    assert "approve" not in {move.code for move in moves_offered(actor=maker, bulletin=made)}
    with pytest.raises(NotPermitted, match="起草人不能核准"):
        move_bulletin(actor=maker, bulletin_id=made.pk, code="approve")


def test_a_number_is_given_once_and_never_again(cast: Cast) -> None:
    first = make_bulletin(cast, state="approved")
    assert first.number == f"〔{today().year}〕1号"
    move_bulletin(actor=_office(cast), bulletin_id=first.pk, code="withdraw", reason="有误")
    assert make_bulletin(cast, state="approved").number == f"〔{today().year}〕2号"


@pytest.mark.parametrize("state", [state.value for state in State if state not in {"archived", "withdrawn"}])
def test_every_move_is_allowed_from_its_states_only(cast: Cast, state: str) -> None:
    made = make_bulletin(cast, state=state)
    every = _also(cast.leader, cast, "creation_office")
    for code, move in MOVES.items():
        if code == "issue" or state in move.come_from:
            continue
        if state == move.go_to:
            continue  # the same press again
        with pytest.raises(Refusal):
            move_bulletin(actor=every, bulletin_id=made.pk, code=code, reason="理由")
        made.refresh_from_db()
        assert made.state == state


def test_returned_with_a_reason_it_waits_for_who_made_it(cast: Cast) -> None:
    made = make_bulletin(cast, state="submitted")
    leader = actor_of(cast.leader)
    assert [row.pk for row in waiting_for(actor=leader)] == [made.pk]
    with pytest.raises(InvalidInput, match="理由"):
        move_bulletin(actor=leader, bulletin_id=made.pk, code="return")
    move_bulletin(actor=leader, bulletin_id=made.pk, code="return", reason="补工作要求")
    assert waiting_for(actor=leader) == []
    assert [row.pk for row in waiting_for(actor=_office(cast))] == [made.pk]


def test_sent_it_is_a_circular_that_units_sign_for(cast: Cast) -> None:
    made = make_bulletin(cast, state="issued")
    circular = made.circular
    assert circular is not None
    assert circular.document_number == f"月通报{made.number}"
    assert sorted(name.rpartition(".")[2] for name in circular.files.values_list("name", flat=True)) == ["docx", "pdf"]
    assert CircularUnit.objects.filter(circular=circular).count() == 2
    assert circular.files.filter(file=made.word_file).exists()
    move_bulletin(actor=_office(cast), bulletin_id=made.pk, code="withdraw", reason="数据有误")
    circular.refresh_from_db()
    assert circular.withdrawn_at is not None


def test_who_only_reads_sees_what_was_issued(cast: Cast) -> None:
    draft, issued = make_bulletin(cast, kind=Kind.WEEKLY), make_bulletin(cast, state="issued")
    reader = _also(cast.stranger, cast, "supervision")
    assert bulletin_for(reader, issued.pk).pk == issued.pk
    for pk in (draft.pk, new_id()):
        with pytest.raises(NotFound, match="没有找到"):
            bulletin_for(reader, pk)


def test_the_pages_lead_from_the_list_to_the_paper(cast: Cast) -> None:
    made = make_bulletin(cast)
    browser = signed_in(cast.chief)
    assert made.title in browser.get("/bulletins/").content.decode()
    page = browser.get(f"/bulletins/{made.pk}/").content.decode()
    assert "东关街道" in page
    assert "送审" in page
    assert "核准后生成" in page
    answer = browser.post(f"/bulletins/{made.pk}/moves/submit/")
    assert answer.status_code == 302
    leader = signed_in(cast.leader)
    assert "核准" in leader.get(f"/bulletins/{made.pk}/").content.decode()
    assert leader.post(f"/bulletins/{made.pk}/moves/approve/").status_code == 302
    made.refresh_from_db()
    assert made.state == "approved"
    answer = browser.post(f"/bulletins/{made.pk}/issue/", {"kinds": ["street"]})
    assert answer.status_code == 302, answer.content.decode()
    for name in ("paper.docx", "paper.pdf", "tables.xlsx"):
        assert browser.get(f"/bulletins/{made.pk}/{name}").status_code == 200


def test_the_form_shows_what_the_period_tells_before_it_is_collected(cast: Cast) -> None:
    browser = signed_in(cast.chief)
    page = browser.get(f"/bulletins/preview/?kind=monthly&day={today()}").content.decode()
    assert "上报" in page
    later = date(today().year + 1, 12, 1)
    assert "还没有开始" in browser.get(f"/bulletins/preview/?kind=monthly&day={later}").content.decode()
    answer = browser.post("/bulletins/new/", {"bulletin_id": new_id(), "kind": "monthly", "day": today()})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/jobs/")


def test_an_issued_bulletin_is_found_and_a_draft_or_withdrawn_one_is_not(cast: Cast) -> None:
    draft, made = make_bulletin(cast, kind=Kind.WEEKLY), make_bulletin(cast, state="issued")
    office = signed_in(cast.chief)

    def found() -> str:
        return office.get("/search/?q=文明城市创建工作情况").content.decode()

    address, hidden = f"/bulletins/{made.pk}/", f"/bulletins/{draft.pk}/"
    assert address in found()
    assert hidden not in found()
    assert address not in signed_in(cast.liaison).get("/search/?q=文明城市创建工作情况").content.decode()
    move_bulletin(actor=_office(cast), bulletin_id=made.pk, code="withdraw", reason="有误")
    assert address not in found()
