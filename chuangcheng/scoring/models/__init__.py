"""Tables of what no check brings: recorded facts, scores of linked frameworks, official results of rounds."""

from chuangcheng.scoring.models.facts import LinkedScore, RecordedFact
from chuangcheng.scoring.models.official import HardFault, ItemMatch, OfficialResult, OfficialRound

__all__ = ["HardFault", "ItemMatch", "LinkedScore", "OfficialResult", "OfficialRound", "RecordedFact"]
