"""The columns 分管领导, 责任人, 完成时限 and 频次 of a 任务分解表: kept with the standard as the office wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import today
from chuangcheng.standards.due_dates import is_standing, last_day
from chuangcheng.standards.models import Arrangement, ArrangementChange, Framework
from chuangcheng.standards.names_and_phones import has_phone
from chuangcheng.standards.queries.arrangements import FIELDS as ARRANGED

Words = Mapping[str, str]  # field → what the office wrote
NAMING = ("leader", "in_charge")


def arranged_field(key: str) -> str:
    """The name under which the import remembers what was said in a column."""
    return f"arranged-{key}"


def arranged_in(rows: Sequence[Row]) -> dict[str, str]:
    """What the rows of one standard say, by the remembered name; only columns that the file has."""
    return {
        arranged_field(key): "、".join(dict.fromkeys(text for row in rows if (text := row.values.get(key) or "")))
        for key in ARRANGED
        if rows[0].has(key)
    }


def note_phones(rows: Sequence[Row], report: Report) -> None:
    """Says once for each column that phones were left out."""
    for key in NAMING:
        first = next((row for row in rows if has_phone(row.text(key))), None)
        if first is not None:
            report.note(first, key, _("这一列的电话没有导入，只取姓名；电话请登记在人员名册中。"))


def note_dues(rows: Sequence[Row], report: Report, *, year: int) -> None:
    """Says of each 完成时限 that names no day and is no standing one, once for each wording."""
    said: set[str] = set()
    for row in rows:
        text = row.values.get("due") or ""
        if text and text not in said and last_day(text, year=year) is None and not is_standing(text):
            said.add(text)
            report.note(row, "due", _("“%(text)s”看不出是哪一天，照原文保留。") % {"text": text})


def year_of(framework: Framework) -> int:
    """The year that dates without one mean: that of the edition's name, else this one."""
    found = re.search(r"20\d\d", f"{framework.edition} {framework.name}")
    return int(found[0]) if found else today().year


def write_arrangements(framework: Framework, fresh: Mapping[str, Mapping[str, object]], *, actor: Actor) -> set[str]:
    """Writes what an import says anew of each code, with its history; the codes that are not as they were."""
    said = {code: words for code, fields in fresh.items() if (words := _own(fields))}
    keys = dict(framework.standards.filter(code__in=list(said)).values_list("code", "pk")) if said else {}
    known = {row.standard_id: row for row in Arrangement.objects.filter(standard__framework=framework)} if keys else {}
    changed = {code: known.get(pk) or Arrangement(standard_id=pk) for code, pk in keys.items()}
    year = year_of(framework)
    was = {code: words_of(row) for code, row in changed.items()}
    changed = {code: row for code, row in changed.items() if put_words(row, said[code], year)}
    new = [row for row in changed.values() if row.standard_id not in known]
    Arrangement.objects.bulk_create(new, batch_size=500)
    old = [row for row in changed.values() if row.standard_id in known]
    Arrangement.objects.bulk_update(old, (*ARRANGED, "due_on"), batch_size=500)
    changes = [
        change_of(row.standard_id, was[code], words_of(row), actor=actor, way=ArrangementChange.Way.IMPORT)
        for code, row in changed.items()
    ]
    ArrangementChange.objects.bulk_create(changes, batch_size=500)
    return set(changed)


def words_of(row: Arrangement) -> dict[str, str]:
    """What the arrangement says, by field."""
    return {key: getattr(row, key) for key in ARRANGED}


def change_of(standard_id: int, before: Words, after: Words, *, actor: Actor, way: str) -> ArrangementChange:
    """The change, unsaved, of the fields that differ."""
    keys = [key for key in ARRANGED if before[key] != after[key]]
    return ArrangementChange(
        standard_id=standard_id,
        way=way,
        person_id=actor.person_id,
        person_name=actor.name,
        before={key: before[key] for key in keys},
        after={key: after[key] for key in keys},
    )


def put_words(row: Arrangement, words: Words, year: int) -> bool:
    """Puts the words into the row; whether it is another one now."""
    differing = {key: text for key, text in words.items() if getattr(row, key) != text}
    for key, text in differing.items():
        setattr(row, key, text)
    if "due" in differing:
        row.due_on = last_day(row.due, year=year)
    return bool(differing)


def _own(fields: Mapping[str, object]) -> Words:
    return {key: str(fields[arranged_field(key)]) for key in ARRANGED if arranged_field(key) in fields}
