"""The framework that a gate names, where it is kept in the product, and what voids its results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.scoring.queries.choice import SheetChoice
from chuangcheng.scoring.queries.official_rows import place_key
from chuangcheng.scoring.queries.voids import codes_voiding
from chuangcheng.standards.queries import frameworks_in_force

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework


def linked_framework(*, actor: Actor, framework: Framework) -> Framework | None:
    """The framework in force that the gate means: of that name, or with it in its name. At most one query."""
    if not framework.gate:
        return None
    wanted = place_key(str(framework.gate["name"]))
    others = [each for each in frameworks_in_force(actor=actor) if each.code != framework.code]
    exact = [each for each in others if wanted in {place_key(each.name), place_key(each.code)}]
    return next(iter(exact or [each for each in others if wanted in place_key(each.name)]), None)


def linked_void(*, actor: Actor, framework: Framework, choice: SheetChoice) -> tuple[str, ...]:
    """The entries of the linked framework's negative list whose hits void its score, whosever sheet is asked for.

    No query without a gate, at most five with one. Scores of the linked framework are the whole place's.
    """
    linked = linked_framework(actor=actor, framework=framework)
    return () if linked is None else codes_voiding(linked, replace(choice, subject=None))
