"""Units and people as workbooks to file and to fill in, in the layout that the imports read.

Bringing one in again changes nothing. Phones stand as everybody may see them, under a head that no import takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.core.errors import Refusal
from chuangcheng.orgs.access import VIEW_UNITS
from chuangcheng.orgs.models import Post, Unit
from chuangcheng.orgs.queries import PeopleFilter, UnitFilter, masked_phone, parents_of, people_for, units_for

MOST_ROWS = 20_000  # in one answer; as many people as a large city has (DESIGN §7)
# The first synonym of each column that the import knows; after the aliases two of units that it leaves alone.
UNIT_COLUMNS = (
    *(Column("单位名称", width=24), Column("上级单位", width=20), Column("类别", width=14), Column("隶属")),
    *(Column("编码"), Column("简称", width=14), Column("别名", width=24), Column("合署办公", width=18)),
    *(Column("成立领导小组"), Column("第一责任人（现任）", width=18), Column("联络员（现任）", width=18)),
)
PERSON_COLUMNS = (
    *(Column("姓名"), Column("登录名", width=14), Column("单位", width=24), Column("职务", width=14)),
    *(Column("职责", width=14), Column("角色", width=14), Column("任职日期", "date"), Column("脱敏号码", width=14)),
)


def unit_workbook(*, actor: Actor, chosen: UnitFilter, today: date) -> bytes:
    """The filtered units in the order of the tree. That it was taken is on record."""
    require(actor, VIEW_UNITS)
    found = units_for(actor, chosen, today=today).select_related("acts_with").prefetch_related("aliases")
    units = _at_most(found)
    parents = parents_of(units)
    audit.record(actor=actor, action="orgs.export_units", detail={"rows": len(units)})
    rows = (_unit_row(unit, parents.get(unit.pk)) for unit in units)
    return write_table(name="单位", columns=UNIT_COLUMNS, rows=rows)


def people_workbook(*, actor: Actor, chosen: PeopleFilter, today: date) -> bytes:
    """The filtered people by name, a row for each post of today. That it was taken is on record."""
    require(actor, VIEW_UNITS)
    people = _at_most(people_for(actor, chosen, today=today))
    audit.record(actor=actor, action="orgs.export_people", detail={"rows": len(people)})
    # Whoever has no post stands first: further down the import would read an empty unit as the one above.
    rows = (row for person in sorted(people, key=_has_posts) for row in _person_rows(person))
    return write_table(name="人员", columns=PERSON_COLUMNS, rows=rows)


def _at_most(found: QuerySet[Any]) -> list[Any]:
    rows = list(found[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise Refusal(_("一次最多导出%(most)d行，请先缩小筛选范围。") % {"most": MOST_ROWS})
    return rows


def _unit_row(unit: Any, parent: Unit | None) -> list[Value]:
    return [
        *(unit.name, parent.name if parent else "", _chinese(Unit.Kind(unit.kind))),
        *(_chinese(Unit.Affiliation(unit.affiliation)), unit.code, unit.short_name),
        *("、".join(sorted(alias.name for alias in unit.aliases.all())), unit.acts_with.name if unit.acts_with else ""),
        "是" if unit.has_own_group else "否",
        *(_holders(unit.duty_posts, duty) for duty in (Post.Duty.HEAD, Post.Duty.LIAISON)),
    ]


def _holders(posts: list[Post], duty: Post.Duty) -> str:
    return "、".join(post.person.name for post in posts if post.duty == duty)


def _has_posts(person: Any) -> bool:
    return bool(person.present_posts)


def _person_rows(person: Any) -> Iterator[list[Value]]:
    phone = masked_phone(person)
    if not person.present_posts:
        yield [person.name, person.username, *[""] * 4, None, phone]
    for post in person.present_posts:
        role = post.role.name if post.role else ""
        duty = _chinese(Post.Duty(post.duty))
        yield [person.name, person.username, post.unit.name, post.title, duty, role, post.starts_on, phone]


def _chinese(choice: TextChoices) -> str:
    """The label as the import knows it, whatever language the reader has."""
    with override("zh-hans"):
        return str(choice.label)
