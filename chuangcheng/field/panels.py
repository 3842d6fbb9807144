"""What phones add to a visit and a case for who judges it: both clocks, how exact the position was, what is odd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.cases.access import VERIFY
from chuangcheng.cases.slots import CasePanel
from chuangcheng.core.access import Actor
from chuangcheng.field.models import FieldRecord
from chuangcheng.field.positions import CLOCK_SECONDS, words_of
from chuangcheng.field.queries.lists import records_behind
from chuangcheng.inspections.slots import VisitPanel

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.inspections.models import Visit

TEMPLATE = "field/parts/phone_panel.html"
SECONDS_OF_A_MINUTE = 60
JUDGED = frozenset({"reported", "fed_back", "closed"})  # states of a case in which somebody looks at what was sent


@dataclass(frozen=True)
class ShownRecord:
    """A record as the panel shows it."""

    kind: str
    person: str
    made_at: datetime  # the device's word
    received_at: datetime  # the server's
    clock: str  # how far the device's clock was off, in words; empty: it was right
    accuracy: int | None  # metres; None: without a position
    marks: list[str]  # in words
    brought_by: str  # who brought the file that the phone had exported


def visit_panel(actor: Actor, visit: Visit) -> VisitPanel | None:  # noqa: ARG001 - the signature of the slot
    """For whoever sees the visit, which tells the position as well."""
    rows = records_behind(result_id=str(visit.pk))
    return VisitPanel(TEMPLATE, {"records": shown(rows)}) if rows else None


def case_panel(actor: Actor, case: Case) -> CasePanel | None:
    """For who verifies, where there is something to judge: where somebody was is not told to everybody."""
    if not actor.may(VERIFY) or case.state not in JUDGED:
        return None
    rows = records_behind(result_id=str(case.pk))
    return CasePanel(TEMPLATE, {"records": shown(rows)}) if rows else None


def shown(rows: Sequence[FieldRecord]) -> list[ShownRecord]:
    """The records in words."""
    return [_shown(row) for row in rows]


def _shown(row: FieldRecord) -> ShownRecord:
    position: Any = row.sent.get("position")
    marks = [code for code in row.marks if code != "clock"]  # the clock is told in minutes
    return ShownRecord(
        kind=row.get_kind_display(),
        person=row.person.name,
        made_at=row.made_at,
        received_at=row.received_at,
        clock=_clock(row.clock_off),
        accuracy=round(position["accuracy"]) if position else None,
        marks=[_(words) for words in words_of(marks)],
        brought_by=row.brought_by.name if row.brought_by else "",
    )


def _clock(seconds: int) -> str:
    minutes = {"minutes": round(abs(seconds) / SECONDS_OF_A_MINUTE)}
    if abs(seconds) <= CLOCK_SECONDS:
        return ""
    return (_("手机时钟快%(minutes)s分钟") if seconds > 0 else _("手机时钟慢%(minutes)s分钟")) % minutes
