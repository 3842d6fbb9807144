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
from chuangcheng.evidence.queries.pieces import MaterialStory, PieceNow, pieces_now, story_of
from chuangcheng.evidence.queries.proofs import (
    MaterialCount,
    MaterialProof,
    material_counts,
    materials_version,
    proofs_of,
)

__all__ = [
    "LATE",
    "WEEK",
    "DraftLine",
    "Drafts",
    "MaterialCount",
    "MaterialFilter",
    "MaterialLine",
    "MaterialProof",
    "MaterialStory",
    "PieceNow",
    "drafts_of",
    "material_counts",
    "materials_behind",
    "materials_shown",
    "materials_version",
    "may_read_file",
    "pieces_now",
    "proofs_of",
    "story_of",
    "visible_material_ids",
    "waiting_materials",
]
