"""What somebody reported before, found by the phone number through its blind index."""

from __future__ import annotations

from chuangcheng.core.access import Actor
from chuangcheng.intake.access import HEAVY, KNOWN_WITH, visible_reports
from chuangcheng.intake.models import Report
from chuangcheng.intake.queries.conditions import of_phone

MOST_EARLIER = 8  # shown while somebody is on the line: our choice


def earlier_reports(*, actor: Actor, phone: str) -> list[Report]:
    """The visible reports of who has this number, newest first; none for what is no number. One query."""
    same = of_phone(phone)
    if same is None:
        return []
    rows = visible_reports(actor).filter(same).select_related(*KNOWN_WITH).defer(*HEAVY)
    return list(rows.order_by("-pk")[:MOST_EARLIER])
