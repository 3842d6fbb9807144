"""Figures of a report in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from chuangcheng.inspections.reporting.figures import Change, Line, Report


def change_words(change: Change, *, unit: str) -> str:
    """ "上升1.7个百分点"; "持平"."""
    words = {"up": _("上升%(amount)s%(unit)s"), "down": _("下降%(amount)s%(unit)s"), "level": _("持平")}[
        change.direction
    ]
    return words % {"amount": abs(change.difference), "unit": unit} if change.direction != "level" else words


def signed(difference: Decimal) -> str:
    """ "+1.7", "−0.3", "0.0"."""
    return f"{difference:+}".replace("-", "−") if difference else f"{abs(difference)}"


def place_words(line: Line) -> str:
    """ "3", "3（并列）", "—"."""
    if line.place is None:
        return "—"
    return _("%(place)s（并列）") % {"place": line.place} if line.is_shared else str(line.place)


def percent_words(rate: Decimal | None) -> str:
    """ "70.1%", "—"."""
    return "—" if rate is None else f"{rate}%"


def score_words(score: Decimal | None) -> str:
    """ "83.25", "—"."""
    return "—" if score is None else f"{score}"


def problem_line(report: Report) -> str:
    if not report.problems:
        return _("没有发现问题。")
    first = [f"{class_name(row.name)}（{row.count:,}）" for row in report.classes[:3]]
    return _("发现问题%(count)s个，主要是%(names)s。") % {"count": f"{report.problems:,}", "names": "、".join(first)}


def ledger_line(report: Report) -> str:
    count = f"{len(report.ledger):,}"
    return _("另有台账列入的问题%(count)s个，没有对应的实测样本，不计入合格率和得分。") % {"count": count}


def class_name(name: str) -> str:
    return name or _("未归类")
