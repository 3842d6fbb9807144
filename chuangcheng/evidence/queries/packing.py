"""What goes into a submission package: the accepted pieces that stand, by standard, in the order of the framework."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from chuangcheng.core.access import Actor
from chuangcheng.core.files.covers import covers_of
from chuangcheng.core.models import StoredFile
from chuangcheng.evidence.access import visible_materials
from chuangcheng.evidence.models import Judgement, MaterialRequest, Piece
from chuangcheng.evidence.workflow import State, Verdict
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, Standard


@dataclass(frozen=True, slots=True)
class PackedRequest:
    """A request with what was accepted for it."""

    material: MaterialRequest
    pieces: Sequence[Piece]  # in the order in which they were first brought


@dataclass(frozen=True, slots=True)
class PackedStandard:
    """A standard with its requests, in the order of units."""

    standard: Standard
    requests: Sequence[PackedRequest]

    @property
    def accepted(self) -> int:
        """Pieces in the package."""
        return sum(len(each.pieces) for each in self.requests)

    @property
    def asked(self) -> int:
        """Pieces asked for."""
        return sum(each.material.count for each in self.requests)


@dataclass(frozen=True, slots=True)
class Package:
    """The whole of a framework, or of an item of it."""

    framework: Framework
    standards: Sequence[PackedStandard]
    covers: Mapping[UUID, StoredFile] = field(default_factory=dict)  # id of a picture → its copy with hidden faces

    def shown(self, piece: Piece) -> StoredFile:
        """The file that goes out: the copy where somebody hid faces or plates, else what was accepted."""
        return self.covers.get(piece.file_id, piece.file)

    @property
    def covered_count(self) -> int:
        """Pieces of which a copy with hidden faces goes out."""
        return sum(piece.file_id in self.covers for piece in self.pieces())

    def pieces(self) -> Iterator[Piece]:
        """All pieces, in order."""
        return (piece for each in self.standards for one in each.requests for piece in one.pieces)

    @property
    def piece_count(self) -> int:
        """Pieces in the package."""
        return sum(each.accepted for each in self.standards)

    @property
    def asked_count(self) -> int:
        """Pieces asked for."""
        return sum(each.asked for each in self.standards)

    @property
    def size(self) -> int:
        """Bytes of the files that go out."""
        return sum(self.shown(piece).size for piece in self.pieces())


def package_of(*, actor: Actor, framework_id: int, item_id: int | None = None) -> Package:
    """Everything that was asked for, with what is accepted of it. Three queries and those of who hides faces."""
    framework = framework_for(actor, framework_id)
    where = Q(standard__content__item=item_id) if item_id else Q()
    rows = visible_materials(actor).filter(where, framework=framework).exclude(state=State.VOID.value)
    rows = rows.select_related("standard__content__item", "unit").defer("unit__boundary")
    order = ("standard__content__item__order", "standard__content__order", "standard__order", "unit__path", "pk")
    materials = list(rows.order_by(*order))
    pieces = _accepted([material.pk for material in materials])
    by_standard: dict[int, list[PackedRequest]] = defaultdict(list)
    for material in materials:
        by_standard[material.standard_id].append(PackedRequest(material, pieces.get(material.pk, [])))
    standards = {material.standard_id: material.standard for material in materials}
    packed = [PackedStandard(standards[key], mine) for key, mine in by_standard.items()]
    return Package(framework, packed, _covers([piece for mine in pieces.values() for piece in mine]))


def _covers(pieces: Sequence[Piece]) -> dict[UUID, StoredFile]:
    """Of the pictures in which a person hid something; one that nobody looked at for faces was accepted as it is."""
    hidden = covers_of([piece.file_id for piece in pieces if piece.file.width is not None])
    instead = {original: copy for original, copy in hidden.items() if copy is not None}
    files = StoredFile.objects.in_bulk(list(instead.values()))
    return {original: files[copy] for original, copy in instead.items() if copy in files}


def _accepted(material_ids: Sequence[UUID]) -> dict[UUID, list[Piece]]:
    last = Judgement.objects.filter(piece=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    rows = Piece.objects.filter(request__in=material_ids, replaced_by__isnull=True).alias(verdict=Subquery(last))
    found: dict[UUID, list[Piece]] = defaultdict(list)
    for piece in rows.filter(verdict=Verdict.ACCEPTED.value).select_related("file").order_by("pk"):
        found[piece.request_id].append(piece)
    return found
