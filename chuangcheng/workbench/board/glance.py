"""The first glance: six figures at most, each with its change since yesterday and the way down to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import RELAPSE_DAYS
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.time_left import time_left_words
from chuangcheng.scoring.engine import Reach, score_text

if TYPE_CHECKING:
    from chuangcheng.workbench.board.pace import Pace
    from chuangcheng.workbench.board.scores import Scores
    from chuangcheng.workbench.board.situation import Situation

REACHES: Mapping[Reach, tuple[str, str]] = {  # tone, and what is said of the line
    Reach.NO_LINE: ("", ""),
    Reach.OPEN: ("", gettext_noop("，其余平均还需%(needed)s分")),
    Reach.SECURED: ("green", gettext_noop("，已稳过%(line)s分")),
    Reach.OUT_OF_REACH: ("red", gettext_noop("，已到不了%(line)s分")),
    Reach.MET: ("green", gettext_noop("，达到%(line)s分")),
    Reach.MISSED: ("red", gettext_noop("，没有达到%(line)s分")),
}
NEAR_DAYS = 30  # a visit nearer than this is told in amber: our choice, as in the calendar of visits
FAR_BEHIND = 10  # percentage points behind the time that are told in red: our choice
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Also:
    """What stands with a figure and has records of its own."""

    words: str
    url: str
    tone: str  # "red", "green" or ""


@dataclass(frozen=True, slots=True)
class Glance:
    """One figure."""

    code: str  # visit, score, place, overdue, relapse, pace
    label: str
    value: str  # "87.70"; "—": not known
    unit: str  # behind the value
    note: str  # what belongs to it: the bounds, the window
    change: str  # since yesterday
    turn: str  # "good", "bad" or "": whether that is for the better
    tone: str  # "red", "amber" or "": how it stands
    url: str
    also: Also | None = None


def glances(found: Situation, scores: Scores | None, pace: Pace, *, worked_yesterday: int) -> Sequence[Glance]:
    """The figures whose sources there are, in the order of UI.md."""
    made = [visit_glance(found), score_glance(found, scores), place_glance(found, scores), overdue_glance(found)]
    made += [relapse_glance(found), pace_glance(pace, closed=worked_yesterday)]
    return [each for each in made if each is not None]


def visit_glance(found: Situation) -> Glance:
    """How long until the next visit, in days and working days."""
    row = found.campaign.next_visit if found.campaign else None
    label = _("距下次迎检")
    if row is None:
        return Glance("visit", label, "—", "", _("还没有安排迎检"), "", "", "", reverse("command:visits"))
    url, visit, left = reverse("command:visit", args=[row.visit.pk]), row.visit, row.countdown
    window = f"{visit.name} {visit.first_on:%m-%d}"
    if left.phase == "running":
        note = _("%(visit)s，共%(days)s天") % {"visit": window, "days": left.length}
        return Glance("visit", _("正在迎检"), str(left.day_number), _("天"), note, "", "", "red", url)
    working = ngettext("%(days)d个工作日", "%(days)d个工作日", left.working_days) % {"days": left.working_days}
    worked = office_calendar().is_working_day(found.today)
    change = _("较昨日少1天、1个工作日") if worked else _("较昨日少1天，今天不上班")
    tone = "amber" if left.days <= NEAR_DAYS else ""
    return Glance("visit", label, str(left.days), _("天"), f"{working} · {window}", change, "", tone, url)


def score_glance(found: Situation, scores: Scores | None) -> Glance | None:
    """The score with its bounds; a standing veto stands over everything."""
    if scores is None or found.edition is None:
        return None
    now, before, also = scores.now, scores.before, cycle_also(found)
    url = reverse("scoring:sheet", args=[found.edition.pk])
    bounds = _("上下限%(low)s–%(high)s") % {"low": now.low, "high": now.high} if now.low is not None else ""
    if now.is_void:
        note = _("一票否决，所算%(total)s分不作数") % {"total": "—" if now.total is None else now.total}
        change = "" if before is None or before.is_void else _("昨日有效")
        return Glance("score", _("今天测能得"), _("无效"), "", note, change, "bad" if change else "", "red", url, also)
    change, turn = _difference(now.total, before.total if before else None, _("分"))
    if before and before.day < found.today - timedelta(days=1):
        change = _("%(change)s（%(day)s的得分）") % {"change": change, "day": f"{before.day:%m-%d}"}
    value, unit = ("—", "") if now.total is None else (str(now.total), _("分"))
    return Glance("score", _("今天测能得"), value, unit, bounds or _("还没有依据"), change, turn, "", url, also)


def cycle_also(found: Situation) -> Also | None:
    """Where the running cycle or acceptance stands, and what the rest must bring."""
    cycle = found.cycle
    if cycle is None:
        return None
    url = reverse("scoring:cycle", args=[cycle.cycle.pk])
    if cycle.void_by or cycle.gate_void_by:
        return Also(_("周期结果无效：一票否决成立"), url, "red")
    so_far = score_text(cycle.so_far)
    facts = {"finished": cycle.finished, "years": cycle.years, "so_far": so_far, "needed": score_text(cycle.needed)}
    facts |= {"line": "" if cycle.line is None else score_text(Fraction(cycle.line)), "full": score_text(cycle.full)}
    if so_far is None:
        words = _("周期%(years)s年，都还没有结果") if cycle.years > 1 else _("验收还没有结果")
    elif cycle.full is not None:
        words = _("全周期%(full)s分") if cycle.years > 1 else _("验收%(full)s分")
    else:
        words = _("周期已定%(finished)s/%(years)s年，至今%(so_far)s分")
    tone, more = REACHES[cycle.reach]
    return Also(words % facts + (gettext(more) % facts if more else ""), url, tone)


def place_glance(found: Situation, scores: Scores | None) -> Glance | None:
    """Our place in the last official round; such rounds are rare, so the change is told since the one before."""
    standing = found.standing
    if standing is None or standing.place is None:
        return None
    is_void = scores is not None and scores.now.is_void
    size = _("/%(size)s") % {"size": standing.size}
    notes = [*([_("无效，一票否决成立")] if is_void else []), standing.round.name]
    if standing.to_line is not None:
        gap = Decimal(standing.to_line.numerator) / standing.to_line.denominator
        over = _("高于达标线%(points)s分") if gap >= 0 else _("低于达标线%(points)s分")
        notes.append(over % {"points": f"{abs(gap):.2f}"})
    if standing.faults:
        notes.append(_("硬伤%(n)s处") % {"n": standing.faults})
    change, turn = "", ""
    if standing.change:
        change = (_("较上轮升%(n)s位") if standing.change > 0 else _("较上轮降%(n)s位")) % {"n": abs(standing.change)}
        turn = "good" if standing.change > 0 else "bad"
    elif standing.change == 0:
        change = _("与上轮相同")
    tone = "red" if standing.faults or is_void else ""
    url = reverse("scoring:rank_round", args=[standing.round.pk])
    return Glance("place", _("名次"), str(standing.place), size, " · ".join(notes), change, turn, tone, url)


def overdue_glance(found: Situation) -> Glance | None:
    """Cases past their deadline and still being fixed."""
    if found.board is None:
        return None
    whole, new, gone = found.board.whole, found.happened.newly_overdue, found.happened.left_overdue
    note = _("处置中%(open)s件") % {"open": f"{whole.open:,}"}
    if whole.overdue:
        longest = time_left_words("overdue", round(whole.longest_hours), "working_hours")
        note = _("%(words)s，最长%(how_long)s") % {"words": note, "how_long": longest}
    change = _("昨天以来新超期%(new)s件，超期后办出%(gone)s件") % {"new": f"{new:,}", "gone": f"{gone:,}"}
    turn = "bad" if new > gone else "good" if gone > new else ""
    url = f"{reverse('cases:list')}?overdue=1"
    tone = "red" if whole.overdue else ""
    return Glance("overdue", _("超期未改"), f"{whole.overdue:,}", _("件"), note, change, turn, tone, url)


def relapse_glance(found: Situation) -> Glance | None:
    """回潮率 over the last days."""
    if found.board is None:
        return None
    now, before = found.relapses
    since = found.today - timedelta(days=RELAPSE_DAYS)
    url = f"{reverse('cases:list')}?relapse=1&relapse_since={since}&relapse_until={found.today}"
    note = _("近%(days)s天上报%(reported)s件，回潮%(relapses)s件") % {
        "days": RELAPSE_DAYS,
        "reported": f"{now.reported:,}",
        "relapses": f"{now.relapses:,}",
    }
    rate, earlier = _tenth(now.rate), _tenth(before.rate)
    change, turn = _difference(rate, earlier, _("个百分点"), is_less_better=True)
    value, unit = ("—", "") if rate is None else (str(rate), "%")
    return Glance("relapse", _("回潮率"), value, unit, note, change, turn, "", url)


def pace_glance(pace: Pace, *, closed: int) -> Glance | None:
    """The share of work done against the share of time passed."""
    if pace.percent is None:
        return None
    behind = pace.passed - pace.percent
    note = _("时间已过%(passed)s%%") % {"passed": pace.passed}
    note += " · " + (_("慢%(n)s个百分点") if behind > 0 else _("快%(n)s个百分点")) % {"n": abs(behind)}
    change = _("昨天以来结案%(n)s件") % {"n": f"{closed:,}"}
    tone = "red" if behind >= FAR_BEHIND else "amber" if behind > 0 else ""
    first, last = pace.span.first, pace.span.last
    url = f"{reverse('cases:figures')}?from={first}&to={last}&by=unit"
    return Glance("pace", _("任务进度"), str(pace.percent), "%", note, change, "good" if closed else "", tone, url)


def _tenth(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rate.quantize(Decimal("0.1"))


def _difference(
    now: Decimal | None, before: Decimal | None, unit: str, *, is_less_better: bool = False
) -> tuple[str, str]:
    """Words for the change since yesterday, and whether it is for the better."""
    if now is None or before is None:
        return (_("昨日没有可比的数"), "") if now is not None else ("", "")
    change = now - before
    if not change:
        return _("与昨日持平"), ""
    sign = "+" if change > 0 else MINUS
    words = _("较昨日%(change)s%(unit)s") % {"change": f"{sign}{abs(change)}", "unit": unit}
    return words, "good" if (change > 0) != is_less_better else "bad"
