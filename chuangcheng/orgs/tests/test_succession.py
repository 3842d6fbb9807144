from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core import events as core_events
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.models import Event
from chuangcheng.core.times import today
from chuangcheng.orgs import events, services, slots
from chuangcheng.orgs.models import Post, Unit, UnitSuccession
from chuangcheng.orgs.services import Part, UnitFacts
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit

YESTERDAY = timedelta(days=1)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody hears the news, so that it is written down."""

    def hear(_news: Mapping[str, Any]) -> None:
        """Does nothing."""

    heard = {topic: {"test": hear} for topic in (events.UNIT_MERGED, events.UNIT_SPLIT, events.UNIT_CLOSED)}
    monkeypatch.setattr(core_events, "_handlers", heard)


@pytest.mark.usefixtures("listening")
def test_merged_unit_passes_everything_on(cast: Cast) -> None:
    services.merge_units(
        actor=actor_of(cast.chief), old_ids=[cast.west.pk], new_id=cast.east.pk, on=today(), reason="街道合并"
    )
    west = Unit.objects.get(pk=cast.west.pk)
    assert west.closed_on == today()
    former, moved = Post.objects.filter(person=cast.west_liaison).order_by("starts_on")
    assert (former.unit_id, former.ends_on) == (west.pk, today() - YESTERDAY)
    assert (moved.unit_id, moved.starts_on, moved.ends_on, moved.role) == (cast.east.pk, today(), None, former.role)
    assert UnitSuccession.objects.get().successor_id == cast.east.pk
    assert services.find_or_make_unit(name="西苑街道", actor=SYSTEM) == (cast.east, False)
    payload = {"old_ids": [west.pk], "new_id": cast.east.pk, "on": today().isoformat()}
    assert Event.objects.get(topic=events.UNIT_MERGED).payload == payload


def test_sub_units_of_a_merged_unit_stand_under_its_successor(cast: Cast) -> None:
    services.merge_units(
        actor=actor_of(cast.chief), old_ids=[cast.east.pk], new_id=cast.west.pk, on=today(), reason="街道合并"
    )
    lane = Unit.objects.get(pk=cast.lane.pk)
    assert Unit.objects.get_parent(lane) == cast.west
    assert not any(Unit.objects.find_problems())


def test_successor_keeps_its_one_head(cast: Cast) -> None:
    make_person("east-head", unit=cast.east, role="unit_head", duty=Post.Duty.HEAD)
    second = make_person("west-head", unit=cast.west, role="unit_head", duty=Post.Duty.HEAD)
    services.merge_units(
        actor=actor_of(cast.chief), old_ids=[cast.west.pk], new_id=cast.east.pk, on=today(), reason="街道合并"
    )
    assert second.posts.get(unit=cast.east).duty == Post.Duty.STAFF
    assert Post.objects.filter(unit=cast.east, duty=Post.Duty.HEAD, ends_on__isnull=True).count() == 1


def test_unit_does_not_merge_into_itself_or_its_own(cast: Cast) -> None:
    for new in (cast.east, cast.lane):
        with pytest.raises(Refusal):
            services.merge_units(
                actor=actor_of(cast.chief), old_ids=[cast.east.pk], new_id=new.pk, on=today(), reason="误"
            )
    assert Unit.objects.get(pk=cast.east.pk).closed_on is None


def test_merging_asks_for_a_reason_and_a_day_that_has_come(cast: Cast) -> None:
    for on, reason in ((today(), " "), (today() + YESTERDAY, "街道合并")):
        with pytest.raises(InvalidInput):
            services.merge_units(
                actor=actor_of(cast.chief), old_ids=[cast.west.pk], new_id=cast.east.pk, on=on, reason=reason
            )
    assert not UnitSuccession.objects.exists()


def test_street_does_not_merge_another_street_into_itself(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.change_units")
    with pytest.raises(NotFound):
        services.merge_units(actor=keeper, old_ids=[cast.west.pk], new_id=cast.east.pk, on=today(), reason="合并")


def test_closed_unit_takes_nothing_new(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    services.merge_units(actor=chief, old_ids=[cast.west.pk], new_id=cast.east.pk, on=today(), reason="街道合并")
    with pytest.raises(Refusal, match="已经撤并"):
        services.create_unit(actor=chief, parent_id=cast.west.pk, facts=UnitFacts("新社区", "community"))
    with pytest.raises(Refusal, match="已经撤并"):
        services.merge_units(actor=chief, old_ids=[cast.west.pk], new_id=cast.east.pk, on=today(), reason="再次")


@pytest.mark.usefixtures("listening")
def test_split_unit_shares_out_posts_and_sub_units(cast: Cast) -> None:
    staff = make_person("staff", unit=cast.east)
    other_lane = make_unit("桃源社区", parent=cast.east, kind=Unit.Kind.COMMUNITY)
    parts = [
        Part(UnitFacts("东关街道", "street")),
        Part(UnitFacts("东湖街道", "street"), post_ids=[staff.posts.get().pk], unit_ids=[other_lane.pk]),
    ]
    north, lake = services.split_unit(
        actor=actor_of(cast.chief), unit_id=cast.east.pk, parts=parts, on=today(), reason="街道分设"
    )
    assert staff.posts.get(ends_on__isnull=True).unit == lake
    assert cast.east_liaison.posts.get(ends_on__isnull=True).unit == north
    assert Unit.objects.get_parent(Unit.objects.get(pk=other_lane.pk)) == lake
    assert Unit.objects.get_parent(Unit.objects.get(pk=cast.lane.pk)) == north
    assert {row.successor for row in UnitSuccession.objects.filter(former=cast.east)} == {north, lake}
    assert services.find_or_make_unit(name="东关街道", actor=SYSTEM) == (north, False)
    assert Event.objects.get(topic=events.UNIT_SPLIT).payload["main_id"] == north.pk


def test_split_needs_two_parts(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="两个"):
        services.split_unit(
            actor=actor_of(cast.chief),
            unit_id=cast.east.pk,
            parts=[Part(UnitFacts("甲街道", "street"))],
            on=today(),
            reason="分设",
        )
    assert Unit.objects.get(pk=cast.east.pk).closed_on is None


def test_unit_with_others_below_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refusal, match="下级单位"):
        services.close_unit(actor=actor_of(cast.chief), unit_id=cast.east.pk, on=today(), reason="撤销")


def test_closing_ends_the_posts(cast: Cast) -> None:
    services.close_unit(actor=actor_of(cast.chief), unit_id=cast.lane.pk, on=today(), reason="撤销")
    assert cast.keeper.posts.get().ends_on == today() - YESTERDAY
    assert actor_of(cast.keeper).unit_ids == frozenset()


@pytest.fixture
def busy() -> Iterator[None]:
    """Something above still waits for every unit."""
    slots.closing_hurdles.fill("test", lambda _unit_id: "该单位还有未结问题，请先办结或改派。")
    yield
    slots.closing_hurdles._fillings.pop("test")


@pytest.mark.usefixtures("busy")
def test_unit_that_something_waits_for_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refusal, match="未结问题"):
        services.close_unit(actor=actor_of(cast.chief), unit_id=cast.lane.pk, on=today(), reason="撤销")
    assert Unit.objects.get(pk=cast.lane.pk).closed_on is None


def test_place_itself_is_neither_split_nor_closed(cast: Cast) -> None:
    parts = [Part(UnitFacts("甲", "place")), Part(UnitFacts("乙", "place"))]
    chief = actor_of(cast.chief)
    with pytest.raises(Refusal):
        services.split_unit(actor=chief, unit_id=cast.place.pk, parts=parts, on=today(), reason="分设")
    with pytest.raises(Refusal):
        services.close_unit(actor=chief, unit_id=cast.place.pk, on=today(), reason="撤销")


def test_post_that_had_not_begun_begins_in_the_successor(cast: Cast) -> None:
    newcomer = make_person("newcomer")
    later = today() + timedelta(days=30)
    Post.objects.create(person=newcomer, unit=cast.west, starts_on=later)
    services.merge_units(
        actor=actor_of(cast.chief), old_ids=[cast.west.pk], new_id=cast.east.pk, on=today(), reason="街道合并"
    )
    assert newcomer.posts.get(unit=cast.east).starts_on == later
