"""What people do about steps: a talk held, a lead referred, taken back; for periods in a row and cases."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.shell import todos
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.models import EscalationWait, StreakDeed, StreakStep
from chuangcheng.supervision.services.escalations import take_streak_steps
from chuangcheng.supervision.tests.escalated import escalated, make_head, make_supervisor
from chuangcheng.supervision.tests.test_cards import publish, published_runs


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def streak_step(cast: Cast, times: int = 1) -> StreakStep:
    """What the sanitation bureau earned by one period on the black list, a talk, or by three, a referral."""
    black: Any = ("", "", "black") if times == 1 else ("black", "black", "black")
    publish(cast, {cast.sanitation: black})
    for run in published_runs():
        take_streak_steps(run_id=run.pk)
    return StreakStep.objects.filter(is_passed_over=False).latest("pk")


def held(**more: Any) -> dict[str, Any]:
    return {
        "deed_id": str(new_id()),
        "kind": "held",
        "party": "分管副区长约谈区城管局局长",
        "on": today().isoformat(),
        "reason": "三个月内退出黑榜",
        **more,
    }


def acts_awaited(person: Person) -> list[str]:
    actor, moment = actor_of(person), now()
    return [str(todo.act) for bring in todos for todo in bring(actor, moment) if "/escalations/cards/" in todo.url]


def test_talk_is_recorded_and_seen_by_the_unit(cast: Cast, supervisor: Person) -> None:
    step, head = streak_step(cast), make_head(cast)
    page = f"/escalations/cards/steps/{step.pk}/"
    assert acts_awaited(supervisor) == ["去约谈"]
    assert signed_in(supervisor).post(f"{page}deeds/", held()).status_code == 302
    assert acts_awaited(supervisor) == []
    seen = signed_in(head).get(page).content.decode()
    assert "分管副区长约谈区城管局局长" in seen
    assert "三个月内退出黑榜" in seen
    assert "已约谈" in seen
    on_unit = signed_in(head).get(f"/units/{cast.sanitation.pk}/").content.decode()
    assert "三个月内退出黑榜" in on_unit
    assert "黄牌" in on_unit
    assert "已约谈" in signed_in(supervisor).get("/escalations/cards/").content.decode()
    assert Notice.objects.filter(recipient=head, key__startswith="supervision:streak-deed-").count() == 1


def test_the_same_form_twice_records_once(cast: Cast, supervisor: Person) -> None:
    step, given = streak_step(cast), held()
    for _time in range(2):
        signed_in(supervisor).post(f"/escalations/cards/steps/{step.pk}/deeds/", given)
    assert StreakDeed.objects.count() == 1


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"party": ""}, "谁约谈了谁"),
        ({"on": ""}, "约谈日期"),
        ({"on": "2001-01-01"}, "不能早于一年前"),
        ({"kind": "referred"}, "这一档不能这样办理"),
        ({"kind": "praised"}, "表单编号无效"),
    ],
)
def test_a_talk_says_who_with_whom_and_when(
    cast: Cast, supervisor: Person, lacks: dict[str, str], sentence: str
) -> None:
    step = streak_step(cast)
    answer = signed_in(supervisor).post(f"/escalations/cards/steps/{step.pk}/deeds/", held(**lacks))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not StreakDeed.objects.exists()


def test_referral_names_the_letter(cast: Cast, supervisor: Person) -> None:
    step = streak_step(cast, times=3)
    door = f"/escalations/cards/steps/{step.pk}/deeds/"
    given = held(kind="referred", party="区纪委监委", reason="连续三期黑榜的情况")
    assert "文号" in signed_in(supervisor).post(door, given).content.decode()
    assert signed_in(supervisor).post(door, {**given, "letter": "云督函〔2026〕3号"}).status_code == 302
    page = signed_in(supervisor).get(f"/escalations/cards/steps/{step.pk}/").content.decode()
    assert f"移交区纪委监委，函件云督函〔2026〕3号，{today():%Y-%m-%d}：连续三期黑榜的情况" in page
    assert "已移交" in page


def test_deed_is_taken_back_with_a_reason_and_waits_again(cast: Cast, supervisor: Person) -> None:
    step = streak_step(cast)
    office = signed_in(supervisor)
    office.post(f"/escalations/cards/steps/{step.pk}/deeds/", held())
    door = f"/escalations/cards/steps/{step.pk}/deeds/{StreakDeed.objects.get().pk}/undo/"
    assert office.post(door, {"reason": " "}).status_code == 422
    assert signed_in(make_head(cast)).post(door, {"reason": "不对"}).status_code == 403
    for _time in range(2):
        assert office.post(door, {"reason": "记错了单位"}).status_code == 302
    page = office.get(f"/escalations/cards/steps/{step.pk}/").content.decode()
    assert "记错了单位" in page
    assert "三个月内退出黑榜" in page
    assert "待约谈" in page
    assert acts_awaited(supervisor) == ["去约谈"]


def test_nothing_is_done_about_an_undone_step(cast: Cast, supervisor: Person) -> None:
    step = streak_step(cast)
    office = signed_in(supervisor)
    office.post(f"/escalations/cards/steps/{step.pk}/undo", {"reason": "榜单算错"})
    answer = office.post(f"/escalations/cards/steps/{step.pk}/deeds/", held())
    assert "已经撤销" in answer.content.decode()
    assert acts_awaited(supervisor) == []


def test_others_do_not_see_the_step(cast: Cast, supervisor: Person) -> None:
    step = streak_step(cast)
    page = f"/escalations/cards/steps/{step.pk}/"
    assert signed_in(cast.west_liaison).get(page).status_code == 404
    assert signed_in(cast.west_liaison).post(f"{page}deeds/", held()).status_code == 404
    assert signed_in(cast.liaison).post(f"{page}deeds/", held()).status_code == 403


def test_api_records_and_takes_back(cast: Cast, supervisor: Person) -> None:
    step, office = streak_step(cast), signed_in(supervisor)
    door = f"/api/v1/streak-steps/{step.pk}"
    given = {"kind": "held", "party": "分管领导约谈局长", "on": today().isoformat(), "text": "限期整改"}
    told = office.post(f"{door}/deeds", given, content_type="application/json").json()
    assert (told["deeds"], told["story"][0]["party"]) == (["held"], "分管领导约谈局长")
    undo = f"{door}/deeds/{told['story'][0]['id']}/undo"
    told = office.post(undo, {"reason": "记错"}, content_type="application/json").json()
    assert (told["deeds"], told["story"][0]["undone_because"]) == ([], "记错")


def test_referral_of_a_case_is_taken_back_and_waits_again(cast: Cast, supervisor: Person) -> None:
    step = next(row for row in escalated(cast, days_late=9) if row.step == "account")
    office, given = signed_in(supervisor), held(kind="referred", party="区纪委监委", letter="无文号")
    assert office.post(f"/escalations/{step.pk}/deeds/", given).status_code == 302
    assert not EscalationWait.objects.filter(pk=step.pk).exists()
    assert "移交区纪委监委，函件无文号" in office.get(f"/units/{cast.sanitation.pk}/").content.decode()
    deed = step.deeds.get()
    for _time in range(2):
        assert office.post(f"/escalations/{step.pk}/deeds/{deed.pk}/undo/", {"reason": "记错"}).status_code == 302
    assert EscalationWait.objects.filter(pk=step.pk).exists()
    assert "待移交" in office.get(f"/escalations/{step.pk}/").content.decode()
