"""Writes on recorded facts and on hits of the negative list."""

from chuangcheng.scoring.services.hits import (
    HitGiven,
    move_hit,
    record_hit,
    require_move,
    suspect_hit,
    unwatch_class,
    watch_class,
)
from chuangcheng.scoring.services.recorded import (
    Told,
    record_grade,
    record_linked_score,
    record_proof,
    record_value,
)

__all__ = [
    "HitGiven",
    "Told",
    "move_hit",
    "record_grade",
    "record_hit",
    "record_linked_score",
    "record_proof",
    "record_value",
    "require_move",
    "suspect_hit",
    "unwatch_class",
    "watch_class",
]
