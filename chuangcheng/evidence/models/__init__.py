"""Tables of material requests, their course, the pieces brought and what was said of each."""

from chuangcheng.evidence.models.materials import (
    FileWords,
    Judgement,
    MaterialEvent,
    MaterialRequest,
    Piece,
    PieceStanding,
)

__all__ = ["FileWords", "Judgement", "MaterialEvent", "MaterialRequest", "Piece", "PieceStanding"]
