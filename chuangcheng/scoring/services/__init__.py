"""Writes on recorded facts, on official results, on hits of the negative list, and sheets that are kept."""

from chuangcheng.scoring.services.hits import (
    HitGiven,
    move_hit,
    record_hit,
    require_move,
    suspect_hit,
    unwatch_class,
    watch_class,
)
from chuangcheng.scoring.services.keeping import keep_all_sheets, keep_sheet
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
    "HitGiven",
    "PlaceKnown",
    "ResultFacts",
    "RoundFacts",
    "RoundNameUsed",
    "Told",
    "change_official_round",
    "correct_official_result",
    "create_official_round",
    "decide_item_match",
    "keep_all_sheets",
    "keep_sheet",
    "move_hit",
    "record_grade",
    "record_hard_fault",
    "record_hit",
    "record_linked_score",
    "record_official_result",
    "record_proof",
    "record_value",
    "require_move",
    "suspect_hit",
    "take_back_hard_fault",
    "unwatch_class",
    "watch_class",
]
