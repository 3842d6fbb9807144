"""Tables of what no check brings: recorded facts and scores of linked frameworks."""

from chuangcheng.scoring.models.facts import LinkedScore, RecordedFact

__all__ = ["LinkedScore", "RecordedFact"]
