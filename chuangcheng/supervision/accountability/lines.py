"""The table: from how many on a ground is proposed, with which grade, for whom. Every number is our choice, unless a
source stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.supervision.accountability.grounds import GRADES, GROUND_OF, Grade, Ground, Measure, Whom, is_praise

WITH_TIMES = frozenset({Measure.REWORKED, Measure.RELAPSED, Measure.SENT_BACK})
WITH_SHARE = frozenset({Measure.LATE, Measure.MISSED, Measure.REWORKED, Measure.RELAPSED, Measure.PROBLEMS})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    measure: Measure
    count: int  # records at least; of BLACK periods
    share: int  # per cent at least, 0..100; of PROBLEMS among the cases of all units, else among the unit's own
    times: int  # that something happened to a record for it to count
    grade: Grade
    whom: Whom

    def __post_init__(self) -> None:
        if self.count < 1 or self.times < 1 or not 0 <= self.share <= 100:  # noqa: PLR2004 per cent
            raise ValueError(f"line {self.measure} asks for less than nothing")
        if self.grade not in GRADES[is_praise(self.ground)]:
            raise ValueError(f"line {self.measure} has a grade of the other side")
        if (self.share and self.measure not in WITH_SHARE) or (self.times > 1 and self.measure not in WITH_TIMES):
            raise ValueError(f"line {self.measure} does not know shares or times")

    @property
    def ground(self) -> Ground:
        """The ground that its measure belongs to."""
        return GROUND_OF[self.measure]


def measures_with_share() -> frozenset[Measure]:
    """Measures that know a share."""
    return WITH_SHARE


def measures_with_times() -> frozenset[Measure]:
    """Measures that know how often."""
    return WITH_TIMES


SAMPLE = (
    Line(Measure.LATE, 5, 20, 1, Grade.CRITICISM, Whom.RESPONSIBLE),
    Line(Measure.LATE, 10, 40, 1, Grade.TALK, Whom.BOTH),
    Line(Measure.SENT_BACK, 2, 0, 2, Grade.CRITICISM, Whom.RESPONSIBLE),
    Line(Measure.SENT_BACK, 5, 0, 2, Grade.TALK, Whom.BOTH),
    Line(Measure.REWORKED, 3, 0, 2, Grade.DEADLINE, Whom.BOTH),
    Line(Measure.RELAPSED, 3, 10, 1, Grade.DEADLINE, Whom.BOTH),
    Line(Measure.PROBLEMS, 20, 30, 1, Grade.NOTICE, Whom.HEAD),
    Line(Measure.BLACK, 1, 0, 1, Grade.TALK, Whom.HEAD),  # 江门, as `ladder.JIANGMEN`
    Line(Measure.BLACK, 3, 0, 1, Grade.REFERRAL, Whom.HEAD),  # 江门, as `ladder.JIANGMEN`
    Line(Measure.MISSED, 3, 20, 1, Grade.DEADLINE, Whom.RESPONSIBLE),
    Line(Measure.MISSED, 6, 40, 1, Grade.NOTICE, Whom.BOTH),
    Line(Measure.RED, 1, 0, 1, Grade.PRAISE, Whom.BOTH),
    Line(Measure.FIRST, 1, 0, 1, Grade.COMMENDATION, Whom.BOTH),
    Line(Measure.NEVER_LATE, 10, 0, 1, Grade.PRAISE, Whom.RESPONSIBLE),
    Line(Measure.KEPT, 20, 0, 1, Grade.PRAISE, Whom.RESPONSIBLE),
)
