"""Tables of this context: what phones sent, advice, and the stewards' patrols."""

from chuangcheng.field.models.patrols import Patrol, PatrolFinding, PatrolPath, PatrolStop
from chuangcheng.field.models.records import Advice, AdvicePhoto, FieldRecord, RecordPhoto, SentFile

__all__ = [
    "Advice",
    "AdvicePhoto",
    "FieldRecord",
    "Patrol",
    "PatrolFinding",
    "PatrolPath",
    "PatrolStop",
    "RecordPhoto",
    "SentFile",
]
