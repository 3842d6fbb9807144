"""What lost us most in a round, set against our own sheet of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.comparing import Loss, losses
from chuangcheng.scoring.models import ItemMatch
from chuangcheng.scoring.queries.choice import SheetChoice
from chuangcheng.scoring.queries.sheets import SubjectSheet, sheet_for
from chuangcheng.standards.queries import frameworks_in_force

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.official import RoundResults
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class WhatLost:
    """Methods and items of our result, what lost most first, each with how it stands now."""

    methods: Sequence[Loss]
    items: Sequence[Loss]
    sheet: SubjectSheet | None  # our own sheet of today; None: nothing to compare with
    names: Sequence[str]  # items of that sheet, to choose from


def what_lost(*, actor: Actor, found: RoundResults) -> WhatLost | None:
    """What lost us most; None when we were not in the round. A sheet and two queries."""
    if found.ours is None:
        return None
    edition = edition_now(actor=actor, framework=found.round.framework)
    sheet = sheet_for(actor=actor, framework_id=edition.pk, choice=SheetChoice(today())) if edition else None
    lines = sheet.sheet if sheet else None
    decided = decided_matches(found.round.framework.code)
    result = found.ours.result
    return WhatLost(
        methods=losses(result.methods, ours=lines.methods if lines else {}, decided={}),
        items=losses(result.items, ours=lines.items if lines else {}, decided=decided),
        sheet=sheet,
        names=list(lines.items) if lines else [],
    )


def decided_matches(framework_code: str) -> dict[str, str]:
    """Published name → our item as a person decided last, "" for none of ours."""
    rows = ItemMatch.objects.filter(framework_code=framework_code).order_by("recorded_at", "pk")
    return dict(rows.values_list("published", "item"))


def edition_now(*, actor: Actor, framework: Framework) -> Framework | None:
    """The edition in force of this framework, whose sheet says how we stand today; None for who may not see it."""
    if not actor.may(VIEW):
        return None
    return frameworks_in_force(actor=actor).filter(code=framework.code).first()
