"""How a decision counts on the boards: before it is made, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.supervision.accountability_wording import run_words
from chuangcheng.supervision.appraisal_wording import MERIT_WORDS, points_words
from chuangcheng.supervision.models import Matter
from chuangcheng.supervision.queries.appraisals.pricing import BoardPrices, prices_for, sheets_counting

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class SheetTold:
    """A sheet that units have seen and on which the decision counted."""

    words: str
    url: str


def counting_words(*, unit: Unit, kinds: Iterable[str], day: date) -> list[str]:
    """For each board of the unit a sentence: what the decision gives or takes there, or that it does not count."""
    wanted = list(kinds)
    found = [_told(board, wanted) for board in prices_for(unit=unit, kinds=wanted, day=day)]
    return found or [_("该单位不在任何榜单上，不影响考核得分。")]


def _told(board: BoardPrices, kinds: list[str]) -> str:
    facts = {"board": board.board, "formula": board.formula}
    if not board.prices:
        facts["kinds"] = _("这些事项") if len(kinds) > 1 else str(MERIT_WORDS[kinds[0]])
        return _("%(board)s：本期方案“%(formula)s”未对%(kinds)s计分，得分不变。") % facts
    facts["prices"] = "，".join(f"{MERIT_WORDS[kind]}{points_words(price)}" for kind, price in board.prices.items())
    return _("%(board)s：%(prices)s。") % facts


def sheets_told(matter: Matter) -> list[SheetTold]:
    """The shown and published sheets on which it counted."""
    if matter.merit is None:
        return []
    return [
        SheetTold(
            f"{run_words(each.result.run)}（{each.result.run.get_state_display()}）",
            reverse("supervision:sheet", args=[each.result.pk]),
        )
        for each in sheets_counting(matter.merit)
    ]
