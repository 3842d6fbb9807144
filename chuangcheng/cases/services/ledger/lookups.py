"""What the names in a problem ledger mean here: units, sites and classes, each looked up once for the whole file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.cases.models import ProblemClass
from chuangcheng.cases.services.ledger.drafts import CaseDraft
from chuangcheng.cases.services.ledger.words import plain
from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.orgs.services import NamedUnits, area_in_sheet_name
from chuangcheng.sites.queries import sites_by_name

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.sites.models import Site

FIRST_ROWS = 3  # that a note on a place names; our choice


class Lookups:
    """Finds and remembers; what is made or not found is listed at the row that names it."""

    def __init__(self, places: Collection[str], *, actor: Actor, report: Report) -> None:
        self.report = report
        self._units = NamedUnits(actor=actor, report=report)
        self._sites = sites_by_name(actor=actor, names={place for place in places if place})
        self._classes = known_classes()
        self._strange: dict[str, list[Row]] = {}  # places that are no site → their first rows
        self._counts: Counter[str] = Counter()

    def units(self, draft: CaseDraft) -> list[Unit]:
        """Those named, the leading one first."""
        found: dict[int, Unit] = {}
        for name in draft.units:
            units = self._units.units(name, draft.row, "unit")
            if len(units) > 1 and not found:
                sentence = _("“%(name)s”不是一个单位，由其中的“%(unit)s”牵头，请核对后改派。")
                self.report.note(draft.row, "unit", sentence % {"name": name, "unit": units[0].name})
            found |= {unit.pk: unit for unit in units if unit.pk not in found}
        return list(found.values())

    def area(self, draft: CaseDraft) -> Unit | None:
        """The street or community that the row names, or else the sheet."""
        name = draft.row.text("area").strip() or ("" if draft.row.has("area") else area_in_sheet_name(draft.row.sheet))
        return self._units.unit(name, draft.row, "area") if name else None

    def site(self, draft: CaseDraft, area: Unit | None) -> Site | None:
        """The site of this name, of the named area when several have it; otherwise the place stays text."""
        if not draft.place:
            return None
        found = self._sites.get(draft.place, [])
        if len(found) > 1 and area is not None:
            found = [site for site in found if site.area.path.startswith(area.path)]
        if len(found) == 1:
            return found[0]
        if found:
            self.report.note(draft.row, "place", _("有多个点位叫“%(name)s”，地点按文字保存。") % {"name": draft.place})
        else:
            self._keep_strange(draft)
        return None

    def list_places(self) -> None:
        """Lists each place that is no known site once, at the first row that names it."""
        one = _("“%(name)s”不在点位台账中，地点按文字保存。")
        several = _("“%(name)s”不在点位台账中，地点按文字保存（共%(n)d行，例如第%(rows)s行）。")
        for name, rows in self._strange.items():
            count = self._counts[name]
            sentence = several if count > 1 else one
            numbers = "、".join(str(row.number) for row in rows)
            self.report.note(rows[0], "place", sentence % {"name": name, "n": count, "rows": numbers})

    def _keep_strange(self, draft: CaseDraft) -> None:
        self._counts[draft.place] += 1
        if self._counts[draft.place] <= FIRST_ROWS:
            self._strange.setdefault(draft.place, []).append(draft.row)

    def problem_class(self, draft: CaseDraft) -> ProblemClass | None:
        """The class of this name, or None."""
        name = draft.row.text("class").strip()
        if not name:
            return None
        found = self._classes.get(plain(name), [])
        if len(found) != 1:
            self.report.note(draft.row, "class", _("没有叫“%(name)s”的问题类别，请在派遣前选择。") % {"name": name})
            return None
        return found[0]


def known_classes() -> dict[str, list[ProblemClass]]:
    """The classes in use by each of their names, plainly written."""
    found: defaultdict[str, list[ProblemClass]] = defaultdict(list)
    for each in ProblemClass.objects.filter(is_active=True):
        for name in {*map(plain, each.names), plain(f"{each.group}{each.name}"), plain(each.code)}:
            found[name].append(each)
    return found
