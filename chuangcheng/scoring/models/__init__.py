"""Tables of what no check brings: recorded facts, scores of linked frameworks, hits on the negative list, official
results of rounds, cycles; and of sheets that were kept."""

from chuangcheng.scoring.models.cycles import Cycle, YearResult
from chuangcheng.scoring.models.facts import LinkedScore, RecordedFact
from chuangcheng.scoring.models.negative import HitFile, HitStep, NegativeHit, WatchedClass
from chuangcheng.scoring.models.official import HardFault, ItemMatch, OfficialResult, OfficialRound
from chuangcheng.scoring.models.sheets import SheetBody, StoredSheet

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
    "SheetBody",
    "StoredSheet",
    "WatchedClass",
    "YearResult",
]
