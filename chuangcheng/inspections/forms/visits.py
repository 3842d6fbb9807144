"""The checklist as it is filled in at a site. What was entered comes back when something has to be corrected, photos
included: they are kept first and carried along by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.inspections.judgement import Unanswered, judge
from chuangcheng.inspections.queries import file_ids_uploaded
from chuangcheng.inspections.services import AnswerGiven, Position, VisitGiven, asked_by, keep_photos
from chuangcheng.inspections.services.photos import MOST_PHOTOS
from chuangcheng.inspections.services.visits import MOST_ANSWER_NOTE
from chuangcheng.inspections.wording import asked_words

if TYPE_CHECKING:
    from chuangcheng.sites.models import ChecklistItem

NO_FORM = UUID(int=0)  # an id that no form makes: the service refuses it
LONGEST_NUMBER = 6  # characters of a count
CHOICES = {"pass": {"ok": True}, "fail": {"ok": False}, "na": {"na": True}}


@dataclass
class Card:
    """One checklist item with what was entered for it."""

    item: ChecklistItem
    number: int  # place in the checklist, from 1
    choice: str = ""  # yes_no: pass, fail, na
    amount: str = ""  # count or percentage, as typed
    pieces: Sequence[str] = ()
    has_none: bool = False  # composite: none of the pieces is there
    is_na: bool = False
    note: str = ""
    kept: list[UUID] = field(default_factory=list)  # photos that have arrived
    error: str = ""
    photo_error: str = ""

    @property
    def prefix(self) -> str:
        """How the names of its fields begin."""
        return f"item-{self.item.pk}"

    @property
    def asked(self) -> str:
        """What passes, in words."""
        return asked_words(self.item)

    @property
    def least(self) -> str:
        """The least amount that passes; empty where only none passes."""
        amount = {"at_least": self.item.minimum, "percentage": self.item.line}.get(self.item.kind)
        return "" if amount is None else str(amount)

    @property
    def has_more(self) -> bool:
        """True when note or photos hold something."""
        return bool(self.note or self.kept or self.photo_error)

    @property
    def photo_errors(self) -> list[str]:
        """The error of the photos as the part of the page wants it."""
        return [self.photo_error] if self.photo_error else []

    @property
    def room(self) -> int:
        """How many photos may still be added."""
        return MOST_PHOTOS - len(self.kept)

    @property
    def value(self) -> Mapping[str, Any]:
        """The entered value as `judgement` takes it; empty when nothing was entered."""
        if self.item.kind == "yes_no":
            return CHOICES.get(self.choice, {})
        if self.is_na:
            return {"na": True}
        if self.item.kind == "composite":
            return {"present": list(self.pieces)} if self.pieces or self.has_none else {}
        if self.item.kind == "percentage":
            return {"percent": self.amount} if self.amount else {}
        return {"count" if self.item.kind == "at_least" else "faults": _whole_number(self.amount)}


class VisitForm:
    """The whole form."""

    def __init__(self, items: Sequence[ChecklistItem], *, posted: QueryDict | None = None) -> None:
        self.visit_id = new_id()
        self.started_at = now()
        self.note = ""
        self.position: Position | None = None
        self.problem = ""  # why the whole was refused
        self.cards = [Card(item, number) for number, item in enumerate(items, start=1)]
        if posted is not None:
            self._read(posted)

    @property
    def parts(self) -> list[tuple[str, list[Card]]]:
        """The cards by part of a composite place, in order; one part without a name when it has none."""
        return [(part, list(cards)) for part, cards in groupby(self.cards, key=lambda card: card.item.part)]

    @property
    def wrong(self) -> list[Card]:
        """The cards that have to be corrected."""
        return [card for card in self.cards if card.error or card.photo_error]

    def keep_photos(self, request: HttpRequest, actor: Actor) -> None:
        """Keeps the photos that came along, each card's by itself, so that a bad one loses none of the others."""
        carried = {photo for card in self.cards for photo in card.kept}
        own = file_ids_uploaded(actor=actor, file_ids=carried)
        for card in self.cards:
            card.kept = [photo for photo in dict.fromkeys(card.kept) if photo in own]
            try:
                files = photos_from_request(request, f"{card.prefix}-photos", at_most=card.room)
            except Refusal as refusal:
                card.photo_error = str(refusal)
            else:
                card.kept += [photo for photo in keep_photos(actor=actor, files=files) if photo not in card.kept]

    def check(self) -> bool:
        """True when every item is answered; otherwise each card says what is missing."""
        for card in self.cards:
            try:
                judge(asked_by(card.item), card.value)
            except Unanswered as error:
                card.error = _(str(error))
            if len(card.note) > MOST_ANSWER_NOTE:
                card.error = _("备注不能超过%(most)s字，请精简后再提交。") % {"most": MOST_ANSWER_NOTE}
        return not self.wrong

    def refused(self, problem: str) -> None:
        """Notes why the whole was refused."""
        self.problem = problem

    def given(self, *, round_id: UUID, site_id: UUID) -> VisitGiven:
        """The visit as the service takes it."""
        answers = [AnswerGiven(card.item.pk, card.value, card.note, tuple(card.kept)) for card in self.cards]
        return VisitGiven(self.visit_id, round_id, site_id, self.started_at, answers, self.position, self.note)

    def _read(self, posted: QueryDict) -> None:
        self.visit_id = _id(posted.get("visit", "")) or NO_FORM
        self.started_at = _moment(posted.get("started_at", "")) or self.started_at
        self.note = posted.get("note", "").strip()
        self.position = _position(posted)
        for card in self.cards:
            _read_card(card, posted)


def _read_card(card: Card, posted: QueryDict) -> None:
    card.choice = posted.get(f"{card.prefix}-answer", "")
    card.amount = posted.get(f"{card.prefix}-amount", "").strip()
    card.pieces = posted.getlist(f"{card.prefix}-piece")
    card.has_none = f"{card.prefix}-none" in posted
    card.is_na = f"{card.prefix}-na" in posted
    card.note = posted.get(f"{card.prefix}-note", "").strip()
    card.kept = [photo for photo in map(_id, posted.getlist(f"{card.prefix}-kept")) if photo is not None]


def _whole_number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else text


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _position(posted: QueryDict) -> Position | None:
    try:
        return Position(*(float(posted.get(name, "")) for name in ("lon", "lat", "accuracy")))
    except ValueError:
        return None
