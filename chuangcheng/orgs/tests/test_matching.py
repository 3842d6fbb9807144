from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.orgs import queries, services
from chuangcheng.orgs.models import Unit, UnitAlias
from chuangcheng.orgs.services import SeveralUnits, UnitFinder
from chuangcheng.orgs.testing import Cast, actor_of, make_unit
from chuangcheng.orgs.unit_names import comparable, kind_of


@pytest.mark.parametrize(
    "name", ["区城管局", "城管局", "云澜区城管局", "云澜城管局", " 区城管局 ", "区 城 管 局", "CG"]
)
def test_bureau_is_known_with_and_without_the_place_before_it(cast: Cast, name: str) -> None:
    assert services.find_or_make_unit(name=name, actor=SYSTEM) == (cast.sanitation, False)


def test_bureau_of_the_city_is_not_the_districts(cast: Cast) -> None:
    found, created = services.find_or_make_unit(name="市城管局", actor=SYSTEM)
    assert created
    assert found.pk != cast.sanitation.pk
    assert not found.is_confirmed


def test_unit_is_known_by_short_name_and_alias(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.sanitation.pk).update(short_name="城管")
    UnitAlias.objects.create(unit=cast.sanitation, name="城市管理和综合执法局")
    for name in ("城管", "城市管理和综合执法局", "区城市管理和综合执法局"):
        assert services.find_or_make_unit(name=name, actor=SYSTEM)[0] == cast.sanitation


def test_name_that_only_looks_alike_becomes_a_unit_to_confirm(cast: Cast) -> None:
    found, created = services.find_or_make_unit(name="区城管分局", actor=SYSTEM)
    assert created
    assert found.kind == Unit.Kind.BUREAU
    assert cast.sanitation in queries.similar_units(names=["区城管分局"])["区城管分局"]


@pytest.mark.parametrize("name", ["东关", "东关办", "东关街办", "东关街道办", "东关办事处", "云澜区东关街道办事处"])
def test_street_is_known_by_what_people_call_it(cast: Cast, name: str) -> None:
    assert services.find_or_make_unit(name=name, actor=SYSTEM) == (cast.east, False)


def test_office_is_no_street_of_the_same_beginning(cast: Cast) -> None:
    make_unit("文明街道", parent=cast.place, kind=Unit.Kind.STREET)
    found, created = services.find_or_make_unit(name="区文明办", actor=SYSTEM)
    assert (found.name, created) == ("区文明办", True)


def test_street_and_town_of_one_beginning_are_told_apart_by_their_whole_names(cast: Cast) -> None:
    town = make_unit("东关镇", parent=cast.place, kind=Unit.Kind.TOWN)
    assert services.find_or_make_unit(name="东关镇", actor=SYSTEM)[0] == town
    with pytest.raises(SeveralUnits, match="多个单位"):
        services.find_or_make_unit(name="东关", actor=SYSTEM)


def test_name_of_several_units_is_refused(cast: Cast) -> None:
    make_unit("党政办", parent=cast.east)
    make_unit("党政办", parent=cast.west)
    with pytest.raises(SeveralUnits, match="多个单位"):
        services.find_or_make_unit(name="党政办", actor=SYSTEM)


def test_own_name_goes_before_an_alias_of_another(cast: Cast) -> None:
    UnitAlias.objects.create(unit=cast.west, name="东关街道")
    assert services.find_or_make_unit(name="东关街道", actor=SYSTEM)[0] == cast.east


def test_unknown_name_is_made_once(cast: Cast) -> None:
    finder = UnitFinder(actor=SYSTEM)
    first, second = finder.find_or_make("桃源社区"), finder.find_or_make("桃源社区")
    assert (first[1], second[1]) == (True, False)
    assert first[0] == second[0]
    assert first[0].kind == Unit.Kind.COMMUNITY
    assert Unit.objects.get_parent(first[0]) == cast.place


def test_closed_unit_is_not_found(cast: Cast) -> None:
    services.close_unit(actor=actor_of(cast.chief), unit_id=cast.lane.pk, on=today(), reason="撤销")
    assert services.find_or_make_unit(name="柳巷社区", actor=SYSTEM)[1]


def test_blank_name_makes_no_unit(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        services.find_or_make_unit(name="　", actor=SYSTEM)


@pytest.mark.django_db
def test_place_is_made_when_there_is_none() -> None:
    found, created = services.find_or_make_unit(name="某局", actor=SYSTEM)
    assert created
    assert Unit.objects.get_parent(found).kind == Unit.Kind.PLACE


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("东关街道办事处", "street"),
        ("石门镇", "town"),
        ("柳巷社区", "community"),
        ("区教育局", "bureau"),
        ("某银行", "resident"),
    ],
)
def test_end_of_a_name_suggests_its_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@given(st.text(alphabet="区市县云澜城管局场政府 ", min_size=1).filter(str.strip))
def test_something_is_always_left_to_compare(name: str) -> None:
    assert comparable(name, place="云澜区")


@given(st.text(alphabet="城管教育公安局委办中心", min_size=1), st.sampled_from(["", "区", "云澜", "云澜区"]))
def test_what_stands_for_the_place_does_not_matter(name: str, prefix: str) -> None:
    assert comparable(prefix + name, place="云澜区") == name


def test_suggestion_looks_past_the_place_before_a_name(cast: Cast) -> None:
    found = queries.similar_units(names=["云澜城管执法局", "东关街道办", "云澜区某某单位"])
    assert found["云澜城管执法局"] == [cast.sanitation]
    assert found["东关街道办"][0] == cast.east
    assert cast.place not in found["云澜区某某单位"]


def note_of(name: str) -> tuple[Unit | None, str]:
    return UnitFinder(actor=SYSTEM).understand_or_make(name)


@pytest.mark.parametrize("name", ["区卫健委", "卫生健康委员会", "云澜区卫生健康委", "区卫生健康局"])
def test_committee_for_bureau_is_taken_for_the_only_one_and_said(cast: Cast, name: str) -> None:
    health = make_unit("区卫健局", parent=cast.place)

    unit, remark = note_of(name)

    assert unit == health
    assert remark == f"没有登记“{name}”，按“区卫健局”处理；若不是同一单位，请先登记“{name}”再导入。"


def test_the_registered_name_is_taken_as_it_stands_and_nothing_said(cast: Cast) -> None:
    make_unit("区卫健局", parent=cast.place)
    committee = make_unit("区卫健委", parent=cast.place)
    assert note_of("区卫健委") == (committee, "")


def test_one_of_several_bureaus_is_not_guessed_but_suggested(cast: Cast) -> None:
    for name in ("区发改局", "发展改革委员会"):
        make_unit(name, parent=cast.place)

    unit, remark = note_of("区发展和改革委")

    assert unit is not None
    assert (unit.name, unit.is_confirmed) == ("区发展和改革委", False)
    assert "可能就是“区发改局”“发展改革委员会”，请核对。" in remark


@pytest.mark.parametrize("name", ["市卫健委", "区纪委", "区卫健中心", "区城管办", "区委"])
def test_other_bodies_are_not_taken_for_a_bureau(cast: Cast, name: str) -> None:
    for other in ("区卫健局", "区纪局"):
        make_unit(other, parent=cast.place)
    unit, remark = note_of(name)
    assert unit is not None
    assert not unit.is_confirmed
    assert remark == f"单位“{name}”尚未登记，新建为待确认。"
