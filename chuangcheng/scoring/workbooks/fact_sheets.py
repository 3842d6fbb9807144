"""The sheets of a facts workbook: their names, their columns and the words that stand in them."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.scoring.engine import HitStatus, Verdict
from chuangcheng.scoring.engine.rules import FactKind
from chuangcheng.scoring.workbooks.tables import Column

_CODE = Column("code", ("标准编号", "编号", "code", "standardcode", "standard"), is_needed=True)
_METHOD = Column("method", ("方法", "测评方法", "method"))
_TIME = Column("time", ("时间", "time", "检查时间", "日期", "date"))
VERDICTS = {
    "合格": Verdict.PASS,
    "pass": Verdict.PASS,
    "不合格": Verdict.FAIL,
    "fail": Verdict.FAIL,
    "通过": Verdict.PASS,
    "不通过": Verdict.FAIL,
    "符合": Verdict.PASS,
    "不符合": Verdict.FAIL,
    "不适用": Verdict.NA,
    "na": Verdict.NA,
    "n/a": Verdict.NA,
}
STATUSES = {
    **{str(status): status for status in HitStatus},
    "confirmed": HitStatus.STANDING,
    "已登记": HitStatus.RECORDED,
    "待确认": HitStatus.UNCONFIRMED,
    "成立": HitStatus.STANDING,
    "已确认": HitStatus.STANDING,
    "申诉中": HitStatus.APPEALED,
    "已解除": HitStatus.LIFTED,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One sheet of facts about standards."""

    names: tuple[str, ...]
    uses: FactKind
    columns: tuple[Column, ...]


CHECKS = Kind(
    ("检查", "checks"),
    FactKind.CHECKS,
    (
        _CODE,
        Column("site", ("点位", "site", "点位名称", "点位编号")),
        Column("verdict", ("判定", "verdict"), is_needed=True),
        Column("violations", ("违规数", "violations")),
        _METHOD,
        _TIME,
    ),
)
VALUES = Kind(
    ("数值", "values"),
    FactKind.VALUES,
    (_CODE, Column("number", ("数值", "value", "number"), is_needed=True), _METHOD, _TIME),
)
GRADES = Kind(
    ("等级", "grades"),
    FactKind.GRADES,
    (_CODE, Column("letter", ("等级", "grade", "letter"), is_needed=True), _METHOD, _TIME),
)
PROOFS = Kind(
    ("材料", "proofs"),
    FactKind.PROOFS,
    (
        _CODE,
        Column("accepted", ("已认可", "accepted"), is_needed=True),
        Column("required", ("应提供", "required"), is_needed=True),
        _METHOD,
        _TIME,
    ),
)
HITS_SHEET = ("负面", "vetoes")
HIT_COLUMNS = (
    Column("code", ("编号", "code"), is_needed=True),
    Column("status", ("状态", "status", "state"), is_needed=True),
)
LINKED_SHEET = ("联系", "linked")
LINKED_COLUMNS = (
    Column("name", ("名称", "name"), is_needed=True),
    Column("score", ("得分", "score", "total"), is_needed=True),
)

FACT_SHEETS = (CHECKS, VALUES, GRADES, PROOFS)
