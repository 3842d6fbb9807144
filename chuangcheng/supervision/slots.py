"""What upper contexts add to supervision; they fill the slots in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.slots import Slot


@dataclass(frozen=True, slots=True)
class ReceiptDue:
    """Something that a unit had to sign for by a day."""

    id: UUID
    unit_id: int
    is_late: bool


# (first, last, today) → what was to be signed for in those days and is over or signed; a statement.
ReceiptsDue: TypeAlias = Callable[[date, date, date], Iterable[ReceiptDue]]
# Ids → name and address of each that is still there; a statement.
ReceiptsTold: TypeAlias = Callable[[list[UUID]], Mapping[UUID, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class ReceiptSource:
    """Papers that units sign for."""

    due: ReceiptsDue
    told: ReceiptsTold


receipt_sources: Slot[ReceiptSource] = Slot("papers that units sign for")


@dataclass(frozen=True, slots=True)
class ListSent:
    """A red and black list that went to units as a paper."""

    name: str
    url: str  # empty: not for this actor
    units: int
    signed: int


@dataclass(frozen=True, slots=True)
class ListSending:
    """How a published list goes to units as a paper that they sign for."""

    address: Callable[[Actor, UUID], str]  # of the form; empty: not for this actor. No queries
    sent: Callable[[Actor, UUID], ListSent | None]  # None: it did not go to anybody. At most three queries


list_sendings: Slot[ListSending] = Slot("how red and black lists go to units")
