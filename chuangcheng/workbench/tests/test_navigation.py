"""The menu by kinds of work, folded to five groups for who works for units alone."""

from __future__ import annotations

import pytest

from chuangcheng.core.shell import GROUPS
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.workbench.navigation import FOLDED_GROUPS, ShownGroup, navigation_for

pytestmark = pytest.mark.django_db


def menu(person: Person) -> list[ShownGroup]:
    return navigation_for(actor_of(person), address="/")


def test_every_kind_of_work_has_its_place_in_the_folded_menu() -> None:
    assert sorted(name for _label, _icon, names in FOLDED_GROUPS for name in names) == sorted(GROUPS)


def test_who_works_for_a_unit_sees_five_groups_and_loses_nothing(cast: Cast) -> None:
    for person in (cast.liaison, cast.east_liaison, cast.keeper):
        groups = menu(person)
        assert [str(group.label) for group in groups] == ["工作台", "问题", "任务与材料", "检查与点位", "会议与资料"]
        addresses = {entry.url for group in groups for entry in group}
        assert {"/", "/cases/", "/tasks/", "/materials/", "/rounds/", "/sites/", "/frameworks/", "/units/"} <= addresses


def test_who_works_for_the_whole_place_sees_the_kinds_of_work(cast: Cast) -> None:
    labels = [str(group.label) for group in menu(cast.chief)]
    assert len(labels) > len(FOLDED_GROUPS)
    assert {"体系与得分", "任务", "材料"} <= set(labels)


def test_open_group_names_its_sections(cast: Cast) -> None:
    page = signed_in(cast.liaison).get("/materials/").content.decode()
    assert page.count('class="nav-section"') == 2
    assert page.count('class="nav-entry is-open"') == 1
