"""Reads on material."""

from chuangcheng.evidence.queries.behind import MaterialLine, materials_behind
from chuangcheng.evidence.queries.drafts import DraftLine, Drafts, drafts_of
from chuangcheng.evidence.queries.lists import (
    LATE,
    WEEK,
    MaterialFilter,
    materials_shown,
    may_read_file,
    visible_material_ids,
    waiting_materials,
)
from chuangcheng.evidence.queries.matrix import Cell, Matrix, cells_of_standards, matrix_of, total_of
from chuangcheng.evidence.queries.offers import Fitting, OfferGroup, chosen_offers, offers_for, wish_of
from chuangcheng.evidence.queries.packing import Package, PackedRequest, PackedStandard, package_of
from chuangcheng.evidence.queries.pieces import MaterialStory, PieceNow, pieces_now, story_of
from chuangcheng.evidence.queries.proofs import (
    MaterialCount,
    MaterialProof,
    material_counts,
    materials_version,
    proofs_of,
    with_borrowed,
)
from chuangcheng.evidence.queries.reuse import (
    OtherUse,
    PieceFilter,
    offered_pieces,
    other_uses,
    page_counts,
    pieces_by_keys,
    pieces_shown,
    reading_note,
    replacement_of,
    visible_piece_ids,
    words_of,
)

__all__ = [
    "LATE",
    "WEEK",
    "Cell",
    "DraftLine",
    "Drafts",
    "Fitting",
    "MaterialCount",
    "MaterialFilter",
    "MaterialLine",
    "MaterialProof",
    "MaterialStory",
    "Matrix",
    "OfferGroup",
    "OtherUse",
    "Package",
    "PackedRequest",
    "PackedStandard",
    "PieceFilter",
    "PieceNow",
    "cells_of_standards",
    "chosen_offers",
    "drafts_of",
    "material_counts",
    "materials_behind",
    "materials_shown",
    "materials_version",
    "matrix_of",
    "may_read_file",
    "offered_pieces",
    "offers_for",
    "other_uses",
    "package_of",
    "page_counts",
    "pieces_by_keys",
    "pieces_now",
    "pieces_shown",
    "proofs_of",
    "reading_note",
    "replacement_of",
    "story_of",
    "total_of",
    "visible_material_ids",
    "visible_piece_ids",
    "waiting_materials",
    "wish_of",
    "with_borrowed",
    "words_of",
]
