"""Accepted pieces found again: offered to other requests, searched, and where else the same file serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.text import FileText, Outcome
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.search import record_ids
from chuangcheng.evidence.access import VIEW, visible_materials
from chuangcheng.evidence.indexing import PIECE
from chuangcheng.evidence.models import FileWords, MaterialRequest, Piece
from chuangcheng.evidence.slots import MOST_OFFERED, Offer, Wish
from chuangcheng.evidence.workflow import Verdict
from chuangcheng.orgs.access import in_units_where, unit_ids_where

WITH = ("file", "request__standard", "request__framework", "request__unit")
HEAVY = (
    "request__unit__boundary",
    "request__framework__note",
    "request__framework__levels",
    "request__framework__method_weights",
    "request__framework__cycle_weights",
    "request__framework__gate",
)


ON_CARD = (
    *("name", "caption", "at", "file__media_type", "file__size", "file__width", "file__height"),
    *("request__title", "request__unit__name", "request__standard__code", "request__standard__text"),
    *("request__framework__name", "request__framework__edition"),
)
ON_OFFER = (*ON_CARD, "request__number")


@dataclass(frozen=True, slots=True)
class PieceFilter:
    """What the search over material shows."""

    words: str = ""
    framework_id: int | None = None
    unit_id: int | None = None
    looks: str = ""  # "picture", "document"; empty: both
    verdict: str = Verdict.ACCEPTED.value  # empty: any but what was taken back


@dataclass(frozen=True, slots=True)
class OtherUse:
    """Another request that the same file serves."""

    request_id: UUID
    words: str  # number and title, framework and standard


def pieces_shown(*, actor: Actor, chosen: PieceFilter) -> QuerySet[Piece]:
    """The standing pieces of visible requests that meet the filter; order and slice them. A query for the units."""
    require(actor, VIEW)
    rows = Piece.objects.filter(_of_units(actor), standing__isnull=False).annotate(verdict=F("standing__verdict"))
    exact = {
        "standing__verdict": chosen.verdict or None,
        "standing__framework": chosen.framework_id,
        "standing__unit": chosen.unit_id,
        "standing__is_picture": chosen.looks == "picture" if chosen.looks else None,
    }
    found = Q(**{name: value for name, value in exact.items() if value is not None})
    if words := chosen.words.strip():
        found &= Q(pk__in=record_ids(actor=actor, kind=PIECE, query=words))
    return rows.filter(found).select_related(*WITH).defer(*HEAVY)


def pieces_listed(*, actor: Actor, chosen: PieceFilter) -> QuerySet[Piece]:
    """The same pieces with no more than a card of the search tells."""
    return pieces_shown(actor=actor, chosen=chosen).defer(None).only(*ON_CARD)


def visible_piece_ids(actor: Actor, object_ids: Sequence[str]) -> set[str]:
    """Of these ids those of pieces that the actor sees. One query."""
    if not actor.may(VIEW):
        return set()
    rows = Piece.objects.filter(pk__in=object_ids, request__in=visible_materials(actor))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def offered_pieces(actor: Actor, wish: Wish) -> list[Offer]:
    """Accepted pieces for the same or linked standards, the unit's own first. One query."""
    rows = _standing(actor).filter(standing__verdict=Verdict.ACCEPTED.value, request__standard__in=list(wish.standards))
    found = rows.select_related(*WITH).only(*ON_OFFER).order_by("-pk")[: 4 * MOST_OFFERED]
    first = next(iter(wish.standards))
    ranked = sorted(
        found, key=lambda piece: (piece.request.unit_id != wish.unit_id, piece.request.standard_id != first)
    )
    return [_offer(piece, wish.standards) for piece in ranked[:MOST_OFFERED]]


def pieces_by_keys(actor: Actor, keys: Sequence[str]) -> list[Offer]:
    """The standing pieces with these ids that the actor sees. One query."""
    rows = _standing(actor).filter(pk__in=uuids_of(keys)).select_related(*WITH).defer(*HEAVY)
    return [_offer(piece, {}) for piece in rows]


def other_uses(*, actor: Actor, pieces: Sequence[Piece]) -> dict[UUID, list[OtherUse]]:
    """File → the other visible requests that it was brought for. One query."""
    own = {piece.request_id for piece in pieces}
    same = {piece.file_id for piece in pieces}
    rows = _standing(actor).filter(file__in=same).exclude(request__in=own)
    found: dict[UUID, list[OtherUse]] = defaultdict(list)
    for piece in rows.select_related("request__standard", "request__framework").order_by("pk"):
        found[piece.file_id].append(OtherUse(piece.request_id, _told(piece)))
    return dict(found)


def use_counts(*, actor: Actor, pieces: Sequence[Piece]) -> dict[UUID, int]:
    """File → for how many other visible requests it was brought. One query."""
    rows = _standing(actor).filter(file__in={piece.file_id for piece in pieces})
    rows = rows.exclude(request__in={piece.request_id for piece in pieces})
    return dict(rows.order_by().values_list("file").annotate(count=Count("request", distinct=True)))


def replacement_of(piece: Piece) -> Piece | None:
    """The next version of a piece. One query."""
    return Piece.objects.filter(replaces=piece).first()


def words_of(piece: Piece) -> FileWords | None:
    """What stands in the document; None while nobody read it. One query."""
    return FileWords.objects.filter(file=piece.file_id).first()


def files_read(pieces: Sequence[Piece]) -> dict[UUID, FileWords]:
    """File → its pages and what became of reading it, of the documents among them; without the text. One query."""
    rows = FileWords.objects.filter(file__in=[piece.file_id for piece in pieces]).defer("text")
    return {row.file_id: row for row in rows}


def reading_note(words: FileWords | None) -> str:
    """What became of reading a document, for people; empty where all of it was read."""
    if words is None:
        return _("文字正在读取，稍后刷新可以预览和检索。")
    return "" if words.outcome == Outcome.READ else FileText(Outcome(words.outcome)).sentence


def _of_units(actor: Actor) -> Q:
    """Units as numbers: of one the database walks its own part of the index in the order of the list, however few
    pieces it has among all."""
    if actor.everywhere(VIEW):
        return Q()
    return Q(standing__unit__in=unit_ids_where(actor, VIEW))


def _standing(actor: Actor) -> QuerySet[Piece]:
    """Pieces that stand, of visible requests, each with what was last said of it as `verdict`; empty: nothing yet."""
    require(actor, VIEW)
    rows = Piece.objects.filter(in_units_where(actor, VIEW, "standing__unit"), standing__isnull=False)
    return rows.annotate(verdict=F("standing__verdict"))


def _offer(piece: Piece, standards: Mapping[int, str]) -> Offer:
    material = piece.request
    return Offer(
        key=str(piece.pk),
        file=piece.file,
        name=piece.name,
        source_id=str(material.pk),
        source_label=f"{material.number} {material.title}",
        at=piece.at,
        caption=piece.caption,
        why=" ".join(filter(None, [standards.get(material.standard_id, ""), _measure(material)])),
    )


def _told(piece: Piece) -> str:
    material = piece.request
    told = {"number": material.number, "title": material.title, "measure": _measure(material)}
    return _("%(number)s %(title)s（%(measure)s）") % told


def _measure(material: MaterialRequest) -> str:
    told = {"framework": str(material.framework), "code": material.standard.code}
    return _("《%(framework)s》%(code)s") % told
