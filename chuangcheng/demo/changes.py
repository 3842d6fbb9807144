"""What changes in a year at offices: service windows, staff lent to headquarters, a post handed over, a stand-in."""

from __future__ import annotations

from datetime import date, timedelta

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import now
from chuangcheng.demo.dice import dice
from chuangcheng.demo.names import person_name
from chuangcheng.demo.units import Units
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Person, Post, Role, Unit
from chuangcheng.orgs.services import PostFacts, UnitFacts

WINDOWS = ("区政务服务大厅综合窗口", "区不动产登记窗口")
LENT_FROM = ("JTJ", "CZJ", "XZSP")  # bureaus, each with one of their people at a section of the headquarters
WRITTEN_OTHERWISE = "云澜城管执法局"  # as a workbook had it; somebody must say which unit it is
NOTE = "专班台账和联络表在共享柜第二层；下周二的碰头会已约好，议题还没有发。"


def make_changes(units: Units, today: date) -> None:
    """All of these, by the services that people use."""
    _windows(units, today)
    _lent(units, today)
    _handed_over(units, today)
    services.find_or_make_unit(name=WRITTEN_OTHERWISE, actor=SYSTEM)


def _windows(units: Units, today: date) -> None:
    for name in WINDOWS:
        facts = UnitFacts(name, Unit.Kind.WINDOW, affiliation=Unit.Affiliation.LOCAL)
        window = services.create_unit(actor=SYSTEM, parent_id=units.bureaus["XZSP"].pk, facts=facts)
        for duty, role, title in (("head", "unit_head", "主任"), ("liaison", "liaison", "值班长")):
            _give(_person(name + duty), window, PostFacts(_since(today), duty=duty, role_id=_role(role), title=title))


def _lent(units: Units, today: date) -> None:
    for code, section in zip(LENT_FROM, units.sections, strict=False):
        home = units.bureaus[code]
        person = _person(code)
        _give(person, home, PostFacts(_since(today), role_id=_role("material_officer"), title="科员"))
        services.second_person(
            actor=SYSTEM,
            person_id=person.pk,
            from_unit_id=home.pk,
            to_unit_id=section.pk,
            facts=PostFacts(today - timedelta(days=60), ends_on=today + timedelta(days=120), title="专班成员"),
            reason="迎检专班",
        )


def _handed_over(units: Units, today: date) -> None:
    section = units.sections[0]
    head = Post.objects.get(unit=section, duty=Post.Duty.HEAD)
    successor = _person("接任")
    services.hand_over(
        actor=SYSTEM, post_id=head.pk, successor_id=successor.pk, on=today - timedelta(days=20), note=NOTE
    )
    services.delegate(
        actor=SYSTEM,
        absent_id=successor.pk,
        acting_id=Post.objects.get(unit=section, duty=Post.Duty.LIAISON).person_id,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=9),
        reason="参加市里培训",
    )


def _person(purpose: str) -> Person:
    return Person.objects.create(
        username=f"yl{Person.objects.count() + 1:04d}",
        name=person_name(dice(purpose)),
        password=Person.objects.order_by("pk").values_list("password", flat=True)[0],  # all have the one of the demo
        password_changed_at=now(),
    )


def _give(person: Person, unit: Unit, facts: PostFacts) -> None:
    services.give_post(actor=SYSTEM, person_id=person.pk, unit_id=unit.pk, facts=facts)


def _role(code: str) -> int:
    return Role.objects.get(code=code).pk


def _since(today: date) -> date:
    return today - timedelta(days=400)
