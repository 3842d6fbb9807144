"""Units as the rows of one ledger name them: each name looked up once, and what was made or not found listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.orgs.services.matching import UnitFinder
from chuangcheng.orgs.unit_cells import is_vague, kinds_meant

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


class NamedUnits:
    """Finds, makes and remembers; what is worth knowing is noted at the first row that names the unit."""

    def __init__(self, *, actor: Actor, report: Report) -> None:
        self._finder = UnitFinder(actor=actor)
        self._report = report
        self._known: dict[str, Unit | None] = {}

    @property
    def place(self) -> Unit:
        """The whole place."""
        return self._finder.place

    def unit(self, name: str, row: Row, key: str) -> Unit | None:
        """The unit of this name; one not known is made 待确认. None when the name says too little."""
        if name not in self._known:
            self._known[name] = self._looked_up(name, row, key)
        return self._known[name]

    def units(self, name: str, row: Row, key: str) -> list[Unit]:
        """The units meant: those of a group such as 各镇（街道）, else the one of this name; none for 各有关部门."""
        if (known := self._known.get(name)) is not None:
            return [known]
        kinds = kinds_meant(name)
        if not kinds and not is_vague(name):
            unit = self.unit(name, row, key)
            return [] if unit is None else [unit]
        found = self._finder.of_kinds(kinds)
        if not found and name not in self._known:
            self._known[name] = None
            sentence = (
                _("还没有登记“%(name)s”所指的单位，没有采用。") if kinds else _("“%(name)s”没有指明单位，没有采用。")
            )
            self._report.note(row, key, sentence % {"name": name})
        return found

    def _looked_up(self, name: str, row: Row, key: str) -> Unit | None:
        try:
            found, remark = self._finder.understand_or_make(name)
        except InvalidInput as error:  # several units of that name, or none that could be made of it
            self._report.note(row, key, str(error))
            return None
        if remark:
            self._report.note(row, key, remark)
        return found
