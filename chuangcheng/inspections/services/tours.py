"""拉练检查: prepared, opened, scored by the leaders who take part, finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import case_of_source
from chuangcheng.cases.services import open_case
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.inspections.access import (
    PLAN,
    SCORE_TOUR,
    own_tour_score,
    tour_stop_to_score,
    tour_to_plan,
)
from chuangcheng.inspections.models import Tour, TourPhoto, TourScore, TourStop
from chuangcheng.inspections.routes import shortest_order
from chuangcheng.inspections.services.photos import check_photos, forget_uploads
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.inspections.tour_policies import HIGHEST_MARK, TOUR_CRITERIA
from chuangcheng.orgs.queries.holders import people_with
from chuangcheng.sites.access import visible_sites

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

TOUR_SOURCE = "inspections.tour_score"  # `source_kind` of the cases
# Own leaders found it on site: a check of ours. 上级反馈 is for what comes from above the place. Our choice.
FROM_TOUR = "check"
MOST_STOPS, MOST_MINUTES = 40, 240  # our choice
CENT = Decimal("0.01")
State = Tour.State


class TourMovedOn(Refusal):
    """The tour is in another state by now."""

    def __init__(self, found: Tour) -> None:
        words = {"state": found.get_state_display()}
        super().__init__(_("该次拉练现在是“%(state)s”，不能这样办理，请刷新页面。") % words)


@dataclass(frozen=True)
class StopGiven:
    """A stop as the form sends it."""

    site_number: str
    kind: str = TourStop.Kind.MODEL
    minutes: int = 15
    contact: str = ""


@dataclass(frozen=True)
class TourGiven:
    """A tour as the form sends it."""

    name: str
    held_on: date
    starts_at: time
    start_name: str
    leader_ids: Sequence[int]
    stops: Sequence[StopGiven]
    previous_id: UUID | None = None
    start: tuple[float, float] | None = None  # longitude, latitude, degrees WGS-84


@dataclass(frozen=True)
class ScoreGiven:
    """What a leader gives a stop. The id is made by the form, so that sending it twice is one score."""

    id: UUID
    stop_id: UUID
    marks: Mapping[str, int]  # criterion → 0..10
    remark: str = ""
    photo_ids: Sequence[UUID] = ()


@transaction.atomic
def save_tour(*, actor: Actor, tour_id: UUID, given: TourGiven, is_new: bool = False) -> Tour:
    """The tour with its leaders and stops, until it begins. Stops keep their order as given."""
    require(actor, PLAN)
    name = checked_text(given.name, label=_("名称"), at_most=80)
    if not name:
        raise InvalidInput(_("请填写拉练的名称。"))
    leaders = list(people_with(permission=SCORE_TOUR, today=today()).filter(pk__in=given.leader_ids))
    if not leaders or len(leaders) != len(set(given.leader_ids)):
        raise InvalidInput(_("请从列表中选择参加的领导，至少1人。"))
    if is_new and not Tour.objects.filter(pk=tour_id).exists():
        if not is_client_id(tour_id):
            raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
        found = Tour(pk=tour_id, created_by_id=actor.person_id)
    else:
        found = tour_to_plan(actor, tour_id)
        if found.state != State.PLANNED:
            raise TourMovedOn(found)
    found.name, found.held_on, found.starts_at = name, given.held_on, given.starts_at
    found.start_name = checked_text(given.start_name, label=_("出发地"), at_most=80)
    found.start_lon, found.start_lat = given.start or (None, None)
    earlier = Tour.objects.exclude(pk=tour_id)
    found.previous = earlier.filter(pk=given.previous_id).first() if given.previous_id else None
    found.save()
    found.leaders.set(leaders)
    found.stops.all().delete()
    TourStop.objects.bulk_create(_stops(actor, found, given.stops))
    audit.record(actor=actor, action="inspections.save_tour", subject=found, detail={"sites": len(given.stops)})
    return found


@transaction.atomic
def put_stops_in_order(*, actor: Actor, tour_id: UUID, stop_ids: Sequence[UUID]) -> Tour:
    """The stops in this order, which names each of them once."""
    found = tour_to_plan(actor, tour_id)
    if found.state == State.FINISHED:
        raise TourMovedOn(found)
    stops = {stop.pk: stop for stop in found.stops.all()}
    if set(stop_ids) != set(stops) or len(stop_ids) != len(stops):
        raise InvalidInput(_("点位有变化，请刷新页面后重新排序。"))
    for order, stop_id in enumerate(stop_ids):
        stops[stop_id].order = order
    TourStop.objects.bulk_update(stops.values(), ["order"])
    audit.record(actor=actor, action="inspections.order_stops", subject=found)
    return found


def suggest_order(*, actor: Actor, tour_id: UUID) -> Tour:
    """The stops in the order of the shortest way from the start."""
    found = tour_to_plan(actor, tour_id)
    stops = list(found.stops.select_related("site"))
    points = [_point(stop.site.lon, stop.site.lat) for stop in stops]
    order = shortest_order(points, _point(found.start_lon, found.start_lat))
    return put_stops_in_order(actor=actor, tour_id=tour_id, stop_ids=[stops[index].pk for index in order])


def open_tour(*, actor: Actor, tour_id: UUID) -> Tour:
    """Leaders may score from now on."""
    return _moved(actor, tour_id, State.PLANNED, State.OPEN)


def finish_tour(*, actor: Actor, tour_id: UUID) -> Tour:
    """No more scores; everybody who reads checks sees the result."""
    return _moved(actor, tour_id, State.OPEN, State.FINISHED)


@transaction.atomic
def score_stop(*, actor: Actor, given: ScoreGiven) -> TourScore:
    """What a leader who takes part gives a stop; given again it stands in place of what they gave before."""
    stop = tour_stop_to_score(actor, given.stop_id)
    known = TourScore.objects.filter(pk=given.id).first()
    if known is not None and known.leader_id == actor.person_id and known.stop_id == stop.pk:
        return known
    if known is not None or not is_client_id(given.id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if stop.tour.state != State.OPEN:
        raise TourMovedOn(stop.tour)
    criteria = TOUR_CRITERIA.on(stop.tour.held_on)
    if set(given.marks) != set(criteria) or not all(0 <= mark <= HIGHEST_MARK for mark in given.marks.values()):
        raise InvalidInput(_("请给每一项打分，0到%(most)s分。") % {"most": HIGHEST_MARK})
    check_photos(actor=actor, answers=[given.photo_ids])
    mean = Decimal(sum(given.marks.values())) / len(criteria)
    made = TourScore.objects.create(
        pk=given.id,
        stop=stop,
        leader_id=actor.person_id or 0,
        marks=dict(given.marks),
        score=(mean * 100 / HIGHEST_MARK).quantize(CENT, ROUND_HALF_UP),
        remark=checked_text(given.remark, label=_("意见"), at_most=500),
    )
    TourPhoto.objects.bulk_create(TourPhoto(score=made, file_id=photo) for photo in dict.fromkeys(given.photo_ids))
    forget_uploads(actor=actor, file_ids=given.photo_ids)
    audit.record(actor=actor, action="inspections.score_stop", subject=made)
    return made


@transaction.atomic
def open_case_for_score(*, actor: Actor, score_id: UUID, case_id: UUID) -> Case:
    """A leader's remark becomes a case, with its photos; pressing twice is one case."""
    score = own_tour_score(actor, score_id)
    known = case_of_source(source_kind=TOUR_SOURCE, source_id=str(score.pk))
    if known is not None:
        return known
    if not score.remark:
        raise InvalidInput(_("请先写明意见，再生成问题。"))
    # The remark is the leader's, by the permission to score; that it is reported in their name is a rule of the system.
    reporter = Actor(person_id=actor.person_id, name=actor.name, is_system=True)
    return open_case(
        actor=reporter,
        case_id=case_id,
        description=score.remark,
        site_id=score.stop.site_id,
        photo_ids=list(score.shown_photos.values_list("file_id", flat=True)),
        source=FROM_TOUR,
        source_kind=TOUR_SOURCE,
        source_id=str(score.pk),
        source_group=str(score.stop.tour_id),
        source_label=f"{score.stop.tour.name}·{score.stop.site.name}"[:200],
    )


@transaction.atomic
def _moved(actor: Actor, tour_id: UUID, source: str, target: Tour.State) -> Tour:
    found = tour_to_plan(actor, tour_id)
    if found.state != source:
        raise TourMovedOn(found)
    found.state = target
    found.save(update_fields=["state"])
    audit.record(actor=actor, action="inspections.move_tour", subject=found, detail={"state": target.value})
    return found


def _stops(actor: Actor, found: Tour, given: Sequence[StopGiven]) -> list[TourStop]:
    numbers = [stop.site_number for stop in given]
    if not 0 < len(numbers) <= MOST_STOPS or len(set(numbers)) != len(numbers):
        raise InvalidInput(_("请填写1到%(most)s个点位编号，不要重复。") % {"most": MOST_STOPS})
    sites = {site.number: site for site in visible_sites(actor).filter(number__in=numbers).select_related("area")}
    unknown = [number for number in numbers if number not in sites]
    if unknown:
        raise InvalidInput(_("没有找到编号为“%(numbers)s”的点位，请核对。") % {"numbers": "、".join(unknown[:5])})
    if not all(0 < stop.minutes <= MOST_MINUTES and stop.kind in TourStop.Kind.values for stop in given):
        raise InvalidInput(_("每个点位的时间应为1到%(most)s分钟。") % {"most": MOST_MINUTES})
    return [
        TourStop(
            tour=found,
            site=sites[stop.site_number],
            order=order,
            kind=stop.kind,
            minutes=stop.minutes,
            host_unit_id=sites[stop.site_number].owner_id or sites[stop.site_number].area_id,
            contact=checked_text(stop.contact, label=_("现场负责人"), at_most=60),
        )
        for order, stop in enumerate(given)
    ]


def _point(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    return None if lon is None or lat is None else (lon, lat)
