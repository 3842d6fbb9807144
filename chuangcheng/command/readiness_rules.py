"""Go or no-go for a site, with every reason. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a site is not ready."""

    OWNER = "owner"  # nobody answers for it
    NEVER = "never"  # never checked
    STALE = "stale"  # not checked within the days
    OVERDUE = "overdue"  # overdue problems
    OPEN = "open"  # more open problems than are taken
    MATERIAL = "material"  # material is lacking
    PERSON = "person"  # nobody stands there
    UNREHEARSED = "unrehearsed"
    FAILED = "failed"  # the rehearsal


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked, as the settings say."""

    checked_within: int  # days
    open_cases: int  # at most
    needs_person: bool
    needs_rehearsal: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a site."""

    has_owner: bool
    unseen_days: int | None  # since the last check; None: never
    open_cases: int  # overdue ones too
    overdue_cases: int
    lacks_material: bool
    has_person: bool
    rehearsal: str  # passed, failed, empty


def reasons(facts: Facts, rules: Rules) -> list[Reason]:
    """Why the site is not ready, the gravest first; none: go."""
    found = {
        Reason.OVERDUE: facts.overdue_cases > 0,
        Reason.OPEN: facts.open_cases - facts.overdue_cases > rules.open_cases,
        Reason.FAILED: facts.rehearsal == "failed",
        Reason.OWNER: not facts.has_owner,
        Reason.NEVER: facts.unseen_days is None,
        Reason.STALE: facts.unseen_days is not None and facts.unseen_days > rules.checked_within,
        Reason.PERSON: rules.needs_person and not facts.has_person,
        Reason.UNREHEARSED: rules.needs_rehearsal and facts.rehearsal == "",
        Reason.MATERIAL: facts.lacks_material,
    }
    return [reason for reason, holds in found.items() if holds]
