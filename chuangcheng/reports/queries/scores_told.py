"""测评得分: what the whole place would get by what is known, with its bounds; a standing veto stands over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.command.access import VIEW as VIEW_VISITS
from chuangcheng.command.queries import edition_of, next_visits
from chuangcheng.core.access import Actor
from chuangcheng.reports.figures import Figure
from chuangcheng.reports.queries.asking import Asked, Gathered
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.queries import SheetChoice, sheet_for
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import frameworks_in_force

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework

PARTS = ("total", "low", "high")


def score_told(asked: Asked, found: Gathered) -> None:
    """Adds the score at the end of the period; rounds that are not released never count."""
    edition = edition_told(asked.actor, asked.today)
    if edition is None or not asked.actor.may(VIEW):
        return
    now, is_void = _score(asked.actor, edition, asked.day)
    before, _was_void = _score(asked.actor, edition, asked.before.last)
    labels = {"total": _("得分"), "low": _("得分下限"), "high": _("得分上限")}
    source = _("得分表：%(edition)s") % {"edition": edition.name}
    for part in PARTS:
        found.main.append(Figure(f"score.{part}", labels[part], now[part], _("分"), source, before[part]))
    if is_void:
        found.void_by = edition.name


def edition_told(actor: Actor, today: date) -> Framework | None:
    """The edition that the next visit goes by, else the newest in force, as on the leaders' screen."""
    if actor.may(VIEW_VISITS):
        for row in next_visits(actor=actor, today=today, at_most=1):
            edition = edition_of(actor=actor, visit=row.visit)
            if edition is not None:
                return edition
    return frameworks_in_force(actor=actor).first() if actor.may(VIEW_STANDARDS) else None


def _score(actor: Actor, edition: Framework, day: date) -> tuple[dict[str, Decimal | None], bool]:
    outcome = sheet_for(actor=actor, framework_id=edition.pk, choice=SheetChoice(day)).sheet.outcome
    return {part: _rounded(getattr(outcome.score, part)) for part in PARTS}, outcome.is_void


def _rounded(points: Fraction | None) -> Decimal | None:
    text = score_text(points)
    return Decimal(text) if text else None
