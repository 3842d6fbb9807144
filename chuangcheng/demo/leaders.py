"""What leaders do: tours with scores in two rounds and one on its way, visits to their towns, help asked of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from chuangcheng.cases.models import Case
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.times import replayed_at
from chuangcheng.demo.dice import dice, id_at
from chuangcheng.demo.plans import Ground
from chuangcheng.demo.units import Units
from chuangcheng.inspections.models import Tour, TourStop
from chuangcheng.inspections.services import tours
from chuangcheng.inspections.services.liaisons import LiaisonVisitGiven, log_liaison_visit
from chuangcheng.inspections.services.tours import ScoreGiven, StopGiven, TourGiven
from chuangcheng.inspections.tour_policies import TOUR_CRITERIA
from chuangcheng.orgs import services as orgs
from chuangcheng.orgs.access import actor_with_id
from chuangcheng.orgs.models import Person, TownLink

CASE = "cases.case"  # `source_kind` of help with a case
STOPS = 8
HELPERS = ("CGJ", "ZJJ", "JTJ", "SCJG", "WLJ", "JTYS", "GAJ")  # bureaus, one for each town
REMARKS = {4: "背街小巷保洁不到位，三天内整改。", 5: "秩序较好，公益广告需要更新。", 6: "氛围浓厚，做法可以推广。"}
SEEN = (
    "查看了{town}主干道和农贸市场，环境整洁，停车秩序有改善。",
    "走访了{town}两个小区，楼道堆物已清理，飞线充电仍有个别。",
)
PROMISED = ("协调增加垃圾转运频次", "", "联系区住建局商量老旧小区改造排期")


def make_leaders(ground: Ground, units: Units, cases: list[Case]) -> None:
    """Tours and the work of those who answer for a town."""
    rng = dice("leaders")
    _tours(rng, ground)
    _towns(rng, ground, units, cases)


def _tours(rng: Random, ground: Ground) -> None:
    leaders = [ground.people.by_username["lingdao"], *ground.people.leaders[1:4]]
    chosen = rng.sample([site for site in ground.sites.values() if site.lon is not None], STOPS)
    first = _tour(rng, ground, "第一次全域拉练（示例）", 38, leaders, [site.number for site in chosen], None)
    _score(rng, ground, first, leaders, 38, better=0)
    second = _tour(rng, ground, "第二次全域拉练（示例）", 9, leaders, [site.number for site in chosen], first)
    _score(rng, ground, second, leaders, 9, better=1)
    third = _tour(rng, ground, "本周拉练（示例）", 0, leaders, [site.number for site in chosen[:5]], second)
    with replayed_at(ground.at - timedelta(hours=1)):
        tours.open_tour(actor=_office(ground), tour_id=third.pk)
        _give(rng, leaders[1:2], third.stops.all()[:2], ground.at - timedelta(hours=1), better=1)


def _tour(
    rng: Random,
    ground: Ground,
    name: str,
    days: int,
    leaders: list[Person],
    numbers: list[str],
    previous: Tour | None,
) -> Tour:
    """A tour of so many days ago, its stops in the order of the shortest way."""
    held = ground.at - timedelta(days=days)
    kinds = TourStop.Kind
    owners = {site.number: ground.people.liaisons.get(site.owner_id or 0) for site in ground.sites.values()}
    stops = []
    for index, number in enumerate(numbers):
        host = owners[number]
        kind = kinds.PROBLEM if index % 3 == 1 else kinds.MODEL
        stops.append(StopGiven(number, kind, 10 + 5 * (index % 3), host.name if host else "现场负责人"))
    given = TourGiven(
        name,
        held.date(),
        time(8, 30),
        "区行政中心",
        [person.pk for person in leaders],
        stops,
        previous.pk if previous else None,
    )
    with replayed_at(held - timedelta(days=2)):
        made = tours.save_tour(actor=_office(ground), tour_id=id_at(held, rng), given=given, is_new=True)
        return tours.suggest_order(actor=_office(ground), tour_id=made.pk)


def _score(rng: Random, ground: Ground, found: Tour, leaders: list[Person], days: int, *, better: int) -> None:
    """Every leader scores every stop, and the tour ends."""
    moment = ground.at - timedelta(days=days)
    with replayed_at(moment):
        tours.open_tour(actor=_office(ground), tour_id=found.pk)
        _give(rng, leaders, found.stops.all(), moment, better=better)
        tours.finish_tour(actor=_office(ground), tour_id=found.pk)


def _give(rng: Random, leaders: list[Person], stops: object, moment: datetime, *, better: int) -> None:
    """Scores, with words where a mark calls for some."""
    criteria = TOUR_CRITERIA.on(moment.date())
    for stop in list(stops):  # type: ignore[call-overload] # a related query set
        level = rng.randint(6, 8)
        for leader in leaders:
            marks = {name: min(10, level + better + rng.choice((-1, 0, 0, 1))) for name in criteria}
            remark = REMARKS.get(rng.randint(0, 9), "")
            given = ScoreGiven(id_at(moment, rng), stop.pk, marks, remark)
            tours.score_stop(actor=actor_with_id(leader.pk), given=given)


def _towns(rng: Random, ground: Ground, units: Units, cases: list[Case]) -> None:
    """A leader and a bureau for every town; most go there in time, two are overdue."""
    links = []
    for index, town in enumerate(units.streets):
        since = (ground.at - timedelta(days=150)).date()
        leader = ground.people.leaders[index % len(ground.people.leaders)]
        bureau = units.bureaus[HELPERS[index % len(HELPERS)]]
        links.append(orgs.link_town(actor=SYSTEM, town_id=town.pk, starts_on=since, leader_id=leader.pk))
        links.append(orgs.link_town(actor=SYSTEM, town_id=town.pk, starts_on=since, bureau_id=bureau.pk))
    for index, link in enumerate(links):
        last = 47 if index in (3, 6) else rng.randint(2, 20)
        for days in (last + 56, last + 27, last):
            _visit(rng, ground, link, days)
    _help(rng, ground, units, links, cases)


def _visit(rng: Random, ground: Ground, link: TownLink, days: int) -> None:
    moment = ground.at - timedelta(days=days)
    with replayed_at(moment):
        log_liaison_visit(
            actor=_office(ground),
            given=LiaisonVisitGiven(
                id_at(moment, rng),
                link.pk,
                moment.date(),
                rng.choice(SEEN).format(town=link.town.name),
                f"{link.town.name}主要负责人",
                promised=rng.choice(PROMISED),
            ),
        )


def _help(rng: Random, ground: Ground, units: Units, links: list[TownLink], cases: list[Case]) -> None:
    """The street's officer asks the leader and the bureau; the bureau has answered."""
    town = units.streets[0]
    asking = actor_with_id(ground.people.by_username["jiedao"].pk)
    theirs = [case for case in cases if case.lead_unit_id == town.pk and case.state == "fixing"]
    words = ("产权单位不配合，请领导出面协调。", "需要高空作业车，请帮助调配一天。")
    for index, (link, case) in enumerate(zip(links[:2], theirs, strict=False)):
        moment = ground.at - timedelta(hours=20 - index)
        request_id = id_at(moment, rng)
        with replayed_at(moment):
            orgs.ask_for_help(
                actor=asking,
                request_id=request_id,
                link_id=link.pk,
                text=words[index],
                source_kind=CASE,
                source_id=str(case.pk),
                source_label=case.number,
            )
        if index:
            with replayed_at(ground.at - timedelta(hours=2)):
                orgs.answer_help(actor=SYSTEM, request_id=request_id, answer="已联系车辆，明天上午到现场。")


def _office(ground: Ground) -> Actor:
    return actor_with_id(ground.people.by_username["chuangchengban"].pk)
