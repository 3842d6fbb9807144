from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "warning", "fault"]
FAULT: Level = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor."""

    level: Level
    text: str  # one sentence: what is so and, when it is not well, what to do


def judged(*, is_well: bool, well: str, fault: str) -> Finding:
    """One sentence or the other."""
    return Finding("ok", well) if is_well else Finding(FAULT, fault)
