"""The cast of every test: a small place with people whose relation to each other is their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast as cast_type

import pytest
from django.test import Client

from chuangcheng.core.access import Actor, permissions
from chuangcheng.core.times import today
from chuangcheng.orgs.access import actor_for
from chuangcheng.orgs.models import Person, Post, Role, Unit

LONG_AGO = date(2020, 1, 1)
PASSWORD = "yunlan-Test-2026"  # noqa: S105 - of people who exist in tests only


@dataclass(frozen=True)
class Cast:
    """The units and people; one word each."""

    place: Unit  # the whole place
    office: Unit  # 创城办
    east: Unit  # a street
    west: Unit  # another street
    lane: Unit  # a community of the east street
    sanitation: Unit  # a bureau
    chief: Person  # works in the creation office; may do everything civic everywhere
    inspector: Person  # visits sites everywhere
    liaison: Person  # of the sanitation bureau
    east_liaison: Person  # of the east street
    west_liaison: Person  # of the west street
    keeper: Person  # steward in the lane community
    leader: Person  # reads everything, writes nothing
    admin: Person  # system administrator
    stranger: Person  # signed in, no post


def make_unit(name: str, *, parent: Unit | None = None, kind: str = Unit.Kind.BUREAU, code: str = "") -> Unit:
    """A unit under `parent`, or the root."""
    fields = {"name": name, "kind": kind, "code": code or f"U{Unit.objects.count() + 1:04d}"}
    if parent is None:
        made = Unit.objects.add_root(fields)
    else:
        made = Unit.objects.add_child(Unit.objects.get(pk=parent.pk), fields)
    return cast_type(Unit, made)


def make_person(
    username: str, *, unit: Unit | None = None, role: str = "", duty: str = Post.Duty.STAFF, name: str = ""
) -> Person:
    """A person who can sign in with PASSWORD, with one post when a unit is given."""
    person = Person.objects.create_user(username, PASSWORD, name=name or username)
    if unit is not None:
        found = Role.objects.get(code=role) if role else None
        Post.objects.create(person=person, unit=unit, role=found, duty=duty, starts_on=LONG_AGO)
    return person


def actor_of(person: Person) -> Actor:
    """The actor that this person is today."""
    return actor_for(person, today=today())


def grant(person: Person, unit: Unit, *codes: str) -> Actor:
    """Gives a person permissions in a unit by a role of its own; for tests of single permissions."""
    unknown = set(codes) - set(permissions())
    if unknown:
        raise LookupError(unknown)
    role = Role.objects.create(code=f"test-{Role.objects.count()}", name="测试角色", permissions=list(codes))
    Post.objects.create(person=person, unit=unit, role=role, starts_on=LONG_AGO)
    return actor_of(person)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, newly made."""
    place = make_unit("云澜区", kind=Unit.Kind.PLACE, code="YL")
    office = make_unit("区创城办", parent=place, kind=Unit.Kind.HEADQUARTERS, code="CCB")
    east = make_unit("东关街道", parent=place, kind=Unit.Kind.STREET, code="DG")
    west = make_unit("西苑街道", parent=place, kind=Unit.Kind.STREET, code="XY")
    lane = make_unit("柳巷社区", parent=east, kind=Unit.Kind.COMMUNITY, code="DG-LX")
    sanitation = make_unit("区城管局", parent=place, kind=Unit.Kind.BUREAU, code="CG")
    return Cast(
        place=place,
        office=office,
        east=east,
        west=west,
        lane=lane,
        sanitation=sanitation,
        chief=make_person("chief", unit=office, role="creation_office", name="程主任"),
        inspector=make_person("inspector", unit=office, role="inspector", name="简检查"),
        liaison=make_person("liaison", unit=sanitation, role="liaison", duty=Post.Duty.LIAISON, name="廉联络"),
        east_liaison=make_person("east", unit=east, role="liaison", duty=Post.Duty.LIAISON, name="东联络"),
        west_liaison=make_person("west", unit=west, role="liaison", duty=Post.Duty.LIAISON, name="西联络"),
        keeper=make_person("keeper", unit=lane, role="lane_chief", name="向巷长"),
        leader=make_person("leader", unit=place, role="leader", name="凌领导"),
        admin=make_person("admin", unit=place, role="system_admin", name="管系统"),
        stranger=make_person("stranger", name="莫路人"),
    )


def signed_in(person: Person) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
