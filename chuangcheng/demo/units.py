"""The units of the demo district: 120 of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chuangcheng.demo.geography import patches, whole
from chuangcheng.demo.names import BUREAUS, OTHERS, SECTIONS, STREETS, community_names
from chuangcheng.orgs.models import Unit

COMMUNITIES = [9, 9, 9, 9, 8, 8, 8]  # of each street: sixty
WITH_GROUP = 5  # streets that have set up their own group
TOWN_COMMUNITIES = 5  # of a town; the rest are villages


@dataclass
class Units:
    """The tree, by what each part of the demo asks for."""

    place: Unit
    office: Unit
    streets: list[Unit] = field(default_factory=list)
    communities: list[Unit] = field(default_factory=list)
    bureaus: dict[str, Unit] = field(default_factory=dict)  # by code
    sections: list[Unit] = field(default_factory=list)
    others: list[Unit] = field(default_factory=list)
    group: Unit | None = None  # the leading group
    assessors: Unit | None = None  # the third party

    def every(self) -> list[Unit]:
        """All units."""
        found = [self.place, self.office, *self.streets, *self.communities, *self.bureaus.values(), *self.sections]
        return [*found, *self.others, *(unit for unit in (self.group, self.assessors) if unit)]


def make_units() -> Units:
    """All units with boundaries of places."""
    ground = patches(COMMUNITIES)
    place = Unit.objects.add_root({"name": "云澜区", "kind": Unit.Kind.PLACE, "code": "YL", "boundary": whole(ground)})
    office = _child(place, "CCB", "区创城办", Unit.Kind.HEADQUARTERS)
    made = Units(place, office)
    names = iter(community_names(sum(COMMUNITIES)))
    for index, (code, name, kind) in enumerate(STREETS):
        street = _child(place, code, name, kind, boundary=whole(ground, index), has_own_group=index < WITH_GROUP)
        made.streets.append(street)
        own = [patch for patch in ground if patch.street == index]
        for number, patch in enumerate(own, start=1):
            is_village = kind == "town" and number > TOWN_COMMUNITIES
            community = _child(
                street,
                f"{code}{number:02d}",
                next(names) + ("村" if is_village else "社区"),
                Unit.Kind.VILLAGE if is_village else Unit.Kind.COMMUNITY,
                boundary=patch.geojson(),
            )
            made.communities.append(community)
    made.bureaus = {code: _child(place, code, name, Unit.Kind.BUREAU) for code, name in BUREAUS}
    made.sections = [
        _child(office, f"CCB{number}", name, Unit.Kind.SECTION) for number, name in enumerate(SECTIONS, start=1)
    ]
    made.others = [
        _child(place, f"QT{number:02d}", name, kind, affiliation=affiliation)
        for number, (kind, name, affiliation) in enumerate(OTHERS, start=1)
    ]
    made.group = _child(place, "LDXZ", "区创建文明城区工作领导小组", Unit.Kind.LEADING_GROUP)
    made.assessors = _child(place, "DSF", "第三方测评机构（示例）", Unit.Kind.THIRD_PARTY)
    joint = _child(place, "LXHY", "联席会议办公室", Unit.Kind.JOINT_OFFICE)
    joint.acts_with = office
    joint.save(update_fields=["acts_with"])
    made.others.append(joint)
    return made


def _child(parent: Unit, code: str, name: str, kind: str, **facts: Any) -> Unit:
    fresh = Unit.objects.get(pk=parent.pk)
    made: Unit = Unit.objects.add_child(fresh, {"code": code, "name": name, "kind": kind, **facts})
    return made
