"""Tables of what no check brings: recorded facts, scores of linked frameworks, hits on the negative list; and of
sheets that were kept."""

from chuangcheng.scoring.models.facts import LinkedScore, RecordedFact
from chuangcheng.scoring.models.negative import HitFile, HitStep, NegativeHit, WatchedClass
from chuangcheng.scoring.models.sheets import SheetBody, StoredSheet

__all__ = [
    "HitFile",
    "HitStep",
    "LinkedScore",
    "NegativeHit",
    "RecordedFact",
    "SheetBody",
    "StoredSheet",
    "WatchedClass",
]
