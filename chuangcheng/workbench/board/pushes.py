"""今天要推的事: what waits, and the one press that reminds a unit or urges those who should act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chuangcheng.cases.access import REMIND
from chuangcheng.cases.queries import shown_count
from chuangcheng.cases.services.unit_reminders import QUIET_HOURS as REMIND_QUIET_HOURS
from chuangcheng.core.ids import new_id
from chuangcheng.core.time_left import time_left_words
from chuangcheng.core.times import SHANGHAI
from chuangcheng.workbench.access import URGE
from chuangcheng.workbench.models import Urging
from chuangcheng.workbench.urging import MATTERS, QUIET_HOURS

if TYPE_CHECKING:
    from chuangcheng.cases.queries.desk import BoardLine
    from chuangcheng.workbench.board.situation import Situation

MOST_OVERDUE = 5  # units with overdue cases: our choice


@dataclass(frozen=True, slots=True)
class Push:
    """One thing to push."""

    code: str  # "overdue", or one of `urging.MATTERS`
    title: str
    detail: str
    count: str  # "7", "1,000+"
    url: str  # its records
    unit_id: int | None  # to remind; None: a matter to urge
    is_own: bool  # in one of the leader's own towns
    may_press: bool
    rested: str  # that it was pushed a short while ago; empty when not
    press_id: UUID  # of the form


def pushes(found: Situation) -> Sequence[Push]:
    """The most overdue units, own towns first, then the matters with something waiting. One query."""
    newest = Urging.objects.values_list("matter").annotate(at=Max("at"))
    urged = dict(newest.filter(at__gte=found.now - timedelta(days=7)))
    return [*_overdue(found), *_matters(found, urged)]


def waiting_counts(found: Situation) -> dict[str, int]:
    """How many things wait in each matter."""
    return {
        "dispatch": found.waiting["filed"].count if "filed" in found.waiting else 0,
        "whistle": found.waiting["whistle"].count if "whistle" in found.waiting else 0,
        "negative": found.hits.warnings + found.hits.waiting,
        "visits": found.missed.count,
    }


def still_quiet(at: datetime, now: datetime, hours: int) -> bool:
    """True while a press at that moment keeps the next one away."""
    return at > now - timedelta(hours=hours)


def _overdue(found: Situation) -> list[Push]:
    if found.board is None:
        return []
    lines = [line for line in found.board.lines if line.tally.overdue and line.unit_id]
    lines.sort(key=lambda line: not found.towns.has(line.unit_id))
    return [_of_unit(found, line) for line in lines[:MOST_OVERDUE]]


def _of_unit(found: Situation, line: BoardLine) -> Push:
    rested = _rested(line.reminded_at, found.now, REMIND_QUIET_HOURS.on(found.today), _("%(at)s%(who)s已提醒"))
    longest = time_left_words("overdue", round(line.tally.longest_hours), "working_hours")
    detail = _("最长%(how_long)s") % {"how_long": longest}
    if line.tally.soon:
        detail += " · " + _("另有%(n)s件临期") % {"n": line.tally.soon}
    return Push(
        code="overdue",
        title=line.label,
        detail=detail,
        count=f"{line.tally.overdue:,}",
        url=f"{reverse('cases:list')}?{line.query}&overdue=1",
        unit_id=line.unit_id,
        is_own=found.towns.has(line.unit_id),
        may_press=line.may_remind and found.actor.may(REMIND) and not rested,
        rested=rested % {"who": line.reminded_by} if rested else "",
        press_id=new_id(),
    )


def _matters(found: Situation, urged: dict[str, datetime]) -> list[Push]:
    quiet, rows = QUIET_HOURS.on(found.today), []
    for code, count in waiting_counts(found).items():
        if not count:
            continue
        matter = MATTERS[code]
        rested = _rested(urged.get(code), found.now, quiet, _("%(at)s已催办"))
        rows.append(
            Push(
                code=code,
                title=str(matter.title),
                detail=_detail(found, code),
                count=shown_count(count),
                url=matter.url(),
                unit_id=None,
                is_own=False,
                may_press=found.actor.may(URGE) and not rested,
                rested=rested,
                press_id=new_id(),
            )
        )
    return rows


def _detail(found: Situation, code: str) -> str:
    """Since when, or what of."""
    if code == "negative":
        return _("预警%(warnings)s项，待确认%(waiting)s项") % {
            "warnings": found.hits.warnings,
            "waiting": found.hits.waiting,
        }
    if code == "visits":
        since = found.missed.since
        return _("最早应在%(day)s前完成") % {"day": f"{since:%m-%d}"} if since else ""
    since = found.waiting["filed" if code == "dispatch" else "whistle"].since
    if since is None:
        return ""
    days = (found.now - since).days
    return ngettext("最早的等了%(n)s天", "最早的等了%(n)s天", days) % {"n": days} if days else _("都在一天以内")


def _rested(at: datetime | None, now: datetime, hours: int, words: str) -> str:
    """That it was pushed within these hours; the name of who did is left open."""
    if at is None or not still_quiet(at, now, hours):
        return ""
    return words.replace("%(at)s", f"{at.astimezone(SHANGHAI):%m-%d %H:%M}")
