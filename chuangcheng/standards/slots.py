"""What higher contexts show on the page of a standard or know about it; they fill these in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.functional import Promise

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot


@dataclass(frozen=True)
class StandardPanel:
    """A panel: a template of the context that brings it, and what the template needs."""

    template: str  # its root is one <section class="panel">
    context: Mapping[str, Any] = field(default_factory=dict)


# (actor, standard id) → the panel, or None when there is nothing to show or the actor may not see it.
StandardPanelOf: TypeAlias = Callable[[Actor, int], StandardPanel | None]
standard_panels: Slot[StandardPanelOf] = Slot("standard panels")


@dataclass(frozen=True)
class RuleCheck:
    """What the scoring engine makes of a rule with its parameters."""

    is_usable: bool  # False: a part with it stays unknown
    problems: Sequence[str] = ()  # clauses without a full stop
    words: str = ""  # the parameters for people, a clause without a full stop


# (rule, parameters) → what they mean and what is wrong with them.
RuleReader: TypeAlias = Callable[[str, str], RuleCheck]
rule_readers: Slot[RuleReader] = Slot("rule readers")


@dataclass(frozen=True)
class Gap:
    """Something that nobody answers for, known to another context: sites without an owner."""

    label: str | Promise
    count: str  # "12", "1,000+"; words, because growing tables are not counted
    url: str  # where it is put right


# actor → the gap, or None when there is none or the actor may not see it. One query each.
GapOf: TypeAlias = Callable[[Actor], Gap | None]
more_gaps: Slot[GapOf] = Slot("more gaps")
