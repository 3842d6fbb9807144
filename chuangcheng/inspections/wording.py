"""What was found for a checklist item, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.core.documents.media_types import DOCX, XLSX

if TYPE_CHECKING:
    from chuangcheng.inspections.models import Answer
    from chuangcheng.sites.models import ChecklistItem


@dataclass(frozen=True, slots=True)
class Tone:
    """How a verdict or state looks: tone and icon of the house style."""

    tone: str
    icon: str


VERDICT_LOOKS = {
    "pass": Tone("green", "circle-check"),
    "fail": Tone("red", "circle-x"),
    "na": Tone("muted", "circle-minus"),
}
PLAN_TONES = {"active": "blue", "paused": "amber", "ended": "muted"}
REPORT_MEDIA_TYPES = {
    "docx": DOCX,
    "xlsx": XLSX,
}
STATE_TONES = {"draft": "muted", "running": "blue", "finished": "amber", "released": "green"}


def asked_words(item: ChecklistItem) -> str:
    """What passes: 不少于2处, 95%以上合格, 各项须全部具备; "" for yes or no."""
    if item.kind == "at_least":
        return _("不少于%(count)s%(unit)s") % {"count": item.minimum, "unit": item.unit}
    if item.kind == "percentage":
        return _("%(line)s%%以上合格") % {"line": plain(item.line)}
    if item.kind == "composite":
        return _("各项须全部具备")
    unit = item.unit or _("处")
    if item.kind == "timed":
        words = _("观察%(minutes)s分钟，发现几%(unit)s填几，0为合格")
        return words % {"minutes": item.minutes, "unit": unit}
    return _("发现几%(unit)s填几，0为合格") % {"unit": unit} if item.kind == "tally" else ""


def found_words(item: ChecklistItem, value: Mapping[str, Any]) -> str:
    """What was found, from the value as kept: 3处, 应有2处，实有1处, 缺：监督电话; "" where the verdict says it all."""
    if value.get("na"):
        return ""
    unit = item.unit or _("处")
    if "count" in value:
        return _("应有%(asked)s%(unit)s，实有%(count)s%(unit)s") % {
            "asked": item.minimum,
            "count": value["count"],
            "unit": unit,
        }
    if "faults" in value:
        return _("%(count)s%(unit)s") % {"count": value["faults"], "unit": unit}
    if "percent" in value:
        return _("%(percent)s%%，应达%(line)s%%") % {"percent": value["percent"], "line": plain(item.line)}
    missing = [piece for piece in item.pieces if piece not in value.get("present", item.pieces)]
    return _("缺：%(pieces)s") % {"pieces": "、".join(missing)} if missing else ""


def corrected_words(violations: int) -> str:
    """What stands after a correction, which tells a number and no more."""
    return _("违规%(count)s") % {"count": violations} if violations else ""


def problem_text(answer: Answer, *, found: str) -> str:
    """The problem as a case describes it: the usual problem, what was found, the item, the inspector's note."""
    item = answer.item
    head = "，".join(part for part in (item.problem_class, found) if part)
    lines: Sequence[str] = [head, _("检查项：%(text)s") % {"text": item.text.rstrip("。")}, answer.note.strip()]
    return "。".join(line.rstrip("。") for line in lines if line) + "。"


def plain(number: Decimal | None) -> str:
    """A number without zeros at its end: 95, 96.5."""
    return "" if number is None else f"{number.normalize():f}"
