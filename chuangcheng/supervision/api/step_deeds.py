"""What is done about a step, as the API takes and tells it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from chuangcheng.core.ids import new_id
from chuangcheng.core.strict_input import Strict
from chuangcheng.supervision.models import StepDeed
from chuangcheng.supervision.services.escalations import DeedGiven


class DeedIn(Strict):
    id: UUID | None = None  # UUIDv7 made by the client: the same one again is the same deed
    kind: str  # acknowledged, planned, held, referred
    text: str
    on: date | None = None  # the day of a talk, of a letter
    party: str = ""  # who talks with whom; to whom it is referred
    letter: str = ""  # number of the letter that refers it

    def deed(self) -> DeedGiven:
        """As the service takes it."""
        return DeedGiven(self.id or new_id(), self.kind, self.text, self.on, self.party, self.letter)


class DeedOut(Schema):
    id: UUID
    kind: str
    text: str
    on: date | None
    party: str
    letter: str
    who: str
    at: datetime
    undone_because: str  # empty: it holds


def told_deed(deed: StepDeed) -> dict[str, Any]:
    """A deed that was read with what undid it."""
    undone = getattr(deed, "undone", None)
    return {
        "id": deed.pk,
        "kind": deed.kind,
        "text": deed.text,
        "on": deed.on,
        "party": deed.party,
        "letter": deed.letter,
        "who": deed.actor_name,
        "at": deed.at,
        "undone_because": undone.reason if undone is not None else "",
    }
