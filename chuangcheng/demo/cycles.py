"""A cycle that ended under the former weights, and the running one with its first year from an official result."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import replayed_at
from chuangcheng.scoring.models import OfficialResult
from chuangcheng.scoring.services import CycleFacts, YearTold, close_cycle, close_year, create_cycle
from chuangcheng.standards.models import Framework

FORMER = ("90", "85", "88")  # totals of the three years, 87.55 by 15/25/60
LINE = Decimal(88)


def make_cycles(framework: Framework, at: datetime) -> None:
    """Both cycles; the first results of rounds must be there."""
    year = at.year
    with replayed_at(at - timedelta(days=340)):
        name = f"（虚构示例）{year - 4}—{year - 2}年度创建周期"
        facts = CycleFacts(name, year - 4, weights=("15", "25", "60"), line=LINE, note="年度结果都是虚构的。")
        former = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=facts)
        for step, total in enumerate(FORMER):
            told = YearTold(total=Decimal(total), source="虚构文件，仅作示例")
            close_year(actor=SYSTEM, cycle_id=former.pk, year=year - 4 + step, told=told)
        close_cycle(actor=SYSTEM, cycle_id=former.pk)
    with replayed_at(at - timedelta(days=320)):
        name = f"（虚构示例）{year - 1}—{year + 1}年度创建周期"
        facts = CycleFacts(name, year - 1, weights=("30", "30", "40"), line=LINE, note="年度结果都是虚构的。")
        running = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=facts)
        first = OfficialResult.objects.filter(is_ours=True).order_by("round__held_on").first()
        if first is not None:
            close_year(actor=SYSTEM, cycle_id=running.pk, year=year - 1, told=YearTold(official_id=first.pk))
