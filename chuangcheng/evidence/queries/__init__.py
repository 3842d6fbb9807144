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
from chuangcheng.evidence.queries.matrix import Cell, Matrix, matrix_of
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

__all__ = [
    "LATE",
    "WEEK",
    "Cell",
    "DraftLine",
    "Drafts",
    "MaterialCount",
    "MaterialFilter",
    "MaterialLine",
    "MaterialProof",
    "MaterialStory",
    "Matrix",
    "Package",
    "PackedRequest",
    "PackedStandard",
    "PieceNow",
    "drafts_of",
    "material_counts",
    "materials_behind",
    "materials_shown",
    "materials_version",
    "matrix_of",
    "may_read_file",
    "package_of",
    "pieces_now",
    "proofs_of",
    "story_of",
    "visible_material_ids",
    "waiting_materials",
    "with_borrowed",
]
