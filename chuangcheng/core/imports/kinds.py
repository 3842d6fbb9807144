from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor, known
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.imports.columns import Column
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.report import Report

MAIN = ""  # key of the section that every kind has


class Apply(Protocol):
    """Writes sound rows; called inside one transaction.

    Counts in `report.created`, `.updated` and `.unchanged`; says `report.reject(row, key, reason)` for a row that it
    leaves out and `report.note(row, key, reason)` for one that it took with a remark.
    """

    def __call__(self, rows: Rows, *, actor: Actor, report: Report) -> None: ...


@dataclass(frozen=True)
class Section:
    """Sheets of one layout inside a workbook; rows tell theirs by `row.section`."""

    key: str
    label: str
    columns: tuple[Column, ...]
    sheet_names: tuple[str, ...] = ()  # a sheet of such a name is this section, whatever its headers
    has_header: bool = True  # without one, columns stand in their order and only the sheet name tells the section
    template_rows: tuple[tuple[str, ...], ...] = ()  # what the template shows of a section without header


@dataclass(frozen=True)
class Target:
    """What the rows of a file may go into together, such as an inspection round."""

    label: str | Promise
    help: str | Promise
    find: Callable[[Actor, str], str]  # what a person wrote → what `apply` finds in `report.target`; raises a Refusal


@dataclass(frozen=True)
class ImportKind:
    """What may be brought in: which columns, by whom, and the service of the context that takes the rows."""

    code: str  # "sites", as on the command line
    label: str | Promise
    columns: tuple[Column, ...]
    permission: str
    apply: Apply
    sheet_names: tuple[str, ...] = ()  # names of the main sheet in our own workbooks
    sections: tuple[Section, ...] = ()  # further sheets of the same workbook
    target: Target | None = None  # what its rows may go into
    list_address: str = ""  # name of the page where what came in is looked at
    takes_photos: bool = False  # a zip of photos may come with the ledger
    rank: int = 9  # its place on the import page, in the order in which an office brings things in

    @property
    def all_sections(self) -> tuple[Section, ...]:
        return (Section(MAIN, str(self.label), self.columns, self.sheet_names), *self.sections)

    @property
    def required_labels(self) -> list[str]:
        """The names of the columns that the main sheet cannot do without."""
        return [column.shown_label for column in self.columns if column.required]

    def section(self, key: str) -> Section:
        """The section with this key; raises LookupError for an unknown one."""
        found = {section.key: section for section in self.all_sections}
        return found[key]

    def target_for(self, actor: Actor, words: str) -> str:
        """What the rows go into, found by what the actor wrote; "" without words. Raises a Refusal."""
        if not words.strip():
            return ""
        if self.target is None:
            raise InvalidInput(_("“%(kind)s”不能归入检查轮次，请不填轮次再导入。") % {"kind": self.label})
        return self.target.find(actor, words.strip())


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Makes a kind known; called once, in the context's `apps.ready`. The permission must be defined."""
    if kind.code in _kinds:
        raise ValueError(f"import kind {kind.code} is registered twice")
    known(kind.permission)
    _kinds[kind.code] = kind


def kind_for(code: str) -> ImportKind:
    """The kind with this code. Raises NotFound."""
    if code not in _kinds:
        sentence = _("没有“%(code)s”这种导入，可选：%(codes)s。")
        raise NotFound(sentence % {"code": code[:40], "codes": "、".join(_kinds)})
    return _kinds[code]


def kinds_for(actor: Actor) -> list[ImportKind]:
    """The kinds that the actor may bring in, in the order in which an office needs them."""
    offered = [kind for kind in _kinds.values() if actor.may(kind.permission)]
    return sorted(offered, key=lambda kind: kind.rank)
