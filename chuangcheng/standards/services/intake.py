"""Takes the rows of a framework workbook: one framework, its standards with parts and duties, its negative list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import today
from chuangcheng.standards.drafts import StandardDraft
from chuangcheng.standards.models import Framework
from chuangcheng.standards.queries import drafts_of, same_standard
from chuangcheng.standards.services.arrangements import (
    arranged_field,
    arranged_in,
    note_dues,
    note_phones,
    write_arrangements,
    year_of,
)
from chuangcheng.standards.services.duty_changes import Kinds, bound_by_rulings, field_of, new_duties, write_duties
from chuangcheng.standards.services.duty_rows import UnitCells, finding_units, making_units
from chuangcheng.standards.services.framework_settings import read_settings
from chuangcheng.standards.services.methods import with_names_of_methods
from chuangcheng.standards.services.naming import named_framework
from chuangcheng.standards.services.negative_rows import take_negative_rows
from chuangcheng.standards.services.said import keep, new_fields
from chuangcheng.standards.services.site_types import own_names, unknown_site_types
from chuangcheng.standards.services.standard_rows import StandardRows, read_standards
from chuangcheng.standards.services.tree import put_in_order, write_standards

SETTINGS_SECTION = "settings"
NEGATIVE_SECTION = "negative"
MAIN = ""


def apply_framework_rows(rows: Sequence[Row], *, actor: Actor, report: Report) -> None:
    """Writes the workbook's framework; an edition in force takes nothing new. See `core.imports.kinds.Apply`."""
    standards = [row for row in rows if row.section == MAIN]
    negative = [row for row in rows if row.section == NEGATIVE_SECTION]
    settings = read_settings([row for row in rows if row.section == SETTINGS_SECTION], report)
    table = standards or negative
    framework = named_framework(actor=actor, settings=settings, rows=table, report=report)
    _take_standards(framework, standards, actor, report)
    take_negative_rows(framework, negative, report)


def _take_standards(framework: Framework, rows: Sequence[Row], actor: Actor, report: Report) -> None:
    now = {draft.code: draft for draft in drafts_of(framework)}
    rows = with_names_of_methods(framework, rows, report)
    groups = read_standards(rows, existing=list(now.values()), report=report)
    _call_site_types_by_name(groups)
    is_draft = framework.state == Framework.State.DRAFT
    cells = UnitCells(find=making_units(actor) if is_draft else finding_units(actor), report=report)
    duties = {code: cells.duties_in(group.rows) for code, group in groups.items()}
    sayings = {
        code: {**group.fields, **_remembered(duties[code]), **arranged_in(group.rows)} for code, group in groups.items()
    }
    fresh = new_fields(framework, sayings)
    wanted = {code: draft for code in groups if (draft := _wanted(code, now, groups[code].fields, fresh[code]))}
    said = {code: _fresh_kinds(duties[code], fresh[code]) for code in wanted}
    answering, forbidden = bound_by_rulings(framework, new_duties(framework, said))
    for code in forbidden:
        report.note(groups[code].first, "lead", _("该标准的牵头单位已有裁定，没有改动。"))
    changed = {code for code, draft in wanted.items() if code not in now or not same_standard(now[code], draft)}
    if not is_draft:
        _refuse(groups, changed | set(answering), report)
        return
    _say_new_site_types([wanted[code] for code in changed], groups, report)
    write_standards(framework=framework, drafts=[wanted[code] for code in groups if code in changed])
    put_in_order(framework=framework, codes=list(groups))
    write_duties(framework, answering, day=today())
    arranged = write_arrangements(framework, {code: fresh[code] for code in wanted}, actor=actor)
    note_phones(rows, report)
    note_dues(rows, report, year=year_of(framework))
    _count(groups, created=changed - set(now), changed=changed | set(answering) | arranged, report=report)
    keep(framework, sayings)


def _wanted(
    code: str, now: Mapping[str, StandardDraft], fields: Mapping[str, Any], fresh: Mapping[str, Any]
) -> StandardDraft | None:
    """The standard as it should be; None when people took it out and the file says nothing new about it."""
    if code in now:
        return replace(now[code], **_draft_fields(fresh))
    return StandardDraft(code=code, **_draft_fields(fields)) if fresh else None


def _draft_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    others = (field_of(""), arranged_field(""))
    given = {name: value for name, value in fields.items() if name != "place" and not name.startswith(others)}
    if "place" in fields:
        given["item"], given["content"] = fields["place"]
    return given


def _remembered(duties: Kinds) -> dict[str, list[int]]:
    return {field_of(kind): sorted(units) for kind, units in duties.items()}


def _fresh_kinds(duties: Kinds, fresh: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    return {kind: units for kind, units in duties.items() if field_of(kind) in fresh}


def _refuse(groups: Mapping[str, StandardRows], changed: set[str], report: Report) -> None:
    reason = _("该体系已经启用，不能再改。请先沿用为新版本，再导入。")
    for code, group in groups.items():
        if code not in changed:
            report.unchanged += len(group.rows)
            continue
        for row in group.rows:
            report.reject(row, "", reason)


def _count(groups: Mapping[str, StandardRows], *, created: set[str], changed: set[str], report: Report) -> None:
    for code, group in groups.items():
        if code in created:
            report.created += len(group.rows)
        elif code in changed:
            report.updated += len(group.rows)
        else:
            report.unchanged += len(group.rows)


def _call_site_types_by_name(groups: Mapping[str, StandardRows]) -> None:
    """An alias says the same as the name."""
    typed = [group for group in groups.values() if "site_types" in group.fields]
    names = own_names({name for group in typed for name in group.fields["site_types"]})
    for group in typed:
        group.fields["site_types"] = tuple(dict.fromkeys(names[name] for name in group.fields["site_types"]))


def _say_new_site_types(drafts: Sequence[StandardDraft], groups: Mapping[str, StandardRows], report: Report) -> None:
    first_user = {name: draft.code for draft in reversed(drafts) for name in draft.site_types}
    for name in unknown_site_types(first_user):
        row = groups[first_user[name]].first
        report.note(row, "site_types", _("点位类型“%(name)s”尚未登记，已新建。") % {"name": name})
