"""Samples on screen, by services and over the API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.access import draw_for
from chuangcheng.inspections.models import Round, SampleDraw
from chuangcheng.inspections.queries.samples import is_repeatable, preview_of
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Design
from chuangcheng.inspections.services import DrawnAlready, NothingToDraw, RoundMovedOn
from chuangcheng.inspections.testing import MARKET, Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.sites.models import Site
from chuangcheng.sites.testing import make_site, make_site_type

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIX = Terms(Design(strata="type_town", size=6))


@pytest.fixture
def field(cast: Cast) -> Field:
    """Twelve markets in the east and eight toilets in the west."""
    made = make_field(cast, sites=12)
    make_site_type("公共厕所")
    for number in range(8):
        make_site(f"第{number}公厕", area=cast.west, site_type="公共厕所")
    return made


@pytest.fixture
def found(cast: Cast, field: Field) -> Round:
    """An empty mystery round in preparation."""
    return empty(cast, field)


def empty(cast: Cast, field: Field, kind: str = "mystery") -> Round:
    """A round without sites."""
    return services.create_round(
        actor=actor_of(cast.chief),
        name="暗访",
        kind=kind,
        framework_id=field.framework.pk,
        starts_on=today(),
        ends_on=today(),
    )


def drawn(cast: Cast, found: Round, **more: Any) -> SampleDraw:
    facts = {"terms": SIX, "draw_id": new_id(), **more}
    return services.draw_sample(actor=actor_of(cast.chief), round_id=found.pk, **facts)


def sites_of(found: Round) -> set[str]:
    return {str(pk) for pk in found.assignments.values_list("site_id", flat=True)}


def test_draw_puts_the_sites_into_the_round_and_can_be_repeated(cast: Cast, found: Round) -> None:
    made = drawn(cast, found, seed="ABC")
    assert sites_of(found) == set(made.site_ids)
    assert [row[2:] for row in made.strata] == [[12, 4, 4], [8, 2, 2]]
    assert (made.seed, made.frame_count, len(made.frame_digest)) == ("ABC", 20, 64)
    assert is_repeatable(SampleDraw.objects.get())
    entry = AuditEntry.objects.get(action="inspections.draw_sample")
    assert entry.detail["seed"] == "ABC"


def test_same_seed_over_the_same_sites_is_the_same_sample(cast: Cast, field: Field, found: Round) -> None:
    first = drawn(cast, found, seed="ABC")
    services.discard_round(actor=actor_of(cast.chief), round_id=found.pk)
    assert not SampleDraw.objects.exists()
    assert drawn(cast, empty(cast, field), seed="ABC").site_ids == first.site_ids


def test_same_form_twice_is_one_draw_and_without_a_seed_one_is_made(cast: Cast, found: Round) -> None:
    draw_id = new_id()
    first, again = (drawn(cast, found, draw_id=draw_id) for _ in range(2))
    assert first == again
    assert len(first.seed) == 16
    assert found.assignments.count() == 6


def test_drawing_again_needs_a_reason_and_keeps_what_was_visited(cast: Cast, field: Field, found: Round) -> None:
    first = drawn(cast, found, terms=Terms(Design(strata="type", size=6)), seed="A")
    market = found.assignments.filter(site__site_type__name=MARKET).first()
    assert market is not None
    chief = actor_of(cast.chief)
    services.assign_inspector(actor=chief, round_id=found.pk, site_ids=[market.site_id], inspector_id=cast.inspector.pk)
    services.start_round(actor=chief, round_id=found.pk)
    make_visit(cast, field, found, site=market.site)
    with pytest.raises(DrawnAlready, match="请写明理由"):
        drawn(cast, found, seed="B")
    second = drawn(cast, found, seed="B", reason="两个市场已拆迁")
    assert second.replaces == first
    assert sites_of(found) == {*second.site_ids, str(market.site_id)}
    assert str(market.site_id) not in second.site_ids
    assert SampleDraw.objects.filter(round=found).count() == 2


def test_sites_of_open_rounds_and_those_lately_visited_are_left_out(cast: Cast, field: Field, found: Round) -> None:
    other = make_round(cast, replace(field, sites=field.sites[:3]))
    make_visit(cast, field, other, site=field.sites[0])
    bring_to(cast, other, "released")
    make_round(cast, replace(field, sites=field.sites[3:5]), state="draft")
    services.mark_visited_site({"round": other.pk, "site": field.sites[0].pk, "at": "2026-01-01T00:00:00+00:00"})
    chief = actor_of(cast.chief)
    services.mark_released_sites({"round": other.pk})
    shown = preview_of(actor=chief, found=found, terms=replace(SIX, not_within_days=30), day=today())
    assert (shown.frame.lately, shown.frame.in_open_rounds, len(shown.frame.candidates)) == (1, 2, 17)


def test_too_few_sites_are_told_and_none_at_all_are_refused(cast: Cast, found: Round) -> None:
    made = drawn(cast, found, terms=Terms(Design(strata="type", is_each=True, size=10)))
    assert [row[2:] for row in made.strata] == [[12, 10, 10], [8, 10, 8]]
    with pytest.raises(NothingToDraw):
        drawn(cast, found, terms=Terms(Design(size=3), type_ids=(10**9,)), reason="再抽")
    assert found.assignments.count() == 18  # the refusal took nothing out


def test_all_sites_in_another_open_round_is_told_with_what_to_do(
    cast: Cast, field: Field, found: Round, client: Client
) -> None:
    everything = list(Site.objects.all())
    make_round(cast, replace(field, sites=everything), state="draft")
    page = client.get(f"/rounds/{found.pk}/sample/?{ASKED}").content.decode()
    assert f"范围内的{len(everything)}个点位都在其他未结束的轮次中" in page
    assert "抽取并加入轮次" not in page
    with pytest.raises(NothingToDraw, match="请先结束那些轮次"):
        drawn(cast, found)
    assert drawn(cast, found, terms=replace(SIX, not_in_open_rounds=False)).site_ids


def test_only_planners_draw_or_see_draws_and_a_finished_round_takes_none(cast: Cast, found: Round) -> None:
    made = drawn(cast, found)
    for person in (cast.inspector, cast.leader, cast.east_liaison):
        with pytest.raises((NotPermitted, NotFound)):
            services.draw_sample(actor=actor_of(person), round_id=found.pk, draw_id=new_id(), terms=SIX)
        with pytest.raises(Refusal):
            draw_for(actor_of(person), made.pk)
    bring_to(cast, found, "finished")
    with pytest.raises(RoundMovedOn):
        drawn(cast, found, reason="再抽")


@pytest.mark.parametrize("wrong", [{"seed": "长" * 41}, {"seed": "\0"}, {"terms": Terms()}, {"draw_id": UUID(int=5)}])
def test_wrong_facts_are_refused(cast: Cast, found: Round, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        drawn(cast, found, **wrong)
    assert not SampleDraw.objects.exists()


@pytest.fixture
def client(cast: Cast) -> Client:
    made = Client()
    made.force_login(cast.chief, backend=BACKEND)
    return made


ASKED = "strata=type_town&allot=total&size=6&order=chance&weigh_by=equal&not_in_open_rounds=on"


def test_set_up_preview_and_draw_on_screen(cast: Cast, client: Client, found: Round) -> None:
    address = f"/rounds/{found.pk}/sample/"
    assert "预览各层数量" in client.get(address).content.decode()
    page = client.get(f"{address}?{ASKED}").content.decode()
    assert "可抽20个点位，要抽6个，可以抽到6个" in page
    assert not found.assignments.exists()
    answer = client.post(f"{address}?{ASKED}", {"draw_id": str(new_id()), "seed": "S-1"}, follow=True)
    page = answer.content.decode()
    assert "S-1" in page
    assert "结果相同" in page
    assert found.assignments.count() == 6
    again = client.post(f"{address}?{ASKED}", {"draw_id": str(new_id())})
    assert again.status_code == 422
    assert "请写明理由" in again.content.decode()


def test_numbers_of_strata_and_weights_of_types_come_from_the_address(cast: Cast, client: Client, found: Round) -> None:
    type_id = make_site_type(MARKET).pk
    asked = ASKED.replace("type_town", "type").replace("equal", "types")
    page = client.get(f"/rounds/{found.pk}/sample/?{asked}&n-{type_id}-0=13&w-{type_id}=5&n-0-7=4&n-x-1=2")
    assert "不足，缺1个" in page.content.decode()


def test_wrong_set_up_is_shown_beside_the_field(cast: Cast, client: Client, found: Round) -> None:
    page = client.get(f"/rounds/{found.pk}/sample/?{ASKED.replace('size=6', 'size=0')}")
    assert page.status_code == 200
    assert "需要改正" in page.content.decode()


def test_cost_of_preview_and_draw_does_not_grow(
    cast: Cast, client: Client, field: Field, found: Round, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        make_site(f"新市场{number}", area=cast.lane, site_type=MARKET)
    address = f"/rounds/{found.pk}/sample/?{ASKED}"
    client.get(address)
    with django_assert_max_num_queries(25):
        client.get(address)
    with django_assert_max_num_queries(24):
        drawn(cast, found, terms=Terms(Design(size=40)))


def test_draw_over_the_api(cast: Cast, client: Client, found: Round) -> None:
    address = f"/api/v1/rounds/{found.pk}"
    terms = {"design": {"strata": "type", "size": 5}}
    shown = client.post(f"{address}/sample/preview", terms, content_type="application/json").json()
    assert (shown["frame"], shown["drawn"], shown["shortage"]) == (20, 5, 0)
    made = client.post(f"{address}/sample", {**terms, "seed": "API"}, content_type="application/json")
    assert made.status_code == 201
    one = client.get(f"/api/v1/draws/{made.json()['id']}").json()
    assert one["is_repeatable"]
    assert [row["seed"] for row in client.get(f"{address}/draws").json()] == ["API"]
    wrong = client.post(f"{address}/sample", {"design": {"size": 0}}, content_type="application/json")
    assert wrong.status_code == 422


def test_tester_in_the_round_sees_no_draw(cast: Cast, found: Round) -> None:
    made = drawn(cast, found)
    tester = make_person("tester", unit=cast.office, role="third_party")
    client = Client()
    client.force_login(tester, backend=BACKEND)
    assert client.get(f"/draws/{made.pk}/").status_code in {403, 404}
    assert client.get(f"/api/v1/rounds/{found.pk}/draws").status_code in {403, 404}
