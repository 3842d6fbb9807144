"""What goes into a submission package: the accepted pieces that stand, by standard, in the order of the framework."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from chuangcheng.core.access import Actor
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
        """Bytes of the pieces as they came."""
        return sum(piece.file.size for each in self.standards for one in each.requests for piece in one.pieces)


def package_of(*, actor: Actor, framework_id: int, item_id: int | None = None) -> Package:
    """Everything that was asked for, with what is accepted of it. Three queries."""
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
    return Package(framework, [PackedStandard(standards[key], mine) for key, mine in by_standard.items()])


def _accepted(material_ids: Sequence[UUID]) -> dict[UUID, list[Piece]]:
    last = Judgement.objects.filter(piece=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    rows = Piece.objects.filter(request__in=material_ids, replaced_by__isnull=True).alias(verdict=Subquery(last))
    found: dict[UUID, list[Piece]] = defaultdict(list)
    for piece in rows.filter(verdict=Verdict.ACCEPTED.value).select_related("file").order_by("pk"):
        found[piece.request_id].append(piece)
    return found
