"""街巷巡查: begun, ticked off and ended by records of the phone that may arrive twice and in any order.

Whichever record comes first makes the patrol, since each says its id and when it began. A place counts once a patrol.
What was ticked before the end may arrive after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import SHANGHAI, local_date, now
from chuangcheng.field.access import PATROL
from chuangcheng.field.models import Patrol, PatrolFinding, PatrolPath, PatrolStop
from chuangcheng.field.policies import TRACK_DAYS, offers_track
from chuangcheng.field.positions import Fix, metres_between
from chuangcheng.orgs.queries import units_of_people
from chuangcheng.sites.access import site_for
from chuangcheng.sites.queries import is_steward_on

OLDEST = timedelta(days=60)  # a record may wait so long on a phone, as a visit may
LONGEST = timedelta(hours=24)  # of one patrol; our choice
MOST_NOTE, MOST_REASON, MOST_TITLE = 500, 300, 100  # characters, as the columns
MOST_POINTS = 2_000  # of a way: 100 km at 50 m; our choice
MOST_PLACES = 1_000  # of one patrol
LEEWAY = timedelta(minutes=1)  # by which the clock of a phone may move within a patrol


class PatrolIdTaken(InvalidInput):
    """The id belongs to somebody else's patrol, or is none that a phone makes."""


class NotYourPlace(Refusal):
    """Somebody ticked a place that they did not look after that day."""


class PatrolEnded(Refusal):
    """The patrol was ended before this, or otherwise."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Which patrol a record belongs to, as the phone says."""

    id: UUID
    started_at: datetime  # the device's word, its clock put right


@dataclass(frozen=True, slots=True)
class Tick:
    """A place ticked off."""

    id: UUID  # of the record
    site_id: UUID
    at: datetime  # the device's word, its clock put right
    finding: str  # PatrolStop.Finding
    note: str = ""
    position: Fix | None = None
    marks: Sequence[str] = ()  # codes of `positions.MARKS`


@dataclass(frozen=True, slots=True)
class End:
    """How a patrol ended; `track` is the way, where the person agreed to it."""

    at: datetime  # the device's word, its clock put right
    ending: str  # Patrol.Ending, not open
    reason: str = ""
    note: str = ""
    place_count: int = 0  # places that there were to walk
    track: Sequence[Fix] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a patrol besides ticks."""

    id: UUID  # of the record
    kind: str  # PatrolFinding.Kind
    result_id: str
    result_number: str
    title: str
    at: datetime
    site_id: UUID | None = None


def begin_patrol(*, actor: Actor, walk: Walk, place_count: int = 0) -> Patrol:
    """The patrol, made when it is not there; locked to the end of the transaction."""
    require(actor, PATROL)
    if not is_client_id(walk.id):
        raise PatrolIdTaken(_("巡查编号无效，请在手机上重新开始。"))
    started = _within_reason(walk.started_at)
    unit_id = units_of_people([actor.person_id or 0], today=local_date(started)).get(actor.person_id or 0)
    facts = {
        "person_id": actor.person_id,
        "person_name": actor.name,
        "unit_id": unit_id,
        "unit_name": actor.unit_name,
        "started_at": started,
        "place_count": _checked_count(place_count),
    }
    found, is_new = Patrol.objects.select_for_update(of=("self",)).get_or_create(pk=walk.id, defaults=facts)
    if found.person_id != actor.person_id:
        raise PatrolIdTaken(_("巡查编号已经用过，请在手机上重新开始。"))
    if is_new:
        audit.record(actor=actor, action="field.begin_patrol", subject=found)
    elif place_count > found.place_count:
        found.place_count = place_count
        found.save(update_fields=["place_count"])
    return found


def tick_place(*, actor: Actor, walk: Walk, tick: Tick) -> PatrolStop:
    """The stop; a place ticked in this patrol already stays as it was ticked first."""
    patrol = begin_patrol(actor=actor, walk=walk)
    at = _within_reason(tick.at)
    _check_not_ended(patrol, at)
    site = site_for(actor, tick.site_id)
    if not is_steward_on(actor=actor, site_id=site.pk, day=local_date(at)):
        raise NotYourPlace(_("“%(site)s”当天不归您管护，请核对后再提交。") % {"site": site.name})
    if tick.finding not in PatrolStop.Finding.values:
        raise InvalidInput(_("没有这个巡查结果，请从列表中选择。"))
    fix = _sound(tick.position)
    stop, is_new = PatrolStop.objects.get_or_create(
        patrol=patrol,
        site=site,
        defaults={
            "pk": tick.id,
            "person_id": actor.person_id,
            "finding": tick.finding,
            "note": _checked_text(tick.note, MOST_NOTE),
            "at": at,
            "day": local_date(at),
            "lon": None if fix is None else fix.lon,
            "lat": None if fix is None else fix.lat,
            "accuracy": None if fix is None else fix.accuracy,
            "marks": list(tick.marks),
        },
    )
    if is_new:
        audit.record(actor=actor, action="field.tick_place", subject=stop, detail={"finding": stop.finding})
    return stop


def end_patrol(*, actor: Actor, walk: Walk, end: End) -> Patrol:
    """The patrol, finished or broken off. The same end again gives it as it stands; another one is refused."""
    patrol = begin_patrol(actor=actor, walk=walk, place_count=end.place_count)
    at = _within_reason(end.at)
    if patrol.ended_at is not None:
        if patrol.ending == end.ending and abs(patrol.ended_at - at) <= LEEWAY:
            return patrol
        raise PatrolEnded(_ended_words(patrol))
    reason = _checked_text(end.reason, MOST_REASON)
    if end.ending == Patrol.Ending.ABANDONED and not reason:
        raise InvalidInput(_("请写明为什么中途结束巡查。"))
    if end.ending not in {Patrol.Ending.FINISHED, Patrol.Ending.ABANDONED}:
        raise InvalidInput(_("没有这种结束方式，请在手机上重新结束巡查。"))
    patrol.ended_at = max(at, patrol.started_at)
    patrol.ending, patrol.reason, patrol.note = end.ending, reason, _checked_text(end.note, MOST_NOTE)
    patrol.end_received_at = now()
    patrol.save(update_fields=["ended_at", "ending", "reason", "note", "end_received_at"])
    _keep_path(patrol, end.track)
    audit.record(actor=actor, action="field.end_patrol", subject=patrol, detail={"ending": patrol.ending})
    return patrol


def keep_finding(*, actor: Actor, walk: Walk, found: Found) -> PatrolFinding:
    """That a problem, a fix or an advice came of the patrol; again the same."""
    patrol = begin_patrol(actor=actor, walk=walk)
    row, _is_new = PatrolFinding.objects.get_or_create(
        pk=found.id,
        defaults={
            "patrol": patrol,
            "kind": found.kind,
            "site_id": found.site_id,
            "result_id": found.result_id,
            "result_number": found.result_number,
            "title": found.title[:MOST_TITLE],
            "at": _within_reason(found.at),
        },
    )
    return row


def forget_old_paths(*, at: datetime) -> int:
    """Erases the ways that are older than the office keeps them; gives their number."""
    kept_since = at - timedelta(days=TRACK_DAYS.on(local_date(at)))
    return PatrolPath.objects.filter(kept_at__lt=kept_since).delete()[0]


def way_of(points: Sequence[Fix]) -> float:
    """The length of the way in metres."""
    return sum(metres_between((one.lon, one.lat), (other.lon, other.lat)) for one, other in pairwise(points))


def _keep_path(patrol: Patrol, track: Sequence[Fix]) -> None:
    """Only where the office offers it, and only what lies between start and end."""
    start, end = patrol.started_at, patrol.ended_at
    if end is None or not track or not offers_track(local_date(start)):
        return
    if len(track) > MOST_POINTS:
        raise InvalidInput(_("路线上的点超过%(most)s个，没有保存。") % {"most": MOST_POINTS})
    told = (fix for fix in track if start <= fix.at <= min(end, start + LONGEST))
    points = sorted((fix for fix in told if _sound(fix) is not None), key=lambda fix: fix.at)
    if points:
        written = [[round(fix.lon, 6), round(fix.lat, 6), int((fix.at - start).total_seconds())] for fix in points]
        PatrolPath.objects.create(patrol=patrol, points=written, metres=round(way_of(points)))


def _check_not_ended(patrol: Patrol, at: datetime) -> None:
    if patrol.ended_at is not None and at > patrol.ended_at + LEEWAY:
        raise PatrolEnded(_ended_words(patrol))


def _ended_words(patrol: Patrol) -> str:
    assert patrol.ended_at is not None  # noqa: S101 - asked before
    moment = f"{patrol.ended_at.astimezone(SHANGHAI):%m-%d %H:%M}"
    return _("这次巡查已于%(moment)s结束，请另开始一次巡查。") % {"moment": moment}


def _within_reason(at: datetime) -> datetime:
    moment = now()
    return at if moment - OLDEST <= at <= moment else moment


def _sound(fix: Fix | None) -> Fix | None:
    if fix is None or not all(isfinite(number) for number in (fix.lon, fix.lat, fix.accuracy)):
        return None
    return fix


def _checked_count(count: int) -> int:
    if not 0 <= count <= MOST_PLACES:
        raise InvalidInput(_("点位数应在0到%(most)s之间。") % {"most": MOST_PLACES})
    return count


def _checked_text(text: str, most: int) -> str:
    written = text.strip()
    if len(written) > most:
        raise InvalidInput(_("文字过长，请精简后再提交。"))
    if "\x00" in written:
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
    return written
