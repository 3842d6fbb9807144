"""What other contexts have that may serve as material; those above fill the slot in `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.utils.functional import Promise

from chuangcheng.core.access import Actor
from chuangcheng.core.files.kinds import BY_MEDIA_TYPE
from chuangcheng.core.models import StoredFile
from chuangcheng.core.slots import Slot

MOST_OFFERED = 24  # of one source; our choice
DIGITS = 18  # of a key: what a column of the database holds


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request for material looks for."""

    unit_id: int
    standards: Mapping[int, str]  # id → why its material may serve; that of the request first
    site_types: QuerySet[Any]  # of the places that the standard is about, to be asked within a query; none: of any
    first_on: date | None  # days of which the material is wanted
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is there already and may serve."""

    key: str  # of the file within its source: what `by_keys` takes
    file: StoredFile
    name: str  # of the file, with its ending
    source_id: str  # of the record that it belongs to: what `url_of` takes
    source_label: str  # of that record, for people
    at: datetime
    caption: Mapping[str, str] = field(default_factory=dict)  # names of `workflow.CAPTION_FIELDS`
    why: str = ""  # why it may serve, a few words


Find: TypeAlias = Callable[[Actor, Wish], Sequence[Offer]]
ByKeys: TypeAlias = Callable[[Actor, Sequence[str]], Sequence[Offer]]


@dataclass(frozen=True, slots=True)
class OfferSource:
    """Where files come from. Its key in the slot is kept with each piece taken from it."""

    label: str | Promise
    find: Find  # at most MOST_OFFERED records' files that the actor sees, the best first; one query
    by_keys: ByKeys  # those of these files that the actor sees; keys may be anything
    url_of: Callable[[str], str]  # source id → the record's page


offer_sources: Slot[OfferSource] = Slot("offers of material")


def file_name(stem: str, file: StoredFile) -> str:
    """A name with the ending of what the file is."""
    return f"{PurePosixPath(stem.replace('/', ' ')).name}.{BY_MEDIA_TYPE[file.media_type].extensions[0]}"


def numbers_of(keys: Sequence[str]) -> list[int]:
    """The numbers among keys from outside; what is none is left out."""
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= DIGITS]
