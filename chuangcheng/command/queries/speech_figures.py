"""The figures of a speech from what the product knows, with sources. Hidden rounds and held cases are in none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import Punctuality, punctuality
from chuangcheng.command.access import VIEW as VIEW_VISITS
from chuangcheng.command.models import Meeting
from chuangcheng.command.queries.creations import CreationRow, creation_rows
from chuangcheng.command.queries.looks import edition_of
from chuangcheng.command.queries.resolutions import Checked, resolutions_to_check, standing
from chuangcheng.command.queries.speech_boards import boards_said
from chuangcheng.command.speech_policies import SPEECH_DAYS, SPEECH_GOOD_RATE, SPEECH_LEAST_CASES, SPEECH_NAMED
from chuangcheng.command.speeches.figures import Figure
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.orgs.queries import unit_names
from chuangcheng.scoring.access import VIEW as VIEW_SCORES
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.queries import SheetChoice, latest_standing, sheet_for
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import frameworks_in_force
from chuangcheng.tasks.access import VIEW as VIEW_TASKS
from chuangcheng.tasks.queries import duty_units


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    url: str
    as_of: str

    def says(self, name: str, value: str) -> Figure:
        return Figure(name, value, self.name, self.url, self.as_of)


def speech_figures(*, actor: Actor, meeting: Meeting | None, now: datetime) -> list[Figure]:
    """What is known now, in the order of the usual form; what is not known is absent. A constant number of queries."""
    today = local_date(now)
    campaign = _campaign(actor, today)
    found = [*_of_campaign(campaign), *_of_meeting(meeting), *_of_cases(actor, now), *_of_resolutions(meeting, today)]
    return [
        *found,
        *boards_said(actor=actor, today=today, named=SPEECH_NAMED.on(today)),
        *_of_tasks(actor, today),
        *_of_visit(campaign, today),
        *_of_score(actor, campaign, today),
        *_official(actor),
    ]


def _campaign(actor: Actor, today: date) -> CreationRow | None:
    """The campaign whose visit comes first."""
    rows = creation_rows(actor=actor, today=today) if actor.may(VIEW_VISITS) else []
    coming = [row for row in rows if row.next_visit]
    return min(coming, key=_first_day, default=next(iter(rows), None))


def _first_day(row: CreationRow) -> date:
    return row.next_visit.visit.first_on if row.next_visit else date.max


def _of_campaign(campaign: CreationRow | None) -> Iterator[Figure]:
    if campaign is not None:
        url = reverse("command:creation", args=[campaign.creation.pk])
        yield Figure("项目名称", campaign.creation.name, _("争创项目"), url, "")


def _of_meeting(meeting: Meeting | None) -> Iterator[Figure]:
    if meeting is None:
        return
    source = _Source(
        meeting.title, reverse("command:meeting", args=[meeting.pk]), local_date(meeting.starts_at).isoformat()
    )
    rows = list(meeting.units.exclude(speech="").order_by("pk").values_list("speech", "unit__name"))
    for speech, name in (("well", "经验发言单位"), ("badly", "表态发言单位")):
        if units := [unit for said, unit in rows if said == speech]:
            yield source.says(name, "、".join(units))


def _of_cases(actor: Actor, now: datetime) -> Iterator[Figure]:
    if not actor.everywhere(VIEW_CASES):
        return
    last = local_date(now)
    first = last - timedelta(days=SPEECH_DAYS.on(last) - 1)
    rows = punctuality(actor=actor, first=first, last=last, now=now)
    to_close = sum(row.to_close for row in rows)
    if not to_close:
        return
    on_time, overdue = sum(row.on_time for row in rows), sum(row.overdue for row in rows)
    span = _("%(first)s至%(last)s") % {"first": first.isoformat(), "last": last.isoformat()}
    url = f"{reverse('cases:figures')}?from={first.isoformat()}&to={last.isoformat()}"
    source = _Source(_("整改统计"), url, span)
    yield source.says("统计期间", f"{first.month}月{first.day}日至{last.month}月{last.day}日")
    yield source.says("应结问题", _("%(n)s件") % {"n": to_close})
    yield source.says("按期办结", _("%(n)s件") % {"n": on_time})
    yield source.says("按期结案率", f"{_percent(on_time, to_close)}%")
    yield source.says("超期问题", _("%(n)s件") % {"n": overdue})
    yield from _units_of_cases(source, rows, last)


def _units_of_cases(source: _Source, rows: Sequence[Punctuality], day: date) -> Iterator[Figure]:
    """Who is punctual and who is late; nobody stands in both."""
    most, good, least = SPEECH_NAMED.on(day), SPEECH_GOOD_RATE.on(day), SPEECH_LEAST_CASES.on(day)
    worst = sorted((row for row in rows if row.overdue), key=lambda row: (-row.overdue, row.unit_id))[:most]
    late = {row.unit_id for row in worst}
    fair = [row for row in rows if row.unit_id not in late and _is_good(row, good, least)]
    best = sorted(fair, key=lambda row: (-Fraction(row.on_time, row.to_close), -row.to_close, row.unit_id))[:most]
    names = unit_names([row.unit_id for row in (*best, *worst)])
    if best:
        said = [f"{names[row.unit_id]}（{_percent(row.on_time, row.to_close)}%）" for row in best]
        yield source.says("按期率靠前单位", "、".join(said))
    if worst:
        said = [_("%(unit)s（%(n)s件）") % {"unit": names[row.unit_id], "n": row.overdue} for row in worst]
        yield source.says("超期较多单位", "、".join(said))


def _is_good(row: Punctuality, rate: int, least: int) -> bool:
    """`rate`: percent on time; `least`: cases that were due."""
    return row.to_close >= least and row.on_time * 100 >= rate * row.to_close


def _of_resolutions(meeting: Meeting | None, today: date) -> Iterator[Figure]:
    rows = resolutions_to_check(meeting, today) if meeting is not None else _last_resolutions(today)
    if not rows:
        return
    last = max((row.resolution.meeting for row in rows), key=lambda each: each.starts_at)
    source = _Source(last.title, reverse("command:meeting", args=[last.pk]), today.isoformat())
    yield source.says("决定事项", _("%(n)s项") % {"n": len(rows)})
    yield source.says("已落实决定", _("%(n)s项") % {"n": sum(row.is_done for row in rows)})
    if late := sum(row.is_late for row in rows):
        yield source.says("超期决定", _("%(n)s项") % {"n": late})


def _last_resolutions(today: date) -> list[Checked]:
    """Of the last meeting whose minutes are issued. Two queries."""
    last = Meeting.objects.filter(issued_at__isnull=False).order_by("-starts_at", "-pk").first()
    if last is None:
        return []
    rows = last.resolutions.filter(task__isnull=False).select_related("task", "unit", "meeting")
    return [standing(row, today) for row in rows.defer("unit__boundary")]


def _of_tasks(actor: Actor, today: date) -> Iterator[Figure]:
    if not actor.everywhere(VIEW_TASKS):
        return
    rows = duty_units(actor=actor, today=today)
    is_open, late = sum(row.open_count for row in rows), sum(row.late_count for row in rows)
    if not rows:
        return
    source = _Source(_("责任清单"), reverse("tasks:duties"), today.isoformat())
    yield source.says("在办任务", _("%(n)s项") % {"n": is_open})
    yield source.says("已销号任务", _("%(n)s项") % {"n": sum(row.closed_count for row in rows)})
    if late:
        yield source.says("超期任务", _("%(n)s项") % {"n": late})
        worst = sorted((row for row in rows if row.late_count), key=lambda row: (-row.late_count, row.key))[
            : SPEECH_NAMED.on(today)
        ]
        said = [_("%(unit)s（%(n)s项）") % {"unit": row.name, "n": row.late_count} for row in worst]
        yield source.says("任务超期较多单位", "、".join(said))


def _of_visit(campaign: CreationRow | None, today: date) -> Iterator[Figure]:
    ahead = campaign.next_visit if campaign is not None else None
    if ahead is None or ahead.countdown.phase != "ahead":
        return
    source = _Source(_("迎检日历"), reverse("command:visit", args=[ahead.visit.pk]), today.isoformat())
    yield source.says("迎检名称", ahead.visit.name)
    yield source.says("迎检日期", ahead.visit.first_on.isoformat())
    yield source.says("倒计时", _("%(n)s天") % {"n": ahead.countdown.days})
    yield source.says("倒计时工作日", _("%(n)s天") % {"n": ahead.countdown.working_days})


def _of_score(actor: Actor, campaign: CreationRow | None, today: date) -> Iterator[Figure]:
    if not actor.may(VIEW_SCORES) or not actor.may(VIEW_STANDARDS):
        return
    visit = campaign.next_visit.visit if campaign is not None and campaign.next_visit else None
    edition = edition_of(actor=actor, visit=visit) if visit is not None else None
    edition = edition or frameworks_in_force(actor=actor).first()
    if edition is None:
        return
    score = sheet_for(actor=actor, framework_id=edition.pk, choice=SheetChoice(today)).sheet.outcome.score
    source = _Source(
        _("得分表：%(name)s") % {"name": edition}, reverse("scoring:sheet", args=[edition.pk]), today.isoformat()
    )
    for name, points in (("测算得分", score.total), ("得分下限", score.low), ("得分上限", score.high)):
        if text := score_text(points):
            yield source.says(name, _("%(points)s分") % {"points": text})


def _official(actor: Actor) -> Iterator[Figure]:
    found = latest_standing(actor)
    if found is None or found.total is None or found.place is None:
        return
    url = reverse("scoring:ranks")
    source = _Source(_("官方排名：%(name)s") % {"name": found.round.name}, url, found.round.held_on.isoformat())
    yield source.says("官方得分", _("%(points)s分") % {"points": found.total.quantize(Decimal("0.01"))})
    yield source.says("官方参评数", _("%(n)s个") % {"n": found.size})
    yield source.says("官方名次", _("第%(n)s位") % {"n": found.place})


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"))
