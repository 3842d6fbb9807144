"""职责清单 as Excel, in the layout that offices file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.values import Value
from chuangcheng.standards import queries
from chuangcheng.standards.models import Arrangement, Duty

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person, Unit

Paper = tuple[bytes, str]  # content, file name


def unit_table(*, actor: Actor, unit: Unit, day: date) -> Paper:
    """The duties of a unit, lead first."""
    found = queries.duties_of_unit(actor=actor, unit_id=unit.pk, day=day)
    rows = [_line(duty) for group in found for duty in group.duties]
    title = _("%(name)s创建工作职责清单（%(day)s）") % {"name": unit.name, "day": day.isoformat()}
    return _table(title, _columns(), rows), f"{unit.name}-{_('职责清单')}-{day}.xlsx"


def leader_table(*, actor: Actor, person: Person, day: date) -> Paper:
    """The items of a leader with their standards and lead units."""
    items = queries.items_of_leader(actor=actor, person_id=person.pk, day=day)
    standards = queries.standards_of_items(item_ids=[row.item_id for row in items], day=day)
    rows = [
        (
            row.item.framework.name,
            row.item.name,
            standard.content.name,
            standard.code,
            standard.text,
            standard.marks,
            units,
        )
        for row in items
        for standard, units in standards.get(row.item_id, [])
    ]
    columns = [
        *(Column(_("测评体系"), width=20), Column(_("测评项目"), width=24), Column(_("测评内容"), width=18)),
        *(
            Column(_("编号")),
            Column(_("测评标准"), width=50),
            Column(_("分值"), "number"),
            Column(_("牵头单位"), width=20),
        ),
    ]
    title = _("%(name)s创建工作职责清单（%(day)s）") % {"name": person.name, "day": day.isoformat()}
    return _table(title, columns, rows), f"{person.name}-{_('职责清单')}-{day}.xlsx"


def all_duties_table(*, actor: Actor, day: date) -> Paper:
    """Every duty of the editions in force, unit by unit."""
    rows = [(duty.unit.name, *_line(duty)) for duty in queries.duties_in_force(actor=actor, day=day)]
    columns = [Column(_("单位"), width=20), *_columns()]
    title = _("创建工作责任分工表（%(day)s）") % {"day": day.isoformat()}
    return _table(title, columns, rows), f"{_('责任分工表')}-{day}.xlsx"


def _columns() -> list[Column]:
    return [
        *(Column(_("责任类别")), Column(_("测评体系"), width=20), Column(_("测评项目"), width=24)),
        *(Column(_("测评内容"), width=18), Column(_("编号")), Column(_("测评标准"), width=50)),
        *(Column(_("分值"), "number"), Column(_("起"), "date")),
        *(Column(_("完成时限"), width=16), Column(_("最后一天"), "date"), Column(_("备注"), width=24)),
    ]


def _line(duty: Duty) -> tuple[Value, ...]:
    standard = duty.standard
    content = standard.content
    arranged = getattr(standard, "arrangement", None) or Arrangement()
    return (
        duty.get_kind_display(),
        content.item.framework.name,
        content.item.name,
        content.name,
        standard.code,
        standard.text,
        standard.marks,
        duty.starts_on,
        arranged.due,
        arranged.due_on,
        arranged.told_note,
    )


def _table(title: str, columns: list[Column], rows: Iterable[tuple[Value, ...]]) -> bytes:
    return write_table(name=_("职责清单"), columns=columns, rows=rows, title=title)
