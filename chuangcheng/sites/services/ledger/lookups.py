"""What the words of a ledger mean here: types, units and people, each looked up once for the whole file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.orgs.services import NamedUnits, names_in_cell
from chuangcheng.sites.services.ledger.drafts import SiteDraft, names_in, plain, stewards_in
from chuangcheng.standards.queries import site_types_with_aliases
from chuangcheng.standards.services import find_or_make_site_type

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person, Unit
    from chuangcheng.standards.models import SiteType

BATCH = 500  # names in one query
SHOWN_NAMES = 20  # in one sentence; our choice


class Lookups:
    """Finds, makes and remembers; what is made or not found is listed at the first row that names it."""

    def __init__(self, drafts: Sequence[SiteDraft], *, actor: Actor, report: Report) -> None:
        self.report = report
        self.types = _types()
        self._units = NamedUnits(actor=actor, report=report)
        self.people = _people(name for draft in drafts for name in _names(draft))
        self._nameless: dict[str, tuple[Row, dict[str, None]]] = {}  # column → first row, names in order

    @property
    def place(self) -> Unit:
        return self._units.place

    def site_type(self, draft: SiteDraft) -> SiteType:
        """The type of this name or alias; one not known is made."""
        name = draft.said["type"]
        if plain(name) not in self.types:
            found, was_made = find_or_make_site_type(name=name)
            if was_made:
                self.types = _types()
                sentence = _("点位类型“%(name)s”尚未登记，已新建。")
                self.report.note(draft.row, "type", sentence % {"name": found.name})
            self.types[plain(name)] = found
        return self.types[plain(name)]

    def area(self, draft: SiteDraft) -> Unit | None:
        """The community, else the street; None when the row names none that can be found."""
        for key in ("community", "area"):
            name = draft.row.text(key).strip()
            if name and (unit := self._units.unit(name, draft.row, key)) is not None:
                return unit
        name = "" if draft.row.has("area") or draft.row.has("community") else draft.said["area"]
        return self._units.unit(name, draft.row, "area") if name else None

    def owner(self, draft: SiteDraft) -> Unit | None:
        """The first unit named; the others are listed."""
        names = names_in_cell(draft.said["owner"])
        if len(names) > 1:
            sentence = _("写了%(n)d个责任单位，以“%(name)s”为责任单位。")
            self.report.note(draft.row, "owner", sentence % {"n": len(names), "name": names[0]})
        found = self._units.units(names[0], draft.row, "owner") if names else []
        return found[0] if len(found) == 1 else None

    def person(self, name: str, row: Row, key: str) -> Person | None:
        """The only person of this name who works here; otherwise the name stays text."""
        found = self.people.get(plain(name), [])
        if len(found) == 1:
            return found[0]
        self._nameless.setdefault(key, (row, {}))[1].setdefault(name)
        return None

    def list_people(self) -> None:
        """Lists, once for each column, whom nobody here could be told to be."""
        for key, (row, names) in self._nameless.items():
            shown = "、".join(list(names)[:SHOWN_NAMES])
            sentence = _("有%(n)d人不在人员中或有重名，暂记姓名，请在点位页面指定：%(names)s%(more)s。")
            more = _("等") if len(names) > SHOWN_NAMES else ""
            self.report.note(row, key, sentence % {"n": len(names), "names": shown, "more": more})


def _types() -> dict[str, SiteType]:
    found = {}
    for site_type in site_types_with_aliases():
        for name in (*(alias.name for alias in site_type.aliases.all()), site_type.name):
            found[plain(name)] = site_type
    return found


def _names(draft: SiteDraft) -> Iterable[str]:
    yield from names_in(draft.said["leader"])
    for names in stewards_in(draft.row).values():
        yield from names


def _people(names: Iterable[str]) -> dict[str, list[Person]]:
    """Active people by plain name."""
    wanted = list(dict.fromkeys(names))
    rows = get_user_model().objects.filter(is_active=True).order_by("pk")
    found: dict[str, list[Person]] = {}
    for start in range(0, len(wanted), BATCH):
        for person in rows.filter(name__in=wanted[start : start + BATCH]):
            found.setdefault(plain(person.name), []).append(person)
    return found
