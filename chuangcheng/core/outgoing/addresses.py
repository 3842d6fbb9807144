"""Where people can be reached, and whose news a group hears: filled by the context that keeps people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chuangcheng.core.models.outgoing import SMS_KINDS
from chuangcheng.core.slots import Slot


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person is reached; "" where nothing is known."""

    name: str
    mobile: str
    email: str
    language: str
    is_active: bool

    def at(self, kind: str) -> str:
        """The address for a kind of channel."""
        if not self.is_active:
            return ""
        return self.mobile if kind in SMS_KINDS else self.email


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose news a group may hear."""

    choices: Callable[[], Sequence[tuple[str, str]]]  # key → words, for a form
    # Of these people, those of each audience on a day. A constant number of queries.
    among: Callable[[Collection[str], Collection[int], date], Mapping[str, Collection[int]]]


Contacts = Callable[[Collection[int]], Mapping[int, Contact]]  # one query
contacts: Slot[Contacts] = Slot("contacts")
audiences: Slot[Audience] = Slot("audiences")


def contacts_of(person_ids: Collection[int]) -> dict[int, Contact]:
    """Contacts by person."""
    return {person_id: contact for ask in contacts for person_id, contact in ask(person_ids).items()}


def audience_choices() -> list[tuple[str, str]]:
    """What can be chosen as the audience of a group."""
    return [pair for each in audiences for pair in each.choices()]


def people_among(keys: Collection[str], person_ids: Collection[int], *, day: date) -> dict[str, set[int]]:
    """Of these people, those of each audience; the empty key: all."""
    found: dict[str, set[int]] = {"": set(person_ids)}
    named = {key for key in keys if key}
    if named:
        for each in audiences:
            found |= {key: set(people) for key, people in each.among(named, person_ids, day).items()}
    return found
