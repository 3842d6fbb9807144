"""Units known by the names that other people's workbooks use; a name not known becomes a unit 待确认."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeAlias

from django.db import transaction
from django.utils.translation import gettext

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.orgs.indexing import index_unit
from chuangcheng.orgs.models import Unit, UnitAlias
from chuangcheng.orgs.services.locks import lock_tree
from chuangcheng.orgs.services.texts import checked_name
from chuangcheng.orgs.services.units import UnitFacts, add_unit, ensure_place
from chuangcheng.orgs.unit_names import as_town_nickname, clean, comparable, field_of_work, kind_of, town_nickname

TOWNS = (Unit.Kind.STREET, Unit.Kind.TOWN)
_BRACKETED = re.compile(r"([^()]{2,})\(([^()]{2,})\)")

Names: TypeAlias = "defaultdict[str, dict[int, Unit]]"


class SeveralUnits(InvalidInput):
    """A name that several open units go by."""

    def __init__(self, name: str, units: Iterable[Unit]) -> None:
        codes = "、".join(unit.code for unit in units)
        super().__init__(
            gettext("有多个单位叫“%(name)s”，请改用单位编码（%(codes)s）。") % {"name": name, "codes": codes}
        )


class Understood(NamedTuple):
    """What a name in a cell was taken for."""

    unit: Unit | None
    remark: str  # a sentence for the report; "" when there is nothing to say


class UnitFinder:
    """Finds units by name for one import; reads the names once, whatever the number of rows.

    The same code or name is a match; then the same short name or alias; then the same name without the place's own
    words before it (`unit_names.comparable`); then the street or town that is called so; then, of
    区委宣传部（区文明办）, what stands before or in the brackets.
    A name that only looks alike is no match: `similar_units` suggests it. One that has 委 for 局 is taken by
    `understand` where it can be only one bureau, and said.
    """

    def __init__(self, *, actor: Actor) -> None:
        self.actor = actor
        self.place = ensure_place(actor=actor)
        self._own: Names = defaultdict(dict)
        self._other: Names = defaultdict(dict)
        self._alike: Names = defaultdict(dict)
        self._towns: Names = defaultdict(dict)
        self._fields: Names = defaultdict(dict)
        self._read()

    def find(self, name: str) -> Unit | None:
        """The open unit of this name, or None. Raises SeveralUnits when the name says too little."""
        found = self._named(name)
        if found is None and (parts := _BRACKETED.fullmatch(clean(name))):
            found = self._named(parts[1]) or self._named(parts[2])
        return found

    def understand(self, name: str) -> Understood:
        """The unit of this name, else the one confirmed bureau that has 委 where the name has 局, or the reverse; none
        where there are several. Raises SeveralUnits when the name says too little."""
        found = self.find(name)
        if found is not None:
            return Understood(found, "")
        others = self._otherwise_called(name)
        if len(others) != 1:
            return Understood(None, "")
        sentence = gettext("没有登记“%(name)s”，按“%(unit)s”处理；若不是同一单位，请先登记“%(name)s”再导入。")
        return Understood(others[0], sentence % {"name": name, "unit": others[0].name})

    def understand_or_make(self, name: str) -> Understood:
        """The same, or a unit made just now, 待确认, with the bureaus that it may be."""
        found = self.understand(name)
        if found.unit is not None:
            return found
        unit, was_made = self.find_or_make(name)
        return Understood(unit, self._made_remark(name) if was_made else "")

    def _made_remark(self, name: str) -> str:
        if others := [unit.name for unit in self._otherwise_called(name) if unit.name != name]:
            sentence = gettext("单位“%(name)s”尚未登记，新建为待确认；可能就是“%(others)s”，请核对。")
            return sentence % {"name": name, "others": "”“".join(others)}
        return gettext("单位“%(name)s”尚未登记，新建为待确认。") % {"name": name}

    def _otherwise_called(self, name: str) -> list[Unit]:
        field = field_of_work(self._comparable(name))
        return list(self._fields.get(field, {}).values()) if field else []

    def of_kinds(self, kinds: Collection[str]) -> list[Unit]:
        """All confirmed open units of these kinds, in the order of the tree."""
        units = {unit.pk: unit for found in self._own.values() for unit in found.values()}
        return sorted(
            (unit for unit in units.values() if unit.kind in kinds and unit.is_confirmed), key=lambda unit: unit.path
        )

    def _named(self, name: str) -> Unit | None:
        whole, rest = clean(name), self._comparable(name)
        ways = (whole, self._own), (whole, self._other), (rest, self._alike), (as_town_nickname(rest), self._towns)
        for key, known in ways:
            units = known.get(key, {})
            if len(units) > 1:
                raise SeveralUnits(name, units.values())
            if units:
                return next(iter(units.values()))
        return None

    def find_or_make(self, name: str) -> tuple[Unit, bool]:
        """The unit of this name and whether it was made just now, 待确认, right below the place."""
        found = self.find(name)
        if found is not None:
            return found, False
        with transaction.atomic():
            lock_tree()
            # Another import may have made it since the names were read.
            self._read()
            found = self.find(name)
            return (found, False) if found is not None else (self._make(checked_name(name)), True)

    def learn(self, unit: Unit, *aliases: str) -> None:
        """From now on the finder knows the unit by its own names and by these."""
        for name in (unit.code, unit.name):
            self._own[clean(name)][unit.pk] = unit
        for name in (unit.short_name, *aliases):
            if name:
                self._other[clean(name)][unit.pk] = unit
        for name in (unit.name, unit.short_name, *aliases):
            if name:
                self._alike[self._comparable(name)][unit.pk] = unit
        if unit.kind in TOWNS and (nickname := town_nickname(self._comparable(unit.name))):
            self._towns[nickname][unit.pk] = unit
        if unit.kind == Unit.Kind.BUREAU and unit.is_confirmed:
            for name in (unit.name, unit.short_name, *aliases):
                if field := field_of_work(self._comparable(name)):
                    self._fields[field][unit.pk] = unit

    def _make(self, name: str) -> Unit:
        facts = UnitFacts(name, kind_of(name))
        unit = add_unit(actor=self.actor, parent=self.place, facts=facts, is_confirmed=False)
        index_unit(unit)
        self.learn(unit)
        return unit

    def _read(self) -> None:
        for names in (self._own, self._other, self._alike, self._towns, self._fields):
            names.clear()
        units = {unit.pk: unit for unit in Unit.objects.filter(closed_on__isnull=True)}
        aliases: defaultdict[int, list[str]] = defaultdict(list)
        for unit_id, name in UnitAlias.objects.filter(unit__closed_on__isnull=True).values_list("unit", "name"):
            aliases[unit_id].append(name)
        for unit in units.values():
            self.learn(unit, *aliases[unit.pk])

    def _comparable(self, name: str) -> str:
        return comparable(name, place=self.place.name)


def find_or_make_unit(*, name: str, actor: Actor) -> tuple[Unit, bool]:
    """The unit of this name and whether it was made just now, 待确认. For many names make one `UnitFinder`."""
    return UnitFinder(actor=actor).find_or_make(name)
