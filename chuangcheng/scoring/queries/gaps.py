"""How the standards of a framework stand today, as those who plan the work ask."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import StandardScore, half_up
from chuangcheng.scoring.queries.choice import SheetChoice
from chuangcheng.scoring.queries.sheets import sheet_for
from chuangcheng.tasks.slots import Standing


def standings_today(actor: Actor, framework_id: int) -> Mapping[int, Standing]:
    """standard id → its points; of those about which something is known. Empty for who may not see scores."""
    if not actor.may(VIEW):
        return {}
    found = sheet_for(actor=actor, framework_id=framework_id, choice=SheetChoice(today()))
    told = {found.keys[code]: _standing(each) for code, each in found.sheet.standards.items() if code in found.keys}
    return {key: standing for key, standing in told.items() if standing.known}


def _standing(score: StandardScore) -> Standing:
    known = [part for part in score.parts if part.earned is not None]
    earned = sum((part.earned for part in known if part.earned is not None), Fraction(0))
    return Standing(
        earned=half_up(earned),
        known=half_up(sum((part.full for part in known), Fraction(0))),
        full=half_up(sum((part.full for part in score.parts), Fraction(0))),
    )
