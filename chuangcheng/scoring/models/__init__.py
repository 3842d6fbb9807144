"""Tables of what no check brings: recorded facts, scores of linked frameworks, hits on the negative list."""

from chuangcheng.scoring.models.facts import LinkedScore, RecordedFact
from chuangcheng.scoring.models.negative import HitFile, HitStep, NegativeHit, WatchedClass

__all__ = ["HitFile", "HitStep", "LinkedScore", "NegativeHit", "RecordedFact", "WatchedClass"]
