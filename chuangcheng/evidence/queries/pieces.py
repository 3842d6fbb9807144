"""The pieces of a request as they stand, their earlier versions, and the whole story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from chuangcheng.evidence.models import Judgement, MaterialEvent, MaterialRequest, Piece
from chuangcheng.evidence.workflow import Verdict


@dataclass(frozen=True, slots=True)
class PieceNow:
    """A piece that stands: the newest version, with what was last said of it."""

    piece: Piece
    judgement: Judgement | None  # None: nobody looked at it yet

    @property
    def verdict(self) -> str:
        """The last verdict; empty while nobody looked at it."""
        return self.judgement.verdict if self.judgement is not None else ""


@dataclass(frozen=True)
class MaterialStory:
    """A request with all around it."""

    material: MaterialRequest
    history: list[MaterialEvent]
    pieces: list[PieceNow]  # those that stand, the first brought first
    earlier: dict[UUID, list[PieceNow]]  # piece that stands → its earlier versions, newest first
    withdrawn: list[PieceNow]
    judgements: list[Judgement]  # all of them, the oldest first


def pieces_now(material: MaterialRequest) -> list[PieceNow]:
    """The pieces that stand. Two queries."""
    return _standing(_with_last(material, _judgements(material)))


def story_of(material: MaterialRequest) -> MaterialStory:
    """Three queries."""
    judgements = _judgements(material)
    every = _with_last(material, judgements)
    by_id = {each.piece.pk: each for each in every}
    standing = _standing(every)
    earlier: dict[UUID, list[PieceNow]] = defaultdict(list)
    for each in standing:
        before = each.piece.replaces_id
        while before is not None:
            earlier[each.piece.pk].append(by_id[before])
            before = by_id[before].piece.replaces_id
    withdrawn = [each for each in every if each.verdict == Verdict.WITHDRAWN]
    return MaterialStory(material, list(material.history.all()), standing, dict(earlier), withdrawn, judgements)


def _judgements(material: MaterialRequest) -> list[Judgement]:
    return list(Judgement.objects.filter(piece__request=material).order_by("pk"))


def _with_last(material: MaterialRequest, judgements: list[Judgement]) -> list[PieceNow]:
    pieces = list(material.pieces.select_related("file").order_by("pk"))
    last = {row.piece_id: row for row in judgements}
    return [PieceNow(piece, last.get(piece.pk)) for piece in pieces]


def _standing(every: list[PieceNow]) -> list[PieceNow]:
    replaced = {each.piece.replaces_id for each in every}
    return [each for each in every if each.piece.pk not in replaced and each.verdict != Verdict.WITHDRAWN]
