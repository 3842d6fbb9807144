"""审核: what somebody else has accepted counts, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.core.todos import todos_of
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Check, Review, Round, Visit
from chuangcheng.inspections.queries import WhatCounts, review_figures, tallies, visit_sheet
from chuangcheng.inspections.services import AmendmentGiven, AnswerGiven, VisitMovedOn
from chuangcheng.inspections.services.rounds import REVIEWED_KINDS
from chuangcheng.inspections.shell import origin_of_case
from chuangcheng.inspections.testing import (
    PASSES,
    Field,
    bring_to,
    make_field,
    make_round,
    make_visit,
    sent_photo,
)
from chuangcheng.inspections.tests.test_query_counts import statements
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=3)


@pytest.fixture
def found(cast: Cast, field: Field) -> Round:
    return make_round(cast, field, asks_review=True)


def accept(cast: Cast, *visits: Visit) -> int:
    return services.accept_visits(actor=actor_of(cast.chief), visit_ids=[visit.pk for visit in visits])


def send_back(cast: Cast, visit: Visit, *codes: str, field: Field) -> Visit:
    """Returned by the chief, with the answers to these items marked."""
    items = [field.items[code] for code in codes]
    ids = list(visit.answers.filter(item__in=items).values_list("pk", flat=True))
    return services.return_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason="照片看不清", answer_ids=ids)


def amendment(visit: Visit, field: Field, **values: Any) -> AmendmentGiven:
    answers = [AnswerGiven(field.items[code].pk, value) for code, value in values.items()]
    return AmendmentGiven(new_id(), visit.pk, now(), answers)


def amend(cast: Cast, visit: Visit, field: Field, **values: Any) -> Visit:
    return services.amend_visit(actor=actor_of(cast.inspector), given=amendment(visit, field, **values))


def counted(field: Field) -> int:
    return sum(row.passed + row.failed for row in tallies(WhatCounts(field.framework.pk, until=now())))


@pytest.mark.parametrize("kind", Round.Kind.values)
def test_round_asks_for_review_by_its_kind_unless_it_is_said(cast: Cast, field: Field, kind: str) -> None:
    made = make_round(cast, field, kind=kind, state="draft", asks_review=None)
    assert made.asks_review is (kind in REVIEWED_KINDS)


def test_only_accepted_visits_count(cast: Cast, field: Field, found: Round) -> None:
    first, second, third = (make_visit(cast, field, found, site=site) for site in field.sites)
    assert not Check.objects.exists()
    assert accept(cast, first) == 1
    send_back(cast, second, field=field)
    finished = bring_to(cast, found, "finished")
    with pytest.raises(InvalidInput, match="还有2次检查没有审核通过"):
        services.release_round(actor=actor_of(cast.chief), round_id=finished.pk)
    services.release_round(actor=actor_of(cast.chief), round_id=finished.pk, reason="汇报在即")
    assert counted(field) == first.answers.count()  # "stalls" counts for two standards, "scales" for none
    states = [Visit.objects.get(pk=visit.pk).review for visit in (first, second, third)]
    assert states == ["accepted", "left_out", "left_out"]
    with pytest.raises(VisitMovedOn):
        accept(cast, third)


def test_accepted_once_however_often_it_is_pressed(cast: Cast, field: Field, found: Round) -> None:
    visit = make_visit(cast, field, found)
    assert (accept(cast, visit), accept(cast, visit)) == (1, 0)
    assert Check.objects.count() == 6
    assert Review.objects.count() == 1


def test_reviewer_cannot_review_own_visit(cast: Cast, field: Field, found: Round) -> None:
    other = make_person("second", unit=cast.office, role="supervision")
    visit = make_visit(cast, field, found, person=cast.chief)
    with pytest.raises(NotPermitted, match="别人审核"):
        accept(cast, visit)
    assert services.accept_visits(actor=actor_of(other), visit_ids=[visit.pk]) == 1


def test_only_what_was_marked_is_amended_and_the_rest_taken_over(cast: Cast, field: Field, found: Round) -> None:
    photo = sent_photo(cast.inspector)
    litter = AnswerGiven(0, {"faults": 3}, "门口", (photo,))
    visit = make_visit(cast, field, found, litter=litter, stalls={"ok": False})
    send_back(cast, visit, "stalls", field=field)
    with pytest.raises(InvalidInput):
        amend(cast, visit, field, stalls={"ok": True}, litter={"faults": 0})
    made = amend(cast, visit, field, stalls={"ok": True})
    answers = {answer.item.code: answer for answer in made.answers.select_related("item")}
    assert (answers["stalls"].verdict, answers["litter"].value) == ("pass", {"faults": 3})
    assert [row.file_id for row in answers["litter"].photos.all()] == [photo]
    assert (made.version, made.amends_id, made.review) == (2, visit.pk, "waiting")
    assert visit.answers.get(item=field.items["stalls"]).verdict == "fail"
    accept(cast, made)
    assert set(Check.objects.values_list("answer__visit", flat=True)) == {made.pk}
    assert set(Check.objects.values_list("checked_at", flat=True)) == {visit.submitted_at}


def test_all_may_be_amended_when_nothing_is_marked(cast: Cast, field: Field, found: Round) -> None:
    visit = send_back(cast, make_visit(cast, field, found), field=field)
    made = amend(cast, visit, field, **PASSES)
    assert made.answers.count() == len(PASSES)


def test_same_amendment_twice_is_one_version(cast: Cast, field: Field, found: Round) -> None:
    visit = send_back(cast, make_visit(cast, field, found), "litter", field=field)
    given = amendment(visit, field, litter={"faults": 0})
    made = [services.amend_visit(actor=actor_of(cast.inspector), given=given).pk for _time in range(2)]
    assert made == [given.id] * 2
    with pytest.raises(VisitMovedOn):
        amend(cast, visit, field, litter={"faults": 0})


def test_nobody_else_amends_a_visit(cast: Cast, field: Field, found: Round) -> None:
    visit = send_back(cast, make_visit(cast, field, found), field=field)
    with pytest.raises(NotFound):
        services.amend_visit(actor=actor_of(cast.chief), given=amendment(visit, field, **PASSES))


def test_case_of_a_returned_visit_stays_one_and_is_marked(cast: Cast, field: Field, found: Round) -> None:
    visit = make_visit(cast, field, found, litter={"faults": 2})
    inspector = actor_of(cast.inspector)
    case = services.open_cases_for_visit(actor=inspector, visit_id=visit.pk)[0]
    send_back(cast, visit, "litter", field=field)
    origin = origin_of_case(actor_of(cast.chief), case.source_id)
    assert origin is not None
    assert "已被退回" in origin.detail
    made = amend(cast, visit, field, litter={"faults": 1})
    shown = next(row for row in visit_sheet(actor=inspector, visit=made).answers if row.verdict == "fail")
    assert shown.case == case
    assert services.open_case_for_answer(actor=inspector, answer_id=shown.answer.pk, case_id=new_id()) == case
    assert services.open_cases_for_visit(actor=inspector, visit_id=made.pk) == []


def test_verdict_is_corrected_only_after_it_was_accepted(cast: Cast, field: Field, found: Round) -> None:
    visit = make_visit(cast, field, found, litter={"faults": 2})
    answer = visit.answers.get(verdict="fail")
    wrong: dict[str, Any] = {"verdict": "pass", "violations": 0, "reason": "看错了"}
    with pytest.raises(InvalidInput, match="请先审核"):
        services.correct_answer(actor=actor_of(cast.chief), answer_id=answer.pk, **wrong)
    accept(cast, visit)
    assert services.correct_answer(actor=actor_of(cast.chief), answer_id=answer.pk, **wrong)


def test_visit_left_out_needs_a_reason_and_never_counts(cast: Cast, field: Field, found: Round) -> None:
    visit = make_visit(cast, field, found)
    with pytest.raises(InvalidInput):
        services.leave_out_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason=" ")
    services.leave_out_visit(actor=actor_of(cast.chief), visit_id=visit.pk, reason="去错了市场")
    bring_to(cast, found, "released")
    assert counted(field) == 0


def test_accepting_many_costs_the_same_statements(cast: Cast, field: Field, found: Round) -> None:
    visits = [make_visit(cast, field, found, site=site) for site in field.sites]
    one = statements(lambda: accept(cast, visits[0]))
    assert statements(lambda: accept(cast, *visits[1:])) <= one + 2  # the trail has an entry for each


def test_desk_shows_decides_and_moves_on(cast: Cast, field: Field, found: Round) -> None:
    visits = [make_visit(cast, field, found, site=site, litter={"faults": 1}) for site in field.sites]
    chief = signed_in(cast.chief)
    desk = chief.get("/reviews/", {"round": str(found.pk)}).content.decode()
    assert all(site.name in desk for site in field.sites)
    page = chief.get(f"/visits/{visits[0].pk}/review/").content.decode()
    assert "待审核第1个，共3个" in page
    answer = visits[0].answers.get(item=field.items["litter"])
    gone = chief.post(f"/visits/{visits[0].pk}/return/", {"reason": "没有照片", "answer": str(answer.pk)})
    assert gone.headers["Location"] == f"/visits/{visits[1].pk}/review/"
    assert chief.post(f"/visits/{visits[1].pk}/accept/").status_code == 302
    assert chief.post("/reviews/accept/", {"visit": str(visits[2].pk)}).status_code == 302
    figures = review_figures(found=found)
    assert (figures.waiting, figures.returned, figures.accepted) == (0, 1, 2)
    assert "退回待补正1次" in chief.get(f"/rounds/{found.pk}/").content.decode()


def test_inspector_finds_amends_and_sends_again(cast: Cast, field: Field, found: Round) -> None:
    visit = make_visit(cast, field, found, litter={"faults": 3})
    send_back(cast, visit, "litter", field=field)
    inspector = signed_in(cast.inspector)
    assert "去补正" in inspector.get("/visits/mine/").content.decode()
    titles = [str(todo.title) for each in todos_of(actor=actor_of(cast.inspector), now=now()) for todo in each]
    assert any("被退回" in title for title in titles)
    form = inspector.get(f"/visits/{visit.pk}/amend/").content.decode()
    litter = field.items["litter"]
    assert "照片看不清" in form
    assert f"item-{litter.pk}-amount" in form
    assert f"item-{field.items['stalls'].pk}" not in form
    wrong = {"visit": str(new_id()), "started_at": now().isoformat(), f"item-{litter.pk}-amount": ""}
    assert inspector.post(f"/visits/{visit.pk}/amend/", wrong).status_code == 422
    sent = inspector.post(f"/visits/{visit.pk}/amend/", {**wrong, f"item-{litter.pk}-amount": "1"})
    assert sent.headers["Location"] == f"/visits/{wrong['visit']}/"
    shown = inspector.get(f"/visits/{wrong['visit']}/").content.decode()
    assert "历次提交" in shown
    assert "待审核" in shown


def test_review_over_the_api(cast: Cast, field: Field, found: Round) -> None:
    visit = make_visit(cast, field, found, litter={"faults": 3})
    chief, inspector = signed_in(cast.chief), signed_in(cast.inspector)
    assert [row["id"] for row in chief.get("/api/v1/reviews").json()] == [str(visit.pk)]
    answer = visit.answers.get(item=field.items["litter"])
    given = {"reason": "没有照片", "answer_ids": [str(answer.pk)]}
    url = f"/api/v1/visits/{visit.pk}"
    assert chief.post(f"{url}/return", given, content_type="application/json").json()["review"] == "returned"
    again = {"id": str(new_id()), "started_at": now().isoformat()}
    again["answers"] = [{"item_id": field.items["litter"].pk, "value": {"faults": 0}}]  # type: ignore[assignment]
    made = inspector.post(f"{url}/amendment", again, content_type="application/json").json()
    assert (made["version"], made["amends_id"]) == (2, str(visit.pk))
    accepted = chief.post("/api/v1/reviews/accept", {"visit_ids": [made["id"]]}, content_type="application/json")
    assert accepted.json() == {"count": 1}
