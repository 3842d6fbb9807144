"""Writes on recorded facts and official results."""

from chuangcheng.scoring.services.official import (
    PlaceKnown,
    ResultFacts,
    RoundFacts,
    RoundNameUsed,
    change_official_round,
    correct_official_result,
    create_official_round,
    decide_item_match,
    record_hard_fault,
    record_official_result,
    take_back_hard_fault,
)
from chuangcheng.scoring.services.recorded import (
    Told,
    record_grade,
    record_linked_score,
    record_proof,
    record_value,
)

__all__ = [
    "PlaceKnown",
    "ResultFacts",
    "RoundFacts",
    "RoundNameUsed",
    "Told",
    "change_official_round",
    "correct_official_result",
    "create_official_round",
    "decide_item_match",
    "record_grade",
    "record_hard_fault",
    "record_linked_score",
    "record_official_result",
    "record_proof",
    "record_value",
    "take_back_hard_fault",
]
