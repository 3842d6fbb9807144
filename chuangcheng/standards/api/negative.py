"""The negative list: read in every edition, written in a draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.standards import services
from chuangcheng.standards.access import framework_for, negative_entry_for
from chuangcheng.standards.drafts import NegativeDraft
from chuangcheng.standards.models import NegativeEntry

router = Router()


class EntryOut(Schema):
    id: int
    code: str
    domain: str
    text: str
    sanction: str  # void, deduct:n, suspend
    look_back_months: int | None
    note: str
    source: str


class EntryIn(Strict):
    code: str
    domain: str
    text: str
    sanction: str  # void, deduct:n, suspend
    look_back_months: int | None = None
    note: str = ""
    source: str = ""


@router.get("/frameworks/{framework_id}/negative", response=list[EntryOut])
def list_entries(request: HttpRequest, framework_id: int) -> Any:
    """The negative list of an edition, in order."""
    return list(framework_for(actor_of(request), framework_id).negative_entries.all())


@router.post("/frameworks/{framework_id}/negative", response={201: EntryOut})
def add_entry(request: HttpRequest, framework_id: int, given: EntryIn) -> Status[NegativeEntry]:
    """Adds an entry to the list of a draft, at the end."""
    draft = NegativeDraft(**given.dict())
    return Status(201, services.add_negative_entry(actor=actor_of(request), framework_id=framework_id, draft=draft))


@router.get("/negative/{entry_id}", response=EntryOut)
def get_entry(request: HttpRequest, entry_id: int) -> NegativeEntry:
    """One entry."""
    return negative_entry_for(actor_of(request), entry_id)


@router.put("/negative/{entry_id}", response=EntryOut)
def change_entry(request: HttpRequest, entry_id: int, given: EntryIn) -> NegativeEntry:
    """Changes an entry of a draft."""
    draft = NegativeDraft(**given.dict())
    return services.change_negative_entry(actor=actor_of(request), entry_id=entry_id, draft=draft)


@router.delete("/negative/{entry_id}", response={204: None})
def remove_entry(request: HttpRequest, entry_id: int) -> Status[None]:
    """Takes an entry out of a draft."""
    services.remove_negative_entry(actor=actor_of(request), entry_id=entry_id)
    return Status(204, None)
