"""Writes on recorded facts."""

from chuangcheng.scoring.services.recorded import (
    Told,
    record_grade,
    record_linked_score,
    record_proof,
    record_value,
)

__all__ = ["Told", "record_grade", "record_linked_score", "record_proof", "record_value"]
