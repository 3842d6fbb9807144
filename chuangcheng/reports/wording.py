"""The figures in sentences, the periods in words. Every number here is one of the figures as tables show it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.reports.figures import Figure, Grid, PeriodFigures
from chuangcheng.reports.periods import LABELS, SUMMER, Kind
from chuangcheng.reports.shown import shown, told

NAMED_UNITS, NAMED_CLASSES = 3, 3  # units at each end of the ranking, and classes, that a sentence names; our choice
MOST_NAMED = 6  # units at one end, when several are equal; our choice
LEAST_TO_NAME = 2 * NAMED_UNITS  # units ranked, below which the last ones are not named; our choice


def period_words(kind: str, first: date, last: date) -> str:
    """2026年9月, 2026年9月7日至13日, 2026年上半年, 2026年."""
    facts = {"year": first.year, "month": first.month, "day": first.day, "last": last.day, "other": last.month}
    if kind == Kind.DAILY:
        return _("%(year)s年%(month)s月%(day)s日") % facts
    if kind == Kind.WEEKLY and first.month == last.month:
        return _("%(year)s年%(month)s月%(day)s日至%(last)s日") % facts
    if kind == Kind.WEEKLY:
        return _("%(year)s年%(month)s月%(day)s日至%(other)s月%(last)s日") % facts
    if kind == Kind.MONTHLY:
        return _("%(year)s年%(month)s月") % facts
    if kind == Kind.HALF_YEAR:
        return (_("%(year)s年上半年") if first.month < SUMMER else _("%(year)s年下半年")) % facts
    return _("%(year)s年") % facts


def title_words(kind: str, first: date, last: date) -> str:
    """The title as a new paper has it."""
    titles = {
        Kind.DAILY: _("%(period)s文明城市创建工作情况"),
        Kind.WEEKLY: _("关于%(period)s文明城市创建工作情况的通报"),
        Kind.MONTHLY: _("关于%(period)s文明城市创建工作情况的通报"),
        Kind.HALF_YEAR: _("%(period)s文明城市创建工作总结"),
        Kind.ANNUAL: _("%(period)s文明城市创建工作报告"),
    }
    return titles[Kind(kind)] % {"period": period_words(kind, first, last)}


def masthead_words(kind: str, place: str) -> str:
    """The red name as a new paper has it."""
    names = {Kind.DAILY: _("文明城市创建日报"), Kind.WEEKLY: _("文明城市创建周报"), Kind.MONTHLY: _("文明城市创建通报")}
    return f"{place}{names.get(Kind(kind), _('文明城市创建专报'))}"


def kind_words(kind: str) -> str:
    """日报."""
    return _(LABELS[Kind(kind)])


def overview(found: PeriodFigures) -> list[str]:
    """总体情况: cases, then the score with its bounds."""
    period = period_words(found.kind, found.first, found.last)
    sentences = [_cases(found, period)] if found.figure("cases.received") else []
    score = found.figure("score.total")
    if score is not None:
        sentences.append(_score(found, score))
    return sentences


def ranking(grid: Grid) -> list[str]:
    """The units at both ends; of equal ones none is left out unnamed."""
    rows = [(str(row[1]), shown(row[5], "%")) for row in grid.rows if not isinstance(row[5], str)]
    if len(rows) > 1 and len({rate for _name, rate in rows}) == 1:
        return [_("%(count)s个单位的按期结案率都是%(rate)s。") % {"count": len(rows), "rate": rows[0][1]}]
    first = _end(rows)
    last = _end(rows[len(first) :][::-1])[::-1]
    if len(rows) < LEAST_TO_NAME or not last:
        return [_("按期结案率居前的是%(first)s。") % {"first": _joined(first)}]
    facts = {"first": _joined(first), "last": _joined(last)}
    return [_("按期结案率居前的是%(first)s；居后的是%(last)s。") % facts]


def board(grid: Grid) -> list[str]:
    """Who stands first on a published board."""
    rows = [(str(row[1]), _("%(points)s分") % {"points": f"{row[2]:,}"}) for row in grid.rows]
    return [_("%(board)s居前的是%(first)s。") % {"board": grid.title, "first": _joined(_end(rows))}]


def _end(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first ones with all that equal the last of them; those before it where too many do."""
    named = rows[:NAMED_UNITS]
    if not named:
        return []
    equal = [row for row in rows if row[1] == named[-1][1]]
    better = [row for row in named if row[1] != named[-1][1]]
    return [*better, *equal] if len(better) + len(equal) <= MOST_NAMED or not better else better


def spread(grid: Grid) -> list[str]:
    """What was reported most."""
    rows = [
        (str(row[0]), f"{row[1]:,}{_('件')}") for row in grid.rows[:NAMED_CLASSES] if isinstance(row[1], int) and row[1]
    ]
    return [_("上报较多的是%(names)s。") % {"names": _joined(rows)}] if rows else []


def work(found: PeriodFigures) -> list[str]:
    """Tasks and material."""
    sentences = []
    opened, late, closed = (found.figure(f"tasks.{key}") for key in ("open", "late", "closed"))
    if opened and late and closed:
        facts = {"open": told(opened), "late": told(late), "closed": told(closed)}
        sentences.append(_("在办任务%(open)s，其中超期%(late)s；已销号%(closed)s。") % facts)
    asked, accepted, rate = (found.figure(f"material.{key}") for key in ("asked", "accepted", "rate"))
    if asked and asked.value and accepted and rate:
        facts = {"asked": told(asked), "accepted": told(accepted), "rate": told(rate)}
        sentences.append(_("应报材料%(asked)s，已通过%(accepted)s，完成率%(rate)s。") % facts)
    return sentences


def _cases(found: PeriodFigures, period: str) -> str:
    facts = {each.key.partition(".")[2]: told(each) for each in found.main if each.key.startswith("cases.")}
    facts |= {"period": period, "place": found.place}
    suspended = found.figure("cases.suspended")
    if suspended and suspended.value:
        due = _("应结案%(due)s（其中缓办%(suspended)s，不计入率）") % facts
    else:
        due = _("应结案%(due)s") % facts
    facts |= {"due_words": due}
    text = (
        _("%(period)s，%(place)s共上报问题%(received)s，%(due_words)s，结案%(closed)s，结案率%(closing_rate)s；")
        % facts
        + _("按期结案%(on_time)s，按期结案率%(on_time_rate)s") % facts
        + _compared(found.figure("cases.on_time_rate"))
        + _("；超期%(overdue)s，返工%(reworked)s") % facts
    )
    relapses = found.figure("relapses.count")
    return text + (_("，回潮%(count)s。") % {"count": told(relapses)} if relapses else _("。"))


def _compared(rate: Figure | None) -> str:
    change = rate.change if rate else None
    if not change:
        return ""
    points = {"points": abs(change)}
    return (_("，较上期提高%(points)s个百分点") if change > 0 else _("，较上期下降%(points)s个百分点")) % points


def _score(found: PeriodFigures, score: Figure) -> str:
    low, high = found.figure("score.low"), found.figure("score.high")
    if score.value is None or low is None or high is None:
        return _("测评得分还没有依据。")
    facts = {"score": told(score), "low": shown(low.value), "high": shown(high.value)}
    text = _("按现有依据测算，测评得分%(score)s（下限%(low)s，上限%(high)s）。") % facts
    return _("负面清单有事项成立，一票否决，以下得分不作数。") + text if found.void_by else text


def _joined(rows: list[tuple[str, str]]) -> str:
    return _("、").join(_("%(name)s（%(number)s）") % {"name": name, "number": number} for name, number in rows)
