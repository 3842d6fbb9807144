"""Tables of what no check brings: recorded facts, scores of linked frameworks, hits on the negative list, official
results of rounds, cycles."""

from chuangcheng.scoring.models.cycles import Cycle, YearResult
from chuangcheng.scoring.models.facts import LinkedScore, RecordedFact
from chuangcheng.scoring.models.negative import HitFile, HitStep, NegativeHit, WatchedClass
from chuangcheng.scoring.models.official import HardFault, ItemMatch, OfficialResult, OfficialRound

__all__ = [
    "Cycle",
    "HardFault",
    "HitFile",
    "HitStep",
    "ItemMatch",
    "LinkedScore",
    "NegativeHit",
    "OfficialResult",
    "OfficialRound",
    "RecordedFact",
    "WatchedClass",
    "YearResult",
]
