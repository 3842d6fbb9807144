"""Plans, absences and who did what, on screen and over the API."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import today
from chuangcheng.inspections.models import Absence, Assignment, Plan, PlanRun, Round
from chuangcheng.inspections.queries.completion import CompletionFilter, completion
from chuangcheng.inspections.services import missed
from chuangcheng.inspections.services.plan_runs import make_due_rounds
from chuangcheng.inspections.testing import Field, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JSON = "application/json"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=4)


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.chief, backend=BACKEND)
    return client


def form(cast: Cast, field: Field, **changed: Any) -> dict[str, Any]:
    """A plan as the page sends it: every day of the week, so that today is one of them."""
    return {
        "plan_id": str(new_id()),
        "name": "门前巡查",
        "kind": "patrol",
        "framework": field.framework.pk,
        "rhythm": "weekly",
        "weekdays": [str(day) for day in range(7)],
        "lasts_days": 1,
        "sharing": "evenly",
        "people": [str(cast.inspector.pk)],
        "ending": "by_hand",
        "starts_on": f"{today()}",
        **changed,
    }


def test_plan_is_made_changed_paused_resumed_and_ended_on_screen(cast: Cast, client: Client, field: Field) -> None:
    assert "新建计划" in client.get("/plans/").content.decode()
    assert cast.inspector.name in client.get("/plans/new/").content.decode()
    answer = client.post("/plans/new/", form(cast, field))
    plan = Plan.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/"
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert f"{today()}" in page
    edit = client.get(f"/plans/{plan.pk}/edit/").content.decode()
    assert f'value="{cast.inspector.pk}" checked' in edit
    changed = form(cast, field, applies_from=f"{today() + timedelta(days=1)}", sharing="rotating", name="门前三包巡查")
    assert client.post(f"/plans/{plan.pk}/edit/", changed).status_code == 302
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "起改为" in page
    assert "门前三包巡查" in page
    client.post(f"/plans/{plan.pk}/pause/", {"reason": "暴雪"})
    assert "门前三包巡查" in client.get("/plans/?view=paused").content.decode()
    assert "暴雪" in client.get(f"/plans/{plan.pk}/").content.decode()
    client.post(f"/plans/{plan.pk}/resume/")
    client.post(f"/plans/{plan.pk}/end/", {"reason": "到期"})
    assert Plan.objects.get().state == "ended"
    assert client.get(f"/plans/{plan.pk}/edit/").status_code == 409


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"people": []}, "请至少选择一名检查员"),
        ({"weekdays": []}, "请至少选一天"),
        ({"numbers": "NO-1"}, "没有找到这些在用的点位：NO-1"),
        ({"name": ""}, "需要改正"),
        ({"lasts_days": "99"}, "需要改正"),
    ],
)
def test_wrong_plan_is_told_beside_the_field(
    cast: Cast, client: Client, field: Field, changed: dict[str, Any], words: str
) -> None:
    answer = client.post("/plans/new/", form(cast, field, **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Plan.objects.exists()


def test_order_towns_chosen_sites_and_samples_come_from_the_form(cast: Cast, client: Client, field: Field) -> None:
    second = make_person("second", unit=cast.office, role="inspector")
    numbers = "、".join(site.number for site in field.sites[:2])
    team = {
        "people": [str(cast.inspector.pk), str(second.pk)],
        f"order-{second.pk}": "1",
        f"order-{cast.inspector.pk}": "2",
    }
    client.post("/plans/new/", form(cast, field, numbers=[numbers, field.sites[0].number], **team))
    terms = Plan.objects.get().terms.get()
    edit = client.get(f"/plans/{terms.plan_id}/edit/").content.decode()
    assert f'name="numbers" value="{field.sites[1].number}" checked' in edit
    assert [row["person_id"] for row in terms.team] == [second.pk, cast.inspector.pk]
    assert len(terms.scope["site_ids"]) == 2
    towns = {"sharing": "by_area", f"towns-{second.pk}": [str(cast.east.pk)], "sample_size": "3"}
    client.post("/plans/new/", form(cast, field, **{**team, **towns}))
    terms = Plan.objects.order_by("-pk")[0].terms.get()
    assert terms.team[0]["town_ids"] == [cast.east.pk]
    assert terms.scope["sample"]["design"]["size"] == 3
    page = client.get(f"/plans/{terms.plan_id}/").content.decode()
    assert "每轮抽3个" in page
    assert "东关街道" in page
    assert client.get(f"/plans/{terms.plan_id}/edit/").status_code == 200


def test_absence_is_noted_and_ended_on_screen(cast: Cast, client: Client, field: Field) -> None:
    facts = {"absence_id": str(new_id()), "person": cast.inspector.pk, "starts_on": f"{today()}", "reason": "年假"}
    assert client.post("/absences/", {**facts, "ends_on": "2020-01-01"}).status_code == 422
    assert client.post("/absences/", {**facts, "ends_on": f"{today()}"}).status_code == 302
    assert "请假中" in client.get("/absences/").content.decode()
    client.post(f"/absences/{Absence.objects.get().pk}/end/")
    assert "已结束" in client.get("/absences/").content.decode()


@pytest.fixture
def done(cast: Cast, client: Client, field: Field) -> Round:
    """A round of a plan: one of four visited, one excused."""
    client.post("/plans/new/", form(cast, field))
    make_due_rounds(today=today())
    found = Round.objects.get()
    make_visit(cast, field, found, site=field.sites[0])
    missed.excuse_visits(actor=actor_of(cast.chief), round_id=found.pk, site_ids=[field.sites[1].pk], reason="停业")
    return found


def test_month_by_person_and_day_counts_done_late_and_excused(cast: Cast, field: Field, done: Round) -> None:
    Assignment.objects.filter(site=field.sites[2]).update(visited_at=done.created_at + timedelta(days=3))
    shown = completion(actor=actor_of(cast.chief), chosen=CompletionFilter(today().replace(day=1)))
    [line] = shown.lines
    assert (line.label, line.whole.given, line.whole.done, line.whole.late, line.whole.excused, line.whole.left) == (
        cast.inspector.name,
        *(4, 2, 1, 1, 1),
    )
    assert line.whole.rate == pytest.approx(2 / 3)
    assert list(line.days) == [today()]


def test_page_and_workbook_tell_the_same(cast: Cast, client: Client, done: Round) -> None:
    page = client.get("/rounds/completion/").content.decode()
    assert "33.3%" in page
    assert "没有检查" in page
    answer: Any = client.get("/rounds/completion.xlsx")
    book = read_book(io.BytesIO(answer.getvalue()).getvalue(), name="完成情况.xlsx")
    words = str([[str(cell) for cell in row] for sheet in book.sheets for row in sheet.rows])
    assert cast.inspector.name in words
    assert "1/3" in words
    assert AuditEntry.objects.filter(action="inspections.export_completion").count() == 1


def test_filters_by_plan_unit_and_rounds_made_by_hand(cast: Cast, client: Client, field: Field, done: Round) -> None:
    make_round(cast, field, name="临时检查")
    plan_id = PlanRun.objects.get().plan_id
    month = f"{today():%Y-%m}"
    assert "4</" in client.get(f"/rounds/completion/?month={month}&plan={plan_id}").content.decode()
    assert "没有检查" not in client.get("/rounds/completion/?month=2020-01").content.decode()
    for address in ("/rounds/completion/?month=x&plan=x&unit=x", "/rounds/completion/?all=on"):
        assert client.get(address).status_code == 200


def test_missed_site_is_handed_over_and_excused_from_the_page(
    cast: Cast, client: Client, field: Field, done: Round
) -> None:
    second = make_person("second", unit=cast.office, role="inspector")
    sites, month = [str(field.sites[2].pk)], f"{today():%Y-%m}"
    address = f"/rounds/{done.pk}/sites/"
    facts = {"site": sites, "reason": "顺路", "person": str(second.pk), "month": month}
    assert client.post(f"{address}hand-over/", facts)["Location"] == f"/rounds/completion/?month={month}"
    assert Assignment.objects.get(site=field.sites[2]).inspector == second
    client.post(f"{address}excuse/", {"site": sites, "reason": "拆迁"})
    client.post(f"{address}lift-excuse/", {"site": sites, "reason": "还在"})
    assert Assignment.objects.get(site=field.sites[2]).excused_at is None
    assert client.post(f"{address}hand-over/", {"site": sites, "reason": "顺路"}).status_code == 422


def test_cost_of_the_month_does_not_grow(cast: Cast, field: Field, django_assert_num_queries: Any) -> None:
    chief = actor_of(cast.chief)
    found = make_round(cast, field)
    chosen = CompletionFilter(found.ends_on.replace(day=1), only_plans=False)
    completion(actor=chief, chosen=chosen)
    with django_assert_num_queries(2):
        completion(actor=chief, chosen=chosen)
    for number in range(5):
        make_round(cast, field, inspector=make_person(f"i{number}", unit=cast.office, role="inspector"))
    with django_assert_num_queries(2):
        assert len(completion(actor=chief, chosen=chosen).lines) == 6


def test_plans_absences_and_completion_over_the_api(cast: Cast, client: Client, field: Field) -> None:
    facts = {
        "name": "日巡查",
        "kind": "patrol",
        "framework_id": field.framework.pk,
        "rhythm": "daily",
        "starts_on": f"{today()}",
        "team": [{"person_id": cast.inspector.pk}],
        "sample": {"design": {"size": 2}},
    }
    made = client.post("/api/v1/plans", facts, content_type=JSON)
    assert made.status_code == 201
    address = f"/api/v1/plans/{made.json()['id']}"
    one = client.get(address).json()
    assert (len(one["coming"]), one["runs"], one["team"][0]["person_id"]) == (8, [], cast.inspector.pk)
    change = {**facts, "applies_from": f"{today()}", "ending": "release"}
    assert client.patch(address, change, content_type=JSON).status_code == 422  # neither kind nor first day changes
    del change["kind"], change["starts_on"]
    assert client.patch(address, change, content_type=JSON).status_code == 200
    reason = {"reason": "办公室安排"}
    for act, state, body in (("pause", "paused", reason), ("resume", "active", {}), ("end", "ended", reason)):
        answer = client.post(f"{address}/{act}", body, content_type=JSON)
        assert answer.json()["state"] == state
    assert [row["state"] for row in client.get("/api/v1/plans").json()] == ["ended"]
    absence = {"person_id": cast.inspector.pk, "starts_on": f"{today()}", "ends_on": f"{today()}", "reason": "年假"}
    noted = client.post("/api/v1/absences", absence, content_type=JSON).json()
    assert client.post(f"/api/v1/absences/{noted['id']}/end").json()["is_ended"]
    assert len(client.get("/api/v1/absences").json()) == 1
    found = make_round(cast, field)
    shown = client.get(f"/api/v1/completion?only_plans=false&month={found.ends_on}").json()
    assert shown["whole"]["given"] == 4
    sites = {"site_ids": [str(field.sites[0].pk)], "reason": "停业"}
    for act, more in (("excuse", {}), ("lift-excuse", {}), ("hand-over", {"person_id": cast.chief.pk})):
        answer = client.post(f"/api/v1/rounds/{found.pk}/{act}", {**sites, **more}, content_type=JSON)
        assert answer.json() == {"count": 1}
