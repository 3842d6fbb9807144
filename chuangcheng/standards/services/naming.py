"""Which framework a workbook is about: named in its sheet 体系, else by the title above its table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services.checking import length_of
from chuangcheng.standards.services.frameworks import create_framework, set_framework_facts
from chuangcheng.standards.services.said import keep, new_fields

UNNAMED = "导入的测评体系"
UNDATED = "导入版"
_YEAR = re.compile(r"20[0-9]{2}")
_EDITION_BEHIND = re.compile(r"\s*[(（【\[]\s*20[0-9]{2}\s*年?度?版\s*[)）】\]]$")
_NO_TITLE = re.compile(r"(?:sheet|工作表|表)\s*[0-9]*|标准|standards|负面清单|negative", re.IGNORECASE)


def named_framework(*, actor: Actor, settings: Mapping[str, Any], rows: Sequence[Row], report: Report) -> Framework:
    """The framework of the workbook, locked; a draft is made when it is not there, and takes what is new in settings.

    An edition in force keeps its facts; settings that differ from them are noted.
    """
    name, edition = _names(settings, rows)
    found = framework_called(settings, rows)
    facts = {key: value for key, value in settings.items() if key not in {"name", "edition"}}
    if found is None:
        found = create_framework(actor=actor, name=name, edition=edition, **facts)
        _say_name(found, settings, rows, report)
    else:
        found = _with_new_facts(actor, found, facts, rows, report)
    if found.state == Framework.State.DRAFT:
        keep(found, {"settings": facts})
    return found


def framework_called(settings: Mapping[str, Any], rows: Sequence[Row]) -> Framework | None:
    """The framework of the workbook, locked, when it is there."""
    name, edition = _names(settings, rows)
    code = name[: length_of(Framework, "code")]
    known = Framework.objects.select_for_update().filter(Q(code=code) | Q(name=name), edition=edition)
    return known.order_by("pk").first()


def _names(settings: Mapping[str, Any], rows: Sequence[Row]) -> tuple[str, str]:
    """Name and edition: as the workbook says, else by the title above its table."""
    title = _title(rows)
    name = settings.get("name") or _EDITION_BEHIND.sub("", title) or UNNAMED
    return name, settings.get("edition") or _edition(title)


def _title(rows: Sequence[Row]) -> str:
    """What stands above the table, or the name of the sheet when it says something."""
    if not rows:
        return ""
    layout = rows[0].layout
    title = layout.title or ("" if _NO_TITLE.fullmatch(layout.sheet.strip()) else layout.sheet)
    return title.strip()[: length_of(Framework, "name")]


def _edition(title: str) -> str:
    year = _YEAR.search(title)
    return f"{year[0]}年版" if year else UNDATED


def _say_name(made: Framework, settings: Mapping[str, Any], rows: Sequence[Row], report: Report) -> None:
    if rows and not (settings.get("name") and settings.get("edition")):
        reason = _("文件没有写明体系的名称和版本，已建为“%(name)s”的草稿，可在体系页面修改。")
        report.note(rows[0], "", reason % {"name": str(made)})


def _with_new_facts(
    actor: Actor, found: Framework, facts: Mapping[str, Any], rows: Sequence[Row], report: Report
) -> Framework:
    fresh = {
        name: value
        for name, value in new_fields(found, {"settings": facts})["settings"].items()
        if getattr(found, name) != value
    }
    if not fresh:
        return found
    if found.state == Framework.State.DRAFT:
        return set_framework_facts(actor=actor, framework_id=found.pk, facts=fresh)
    if rows:
        report.note(rows[0], "", _("该体系已经启用，“体系”表中与现行不同的内容没有使用。"))
    return found
