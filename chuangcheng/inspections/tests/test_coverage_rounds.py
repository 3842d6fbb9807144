"""From coverage to a round by one press; and a mystery visit that nobody notices in it before its release."""

from __future__ import annotations

from typing import Any

from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import today
from chuangcheng.inspections.models import Round
from chuangcheng.inspections.testing import bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.sites.access import visible_sites
from chuangcheng.sites.queries import coverage_of


def test_all_of_the_filter_becomes_one_round_in_preparation(cast: Cast) -> None:
    field = make_field(cast, sites=3)
    client = signed_in(cast.chief)
    form = {"all": "1", "query": "looked=never", "round_id": str(new_id())}
    answer = client.post("/sites/coverage/round/", form)
    client.post("/sites/coverage/round/", form)
    made = Round.objects.get()
    assert answer.headers["Location"] == f"/rounds/{made.pk}/"
    assert (made.state, made.kind, made.assignments.count()) == ("draft", "patrol", len(field.sites))


def test_ticked_sites_alone_become_the_round(cast: Cast) -> None:
    field = make_field(cast, sites=3)
    form = {"site": [str(field.sites[1].pk)], "query": "looked=never", "round_id": str(new_id())}
    signed_in(cast.chief).post("/sites/coverage/round/", form)
    assert [each.site for each in Round.objects.get().assignments.all()] == [field.sites[1]]


def test_mystery_visit_does_not_show_in_coverage_before_release(cast: Cast) -> None:
    field = make_field(cast)
    found = make_round(cast, field, kind="mystery")
    make_visit(cast, field, found)
    deliver_events()
    for person in (cast.east_liaison, cast.leader, cast.chief):
        assert _never(person) == 1
        assert "第1集贸市场" in signed_in(person).get("/sites/coverage/?looked=never").content.decode()
        story = signed_in(person).get(f"/sites/{field.sites[0].pk}/").content.decode()
        if person != cast.chief:
            assert "现场检查" not in story.split('id="site-story"')[-1].split("</section>")[0]
    bring_to(cast, found, "released")
    deliver_events()
    assert _never(cast.east_liaison) == 0


def _never(person: Any) -> int:
    actor = actor_of(person)
    return coverage_of(actor=actor, rows=visible_sites(actor), today=today()).never


def test_site_that_waits_in_another_patrol_is_not_listed_again(cast: Cast) -> None:
    field = make_field(cast, sites=3)
    client, first = signed_in(cast.chief), [str(field.sites[0].pk)]
    client.post("/sites/coverage/round/", {"site": first, "query": "", "round_id": str(new_id())})
    name = Round.objects.get().name

    refused = client.post("/sites/coverage/round/", {"site": first, "query": "", "round_id": str(new_id())})
    assert (refused.status_code, Round.objects.count()) == (422, 1)
    assert f"这些点位都已在没有结束的巡查轮次（“{name}”）中待检查" in refused.content.decode()

    form = {"all": "1", "query": "looked=never", "round_id": str(new_id())}
    told = client.post("/sites/coverage/round/", form, follow=True).content.decode()
    assert "已把2个点位列成一轮检查" in told
    assert "另有1个已在没有结束的轮次中待检查，没有重复列入。" in told
