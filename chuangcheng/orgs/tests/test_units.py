from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.models import AuditEntry
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Unit, UnitAlias
from chuangcheng.orgs.services import UnitFacts
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit

BUREAU = Unit.Kind.BUREAU


def test_creation_office_sets_up_a_unit_of_every_kind(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    for kind in Unit.Kind.values:
        made = services.create_unit(
            actor=chief, parent_id=cast.place.pk, facts=UnitFacts(name=f"某{kind}", kind=kind, affiliation="dual")
        )
        assert Unit.objects.get_parent(made) == cast.place
        assert made.code
    assert AuditEntry.objects.filter(action="orgs.create_unit").count() == len(Unit.Kind.values)


def test_liaison_sets_up_no_unit(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        services.create_unit(
            actor=actor_of(cast.east_liaison), parent_id=cast.east.pk, facts=UnitFacts(name="新社区", kind="community")
        )
    assert not Unit.objects.filter(name="新社区").exists()


def test_unit_elsewhere_is_as_absent(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.change_units")
    with pytest.raises(NotFound) as elsewhere:
        services.rename_unit(actor=keeper, unit_id=cast.west.pk, name="新名")
    with pytest.raises(NotFound) as absent:
        services.rename_unit(actor=keeper, unit_id=10**9, name="新名")
    assert str(elsewhere.value) == str(absent.value)


def test_two_siblings_do_not_share_a_name(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="已经有名为"):
        services.create_unit(actor=chief, parent_id=cast.place.pk, facts=UnitFacts(name="东关街道", kind="street"))
    below = services.create_unit(actor=chief, parent_id=cast.east.pk, facts=UnitFacts(name="党政办", kind="bureau"))
    other = services.create_unit(actor=chief, parent_id=cast.west.pk, facts=UnitFacts(name="党政办", kind="bureau"))
    assert below.pk != other.pk


@pytest.mark.parametrize("name", ["", "   ", "名" * 121, "东关\u202e街道", "东关\x00街道"])
def test_name_that_cannot_be_read_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(InvalidInput):
        services.rename_unit(actor=actor_of(cast.chief), unit_id=cast.east.pk, name=name)
    assert Unit.objects.get(pk=cast.east.pk).name == "东关街道"


def test_code_is_not_given_twice(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="编码"):
        services.create_unit(
            actor=actor_of(cast.chief), parent_id=cast.place.pk, facts=UnitFacts(name="甲局", kind=BUREAU, code="DG")
        )


def test_renamed_unit_is_found_by_its_old_name(cast: Cast) -> None:
    services.rename_unit(actor=actor_of(cast.chief), unit_id=cast.east.pk, name="东城街道")
    found, created = services.find_or_make_unit(name="东关街道", actor=SYSTEM)
    assert (found.pk, created) == (cast.east.pk, False)


def test_unit_renamed_back_has_no_alias_of_its_own_name(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    services.rename_unit(actor=chief, unit_id=cast.east.pk, name="东城街道")
    services.rename_unit(actor=chief, unit_id=cast.east.pk, name="东关街道")
    assert list(UnitAlias.objects.values_list("name", flat=True)) == ["东城街道"]


def test_moved_unit_takes_its_own_along(cast: Cast) -> None:
    services.move_unit(actor=actor_of(cast.chief), unit_id=cast.east.pk, parent_id=cast.west.pk)
    lane = Unit.objects.get(pk=cast.lane.pk)
    assert [unit.pk for unit in Unit.objects.get_ancestors(lane)] == [cast.place.pk, cast.west.pk, cast.east.pk]


def test_rights_follow_the_tree(cast: Cast) -> None:
    assert not actor_of(cast.west_liaison).may_at("orgs.view", cast.east.path)
    services.move_unit(actor=actor_of(cast.chief), unit_id=cast.east.pk, parent_id=cast.west.pk)
    east = Unit.objects.get(pk=cast.east.pk)
    assert actor_of(cast.west_liaison).may_at("orgs.view", east.path)


def test_unit_does_not_move_under_its_own(cast: Cast) -> None:
    for parent in (cast.east, cast.lane):
        with pytest.raises(Refusal, match="自己"):
            services.move_unit(actor=actor_of(cast.chief), unit_id=cast.east.pk, parent_id=parent.pk)


def test_leading_group_marks_its_unit(cast: Cast) -> None:
    services.create_unit(
        actor=actor_of(cast.chief), parent_id=cast.east.pk, facts=UnitFacts(name="创城领导小组", kind="leading_group")
    )
    assert Unit.objects.get(pk=cast.east.pk).has_own_group


def test_offices_that_act_as_one_have_one_main_office(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    first = services.create_unit(
        actor=chief, parent_id=cast.place.pk, facts=UnitFacts("文明办", BUREAU, acts_with_id=cast.office.pk)
    )
    second = services.create_unit(
        actor=chief, parent_id=cast.place.pk, facts=UnitFacts("宣传科", BUREAU, acts_with_id=first.pk)
    )
    assert second.acts_with_id == cast.office.pk
    with pytest.raises(InvalidInput):
        services.change_unit(
            actor=chief, unit_id=cast.office.pk, facts=UnitFacts("区创城办", "headquarters", acts_with_id=first.pk)
        )


def test_unit_made_by_an_import_is_confirmed_once(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    made, _created = services.find_or_make_unit(name="东风社区", actor=SYSTEM)
    assert not made.is_confirmed
    facts = UnitFacts(name="东风社区", kind="community")
    confirmed = services.confirm_unit(actor=chief, unit_id=made.pk, facts=facts, parent_id=cast.east.pk)
    assert confirmed.is_confirmed
    assert Unit.objects.get_parent(Unit.objects.get(pk=made.pk)) == cast.east
    with pytest.raises(Refusal, match="已经确认"):
        services.confirm_unit(actor=chief, unit_id=made.pk, facts=facts, parent_id=cast.east.pk)


@pytest.mark.django_db(transaction=True)
def test_moves_at_the_same_time_leave_a_sound_tree() -> None:
    place = make_unit("云澜区", kind=Unit.Kind.PLACE)
    streets = [make_unit(f"{n}街道", parent=place, kind=Unit.Kind.STREET) for n in range(4)]
    lanes = [make_unit(f"{n}社区", parent=streets[n % 4], kind=Unit.Kind.COMMUNITY) for n in range(8)]
    start, failures = Barrier(4), []

    def move_all(shift: int) -> None:
        try:
            start.wait()
            for index, lane in enumerate(lanes):
                target = streets[(index + shift) % 4]
                services.move_unit(actor=SYSTEM, unit_id=lane.pk, parent_id=target.pk)
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=move_all, args=(shift,)) for shift in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Unit.objects.count() == 13
    problems = Unit.objects.find_problems()
    assert not any(problems)


@pytest.mark.django_db(transaction=True)
def test_units_made_at_the_same_time_each_have_their_place() -> None:
    place = make_unit("云澜区", kind=Unit.Kind.PLACE)
    start, failures = Barrier(4), []

    def make(number: int) -> None:
        try:
            start.wait()
            services.create_unit(actor=SYSTEM, parent_id=place.pk, facts=UnitFacts(name=f"{number}局", kind=BUREAU))
            services.find_or_make_unit(name="同名单位", actor=SYSTEM)
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Unit.objects.filter(name="同名单位").count() == 1
    assert Unit.objects.count() == 6
    assert not any(Unit.objects.find_problems())


def test_tree_gets_no_deeper_by_moving(cast: Cast) -> None:
    parent, top = cast.place, make_unit("另一支", parent=cast.place)
    for level in range(2, 12):
        parent = make_unit(f"第{level}级", parent=parent)
    below = top
    for level in range(10):
        below = make_unit(f"下{level}级", parent=below)
    with pytest.raises(Refusal, match="不能超过20级"):
        services.move_unit(actor=actor_of(cast.chief), unit_id=top.pk, parent_id=parent.pk)
