from __future__ import annotations

from datetime import timedelta

import pytest

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Post, Role, Unit
from chuangcheng.orgs.services import PostFacts
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit

DAY = timedelta(days=1)


def role_id(code: str) -> int:
    return Role.objects.get(code=code).pk


def test_person_holds_posts_in_several_units(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    facts = PostFacts(starts_on=today(), duty=Post.Duty.LIAISON, role_id=role_id("liaison"))
    services.give_post(actor=chief, person_id=cast.east_liaison.pk, unit_id=cast.west.pk, facts=facts)
    assert actor_of(cast.east_liaison).unit_ids == {cast.east.pk, cast.west.pk}


def test_post_of_tomorrow_gives_nothing_today(cast: Cast) -> None:
    facts = PostFacts(starts_on=today() + DAY, role_id=role_id("liaison"))
    services.give_post(actor=actor_of(cast.chief), person_id=cast.stranger.pk, unit_id=cast.west.pk, facts=facts)
    assert actor_of(cast.stranger).grants == {}


def test_nobody_gives_himself_a_post(cast: Cast) -> None:
    with pytest.raises(NotPermitted, match="不能给自己"):
        services.give_post(
            actor=actor_of(cast.chief), person_id=cast.chief.pk, unit_id=cast.east.pk, facts=PostFacts(today())
        )


def test_liaison_gives_no_posts(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        services.give_post(
            actor=actor_of(cast.east_liaison), person_id=cast.keeper.pk, unit_id=cast.lane.pk, facts=PostFacts(today())
        )
    assert cast.keeper.posts.count() == 1


def test_unit_has_one_first_responsible_person(cast: Cast) -> None:
    make_person("head", unit=cast.east, duty=Post.Duty.HEAD, name="韩主任")
    facts = PostFacts(starts_on=today(), duty=Post.Duty.HEAD)
    with pytest.raises(Refusal, match="现为韩主任"):
        services.give_post(actor=actor_of(cast.chief), person_id=cast.stranger.pk, unit_id=cast.east.pk, facts=facts)


def test_leading_group_has_two_heads_at_most(cast: Cast) -> None:
    group = make_unit("创城领导小组", parent=cast.place, kind=Unit.Kind.LEADING_GROUP)
    chief, facts = actor_of(cast.chief), PostFacts(starts_on=today(), duty=Post.Duty.GROUP_HEAD)
    for person in (cast.leader, cast.inspector):
        services.give_post(actor=chief, person_id=person.pk, unit_id=group.pk, facts=facts)
    with pytest.raises(Refusal, match="组长"):
        services.give_post(actor=chief, person_id=cast.stranger.pk, unit_id=group.pk, facts=facts)


def test_group_duties_belong_to_bodies(cast: Cast) -> None:
    facts = PostFacts(starts_on=today(), duty=Post.Duty.GROUP_MEMBER)
    with pytest.raises(InvalidInput, match="领导小组"):
        services.give_post(actor=actor_of(cast.chief), person_id=cast.stranger.pk, unit_id=cast.east.pk, facts=facts)


def test_post_does_not_end_before_it_begins(cast: Cast) -> None:
    facts = PostFacts(starts_on=today(), ends_on=today() - DAY)
    with pytest.raises(InvalidInput, match="早于"):
        services.give_post(actor=actor_of(cast.chief), person_id=cast.stranger.pk, unit_id=cast.east.pk, facts=facts)


def test_same_post_is_not_given_twice(cast: Cast) -> None:
    facts = PostFacts(starts_on=today(), duty=Post.Duty.LIAISON, role_id=role_id("liaison"))
    with pytest.raises(Refusal, match="同样的任职"):
        services.give_post(
            actor=actor_of(cast.chief), person_id=cast.east_liaison.pk, unit_id=cast.east.pk, facts=facts
        )


def test_ended_post_keeps_its_history_and_gives_nothing(cast: Cast) -> None:
    post = cast.east_liaison.posts.get()
    services.end_post(actor=actor_of(cast.chief), post_id=post.pk, last_day=today() - DAY, reason="调离")
    post.refresh_from_db()
    assert (post.ends_on, post.end_reason) == (today() - DAY, "调离")
    assert actor_of(cast.east_liaison).grants == {}
    with pytest.raises(Refusal, match="已经结束"):
        services.end_post(actor=actor_of(cast.chief), post_id=post.pk, last_day=today(), reason="再次")


def test_ending_a_post_asks_for_a_reason(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="原因"):
        services.end_post(actor=actor_of(cast.chief), post_id=cast.keeper.posts.get().pk, last_day=today(), reason="  ")


def test_post_elsewhere_is_as_absent(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.change_people")
    with pytest.raises(NotFound):
        services.end_post(actor=keeper, post_id=cast.west_liaison.posts.get().pk, last_day=today(), reason="调离")


def test_hand_over_ends_one_post_and_starts_the_next(cast: Cast) -> None:
    former = cast.east_liaison.posts.get()
    post = services.hand_over(
        actor=actor_of(cast.chief),
        post_id=former.pk,
        successor_id=cast.stranger.pk,
        on=today(),
        note="台账在文件柜；三个问题待反馈。",
    )
    former.refresh_from_db()
    assert (former.ends_on, former.handed_over_to) == (today() - DAY, post)
    assert (post.person, post.duty, post.role, post.starts_on) == (
        cast.stranger,
        former.duty,
        former.role,
        today(),
    )
    assert actor_of(cast.stranger).unit_ids == {cast.east.pk}
    assert Notice.objects.get(recipient=cast.stranger).title == "您已接任东关街道联络员"


def test_successor_marks_the_note_as_read(cast: Cast) -> None:
    post = services.hand_over(
        actor=actor_of(cast.chief),
        post_id=cast.east_liaison.posts.get().pk,
        successor_id=cast.stranger.pk,
        on=today(),
        note="台账在文件柜。",
    )
    with pytest.raises(NotFound):
        services.read_handover(actor=actor_of(cast.chief), post_id=post.pk)
    assert services.read_handover(actor=actor_of(cast.stranger), post_id=post.pk).handover_read_at


def test_hand_over_to_oneself_and_for_tomorrow_is_refused(cast: Cast) -> None:
    post, chief = cast.east_liaison.posts.get(), actor_of(cast.chief)
    with pytest.raises(InvalidInput):
        services.hand_over(actor=chief, post_id=post.pk, successor_id=cast.east_liaison.pk, on=today(), note="")
    with pytest.raises(InvalidInput):
        services.hand_over(actor=chief, post_id=post.pk, successor_id=cast.stranger.pk, on=today() + DAY, note="")
    post.refresh_from_db()
    assert post.ends_on is None


def test_assigning_a_role_is_on_record(cast: Cast) -> None:
    facts = PostFacts(starts_on=today(), role_id=role_id("inspector"))
    services.give_post(actor=actor_of(cast.chief), person_id=cast.stranger.pk, unit_id=cast.office.pk, facts=facts)
    entry = AuditEntry.objects.get(action="orgs.give_post")
    assert (entry.actor_name, entry.detail["role"], entry.detail["person"]) == ("程主任", "inspector", "莫路人")
