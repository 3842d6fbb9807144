"""What lost us most in a published round, and whether our own sheet says that it is better now. Pure: names and marks
in, findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from chuangcheng.scoring.engine import Line
from chuangcheng.scoring.likeness import nearest


class Matched(Enum):
    """How a published name came to one of ours."""

    SAME = "same"  # the same but for signs
    CONFIRMED = "confirmed"  # a person said so
    LIKELY = "likely"  # alike: to be confirmed
    NONE = "none"  # none of ours


@dataclass(frozen=True, slots=True)
class Loss:
    """An item or method of a published result."""

    name: str
    earned: Fraction  # marks
    full: Fraction | None  # marks; None: not published and not known
    match: Matched
    ours: str  # our item or method, "" for none
    now: Fraction | None  # 0..1, rate on our own sheet; None: unknown there
    known: Fraction | None  # 0..1, share of that item on our sheet that is known

    @property
    def lost(self) -> Fraction | None:
        """Marks lost; None without a full."""
        return None if self.full is None else self.full - self.earned

    @property
    def rate(self) -> Fraction | None:
        """0..1 of the full marks."""
        return self.earned / self.full if self.full else None

    @property
    def change(self) -> Fraction | None:
        """Rate now less rate then, for what surely is the same thing."""
        if self.match is Matched.LIKELY or self.now is None or self.rate is None:
            return None
        return self.now - self.rate


def losses(
    published: Sequence[Mapping[str, Any]], *, ours: Mapping[str, Line], decided: Mapping[str, str]
) -> list[Loss]:
    """The published items (or methods), what lost most first; without a full last.

    ours: name → line of our sheet. decided: published name → our name as a person said, "" for none of ours.
    """
    found = [_loss(each, ours, decided) for each in published]
    return sorted(found, key=lambda loss: (loss.lost is None, -(loss.lost or 0)))


def _loss(each: Mapping[str, Any], ours: Mapping[str, Line], decided: Mapping[str, str]) -> Loss:
    name = str(each["name"])
    match, own = _match(name, ours, decided)
    line = ours.get(own)
    return Loss(
        name=name,
        earned=Fraction(Decimal(each["earned"])),
        full=Fraction(Decimal(each["full"])) if each.get("full") else None,
        match=match,
        ours=own,
        now=line.rate if line else None,
        known=line.known_full / line.full if line and line.full else None,
    )


def _match(name: str, ours: Mapping[str, Line], decided: Mapping[str, str]) -> tuple[Matched, str]:
    if name in decided:
        said = decided[name]
        return (Matched.CONFIRMED, said) if said in ours else (Matched.NONE, "")
    like = nearest(name, ours)
    if like is None:
        return Matched.NONE, ""
    return (Matched.SAME if like.is_sure else Matched.LIKELY), like.name
