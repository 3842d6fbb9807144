"""Campaigns end with a result and may go on again: they leave what counts down, and stay findable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.command.models import Creation, CreationEnding
from chuangcheng.command.queries import closed_creation_rows, creation_rows, next_visits, past_visits
from chuangcheng.command.services import (
    CreationClosed,
    CreationGoesOn,
    VisitGiven,
    change_visit,
    close_creation,
    plan_visit,
    record_step,
    reopen_creation,
)
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def ends(cast: Cast, creation: Creation, outcome: str = "named", *, days_ago: int = 0, **more: Any) -> CreationEnding:
    given = {"reason": "公布〔2026〕9号", "ending_id": new_id(), **more}
    day = today() - timedelta(days=days_ago)
    return close_creation(
        actor=actor_of(cast.chief), creation_id=creation.pk, outcome=outcome, happened_on=day, **given
    )


def goes_on(cast: Cast, creation: Creation, *, days_ago: int = 0, reason: str = "结果更正") -> CreationEnding:
    day, actor = today() - timedelta(days=days_ago), actor_of(cast.chief)
    return reopen_creation(actor=actor, creation_id=creation.pk, ending_id=new_id(), happened_on=day, reason=reason)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_closed_campaign_leaves_everything_that_counts_down_and_comes_back(cast: Cast) -> None:
    creation = make_creation(cast, "园林城市创建")
    ahead = make_assessor_visit(cast, creation, name="园林测评")
    make_assessor_visit(cast, creation, name="园林初评", first_on=today() - timedelta(days=30))
    actor, client = actor_of(cast.leader), signed_in(cast.leader)
    year = f"/command/visits/years/{ahead.first_on.year}/"
    month = f"{year}{ahead.first_on.month}/"
    assert "园林测评" in read(client, "/board/")

    ends(cast, creation, "withdrawn")

    assert not creation_rows(actor=actor, today=today())
    assert not next_visits(actor=actor, today=today())
    assert not past_visits(actor=actor, today=today())
    for address in ("/board/", "/", month, year):
        assert "园林测评" not in read(client, address), address
    assert "园林测评" not in exported(client)
    assert client.get("/api/v1/creations").json() == []
    assert client.get("/api/v1/assessor-visits").json() == []

    goes_on(cast, creation)

    assert [row.visit.name for row in next_visits(actor=actor, today=today())] == ["园林测评"]
    for address in ("/board/", month, year):
        assert "园林测评" in read(client, address), address
    assert "园林测评" in exported(client)
    assert [row["outcome"] for row in client.get("/api/v1/creations").json()] == [""]


def exported(client: Client) -> str:
    """The calendar file."""
    return b"".join(client.get("/command/visits.ics").streaming_content).decode()  # type: ignore[attr-defined]


def test_closed_campaign_is_found_under_its_filter_and_by_search(cast: Cast) -> None:
    creation = make_creation(cast, "园林城市创建")
    visit = make_assessor_visit(cast, creation, name="园林测评")
    ends(cast, creation, "not_named")
    client = signed_in(cast.leader)

    assert "园林城市创建" not in read(client, "/command/creations/")
    closed = read(client, "/command/creations/?view=closed")
    assert "园林城市创建" in closed
    assert "未命名" in closed
    assert "园林测评" in read(client, "/command/visits/").split("已结束的争创项目的迎检")[1]
    month = f"/command/visits/years/{visit.first_on.year}/{visit.first_on.month}/?closed=1"
    assert "园林测评" in read(client, month)
    assert "不再倒计时" in read(client, f"/command/visits/{visit.pk}/")
    assert "园林城市创建" in read(client, "/search/?q=园林城市")
    [found] = client.get("/api/v1/creations?view=closed").json()
    assert (found["name"], found["outcome"]) == ("园林城市创建", "not_named")
    assert [row["name"] for row in client.get("/api/v1/assessor-visits?view=closed").json()] == ["园林测评"]


def test_every_turn_stays_in_the_history(cast: Cast) -> None:
    creation = make_creation(cast)
    first = ends(cast, creation, "not_named", days_ago=20, reason="未达到分数线")
    goes_on(cast, creation, days_ago=10)
    ends(cast, creation, "named")

    rows = [(row.outcome, row.happened_on) for row in creation.endings.all()]
    days = [today() - timedelta(days=ago) for ago in (20, 10, 0)]
    assert rows == list(zip(["not_named", "", "named"], days, strict=True))
    [row] = closed_creation_rows(actor=actor_of(cast.leader))
    assert row.ending.outcome == "named"
    page = read(signed_in(cast.leader), f"/command/creations/{creation.pk}/")
    for words in ("结束：未命名", "未达到分数线", "重新启动", "结束：已命名"):
        assert words in page, words
    with pytest.raises(AppendOnlyViolated):
        first.save()


def test_nothing_is_changed_about_a_closed_campaign(cast: Cast) -> None:
    creation = make_creation(cast)
    visit = make_assessor_visit(cast, creation)
    ends(cast, creation)
    actor, day = actor_of(cast.chief), today() + timedelta(days=40)
    given = VisitGiven("省级测评", "province", day, day)

    with pytest.raises(CreationClosed, match="已经结束"):
        ends(cast, creation)
    with pytest.raises(CreationClosed):
        record_step(actor=actor, creation_id=creation.pk, step_id=new_id(), stage="申报", happened_on=today())
    with pytest.raises(CreationClosed):
        plan_visit(actor=actor, creation_id=creation.pk, visit_id=new_id(), given=given)
    with pytest.raises(CreationClosed):
        change_visit(actor=actor, visit_id=visit.pk, given=given, reason="改期")
    assert str(creation.pk) not in read(signed_in(cast.chief), "/command/visits/new/")


@pytest.mark.parametrize(
    ("outcome", "days_ago", "reason", "words"),
    [
        ("", 0, "依据", "请选择结果"),
        ("gone", 0, "依据", "请选择结果"),
        ("named", -1, "依据", "还没有到这一天"),
        ("named", 30, "依据", "不能早于上一阶段"),
        ("named", 0, "  ", "请写明依据"),
    ],
)
def test_impossible_ending_is_refused_with_a_sentence(
    cast: Cast, outcome: str, days_ago: int, reason: str, words: str
) -> None:
    creation, actor = make_creation(cast), actor_of(cast.chief)
    entered = today() - timedelta(days=9)
    record_step(actor=actor, creation_id=creation.pk, step_id=new_id(), stage="申报", happened_on=entered)

    with pytest.raises(InvalidInput, match=words):
        ends(cast, creation, outcome, days_ago=days_ago, reason=reason)


def test_what_goes_on_is_not_reopened_and_nothing_before_it_ended(cast: Cast) -> None:
    creation = make_creation(cast)
    with pytest.raises(CreationGoesOn):
        goes_on(cast, creation)
    ends(cast, creation)
    with pytest.raises(InvalidInput, match="不能早于结束的"):
        goes_on(cast, creation, days_ago=1)


def test_same_ending_sent_twice_is_one_and_only_the_office_reopens(cast: Cast) -> None:
    creation, key = make_creation(cast), new_id()
    for _time in range(2):
        ends(cast, creation, ending_id=key)
    assert creation.endings.count() == 1
    for person in (cast.leader, cast.inspector):
        facts = {"creation_id": creation.pk, "ending_id": new_id(), "happened_on": today(), "reason": "不归我办"}
        with pytest.raises(NotPermitted):
            reopen_creation(actor=actor_of(person), **facts)  # type: ignore[arg-type] # of several types


def test_office_ends_and_reopens_on_the_page(cast: Cast) -> None:
    creation, client = make_creation(cast), signed_in(cast.chief)
    address = f"/command/creations/{creation.pk}/"
    form = {"ending_id": str(new_id()), "outcome": "named", "happened_on": str(date(2099, 1, 1)), "reason": "公布"}
    early = client.post(f"{address}close/", form)
    done = client.post(f"{address}close/", {**form, "happened_on": str(today())})
    closed = read(client, address)
    form = {"ending_id": str(new_id()), "happened_on": str(today()), "reason": "结果更正"}
    back = client.post(f"{address}reopen/", form)

    assert (early.status_code, done.status_code, back.status_code) == (422, 302, 302)
    assert "还没有到这一天" in early.content.decode()
    assert "结果：已命名" in closed
    assert "/steps/" not in closed
    assert "/steps/" in read(client, address)


def test_form_of_the_other_state_shows_the_page_as_it_stands(cast: Cast) -> None:
    creation, client = make_creation(cast), signed_in(cast.chief)
    address = f"/command/creations/{creation.pk}/"
    reopened = client.post(f"{address}reopen/", {})
    ends(cast, creation)
    closed = client.post(f"{address}close/", {})
    assert (reopened.status_code, closed.status_code) == (422, 422)
    assert "结束项目" in reopened.content.decode()
    assert "重新启动" in closed.content.decode()


def test_list_of_closed_campaigns_takes_the_same_statements_for_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        ends(cast, make_creation(cast, f"项目{number}"))
    actor = actor_of(cast.leader)
    with django_assert_max_num_queries(3):
        assert len(closed_creation_rows(actor=actor)) == 5
