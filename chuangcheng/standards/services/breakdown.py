"""Takes the rows of a 任务分解表: who answers for which standard.

A table about standards that an edition has already gives its duties to them, also when the edition is in force; a table
about none becomes a draft of its own, as a framework workbook does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db.models import Case, When
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import today
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.drafts import StandardDraft, comparable
from chuangcheng.standards.models import Duty, Framework
from chuangcheng.standards.queries import drafts_of
from chuangcheng.standards.services.arrangements import arranged_in, note_dues, note_phones, write_arrangements, year_of
from chuangcheng.standards.services.duty_changes import bound_by_rulings, field_of, new_duties, write_duties
from chuangcheng.standards.services.duty_rows import UnitCells, making_units
from chuangcheng.standards.services.edited_breakdown import marks_of, take_edited
from chuangcheng.standards.services.framework_settings import read_settings
from chuangcheng.standards.services.intake import MAIN, SETTINGS_SECTION, apply_framework_rows
from chuangcheng.standards.services.naming import framework_called
from chuangcheng.standards.services.said import keep, new_fields
from chuangcheng.standards.services.standalone import standalone_rows

_NUMBER = re.compile(r"[(]?([0-9]{1,3}(?:[.-][0-9]{1,3}){0,4}|[一二三四五六七八九十]{1,3})[).、,]*")  # before a wording
HALF = 2  # a table is about an edition that knows at least one row in two; our choice


def apply_breakdown_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the duties, and the standards of a table that brings its own. See `core.imports.kinds.Apply`."""
    table = [row for row in rows if row.section == MAIN]
    own = framework_called(_settings(rows), table)
    ours = [row for row in table if marks_of(row) is not None]
    if ours and (about := own or _edition_about(ours, None, actor)):
        take_edited(about, ours, actor, report)
        table = [row for row in table if marks_of(row) is None]
        if not table:
            return
    if own is None or own.state != Framework.State.DRAFT:
        edition = _edition_about(table, own, actor)
        if edition is not None:
            _take_duties(edition, table, actor, report)
            return
    sound = standalone_rows(table, report)
    if sound:
        apply_framework_rows([row for row in rows if row.section != MAIN] + sound, actor=actor, report=report)


def _settings(rows: Sequence[Row]) -> dict[str, object]:
    """What the sheet 体系 says; its faults are listed where the settings are taken."""
    return read_settings([row for row in rows if row.section == SETTINGS_SECTION], Report())


def _edition_about(rows: Sequence[Row], own: Framework | None, actor: Actor) -> Framework | None:
    """The edition that knows most of the standards: the one of that name, else one in force, else a draft."""
    if own is not None:
        return own
    ranks = Case(When(state=Framework.State.IN_FORCE, then=0), default=1)
    found = visible_frameworks(actor).exclude(state=Framework.State.CLOSED).order_by(ranks, "-created_at")
    for framework in found:
        known = _Known(drafts_of(framework))
        if HALF * sum(1 for row in rows if known.code_of(row)) >= max(1, len(rows)):
            return Framework.objects.select_for_update().get(pk=framework.pk)
    return None


class _Known:
    """The standards of an edition by code and by wording."""

    def __init__(self, drafts: Iterable[StandardDraft]) -> None:
        self._codes: dict[str, list[str]] = {}
        for draft in drafts:
            self._codes.setdefault(comparable(draft.text), []).append(draft.code)

    def code_of(self, row: Row) -> str:
        """The code of the standard that the row is about: by its wording, with or without a number before it, the code
        telling equal ones apart; "" when there is none."""
        text = comparable(row.values["standard"])
        number = _NUMBER.match(text)
        codes = self._codes.get(text) or (self._codes.get(text[number.end() :], []) if number else [])
        written = row.values.get("code") or (number[1] if number else "")
        return written if written in codes else (codes[0] if len(codes) == 1 else "")


def _take_duties(framework: Framework, rows: Sequence[Row], actor: Actor, report: Report) -> None:
    groups = _grouped(framework, rows, report)
    cells = UnitCells(find=making_units(actor), report=report)
    duties = {code: cells.duties_in(group) for code, group in groups.items()}
    sayings = {
        code: {**{field_of(kind): sorted(units) for kind, units in found.items()}, **arranged_in(groups[code])}
        for code, found in duties.items()
    }
    fresh = new_fields(framework, sayings)
    said = {
        code: {kind: units for kind, units in found.items() if field_of(kind) in fresh[code]}
        for code, found in duties.items()
    }
    held = set(Duty.objects.filter(standard__framework=framework).values_list("standard__code", flat=True))
    wanted, forbidden = bound_by_rulings(framework, new_duties(framework, said))
    for code in forbidden:
        report.note(groups[code][0], "lead", _("该标准的牵头单位已有裁定，没有改动。"))
    write_duties(framework, wanted, day=today())
    arranged = write_arrangements(framework, fresh, actor=actor)
    note_phones(rows, report)
    note_dues(rows, report, year=year_of(framework))
    for code, group in groups.items():
        is_changed, is_first = code in wanted or code in arranged, code not in held
        report.created += len(group) if is_changed and is_first else 0
        report.updated += len(group) if is_changed and not is_first else 0
        report.unchanged += 0 if is_changed else len(group)
    keep(framework, sayings)


def _grouped(framework: Framework, rows: Sequence[Row], report: Report) -> dict[str, list[Row]]:
    known = _Known(drafts_of(framework))
    groups: dict[str, list[Row]] = {}
    for row in rows:
        code = known.code_of(row)
        if code:
            groups.setdefault(code, []).append(row)
        else:
            words = _("“%(name)s”中没有这条标准，请核对编号和内容。")
            report.reject(row, "standard", words % {"name": str(framework)})
    return groups
