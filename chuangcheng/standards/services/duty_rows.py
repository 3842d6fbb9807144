"""The duty columns of a framework workbook: 牵头, 责任, 配合 with several units in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _

from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import today
from chuangcheng.orgs.queries import UnitFilter, units_for
from chuangcheng.orgs.services import Understood, UnitFinder, is_vague, kinds_meant
from chuangcheng.standards.models import Duty

Units: TypeAlias = tuple[int, ...]
COLUMNS = {"lead": Duty.Kind.LEAD, "responsible": Duty.Kind.RESPONSIBLE, "supporting": Duty.Kind.SUPPORTING}
NOBODY = 0  # stands for a unit that does not exist
Find: TypeAlias = Callable[[str], Understood]


def making_units(actor: Actor) -> Find:
    """Finds units by name; one not known yet is made 待确认."""
    return UnitFinder(actor=actor).understand_or_make


def finding_units(actor: Actor) -> Find:
    """Finds units by name and makes none."""
    return UnitFinder(actor=actor).understand


class UnitCells:
    """Understands cells of units for one import and lists the units that were made."""

    def __init__(self, *, find: Find, report: Report) -> None:
        self._find = find
        self._report = report
        self._known: dict[str, Units] = {}

    def duties_in(self, rows: Sequence[Row]) -> dict[str, Units]:
        """Unit ids by kind of duty, for the columns that the file has; a second lead unit is a responsible one."""
        found = {
            str(kind): tuple(dict.fromkeys(self._units(rows, column)))
            for column, kind in COLUMNS.items()
            if rows[0].has(column)
        }
        leads = found.get(Duty.Kind.LEAD, ())
        if len(leads) > 1:
            self._report.note(rows[0], "lead", _("牵头单位只取第一个，其余登记为责任单位。"))
            found[Duty.Kind.LEAD] = leads[:1]
            found[Duty.Kind.RESPONSIBLE] = tuple(dict.fromkeys((*leads[1:], *found.get(Duty.Kind.RESPONSIBLE, ()))))
        return found

    def _units(self, rows: Sequence[Row], column: str) -> Iterable[int]:
        for row in rows:
            for name in row.values.get(column) or ():
                yield from self._of_name(name, row, column)

    def _of_name(self, name: str, row: Row, column: str) -> Units:
        if name not in self._known:
            is_group = bool(kinds_meant(name)) or is_vague(name)
            self._known[name] = self._group(name, row, column) if is_group else self._unit(name, row, column)
        return self._known[name]

    def _unit(self, name: str, row: Row, column: str) -> Units:
        try:
            unit, remark = self._find(name)
        except InvalidInput as refusal:
            self._report.note(row, column, str(refusal))
            return ()
        if remark:
            self._report.note(row, column, remark)
        return (unit.pk if unit else NOBODY,)

    def _group(self, name: str, row: Row, column: str) -> Units:
        units = units_for(SYSTEM, UnitFilter(), today=today()).filter(kind__in=kinds_meant(name), is_confirmed=True)
        found = tuple(units.values_list("pk", flat=True))
        if not found:
            sentence = _("“%(name)s”没有指明单位，未登记责任。")
            if kinds_meant(name):
                sentence = _("还没有登记“%(name)s”所指的单位，未登记责任。")
            self._report.note(row, column, sentence % {"name": name})
        return found
