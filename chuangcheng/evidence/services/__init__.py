"""Writes on material."""

from chuangcheng.core.lines import LinesRefused
from chuangcheng.evidence.services.asking import NewMaterial, ask_for_materials
from chuangcheng.evidence.services.changing import change_material, void_material
from chuangcheng.evidence.services.checking import Asked
from chuangcheng.evidence.services.from_archive import (
    Arrived,
    Brought,
    Refused,
    hand_in_archive,
    keep_archive,
    keep_folder,
)
from chuangcheng.evidence.services.handing_in import NewPiece, hand_in, withdraw_piece
from chuangcheng.evidence.services.keeping import Kept, Origin, keep_file, keep_offer, kept_file
from chuangcheng.evidence.services.reviewing import Judged, review_material

__all__ = [
    "Arrived",
    "Asked",
    "Brought",
    "Judged",
    "Kept",
    "LinesRefused",
    "NewMaterial",
    "NewPiece",
    "Origin",
    "Refused",
    "ask_for_materials",
    "change_material",
    "hand_in",
    "hand_in_archive",
    "keep_archive",
    "keep_file",
    "keep_folder",
    "keep_offer",
    "kept_file",
    "review_material",
    "void_material",
    "withdraw_piece",
]
